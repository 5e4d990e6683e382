//! Single values: formulas, citations, credences, worths, grades.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::Reader;
use super::amounts::{NoAmount, amount};
use crate::dossier::fields::{Bounds, Kind};
use crate::dossier::formula;
use crate::dossier::names::{brief, did_you_mean, nearest};
use crate::dossier::row::{Item, Row};
use crate::model::{
    Amount, Citation, Code, Credence, Date, Decimal, Diagnostic, Estimate, EvidenceId, Grade,
    Reasons, Span, Standing, Sure, Written,
};

/// The largest worth, in whole units.
const WORTH_MAX: u64 = 9_000_000_000;
/// The most digits behind the point of a worth.
const DECIMALS_MAX: usize = 9;
const NANOS: u64 = 1_000_000_000;

impl<'a> Reader<'a> {
    /// A formula under a key.
    pub(super) fn formula(&mut self, row: &Row<'a>, key: &str) -> Option<Written> {
        self.formula_in(&format!("`{key}`"), row.get(key)?)
    }

    /// The formulas of an array.
    pub(super) fn formulas(&mut self, row: &Row<'a>, key: &str) -> Vec<Written> {
        let Some(value) = row.get(key) else {
            return vec![];
        };
        let items = self
            .findings
            .array(&format!("`{key}`"), "an array of formulas", value)
            .unwrap_or_default();
        items
            .iter()
            .filter_map(|item| self.formula_in(&format!("each item of `{key}`"), item))
            .collect()
    }

    /// A formula in a string.
    pub(super) fn formula_in(&mut self, what: &str, value: Item<'a>) -> Option<Written> {
        let DeValue::String(text) = value.get_ref() else {
            self.findings
                .wrong_type(what, "a formula as a string", value);
            return None;
        };
        self.formula_text(text, value.span().into())
    }

    /// A formula that stands at a place of the file, with or without quotes.
    pub(super) fn formula_text(&mut self, text: &str, whole: Span) -> Option<Written> {
        if self.findings.are_full() {
            return None;
        }
        let inner = inner_start(self.text, whole, text);
        let mut found = vec![];
        let formula = formula::parse(&self.names, text, &mut found);
        for mut diagnostic in found {
            let place = |span: Span| {
                inner.map_or(whole, |start| Span {
                    start: start + span.start,
                    end: start + span.end,
                })
            };
            diagnostic.span = diagnostic.span.map(place);
            for (span, _) in &mut diagnostic.related {
                *span = place(*span);
            }
            if inner.is_none() {
                // The underlined text is the whole string, so related places inside it would only repeat it.
                diagnostic.related.clear();
            }
            self.findings.push(diagnostic);
        }
        let span = inner.map_or(whole, |start| Span {
            start,
            end: start + text.len(),
        });
        formula.map(|formula| Written { formula, span })
    }

    /// A string that has the form of a range or number, or a number.
    fn scalar(&mut self, what: &str, value: Item<'a>, expected: &str) -> Option<(String, Span)> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
                .ok()?
                .to_string(),
            DeValue::Float(float) => float.as_str().to_owned(),
            _ => {
                self.findings.wrong_type(what, expected, value);
                return None;
            }
        };
        Some((text, value.span().into()))
    }

    /// A credence, or a range of credences.
    fn sure(&mut self, row: &Row<'a>) -> Option<Sure> {
        const EXPECTED: &str =
            "a number from 0 to 1, a range as \"0.7 to 0.95\", or \"hypothesis NAME\"";
        let (text, span) = self.scalar("`sure`", row.get("sure")?, EXPECTED)?;
        if let Some(hypothesis) = text.strip_prefix("hypothesis ") {
            return self.hypothesis_id(hypothesis.trim(), span).map(Sure::As);
        }
        let ends = range(&text).and_then(|(low, high)| Some((plain(low)?, plain(high)?)));
        let Some((low, high)) = ends else {
            let message = format!("`{}` is not a credence", brief(&text));
            self.findings.push(
                Diagnostic::error(Code::D008, message)
                    .at(span, "expected a credence")
                    .help(format!("expected {EXPECTED}")),
            );
            return None;
        };
        if !(0.0..=1.0).contains(&low) || !(0.0..=1.0).contains(&high) {
            let message = "a credence lies between 0 and 1";
            self.findings.push(
                Diagnostic::error(Code::D008, message)
                    .at(span, "outside 0 to 1")
                    .help("write 90 % as 0.9"),
            );
            return None;
        }
        if low > high {
            let help = format!("write \"{high} to {low}\"");
            self.findings.push(
                Diagnostic::error(Code::D008, "the range runs backwards")
                    .at(span, "the lower end comes first")
                    .help(help),
            );
            return None;
        }
        Some(Sure::Given(Credence { low, high }))
    }

    /// A worth, or a range of worths.
    pub(super) fn worth(&mut self, row: &Row<'a>) -> Option<(Decimal, Decimal)> {
        let it = self.estimate_in("worth", "`worth`", row.get("worth")?)?;
        Some((it.low, it.high))
    }

    /// A number within the bounds of its field, or a range of them.
    pub(super) fn estimate(&mut self, row: &Row<'a>, key: &str) -> Option<Estimate> {
        let it = self.estimate_in("number", &format!("`{key}`"), row.get(key)?)?;
        let Some(Kind::Number(bounds)) = row.kind(key) else {
            return Some(it);
        };
        let (zero, one) = (
            Decimal::default(),
            Decimal {
                nanos: NANOS.cast_signed(),
            },
        );
        let (fits, lies, label, help) = match bounds {
            Bounds::Amount => (
                zero <= it.low,
                "is never below 0",
                "negative",
                "write the amount without a sign",
            ),
            Bounds::Share => (
                zero <= it.low && it.high <= one,
                "lies between 0 and 1",
                "outside 0 to 1",
                "write 40 % as 0.4",
            ),
            Bounds::Inside => {
                let help = "write 0.9 if a gain in the next phase is worth nine tenths of the same gain in this one";
                (
                    zero < it.low && it.high < one,
                    "lies between 0 and 1, and is neither",
                    "not between 0 and 1",
                    help,
                )
            }
            Bounds::Step => {
                let help =
                    "write 0.25 if it takes four phases at least, and 1 if one phase will do";
                (
                    zero < it.low && it.high <= one,
                    "lies above 0 and is at most 1",
                    "not above 0 and up to 1",
                    help,
                )
            }
        };
        if !fits {
            let message = format!("`{key}` {lies}");
            self.findings.push(
                Diagnostic::error(Code::D008, message)
                    .at(it.span, label)
                    .help(help),
            );
        }
        fits.then_some(it)
    }

    /// A decimal number or a range of two; `noun` says of what.
    pub(super) fn estimate_in(
        &mut self,
        noun: &str,
        what: &str,
        value: Item<'a>,
    ) -> Option<Estimate> {
        const EXPECTED: &str = "a number or a range as \"4 to 9\"";
        let (text, span) = self.scalar(what, value, EXPECTED)?;
        let ends = range(&text).and_then(|(low, high)| Some((decimal(low)?, decimal(high)?)));
        match ends {
            Some((low, high)) if low <= high => return Some(Estimate { low, high, span }),
            Some((low, high)) => {
                let help = format!("write \"{high} to {low}\"");
                self.findings.push(
                    Diagnostic::error(Code::D008, "the range runs backwards")
                        .at(span, "the lower end comes first")
                        .help(help),
                );
            }
            None => {
                let message = format!("`{}` is not a {noun}", brief(&text));
                let help = format!(
                    "expected {EXPECTED}, with at most {DECIMALS_MAX} decimals, no exponent, and no more than {WORTH_MAX} above or below zero"
                );
                self.findings.push(
                    Diagnostic::error(Code::D008, message)
                        .at(span, format!("expected a {noun}"))
                        .help(help),
                );
            }
        }
        None
    }

    /// A figure as its source gives it.
    pub(super) fn amount(&mut self, what: &str, value: Item<'a>) -> Option<Amount> {
        const EXPECTED: &str = "a number, or a string such as \"20 to 30\", \"at least 50\", \"up to 90\", \"about 50\", \"1.2 million\"";
        let (text, span) = self.scalar(what, value, EXPECTED)?;
        let (message, label, help) = match amount(&text, span) {
            Ok(amount) => return Some(amount),
            Err(NoAmount::Backwards(low, high)) => (
                "the range runs backwards".to_owned(),
                "the lower end comes first",
                format!("write \"{high} to {low}\""),
            ),
            Err(NoAmount::TwoReadings(thousands, decimals)) => (
                format!(
                    "`{}` has two readings, {thousands} and {decimals}",
                    brief(&text)
                ),
                "two readings",
                format!("write {thousands} or {decimals}"),
            ),
            Err(NoAmount::Unreadable) => (
                format!("`{}` is not a number", brief(&text)),
                "expected a number",
                format!(
                    "expected {EXPECTED}; with at most {DECIMALS_MAX} decimals, and no more than {WORTH_MAX} above or below zero"
                ),
            ),
        };
        self.findings.push(
            Diagnostic::error(Code::D008, message)
                .at(span, label)
                .help(help),
        );
        None
    }

    /// A grade such as `B2`.
    pub(super) fn grade(&mut self, row: &Row<'a>) -> Option<Grade> {
        let value = row.get("grade")?;
        let DeValue::String(text) = value.get_ref() else {
            self.findings.wrong_type("`grade`", "a string", value);
            return None;
        };
        if let [reliability @ b'A'..=b'F', credibility @ b'1'..=b'6'] = text.as_bytes() {
            return Some(Grade {
                reliability: char::from(*reliability),
                credibility: credibility - b'0',
            });
        }
        let help = "a grade is the reliability of the source, `A` (best) to `F`, with the credibility of the content, `1` (best) to `6`, as `B2`";
        let message = format!("`{}` is not a grade", brief(text));
        self.findings.push(
            Diagnostic::error(Code::D008, message)
                .at(value.span(), "not a grade")
                .help(help),
        );
        None
    }

    /// The reasons given in a row.
    pub(super) fn reasons(&mut self, row: &Row<'a>) -> Reasons {
        let cites = self.citations(row, "cites");
        let against = if speaks_against(row) {
            self.citations(row, "against")
        } else {
            vec![]
        };
        let judgement = self
            .findings
            .word(row, "basis", &[("judgement", ())])
            .is_some();
        Reasons {
            cites,
            against,
            judgement,
        }
    }

    fn citations(&mut self, row: &Row<'a>, key: &str) -> Vec<Citation> {
        let Some(value) = row.get(key) else {
            return vec![];
        };
        let what = format!("`{key}`");
        let items = self
            .findings
            .array(&what, "an array of ids of evidence", value)
            .unwrap_or_default();
        items
            .iter()
            .filter_map(|item| self.citation(&what, item))
            .collect()
    }

    fn citation(&mut self, what: &str, item: Item<'a>) -> Option<Citation> {
        let DeValue::String(id) = item.get_ref() else {
            self.findings.wrong_type(
                &format!("each item of {what}"),
                "the id of an item of evidence",
                item,
            );
            return None;
        };
        let evidence = self.evidence_id(id, item.span().into())?;
        Some(Citation {
            evidence,
            span: item.span().into(),
        })
    }

    /// The item of evidence with this id; reports when there is none.
    pub(super) fn evidence_id(&mut self, id: &str, span: Span) -> Option<EvidenceId> {
        let found = self.names.evidence.get(id).copied();
        if found.is_none() && !self.names.any_evidence && !self.findings.are_full() {
            let help = unknown_evidence(id, &self.names.evidence);
            self.findings.push(
                Diagnostic::error(Code::D017, format!("unknown evidence `{}`", brief(id)))
                    .at(span, "no such item")
                    .help(help),
            );
        }
        found
    }

    /// Since when, how surely and why.
    pub(super) fn standing(&mut self, row: &Row<'a>) -> Standing {
        Standing {
            reasons: self.reasons(row),
            sure: self.sure(row),
            since: self.since(row),
        }
    }

    /// Since when.
    pub(super) fn since(&mut self, row: &Row<'a>) -> Option<Date> {
        let (since, span) = self.findings.day(row, "since")?;
        self.not_later(since, span);
        Some(since)
    }

    /// Reports a date after the day of the dossier.
    pub(super) fn not_later(&mut self, date: Date, span: Span) {
        let Some((as_of, as_of_span)) = self.as_of.filter(|(as_of, _)| date > *as_of) else {
            return;
        };
        let message = format!("{date} is later than the dossier's date, {as_of}");
        let diagnostic = if self.hindsight {
            Diagnostic::warning(Code::W110, message).at(span, "used with hindsight")
        } else {
            let help = "leave it out, move `as_of`, or set `hindsight = true` in `[dossier]`";
            Diagnostic::error(Code::D024, message)
                .at(span, "too late")
                .help(help)
        };
        self.findings
            .push(diagnostic.see(as_of_span, "the dossier's date"));
    }
}

/// Whether `against` lists evidence in this table; an assurance is against a measure.
pub(super) fn speaks_against(row: &Row<'_>) -> bool {
    matches!(row.kind("against"), Some(Kind::Citations))
}

fn unknown_evidence(id: &str, known: &BTreeMap<String, EvidenceId>) -> String {
    match nearest(id, known.keys().map(String::as_str)) {
        Some(near) => did_you_mean(near),
        None => "declare it as `[[evidence]]` with this `id`".to_owned(),
    }
}

/// Where the content of a string begins in the file; `None` when it is written with escapes.
pub(super) fn inner_start(text: &str, span: Span, content: &str) -> Option<usize> {
    let raw = text.get(span.range())?;
    let mark = ["\"\"\"", "'''", "\"", "'"]
        .into_iter()
        .find(|mark| raw.len() >= 2 * mark.len() && raw.starts_with(mark))?;
    let inner = &raw[mark.len()..raw.len() - mark.len()];
    let opening = if mark.len() == 3 {
        inner.len()
            - inner
                .strip_prefix("\r\n")
                .or(inner.strip_prefix('\n'))
                .unwrap_or(inner)
                .len()
    } else {
        0
    };
    (&inner[opening..] == content).then_some(span.start + mark.len() + opening)
}

/// The two ends of `A to B`; a single number is both.
fn range(text: &str) -> Option<(&str, &str)> {
    let ends = text.split_once(" to ").unwrap_or((text, text));
    let ends = (ends.0.trim(), ends.1.trim());
    (!ends.0.is_empty() && !ends.1.is_empty()).then_some(ends)
}

/// A number without exponent, as the nearest binary one.
fn plain(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let fits = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    fits.then(|| text.parse().ok()).flatten()
}

/// A decimal number, exactly.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole)
        || !all_digits(decimals)
        || decimals.trim_end_matches('0').len() > DECIMALS_MAX
    {
        return None;
    }
    let decimals = decimals.trim_end_matches('0');
    let whole: u64 = whole.parse().ok().filter(|whole| *whole <= WORTH_MAX)?;
    let nanos = whole * NANOS + format!("{decimals:0<DECIMALS_MAX$}").parse::<u64>().ok()?;
    let nanos = i64::try_from(nanos)
        .ok()
        .filter(|_| nanos <= WORTH_MAX * NANOS)?;
    Some(Decimal {
        nanos: if negative { -nanos } else { nanos },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worths_are_exact_decimals() {
        let nanos = |text| decimal(text).map(|it| it.nanos);
        assert_eq!(nanos("4"), Some(4_000_000_000));
        assert_eq!(nanos("-2.5"), Some(-2_500_000_000));
        assert_eq!(nanos("+0.000000001"), Some(1));
        assert_eq!(nanos("0.1000000000"), Some(100_000_000));
        assert_eq!(nanos("9000000000"), Some(9_000_000_000_000_000_000));
        for text in [
            "",
            "-",
            "1.",
            ".5",
            "1e3",
            "nan",
            "inf",
            "0.0000000001",
            "9000000000.1",
            "99999999999999999999",
        ] {
            assert_eq!(nanos(text), None, "{text}");
        }
    }

    #[test]
    fn the_inside_of_a_string_is_found_unless_it_has_escapes() {
        let file = "a = \"x y\"\nb = '''\nx'''\nc = \"x\\ty\"";
        assert_eq!(inner_start(file, Span { start: 4, end: 9 }, "x y"), Some(5));
        assert_eq!(
            inner_start(file, Span { start: 14, end: 22 }, "x"),
            Some(18)
        );
        assert_eq!(inner_start(file, Span { start: 27, end: 33 }, "x\ty"), None);
    }
}
