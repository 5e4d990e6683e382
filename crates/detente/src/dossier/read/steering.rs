//! Texts with characters that steer a screen in place of showing something.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{Code, Diagnostic, Span, is_steering};

/// More texts than this are counted only.
const TOLD_MAX: usize = 20;

/// Warns of every text and every key that holds such a character. Line breaks and tabs are usual in texts.
pub(super) fn warn(table: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut found = vec![];
    in_table(table, &mut found);
    found.sort_by_key(|(span, _)| span.start);
    let n_more = found.len().saturating_sub(TOLD_MAX);
    found.truncate(TOLD_MAX);
    let mut findings: Vec<Diagnostic> = found
        .into_iter()
        .map(|(span, letter)| finding(span, letter))
        .collect();
    if let Some(last) = findings.last_mut().filter(|_| n_more > 0) {
        last.message += &format!("; {n_more} more texts hold such characters");
    }
    findings
}

fn in_table(table: &DeTable<'_>, found: &mut Vec<(Span, char)>) {
    for (key, value) in table {
        note(key.get_ref(), key.span().into(), found);
        in_value(value, found);
    }
}

fn in_value(value: &Spanned<DeValue<'_>>, found: &mut Vec<(Span, char)>) {
    match value.get_ref() {
        DeValue::String(text) => note(text, value.span().into(), found),
        DeValue::Array(items) => items.iter().for_each(|item| in_value(item, found)),
        DeValue::Table(table) => in_table(table, found),
        _ => {}
    }
}

fn note(text: &str, span: Span, found: &mut Vec<(Span, char)>) {
    let is_meant = |letter: &char| is_steering(*letter) && !matches!(letter, '\n' | '\r' | '\t');
    found.extend(text.chars().find(is_meant).map(|letter| (span, letter)));
}

fn finding(span: Span, letter: char) -> Diagnostic {
    let number = u32::from(letter);
    let kind = if letter.is_control() {
        "a control character"
    } else {
        "a character that changes how the text after it is set"
    };
    Diagnostic::warning(Code::W131, format!("a text holds {kind}, `U+{number:04X}`"))
        .at(span, "shown as a sign")
        .help("take it out; texts are shown without its effect")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_are_no_finding_and_each_text_is_told_once() {
        let text = "a = \"one\\ntwo\\tthree\"\nb = [\"\\u001b[2J\\u0007\", { c = \"\\u202Ex\" }]\n\"\\u009b\" = 1\n";
        let table = DeTable::parse(text).expect("TOML");
        let found = warn(table.get_ref());
        let told: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            told,
            [
                "a text holds a control character, `U+001B`",
                "a text holds a character that changes how the text after it is set, `U+202E`",
                "a text holds a control character, `U+009B`",
            ]
        );
    }

    #[test]
    fn very_many_such_texts_are_counted() {
        let text: String = (0..50).map(|n| format!("k{n} = \"\\u0007\"\n")).collect();
        let table = DeTable::parse(&text).expect("TOML");
        let found = warn(table.get_ref());
        assert_eq!(found.len(), TOLD_MAX);
        assert!(
            found
                .last()
                .expect("some")
                .message
                .ends_with("; 30 more texts hold such characters")
        );
    }
}
