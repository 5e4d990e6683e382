//! Names as they are compared: which are one, and which a reader would take for one.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

use super::chars::{is_accent, is_invisible, is_word_char};
use super::fold;

/// A name as it is compared: folded, with single spaces.
pub fn same(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name in one form and in its own case, without what shows nothing.
pub fn composed(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc()
        .normalize_iter(name.chars().filter(|char| !is_invisible(*char)))
        .collect()
}

/// The letters and digits of a name without accents: two names with the same are taken for one by readers.
pub fn skeleton(name: &str) -> String {
    let mut out = String::new();
    append_skeleton(&fold(name), &mut |char, _| out.push(char));
    out
}

/// Hands on the letters and digits of a folded text without accents, each with the byte at which it stands there.
pub fn append_skeleton(folded: &str, push: &mut impl FnMut(char, usize)) {
    let nfd = DecomposingNormalizerBorrowed::new_nfd();
    for (at, char) in folded.char_indices() {
        if char.is_ascii() {
            if char.is_ascii_alphanumeric() {
                push(char.to_ascii_lowercase(), at);
            }
            continue;
        }
        nfd.normalize_iter(std::iter::once(char))
            .filter(|part| is_word_char(*part) && !is_accent(*part))
            .for_each(|part| push(part, at));
    }
}

/// The position of the one name that is meant: written just so, or else the only one that is the same but for case and form.
pub fn find<'n>(wanted: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<usize> {
    let exact = names.clone().position(|name| name == wanted);
    exact.or_else(|| {
        let wanted = same(wanted);
        let mut all = names.enumerate().filter(|(_, name)| same(name) == wanted);
        let (found, _) = all.next()?;
        all.next().is_none().then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_form_only_are_the_same() {
        for (a, b) in [
            ("Warheads", "warheads"),
            ("Straße", "STRASSE"),
            ("  two\u{a0}words ", "Two  Words"),
            ("ｆｕｌｌ width", "full width"),
            ("cafe\u{301}", "café"),
            ("İstanbul", "istanbul"),
            ("US–DPRK", "us-dprk"),
        ] {
            assert_eq!(same(a), same(b), "{a} {b}");
        }
        assert_ne!(same("café"), same("cafe"));
        assert_eq!(skeleton("Café au lait"), skeleton("CAFE-AU LAIT"));
        assert_ne!(skeleton("warhead"), skeleton("warheads"));
    }

    #[test]
    fn a_name_is_found_where_only_one_is_meant() {
        let find = |wanted, names: &[&'static str]| find(wanted, names.iter().copied());
        assert_eq!(find("US", &["us", "US"]), Some(1));
        assert_eq!(find("Us", &["us", "US"]), None);
        assert_eq!(find("ＵＳ", &["eu", "us"]), Some(1));
        assert_eq!(find("un", &["eu", "us"]), None);
    }
}
