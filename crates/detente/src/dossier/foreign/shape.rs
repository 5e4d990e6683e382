//! Formats that are text, by their beginning, their ending and their shape.

use serde_json::Value;

use super::{Known, Wanted, ending};

const WRITE_DOSSIER: &str = "write its parties, measures and preferences as a dossier; `detente new` prints one to start from";
const GAME: &str = "a dossier says what each party can do and wants, not payoffs per strategy: `detente new` prints one to start from";
const RENAME_GMCR: &str = "give it the ending .gmcr: by that the format is known";

fn known(what: &'static str, help: &'static str) -> Known {
    Known { what, help }
}

/// What the beginning of a text says, without spaces before it.
pub(super) fn by_beginning(name: &str, text: &str, wanted: Wanted) -> Option<Known> {
    if text.starts_with('<') && !text.starts_with("<<<<<<<") {
        return markup(text);
    }
    if wanted == Wanted::Text {
        return None;
    }
    let word = text.split_whitespace().next().unwrap_or_default();
    match word {
        "NFG" => return Some(known("a Gambit game in normal form (.nfg)", GAME)),
        "EFG" => return Some(known("a Gambit game in extensive form (.efg)", GAME)),
        "#AGG" | "#BAGG" => return Some(known("a Gambit action graph game", GAME)),
        "%YAML" => return Some(yaml(text)),
        "---" if text.starts_with("---\n") || text.starts_with("---\r\n") => {
            return Some(yaml(text));
        }
        _ => {}
    }
    if text.starts_with('{') && ending(name) != "gmcr" {
        return Some(json(text));
    }
    if text.starts_with("\\documentclass") || text.starts_with("\\begin{") {
        return Some(known("a LaTeX text", WRITE_DOSSIER));
    }
    None
}

/// XML and its relatives.
fn markup(text: &str) -> Option<Known> {
    let head = text.get(..4000).unwrap_or(text).to_lowercase();
    let has = |name: &str| head.contains(&format!("<{name}"));
    let roots: [(&[&str], &str, &str); 7] = [
        (
            &["negotiation_template", "utility_space", "utiltiy_space"],
            "a negotiation domain of Genius or NegMAS (XML)",
            "its issues and utilities are no measures and preferences yet: write them as a dossier; `detente new` prints one to start from",
        ),
        (&["gambit:document", "gte"], "a game of Gambit (XML)", GAME),
        (
            &["!doctype html", "html"],
            "a web page (HTML)",
            "save the page's text as plain text in UTF-8",
        ),
        (&["svg"], "a picture (SVG)", "type off what it shows"),
        (
            &["graphml", "gexf"],
            "a graph of another program (XML)",
            WRITE_DOSSIER,
        ),
        (
            &["office:document", "w:worddocument"],
            "an office document (XML)",
            "save its contents as plain text in UTF-8",
        ),
        (
            &["rss", "feed"],
            "a news feed (XML)",
            "save the text of its entries as plain text",
        ),
    ];
    if let Some((_, what, help)) = roots
        .iter()
        .find(|(names, ..)| names.iter().any(|name| has(name)))
    {
        return Some(known(what, help));
    }
    let is_markup = head.starts_with("<?xml") || head.starts_with("<!") || {
        let name = head[1..]
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '_' | '-'))
            .next();
        name.is_some_and(|name| {
            !name.is_empty() && (text.contains(&format!("</{name}")) || head.contains("/>"))
        })
    };
    is_markup.then(|| known("an XML file", WRITE_DOSSIER))
}

/// JSON, told by its keys where they are known.
fn json(text: &str) -> Known {
    let first_line = text.lines().next().unwrap_or_default();
    let value: Option<Value> = serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(first_line))
        .ok();
    let has = |key: &str| value.as_ref().is_some_and(|value| value.get(key).is_some());
    let is_answer = value
        .as_ref()
        .and_then(|value| value.get("format")?.as_str())
        .is_some_and(|format| format.starts_with("detente."));
    if is_answer {
        return known(
            "an answer of this program in JSON",
            "name the dossier that the answer is about",
        );
    }
    if has("decisionMakers") && has("options") {
        return known(
            "a model of a GMCR program in JSON under another ending",
            RENAME_GMCR,
        );
    }
    if has("issues") || has("utility_space") {
        return known(
            "a negotiation domain in JSON, as NegMAS writes it",
            WRITE_DOSSIER,
        );
    }
    if has("nbformat") {
        return known("a notebook of Jupyter", WRITE_DOSSIER);
    }
    known("a JSON file", WRITE_DOSSIER)
}

fn yaml(text: &str) -> Known {
    let is_domain = text
        .lines()
        .any(|line| line.starts_with("issues:") || line.starts_with("- issues"));
    if is_domain {
        known(
            "a negotiation domain in YAML, as NegMAS writes it",
            WRITE_DOSSIER,
        )
    } else {
        known(
            "a YAML file",
            "a dossier is TOML: write `key = value`, and `[section]` in place of indented blocks",
        )
    }
}

/// A text that a mail, a chat or an old editor has put signs around.
fn wrapped(text: &str) -> Option<Known> {
    if text.contains('\r') && !text.contains('\n') {
        return Some(known(
            "a text whose lines end with a carriage return alone, as old editors wrote them",
            "save it with the line ends of Unix or Windows",
        ));
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    if first.starts_with("```") || first.starts_with("~~~") {
        return Some(known(
            "a text between fences of Markdown",
            "delete the lines of ``` or ~~~ before and behind it",
        ));
    }
    (first.starts_with('>') && lines.all(|line| line.starts_with('>'))).then(|| {
        known(
            "a text quoted as in a mail, with `>` before each line",
            "delete the `>` before each line",
        )
    })
}

/// What the ending and the shape of a text say that is no dossier.
pub(super) fn by_shape(name: &str, text: &str) -> Option<Known> {
    if let Some(known) = wrapped(text) {
        return Some(known);
    }
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'))
        .take(200)
        .collect();
    let is_dossier = lines.iter().any(|line| is_toml(line));
    if ending(name) == "gmcr" {
        return is_dossier.then(|| {
            known(
                "a dossier under the ending of another format, .gmcr",
                "give it the ending .toml",
            )
        });
    }
    if is_dossier {
        return None;
    }
    match ending(name).as_str() {
        "nfg" => return Some(known("a Gambit game in normal form (.nfg)", GAME)),
        "efg" => return Some(known("a Gambit game in extensive form (.efg)", GAME)),
        "agg" | "bagg" | "gbt" | "gte" => return Some(known("a game of Gambit", GAME)),
        "yaml" | "yml" => return Some(yaml(text)),
        "json" | "jsonl" | "ndjson" => return Some(json(text)),
        "md" | "rst" | "org" | "adoc" => return Some(known("a text with markup", WRITE_DOSSIER)),
        "py" | "r" | "jl" | "m" | "js" | "ts" => {
            return Some(known("a program", "name the dossier that was meant"));
        }
        "bib" => {
            return Some(known(
                "a list of references (BibTeX)",
                "cite sources under `[[evidence]]`",
            ));
        }
        "dot" | "gv" => return Some(known("a graph of Graphviz", WRITE_DOSSIER)),
        _ => {}
    }
    if text.trim_start().starts_with('[') && serde_json::from_str::<Value>(text).is_ok() {
        return Some(known("a JSON file", WRITE_DOSSIER));
    }
    table(&lines).or_else(|| {
        if is_yaml(&lines) {
            return Some(yaml(text));
        }
        let is_prose = lines.iter().any(|line| line.split(' ').count() > 3);
        is_prose.then(|| known("a text, and no dossier", WRITE_DOSSIER))
    })
}

/// Whether a line could stand in a dossier: a header, or a key with a value.
fn is_toml(line: &str) -> bool {
    let line = line.trim_start();
    let is_header = line.starts_with('[')
        && line[1..]
            .trim_start_matches('[')
            .starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '\'')
        && line.trim_end().ends_with(']')
        && !line.contains(',');
    let key = line.split_once('=').map(|(key, _)| key.trim());
    let is_key = |key: &str| {
        !key.is_empty()
            && key
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\''))
    };
    is_header || key.is_some_and(is_key)
}

fn is_yaml(lines: &[&str]) -> bool {
    let is_key = |line: &&&str| {
        let line = line.trim_start().trim_start_matches("- ");
        line.split_once(':').is_some_and(|(key, rest)| {
            !key.is_empty()
                && key
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"' | '\''))
                && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let n_items = lines
        .iter()
        .filter(|line| line.trim_start().starts_with("- "))
        .count();
    lines.first().is_some_and(|line| is_key(&line))
        && 2 * (lines.iter().filter(is_key).count() + n_items) > lines.len()
}

/// A table: the same separators on every line.
fn table(lines: &[&str]) -> Option<Known> {
    let header = lines.first()?.to_lowercase();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|sign| header.matches(*sign).count())?;
    let n_columns = |line: &str| line.matches(separator).count();
    if lines.len() < 2 || n_columns(&header) == 0 {
        return None;
    }
    let n_alike = lines
        .iter()
        .filter(|line| n_columns(line) >= n_columns(&header))
        .count();
    if 10 * n_alike < 9 * lines.len() {
        return None;
    }
    let cells: Vec<&str> = header
        .split(separator)
        .map(|cell| cell.trim().trim_matches('"'))
        .collect();
    let has = |names: &[&str]| names.iter().any(|name| cells.contains(name));
    if has(&["actor", "actors", "name"])
        && has(&["position"])
        && has(&["influence", "capability", "capabilities", "salience"])
    {
        return Some(known(
            "a table of actors with influence, position and salience, as KTAB reads it",
            "positions on a line are no measures: write what each party can do as a dossier; `detente new` prints one to start from",
        ));
    }
    if has(&["text", "says"]) && has(&["date", "party", "speaker"]) {
        return Some(known(
            "a table of statements",
            "name the dossier: `shift` reads the table that lies beside it",
        ));
    }
    Some(known("a table", WRITE_DOSSIER))
}
