//! The statements of a party in another order, in the text of a dossier.

use toml_edit::{Array, ArrayOfTables, Decor, DocumentMut, Item, TableLike, Value};

use super::change::Unfit;

/// The text of a dossier with a party's statements in another order: its own list, or the one that a view puts in its place. `order` has
/// the positions of the list as it is, most important first.
///
/// A statement moves with the comments that stand right above it and behind it. What a blank line sets apart from it stays in place, and so
/// does everything else in the file. Lines end as they did if they all ended alike.
///
/// # Errors
/// When the text is not TOML, or has no such list.
///
/// # Panics
/// When `order` does not name each position of the list once.
pub fn reorder(
    text: &str,
    party: &str,
    view: Option<&str>,
    order: &[usize],
) -> Result<String, Unfit> {
    let (mark, plain) = if text.starts_with('\u{feff}') {
        text.split_at('\u{feff}'.len_utf8())
    } else {
        ("", text)
    };
    let mut document: DocumentMut = plain.parse().map_err(|_| Unfit::NotToml)?;
    let path = match view {
        None => vec!["parties", party],
        Some(view) => vec!["views", view, party],
    };
    let mut table: &mut dyn TableLike = document.as_table_mut();
    for (depth, part) in path.iter().enumerate() {
        table = table
            .get_mut(part)
            .and_then(Item::as_table_like_mut)
            .ok_or_else(|| missing(part, &path[..depth]))?;
    }
    match table.get_mut("prefers") {
        Some(Item::ArrayOfTables(tables)) => reorder_tables(tables, order),
        Some(Item::Value(Value::Array(array))) => reorder_array(array, order),
        _ => return Err(missing("prefers", &path)),
    }
    let changed = document.to_string();
    let n_returns = plain.matches("\r\n").count();
    let changed = if n_returns > 0 && n_returns == plain.matches('\n').count() {
        changed.replace('\n', "\r\n")
    } else {
        changed
    };
    Ok(format!("{mark}{changed}"))
}

fn missing(part: &str, within: &[&str]) -> Unfit {
    Unfit::Unknown {
        part: part.to_string(),
        within: within.join("."),
        known: vec![],
    }
}

/// Checks that an order names each of `n` positions once.
fn assert_order(order: &[usize], n: usize) {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    assert!(
        sorted.into_iter().eq(0..n),
        "an order names each position of the list once"
    );
}

fn reorder_tables(tables: &mut ArrayOfTables, order: &[usize]) {
    assert_order(order, tables.len());
    let old: Vec<_> = tables.iter().cloned().collect();
    let prefixes: Vec<(String, String)> = old
        .iter()
        .map(|table| split_above(&prefix(table.decor())))
        .collect();
    for (place, &from) in order.iter().enumerate() {
        let Some(slot) = tables.get_mut(place) else {
            continue;
        };
        *slot = old[from].clone();
        slot.set_position(old[place].position());
        slot.decor_mut()
            .set_prefix(format!("{}{}", prefixes[place].0, prefixes[from].1));
    }
}

/// What stands above a header: what stays in place, up to the last blank line, and the comments right above it.
fn split_above(prefix: &str) -> (String, String) {
    let mut at = 0;
    let mut end = 0;
    for line in prefix.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            end = at;
        }
    }
    let (stays, moves) = prefix.split_at(end);
    (stays.to_string(), moves.to_string())
}

fn reorder_array(array: &mut Array, order: &[usize]) {
    assert_order(order, array.len());
    let mut old: Vec<Value> = array.iter().cloned().collect();
    let mut end = array.trailing().as_str().unwrap_or_default().to_string();
    if let Some(last) = old.last_mut().filter(|_| !array.trailing_comma()) {
        // The last item without a comma: what follows it, a comment perhaps, is the end of the array.
        end = format!(
            "{}{end}",
            last.decor()
                .suffix()
                .and_then(|suffix| suffix.as_str())
                .unwrap_or_default()
        );
        last.decor_mut().set_suffix("");
        array.set_trailing_comma(end.contains('\n'));
    }
    // What stands behind an item, to the end of its line, belongs to it; what stands above it as well.
    let mut above = vec![];
    let mut behind = vec![];
    let mut opening = String::new();
    for (place, item) in old.iter().enumerate() {
        let (before, own) = split_behind(&prefix(item.decor()));
        if place == 0 {
            opening = before;
        } else {
            behind.push(before);
        }
        above.push(own);
    }
    let (last, closing) = split_behind(&end);
    behind.push(last);
    let mut before = opening;
    for (place, &from) in order.iter().enumerate() {
        let mut item = old[from].clone();
        item.decor_mut().set_prefix(format!(
            "{before}{}",
            if above[place].contains('\n') {
                &above[from]
            } else {
                &above[place]
            }
        ));
        array.replace_formatted(place, item);
        before.clone_from(&behind[from]);
    }
    array.set_trailing(format!("{before}{closing}"));
}

/// What stands before an item: the rest of the line before, if there is one, and what begins on lines of its own.
fn split_behind(text: &str) -> (String, String) {
    let (behind, above) = text.split_at(text.find('\n').unwrap_or(0));
    (behind.to_string(), above.to_string())
}

fn prefix(decor: &Decor) -> String {
    decor
        .prefix()
        .and_then(|prefix| prefix.as_str())
        .unwrap_or_default()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# Head.
[parties.us]
name = "US" # short

# ---- what it wants ----

# First of all.
[[parties.us.prefers]]
that  = "a"       # as said
basis = "judgement"
[[parties.us.prefers]]
that = "b"
# Because of c.
# And again.
[[parties.us.prefers]]
that  =   'c'

[[rules]]
never = "a and b"
[views.hawk.us]
prefers = [ # best first
  { that = "a" }, # why a
  # above b
  { that = "b" },
  { that = "c" } # why c
] # end
"#;

    #[test]
    fn statements_move_with_their_comments_and_all_else_stays() {
        let changed = reorder(TEXT, "us", None, &[2, 0, 1]).expect("there is such a list");
        let expected = r#"# Head.
[parties.us]
name = "US" # short

# ---- what it wants ----

# Because of c.
# And again.
[[parties.us.prefers]]
that  =   'c'
# First of all.
[[parties.us.prefers]]
that  = "a"       # as said
basis = "judgement"
[[parties.us.prefers]]
that = "b"

[[rules]]
"#;
        assert!(changed.starts_with(expected), "{changed}");
        assert_eq!(
            changed[expected.len()..],
            TEXT[TEXT.find("never").expect("it is there")..]
        );
    }

    #[test]
    fn items_of_an_array_move_with_their_comments() {
        let changed = reorder(TEXT, "us", Some("hawk"), &[2, 1, 0]).expect("there is such a list");
        let expected = r#"prefers = [ # best first
  { that = "c" }, # why c
  # above b
  { that = "b" },
  { that = "a" }, # why a
] # end
"#;
        assert!(changed.ends_with(expected), "{changed}");
        let line = r#"parties.us.prefers = [{ that = "a" }, { that = "b" }]"#;
        let changed = reorder(line, "us", None, &[1, 0]).expect("there is such a list");
        assert_eq!(
            changed.trim_end(),
            r#"parties.us.prefers = [{ that = "b" }, { that = "a" }]"#
        );
    }

    #[test]
    fn the_same_order_gives_the_same_text() {
        for text in [
            TEXT.to_string(),
            TEXT.replace('\n', "\r\n"),
            format!("\u{feff}{TEXT}"),
        ] {
            assert_eq!(
                reorder(&text, "us", None, &[0, 1, 2]).expect("there is such a list"),
                text
            );
        }
    }

    #[test]
    fn a_list_that_is_not_there_is_told() {
        let told = |party, view| {
            reorder(TEXT, party, view, &[])
                .expect_err("there is no such list")
                .to_string()
        };
        assert_eq!(told("dprk", None), "there is no `dprk` in `parties`");
        assert_eq!(told("us", Some("dove")), "there is no `dove` in `views`");
    }
}
