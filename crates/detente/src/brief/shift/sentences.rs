//! A finding in sentences: what follows, what does not, and what would settle it.

use super::{Told, factor, percent};
use crate::brief::words::counted;
use crate::model::Period;
use crate::shift::Counts;
use crate::shift::contrast::{ByLength, Contrast, Direction, Tests, Verdict};
use crate::shift::eligible::{Eligibility, Unit};
use crate::shift::study::Finding;
use crate::shift::trend::{CHANCE_MIN, HAZARD, Trend};

/// The verdict in a word, for tables.
pub(super) fn word(contrast: &Contrast, verdict: Verdict) -> &'static str {
    let rose = contrast
        .tests
        .is_some_and(|tests| tests.direction == Direction::Rose);
    match verdict {
        Verdict::NoEligible => "no statements",
        Verdict::NoCut => "no cut",
        Verdict::NothingBefore => "none before",
        Verdict::NothingAfter => "none after",
        Verdict::Changed if rose => "rose",
        Verdict::Changed => "fell",
        Verdict::Perhaps if rose => "rose, perhaps",
        Verdict::Perhaps => "fell, perhaps",
        Verdict::Unsettled => "not settled",
        Verdict::Unchanged => "as before",
    }
}

/// A unit in the plural or, for one, in the singular.
pub(super) fn units(n: u64, unit: Unit) -> String {
    let noun = match unit {
        Unit::Drafts => "draft",
        Unit::Appearances => "statement",
    };
    counted(usize::try_from(n).unwrap_or(usize::MAX), noun)
}

fn of(counts: Counts, unit: Unit) -> String {
    format!("{} of {}", counts.with, units(counts.of, unit))
}

/// Everything that is said about a finding, sentence by sentence.
pub(super) fn finding(told: &Told<'_>, it: &Finding) -> Vec<String> {
    let unit = told.study.ask.unit;
    let mut said = vec![verdict(told, it)];
    said.extend(doubled(told, it));
    said.extend(
        it.contrast(unit)
            .tests
            .map(|tests| strength(&tests, it.contrast(unit).before, unit)),
    );
    said.extend(other_unit(told, it));
    said.extend(it.by_length.as_ref().map(length));
    said.extend(left_out(&it.eligibility));
    said
}

/// The verdict in a sentence or two.
pub(super) fn verdict(told: &Told<'_>, it: &Finding) -> String {
    let (unit, term) = (told.study.ask.unit, told.statements.terms[it.term].name());
    let contrast = it.contrast(unit);
    let cut = told
        .study
        .ask
        .cut
        .map(|cut| cut.to_string())
        .unwrap_or_default();
    let Some(tests) = contrast.tests else {
        let seen = contrast.before.and(contrast.after);
        return match it.verdict(unit) {
            Verdict::NoCut => {
                format!(
                    "Without a cut nothing is compared; {} in all.",
                    units(it.eligibility.eligible as u64, Unit::Appearances)
                )
            }
            Verdict::NoEligible => format!(
                "No eligible statements: of {}, none counts for “{term}”.",
                units(it.eligibility.statements as u64, Unit::Appearances)
            ),
            Verdict::NothingBefore => {
                format!(
                    "No eligible statement lies before {cut}, so nothing can be compared with the {}.",
                    of(seen, unit)
                )
            }
            _ if seen.with == 0 => {
                format!(
                    "No eligible statement lies after {cut}; before it “{term}” stands in none of {}.",
                    units(seen.of, unit)
                )
            }
            _ => format!(
                "No eligible statement lies after {cut}: whether “{term}” was dropped cannot be told from the {} before.",
                of(seen, unit)
            ),
        };
    };
    let seen = format!(
        "“{term}” stands in {} before {cut}, and in {} from then on.",
        of(contrast.before, unit),
        of(contrast.after, unit)
    );
    let chance = percent(tests.chance);
    let few = if tests.direction == Direction::Rose {
        "as many"
    } else {
        "as few"
    };
    let follows = match it.verdict(unit) {
        Verdict::Changed => format!(
            "If nothing had changed, {few} would be seen with a chance of {chance}: the wording changed. Whether the policy did does not follow from words alone."
        ),
        Verdict::Perhaps => format!(
            "If nothing had changed, {few} would be seen with a chance of {chance}: a sign of a change, but {}.",
            why_only_perhaps(&tests, told.study.n_tests)
        ),
        Verdict::Unchanged => {
            "The record speaks for one rate, before and after; no change follows.".to_string()
        }
        _ if tests.direction == Direction::Same => {
            "The share is the same; so few do not show that nothing changed.".to_string()
        }
        _ => format!(
            "If nothing had changed, {few} would be seen with a chance of {chance}: this does not show a change, nor that there is none."
        ),
    };
    format!(
        "{seen} {follows}{}",
        settle(&tests, contrast.before, it.verdict(unit), unit)
    )
}

fn why_only_perhaps(tests: &Tests, n_tests: usize) -> String {
    match tests.adjusted {
        Some(adjusted) if adjusted > crate::shift::contrast::LEVEL && n_tests == 1 => {
            format!(
                "the exact test does not confirm it (two-sided p {adjusted:.2}), because there is so little to count"
            )
        }
        Some(adjusted) if adjusted > crate::shift::contrast::LEVEL => {
            format!(
                "among as many tests as were made here, one like it is no surprise (adjusted p {adjusted:.2})"
            )
        }
        _ => "the Bayes factor is not clear".to_string(),
    }
}

/// How many more statements would settle it; nothing where the term was never there, and so cannot be dropped.
fn settle(tests: &Tests, before: Counts, verdict: Verdict, unit: Unit) -> String {
    if verdict != Verdict::Unsettled || tests.direction == Direction::Rose || before.with == 0 {
        return String::new();
    }
    match tests.to_settle {
        Some(1) => " One more without it would bring that chance to 5 % or less.".to_string(),
        Some(n) if n > 0 => format!(" Another {} without it, and none with it, would bring that chance to 5 % or less.", units(n, unit)),
        Some(_) => String::new(),
        None => " No number of omissions worth waiting for would settle it: the term was too rare before.".to_string(),
    }
}

/// What the tests say beside the chance.
fn strength(tests: &Tests, before: Counts, unit: Unit) -> String {
    let [jeffreys, uniform] = tests.by_prior;
    let directed = match tests.direction {
        Direction::Rose => "a rise",
        _ => "a fall",
    };
    let boschloo = tests
        .boschloo
        .map_or_else(String::new, |p| format!(", Boschloo's {p:.3}"));
    let watched = tests.watched;
    let looks = match watched.alarm_at {
        Some(n) => format!("an alarm with number {n}"),
        None if watched.at_least <= 0.0 => {
            "no alarm, as nothing is known to stand there before".to_string()
        }
        None => format!(
            "no alarm (greatest e-value {}, {:.0} needed)",
            factor(watched.ln_e_max),
            watched.ln_e_alarm.exp()
        ),
    };
    let looks = format!(
        "; looked at after each, with what is not known of the rate before inside and a chance of 5\u{a0}% at most of ever a false alarm: {looks}"
    );
    let row = match tests.in_a_row {
        Some(n) if tests.direction != Direction::Rose && before.with > 0 => {
            format!(
                "; after that record it takes {} in a row without it",
                units(n, unit)
            )
        }
        _ => String::new(),
    };
    format!(
        "Chance {} with the prior of Jeffreys and {} with the uniform one; Bayes factor {} for a change, {} for {directed}; Fisher's p {:.3}, \
         mid-p {:.3}{boschloo}{}{looks}{row}.",
        percent(jeffreys),
        percent(uniform),
        factor(tests.ln_bf),
        factor(tests.ln_bf_directed),
        tests.fisher,
        tests.mid_p,
        tests
            .adjusted
            .map_or_else(String::new, |p| format!(", two-sided and adjusted {p:.3}")),
    )
}

/// The verdict without rows that are there twice, where that is another.
pub(super) fn doubled(told: &Told<'_>, it: &Finding) -> Option<String> {
    const SHOWN: usize = 5;
    let once = it.doubled.as_ref()?;
    let ids = once
        .statements
        .iter()
        .map(|it| told.corpus.ids[*it].as_str());
    let mut names: Vec<String> = ids.take(SHOWN).map(|id| format!("`{id}`")).collect();
    if once.statements.len() > SHOWN {
        names.push(format!("{} more", once.statements.len() - SHOWN));
    }
    let unit = told.study.ask.unit;
    Some(format!(
        "Rows that repeat earlier rows decide this: without {}, {} before and {} after, the verdict is “{}”.",
        names.join(", "),
        of(once.contrast.before, unit),
        of(once.contrast.after, unit),
        word(&once.contrast, once.verdict)
    ))
}

/// A time, in short where it is a whole year.
pub(super) fn date(when: Period) -> String {
    let is_year = (
        when.first.month,
        when.first.day,
        when.last.month,
        when.last.day,
    ) == (1, 1, 12, 31);
    if is_year && when.first.year == when.last.year {
        format!("{:04}", when.first.year)
    } else {
        when.to_string()
    }
}

/// Where the share changed, looking back over the whole series.
pub(super) fn looking_back(trend: &Trend) -> Option<String> {
    let back = trend.back.as_ref()?;
    let dates: Vec<String> = back
        .dates
        .iter()
        .map(|(when, chance)| format!("{} ({})", date(*when), percent(*chance)))
        .collect();
    let dates = match dates.as_slice() {
        [] => format!("no date has a chance of {} for one", percent(CHANCE_MIN)),
        dates => format!("likeliest from {}", dates.join(", ")),
    };
    Some(format!(
        "Looking back over the whole, with a new share expected once in {:.0} points, there are {:.1} changes on average: {dates}.",
        1.0 / HAZARD,
        back.expected
    ))
}

/// The other way to count, where it gives other numbers.
pub(super) fn other_unit(told: &Told<'_>, it: &Finding) -> Option<String> {
    let (own, other) = match told.study.ask.unit {
        Unit::Drafts => (Unit::Drafts, Unit::Appearances),
        Unit::Appearances => (Unit::Appearances, Unit::Drafts),
    };
    let (mine, contrast) = (it.contrast(own), it.contrast(other));
    let tests = contrast
        .tests
        .filter(|_| (mine.before, mine.after) != (contrast.before, contrast.after))?;
    let name = match other {
        Unit::Drafts => "By drafts",
        Unit::Appearances => "By appearance, every copy counted",
    };
    Some(format!(
        "{name}: {} before, {} after, chance {}, Bayes factor {}: {}.",
        of(contrast.before, other),
        of(contrast.after, other),
        percent(tests.chance),
        factor(tests.ln_bf),
        word(contrast, it.verdict(other))
    ))
}

fn length(it: &ByLength) -> String {
    let spread = match (it.overdispersion, it.chance_overdispersed) {
        (Some(fit), Some(chance)) => format!(
            "; allowing for how much speeches vary (α {:.2}), {}",
            fit.alpha,
            percent(chance)
        ),
        _ => String::new(),
    };
    format!(
        "By length: {} in {:.1} thousand words before, {} in {:.1} after; the chance of that at one rate is {}{spread}.",
        times(it.before.count),
        it.before.tokens,
        it.after.count,
        it.after.tokens,
        percent(it.chance)
    )
}

fn times(n: u64) -> String {
    counted(usize::try_from(n).unwrap_or(usize::MAX), "mention")
}

/// Why statements do not count.
pub(super) fn left_out(it: &Eligibility) -> Option<String> {
    let reasons = [
        (it.not_due, "on another question"),
        (it.not_applicable, "coded as not applicable"),
        (it.unknown, "of which nothing is known"),
        (it.straddling, "dated across the cut"),
    ];
    let reasons: Vec<String> = reasons
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, why)| format!("{n} {why}"))
        .collect();
    (!reasons.is_empty()).then(|| {
        format!(
            "Not counted, of {}: {}.",
            counted(it.statements, "statement"),
            reasons.join(", ")
        )
    })
}
