//! The matcher, by example and against the definition.

use detente::model::{Phrase, Span, Wording};
use detente::oracle::mentions::mentions;
use detente::shift::Matcher;
use proptest::prelude::*;

fn term(any: &[&str], but_not: &[&str]) -> Wording {
    let read = |list: &[&str]| {
        list.iter()
            .map(|text| Phrase::read(text).unwrap_or_else(|why| panic!("{text}: {why:?}")))
            .collect()
    };
    Wording {
        id: "t".into(),
        text: None,
        any: read(any),
        but_not: read(but_not),
        due: None,
        span: Span::default(),
    }
}

fn count(any: &[&str], but_not: &[&str], text: &str) -> u32 {
    let term = term(any, but_not);
    let count = Matcher::new(std::slice::from_ref(&term)).count(text)[0];
    assert_eq!(
        count,
        mentions(&term, text),
        "the slow version differs: {any:?} in {text:?}"
    );
    count
}

#[test]
fn words_end_where_letters_end() {
    let cases = [
        (
            "denuclear*",
            "Denuclearization, not denuclearized; undenuclear and DENUCLEAR",
            3,
        ),
        (
            "de-nuclear*",
            "a fully de-nuclearized, de‑nuclearised peninsula",
            2,
        ),
        (
            "nuclear",
            "non-nuclear, nuclear-armed, thermonuclear, nuclear's",
            3,
        ),
        ("*nuclear", "thermonuclear denuclearized", 1),
        ("*nuclear*", "thermonuclear denuclearized nuclear", 3),
        ("korea", "Korea's korea’s Koreas KOREA_ Korean", 3),
        ("women's day", "Women’s\n  Day and women's day", 2),
        ("état", "l'État, d’état, étatique, coup d'ÉTAT", 3),
        ("cafe", "cafe\u{301} cafe", 1),
        (
            "goal of *disarm*",
            "the goal  of nuclear disarmament; goal of predisarming; goal of disarmament; goalof disarm",
            2,
        ),
        (
            "six-party talks",
            "Six‐Party talks, six-party\u{a0}talks, six party talks",
            2,
        ),
        ("u.s.", "The U.S. and the u.s., the us.", 2),
        ("核", "核 核兵器", 2),
        ("无核化", "我们坚持半岛无核化目标，无核化。", 2),
        ("非核化*", "朝鮮半島の非核化を", 1),
        ("デタント", "新しいデタントの時代。ﾃﾞﾀﾝﾄ", 2),
        ("ปลดอาวุธ", "การปลดอาวุธนิวเคลียร์", 1),
        ("ท", "ที่ ทาง", 1),
        ("ປະເທດ", "ຂອງປະເທດລາວ", 1),
        ("នុយក្លេអ៊ែរ", "អាវុធនុយក្លេអ៊ែរនេះ", 1),
        ("နျူကလီးယား", "နျူကလီးယားလက်နက်", 1),
        ("NPT", "加入NPT条约", 1),
        ("비핵화", "비핵화를 비핵화", 1),
        ("निरस्त्रीकरण", "निरस्त्रीकरण, निरस्त्रीकरणवादी", 1),
        ("cafe*", "cafe\u{30b} cafes", 1),
        ("denuclear*", "denu-\nclearization, denu\u{ad}clearized", 2),
        ("six-party", "six-\nparty talks, six—party, six–party", 3),
        ("party", "six-\n  party", 1),
        ("nuclear", "nuclear-\r\nfree", 1),
        ("*clear", "nu-\nclear", 1),
        ("нет", "Нет, НЕТ, нетто", 2),
        ("разоруже*", "разору\u{ad}жение и РАЗОРУЖЕНИЯ", 2),
        ("ἀφοπλισμός", "ΑΦΟΠΛΙΣΜΌΣ Ἀφοπλισμός", 1),
        ("نزع السلاح", "نَزْعُ السِّلَاحِ النووي", 1),
        ("2025", "٢٠٢٥ ２０２５", 2),
        ("a b", "a b a b a  b ab a, b", 3),
    ];
    for (phrase, text, wanted) in cases {
        assert_eq!(count(&[phrase], &[], text), wanted, "{phrase} in {text}");
    }
}

#[test]
fn alternatives_that_overlap_count_once() {
    let any = ["nuclear disarmament", "disarm*", "disarmament talks"];
    assert_eq!(count(&any, &[], "nuclear disarmament talks"), 1);
    assert_eq!(
        count(&any, &[], "nuclear disarmament, disarmament talks"),
        2
    );
    assert_eq!(count(&["a*", "*b"], &[], "ab ab"), 2);
}

#[test]
fn what_lies_inside_an_exception_does_not_count() {
    let but_not = ["nuclear-free zone in the middle east"];
    let text = "A nuclear-free zone; a Nuclear-Free  Zone in the Middle East; nuclear.";
    assert_eq!(count(&["nuclear*"], &but_not, text), 2);
    assert_eq!(
        count(
            &["nuclear-free zone in the middle east and beyond"],
            &but_not,
            "nuclear-free zone in the Middle East and beyond"
        ),
        1
    );
}

/// Words from few letters, so that phrases meet often.
fn word() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b", "ab", "ba", "a-b", "b'a", "é", "aé", "a’b", "b‑a", "-a", "a.", "ß", "核", "a核",
        "—b",
    ]);
    piece.prop_map(str::to_owned)
}

fn phrase() -> impl Strategy<Value = Phrase> {
    let word = (prop::bool::weighted(0.3), word(), prop::bool::weighted(0.3)).prop_map(
        |(before, word, after)| {
            format!(
                "{}{word}{}",
                if before { "*" } else { "" },
                if after { "*" } else { "" }
            )
        },
    );
    prop::collection::vec(word, 1..4)
        .prop_map(|words| Phrase::read(&words.join(" ")).expect("words make a phrase"))
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b", "A", "B", "é", "É", "-", "'", "’", "‑", " ", " ", "\n", ".", "ab", "ba", "a b",
        "ß", "c", "e\u{301}", "\u{301}", "\u{ad}", "-\n", "-\n ", "核", "S", "—", "&eacute;",
        "\u{30b}",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_matcher_counts_as_the_definition_does(
        terms in prop::collection::vec((prop::collection::vec(phrase(), 1..4), prop::collection::vec(phrase(), 0..2)), 1..3),
        texts in prop::collection::vec(text(), 1..4),
    ) {
        let terms: Vec<Wording> = terms
            .into_iter()
            .map(|(any, but_not)| Wording { id: "t".into(), text: None, any, but_not, due: None, span: Span::default() })
            .collect();
        let mut matcher = Matcher::new(&terms);
        for text in &texts {
            let slow: Vec<u32> = terms.iter().map(|term| mentions(term, text)).collect();
            prop_assert_eq!(matcher.count(text), slow, "{:?} in {:?}", terms, text);
        }
    }
}
