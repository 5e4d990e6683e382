//! Diagnostics on standard error: the offending text underlined, the cause, the remedy.

use std::io::{IsTerminal, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
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
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let text = input.text();
    let within = |span: detente::model::Span| {
        let end = span.end.min(text.len());
        span.start.min(end)..end
    };
    let id = diagnostic.code.to_string();
    let mut report = match diagnostic.span {
        None => Group::with_title(
            level
                .primary_title(format!("{}: {}", input.name, diagnostic.message))
                .id(id),
        ),
        Some(span) => {
            let snippet = Snippet::source(text).path(input.name.as_str()).fold(true);
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
                .primary_title(diagnostic.message.as_str())
                .id(id)
                .element(snippet.annotations(related))
        }
    };
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[report])
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
                    .primary_title(format!("{place}: {}", diagnostic.message))
                    .id(id),
            )
        }
        Some(span) => {
            let snippet = Snippet::source(it.excerpt.as_str())
                .path(it.file.as_str())
                .line_start(it.line)
                .fold(true);
            let mark = AnnotationKind::Primary
                .span(span.range())
                .label(some(&diagnostic.label));
            level
                .primary_title(diagnostic.message.as_str())
                .id(id)
                .element(snippet.annotation(mark))
        }
    };
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.render(&[report])
}

fn some(label: &str) -> Option<&str> {
    Some(label).filter(|label| !label.is_empty())
}
