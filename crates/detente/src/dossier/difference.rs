//! What differs between two dossiers, key by key, and the dossier that lies any part of the way from one to the other.

use std::collections::HashMap;

use toml::{Table, Value};

use super::change::Unfit;

/// How a part of a dossier differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value is another one.
    Changed,
    /// It is only in the second dossier.
    Added,
    /// It is only in the first dossier.
    Removed,
    /// An item stands at another place of its list, where the order matters.
    Moved,
}

/// One difference between two dossiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// How it differs.
    pub kind: Kind,
    /// The dotted path of the key; an item of a list is named by its id or by what it says, in “ ”.
    pub place: String,
    /// The value in the first dossier, as the file writes it; `None` where it is absent or not a single value.
    pub before: Option<String>,
    /// The value in the second dossier.
    pub after: Option<String>,
    /// The tables and items that lead to it.
    path: Vec<String>,
    /// Its own key or name.
    key: String,
    /// What the second dossier has there; `None` when nothing.
    value: Option<Value>,
    /// For an item of a list: the items before it in the second dossier, nearest first.
    before_it: Option<Vec<String>>,
}

/// Sections and keys that say why, how surely or for whom, but not what can happen or what anybody wants.
const IDLE: &[&str] = &[
    "evidence",
    "roadmap",
    "statements",
    "hypotheses",
    "indicators",
    "weigh",
    "events",
    "gaps",
    "figures",
    "title",
    "as_of",
    "hindsight",
    "by",
    "name",
    "aliases",
    "text",
    "cites",
    "against",
    "basis",
    "sure",
    "since",
    "why",
];

impl Difference {
    /// Whether it can turn a verdict about where the conflict settles. Names, reasons and credences cannot.
    pub fn can_turn(&self) -> bool {
        let first = self.path.first().unwrap_or(&self.key);
        // What is idle elsewhere counts there: the name of a measure or a party, and whom a rule about moves binds.
        let is_measure_or_party = self
            .path
            .last()
            .is_some_and(|last| ["measures", "parties", "never_move"].contains(&last.as_str()));
        !IDLE[..7].contains(&first.as_str())
            && (is_measure_or_party || !IDLE.contains(&self.key.as_str()))
    }
}

/// Everything in which the second dossier differs from the first, in the order of the first.
///
/// # Errors
/// When a text is not TOML.
pub fn differences(first: &str, second: &str) -> Result<Vec<Difference>, Unfit> {
    let mut found = vec![];
    tables(&tree(first)?, &tree(second)?, &mut vec![], &mut found);
    Ok(found)
}

/// The first dossier with some of its differences made, as text without the comments and layout of the first.
///
/// # Errors
/// When the text is not TOML. Whether the result is sound is for [`read`](super::read) to say.
///
/// # Panics
/// When a difference is not one of this dossier.
pub fn with_differences(first: &str, made: &[&Difference]) -> Result<String, Unfit> {
    let mut tree = Value::Table(tree(first)?);
    for difference in made {
        let mut at = &mut tree;
        for part in &difference.path {
            at = step(at, part)
                .expect("a difference of this dossier leads through what the dossier has");
        }
        make(at, difference);
    }
    Ok(text_of(tree))
}

/// The dossier as one of its views has it: the view's lists in place of the parties' own. `None` when there is no such view.
///
/// # Errors
/// When the text is not TOML.
pub fn in_view(text: &str, view: &str) -> Result<Option<String>, Unfit> {
    let mut tree = tree(text)?;
    let Some(replaced) = tree
        .get("views")
        .and_then(|views| views.get(view))
        .and_then(Value::as_table)
        .cloned()
    else {
        return Ok(None);
    };
    for (party, lists) in replaced {
        let Some(lists) = lists.as_table() else {
            continue;
        };
        let Some(own) = tree
            .get_mut("parties")
            .and_then(|parties| parties.get_mut(&party))
            .and_then(Value::as_table_mut)
        else {
            continue;
        };
        own.retain(|key, _| !["prefers", "ranking", "values"].contains(&key));
        own.extend(lists.clone());
    }
    Ok(Some(text_of(Value::Table(tree))))
}

fn text_of(file: Value) -> String {
    match file {
        Value::Table(table) => table.to_string(),
        _ => unreachable!("a file is a table"),
    }
}

fn tree(text: &str) -> Result<Table, Unfit> {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .parse()
        .map_err(|_| Unfit::NotToml)
}

fn tables(first: &Table, second: &Table, path: &mut Vec<String>, found: &mut Vec<Difference>) {
    for (key, before) in first {
        match second.get(key) {
            Some(after) => values(key, before, after, path, found),
            None => found.push(difference(Kind::Removed, path, key, Some(before), None)),
        }
    }
    let added = second.iter().filter(|(key, _)| !first.contains_key(*key));
    found.extend(added.map(|(key, after)| difference(Kind::Added, path, key, None, Some(after))));
}

fn values(
    key: &str,
    before: &Value,
    after: &Value,
    path: &mut Vec<String>,
    found: &mut Vec<Difference>,
) {
    match (before, after) {
        (Value::Table(before), Value::Table(after)) => {
            path.push(key.to_string());
            tables(before, after, path, found);
            path.pop();
        }
        (Value::Array(before), Value::Array(after)) if is_list(before) && is_list(after) => {
            path.push(key.to_string());
            lists(before, after, path, found);
            path.pop();
        }
        _ if before == after => {}
        _ => found.push(difference(
            Kind::Changed,
            path,
            key,
            Some(before),
            Some(after),
        )),
    }
}

/// Whether an array is a list of tables.
fn is_list(array: &[Value]) -> bool {
    !array.is_empty() && array.iter().all(Value::is_table)
}

/// The items that stay in place are a longest common subsequence; the others are removed, added or moved.
fn lists(first: &[Value], second: &[Value], path: &mut Vec<String>, found: &mut Vec<Difference>) {
    let (names, new_names) = (names_of(first), names_of(second));
    let stays = common_subsequence(&names, &new_names);
    for (name, before) in names.iter().zip(first) {
        match new_names.iter().position(|new| new == name) {
            None => found.push(Difference {
                before_it: Some(vec![]),
                ..difference(Kind::Removed, path, name, Some(before), None)
            }),
            Some(at) => {
                values(name, before, &second[at], path, found);
                if !stays.contains(name) {
                    let moved =
                        difference(Kind::Moved, path, name, Some(before), Some(&second[at]));
                    found.push(Difference {
                        before_it: Some(new_names[..at].iter().rev().cloned().collect()),
                        ..moved
                    });
                }
            }
        }
    }
    for (at, name) in new_names
        .iter()
        .enumerate()
        .filter(|(_, name)| !names.contains(name))
    {
        let before_it = Some(new_names[..at].iter().rev().cloned().collect());
        found.push(Difference {
            before_it,
            ..difference(Kind::Added, path, name, None, Some(&second[at]))
        });
    }
}

/// The names of the items of a list: their id, or what they say; repeated ones are numbered.
fn names_of(list: &[Value]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |item: &Value| {
        let id = item.get("id").and_then(Value::as_str).map(str::to_string);
        let says = ["that", "of", "never", "always"]
            .iter()
            .find_map(|key| item.get(key)?.as_str())
            .map(|says| format!("“{says}”"));
        let end = |key| item.get("never_move")?.get(key)?.as_str();
        let moves = || Some(format!("“{} → {}”", end("from")?, end("to")?));
        let name = id
            .or(says)
            .or_else(moves)
            .unwrap_or_else(|| "item".to_string());
        let times = seen
            .entry(name.clone())
            .and_modify(|times| *times += 1)
            .or_insert(1);
        if *times == 1 {
            name
        } else {
            format!("{name} ({times})")
        }
    };
    list.iter().map(name).collect()
}

/// A longest common subsequence of two lists of names.
fn common_subsequence(first: &[String], second: &[String]) -> Vec<String> {
    let mut longest = vec![vec![0_usize; second.len() + 1]; first.len() + 1];
    for (row, name) in first.iter().enumerate().rev() {
        for (column, other) in second.iter().enumerate().rev() {
            longest[row][column] = if name == other {
                longest[row + 1][column + 1] + 1
            } else {
                longest[row + 1][column].max(longest[row][column + 1])
            };
        }
    }
    let (mut row, mut column, mut common) = (0, 0, vec![]);
    while row < first.len() && column < second.len() {
        if first[row] == second[column] {
            common.push(first[row].clone());
            (row, column) = (row + 1, column + 1);
        } else if longest[row + 1][column] >= longest[row][column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    common
}

fn difference(
    kind: Kind,
    path: &[String],
    key: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Difference {
    let shown = |value: &Value| {
        (!value.is_table() && !value.as_array().is_some_and(|array| is_list(array)))
            .then(|| value.to_string())
    };
    let place = path
        .iter()
        .map(String::as_str)
        .chain([key])
        .collect::<Vec<_>>()
        .join(".")
        .replace(".“", " “");
    Difference {
        kind,
        place,
        before: before.and_then(shown),
        after: after.and_then(shown),
        path: path.to_vec(),
        key: key.to_string(),
        value: after.cloned(),
        before_it: None,
    }
}

/// The table or list that a part of a path leads to.
fn step<'a>(at: &'a mut Value, part: &str) -> Option<&'a mut Value> {
    match at {
        Value::Table(table) => table.get_mut(part),
        Value::Array(list) => {
            let found = names_of(list).iter().position(|name| name == part)?;
            list.get_mut(found)
        }
        _ => None,
    }
}

fn make(at: &mut Value, difference: &Difference) {
    match (at, &difference.before_it) {
        (Value::Table(table), _) => match &difference.value {
            Some(value) => drop(table.insert(difference.key.clone(), value.clone())),
            None => drop(table.remove(&difference.key)),
        },
        (Value::Array(list), Some(before_it)) => {
            let at = names_of(list)
                .iter()
                .position(|name| *name == difference.key);
            let old = at.map(|at| list.remove(at));
            // A moved item keeps what it says here; that it says something else is another difference.
            let item = if difference.kind == Kind::Moved {
                old
            } else {
                difference.value.clone()
            };
            let Some(item) = item else { return };
            let names = names_of(list);
            let anchor = before_it
                .iter()
                .find_map(|name| names.iter().position(|other| other == name));
            list.insert(anchor.map_or(0, |anchor| anchor + 1), item);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = r#"
question = "x"
[parties.us]
name = "US"
[parties.us.measures]
a = { text = "a", now = true }
b = { text = "b" }
[[parties.us.prefers]]
that = "p"
[[parties.us.prefers]]
that = "q"
sure = 0.5
[[parties.us.prefers]]
that = "r"
[views.hawk.us]
values = [{ of = "b", worth = 1 }]
"#;

    const SECOND: &str = r#"
[parties.us]
name = "USA"
[parties.us.measures]
a = { text = "a" }
c = { text = "c" }
[[parties.us.prefers]]
that = "r"
[[parties.us.prefers]]
that = "p"
[[parties.us.prefers]]
that = "s"
[views.hawk.us]
values = [{ of = "b", worth = 2 }]
"#;

    fn told(found: &[Difference]) -> Vec<(Kind, &str, bool)> {
        found
            .iter()
            .map(|it| (it.kind, it.place.as_str(), it.can_turn()))
            .collect()
    }

    #[test]
    fn every_difference_is_found_once() {
        let found = differences(FIRST, SECOND).expect("both are TOML");
        let expected = [
            (Kind::Removed, "question", true),
            (Kind::Changed, "parties.us.name", false),
            (Kind::Removed, "parties.us.measures.a.now", true),
            (Kind::Removed, "parties.us.measures.b", true),
            (Kind::Added, "parties.us.measures.c", true),
            (Kind::Removed, "parties.us.prefers “q”", true),
            (Kind::Moved, "parties.us.prefers “p”", true),
            (Kind::Added, "parties.us.prefers “s”", true),
            (Kind::Changed, "views.hawk.us.values “b”.worth", true),
        ];
        let mut sorted = told(&found);
        sorted
            .sort_by_key(|(_, place, _)| expected.iter().position(|(_, other, _)| other == place));
        assert_eq!(sorted, expected);
        assert_eq!(
            (found[1].before.as_deref(), found[1].after.as_deref()),
            (Some("\"US\""), Some("\"USA\""))
        );
        assert!(differences(FIRST, FIRST).expect("TOML").is_empty());
    }

    #[test]
    fn all_differences_lead_from_the_first_to_the_second() {
        let found = differences(FIRST, SECOND).expect("both are TOML");
        let made =
            with_differences(FIRST, &found.iter().collect::<Vec<_>>()).expect("the first is TOML");
        assert!(
            differences(&made, SECOND)
                .expect("both are TOML")
                .is_empty(),
            "{made}"
        );
        let moved: Vec<&Difference> = found.iter().filter(|it| it.kind == Kind::Moved).collect();
        let made = with_differences(FIRST, &moved).expect("the first is TOML");
        let order = [r#"that = "q""#, r#"that = "r""#, r#"that = "p""#]
            .map(|line| made.find(line).expect("every line is there"));
        assert!(order.is_sorted(), "{made}");
    }

    #[test]
    fn a_view_takes_the_place_of_the_party_s_own_list() {
        let made = in_view(FIRST, "hawk")
            .expect("TOML")
            .expect("there is such a view");
        let found = differences(FIRST, &made).expect("both are TOML");
        assert_eq!(
            told(&found),
            [
                (Kind::Removed, "parties.us.prefers", true),
                (Kind::Added, "parties.us.values", true)
            ]
        );
        assert_eq!(in_view(FIRST, "dove").expect("TOML"), None);
    }
}
