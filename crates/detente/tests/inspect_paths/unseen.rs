//! A search for sites that were never declared: all its courses, one by one.

use detente::inspect::unseen::{self, Belief, Find, Needed, Search, unseen};
use detente::inspect::{Fraction, decimal};
use detente::oracle::inspect_paths::courses;
use num_traits::Zero;

use super::{near, number};

fn search(find: f64, periods: u32, found: u32) -> Search {
    Search {
        find: Find::Chance(find),
        periods,
        found,
        false_alarm: 0.0,
        believe: 0.95,
    }
}

#[test]
fn a_search_comes_to_what_all_its_courses_come_to() {
    for chances in [
        "0:0.6,1:0.3,2:0.1",
        "0:1/2,3:1/2",
        "1:1/4,2:3/4",
        "0:1/10,1:1/5,2:3/10,4:2/5",
    ] {
        let belief = Belief::read(chances).expect("the search can be asked about");
        let exact: Vec<Fraction> = (0..=4)
            .map(|sites| {
                let entry = chances
                    .split(',')
                    .find_map(|entry| entry.strip_prefix(&format!("{sites}:")));
                entry.map_or_else(Fraction::zero, number)
            })
            .collect();
        for (find, periods) in [("0.3", 1), ("1/4", 3), ("0.9", 2), ("1", 2)] {
            for found in 0..=2 {
                let courses = courses(&exact, &number(find), periods, found);
                let answer = unseen(
                    &belief,
                    &search(decimal(&number(find)), periods, found as u32),
                );
                let Ok(answer) = answer else {
                    assert!(courses.left.is_empty(), "{chances} {find} {found}");
                    continue;
                };
                let last = answer
                    .periods
                    .last()
                    .expect("the search can be asked about");
                near(last.some, decimal(&courses.some), 1e-13);
                near(last.all_if_any * belief.any(), decimal(&courses.all), 1e-13);
                for (left, expected) in (0..).zip(&courses.left) {
                    near(answer.after.chance(left), decimal(expected), 1e-13);
                }
                if found == 0 {
                    near(last.none_if_clean, decimal(&courses.left[0]), 1e-13);
                }
            }
        }
    }
}

#[test]
fn a_poisson_belief_is_the_limit_of_a_long_list() {
    let (mean, find) = (1.7f64, 0.35);
    let poisson = Belief::read("poisson:1.7").expect("the search can be asked about");
    let listed = Belief::Listed(
        (0..60)
            .map(|sites| (sites, poisson.chance(sites)))
            .collect(),
    );
    for found in [0, 2, 5] {
        let [one, other] = [&poisson, &listed].map(|belief| {
            unseen(belief, &search(find, 4, found)).expect("the search can be asked about")
        });
        for (a, b) in one.periods.iter().zip(&other.periods) {
            for (a, b) in [
                (a.some, b.some),
                (a.all_if_any, b.all_if_any),
                (a.none_if_clean, b.none_if_clean),
                (a.some_if_any, b.some_if_any),
            ] {
                near(a, b, 1e-12);
            }
        }
        (0..20).for_each(|left| near(one.after.chance(left), other.after.chance(left), 1e-12));
        near(one.after.mean(), mean * 0.65f64.powi(4), 1e-12);
    }
}

#[test]
fn the_search_that_is_needed_is_the_least() {
    for belief in [
        "0:0.6,1:0.3,2:0.1",
        "poisson:3",
        "uniform:5",
        "0:1/100,9:99/100",
    ] {
        let belief = Belief::read(belief).expect("the search can be asked about");
        for find in [0.05, 0.5, 0.9] {
            let answer =
                unseen(&belief, &search(find, 1, 0)).expect("the search can be asked about");
            let Needed::Search { periods, exposure } = answer.needed else {
                panic!("{belief:?}: {:?}", answer.needed)
            };
            let none = |missed: f64| {
                belief
                    .after(missed, 0)
                    .expect("the search can be asked about")
                    .chance(0)
            };
            near(none((-exposure).exp()), 0.95, 1e-9);
            let n = periods as i32;
            assert!(
                none((1.0f64 - find).powi(n)) >= 0.95 && none((1.0f64 - find).powi(n - 1)) < 0.95,
                "{belief:?} {find}"
            );
        }
    }
    // One half, searched with one half: 2/3 after one period, to the last digit.
    let even = Belief::read("0:1/2,1:1/2").expect("the search can be asked about");
    let needed = |believe| {
        unseen(
            &even,
            &Search {
                believe,
                ..search(0.5, 1, 0)
            },
        )
        .expect("the search can be asked about")
        .needed
    };
    assert!(matches!(
        needed(2.0 / 3.0),
        Needed::Search { periods: 1, .. }
    ));
    assert!(matches!(needed(0.67), Needed::Search { periods: 2, .. }));
    assert_eq!(needed(0.5), Needed::Nothing);
    let sure = Belief::read("1:1/2,2:1/2").expect("the search can be asked about");
    assert_eq!(
        unseen(&sure, &search(0.5, 3, 0))
            .expect("the search can be asked about")
            .needed,
        Needed::Never
    );
    assert!(matches!(
        unseen(&sure, &search(0.5, 3, 1))
            .expect("the search can be asked about")
            .needed,
        Needed::Search { .. }
    ));
    assert_eq!(
        unseen(
            &Belief::read("0:1/2,2:1/2").expect("the search can be asked about"),
            &search(0.5, 3, 1)
        )
        .expect("the search can be asked about")
        .needed,
        Needed::Never
    );
}

#[test]
fn effort_and_chance_are_two_ways_to_say_the_same() {
    let belief = Belief::read("uniform:3").expect("the search can be asked about");
    let by_effort = Search {
        find: Find::Effort {
            effort: 2.0,
            rate: 0.3,
        },
        ..search(0.0, 5, 0)
    };
    let by_chance = search(1.0 - (-0.6f64).exp(), 5, 0);
    let [one, other] = [by_effort, by_chance]
        .map(|search| unseen(&belief, &search).expect("the search can be asked about"));
    (0..4).for_each(|left| near(one.after.chance(left), other.after.chance(left), 1e-12));
    near(one.periods[4].some, other.periods[4].some, 1e-12);
}

#[test]
fn false_alarms_leave_a_clean_search_as_it_is_and_weaken_an_alarm() {
    let belief = Belief::read("0:0.8,1:0.2").expect("the search can be asked about");
    let quiet = unseen(&belief, &search(0.5, 2, 0)).expect("the search can be asked about");
    let noisy = unseen(
        &belief,
        &Search {
            false_alarm: 0.1,
            ..search(0.5, 2, 0)
        },
    )
    .expect("the search can be asked about");
    assert_eq!(quiet.after, noisy.after);
    assert_eq!(quiet.periods[1].any_if_alarm, Some(1.0));
    // No site and a false alarm: 0.8·0.19. A site and any alarm: 0.2·(1 − 0.25·0.81).
    let (none, any) = (0.8 * 0.19, 0.2 * (1.0 - 0.25 * 0.81));
    near(
        noisy.periods[1]
            .any_if_alarm
            .expect("the search can be asked about"),
        any / (any + none),
        1e-14,
    );
    near(noisy.periods[1].false_alarm, 0.19, 1e-14);
}

#[test]
fn impossible_searches_are_refused() {
    for (text, reason) in [
        (
            "0:0.5",
            "expected chances that sum to 1, found a sum of 1/2",
        ),
        (
            "0:0.5,0:0.5",
            "expected each number of sites once, found 0 twice",
        ),
        (
            "few",
            "expected numbers of sites up to 1000 with their chances",
        ),
        ("0:-1,1:2", "expected numbers of sites up to 1000"),
        ("uniform:1001", "expected numbers of sites up to 1000"),
        (
            "poisson:-1",
            "expected `poisson:MEAN` with a mean from 0 to 1000, found `poisson:-1`",
        ),
    ] {
        let found = Belief::read(text).expect_err("it is refused").to_string();
        assert!(found.starts_with(reason), "{text}: {found}");
    }
    let belief = Belief::read("0:1/2,1:1/2").expect("the search can be asked about");
    let refused = |search: Search| {
        unseen(&belief, &search)
            .expect_err("it is refused")
            .to_string()
    };
    assert_eq!(
        refused(search(0.0, 1, 0)),
        "expected a chance to find above 0 and up to 1, found 0"
    );
    assert!(refused(search(0.5, 0, 0)).starts_with("expected from 1 to 10000 periods"));
    assert!(refused(search(0.5, 1, 2)).contains("2 found sites are possible"));
    assert!(
        refused(Search {
            believe: 1.0,
            ..search(0.5, 1, 0)
        })
        .contains("a belief that is wanted above 0 and below 1")
    );
    assert!(
        refused(Search {
            false_alarm: 1.0,
            ..search(0.5, 1, 0)
        })
        .contains("a chance of a false alarm")
    );
    assert_eq!(
        unseen(
            &Belief::read("1:1").expect("the search can be asked about"),
            &search(1.0, 1, 0)
        )
        .expect_err("it is refused"),
        unseen::Unfit::Impossible { found: 0 }
    );
}
