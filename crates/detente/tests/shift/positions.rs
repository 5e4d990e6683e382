//! Where does the text stand? The worked example of Laver, Benoit and Garry (2003), and the joint optimum of Wordfish on it.

use detente::oracle::shift::wordfish_objective;
use detente::shift::wordfish::{self, STARTS, Wordfish};
use detente::shift::wordscores::{self, Placed, Unplaced, rescaled_by_anchors, rescaled_by_spread};

use crate::{fixture, list, near_number, number, numbers, whole};

const FIGURES: &str = include_str!("positions.json");

fn example() -> Vec<Vec<u64>> {
    list(&fixture(FIGURES)["counts"])
        .iter()
        .map(whole)
        .collect()
}

#[test]
fn wordscores_has_the_published_figures() {
    let figures = fixture(FIGURES);
    let (counts, positions) = (example(), numbers(&figures["positions"]));
    let scores = wordscores::fit(&counts[..5], &positions).expect("five references");
    for (found, expected) in scores.0.iter().zip(list(&figures["word_scores"])) {
        near_number(
            found.expect("each word is in a reference"),
            number(expected),
            1e-14,
        );
    }
    let texts: Vec<Placed> = counts
        .iter()
        .map(|text| scores.score(text).expect("it has words"))
        .collect();
    let by_spread = rescaled_by_spread(&texts, &positions).expect("six texts");
    let by_anchors = rescaled_by_anchors(&texts, [(texts[0].score, -1.5), (texts[4].score, 1.5)])
        .expect("two anchors");
    let parts: [(&str, Vec<f64>); 5] = [
        ("raw", texts.iter().map(|text| text.score).collect()),
        ("errors", texts.iter().map(|text| text.error).collect()),
        (
            "by_spread",
            by_spread.iter().map(|text| text.score).collect(),
        ),
        (
            "by_spread_errors",
            by_spread.iter().map(|text| text.error).collect(),
        ),
        (
            "by_anchors",
            by_anchors.iter().map(|text| text.score).collect(),
        ),
    ];
    for (part, found) in parts {
        for (found, expected) in found.iter().zip(numbers(&figures[part])) {
            near_number(*found, expected, 1e-14);
        }
    }
    assert!((texts[5].score + 0.45).abs() < 0.005, "as published");
}

#[test]
fn texts_without_scored_words_are_not_placed() {
    let scores =
        wordscores::fit(&[vec![3, 0, 1], vec![0, 0, 2]], &[-1.0, 1.0]).expect("two references");
    assert_eq!(scores.0[1], None);
    assert_eq!(scores.score(&[0, 5, 0]), None);
    assert_eq!(
        scores.score(&[2, 5, 0]).map(|placed| placed.n_scored),
        Some(2)
    );
    assert_eq!(
        wordscores::fit(&[vec![1], vec![0]], &[0.0, 1.0]),
        Err(Unplaced::EmptyText(1))
    );
    assert_eq!(
        wordscores::fit(&[vec![1]], &[0.0]),
        Err(Unplaced::TooFewTexts)
    );
    let one = [Placed {
        score: 0.0,
        error: 0.1,
        n_scored: 3,
    }];
    assert_eq!(
        (
            rescaled_by_spread(&one, &[0.0, 1.0]),
            rescaled_by_anchors(&one, [(0.0, 1.0), (0.0, 2.0)])
        ),
        (None, None)
    );
}

type Pairs = Vec<(f64, f64)>;

/// Levels and positions of texts, levels and slopes of words.
fn parts(fit: &Wordfish) -> (Pairs, Pairs) {
    (
        fit.texts
            .iter()
            .map(|text| (text.alpha, text.theta))
            .collect(),
        fit.words.iter().map(|word| (word.psi, word.beta)).collect(),
    )
}

#[test]
fn wordfish_finds_the_joint_optimum() {
    let counts = example();
    let fit = wordfish::fit(&counts, (0, 4)).expect("six texts");
    assert!(fit.converged);
    assert_eq!(fit.n_agreeing, STARTS);
    near_number(fit.objective, 21_183.200, 1e-7);
    let (texts, words) = parts(&fit);
    near_number(
        wordfish_objective(&counts, &texts, &words),
        fit.objective,
        1e-13,
    );
    assert!(fit.texts[0].alpha == 0.0 && fit.texts[0].theta < fit.texts[4].theta);
    // Positions by L-BFGS in another program, to four digits.
    let expected = [-1.3572, -0.6122, 0.0944, 0.7361, 1.4594, -0.3205];
    for (text, expected) in fit.texts.iter().zip(expected) {
        near_number(text.theta, expected, 2e-4);
    }
    let turned = wordfish::fit(&counts, (4, 0)).expect("six texts");
    near_number(turned.texts[0].theta, -fit.texts[0].theta, 1e-9);
    near_number(turned.objective, fit.objective, 1e-13);
}

#[test]
fn no_step_away_from_the_optimum_is_better() {
    let counts = example();
    let fit = wordfish::fit(&counts, (0, 4)).expect("six texts");
    let (texts, words) = parts(&fit);
    let best = wordfish_objective(&counts, &texts, &words);
    let mut draws = 12_345_u64;
    let mut draw = || {
        draws = draws
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (draws >> 33) as f64 / f64::from(1_u32 << 31) - 0.5
    };
    for size in [1e-1, 1e-2, 1e-3] {
        for _ in 0..50 {
            let mut moved: Vec<(f64, f64)> = texts
                .iter()
                .map(|(alpha, theta)| (alpha + size * draw(), theta + size * draw()))
                .collect();
            let words: Vec<(f64, f64)> = words
                .iter()
                .map(|(psi, beta)| (psi + size * draw(), beta + size * draw()))
                .collect();
            standardise(&mut moved);
            assert!(wordfish_objective(&counts, &moved, &words) < best);
        }
    }
}

/// Brings positions to mean 0 and standard deviation 1.
fn standardise(texts: &mut [(f64, f64)]) {
    let n = texts.len() as f64;
    let mean = texts.iter().map(|text| text.1).sum::<f64>() / n;
    let deviation = (texts
        .iter()
        .map(|text| (text.1 - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0))
        .sqrt();
    texts
        .iter_mut()
        .for_each(|text| text.1 = (text.1 - mean) / deviation);
}

#[test]
fn the_error_of_a_position_is_the_bend_of_its_likelihood() {
    let counts = example();
    let fit = wordfish::fit(&counts, (0, 4)).expect("six texts");
    for (text, row) in fit.texts.iter().zip(&counts) {
        let likelihood = |theta: f64| {
            let all = fit
                .words
                .iter()
                .map(|word| (word.psi + word.beta * theta).exp())
                .sum::<f64>()
                .ln();
            row.iter()
                .zip(&fit.words)
                .map(|(count, word)| *count as f64 * (word.psi + word.beta * theta - all))
                .sum::<f64>()
        };
        let step = 1e-3;
        let bend = (likelihood(text.theta + step) - 2.0 * likelihood(text.theta)
            + likelihood(text.theta - step))
            / (step * step);
        near_number(text.error, 1.0 / (-bend).sqrt(), 1e-5);
    }
}

#[test]
fn wordfish_orders_invented_texts_and_refuses_what_has_no_answer() {
    // Six texts between two vocabularies.
    let counts: Vec<Vec<u64>> = (0..6)
        .map(|at| {
            (0..10)
                .map(|word| if word < 5 { 3 + 4 * at } else { 23 - 4 * at })
                .collect()
        })
        .collect();
    let fit = wordfish::fit(&counts, (0, 5)).expect("six texts");
    assert!(
        fit.converged
            && fit
                .texts
                .windows(2)
                .all(|pair| pair[0].theta < pair[1].theta),
        "{fit:?}"
    );
    assert_eq!(
        wordfish::fit(&counts[..1], (0, 0)),
        Err(Unplaced::TooFewTexts)
    );
    assert_eq!(wordfish::fit(&counts, (2, 2)), Err(Unplaced::Mismatch));
    assert_eq!(
        wordfish::fit(&[vec![1, 0], vec![2, 0]], (0, 1)),
        Err(Unplaced::UnusedWord(1))
    );
    assert_eq!(
        wordfish::fit(&[vec![1, 1], vec![0, 0]], (0, 1)),
        Err(Unplaced::EmptyText(1))
    );
    // Two texts alike: there is no spread to find, and that is said.
    assert_eq!(
        wordfish::fit(&[vec![3, 5], vec![3, 5]], (0, 1)),
        Err(Unplaced::AllAlike)
    );
}
