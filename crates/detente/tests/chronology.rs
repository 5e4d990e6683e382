//! What is said of times: against published figures, the slow version, and claims that are known to clash.

use std::fs;

use detente::dossier::{Source, read};
use detente::lint;
use detente::lint::chronology::{Bound, End, Network, Path, chronology, series};
use detente::model::{Diagnostic, Dossier};
use detente::oracle;
use detente::space::Watch;
use proptest::prelude::*;

/// Bounds of the constraints `(from, to, least, most)`.
fn bounds(constraints: &[(usize, usize, i64, i64)]) -> Vec<Bound> {
    let both = |(claim, (from, to, least, most)): (usize, &(usize, usize, i64, i64))| {
        [
            Bound {
                from: *from,
                to: *to,
                days: *most,
                claim,
            },
            Bound {
                from: *to,
                to: *from,
                days: -least,
                claim,
            },
        ]
    };
    constraints.iter().enumerate().flat_map(both).collect()
}

fn plain(bounds: &[Bound]) -> Vec<oracle::chronology::Bound> {
    bounds
        .iter()
        .map(|bound| (bound.from, bound.to, bound.days))
        .collect()
}

fn sum(bounds: &[Bound]) -> i64 {
    bounds.iter().map(|bound| bound.days).sum()
}

/// Two commuters, in minutes after seven: the example of Dechter, Meiri & Pearl (1991), sections 2 and 3.
const COMMUTERS: [(usize, usize, i64, i64); 5] = [
    (0, 1, 10, 20),
    (1, 2, 30, 40),
    (3, 2, 10, 20),
    (3, 4, 40, 50),
    (0, 4, 60, 70),
];

#[test]
fn the_published_example_has_its_distances_and_windows() {
    let published = [
        [0, 20, 50, 30, 70],
        [-10, 0, 40, 20, 60],
        [-40, -30, 0, -10, 30],
        [-20, -10, 20, 0, 50],
        [-60, -50, -20, -40, 0],
    ];
    let mut network = Network::new(5);
    network
        .add(&bounds(&COMMUTERS))
        .expect("the example is consistent");
    let slow = oracle::chronology::distances(5, &plain(&bounds(&COMMUTERS)))
        .expect("the example is consistent");
    for (from, row) in published.iter().enumerate() {
        let most: Vec<i64> = network
            .most(from)
            .into_iter()
            .map(|path| path.expect("all is bounded").days)
            .collect();
        assert_eq!(most, row, "from {from}");
        assert_eq!(
            slow[from]
                .iter()
                .map(|days| days.expect("all is bounded"))
                .collect::<Vec<_>>(),
            row
        );
    }
    let latest = network.most(0);
    let earliest = network.most_to(0);
    let days = |path: &Option<Path>| path.as_ref().expect("all is bounded").days;
    let windows: Vec<(i64, i64)> = earliest
        .iter()
        .zip(&latest)
        .map(|(first, last)| (-days(first), days(last)))
        .collect();
    assert_eq!(windows, [(0, 0), (10, 20), (40, 50), (20, 30), (60, 70)]);
}

#[test]
fn one_more_constraint_makes_the_published_example_contradict_itself() {
    let mut network = Network::new(5);
    network
        .add(&bounds(&COMMUTERS))
        .expect("the example is consistent");
    let before = network.solution().to_vec();
    let more = bounds(&[(4, 2, 0, 5)]);
    let circle = network
        .add(&more)
        .expect_err("the second arrives at most five minutes before the first, and cannot");
    assert!(sum(&circle) < 0);
    assert!(circle.contains(&more[0]) || circle.contains(&more[1]));
    assert_eq!(
        network.solution(),
        before,
        "nothing is changed by what was refused"
    );
    assert_eq!(network.most(0)[4].as_ref().map(|path| path.days), Some(70));
    let all = [bounds(&COMMUTERS), more].concat();
    assert_eq!(oracle::chronology::distances(5, &plain(&all)), None);
}

fn dossier(text: &str) -> (Dossier, Vec<Diagnostic>) {
    let read = read(&Source {
        name: "times.toml".into(),
        bytes: text.into(),
    });
    let dossier = read
        .dossier
        .unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    let found = lint::warnings(&dossier, &Watch::default()).expect("nobody stops the work");
    (dossier, read.diagnostics.into_iter().chain(found).collect())
}

#[test]
fn of_the_commentary_exactly_two_claims_clash_and_one_series_breaks() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/chronology/article.toml");
    let text = fs::read_to_string(path).expect("the fixture is there");
    let (dossier, found) = dossier(&text);
    let codes: Vec<String> = found
        .iter()
        .map(|finding| finding.code.to_string())
        .collect();
    assert_eq!(codes, ["W123", "W123", "W125"], "{found:#?}");
    // Stockholm, October 2019, to October 2025: six years, not two to three.
    assert_eq!(
        found[0].label,
        "`stockholm` is on 2022-10-26 at the earliest: “nothing has moved for more than two years” (`commentary`)"
    );
    let told = |finding: &Diagnostic| {
        finding
            .related
            .iter()
            .map(|(_, label)| label.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(&found[0]),
        ["`stockholm` is on 2019-10-05 at the latest (`record`)"]
    );
    // The summit of 2025, a success after it, and an election of 2024 after the success.
    let label = "`success` is not after `election`: “a success in time for the election of 2024” (`commentary`)";
    assert_eq!(found[1].label, label);
    let mut others = told(&found[1]);
    others.sort();
    let expected = [
        "`election` is on 2024-11-05 at the latest (`record`)",
        "`summit` is not after `success`: “a meeting at the summit would be the success” (`commentary`)",
        "`summit` is on 2025-10-31 at the earliest (`record`)",
    ];
    assert_eq!(others, expected);
    let times = chronology(&dossier);
    // 2025-10-28 is 1,098 days (three years of 366) after 2022-10-26, and Stockholm was 1,117 days before that.
    assert_eq!(times.clashes[0].days_short(), 1117);
    // 2025-10-31 is 360 days after 2024-11-05.
    assert_eq!(times.clashes[1].days_short(), 360);
    assert_eq!(series(&dossier)[0].changes.len(), 1);
    assert!(series(&dossier)[0].conflicting.is_empty());
}

const HEAD: &str = "[dossier]\ntitle = \"T\"\nas_of = 2025-10-24\n[parties.a]\n";

#[test]
fn windows_are_narrowed_by_distances_and_say_by_which() {
    let text = format!(
        "{HEAD}[[events]]\nid = \"a\"\ntext = \"A\"\nwhen = \"2025\"\nbasis = \"judgement\"\n\
        [[events]]\nid = \"b\"\ntext = \"B\"\nbasis = \"judgement\"\n\
        [[gaps]]\nfrom = \"a\"\nto = \"b\"\nat_least = \"2 weeks\"\nat_most = \"1 month\"\nbasis = \"judgement\"\n\
        [[gaps]]\nfrom = \"b\"\nto = \"as_of\"\nat_least = \"1 day\"\nbasis = \"judgement\"\n"
    );
    let (dossier, found) = dossier(&text);
    assert_eq!(found, []);
    let times = chronology(&dossier);
    let ends = |idx: usize| {
        let window = &times.windows[idx];
        let end = |end: &Option<End>| {
            end.as_ref()
                .map(|end| (end.day.to_string(), end.by.len()))
                .unwrap_or_default()
        };
        (end(&window.first), end(&window.last))
    };
    assert_eq!(
        ends(0),
        (("2025-01-01".into(), 1), ("2025-10-09".into(), 2))
    );
    assert_eq!(
        ends(1),
        (("2025-01-15".into(), 2), ("2025-10-23".into(), 1))
    );
}

#[test]
fn claims_left_out_leave_the_windows_of_the_others_as_they_were() {
    let event = |id: &str, when: &str| {
        format!(
            "[[events]]\nid = \"{id}\"\ntext = \"T\"\nwhen = \"{when}\"\nbasis = \"judgement\"\n"
        )
    };
    let sound = format!("{HEAD}{}{}", event("a", "2020-05"), event("b", "2021"));
    let gap = "[[gaps]]\nfrom = \"b\"\nto = \"a\"\nbasis = \"judgement\"\n";
    let (before, _) = dossier(&sound);
    let (after, found) = dossier(&format!("{sound}{gap}"));
    assert_eq!(
        found
            .iter()
            .map(|finding| finding.code.to_string())
            .collect::<Vec<_>>(),
        ["W123"]
    );
    assert_eq!(chronology(&before).windows, chronology(&after).windows);
    assert_eq!(
        chronology(&after).clashes[0].days_short(),
        215,
        "from 31 May 2020 to 1 January 2021"
    );
}

/// Constraints on three points with small numbers.
fn constraints() -> impl Strategy<Value = Vec<Bound>> {
    let one =
        (0..3_usize, 0..3_usize, -4..=4_i64, 0..1000_usize).prop_map(|(from, to, days, claim)| {
            Bound {
                from,
                to,
                days,
                claim,
            }
        });
    prop::collection::vec(one, 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bounds_are_refused_exactly_when_no_days_satisfy_them(offered in constraints()) {
        // Three points with bounds up to 4 days: what is bounded spans 8 days at most, what is not has room besides.
        const HORIZON: i64 = 16;
        let mut network = Network::new(3);
        let mut kept: Vec<Bound> = vec![];
        for bound in offered {
            let tried = [&kept[..], &[bound]].concat();
            let possible = oracle::chronology::assignments(3, &plain(&tried), HORIZON);
            prop_assert_eq!(possible.is_empty(), oracle::chronology::distances(3, &plain(&tried)).is_none());
            match network.add(&[bound]) {
                Ok(()) => {
                    prop_assert!(!possible.is_empty());
                    kept = tried;
                }
                Err(circle) => {
                    prop_assert!(possible.is_empty());
                    prop_assert!(sum(&circle) < 0);
                    prop_assert!(circle.iter().all(|link| tried.contains(link)));
                    let next = circle.iter().cycle().skip(1);
                    prop_assert!(circle.iter().zip(next).all(|(link, next)| link.to == next.from), "a closed circle: {:?}", circle);
                }
            }
            let days = network.solution();
            prop_assert!(kept.iter().all(|bound| days[bound.to] - days[bound.from] <= bound.days));
        }
        let possible = oracle::chronology::assignments(3, &plain(&kept), HORIZON);
        let slow = oracle::chronology::distances(3, &plain(&kept)).expect("what is kept is consistent");
        for from in 0..3 {
            let (most, most_to) = (network.most(from), network.most_to(from));
            for to in 0..3 {
                let days = most[to].as_ref().map(|path| path.days);
                prop_assert_eq!(days, slow[from][to]);
                prop_assert_eq!(most_to[to].as_ref().map(|path| path.days), slow[to][from]);
                if let Some(path) = &most[to] {
                    prop_assert_eq!(sum(&path.bounds), path.days);
                    let widest = possible.iter().map(|days| days[to] - days[from]).max();
                    prop_assert_eq!(widest, days, "tight");
                }
                if let Some(path) = &most_to[to] {
                    prop_assert_eq!(sum(&path.bounds), path.days);
                    prop_assert!(path.bounds.first().is_none_or(|first| first.from == to));
                }
            }
        }
    }
}
