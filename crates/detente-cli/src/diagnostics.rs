//! Diagnostics on standard error: the offending text underlined, the cause, the remedy.

use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use detente::document::shown_lines;
use detente::dossier::statements::Found;
use detente::model::{Diagnostic, Severity};

use crate::input::Input;

/// Prints findings about an input, errors and warnings in the order given.
pub(crate) fn print(input: &Input, diagnostics: &[Diagnostic]) {
    let styled = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut stderr = std::io::stderr().lock();
    for diagnostic in diagnostics {
        // A closed standard error leaves nobody to tell.
        let _ = writeln!(stderr, "{}\n", render(input, diagnostic, styled));
    }
}

/// One finding as text.
pub(crate) fn render(input: &Input, diagnostic: &Diagnostic, styled: bool) -> String {
    render_in(&input.name, input.text(), diagnostic, styled)
}

fn render_in(name: &str, text: &str, diagnostic: &Diagnostic, styled: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let within = |span: detente::model::Span| {
        let end = span.end.min(text.len());
        span.start.min(end)..end
    };
    let id = diagnostic.code.to_string();
    let mut report = match diagnostic.span {
        None => Group::with_title(
            level
                .primary_title(safe(&format!("{}: {}", name, diagnostic.message)))
                .id(id),
        ),
        Some(span) => {
            let snippet = Snippet::source(text).path(safe(name)).fold(true);
            let snippet = snippet.annotation(
                AnnotationKind::Primary
                    .span(within(span))
                    .label(some(&diagnostic.label)),
            );
            let related = diagnostic.related.iter().map(|(span, label)| {
                AnnotationKind::Context
                    .span(within(*span))
                    .label(some(label))
            });
            level
                .primary_title(safe(&diagnostic.message))
                .id(id)
                .element(snippet.annotations(related))
        }
    };
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(safe(help)));
    }
    rendered(report, styled)
}

/// Prints findings about statements: each with its file, and the line that it is about.
pub(crate) fn print_found(found: &[Found]) {
    let styled = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let mut stderr = std::io::stderr().lock();
    for it in found {
        let _ = writeln!(stderr, "{}\n", render_found(it, styled));
    }
}

fn render_found(it: &Found, styled: bool) -> String {
    let diagnostic = &it.diagnostic;
    let level = if diagnostic.is_error() {
        Level::ERROR
    } else {
        Level::WARNING
    };
    let id = diagnostic.code.to_string();
    let mut report = match diagnostic.span {
        None => {
            let place = if it.line == 0 {
                it.file.clone()
            } else {
                format!("{}:{}", it.file, it.line)
            };
            Group::with_title(
                level
                    .primary_title(safe(&format!("{place}: {}", diagnostic.message)))
                    .id(id),
            )
        }
        Some(span) => {
            let snippet = Snippet::source(it.excerpt.as_str())
                .path(safe(&it.file))
                .line_start(it.line)
                .fold(true);
            let mark = AnnotationKind::Primary
                .span(span.range())
                .label(some(&diagnostic.label));
            level
                .primary_title(safe(&diagnostic.message))
                .id(id)
                .element(snippet.annotation(mark))
        }
    };
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(safe(help)));
    }
    rendered(report, styled)
}

/// The report as text in which nothing of a file steers the terminal; only the renderer's own colours do.
fn rendered(report: Group<'_>, styled: bool) -> String {
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // The renderer shows most such characters of a file as signs, but not all of them.
    let text = renderer.render(&[report]);
    if !styled {
        return shown_lines(&text).into_owned();
    }
    let parts: Vec<_> = text.split(COLOURS).map(shown_lines).collect();
    parts.join(&COLOURS.to_string())
}

/// What begins a colour.
const COLOURS: char = '\u{1b}';

/// A text of a diagnostic, which may quote a file.
fn safe(text: &str) -> String {
    shown_lines(text).into_owned()
}

fn some(label: &str) -> Option<String> {
    Some(safe(label)).filter(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use detente::model::{Code, is_steering};

    use super::*;

    #[test]
    fn nothing_of_a_file_steers_the_terminal() {
        let every: String = ('\u{1}'..='\u{ffff}')
            .filter(|letter| is_steering(*letter) && *letter != '\n')
            .collect();
        let text = format!("title = \"{every}\"\n");
        let diagnostic = Diagnostic::error(Code::D004, format!("no `{every}`"))
            .at(9..12, &every)
            .help(every.clone());
        let plain = render_in("a\u{1b}b.toml", &text, &diagnostic, false);
        assert!(
            !plain.contains(|letter| is_steering(letter) && letter != '\n'),
            "{plain:?}"
        );
        let styled = render_in("a\u{1b}b.toml", &text, &diagnostic, true);
        let mut parts = styled.split('\u{1b}');
        let first = parts.next().unwrap_or_default();
        assert!(
            !first.contains(|letter| is_steering(letter) && letter != '\n'),
            "{styled:?}"
        );
        for part in parts {
            let is_colour = part.starts_with('[') && part.contains('m');
            assert!(is_colour, "{part:?}");
            assert!(
                !part.contains(|letter| is_steering(letter) && letter != '\n'),
                "{styled:?}"
            );
        }
    }
}
