//! Texts as they are compared: by example, against the steps taken one by one, and back to the text as written.

use detente::oracle::folding::folded;
use detente::text::{Folded, fold};
use proptest::prelude::*;

/// The folded text must be the same by the slow way, and folding it again must change nothing.
fn check(text: &str) -> Result<(), TestCaseError> {
    let fast = Folded::new(text);
    let (slow, breaks) = folded(text);
    let slow: String = slow.into_iter().collect();
    prop_assert_eq!(
        fast.text().to_ascii_lowercase(),
        slow.as_str(),
        "{:?}",
        text
    );
    let chars = |at: &usize| fast.text()[..*at].chars().count();
    let fast_breaks: Vec<usize> = fast.breaks().iter().map(chars).collect();
    if !text.contains("amp;") {
        prop_assert_eq!(fast_breaks, breaks, "{:?}", text);
    }
    let again = fold(&slow);
    prop_assert_eq!(again, slow, "folded twice: {:?}", text);
    Ok(())
}

#[test]
fn every_character_is_folded_as_the_steps_say() {
    for char in '\0'..=char::MAX {
        // Private use, and of long rows of like characters some.
        let is_private = ('\u{e000}'..='\u{f8ff}').contains(&char) || char > '\u{efff0}';
        let is_in_row = matches!(char, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{17000}'..='\u{1b000}' | '\u{20000}'..);
        let is_known = ('\u{2f800}'..='\u{2fa20}').contains(&char);
        if is_private || (is_in_row && !is_known && u32::from(char) % 97 != 0) {
            continue;
        }
        check(&format!("xi{char}e")).unwrap_or_else(|why| panic!("{char:?}: {why}"));
    }
}

#[test]
fn texts_that_a_reader_takes_for_one_are_one() {
    let same = [
        ("assèchement", "asse\u{300}chement"),
        ("assèchement", "as\u{ad}sèche\u{200b}ment"),
        ("assèchement", "ass&egrave;chement"),
        ("assèchement", "ass&#232;che&shy;ment"),
        ("assèchement", "ass&amp;#xE8;chement"),
        ("assèchement", "ASSÈCHEMENT"),
        ("assèchement", "assèche-\nment"),
        ("assèchement", "assèche-\r\n  ment"),
        ("assèchement", "assèche\u{ad}\r\nment"),
        // The end of a line within a word of a script without spaces, with and without an indentation.
        ("实现半岛无核化目标", "实现半岛无\n核化目标"),
        ("実現非核化", "実現非\r\n  核化"),
        ("สันติภาพ", "สันติ\nภาพ"),
        // A Hebrew abbreviation.
        ("צה\"ל", "צה״ל"),
        // Greek, with a final sigma and accents apart.
        ("ΑΠΟΠΥΡΗΝΙΚΟΠΟΊΗΣΗΣ", "αποπυρηνικοποίησης"),
        ("ὀδυσσεύς", "Ο\u{313}ΔΥΣΣΕΥ\u{301}Σ"),
        // German.
        ("Straße", "STRASSE"),
        ("Abrüstung", "ABRU\u{308}STUNG"),
        ("MASSSTAB", "Maßstab"),
        ("GROẞ", "groß"),
        // Turkish: the dotted and the dotless i are one.
        ("İran", "iran"),
        ("SINIR", "sınır"),
        ("SİLAHSIZLANMA", "silahsızlanma"),
        // Vietnamese, composed, in part, and apart.
        ("phi hạt nhân hoá", "phi ha\u{323}t nhân hoa\u{301}"),
        ("việt", "vie\u{302}\u{323}t"),
        ("việt", "vi\u{1eb9}\u{302}t"),
        // Arabic: vowel marks and the stretching stroke; hamza as a mark of its own.
        ("نزع السلاح", "نَزْعُ السِّلَاحِ"),
        ("نزع السلاح", "نـــزع الســلاح"),
        ("أسلحة", "ا\u{654}سلحة"),
        ("لا", "\u{fefb}"),
        // Hebrew points and accents.
        ("שלום", "שָׁל\u{5b9}ו\u{591}ם"),
        ("שלום", "\u{fb2a}לום"),
        // Thai: one vowel sign, or its two parts.
        ("น้ำ", "น\u{e49}\u{e4d}า"),
        // Korean: syllables and letters.
        (
            "비핵화",
            "\u{1107}\u{1175}\u{1112}\u{1162}\u{11a8}\u{1112}\u{116a}",
        ),
        // Ligatures and full-width forms.
        ("conflict office", "con\u{fb02}ict o\u{fb03}ce"),
        ("NPT 2025", "ＮＰＴ　２０２５"),
        ("デタント", "ﾃﾞﾀﾝﾄ"),
        // Digits of other scripts, dashes, apostrophes.
        ("2025", "٢٠٢٥"),
        ("2025", "२०२५"),
        ("six-party", "six‐party"),
        ("six-party", "six–party"),
        ("six-party", "six\u{2011}party"),
        ("Korea's", "Korea’s"),
        ("п'ять", "п\u{2bc}ять"),
        ("l'eau", "l\u{b4}eau"),
    ];
    for (a, b) in same {
        assert_eq!(fold(a), fold(b), "{a} {b}");
    }
    for (a, b) in [
        ("pere", "père"),
        ("a-b", "ab"),
        ("核", "核心"),
        ("и", "й"),
        ("か", "が"),
        ("peace", "peace™"),
    ] {
        assert_ne!(fold(a), fold(b), "{a} {b}");
    }
    assert_eq!(fold("peace™"), "peace™");
}

#[test]
fn a_hyphen_at_the_end_of_a_line_is_taken_out_between_letters_only() {
    for (text, wanted, n_breaks) in [
        ("denu-\nclear", "denuclear", 1),
        ("denu\u{2010} \r\n\tclear", "denuclear", 1),
        ("denu\u{ad}\nclear", "denuclear", 0),
        ("denu&shy;&#10;clear", "denuclear", 0),
        ("1914-\n18", "1914-\n18", 0),
        ("so -\nand", "so -\nand", 0),
        ("end-\n\nnew", "end-\n\nnew", 0),
        ("end-\n(new)", "end-\n(new)", 0),
        ("end- new", "end- new", 0),
        ("a-\nb-\nc", "abc", 2),
    ] {
        let folded = Folded::new(text);
        assert_eq!(
            (folded.text(), folded.breaks().len()),
            (wanted, n_breaks),
            "{text:?}"
        );
    }
}

#[test]
fn what_was_changed_is_counted_by_kind() {
    let text = "e\u{301}t\u{e9} as\u{ad}se\u{200b} ﬁn l’eau – نَزْع &amp; wrap-\nped";
    let changes = Folded::new(text).changes();
    let kinds: Vec<u64> = changes.kinds().iter().map(|(_, count)| *count).collect();
    assert_eq!((changes.texts, kinds), (1, vec![2, 2, 2, 2, 1, 1]));
    let plain = Folded::new("Plain ASCII & more - even\nlines.").changes();
    assert_eq!(plain, Folded::new("").changes());
    assert_eq!(
        Folded::new("Élysée ÉCOLE").changes().texts,
        0,
        "case is no change"
    );
}

/// Texts of pieces that meet in unpleasant ways.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "e",
        "i",
        "B",
        "İ",
        "ı",
        "ß",
        "ẞ",
        "Σ",
        "ς",
        "é",
        "É",
        "e\u{301}",
        "\u{301}",
        "\u{323}",
        "\u{307}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{fe0f}",
        "-",
        "‐",
        "–",
        "—",
        "'",
        "’",
        "\u{b4}",
        "`",
        " ",
        "\n",
        "\r\n",
        "\u{a0}",
        "\u{2028}",
        "&eacute;",
        "&#769;",
        "&shy;",
        "&amp;",
        "amp;",
        "#233;",
        "&",
        ";",
        "x",
        "ا",
        "\u{654}",
        "\u{64e}",
        "\u{651}",
        "\u{640}",
        "ﻻ",
        "ש",
        "\u{5c1}",
        "\u{fb2a}",
        "核",
        "か",
        "\u{3099}",
        "ｶﾞ",
        "ก",
        "\u{e35}",
        "\u{e48}",
        "น้ำ",
        "가",
        "\u{1100}",
        "\u{1161}",
        "\u{11a8}",
        "ﬁ",
        "Ｎ",
        "½",
        "™",
        "٣",
        "𝟗",
        "प",
        "\u{94d}",
        "\u{9c7}",
        "\u{9be}",
        "q\u{303}",
        "\u{345}",
        "ŉ",
        "ᾳ",
        "ΐ",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn folding_is_as_its_steps_say_and_changes_nothing_a_second_time(text in text()) {
        check(&text)?;
    }

    #[test]
    fn stretches_point_into_the_text_as_written(text in text()) {
        let folded = Folded::new(&text);
        let bounds: Vec<usize> = (0..=folded.text().len()).filter(|at| folded.text().is_char_boundary(*at)).collect();
        let mut last = 0;
        for pair in bounds.windows(2) {
            let written = folded.written(pair[0]..pair[1]);
            prop_assert!(text.is_char_boundary(written.start) && text.is_char_boundary(written.end), "{:?} {:?}", text, written);
            prop_assert!(written.start < written.end && last <= written.start, "{:?} {:?}", text, written);
            last = written.start;
            // What was written there has this character among its own.
            let char = &folded.text()[pair[0]..pair[1]];
            let own = fold(&text[written.clone()]);
            prop_assert!(own.contains(&char.to_ascii_lowercase()) || is_mark(char), "{:?} {:?}: {:?} has no {:?}", text, written, own, char);
        }
        if let (Some(_), Some(_)) = (bounds.get(1), bounds.first()) {
            let whole = folded.written(0..folded.text().len());
            prop_assert!(whole.end <= text.len());
        }
    }
}

/// Marks change by themselves when the letter is not there.
fn is_mark(text: &str) -> bool {
    text.chars().all(|char| !char.is_alphanumeric())
}

#[test]
fn lines_of_scripts_without_spaces_stay_apart_at_paragraphs_and_other_scripts() {
    for text in ["无\n\n核", "无\nTHAAD", "THAAD\n核", "无。\n核", "비\n핵"] {
        assert_eq!(fold(text).to_uppercase(), text, "{text:?}");
        check(text).expect("both ways agree");
    }
    check("实现无\u{ad}\n核化\n目标\n\n第").expect("both ways agree");
}
