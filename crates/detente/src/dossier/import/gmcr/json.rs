//! The JSON of a `.gmcr` file, checked piece by piece; a finding names the path of what is wrong.

use serde_json::{Map, Value};

use super::twice::twice;
use crate::dossier::names::brief;
use crate::model::{Code, Diagnostic, Direction, Span};

/// More errors than this are not collected.
const ERRORS_MAX: usize = 1000;

/// A conjunction: options in force or not.
pub(super) type Simple = Vec<(usize, bool)>;

/// An option.
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) moves: Direction,
}

/// A decision maker.
pub(super) struct Maker {
    pub(super) name: String,
    pub(super) options: Vec<usize>,
    /// Statements, each a disjunction of conjunctions.
    pub(super) preferences: Vec<Vec<Simple>>,
    /// State numbers, best first.
    pub(super) ranking: Option<Vec<Vec<usize>>>,
    /// The key under which the ranking stands.
    pub(super) ranking_key: &'static str,
}

/// What a file says.
pub(super) struct File {
    pub(super) options: Vec<Choice>,
    pub(super) makers: Vec<Maker>,
    pub(super) infeasibles: Vec<Simple>,
    /// Whether rankings count, and not statements.
    pub(super) manual: bool,
}

/// Reads a file; `None` when there are errors.
pub(super) fn read(text: &str) -> (Option<File>, Vec<Diagnostic>) {
    let mut reader = Reader {
        findings: vec![],
        n_options: None,
    };
    let file = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(file)) => {
            for key in twice(text.trim_start_matches('\u{feff}')) {
                reader.error(format!(
                    "the key `{}` stands twice in one object",
                    brief(&key)
                ));
            }
            Some(reader.file(&file))
        }
        Ok(other) => {
            reader.error(format!("expected an object, found {}", kind_of(&other)));
            None
        }
        Err(error) => {
            reader.findings.push(syntax(text, &error));
            None
        }
    };
    let sound = !reader.findings.iter().any(Diagnostic::is_error);
    (file.filter(|_| sound), reader.findings)
}

fn syntax(text: &str, error: &serde_json::Error) -> Diagnostic {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let mut start = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
    let help = "a `.gmcr` file is JSON, as the GMCR programs write it";
    Diagnostic::error(Code::D026, format!("the file is not JSON: {message}"))
        .at(Span { start, end }, "here")
        .help(help)
}

fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "a boolean".to_owned(),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

struct Reader {
    findings: Vec<Diagnostic>,
    /// `None` when the options could not be read, so that nothing can be said about their positions.
    n_options: Option<usize>,
}

impl Reader {
    fn error(&mut self, message: String) {
        if self.findings.len() < ERRORS_MAX {
            self.findings.push(Diagnostic::error(Code::D026, message));
        }
    }

    fn expected(&mut self, path: &str, expected: &str, found: &Value) {
        self.error(format!(
            "`{path}`: expected {expected}, found {}",
            kind_of(found)
        ));
    }

    fn file(&mut self, file: &Map<String, Value>) -> File {
        let options: Vec<Choice> = self
            .list(file, "options", "an option")
            .iter()
            .enumerate()
            .filter_map(|(idx, it)| self.option(idx, it))
            .collect();
        self.n_options = file.get("options").and_then(Value::as_array).map(Vec::len);
        let makers = self.list(file, "decisionMakers", "a decision maker");
        let manual = self.manual(file);
        let makers: Vec<Maker> = makers
            .iter()
            .enumerate()
            .filter_map(|(idx, it)| self.maker(idx, it, manual))
            .collect();
        self.check_owners(&makers);
        let infeasibles = match file.get("infeasibles") {
            None => vec![],
            Some(Value::Array(patterns)) => patterns
                .iter()
                .enumerate()
                .filter_map(|(idx, it)| self.simple(&format!("infeasibles[{idx}]"), it))
                .collect(),
            Some(other) => {
                self.expected("infeasibles", "an array", other);
                vec![]
            }
        };
        self.check_coalitions(file, makers.len());
        File {
            options,
            makers,
            infeasibles,
            manual,
        }
    }

    /// An array that must be there and not be empty.
    fn list<'v>(&mut self, file: &'v Map<String, Value>, key: &str, item: &str) -> &'v [Value] {
        match file.get(key) {
            Some(Value::Array(items)) if !items.is_empty() => return items,
            Some(Value::Array(_)) => self.error(format!("`{key}`: expected {item}, found none")),
            Some(other) => self.expected(key, "an array", other),
            None => self.error(format!("`{key}` is missing")),
        }
        &[]
    }

    fn text(&mut self, path: &str, object: &Map<String, Value>, key: &str) -> Option<String> {
        match object.get(key) {
            Some(Value::String(text)) => return Some(text.clone()),
            Some(other) => self.expected(&format!("{path}.{key}"), "a string", other),
            None => self.error(format!("`{path}.{key}` is missing")),
        }
        None
    }

    fn option(&mut self, idx: usize, value: &Value) -> Option<Choice> {
        let path = format!("options[{idx}]");
        let Value::Object(option) = value else {
            self.expected(&path, "an object", value);
            return None;
        };
        let name = self.text(&path, option, "name");
        let moves = match self.text(&path, option, "permittedDirection")?.as_str() {
            "both" => Direction::Both,
            "fwd" => Direction::Take,
            "back" => Direction::Drop,
            other => {
                self.error(format!(
                    "`{path}.permittedDirection`: expected `both`, `fwd` or `back`, found `{}`",
                    brief(other)
                ));
                return None;
            }
        };
        Some(Choice { name: name?, moves })
    }

    fn maker(&mut self, idx: usize, value: &Value, manual: bool) -> Option<Maker> {
        let path = format!("decisionMakers[{idx}]");
        let Value::Object(maker) = value else {
            self.expected(&path, "an object", value);
            return None;
        };
        let name = self.text(&path, maker, "name");
        let options = match maker.get("options") {
            Some(Value::Array(options)) => options
                .iter()
                .enumerate()
                .filter_map(|(idx, it)| self.option_idx(&format!("{path}.options[{idx}]"), it))
                .collect(),
            Some(other) => {
                self.expected(&format!("{path}.options"), "an array", other);
                vec![]
            }
            None => {
                self.error(format!("`{path}.options` is missing"));
                vec![]
            }
        };
        let preferences = if manual {
            vec![]
        } else {
            self.preferences(&path, maker)
        };
        let ranking_key = if maker.contains_key("preferenceRanking") {
            "preferenceRanking"
        } else {
            "preferenceVector"
        };
        let ranking = maker
            .get(ranking_key)
            .filter(|_| manual)
            .and_then(|value| self.ranking(&format!("{path}.{ranking_key}"), value));
        if manual && !maker.contains_key(ranking_key) {
            self.error(format!(
                "`{path}.preferenceRanking` is missing, and the file says that rankings count"
            ));
        }
        if maker
            .get("misperceptions")
            .and_then(Value::as_array)
            .is_some_and(|patterns| !patterns.is_empty())
        {
            let message = format!(
                "`{path}.misperceptions` is not used: every decision maker sees every state"
            );
            self.findings.push(Diagnostic::warning(Code::W112, message));
        }
        Some(Maker {
            name: name?,
            options,
            preferences,
            ranking,
            ranking_key,
        })
    }

    fn option_idx(&mut self, path: &str, value: &Value) -> Option<usize> {
        let Some(idx) = value.as_u64() else {
            self.expected(path, "the position of an option, from 0", value);
            return None;
        };
        let n_options = self.n_options?;
        let idx = usize::try_from(idx).ok().filter(|idx| *idx < n_options);
        if idx.is_none() {
            self.error(format!(
                "`{path}`: there is no option {value}; the last is {}",
                n_options.saturating_sub(1)
            ));
        }
        idx
    }

    fn check_owners(&mut self, makers: &[Maker]) {
        let n_options = self.n_options.unwrap_or_default();
        let mut owner: Vec<Option<usize>> = vec![None; n_options];
        for (idx, maker) in makers.iter().enumerate() {
            for &option in &maker.options {
                match owner[option].replace(idx) {
                    None => {}
                    Some(first) if first == idx => self.error(format!(
                        "`options[{option}]`: `decisionMakers[{idx}]` lists it twice"
                    )),
                    Some(first) => {
                        self.error(format!("`options[{option}]`: `decisionMakers[{first}]` and `decisionMakers[{idx}]` both have it"));
                    }
                }
            }
        }
        // Options of a decision maker that could not be read would look as if they had no owner.
        if self.findings.iter().any(Diagnostic::is_error) {
            return;
        }
        for option in (0..n_options).filter(|option| owner[*option].is_none()) {
            self.error(format!("`options[{option}]`: no decision maker has it"));
        }
    }

    fn preferences(&mut self, path: &str, maker: &Map<String, Value>) -> Vec<Vec<Simple>> {
        let path = format!("{path}.preferences");
        match maker.get("preferences") {
            None => vec![],
            Some(Value::Array(list)) => list
                .iter()
                .enumerate()
                .filter_map(|(idx, it)| self.statement(&format!("{path}[{idx}]"), it))
                .collect(),
            Some(other) => {
                self.expected(&path, "an array", other);
                vec![]
            }
        }
    }

    fn statement(&mut self, path: &str, value: &Value) -> Option<Vec<Simple>> {
        match value {
            Value::Array(_) => Some(vec![self.simple(path, value)?]),
            Value::Object(compound) => match compound.get("members") {
                Some(Value::Array(members)) => {
                    let members = members.iter().enumerate();
                    Some(
                        members
                            .filter_map(|(idx, it)| {
                                self.simple(&format!("{path}.members[{idx}]"), it)
                            })
                            .collect(),
                    )
                }
                Some(other) => {
                    self.expected(&format!("{path}.members"), "an array", other);
                    None
                }
                None => {
                    self.error(format!("`{path}.members` is missing"));
                    None
                }
            },
            other => {
                self.expected(path, "a list of options or a compound", other);
                None
            }
        }
    }

    fn simple(&mut self, path: &str, value: &Value) -> Option<Simple> {
        let Value::Array(literals) = value else {
            self.expected(path, "a list of options", value);
            return None;
        };
        literals
            .iter()
            .enumerate()
            .map(|(idx, it)| self.literal(&format!("{path}[{idx}]"), it))
            .collect()
    }

    fn literal(&mut self, path: &str, value: &Value) -> Option<(usize, bool)> {
        let Some([option, letter]) = value.as_array().map(Vec::as_slice) else {
            self.expected(path, "an option with `Y` or `N`, as [0, \"Y\"]", value);
            return None;
        };
        let option = self.option_idx(&format!("{path}[0]"), option)?;
        match letter.as_str() {
            Some("Y") => Some((option, true)),
            Some("N") => Some((option, false)),
            Some(other) => {
                self.error(format!(
                    "`{path}[1]`: expected `Y` or `N`, found `{}`",
                    brief(other)
                ));
                None
            }
            None => {
                self.expected(&format!("{path}[1]"), "`Y` or `N`", letter);
                None
            }
        }
    }

    fn ranking(&mut self, path: &str, value: &Value) -> Option<Vec<Vec<usize>>> {
        let Value::Array(classes) = value else {
            self.expected(path, "an array", value);
            return None;
        };
        let class = |reader: &mut Self, idx: usize, class: &Value| -> Option<Vec<usize>> {
            let path = format!("{path}[{idx}]");
            match class {
                Value::Array(tie) => tie
                    .iter()
                    .enumerate()
                    .map(|(idx, it)| reader.number(&format!("{path}[{idx}]"), it))
                    .collect(),
                one => Some(vec![reader.number(&path, one)?]),
            }
        };
        let classes: Vec<Option<Vec<usize>>> = classes
            .iter()
            .enumerate()
            .map(|(idx, it)| class(self, idx, it))
            .collect();
        classes.into_iter().collect()
    }

    fn number(&mut self, path: &str, value: &Value) -> Option<usize> {
        let number = value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        if number.is_none() {
            self.expected(path, "the number of a state, from 1", value);
        }
        number
    }

    fn manual(&mut self, file: &Map<String, Value>) -> bool {
        for key in ["useManualPreferenceRanking", "useManualPreferenceVectors"] {
            match file.get(key) {
                None => {}
                Some(Value::Bool(manual)) => return *manual,
                Some(other) => self.expected(key, "`true` or `false`", other),
            }
        }
        false
    }

    /// Coalitions say something when a decision maker is not alone.
    fn check_coalitions(&mut self, file: &Map<String, Value>, n_makers: usize) {
        let Some(coalitions) = file.get("coalitions") else {
            return;
        };
        let members = |item: &Value| match item {
            Value::Array(members) => members.iter().filter_map(Value::as_u64).collect(),
            one => one.as_u64().into_iter().collect::<Vec<_>>(),
        };
        let listed: Vec<Vec<u64>> = coalitions
            .as_array()
            .map(|list| list.iter().map(members).collect())
            .unwrap_or_default();
        let is_joint = listed.iter().any(|members| members.len() > 1);
        let missing: Vec<String> = (0..n_makers)
            .filter(|maker| !listed.iter().flatten().any(|it| *it == *maker as u64))
            .filter_map(|maker| {
                let maker = file.get("decisionMakers")?.get(maker)?;
                Some(format!("`{}`", brief(maker.get("name")?.as_str()?)))
            })
            .collect();
        let empty = coalitions.is_null() || coalitions.as_array().is_some_and(Vec::is_empty);
        let message = match (empty, is_joint, missing.as_slice()) {
            (true, ..) | (false, false, []) => return,
            (false, true, []) => {
                "`coalitions` is not used: every decision maker acts alone".to_owned()
            }
            (false, _, missing) => format!(
                "`coalitions` is incomplete: it leaves out {}; every decision maker acts alone here",
                missing.join(", ")
            ),
        };
        let help = "`stability --coalitions` asks about every coalition of the parties";
        self.findings
            .push(Diagnostic::warning(Code::W112, message).help(help));
    }
}
