//! Weighing against the figures of published examples and other calculations, and against exact fractions.

use detente::dossier::{Source, read};
use detente::model::Dossier;
use detente::weigh::{
    Holds, Question, Weighing, assurance_threshold, bluff_chance, leading, posterior_odds, report_chance, separates, sure, weigh,
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
    let source = Source { name: "test.toml".into(), bytes: format!("{HEAD}{rest}").into_bytes() };
    let read = read(&source);
    read.dossier.unwrap_or_else(|| panic!("{:#?}", read.diagnostics))
}

fn hypotheses(n: usize) -> String {
    (1..=n).map(|h| format!("[hypotheses.h{h}]\ntext = \"number {h}\"\nbasis = \"judgement\"\n")).collect()
}

fn item(id: &str, more: &str) -> String {
    format!("[[evidence]]\nid = \"{id}\"\ndate = 2025-01-01\nkind = \"said\"\nsource = \"{id}\"\nsays = \"{id} says so\"\n{more}\n")
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
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }
}

/// The signs of Heuer's example of 1993: three hypotheses, six items.
const RETALIATION: [[&str; 3]; 6] = [["+", "+", "+"], ["+", "+", "-"], ["+", "+", "-"], ["-", "+", "+"], ["-", "+", "+"], ["-", "+", "+"]];

fn retaliation(grades: Option<[&str; 6]>) -> Dossier {
    let rows = RETALIATION.iter().enumerate().map(|(idx, signs)| {
        let grade = grades.map_or(String::new(), |grades| format!("grade = \"{}\"\n", grades[idx]));
        let [a, b, c] = signs;
        item(&format!("e{}", idx + 1), &format!("{grade}bears = {{ h1 = \"{a}\", h2 = \"{b}\", h3 = \"{c}\" }}"))
    });
    dossier(&(hypotheses(3) + &rows.collect::<String>()))
}

#[test]
fn a_published_matrix_gives_its_counts_and_its_posterior() {
    let weighing = weighed(&retaliation(None));
    close(&after(&weighing), &[0.002_849_002_849_002_849_6, 0.977_207_977_207_977_3, 0.019_943_019_943_019_953]);
    let scores: Vec<(usize, usize)> = weighing.scores.iter().map(|score| (score.count, score.rank)).collect();
    assert_eq!(scores, [(3, 3), (0, 1), (2, 2)]);
    close(&weighing.scores.iter().map(|score| score.squared).collect::<Vec<_>>(), &[3.0, 0.0, 2.0]);
    close(&weighing.scores.iter().map(|score| score.support).collect::<Vec<_>>(), &[3.0, 6.0, 4.0]);
    assert_eq!(leading(&weighing).map(detente::model::HypothesisId::idx), Some(1));
    let telling: Vec<bool> = weighing.items.iter().map(|item| item.ratio > 1.0 + 1e-9).collect();
    assert_eq!(telling, [false, true, true, true, true, true]);
}

#[test]
fn leaving_an_item_out_gives_the_figures_of_a_calculation_without_it() {
    let weighing = weighed(&retaliation(None));
    let e2 = [0.002_544_529_262_086_514_6, 0.872_773_536_895_674_3, 0.124_681_933_842_239_2];
    let e4 = [0.019_607_843_137_254_905, 0.960_784_313_725_490_3, 0.019_607_843_137_254_905];
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
    let grade = |reliability, credibility| detente::model::Grade { reliability, credibility };
    let figures = [('A', 1, 0.938_75), ('A', 5, 0.11), ('B', 2, 0.755), ('C', 4, 0.4025), ('D', 1, 0.68), ('E', 3, 0.515), ('F', 2, 0.65)];
    for (reliability, credibility, right) in figures {
        assert!((report_chance(&weights, grade(reliability, credibility)) - right).abs() < 1e-12, "{reliability}{credibility}");
    }
    for reliability in ['A', 'B', 'C', 'D', 'E', 'F'] {
        assert!((report_chance(&weights, grade(reliability, 6)) - 0.5).abs() < 1e-12, "unknown is not the worst");
    }
    let one = dossier(
        &(hypotheses(2).replacen("number 1\"", "number 1\"\nprior = 0.3", 1) + &item("e", "grade = \"B2\"\nbears = { h1 = 1, h2 = 0 }")),
    );
    let odds = 0.3 / 0.7 * 3.081_632_653_061_224_6;
    close(&after(&weighed(&one)), &[odds / (1.0 + odds), 1.0 / (1.0 + odds)]);
}

#[test]
fn copies_of_one_origin_count_once_unless_the_file_says_otherwise() {
    let prior = hypotheses(2).replacen("number 1\"", "number 1\"\nprior = 0.3", 1);
    let bears = "grade = \"B2\"\nbears = { h1 = 1, h2 = 0 }";
    let copies = item("a", bears) + &item("b", &format!("origin = \"a\"\n{bears}")) + &item("c", &format!("origin = \"b\"\n{bears}"));
    let apart = item("a", bears) + &item("b", bears) + &item("c", bears);
    for (rest, weigh, expected) in [
        (&copies, "", 0.569_095_477_386_934_7),
        (&copies, "[weigh]\ndependence = 0.5\n", 0.802_757_892_266_166),
        (&apart, "", 0.926_155_509_542_523_5),
    ] {
        let weighing = weighed(&dossier(&format!("{prior}{weigh}{rest}")));
        assert!((weighing.beliefs[0].after - expected).abs() < 1e-12, "{} is not {expected}", weighing.beliefs[0].after);
    }
    let weighing = weighed(&dossier(&(prior + &copies)));
    let all = weighing.without.iter().find(|change| change.with_copies).expect("the origin is left out with its copies");
    close(&all.after, &[0.3, 0.7]);
}

#[test]
fn a_signal_moves_belief_by_its_likelihood_ratio_and_silence_by_the_other() {
    for (sincere, bluff, seen, silent) in [
        (0.9, 0.9, 0.2, 0.2),
        (0.9, 0.6, 0.272_727_272_727_272_66, 0.058_823_529_411_764_705),
        (0.7, 0.05, 0.777_777_777_777_777_7, 0.073_170_731_707_317_07),
    ] {
        let odds = |odds: f64| odds / (1.0 + odds);
        assert!((odds(posterior_odds(0.25, sincere, bluff)) - seen).abs() < 1e-12);
        assert!((odds(posterior_odds(0.25, 1.0 - sincere, 1.0 - bluff)) - silent).abs() < 1e-12);
    }
    for (prior, threshold, chance, then) in
        [(0.2, 0.5, 0.25, 0.5), (0.4, 0.5, 2.0 / 3.0, 0.5), (0.1, 0.25, 1.0 / 3.0, 0.25), (0.6, 0.5, 1.0, 0.6)]
    {
        let (found, credence) = bluff_chance(prior, threshold);
        assert!((found - chance).abs() < 1e-12 && (credence - then).abs() < 1e-12);
    }
    for (both, betrayed, neither, betray, threshold) in
        [(3.0, 0.0, 1.0, 2.0, 0.5), (3.0, -2.0, 0.0, 2.0, 2.0 / 3.0), (4.0, 0.0, 1.0, 3.0, 0.5)]
    {
        assert!((assurance_threshold(both, betrayed, neither, betray) - threshold).abs() < 1e-12);
    }
}

#[test]
fn a_signal_tells_when_bluffing_does_not_pay_for_it() {
    let of = |signal: &str| {
        let rest = hypotheses(2) + &item("e", &format!("bears = {{ h1 = \"+\", h2 = \"+\" }}\nsignal = {{ by = \"us\", {signal} }}"));
        let line = weighed(&dossier(&rest)).ledger.remove(0);
        (line.separates, line.too_dear)
    };
    assert_eq!(of("way = \"talk\", worth_bluff = 0, worth_sincere = 9"), (Some(Holds::Never), None));
    assert_eq!(of("way = \"sunk\", cost = 3, worth_bluff = 2, worth_sincere = 5"), (Some(Holds::Always), Some(Holds::Never)));
    assert_eq!(of("way = \"sunk\", cost = 6, worth_bluff = 2, worth_sincere = 5"), (Some(Holds::Never), Some(Holds::Always)));
    assert_eq!(of("way = \"sunk\", cost = \"1 to 3\", worth_bluff = 2, worth_sincere = 5"), (Some(Holds::Partly), Some(Holds::Never)));
    assert_eq!(of("way = \"tied\", cost = 5, caught = 0.3, worth_bluff = 2"), (Some(Holds::Never), None));
    assert_eq!(of("way = \"tied\", cost = 5, caught = 0.5, worth_bluff = 2"), (Some(Holds::Always), None));
    assert_eq!(of("way = \"sunk\", cost = 3"), (None, None));
    assert!(separates(detente::model::Way::Sunk, 3.0, 1.0, 3.0, 2.0) && !separates(detente::model::Way::Sunk, 2.0, 1.0, 3.0, 2.0));
}

#[test]
fn a_preference_may_be_as_sure_as_a_hypothesis() {
    let rest = hypotheses(2) + &item("e", "bears = { h1 = \"0.6 to 0.8\", h2 = 0.2 }");
    let dossier = dossier(&rest);
    let weighing = weighed(&dossier);
    let detente::model::Preference::Statements(list) = &dossier.parties[0].preference else { panic!("it has statements") };
    let credence = sure(Some(&weighing), &list[0].standing).expect("the hypothesis is weighed");
    close(&[credence.low, credence.high], &[0.75, 0.8]);
    assert_eq!(sure(None, &list[0].standing), None);
    let written = detente::dossier::write(&dossier);
    assert!(written.contains("sure = \"hypothesis h1\""), "{written}");
    assert_eq!(detente::dossier::write(&self::dossier_again(&written)), written);
}

fn dossier_again(text: &str) -> Dossier {
    let read = read(&Source { name: "again.toml".into(), bytes: text.as_bytes().to_vec() });
    read.dossier.unwrap_or_else(|| panic!("{:#?}", read.diagnostics))
}

#[test]
fn what_to_look_for_is_worth_what_it_is_expected_to_tell() {
    let indicator =
        |id: &str, a: &str, b: &str| format!("[[indicators]]\nid = \"{id}\"\ntext = \"{id}\"\nbears = {{ h1 = {a}, h2 = {b} }}\n");
    let rest = hypotheses(2) + &indicator("idle", "0.5", "0.5") + &indicator("sure", "1", "0") + &indicator("some", "0.8", "0.2");
    let weighing = weighed(&dossier(&rest));
    let found: Vec<(usize, f64)> = weighing.lookouts.iter().map(|it| (it.indicator, it.bits)).collect();
    assert_eq!(found.iter().map(|(idx, _)| *idx).collect::<Vec<_>>(), [1, 2, 0]);
    // 1 − H(0.8) bits, as in a binary symmetric channel.
    close(&found.iter().map(|(_, bits)| *bits).collect::<Vec<_>>(), &[1.0, 0.278_071_905_112_637_7, 0.0]);
}

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
        let exact = detente::check::weigh::posterior(&[(1, 3); 3], &rows.iter().map(|(a, b, c)| vec![(*a, 20), (*b, 20), (*c, 20)]).collect::<Vec<_>>());
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
}
