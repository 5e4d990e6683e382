//! What words moved? Figures of other programs, and tests by exchanging texts.

use detente::shift::keyness::{
    Cells, Document, LogOdds, TermCounts, WordPrior, chi2_p, fightin_words, permutation,
};

use crate::{count, fixture, list, near, near_number, number};

const FIGURES: &str = include_str!("keyness.json");

fn cells(row: &serde_json::Value) -> Cells {
    Cells {
        target: count(&row[0]),
        reference: count(&row[1]),
        target_total: count(&row[2]),
        reference_total: count(&row[3]),
    }
}

#[test]
fn measures_of_keyness_have_the_known_values() {
    let figures = fixture(FIGURES);
    for row in list(&figures["small"]) {
        let it = cells(row);
        let found = [
            it.g2_four_cell(),
            it.g2_two_cell(),
            it.williams(),
            it.chi2(),
            it.chi2_yates(),
        ];
        for (found, expected) in found.into_iter().zip(&list(row)[4..]) {
            assert!(
                (found - number(expected)).abs() < 1e-13,
                "{row}: found {found}"
            );
        }
    }
    for row in list(&figures["corpora"]) {
        let it = cells(row);
        near_number(it.g2_two_cell(), number(&row[4]), 1e-11);
        near_number(it.g2_four_cell(), number(&row[5]), 1e-11);
        near_number(it.log_ratio(), number(&row[6]), 1e-13);
        near(chi2_p(it.g2_four_cell()), number(&row[7]), 1e-10);
    }
}

#[test]
fn words_that_nobody_or_everybody_uses_have_no_keyness() {
    for count in [0, 10] {
        let it = Cells {
            target: count,
            reference: count,
            target_total: 10,
            reference_total: 10,
        };
        for found in [
            it.g2_four_cell(),
            it.g2_two_cell(),
            it.williams(),
            it.chi2(),
            it.chi2_yates(),
            it.log_ratio(),
        ] {
            assert!(found == 0.0, "{found}");
        }
    }
}

#[test]
fn log_odds_of_speeches_are_those_of_another_program() {
    let figures = fixture(FIGURES);
    for set in list(&figures["sets"]) {
        for row in list(&set["words"]) {
            let (target_total, reference_total) =
                (count(&set["target_total"]), count(&set["reference_total"]));
            let it = Cells {
                target: count(&row[0]),
                reference: count(&row[1]),
                target_total,
                reference_total,
            };
            let found = LogOdds::of(it, number(&row[2]), number(&set["total_weight"]));
            near_number(found.delta, number(&row[3]), 1e-12);
            near(found.variance, number(&row[4]), 1e-12);
            near_number(found.z(), number(&row[5]), 1e-12);
            near_number(found.full_z(), number(&row[6]), 1e-12);
            near_number(it.g2_four_cell(), number(&row[7]), 1e-10);
        }
    }
}

#[test]
fn a_vocabulary_shares_out_its_prior() {
    let terms =
        [(5, 1, 4), (3, 3, 12), (2, 6, 4)].map(|(target, reference, background)| TermCounts {
            target,
            reference,
            background,
        });
    let cells = |at: usize| Cells {
        target: terms[at].target,
        reference: terms[at].reference,
        target_total: 10,
        reference_total: 10,
    };
    let (flat, informed) = (
        fightin_words(&terms, WordPrior::Flat(0.1)),
        fightin_words(&terms, WordPrior::Informative(50.0)),
    );
    for (at, share) in [0.2, 0.6, 0.2].into_iter().enumerate() {
        let expected = [
            LogOdds::of(cells(at), 0.1, 0.1 * 3.0),
            LogOdds::of(cells(at), 50.0 * share, 50.0),
        ];
        near_number(flat[at].delta, expected[0].delta, 1e-13);
        near_number(informed[at].full_variance, expected[1].full_variance, 1e-13);
        assert!(
            informed[at].delta.abs() <= flat[at].delta.abs() + 1e-15,
            "a stronger prior draws differences to 0"
        );
    }
    near_number(flat[1].delta, 0.0, 1e-13);
}

#[test]
fn bursts_are_seen_by_exchanging_texts_and_not_by_counting_words() {
    let text = |count: u64| Document {
        count,
        tokens: 1000,
    };
    // All mentions but two in one text of each four: by words a clear difference, by texts none.
    let (target, reference) = ([30, 1, 0, 1].map(text), [0, 0, 1, 0].map(text));
    let cells = Cells {
        target: 32,
        reference: 1,
        target_total: 4000,
        reference_total: 4000,
    };
    assert!(chi2_p(cells.g2_four_cell()) < 1e-7);
    let found = permutation(&target, &reference, 10_000, 7);
    assert!(
        found.all && found.n_tried == 70 && found.p > 0.2,
        "{found:?}"
    );
}

#[test]
fn drawn_exchanges_are_near_all_of_them_and_the_same_each_time() {
    let text = |count: u64, tokens: u64| Document { count, tokens };
    let target: Vec<Document> = (0..8).map(|at| text(at % 3 + 1, 800 + 30 * at)).collect();
    let reference: Vec<Document> = (0..9).map(|at| text(at % 2 + 1, 900 + 10 * at)).collect();
    let all = permutation(&target, &reference, 100_000, 1);
    assert!(all.all && all.n_tried == 24_310, "{all:?}");
    let drawn = permutation(&target, &reference, 4000, 1);
    assert!(!drawn.all && drawn.n_tried == 4001 && drawn.p > 0.0);
    assert!(
        all.p > 0.02 && all.p < 0.98,
        "neither none nor all are as great: {all:?}"
    );
    let spread = (all.p * (1.0 - all.p) / 4000.0).sqrt();
    assert!(
        (drawn.p - all.p).abs() < 4.0 * spread,
        "{drawn:?} against {all:?}"
    );
    assert_eq!(drawn, permutation(&target, &reference, 4000, 1));
    let others: Vec<f64> = (2..6)
        .map(|seed| permutation(&target, &reference, 4000, seed).p)
        .collect();
    assert!(
        others.iter().any(|p| p.to_bits() != drawn.p.to_bits()),
        "another seed draws others"
    );
}
