//! When to inspect if nobody sees the inspections, and a violation is found late rather than never.
//!
//! # Definition
//! Of `N` slots the last is inspected in any case, at its end; before the game the inspector chooses `m` of the others.
//! The inspectee chooses the slot `i` in which a violation begins, without seeing any inspection. It is found at the first inspection at
//! the end of slot `j ≥ i`, after `j − i + 1` slots. The inspector wants the delay short, the inspectee long: a zero-sum game,
//! whose value is told as a share of the `N` slots.
//! # Algorithm
//! With one inspection, in closed form: slot `j` with chance `1/(N−j)` until the chances are used up, and the inspectee begins in
//! one of the first `J` slots, before slot `j` ends with chance `(N−J)/(N−j)`, where `J` is the last slot of the inspector.
//! With more, by linear programs over the plans that matter: the inspectee's best mix against the plans found so far, then the
//! plan that answers it best, by dynamic programming over the last inspection, until that plan gains nothing; then the inspector's best mix
//! of those plans. Both mixes are then solved for once more as fractions, from the equations that hold with equality.
//! In every case both mixes are tested in fractions against everything that the other side could do.
//! # Complexity
//! `O(m·N²)` per plan found; some hundred plans at `N = 60`, whose equations take most of the time.
//! # Validity
//! The value lies between [`Delay::least`] and [`Delay::most`], which are proved by the mixes that stand beside them;
//! they are equal, and the value exact, unless the equations could not be solved. For `m = 1` it tends to `1/e`.
//! # References
//! After Diamond (1982), Mathematics of Operations Research 7:139–153, which has the game in continuous time; not at hand.

mod equations;
mod plans;
mod search;

use num_traits::One;

use super::refusal::count;
use super::{Fraction, Refusal};
use crate::space::Watch;

/// The most slots with one inspection, or none, or one in every slot.
pub const SLOTS_MAX: u32 = 400;

/// The most slots where linear programs are needed.
pub const SLOTS_SEARCHED_MAX: u32 = 60;

/// Inspections that the inspector may choose, and how often it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The slots, from 1, at whose ends it inspects besides the last; ascending.
    pub slots: Vec<u32>,
    /// The chance that it chooses them.
    pub chance: Fraction,
}

/// The solution of a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay {
    /// The number of slots, `N`.
    pub slots: u32,
    /// The number of inspections before the last slot's, `m`.
    pub inspections: u32,
    /// The expected delay, as a share of all slots, that `starts` assures whatever the inspector does.
    pub least: Fraction,
    /// The expected delay, as a share of all slots, that `plans` allows at most, whatever the inspectee does.
    pub most: Fraction,
    /// The inspector's mix, in the order of the slots.
    pub plans: Vec<Plan>,
    /// The inspectee's mix: the chance that a violation begins in slot 1, 2, ….
    pub starts: Vec<Fraction>,
}

impl Delay {
    /// Whether the value is known exactly.
    pub fn is_exact(&self) -> bool {
        self.least == self.most
    }

    /// The chance that each slot is inspected: 1 for the last.
    pub fn inspected(&self) -> Vec<Fraction> {
        let mut chances = vec![Fraction::default(); self.slots as usize - 1];
        for plan in &self.plans {
            plan.slots
                .iter()
                .for_each(|slot| chances[*slot as usize - 1] += &plan.chance);
        }
        chances.push(Fraction::one());
        chances
    }
}

/// Solves the game of `slots` slots and `inspections` inspections besides the last slot's.
pub fn delay(slots: u32, inspections: u32, watch: &Watch) -> Result<Delay, Refusal> {
    count(
        "a number of slots",
        slots.into(),
        (1, SLOTS_MAX.into()),
        "the most that are worked out",
    )?;
    count(
        "a number of inspections",
        inspections.into(),
        (0, u64::from(slots) - 1),
        "as the last slot is inspected in any case",
    )?;
    let is_searched = inspections > 1 && inspections + 1 < slots;
    if is_searched {
        count(
            "a number of slots",
            slots.into(),
            (1, SLOTS_SEARCHED_MAX.into()),
            "the most with several inspections",
        )?;
    }
    let (plans, starts) = match inspections {
        _ if is_searched => search::mixes(slots, inspections, watch)?,
        1 => one_inspection(slots),
        // Nothing to choose: no slot, or every slot. With none the inspectee begins at once.
        _ => (
            vec![Plan {
                slots: (1..=inspections).collect(),
                chance: Fraction::one(),
            }],
            begins_at_once(slots),
        ),
    };
    let horizon = Fraction::from_integer(slots.into());
    let least = plans::shortest(&starts, inspections) / &horizon;
    let most = plans::longest(&plans, slots) / &horizon;
    Ok(Delay {
        slots,
        inspections,
        least,
        most,
        plans,
        starts,
    })
}

fn begins_at_once(slots: u32) -> Vec<Fraction> {
    std::iter::once(Fraction::one())
        .chain(std::iter::repeat_n(Fraction::default(), slots as usize - 1))
        .collect()
}

/// Both mixes with one inspection, in closed form.
fn one_inspection(slots: u32) -> (Vec<Plan>, Vec<Fraction>) {
    let share = |above: u32, below: u32| Fraction::new(above.into(), below.into());
    let mut left = Fraction::one();
    let mut plans = vec![];
    for slot in 1..slots {
        let chance = share(1, slots - slot).min(left.clone());
        left -= &chance;
        plans.push(Plan {
            slots: vec![slot],
            chance,
        });
        if left == Fraction::default() {
            break;
        }
    }
    let last = plans.len() as u32;
    // The chance that a violation has begun before slot `slot` ends.
    let begun = |slot: u32| {
        if slot == 0 {
            Fraction::default()
        } else {
            share(slots - last, slots - slot.min(last))
        }
    };
    let starts = (1..=slots)
        .map(|slot| begun(slot) - begun(slot - 1))
        .collect();
    (plans, starts)
}
