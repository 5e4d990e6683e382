//! When things happened, as far as all that is said of times can be true at once.
//!
//! # Definition
//! Every event is a day. A date given for it bounds that day from both sides; a stated distance bounds the difference of two
//! days. These claims *clash* when no days satisfy all of them. The *window* of an event is all days that it can have.
//! # Algorithm
//! The claims are put into a simple temporal network one by one: the events' own dates, the other dates given for them, the
//! distances, each in the order of the file. A claim that contradicts those before it is reported with the circle of claims that
//! shows it, and left out. The windows are the shortest paths to and from the calendar.
//! # Complexity
//! That of the network: `O(n·m)` for each of `m` claims about `n` events at worst.
//! # Validity
//! Each claim that is reported contradicts claims that are kept; which of them is wrong, nobody can tell from the circle. Events that
//! last are taken as one day within their period. The dates of cited evidence are not used: an item can speak of what happened long
//! before it, or of what is only planned. Distances are intervals of days, so that a statement in months or years is never
//! refused because of the length of a month or year.
//! # References
//! Dechter, Meiri & Pearl (1991), Temporal constraint networks.

mod figures;
mod findings;
mod network;
mod years;

use crate::model::{Chronology, Date, Dossier, EventId, Moment, Period};

pub use figures::{Change, Conflicting, Series, series};
pub use findings::reasons_of;
pub(super) use findings::warnings;
pub use network::{Bound, Network, Path};
pub use years::far_years;

/// The point of the network that stands for the first day of the calendar's count.
const CALENDAR: usize = 0;

/// Something that the dossier says of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The `when` of an event.
    Own(EventId),
    /// Another date given for an event, by its position.
    Other(EventId, usize),
    /// A stated distance, by its position.
    Gap(usize),
}

/// What a bound of a circle is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// 1 January 1970.
    Calendar,
    /// An event.
    Event(EventId),
}

/// One link of a circle: `to` comes at most `days` after `from`, as the claim says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// From what is counted.
    pub from: Point,
    /// What is bounded.
    pub to: Point,
    /// The most days between them; negative when `to` comes first.
    pub days: i64,
    /// Who says so.
    pub claim: Claim,
}

/// A claim that cannot be true together with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The claim that was left out.
    pub claim: Claim,
    /// The circle: each link ends where the next begins, and the last where the first begins.
    pub circle: Vec<Link>,
}

impl Clash {
    /// By how many days the claims miss each other: minus the sum of the circle.
    pub fn days_short(&self) -> i64 {
        -self.circle.iter().map(|link| link.days).sum::<i64>()
    }
}

/// One end of a window, with the claims that set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The day.
    pub day: Date,
    /// The claims along the shortest path, in its order.
    pub by: Vec<Claim>,
}

/// The days that an event can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The event.
    pub event: EventId,
    /// The earliest day; `None` where nothing bounds it.
    pub first: Option<End>,
    /// The latest day.
    pub last: Option<End>,
}

/// What follows from all that is said of times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// One window per event, in the order of the file.
    pub windows: Vec<Window>,
    /// The claims that contradict others.
    pub clashes: Vec<Clash>,
}

/// What follows from all that the dossier says of times.
pub fn chronology(dossier: &Dossier) -> Times {
    let chronology = &dossier.chronology;
    let claims = claims(chronology);
    let mut network = Network::new(1 + chronology.events.len());
    let mut clashes = vec![];
    for (number, &claim) in claims.iter().enumerate() {
        if let Err(circle) = network.add(&bounds(dossier, claim, number)) {
            let link = |bound: Bound| Link {
                from: point(bound.from),
                to: point(bound.to),
                days: bound.days,
                claim: claims[bound.claim],
            };
            clashes.push(Clash {
                claim,
                circle: circle.into_iter().map(link).collect(),
            });
        }
    }
    Times {
        windows: windows(&network, &claims, chronology.events.len()),
        clashes,
    }
}

/// Everything that is said of times, in the order in which it is taken in.
fn claims(chronology: &Chronology) -> Vec<Claim> {
    let events = || {
        chronology
            .events
            .iter()
            .enumerate()
            .map(|(idx, event)| (EventId::new(idx), event))
    };
    let own = events()
        .filter(|(_, event)| event.when.is_some())
        .map(|(id, _)| Claim::Own(id));
    let others = events()
        .flat_map(|(id, event)| (0..event.claims.len()).map(move |claim| Claim::Other(id, claim)));
    own.chain(others)
        .chain((0..chronology.gaps.len()).map(Claim::Gap))
        .collect()
}

/// What a claim says, as bounds of the network.
fn bounds(dossier: &Dossier, claim: Claim, number: usize) -> Vec<Bound> {
    let chronology = &dossier.chronology;
    let bound = |from, to, days| Bound {
        from,
        to,
        days,
        claim: number,
    };
    match claim {
        Claim::Own(event) => chronology.events[event.idx()]
            .when
            .map_or_else(Vec::new, |when| dated(event, when, number)),
        Claim::Other(event, other) => dated(
            event,
            chronology.events[event.idx()].claims[other].when,
            number,
        ),
        Claim::Gap(idx) => {
            let gap = &chronology.gaps[idx];
            let (least, most) = (
                gap.at_least.map_or(0, |it| it.days().0),
                gap.at_most.map(|it| it.days().1),
            );
            let as_of = dossier.as_of.map_or(0, |day| i64::from(day.day_number()));
            // The day of the dossier is a fixed day of the calendar.
            let place = |moment| match moment {
                Moment::Event(event) => (node(event), 0),
                Moment::AsOf => (CALENDAR, as_of),
            };
            let ((from, from_days), (to, to_days)) = (place(gap.from), place(gap.to));
            let shift = from_days - to_days;
            let most = most.map(|most| bound(from, to, most + shift));
            most.into_iter()
                .chain([bound(to, from, -least - shift)])
                .collect()
        }
    }
}

/// An event is on some day of a period.
fn dated(event: EventId, when: Period, claim: usize) -> Vec<Bound> {
    let days = |date: Date| i64::from(date.day_number());
    let latest = Bound {
        from: CALENDAR,
        to: node(event),
        days: days(when.last),
        claim,
    };
    let earliest = Bound {
        from: node(event),
        to: CALENDAR,
        days: -days(when.first),
        claim,
    };
    let mut bounds = vec![];
    bounds.extend((when.last < Date::LAST).then_some(latest));
    bounds.extend((when.first > Date::FIRST).then_some(earliest));
    bounds
}

fn node(event: EventId) -> usize {
    event.idx() + 1
}

fn point(node: usize) -> Point {
    if node == CALENDAR {
        Point::Calendar
    } else {
        Point::Event(EventId::new(node - 1))
    }
}

fn windows(network: &Network, claims: &[Claim], n_events: usize) -> Vec<Window> {
    let (most, least) = (network.most(CALENDAR), network.most_to(CALENDAR));
    let end = |path: &Option<Path>, sign: i64| {
        let path = path.as_ref()?;
        let by = path
            .bounds
            .iter()
            .map(|bound| claims[bound.claim])
            .collect();
        Some(End {
            day: day(sign * path.days)?,
            by,
        })
    };
    let window = |event: EventId| Window {
        event,
        first: end(&least[node(event)], -1),
        last: end(&most[node(event)], 1),
    };
    (0..n_events).map(|idx| window(EventId::new(idx))).collect()
}

/// The day with that number; `None` outside the calendar.
pub(crate) fn day(number: i64) -> Option<Date> {
    const FIRST_OF_1970: Date = Date {
        year: 1970,
        month: 1,
        day: 1,
    };
    FIRST_OF_1970.plus_days(i32::try_from(number).ok()?)
}
