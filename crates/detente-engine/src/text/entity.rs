//! HTML entities: `&eacute;`, `&#233;`, `&#xE9;`, and what was written twice over, as `&amp;eacute;`.

use super::image::{Image, image, images};

/// The most characters between `&` and `;`.
const NAME_MAX: usize = 40;

/// Whether a character is `&`, in whatever form.
pub(super) fn is_ampersand(char: char) -> bool {
    matches!(char, '&' | '\u{ff06}' | '\u{fe60}')
}

/// What the entity stands for whose `&` ends at `at`, and where the entity ends; `None` where there is none.
///
/// An entity for `&` begins another where a name and `;` follow. Names are read as they are written, and else without regard to case and form.
pub(super) fn entity(text: &str, at: usize) -> Option<(String, usize)> {
    let mut best = None;
    let mut from = at;
    while let Some((value, end)) = single(text, from) {
        let is_nested = value.chars().eq(['&']) || value.chars().all(is_ampersand);
        best = Some((value, end));
        if !is_nested {
            break;
        }
        from = end;
    }
    best
}

fn single(text: &str, at: usize) -> Option<(String, usize)> {
    let mut name = String::new();
    for (from, char) in text[at..].char_indices().take(NAME_MAX) {
        match image(char).0 {
            Image::One(';') => {
                let end = at + from + char.len_utf8();
                let written = &text[at..at + from];
                return value(written).or_else(|| value(&name)).map(|it| (it, end));
            }
            Image::One(one) if one.is_ascii_alphanumeric() || one == '#' => name.push(one),
            Image::None => {}
            Image::Many => images(char, &mut name),
            _ => return None,
        }
    }
    None
}

/// The entity with which a folded text ends, but for its `;`: where it begins, and what it stands for.
pub(super) fn entity_at_end(text: &str) -> Option<(usize, String)> {
    let name = text
        .bytes()
        .rev()
        .take(NAME_MAX)
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    let at = text.len() - name;
    (text.as_bytes()[at - 1] == b'&').then_some(())?;
    value(&text[at..]).map(|value| (at - 1, value))
}

/// What an entity with this name stands for.
fn value(name: &str) -> Option<String> {
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    {
        return None;
    }
    let written = format!("&{name};");
    let value = html_escape::decode_html_entities(&written);
    (value != written).then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_read_by_name_and_number_and_twice_over() {
        let read = |text: &str| entity(text, 1);
        let is = |text: &str, value: &str, end: usize| {
            assert_eq!(read(text), Some((value.into(), end)), "{text}");
        };
        is("&eacute;t", "é", 8);
        is("&Eacute;", "É", 8);
        is("&#233;", "é", 6);
        is("&#xE9;x", "é", 6);
        is("&amp;eacute;", "é", 12);
        is("&amp;amp;#xe9;", "é", 14);
        is("&amp; co", "&", 5);
        for text in ["&", "&co", "&co ;", "&nosuchname;", "&;", "&#;", "& amp;"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
