//! Inspections that nobody sees.

use detente::inspect::delay::{Delay, delay};
use detente::inspect::{Fraction, Refusal, decimal};
use detente::oracle::inspect::delay_bounds;
use detente::space::Watch;
use num_traits::{One, Zero};

use crate::{count, near, ratio, rows};

fn delayed(slots: u32, inspections: u32) -> Delay {
    delay(slots, inspections, &Watch::default()).expect("the question can be answered")
}

#[test]
fn delays_are_those_found_elsewhere() {
    let rows = rows(include_str!("delay.csv"));
    assert_eq!(rows.len(), 11);
    for row in rows {
        let found = delayed(count(row[0]), count(row[1]));
        assert!(
            found.is_exact(),
            "{row:?}: {} to {}",
            found.least,
            found.most
        );
        near(
            decimal(&found.least),
            row[2].parse().expect("a number"),
            1e-12,
            &row,
        );
    }
}

#[test]
fn the_delay_with_one_inspection_comes_down_to_one_in_e() {
    for (slots, share) in [(5, 0.433_333), (100, 0.371_043), (400, 0.368_671)] {
        near(decimal(&delayed(slots, 1).most), share, 5e-7, &slots);
    }
    let shares: Vec<f64> = [10, 20, 40, 80, 160, 320]
        .map(|slots| decimal(&delayed(slots, 1).most))
        .to_vec();
    assert!(
        shares.windows(2).all(|pair| pair[0] > pair[1]),
        "{shares:?}"
    );
    assert!(
        shares.iter().all(|share| *share > (-1.0f64).exp()),
        "{shares:?}"
    );
}

#[test]
fn delays_hold_against_every_plan_and_every_beginning() {
    for (slots, inspections) in (1..=9)
        .flat_map(|slots| (0..slots).map(move |inspections| (slots, inspections)))
        .chain([(14, 4), (20, 2)])
    {
        let found = delayed(slots, inspections);
        let plans: Vec<(Vec<u32>, Fraction)> = found
            .plans
            .iter()
            .map(|plan| (plan.slots.clone(), plan.chance.clone()))
            .collect();
        let horizon = Fraction::from_integer(slots.into());
        let (least, most) = delay_bounds(slots, inspections, &plans, &found.starts);
        let about = format!("{slots} {inspections}");
        assert_eq!(
            (least / &horizon, most / &horizon),
            (found.least.clone(), found.most.clone()),
            "{about}"
        );
        assert!(found.is_exact(), "{about}");
        let is_mix = |chances: Vec<&Fraction>| {
            chances.iter().all(|chance| **chance >= Fraction::zero())
                && chances.into_iter().sum::<Fraction>() == Fraction::one()
        };
        assert!(
            is_mix(found.starts.iter().collect())
                && is_mix(plans.iter().map(|(_, chance)| chance).collect()),
            "{about}"
        );
        assert!(
            plans
                .iter()
                .all(|(plan, _)| plan.len() == inspections as usize
                    && plan.iter().all(|slot| *slot < slots)),
            "{about}"
        );
        let inspected: Fraction = found.inspected().iter().sum();
        assert_eq!(
            inspected,
            Fraction::from_integer((inspections + 1).into()),
            "{about}"
        );
    }
}

#[test]
fn more_inspections_never_make_the_delay_longer() {
    for slots in 2..=12 {
        let values: Vec<Fraction> = (0..slots)
            .map(|inspections| delayed(slots, inspections).most)
            .collect();
        assert!(
            values.windows(2).all(|pair| pair[1] < pair[0]),
            "{slots}: {values:?}"
        );
        assert_eq!(
            (&values[0], values.last()),
            (&Fraction::one(), Some(&ratio(1, slots.into())))
        );
    }
}

#[test]
fn impossible_delays_are_refused_and_long_work_stops() {
    let refused = |slots, inspections| {
        delay(slots, inspections, &Watch::default())
            .expect_err("the question is refused")
            .to_string()
    };
    assert_eq!(
        refused(3, 3),
        "expected a number of inspections from 0 to 2, as the last slot is inspected in any case; found 3"
    );
    assert!(refused(0, 0).starts_with("expected a number of slots from 1"));
    assert!(refused(401, 1).starts_with("expected a number of slots from 1"));
    assert!(refused(61, 2).contains("the most with several inspections"));
    let watch = Watch::default();
    watch.stop();
    assert_eq!(delay(12, 3, &watch), Err(Refusal::Stopped));
}
