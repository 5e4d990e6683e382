//! Weighing against the figures of published examples and other calculations, and against exact fractions.

use detente::dossier::{Source, read};
use detente::model::Dossier;
use detente::questions::weigh::{Weigh, WeighAnswer, weighing};
use detente::questions::{Answered, ask};
use detente::session::{Run, Session};
use detente::weigh::{
    Holds, Question, Weighing, assurance_threshold, bluff_chance, leading, posterior_odds,
    report_chance, separates, sure, weigh,
};
use proptest::prelude::*;

const HEAD: &str = r#"
[dossier]
title = "A test"
[parties.us]
[parties.us.measures]
meet = { text = "comes", basis = "judgement" }
[[parties.us.prefers]]
that  = "us.meet"
sure  = "hypothesis h1"
basis = "judgement"
"#;

fn dossier(rest: &str) -> Dossier {
    let source = Source {
        name: "test.toml".into(),
        bytes: format!("{HEAD}{rest}").into_bytes(),
    };
    let read = read(&source);
    read.dossier
        .unwrap_or_else(|| panic!("{:#?}", read.diagnostics))
}

fn hypotheses(n: usize) -> String {
    (1..=n)
        .map(|h| format!("[hypotheses.h{h}]\ntext = \"number {h}\"\nbasis = \"judgement\"\n"))
        .collect()
}

fn item(id: &str, more: &str) -> String {
    format!(
        "[[evidence]]\nid = \"{id}\"\ndate = 2025-01-01\nkind = \"said\"\nsource = \"{id}\"\nsays = \"{id} says so\"\n{more}\n"
    )
}

fn weighed(dossier: &Dossier) -> Weighing {
    weigh(dossier, &Question::default()).expect("there are hypotheses")
}

fn after(weighing: &Weighing) -> Vec<f64> {
    weighing.beliefs.iter().map(|belief| belief.after).collect()
}

fn close(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }
}

/// The signs of Heuer's example of 1993: three hypotheses, six items.
const RETALIATION: [[&str; 3]; 6] = [
    ["+", "+", "+"],
    ["+", "+", "-"],
    ["+", "+", "-"],
    ["-", "+", "+"],
    ["-", "+", "+"],
    ["-", "+", "+"],
];

fn retaliation(grades: Option<[&str; 6]>) -> Dossier {
    let rows = RETALIATION.iter().enumerate().map(|(idx, signs)| {
        let grade = grades.map_or(String::new(), |grades| {
            format!("grade = \"{}\"\n", grades[idx])
        });
        let [a, b, c] = signs;
        item(
            &format!("e{}", idx + 1),
            &format!("{grade}bears = {{ h1 = \"{a}\", h2 = \"{b}\", h3 = \"{c}\" }}"),
        )
    });
    dossier(&(hypotheses(3) + &rows.collect::<String>()))
}

#[test]
fn a_published_matrix_gives_its_counts_and_its_posterior() {
    let weighing = weighed(&retaliation(None));
    close(
        &after(&weighing),
        &[
            0.002_849_002_849_002_849_6,
            0.977_207_977_207_977_3,
            0.019_943_019_943_019_953,
        ],
    );
    let scores: Vec<(usize, usize)> = weighing
        .scores
        .iter()
        .map(|score| (score.count, score.rank))
        .collect();
    assert_eq!(scores, [(3, 3), (0, 1), (2, 2)]);
    close(
        &weighing
            .scores
            .iter()
            .map(|score| score.squared)
            .collect::<Vec<_>>(),
        &[3.0, 0.0, 2.0],
    );
    close(
        &weighing
            .scores
            .iter()
            .map(|score| score.support)
            .collect::<Vec<_>>(),
        &[3.0, 6.0, 4.0],
    );
    assert_eq!(
        leading(&weighing).map(detente::model::HypothesisId::idx),
        Some(1)
    );
    let telling: Vec<bool> = weighing
        .items
        .iter()
        .map(|item| item.ratio > 1.0 + 1e-9)
        .collect();
    assert_eq!(telling, [false, true, true, true, true, true]);
}

#[test]
fn leaving_an_item_out_gives_the_figures_of_a_calculation_without_it() {
    let weighing = weighed(&retaliation(None));
    let e2 = [
        0.002_544_529_262_086_514_6,
        0.872_773_536_895_674_3,
        0.124_681_933_842_239_2,
    ];
    let e4 = [
        0.019_607_843_137_254_905,
        0.960_784_313_725_490_3,
        0.019_607_843_137_254_905,
    ];
    for (idx, expected) in [(1, e2), (2, e2), (3, e4), (4, e4), (5, e4)] {
        close(&weighing.without[idx].after, &expected);
        assert!(!weighing.without[idx].turns);
    }
    close(&weighing.without[0].after, &after(&weighing));
}

#[test]
fn weights_of_credibility_and_relevance_count_inconsistencies_by_grade() {
    // High, medium and low as the example gives them: a product of 1, √½ and ½ twice over.
    let weighing = weighed(&retaliation(Some(["A3", "A1", "C3", "A1", "C1", "D3"])));
    let weighted: Vec<f64> = weighing.scores.iter().map(|score| score.weighted).collect();
    close(&weighted, &[2.060_660_171_779_821_4, 0.0, 1.5]);
}

#[test]
fn grades_shrink_a_report_towards_saying_nothing() {
    let weights = detente::model::Weights::default();
    let grade = |reliability, credibility| detente::model::Grade {
        reliability,
        credibility,
    };
    let figures = [
        ('A', 1, 0.938_75),
        ('A', 5, 0.11),
        ('B', 2, 0.755),
        ('C', 4, 0.4025),
        ('D', 1, 0.68),
        ('E', 3, 0.515),
        ('F', 2, 0.65),
    ];
    for (reliability, credibility, right) in figures {
        assert!(
            (report_chance(&weights, grade(reliability, credibility)) - right).abs() < 1e-12,
            "{reliability}{credibility}"
        );
    }
    for reliability in ['A', 'B', 'C', 'D', 'E', 'F'] {
        assert!(
            (report_chance(&weights, grade(reliability, 6)) - 0.5).abs() < 1e-12,
            "unknown is not the worst"
        );
    }
    let one = dossier(
        &(hypotheses(2).replacen("number 1\"", "number 1\"\nprior = 0.3", 1)
            + &item("e", "grade = \"B2\"\nbears = { h1 = 1, h2 = 0 }")),
    );
    let odds = 0.3 / 0.7 * 3.081_632_653_061_224_6;
    close(
        &after(&weighed(&one)),
        &[odds / (1.0 + odds), 1.0 / (1.0 + odds)],
    );
}

#[test]
fn copies_of_one_origin_count_once_unless_the_file_says_otherwise() {
    let prior = hypotheses(2).replacen("number 1\"", "number 1\"\nprior = 0.3", 1);
    let bears = "grade = \"B2\"\nbears = { h1 = 1, h2 = 0 }";
    let copies = item("a", bears)
        + &item("b", &format!("origin = \"a\"\n{bears}"))
        + &item("c", &format!("origin = \"b\"\n{bears}"));
    let apart = item("a", bears) + &item("b", bears) + &item("c", bears);
    for (rest, weigh, expected) in [
        (&copies, "", 0.569_095_477_386_934_7),
        (
            &copies,
            "[weigh]\ndependence = 0.5\n",
            0.802_757_892_266_166,
        ),
        (&apart, "", 0.926_155_509_542_523_5),
    ] {
        let weighing = weighed(&dossier(&format!("{prior}{weigh}{rest}")));
        assert!(
            (weighing.beliefs[0].after - expected).abs() < 1e-12,
            "{} is not {expected}",
            weighing.beliefs[0].after
        );
    }
    let weighing = weighed(&dossier(&(prior + &copies)));
    let all = weighing
        .without
        .iter()
        .find(|change| change.with_copies)
        .expect("the origin is left out with its copies");
    close(&all.after, &[0.3, 0.7]);
}

#[test]
fn a_signal_moves_belief_by_its_likelihood_ratio_and_silence_by_the_other() {
    for (sincere, bluff, seen, silent) in [
        (0.9, 0.9, 0.2, 0.2),
        (
            0.9,
            0.6,
            0.272_727_272_727_272_66,
            0.058_823_529_411_764_705,
        ),
        (0.7, 0.05, 0.777_777_777_777_777_7, 0.073_170_731_707_317_07),
    ] {
        let odds = |odds: f64| odds / (1.0 + odds);
        assert!((odds(posterior_odds(0.25, sincere, bluff)) - seen).abs() < 1e-12);
        assert!((odds(posterior_odds(0.25, 1.0 - sincere, 1.0 - bluff)) - silent).abs() < 1e-12);
    }
    for (prior, threshold, chance, then) in [
        (0.2, 0.5, 0.25, 0.5),
        (0.4, 0.5, 2.0 / 3.0, 0.5),
        (0.1, 0.25, 1.0 / 3.0, 0.25),
        (0.6, 0.5, 1.0, 0.6),
    ] {
        let (found, credence) = bluff_chance(prior, threshold);
        assert!((found - chance).abs() < 1e-12 && (credence - then).abs() < 1e-12);
    }
    for (both, betrayed, neither, betray, threshold) in [
        (3.0, 0.0, 1.0, 2.0, 0.5),
        (3.0, -2.0, 0.0, 2.0, 2.0 / 3.0),
        (4.0, 0.0, 1.0, 3.0, 0.5),
    ] {
        assert!((assurance_threshold(both, betrayed, neither, betray) - threshold).abs() < 1e-12);
    }
}

#[test]
fn a_signal_tells_when_bluffing_does_not_pay_for_it() {
    let of = |signal: &str| {
        let rest = hypotheses(2)
            + &item(
                "e",
                &format!(
                    "bears = {{ h1 = \"+\", h2 = \"+\" }}\nsignal = {{ by = \"us\", {signal} }}"
                ),
            );
        let line = weighed(&dossier(&rest)).ledger.remove(0);
        (line.separates, line.too_dear)
    };
    assert_eq!(
        of("way = \"talk\", worth_bluff = 0, worth_sincere = 9"),
        (Some(Holds::Never), None)
    );
    assert_eq!(
        of("way = \"sunk\", cost = 3, worth_bluff = 2, worth_sincere = 5"),
        (Some(Holds::Always), Some(Holds::Never))
    );
    assert_eq!(
        of("way = \"sunk\", cost = 6, worth_bluff = 2, worth_sincere = 5"),
        (Some(Holds::Never), Some(Holds::Always))
    );
    assert_eq!(
        of("way = \"sunk\", cost = \"1 to 3\", worth_bluff = 2, worth_sincere = 5"),
        (Some(Holds::Partly), Some(Holds::Never))
    );
    assert_eq!(
        of("way = \"tied\", cost = 5, caught = 0.3, worth_bluff = 2"),
        (Some(Holds::Never), None)
    );
    assert_eq!(
        of("way = \"tied\", cost = 5, caught = 0.5, worth_bluff = 2"),
        (Some(Holds::Always), None)
    );
    assert_eq!(of("way = \"sunk\", cost = 3"), (None, None));
    assert!(
        separates(detente::model::Way::Sunk, 3.0, 1.0, 3.0, 2.0)
            && !separates(detente::model::Way::Sunk, 2.0, 1.0, 3.0, 2.0)
    );
}

#[test]
fn a_preference_may_be_as_sure_as_a_hypothesis() {
    let rest = hypotheses(2) + &item("e", "bears = { h1 = \"0.6 to 0.8\", h2 = 0.2 }");
    let dossier = dossier(&rest);
    let weighing = weighed(&dossier);
    let detente::model::Preference::Statements(list) = &dossier.parties[0].preference else {
        panic!("it has statements")
    };
    let credence = sure(Some(&weighing), &list[0].standing).expect("the hypothesis is weighed");
    close(&[credence.low, credence.high], &[0.75, 0.8]);
    assert_eq!(sure(None, &list[0].standing), None);
    let written = detente::dossier::write(&dossier);
    assert!(written.contains("sure = \"hypothesis h1\""), "{written}");
    assert_eq!(
        detente::dossier::write(&self::dossier_again(&written)),
        written
    );
}

fn dossier_again(text: &str) -> Dossier {
    let read = read(&Source {
        name: "again.toml".into(),
        bytes: text.as_bytes().to_vec(),
    });
    read.dossier
        .unwrap_or_else(|| panic!("{:#?}", read.diagnostics))
}

#[test]
fn what_to_look_for_is_worth_what_it_is_expected_to_tell() {
    let indicator = |id: &str, a: &str, b: &str| {
        format!(
            "[[indicators]]\nid = \"{id}\"\ntext = \"{id}\"\nbears = {{ h1 = {a}, h2 = {b} }}\n"
        )
    };
    let rest = hypotheses(2)
        + &indicator("idle", "0.5", "0.5")
        + &indicator("sure", "1", "0")
        + &indicator("some", "0.8", "0.2");
    let weighing = weighed(&dossier(&rest));
    let found: Vec<(usize, f64)> = weighing
        .lookouts
        .iter()
        .map(|it| (it.indicator, it.bits))
        .collect();
    assert_eq!(
        found.iter().map(|(idx, _)| *idx).collect::<Vec<_>>(),
        [1, 2, 0]
    );
    // 1 − H(0.8) bits, as in a binary symmetric channel.
    close(
        &found.iter().map(|(_, bits)| *bits).collect::<Vec<_>>(),
        &[1.0, 0.278_071_905_112_637_7, 0.0],
    );
}

fn with_priors(priors: &[Option<&str>]) -> String {
    let one = |(h, prior): (usize, Option<&str>)| {
        let prior = prior.map_or(String::new(), |prior| format!("prior = {prior}\n"));
        format!(
            "[hypotheses.h{}]\ntext = \"number {}\"\nbasis = \"judgement\"\n{prior}",
            h + 1,
            h + 1
        )
    };
    priors.iter().copied().enumerate().map(one).collect()
}

#[test]
fn a_prior_left_open_takes_what_the_range_beside_it_leaves() {
    let weighing = weighed(&dossier(&with_priors(&[Some("\"0.2 to 0.4\""), None])));
    let [first, second] = weighing.beliefs[..] else {
        panic!("there are two")
    };
    close(
        &[first.before, first.least, first.after, first.most],
        &[0.3, 0.2, 0.3, 0.4],
    );
    close(
        &[second.before, second.least, second.after, second.most],
        &[0.7, 0.6, 0.7, 0.8],
    );
    // The one that leads is the one left open; it moves with the other's prior, and has no range of its own.
    let [swing] = weighing.swings[..] else {
        panic!("one number has a range")
    };
    close(&[swing.low, swing.high], &[0.8, 0.6]);
}

#[test]
fn no_hypothesis_leads_when_two_are_equally_credible() {
    let both = item("e", "bears = { h1 = 0.5, h2 = 0.5, h3 = 0.1 }");
    let weighing = weighed(&dossier(&(hypotheses(3) + &both)));
    assert_eq!(leading(&weighing), None);
    let one = item("f", "bears = { h1 = 0.6, h2 = 0.5, h3 = 0.5 }");
    let weighing = weighed(&dossier(&(hypotheses(3) + &both + &one)));
    assert_eq!(
        leading(&weighing).map(detente::model::HypothesisId::idx),
        Some(0)
    );
    assert_eq!(
        weighing
            .without
            .iter()
            .map(|change| change.turns)
            .collect::<Vec<_>>(),
        [false, true],
        "without f there is a tie"
    );
}

#[test]
fn talk_is_left_out_to_say_what_it_did() {
    let talk = item(
        "words",
        "bears = { h1 = 0.8, h2 = 0.4 }\nsignal = { by = \"us\", way = \"talk\" }",
    );
    let deed = item(
        "deed",
        "bears = { h1 = 0.9, h2 = 0.3 }\nsignal = { by = \"us\", way = \"sunk\", cost = 2 }",
    );
    let dossier = dossier(&(hypotheses(2) + &talk + &deed));
    let weighing = weighed(&dossier);
    close(&after(&weighing), &[6.0 / 7.0, 1.0 / 7.0]);
    close(
        weighing.without_talk.as_ref().expect("there is talk"),
        &[0.75, 0.25],
    );
    let words = detente::model::EvidenceId::new(0);
    let weighing = weigh(
        &dossier,
        &Question {
            without: vec![words],
        },
    )
    .expect("there are hypotheses");
    assert_eq!(weighing.without_talk, None);
    assert_eq!(weighing.ledger.len(), 1, "what is left out is in no ledger");
}

#[test]
fn only_those_contend_that_are_ahead_at_one_choice_of_numbers() {
    let weighing = weighed(&dossier(&with_priors(&[
        Some("0.5"),
        Some("0.3"),
        Some("\"0 to 0.9\""),
    ])));
    assert_eq!(
        leading(&weighing).map(detente::model::HypothesisId::idx),
        Some(0)
    );
    // The second's most lies above the first's least, but it is never ahead: these ends belong to different numbers of the third.
    assert!(weighing.beliefs[1].most > weighing.beliefs[0].least);
    assert_eq!(
        weighing
            .contenders
            .iter()
            .map(|rival| rival.idx())
            .collect::<Vec<_>>(),
        [2]
    );
}

/// What of a range is picked: the number, and how far from its lower end it lies.
fn pick(range: (u32, u32), at: f64) -> f64 {
    (f64::from(range.0) + at * f64::from(range.1)) / 100.0
}

/// Bayes' rule at picked numbers; what an item leaves out gets the geometric mean of the others.
fn picked(priors: [Option<f64>; 3], items: &[[Option<f64>; 3]]) -> [f64; 3] {
    let open = priors.iter().filter(|prior| prior.is_none()).count() as f64;
    let rest = 1.0 - priors.iter().flatten().sum::<f64>();
    let mut weights = priors.map(|prior| prior.unwrap_or(rest / open));
    for item in items {
        let n = item.iter().flatten().count() as f64;
        let mean = item.iter().flatten().product::<f64>().powf(1.0 / n);
        for (weight, chance) in weights.iter_mut().zip(item) {
            *weight *= chance.unwrap_or(mean);
        }
    }
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

/// Reliability and credibility as the defaults read them, in thousandths.
const TRUST: [(char, u32); 6] = [
    ('A', 975),
    ('B', 850),
    ('C', 650),
    ('D', 400),
    ('E', 150),
    ('F', 500),
];
const CREDIBLE: [u32; 6] = [950, 800, 600, 350, 100, 500];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn beliefs_are_those_of_exact_fractions_in_any_order(
        rows in prop::collection::vec((1u32..20, 1u32..20, 1u32..20), 1..7),
        turn in 0usize..7,
    ) {
        let text = |rows: &[(u32, u32, u32)]| {
            let items = rows.iter().enumerate().map(|(idx, (a, b, c))| {
                let [a, b, c] = [a, b, c].map(|chance| f64::from(*chance) / 20.0);
                item(&format!("e{idx}"), &format!("bears = {{ h1 = {a}, h2 = {b}, h3 = {c} }}"))
            });
            hypotheses(3) + &items.collect::<String>()
        };
        let weighing = weighed(&dossier(&text(&rows)));
        let exact = detente::oracle::weigh::posterior(&[(1, 3); 3], &rows.iter().map(|(a, b, c)| vec![(*a, 20), (*b, 20), (*c, 20)]).collect::<Vec<_>>());
        for (found, exact) in after(&weighing).iter().zip(&exact) {
            prop_assert!((found - exact).abs() < 1e-12);
        }
        for (idx, change) in weighing.without.iter().enumerate() {
            let mut fewer = rows.clone();
            fewer.remove(idx);
            let again = weighed(&dossier(&text(&fewer)));
            for (found, again) in change.after.iter().zip(after(&again)) {
                prop_assert!((found - again).abs() < 1e-12);
            }
        }
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        for (a, b) in after(&weighing).iter().zip(after(&weighed(&dossier(&text(&turned))))) {
            prop_assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn an_interval_holds_every_posterior_of_its_ranges(
        ranges in prop::collection::vec(((1u32..50, 0u32..50), (1u32..50, 0u32..50)), 1..5),
        picks in prop::collection::vec((0.0f64..=1.0, 0.0f64..=1.0), 5),
    ) {
        let range = |(low, width): (u32, u32)| (f64::from(low) / 100.0, f64::from(low + width) / 100.0);
        let rows = ranges.iter().enumerate().map(|(idx, (a, b))| {
            let ((a, c), (b, d)) = (range(*a), range(*b));
            item(&format!("e{idx}"), &format!("bears = {{ h1 = \"{a} to {c}\", h2 = \"{b} to {d}\" }}"))
        });
        let weighing = weighed(&dossier(&(hypotheses(2) + &rows.collect::<String>())));
        let mut odds = 1.0;
        for ((a, b), (x, y)) in ranges.iter().zip(&picks) {
            let ((a, c), (b, d)) = (range(*a), range(*b));
            odds *= (a + x * (c - a)) / (b + y * (d - b));
        }
        let belief = weighing.beliefs[0];
        let picked = odds / (1.0 + odds);
        prop_assert!(belief.least - 1e-9 <= picked && picked <= belief.most + 1e-9);
    }

    #[test]
    fn an_interval_holds_what_open_priors_and_gaps_in_the_matrix_allow(
        priors in prop::array::uniform2(prop::option::of((1u32..30, 0u32..19))),
        items in prop::collection::vec(prop::array::uniform3(prop::option::weighted(0.6, (1u32..50, 0u32..50))), 0..5),
        picks in prop::collection::vec(0.0f64..=1.0, 20),
    ) {
        let priors = [priors[0], priors[1], None];
        let items: Vec<[Option<(u32, u32)>; 3]> = items.into_iter().filter(|item| item.iter().any(Option::is_some)).collect();
        let text = |(low, width): (u32, u32)| format!("\"{} to {}\"", f64::from(low) / 100.0, f64::from(low + width) / 100.0);
        let number = |range: (u32, u32)| if range.1 == 0 { format!("{}", f64::from(range.0) / 100.0) } else { text(range) };
        let texts = priors.map(|prior| prior.map(number));
        let rows = items.iter().enumerate().map(|(idx, row)| {
            let known = row.iter().enumerate().filter_map(|(h, range)| Some(format!("h{} = {}", h + 1, number((*range)?))));
            item(&format!("e{idx}"), &format!("bears = {{ {} }}", known.collect::<Vec<_>>().join(", ")))
        });
        let file = with_priors(&texts.each_ref().map(Option::as_deref)) + &rows.collect::<String>();
        let weighing = weighed(&dossier(&file));
        let at = |at: &dyn Fn(usize) -> f64| {
            let prior_at = [0, 1, 2].map(|h| priors[h].map(|range| pick(range, at(h))));
            let items_at: Vec<_> = items.iter().enumerate().map(|(idx, row)| [0, 1, 2].map(|h| row[h].map(|range| pick(range, at(3 + 3 * idx + h))))).collect();
            picked(prior_at, &items_at)
        };
        let (middle, other) = (at(&|_| 0.5), at(&|n| picks[n]));
        let corner = at(&|n| picks[n].round());
        for (h, belief) in weighing.beliefs.iter().enumerate() {
            prop_assert!((belief.after - middle[h]).abs() < 1e-9, "{} is not {}", belief.after, middle[h]);
            for found in [other[h], corner[h]] {
                prop_assert!(belief.least - 1e-9 <= found && found <= belief.most + 1e-9, "{found} is not within {belief:?}");
            }
        }
    }

    #[test]
    fn graded_reports_are_those_of_exact_fractions_and_copies_add_nothing(
        rows in prop::collection::vec((1u32..20, 1u32..20, 0usize..6, 0usize..6), 1..6),
        same in 1u32..20,
    ) {
        let graded = |id: &str, (a, b, trust, credible): (u32, u32, usize, usize), more: &str| {
            let [a, b] = [a, b].map(|chance| f64::from(chance) / 20.0);
            item(id, &format!("grade = \"{}{}\"\nbears = {{ h1 = {a}, h2 = {b} }}\n{more}", TRUST[trust].0, credible + 1))
        };
        let items: String = rows.iter().enumerate().map(|(idx, row)| graded(&format!("e{idx}"), *row, "")).collect();
        let reports = rows.iter().map(|(a, b, trust, credible)| detente::oracle::weigh::Report {
            trust: (TRUST[*trust].1, 1000),
            credible: (CREDIBLE[*credible], 1000),
            chances: vec![(*a, 20), (*b, 20)],
        });
        let exact = detente::oracle::weigh::posterior_of_reports(&[(1, 2); 2], &reports.collect::<Vec<_>>());
        let copy = graded("copy", rows[0], "origin = \"e0\"");
        let idle = graded("idle", (same, same, rows[0].2, rows[0].3), "");
        for more in ["", &copy, &idle] {
            let found = after(&weighed(&dossier(&(hypotheses(2) + &items + more))));
            for (found, exact) in found.iter().zip(&exact) {
                prop_assert!((found - exact).abs() < 1e-12);
            }
        }
    }
}

fn chances(id: &str, more: &str, chances: &[&str]) -> String {
    let list: Vec<String> = chances
        .iter()
        .enumerate()
        .map(|(h, chance)| format!("h{} = {chance}", h + 1))
        .collect();
    item(id, &format!("{more}\nbears = {{ {} }}", list.join(", ")))
}

/// The answer as text, with its line breaks and indents as single spaces.
fn told(dossier: &Dossier) -> String {
    let page = weighing(dossier, &asked(dossier).answer);
    let text = detente::document::terminal(&page, detente::document::Style::default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn asked(dossier: &Dossier) -> Answered<WeighAnswer> {
    let session = Session::from(dossier.clone());
    ask(&Weigh::default(), &session, &Run::default()).expect("there are hypotheses")
}

fn json(dossier: &Dossier) -> serde_json::Value {
    asked(dossier).json()
}

#[test]
fn an_item_that_is_impossible_under_every_hypothesis_leaves_no_posterior() {
    for (grade, list) in [
        ("", &["0.0", "0.0"][..]),
        ("grade = \"A1\"", &["0.0", "0.0"]),
        ("grade = \"C3\"", &["0", "0", "0.0"]),
        ("", &["\"0 to 0\"", "0.0"]),
    ] {
        let others = chances("e2", "", &["0.4", "0.2", "0.1"][..list.len()]);
        let it = dossier(&(hypotheses(list.len()) + &chances("e1", grade, list) + &others));
        let weighing = weighed(&it);
        assert!(
            after(&weighing).iter().all(|belief| belief.is_nan()),
            "{list:?}"
        );
        assert_eq!(leading(&weighing), None);
        let detente::model::Preference::Statements(lines) = &it.parties[0].preference else {
            panic!("it has statements");
        };
        assert_eq!(sure(Some(&weighing), &lines[0].standing), None);
        let json = json(&it);
        for hypothesis in json["hypotheses"].as_array().expect("a list") {
            assert!(hypothesis["after"].is_null());
            assert_eq!(hypothesis["range"], serde_json::json!([null, null]));
        }
        assert_eq!(json["exhausted"]["items"], serde_json::json!(["e1"]));
        let without = json["without"].as_array().expect("a list");
        assert!(
            without[0]["after"]["h1"].is_number(),
            "without e1 there are beliefs"
        );
        assert!(
            without[1]["after"]["h1"].is_null(),
            "without e2 there are none"
        );
        let text = told(&it);
        assert!(text.contains("No hypothesis explains e1"), "{text}");
        assert!(text.contains("cannot be upheld"), "{text}");
        assert!(
            !text.contains("equally credible") && !text.contains("NaN"),
            "{text}"
        );
    }
}

#[test]
fn items_and_priors_that_rule_out_every_hypothesis_between_them_leave_no_posterior() {
    let two = hypotheses(2);
    let priors = two
        .replace("\"number 1\"", "\"number 1\"\nprior = 1.0")
        .replace("\"number 2\"", "\"number 2\"\nprior = 0.0");
    for (heads, items, wanted) in [
        (
            &two,
            chances("e1", "", &["0.0", "0.5"]) + &chances("e2", "", &["0.5", "0.0"]),
            "h1 by e1, h2 by e2",
        ),
        (
            &priors,
            chances("e1", "", &["0.0", "0.5"]),
            "h1 by e1, h2 by its prior of 0",
        ),
        (
            &hypotheses(3),
            chances("e1", "", &["0.0", "0.0", "0.3"]) + &chances("e2", "", &["0.2", "0.2", "0.0"]),
            "h1 by e1, h2 by e1, h3 by e2",
        ),
    ] {
        let it = dossier(&(heads.clone() + &items));
        assert!(after(&weighed(&it)).iter().all(|belief| belief.is_nan()));
        let text = told(&it);
        assert!(text.contains(wanted), "{text}");
        assert!(json(&it)["exhausted"]["ruled_out"]["h1"].is_array());
    }
}

#[test]
fn ranges_that_reach_0_leave_the_beliefs_that_the_rest_of_them_gives() {
    // Whatever is taken from the range of h2, it is the only one that is left.
    let it = weighed(&dossier(
        &(hypotheses(2) + &chances("e1", "", &["0.0", "\"0 to 0.5\""])),
    ));
    close(&after(&it), &[0.0, 1.0]);
    assert_eq!((it.beliefs[1].least, it.beliefs[1].most), (1.0, 1.0));
    assert_eq!((it.beliefs[0].least, it.beliefs[0].most), (0.0, 0.0));
    let both = dossier(&(hypotheses(2) + &chances("e1", "", &["\"0 to 0.4\"", "\"0 to 0.2\""])));
    let weighing = weighed(&both);
    close(&after(&weighing), &[2.0 / 3.0, 1.0 / 3.0]);
    assert_eq!(weighing.may_exhaust.len(), 1);
    assert!(told(&both).contains("allow that it is impossible under every hypothesis"));
    let json = json(&dossier(
        &(hypotheses(2) + &chances("e1", "", &["\"0 to 0.4\"", "0.0"])),
    ));
    assert!(json["swings"][0]["low"].is_null(), "{}", json["swings"]);
    assert_eq!(json["swings"][0]["high"], 1.0);
}

#[test]
fn a_prior_of_0_or_1_is_said_to_decide_by_itself_and_against_which_evidence() {
    let with = |priors: [&str; 2], item: &str| {
        let heads = hypotheses(2)
            .replace(
                "\"number 1\"",
                &format!("\"number 1\"\nprior = {}", priors[0]),
            )
            .replace(
                "\"number 2\"",
                &format!("\"number 2\"\nprior = {}", priors[1]),
            );
        told(&dossier(&(heads + item)))
    };
    let against = chances("e1", "", &["\"--\"", "\"++\""]);
    for priors in [["1.0", "0.0"], ["1", "0"], ["\"1 to 1\"", "0.0"]] {
        let text = with(priors, &against);
        assert!(
            text.contains("A prior of 0 or 1 decides by itself (1 for h1, 0 for h2)"),
            "{text}"
        );
        assert!(
            text.contains("against evidence of") && text.contains("for h2 (e1)"),
            "{text}"
        );
        assert!(!text.contains("whatever numbers"), "{text}");
        assert!(
            text.contains("The count of inconsistencies says otherwise"),
            "{text}"
        );
    }
    let text = with(["1.0", "0.0"], &chances("e1", "", &["\"++\"", "\"--\""]));
    assert!(text.contains("by itself does not contradict it"), "{text}");
    assert!(!with(["0.999", "0.001"], &against).contains("decides by itself"));
}

#[test]
fn what_is_not_certain_is_never_printed_as_1_nor_what_is_possible_as_0() {
    for n in [2, 5, 12, 30, 400] {
        let items: String = (0..n)
            .map(|i| chances(&format!("e{i}"), "", &["0.9", "0.01"]))
            .collect();
        let it = dossier(&(hypotheses(2) + &items));
        let weighing = weighed(&it);
        assert!(
            weighing.beliefs[0].after < 1.0 && weighing.beliefs[1].after > 0.0,
            "{n}"
        );
        let text = told(&it);
        assert!(text.contains("> 0.99 after"), "{n}: {text}");
        assert!(text.contains("< 0.01"), "{n}");
        assert!(!text.contains("1.00"), "{n}: {text}");
    }
}

#[test]
fn ties_in_the_count_of_inconsistencies_are_said() {
    let items = chances("e1", "", &["\"-\"", "\"+\"", "\"++\""])
        + &chances("e2", "", &["\"+\"", "\"-\"", "\"++\""]);
    let level = chances("e3", "", &["\"+\"", "\"++\"", "\"-\""]);
    let text = told(&dossier(&(hypotheses(3) + &items + &level)));
    assert!(text.contains("has h1 and h2 and h3 level"), "{text}");
    let text = told(&dossier(&(hypotheses(3) + &items)));
    assert!(!text.contains("level"), "{text}");
}

#[test]
fn an_indicator_that_no_hypothesis_allows_leaves_no_belief_if_it_is_seen() {
    let indicator =
        "[[indicators]]\nid = \"i\"\ntext = \"a third thing\"\nbears = { h1 = 0.0, h2 = 0.0 }\n";
    let it = dossier(&(hypotheses(2) + indicator));
    assert!(
        weighed(&it).lookouts[0]
            .if_seen
            .iter()
            .all(|belief| belief.is_nan())
    );
    assert!(
        told(&it).contains("if seen: no hypothesis allows that"),
        "{}",
        told(&it)
    );
    assert!(json(&it)["indicators"][0]["if_seen"]["h1"].is_null());
}
