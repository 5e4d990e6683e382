//! Words and signs of other languages, natural and programming ones, and what the language of formulas has in their place.

use super::lex::Kind;

const AND: &str = "write `and` or `&`";
const OR: &str = "write `or` or `|`";
const NOT: &str = "write `not` or `!`";
const IF: &str = "write `if`, between what follows and its condition";
const UNLESS: &str = "write `unless`";
const ARROW: &str = "write `->`, or `X if Y`";
const EQUALS: &str =
    "write `=` before a level; a measure without levels is named alone, or with `not`";

/// Words that people write for one of the language, and what to write.
const WORDS: &[(&[&str], &str)] = &[
    (
        &[
            "und",
            "et",
            "y",
            "e",
            "och",
            "en",
            "og",
            "и",
            "ve",
            "i",
            "but",
            "plus",
            "와",
            "그리고",
            "和",
            "且",
        ],
        AND,
    ),
    (
        &[
            "oder", "ou", "o", "u", "eller", "или", "veya", "lub", "또는", "或",
        ],
        OR,
    ),
    (
        &[
            "nicht", "kein", "non", "pas", "no", "nie", "inte", "ikke", "не", "değil", "without",
            "neither", "nor", "不",
        ],
        NOT,
    ),
    (
        &[
            "wenn", "falls", "when", "whenever", "provided", "si", "quand", "cuando", "se", "om",
            "если", "eğer", "若",
        ],
        IF,
    ),
    (&["except", "außer", "sauf", "salvo"], UNLESS),
    (
        &["implies", "therefore", "then", "dann", "alors", "entonces"],
        ARROW,
    ),
    (
        &["both", "all"],
        "leave it out: `X and Y` holds where both hold",
    ),
    (
        &["either", "any"],
        "leave it out: `X or Y` holds where at least one holds; for one of the two only, write `(X or Y) and not (X and Y)`",
    ),
    (&["xor"], "write `(X or Y) and not (X and Y)`"),
    (
        &["else", "otherwise", "sonst", "sinon"],
        "a conditional has no `else`: write a second formula for the other case",
    ),
    (&["is", "are", "equals", "ist", "est"], EQUALS),
];

/// Signs, and what to write.
const SIGNS: &[(&[&str], &str)] = &[
    (&["+", "&&", "∧", "⋀", "/\\"], AND),
    (&["||", "∨", "⋁", "\\/"], OR),
    (&["¬", "~"], NOT),
    (&["→", "⇒", "⊃", "–>", "—>"], "write `->`"),
    (
        &["=>"],
        "write `->` for “if … then”, or `>=` to compare with a level",
    ),
    (&["↔", "⇔", "<=>", "≡"], "write `<->` or `iff`"),
    (&["=="], "write `=`"),
    (&["≥"], "write `>=`"),
    (&["≤", "=<"], "write `<=`"),
    (&["≠", "<>"], "write `!=`"),
    (&["."], "write `party.measure` without spaces"),
    (&["'", "\"", "`"], "names stand without quotes in a formula"),
    (&["[", "]", "{", "}"], "write `(` and `)`"),
    (&[";"], "write `and` or `or` between conditions"),
];

/// What to write in place of a word; `None` when it is no connective of another language.
pub(super) fn word(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    WORDS
        .iter()
        .find(|(words, _)| words.contains(&word.as_str()))
        .map(|(_, remedy)| *remedy)
}

/// What to write in place of what was found; `None` when that is not known.
pub(super) fn remedy(found: Kind<'_>) -> Option<&'static str> {
    match found {
        Kind::Other(sign) => SIGNS
            .iter()
            .find(|(signs, _)| signs.contains(&sign))
            .map(|(_, remedy)| *remedy),
        Kind::Word(found) => word(found),
        Kind::Compare(_) => Some(
            "a comparison stands between a measure and one of its levels, as `party.measure >= level`",
        ),
        _ => None,
    }
}

/// The digits of a number that is written out.
pub(super) fn digits(word: &str) -> Option<usize> {
    const NUMBERS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let word = word.to_lowercase();
    NUMBERS
        .iter()
        .position(|number| *number == word)
        .map(|idx| idx + 1)
}
