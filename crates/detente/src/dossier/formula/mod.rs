//! The formula language.
//!
//! # Definition
//! ```text
//! formula     := or [ ("if" | "only if" | "unless" | "iff" | "->" | "<->") or ]
//! or          := and { ("or" | "|") and }
//! and         := not { ("and" | "&") not }
//! not         := { "not" | "!" } atom
//! atom        := "(" formula ")" | ("at least" | "at most") NUMBER "of" "(" formula { "," formula } ")"
//!              | PARTY.MEASURE [ (">=" | "<=" | ">" | "<" | "=" | "!=") LEVEL ] | TERM [ ":" READING ]
//! ```
//! # Algorithm
//! Recursive descent over a lexer without look-back. Mistakes of grammar stop a formula; unknown names do not,
//! so that all of them are reported.
//! # Complexity
//! Linear in the text; the stack holds at most [`FORMULA_DEPTH_MAX`] formulas.
//! # Validity
//! Parentheses are kept as structure: `(a and b) and c` is not `a and b and c`, though they mean the same.

mod foreign;
mod lex;
mod text;

pub use text::text;

use super::names::{Known, MeasureName, Names, WORDS, brief, did_you_mean, listed, nearest};
use crate::model::{Code, Comparison, Diagnostic, FORMULA_DEPTH_MAX, Formula};
use lex::{Kind, Token};

/// Reads a formula. The places of the findings are relative to `text`; `None` when there are errors, or when it
/// uses names that are declared but could not be read.
pub(super) fn parse(names: &Names, text: &str, findings: &mut Vec<Diagnostic>) -> Option<Formula> {
    let mut parser = Parser {
        names,
        text,
        token: lex::token(text, 0),
        findings,
        sound: true,
    };
    match parser.whole() {
        Ok(formula) if parser.sound => Some(formula),
        _ => None,
    }
}

/// The formula cannot be read further; the reason has been reported.
struct Stop;

struct Parser<'p> {
    names: &'p Names,
    text: &'p str,
    token: Token<'p>,
    findings: &'p mut Vec<Diagnostic>,
    /// Whether everything so far was understood.
    sound: bool,
}

/// Stands for what could not be resolved; a formula with it is never given out.
const UNRESOLVED: Formula = Formula::And(vec![]);

/// The words and signs between the two sides of a conditional.
#[derive(Clone, Copy)]
enum Conditional {
    If,
    OnlyIf,
    Unless,
    Iff,
    Arrow,
}

impl<'p> Parser<'p> {
    fn whole(&mut self) -> Result<Formula, Stop> {
        if self.token.kind == Kind::End {
            return Err(self.stop(
                Diagnostic::error(Code::D011, "expected a formula, found nothing")
                    .at(self.token.at.clone(), "empty"),
            ));
        }
        let formula = self.formula(0)?;
        match self.token.kind {
            Kind::End => Ok(formula),
            Kind::Close => Err(self.unexpected(
                "the end of the formula",
                Some("this parenthesis closes nothing".to_owned()),
            )),
            Kind::Comma => Err(self.unexpected(
                "the end of the formula",
                Some(
                    "commas stand only in `at least` and `at most` lists; write `and` or `or`"
                        .to_owned(),
                ),
            )),
            _ => Err(self.unexpected("`and`, `or`, `if` or the end of the formula", None)),
        }
    }

    fn formula(&mut self, depth: usize) -> Result<Formula, Stop> {
        let left = self.or(depth)?;
        let Some(connective) = self.conditional()? else {
            return Ok(left);
        };
        let right = Box::new(self.or(depth)?);
        let left = Box::new(left);
        let again = self.token.at.clone();
        if self.conditional()?.is_some() {
            let help = "put one of them in parentheses, to say which applies first";
            return Err(self.stop(
                Diagnostic::error(Code::D011, "conditionals do not chain")
                    .at(again, "a second conditional")
                    .help(help),
            ));
        }
        Ok(match connective {
            Conditional::If => Formula::If {
                then: left,
                when: right,
            },
            Conditional::OnlyIf => Formula::OnlyIf {
                then: left,
                when: right,
            },
            Conditional::Unless => Formula::Unless {
                then: left,
                when: right,
            },
            Conditional::Iff => Formula::Iff(left, right),
            Conditional::Arrow => Formula::If {
                then: right,
                when: left,
            },
        })
    }

    fn conditional(&mut self) -> Result<Option<Conditional>, Stop> {
        let kind = self.token.kind;
        let found = match kind {
            Kind::Arrow => Conditional::Arrow,
            Kind::DoubleArrow => Conditional::Iff,
            Kind::Word(_) if self.is_word("if") => Conditional::If,
            Kind::Word(_) if self.is_word("unless") => Conditional::Unless,
            Kind::Word(_) if self.is_word("iff") => Conditional::Iff,
            Kind::Word(_) if self.is_word("only") => {
                self.advance();
                if !self.is_word("if") {
                    return Err(self.unexpected("`if` after `only`", None));
                }
                Conditional::OnlyIf
            }
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(found))
    }

    fn or(&mut self, depth: usize) -> Result<Formula, Stop> {
        let mut parts = vec![self.and(depth)?];
        while self.token.kind == Kind::Or || self.is_word("or") {
            self.advance();
            parts.push(self.and(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Formula::Or(parts)
        })
    }

    fn and(&mut self, depth: usize) -> Result<Formula, Stop> {
        let mut parts = vec![self.not(depth)?];
        while self.token.kind == Kind::And || self.is_word("and") {
            self.advance();
            parts.push(self.not(depth)?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Formula::And(parts)
        })
    }

    fn not(&mut self, depth: usize) -> Result<Formula, Stop> {
        let mut n_nots = 0;
        while self.token.kind == Kind::Not || self.is_word("not") {
            n_nots += 1;
            self.check_depth(depth + n_nots)?;
            self.advance();
        }
        let mut formula = self.atom(depth + n_nots)?;
        for _ in 0..n_nots {
            formula = Formula::Not(Box::new(formula));
        }
        Ok(formula)
    }

    fn atom(&mut self, depth: usize) -> Result<Formula, Stop> {
        let kind = self.token.kind;
        match kind {
            Kind::Open => {
                let open = self.token.at.clone();
                let formula = self.inside(depth)?;
                self.close(open)?;
                Ok(formula)
            }
            Kind::Word(_) if self.is_word("at") => self.count(depth),
            Kind::Word(_) if self.is_word("if") => self.if_then(depth),
            Kind::Word(word) if !WORDS.contains(&word.to_lowercase().as_str()) => self.name(word),
            _ => Err(self.unexpected("a measure, a term or `(`", None)),
        }
    }

    /// Steps over a parenthesis or comma and reads the formula behind it.
    fn inside(&mut self, depth: usize) -> Result<Formula, Stop> {
        self.check_depth(depth + 1)?;
        self.advance();
        self.formula(depth + 1)
    }

    fn close(&mut self, open: std::ops::Range<usize>) -> Result<(), Stop> {
        if self.token.kind == Kind::Close {
            self.advance();
            return Ok(());
        }
        let found = self.found();
        let message = format!("expected `and`, `or`, `if` or `)`, found {found}");
        Err(self.stop(
            Diagnostic::error(Code::D011, message)
                .at(self.token.at.clone(), "`)` is missing")
                .see(open, "opened here"),
        ))
    }

    /// `if X then Y`, which the language writes as `Y if X`; both sides are read all the same.
    fn if_then(&mut self, depth: usize) -> Result<Formula, Stop> {
        let at = self.token.at.clone();
        self.check_depth(depth + 1)?;
        self.advance();
        let start = self.token.at.start;
        let when = Box::new(self.or(depth + 1)?);
        let condition = self.text[start..self.token.at.start].trim_end();
        let is_then = |kind: Kind<'_>| {
            matches!(kind, Kind::Comma)
                || matches!(kind, Kind::Word(word) if word.eq_ignore_ascii_case("then"))
        };
        let n_before = self.token.at.start;
        while is_then(self.token.kind) {
            self.advance();
        }
        let (help, then) = if self.token.at.start == n_before {
            (
                "write `X if Y`: what follows, and behind it the condition".to_owned(),
                None,
            )
        } else {
            let start = self.token.at.start;
            let then = self.or(depth + 1)?;
            let follows = self.text[start..self.token.at.start].trim_end();
            (
                format!("write `{} if {}`", brief(follows), brief(condition)),
                Some(then),
            )
        };
        let message =
            "`if` stands before its condition; it belongs between what follows and the condition";
        let finding = Diagnostic::error(Code::D011, message)
            .at(at, "not at the beginning")
            .help(help);
        match then {
            None => Err(self.stop(finding)),
            Some(then) => {
                self.report(finding);
                let then = Box::new(then);
                Ok(Formula::If { then, when })
            }
        }
    }

    fn count(&mut self, depth: usize) -> Result<Formula, Stop> {
        self.advance();
        let least = self.is_word("least");
        if !least && !self.is_word("most") {
            return Err(self.unexpected("`least` or `most` after `at`", None));
        }
        self.advance();
        let digits = match self.token.kind {
            Kind::Number(digits) => digits,
            Kind::Word(word) => {
                let help = foreign::digits(word).map(|number| format!("write {number}"));
                return Err(self.unexpected("a number", help));
            }
            _ => return Err(self.unexpected("a number", None)),
        };
        let Ok(n) = digits.parse() else {
            return Err(self.unexpected("a smaller number", None));
        };
        self.advance();
        if !self.is_word("of") {
            return Err(self.unexpected("`of`", None));
        }
        self.advance();
        if self.token.kind != Kind::Open {
            return Err(self.unexpected("`(`", Some("write `at least 2 of (…, …, …)`".to_owned())));
        }
        let open = self.token.at.clone();
        let mut of = vec![self.inside(depth)?];
        while self.token.kind == Kind::Comma {
            of.push(self.inside(depth)?);
        }
        self.close(open)?;
        Ok(if least {
            Formula::AtLeast { n, of }
        } else {
            Formula::AtMost { n, of }
        })
    }

    fn name(&mut self, word: &'p str) -> Result<Formula, Stop> {
        let at = self.token.at.clone();
        self.advance();
        match self.names.find(word) {
            Known::Measure(measure) => self.measure(word, measure),
            Known::Term(term) => {
                if let Kind::Compare(_) = self.token.kind {
                    let help = "only measures are compared with levels; a term holds or does not";
                    self.report(
                        Diagnostic::error(
                            Code::D015,
                            format!("`{word}` is a term and has no levels"),
                        )
                        .at(at, "a term")
                        .help(help),
                    );
                    self.skip_operand()?;
                    return Ok(UNRESOLVED);
                }
                let reading = self.reading(word, term.readings.as_deref())?;
                Ok(Formula::Term {
                    term: term.id,
                    reading,
                })
            }
            Known::Broken => self.unresolved(),
            Known::Unknown if foreign::word(word).is_some() => {
                let message = format!("`{word}` is no word of the language of formulas");
                let finding = Diagnostic::error(Code::D011, message).at(at, "not known here");
                Err(self.stop(finding.help(foreign::word(word).unwrap_or_default())))
            }
            Known::Unknown => {
                let what = if word.contains('.') {
                    "measure"
                } else {
                    "term"
                };
                let help = self.names.help(word);
                self.report(
                    Diagnostic::error(Code::D013, format!("unknown {what} `{}`", brief(word)))
                        .at(at, format!("no such {what}"))
                        .help(help),
                );
                self.unresolved()
            }
        }
    }

    fn measure(&mut self, name: &str, measure: &MeasureName) -> Result<Formula, Stop> {
        match self.token.kind {
            Kind::Compare(comparison) => self.level(name, measure, comparison),
            Kind::Colon => {
                let message = format!("`{name}` is a measure and has no readings");
                self.report(
                    Diagnostic::error(Code::D016, message)
                        .at(self.token.at.clone(), "no reading fits here"),
                );
                self.skip_operand()?;
                Ok(UNRESOLVED)
            }
            _ => Ok(Formula::InForce(measure.id)),
        }
    }

    fn level(
        &mut self,
        name: &str,
        measure: &MeasureName,
        comparison: Comparison,
    ) -> Result<Formula, Stop> {
        let sign = self.token.at.clone();
        let (level, at) = self.operand(&format!("a level of `{name}`"))?;
        let Some(levels) = &measure.levels else {
            self.sound = false;
            return Ok(UNRESOLVED);
        };
        if levels.is_empty() {
            let help = format!("it is in force or not: write `{name}` or `not {name}`");
            self.report(
                Diagnostic::error(Code::D015, format!("`{name}` has no levels"))
                    .at(sign.start..at.end, "a yes/no measure")
                    .help(help),
            );
            return Ok(UNRESOLVED);
        }
        let Some(position) = levels.iter().position(|known| known == level) else {
            let help = choices("its levels are", level, levels);
            self.report(
                Diagnostic::error(
                    Code::D015,
                    format!("unknown level `{}` of `{name}`", brief(level)),
                )
                .at(at, "no such level")
                .help(help),
            );
            return Ok(UNRESOLVED);
        };
        Ok(Formula::Level {
            measure: measure.id,
            comparison,
            level: position,
        })
    }

    fn reading(&mut self, name: &str, readings: Option<&[String]>) -> Result<Option<usize>, Stop> {
        if self.token.kind != Kind::Colon {
            return Ok(None);
        }
        let (reading, at) = self.operand(&format!("a reading of `{name}`"))?;
        let Some(readings) = readings else {
            let message = format!("`{name}` has no readings");
            self.report(
                Diagnostic::error(Code::D016, message)
                    .at(at, "the term is not contested")
                    .help(format!("write `{name}`")),
            );
            return Ok(None);
        };
        let position = readings.iter().position(|known| known == reading);
        if position.is_none() {
            let help = choices("its readings are", reading, readings);
            self.report(
                Diagnostic::error(
                    Code::D016,
                    format!("unknown reading `{}` of `{name}`", brief(reading)),
                )
                .at(at, "no such reading")
                .help(help),
            );
        }
        Ok(position)
    }

    /// Steps over a comparison or colon and reads the word behind it.
    fn operand(&mut self, expected: &str) -> Result<(&'p str, std::ops::Range<usize>), Stop> {
        self.advance();
        let (Kind::Word(word) | Kind::Number(word)) = self.token.kind else {
            return Err(self.unexpected(expected, None));
        };
        let at = self.token.at.clone();
        self.advance();
        Ok((word, at))
    }

    /// Steps over a comparison or colon and its right side, if one is there.
    fn skip_operand(&mut self) -> Result<(), Stop> {
        if matches!(self.token.kind, Kind::Compare(_) | Kind::Colon) {
            self.operand("a name")?;
        }
        Ok(())
    }

    fn unresolved(&mut self) -> Result<Formula, Stop> {
        self.sound = false;
        self.skip_operand()?;
        Ok(UNRESOLVED)
    }

    /// Whether the token is this word of the language. Capitals are reported, and understood all the same.
    fn is_word(&mut self, expected: &str) -> bool {
        let Kind::Word(word) = self.token.kind else {
            return false;
        };
        if word != expected && word.eq_ignore_ascii_case(expected) {
            let diagnostic =
                Diagnostic::error(Code::D011, format!("expected `{expected}`, found `{word}`"));
            self.report(
                diagnostic
                    .at(self.token.at.clone(), "in capitals")
                    .help("the words of the language are written in lower case"),
            );
            self.token.kind = Kind::Word(
                WORDS
                    .into_iter()
                    .find(|known| *known == expected)
                    .unwrap_or(word),
            );
            return true;
        }
        word == expected
    }

    fn check_depth(&mut self, depth: usize) -> Result<(), Stop> {
        if depth <= FORMULA_DEPTH_MAX {
            return Ok(());
        }
        let message = format!("the formula nests more than {FORMULA_DEPTH_MAX} levels deep");
        let help = "give the inner parts names under `[terms]`";
        Err(self.stop(
            Diagnostic::error(Code::D012, message)
                .at(self.token.at.clone(), "too deep")
                .help(help),
        ))
    }

    fn advance(&mut self) {
        self.token = lex::token(self.text, self.token.at.end);
    }

    fn found(&self) -> String {
        match self.token.kind {
            Kind::End => "the end of the formula".to_owned(),
            _ => format!("`{}`", brief(&self.text[self.token.at.clone()])),
        }
    }

    fn unexpected(&mut self, expected: &str, help: Option<String>) -> Stop {
        let mut diagnostic = Diagnostic::error(
            Code::D011,
            format!("expected {expected}, found {}", self.found()),
        );
        diagnostic = diagnostic.at(self.token.at.clone(), format!("expected {expected}"));
        diagnostic.help = help.or_else(|| foreign::remedy(self.token.kind).map(str::to_owned));
        self.stop(diagnostic)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.sound = false;
        self.findings.push(diagnostic);
    }

    fn stop(&mut self, diagnostic: Diagnostic) -> Stop {
        self.report(diagnostic);
        Stop
    }
}

/// The name that was probably meant, or all that there are.
fn choices(intro: &str, found: &str, known: &[String]) -> String {
    let list = listed(known.iter().map(String::as_str)).unwrap_or_default();
    match nearest(found, known.iter().map(String::as_str)) {
        Some(near) => format!("{} {intro} {list}", did_you_mean(near)),
        None => format!("{intro} {list}"),
    }
}
