//! The dossier: everything its author wrote, with names resolved and places kept.

use std::ops::Range;

use super::{
    Chronology, Date, Evidence, Formula, GraphForm, MeasureId, PartyId, Perception, Reasons,
    Relation, Roadmap, Span, Standing, State, Statements, TermId, ViewId, Weighing,
};

/// Who acts, or an observer whose interests matter.
#[doc(alias("decision maker", "actor", "player", "stakeholder"))]
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Its identifier.
    pub id: String,
    /// Its name for readers.
    pub name: String,
    /// Other names by which texts call it.
    pub aliases: Vec<String>,
    /// Who that is, in a sentence.
    pub text: Option<String>,
    /// The positions of its measures in [`Dossier::measures`]; empty for an observer.
    pub measures: Range<usize>,
    /// What it wants, as the dossier's own view has it.
    pub preference: Preference,
    /// Where it stands in the file.
    pub span: Span,
}

/// In which directions a measure may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Taken and dropped.
    Both,
    /// Taken only: irreversible.
    Take,
    /// Dropped only.
    Drop,
}

impl Direction {
    /// Every direction, with the dossier's word for it.
    pub const ALL: [(&'static str, Self); 3] = [
        ("both", Self::Both),
        ("take", Self::Take),
        ("drop", Self::Drop),
    ];

    /// The dossier's word for it.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, direction)| *direction == self)
            .map_or("", |(word, _)| word)
    }
}

/// A formula and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The formula.
    pub formula: Formula,
    /// Its place in the file.
    pub span: Span,
}

/// An act that one party controls.
#[doc(alias("option", "confidence-building measure"))]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its identifier, without the party's.
    pub id: String,
    /// Who controls it.
    pub party: PartyId,
    /// What it is: for a yes/no measure a predicate that follows the party's name, otherwise what the levels are of.
    pub text: String,
    /// The names of the levels, lowest first; empty for a yes/no measure.
    pub levels: Vec<String>,
    /// The level in force today, counted from 0.
    pub now: usize,
    /// In which directions it may change.
    pub moves: Direction,
    /// It may be taken (raised) only where this holds.
    pub take_when: Option<Written>,
    /// It may be dropped (lowered) only where this holds.
    pub drop_when: Option<Written>,
    /// Why the author says so.
    pub reasons: Reasons,
    /// Since when it stands where it does.
    pub since: Option<Date>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Measure {
    /// The number of levels; two for a yes/no measure.
    pub fn n_levels(&self) -> usize {
        self.levels.len().max(2)
    }
}

/// One line of a party's list of statements.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What the party wants to hold.
    pub that: Written,
    /// What it may want to hold instead: nobody knows which of these and [`Statement::that`] it is.
    pub or: Vec<Written>,
    /// Whether what this line or one before it decides makes a state much better, not only better.
    pub much: bool,
    /// The author's gloss.
    pub text: Option<String>,
    /// Since when, how surely, why.
    pub standing: Standing,
    /// Where it stands in the file.
    pub span: Span,
}

/// States ranked from best to worst.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// Best first; the states of one class are equally good.
    pub classes: Vec<Vec<(State, Span)>>,
    /// Since when, how surely, why.
    pub standing: Standing,
    /// Where it stands in the file.
    pub span: Span,
}

/// A number with at most nine decimals, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    /// The number, in units of 10⁻⁹.
    pub nanos: i64,
}

/// What a combination of measures is worth to a party.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Which combination.
    pub of: Written,
    /// The lower end of its worth.
    pub low: Decimal,
    /// The upper end; equal to `low` for a plain number.
    pub high: Decimal,
    /// Since when, how surely, why.
    pub standing: Standing,
    /// Where it stands in the file.
    pub span: Span,
}

impl Value {
    /// The worth as the dossier writes it: a number, or `low to high`.
    pub fn worth(&self) -> String {
        if self.low == self.high {
            self.low.to_string()
        } else {
            format!("{} to {}", self.low, self.high)
        }
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const UNIT: u64 = 1_000_000_000;
        let (whole, rest) = (
            self.nanos.unsigned_abs() / UNIT,
            self.nanos.unsigned_abs() % UNIT,
        );
        let sign = if self.nanos < 0 { "-" } else { "" };
        let decimals = format!("{rest:09}");
        let decimals = decimals.trim_end_matches('0');
        if decimals.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{decimals}")
        }
    }
}

/// What a party wants.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Preference {
    /// Nothing is said: every state is as good as any other.
    #[default]
    Indifferent,
    /// Statements, most important first, compared lexicographically.
    #[doc(alias = "option prioritising")]
    Statements(Vec<Statement>),
    /// A ranking of states.
    Ranking(Ranking),
    /// Worths that add up; a range counts with its middle.
    Values(Vec<Value>),
    /// Comparisons of the named states of a dossier in graph form.
    Relation(Relation),
}

impl Preference {
    /// Whether nobody knows some statement of it.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Statements(list) if list.iter().any(|line| !line.or.is_empty()))
    }
}

/// A rival judgement of some parties' preferences.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its identifier.
    pub id: String,
    /// What it holds, in a sentence.
    pub text: Option<String>,
    /// Whose preferences it replaces, by what.
    pub replaces: Vec<(PartyId, Preference)>,
    /// Where it stands in the file.
    pub span: Span,
}

/// One meaning of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Who uses it so; empty for the single meaning of an uncontested term.
    pub id: String,
    /// What it means.
    pub means: Written,
    /// Why the author says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// A name for a formula; contested when it has several readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its identifier.
    pub id: String,
    /// Its meanings; at least one.
    pub readings: Vec<Reading>,
    /// Whether the meanings belong to different users.
    pub contested: bool,
    /// Where it stands in the file.
    pub span: Span,
}

/// What cannot be: logic and physics, never policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The condition named by `never` or `always`.
    pub condition: Written,
    /// Whether the condition must always hold; otherwise it never may.
    pub always: bool,
    /// Why, in a sentence.
    pub why: Option<String>,
    /// Why, by evidence.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// Moves that cannot be made: from some states to some others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRule {
    /// Whom it binds; everybody when `None`.
    pub by: Option<PartyId>,
    /// What holds where such a move starts.
    pub from: Written,
    /// What holds where it ends.
    pub to: Written,
    /// Why, in a sentence.
    pub why: Option<String>,
    /// Why, by evidence.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// States that are taken as one, because they differ in nothing that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coalesced {
    /// The name of the one state.
    pub id: String,
    /// The feasible states where this holds, but for those that an earlier line took.
    pub that: Written,
    /// What they are, in a few words.
    pub text: Option<String>,
    /// Why the author says so.
    pub reasons: Reasons,
    /// Where it stands in the file.
    pub span: Span,
}

/// A whole dossier; the default has nobody and nothing in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// Its title.
    pub title: String,
    /// Nothing dated later may be used.
    pub as_of: Option<Date>,
    /// Whether later evidence is allowed all the same.
    pub hindsight: bool,
    /// What the reader asks about.
    pub question: Option<Written>,
    /// By when.
    pub by: Option<Date>,
    /// The parties, in the order of the file.
    pub parties: Vec<Party>,
    /// All measures, party by party; none in graph form.
    pub measures: Vec<Measure>,
    /// The states and moves of a dossier in graph form, which has no measures.
    pub graph: Option<GraphForm>,
    /// The terms.
    pub terms: Vec<Term>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The rules about moves.
    pub move_rules: Vec<MoveRule>,
    /// States that are taken as one.
    pub coalesced: Vec<Coalesced>,
    /// The rival views.
    pub views: Vec<View>,
    /// Who sees the conflict otherwise than it is; at most one for each party.
    pub perceptions: Vec<Perception>,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// The roadmap, if the dossier has one.
    pub roadmap: Option<Roadmap>,
    /// Which public statements are counted, and how; `None` when the dossier has none.
    pub statements: Option<Statements>,
    /// Events, distances between them, and figures.
    pub chronology: Chronology,
    /// Hypotheses, and what bears on them.
    pub weighing: Weighing,
    /// Whether the status quo is known; files of other programs do not say.
    pub has_status_quo: bool,
}

/// Which view and which readings an analysis takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Setting {
    /// The rival view; `None` for the parties' own lists.
    pub view: Option<ViewId>,
    /// The reading of each term, by position; missing entries mean the first.
    pub readings: Vec<usize>,
}

impl Setting {
    /// The reading that this setting takes for a term.
    pub fn reading(&self, term: TermId) -> usize {
        self.readings.get(term.idx()).copied().unwrap_or(0)
    }
}

impl Dossier {
    /// The name by which formulas and JSON call a measure: `party.measure`.
    pub fn measure_name(&self, measure: MeasureId) -> String {
        let measure = &self.measures[measure.idx()];
        format!("{}.{}", self.parties[measure.party.idx()].id, measure.id)
    }

    /// The party's preferences in a view.
    pub fn preference(&self, party: PartyId, view: Option<ViewId>) -> &Preference {
        view.and_then(|view| {
            self.views[view.idx()]
                .replaces
                .iter()
                .find(|(id, _)| *id == party)
        })
        .map_or(&self.parties[party.idx()].preference, |(_, preference)| {
            preference
        })
    }

    /// The ids of all parties.
    pub fn party_ids(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.parties.len()).map(PartyId::new)
    }

    /// The ids of all terms.
    pub fn term_ids(&self) -> impl Iterator<Item = TermId> + use<> {
        (0..self.terms.len()).map(TermId::new)
    }

    /// The number of entries of a state.
    pub fn n_entries(&self) -> usize {
        self.measures
            .iter()
            .map(|measure| measure.n_levels() - 1)
            .sum()
    }

    /// Every preference in the dossier with its party and view: the parties' own first, then view by view.
    pub fn preferences(&self) -> impl Iterator<Item = (Option<ViewId>, PartyId, &Preference)> {
        let own = self
            .parties
            .iter()
            .enumerate()
            .map(|(idx, party)| (None, PartyId::new(idx), &party.preference));
        let rival = self.views.iter().enumerate().flat_map(|(view, it)| {
            it.replaces
                .iter()
                .map(move |(party, preference)| (Some(ViewId::new(view)), *party, preference))
        });
        own.chain(rival)
    }

    /// Whether nobody knows some statement of some list.
    pub fn is_open(&self) -> bool {
        self.preferences()
            .any(|(_, _, preference)| preference.is_open())
    }

    /// The contested terms whose reading changes the answer: those that the question, a rule, a condition or a preference
    /// uses without fixing the reading.
    pub fn open_terms(&self) -> Vec<TermId> {
        self.open_terms_from(
            self.question
                .iter()
                .map(|question| &question.formula)
                .collect(),
        )
    }

    /// Those of them whose reading changes the conflict itself, and not only what is asked of it.
    pub fn open_terms_of_the_conflict(&self) -> Vec<TermId> {
        self.open_terms_from(vec![])
    }

    fn open_terms_from<'a>(&'a self, mut pending: Vec<&'a Formula>) -> Vec<TermId> {
        let mut open = vec![false; self.terms.len()];
        pending.extend(self.rules.iter().map(|rule| &rule.condition.formula));
        let of_moves = self
            .move_rules
            .iter()
            .flat_map(|rule| [&rule.from, &rule.to]);
        pending.extend(of_moves.map(|written| &written.formula));
        pending.extend(
            self.measures
                .iter()
                .flat_map(|measure| measure.take_when.iter().chain(&measure.drop_when))
                .map(|written| &written.formula),
        );
        pending.extend(self.coalesced.iter().map(|line| &line.that.formula));
        for (_, _, preference) in self.preferences() {
            match preference {
                Preference::Statements(list) => {
                    let wanted = list.iter().flat_map(|statement| {
                        std::iter::once(&statement.that).chain(&statement.or)
                    });
                    pending.extend(wanted.map(|written| &written.formula));
                }
                Preference::Values(list) => {
                    pending.extend(list.iter().map(|value| &value.of.formula));
                }
                Preference::Indifferent | Preference::Ranking(_) | Preference::Relation(_) => {}
            }
        }
        let mut followed = std::collections::HashSet::new();
        while let Some(formula) = pending.pop() {
            formula.walk(&mut |part| {
                let Formula::Term { term, reading } = part else {
                    return;
                };
                let readings = &self.terms[term.idx()].readings;
                if reading.is_none() && readings.len() > 1 {
                    open[term.idx()] = true;
                }
                if followed.insert((*term, *reading)) {
                    let meant =
                        reading.map_or(&readings[..], |reading| &readings[reading..=reading]);
                    pending.extend(meant.iter().map(|reading| &reading.means.formula));
                }
            });
        }
        self.term_ids().filter(|term| open[term.idx()]).collect()
    }

    /// The number of [`settings`](Self::settings), or the largest number when there are more.
    pub fn n_settings(&self) -> usize {
        let readings = self
            .open_terms()
            .into_iter()
            .map(|term| self.terms[term.idx()].readings.len());
        readings.fold(self.views.len() + 1, usize::saturating_mul)
    }

    /// Every setting that can give a different answer: each view with each combination of readings of the open terms.
    pub fn settings(&self) -> Vec<Setting> {
        let mut readings = vec![vec![0; self.terms.len()]];
        for term in self.open_terms() {
            let n_readings = self.terms[term.idx()].readings.len();
            readings = readings
                .into_iter()
                .flat_map(|chosen| {
                    (0..n_readings).map(move |reading| {
                        let mut chosen = chosen.clone();
                        chosen[term.idx()] = reading;
                        chosen
                    })
                })
                .collect();
        }
        let views =
            std::iter::once(None).chain((0..self.views.len()).map(|view| Some(ViewId::new(view))));
        views
            .flat_map(|view| {
                readings.iter().map(move |readings| Setting {
                    view,
                    readings: readings.clone(),
                })
            })
            .collect()
    }
}
