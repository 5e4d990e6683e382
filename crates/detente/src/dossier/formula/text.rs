//! Formulas written back as text.

use crate::model::{Comparison, Dossier, Formula, MeasureId};

/// How strongly the parts of a formula hold together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Conditional,
    Or,
    And,
    Not,
}

/// The text of a formula, with no more parentheses than it needs to be read back as it is.
///
/// ```
/// # let dossier = detente::dossier::read(&detente::dossier::Source {
/// #     name: "t.toml".into(), bytes: detente::dossier::starter().into() }).dossier.expect("the starter reads");
/// use detente::dossier::{formula, parse_formula};
/// let question = parse_formula(&dossier, "(drummer.pads) & !(neighbour.complain)").expect("it is a formula");
/// assert_eq!(formula::text(&dossier, &question), "drummer.pads and not neighbour.complain");
/// ```
pub fn text(dossier: &Dossier, formula: &Formula) -> String {
    let mut out = String::new();
    write(dossier, formula, Binding::Conditional, &mut out);
    out
}

fn write(dossier: &Dossier, formula: &Formula, least: Binding, out: &mut String) {
    let parenthesise = binding(formula) < least;
    if parenthesise {
        out.push('(');
    }
    match formula {
        Formula::InForce(measure) => out.push_str(&dossier.measure_name(*measure)),
        Formula::Level {
            measure,
            comparison,
            level,
        } => out.push_str(&compare(dossier, *measure, *comparison, *level)),
        Formula::Term { term, reading } => {
            let term = &dossier.terms[term.idx()];
            out.push_str(&term.id);
            if let Some(reading) = reading {
                out.push(':');
                out.push_str(&term.readings[*reading].id);
            }
        }
        Formula::Not(inner) => {
            out.push_str("not ");
            write(dossier, inner, Binding::Not, out);
        }
        Formula::And(of) => join(dossier, of, " and ", Binding::Not, out),
        Formula::Or(of) => join(dossier, of, " or ", Binding::And, out),
        Formula::If { then, when } => pair(dossier, [then, when], " if ", out),
        Formula::OnlyIf { then, when } => pair(dossier, [then, when], " only if ", out),
        Formula::Unless { then, when } => pair(dossier, [then, when], " unless ", out),
        Formula::Iff(a, b) => pair(dossier, [a, b], " iff ", out),
        Formula::AtLeast { n, of } => count(dossier, "at least", *n, of, out),
        Formula::AtMost { n, of } => count(dossier, "at most", *n, of, out),
    }
    if parenthesise {
        out.push(')');
    }
}

fn binding(formula: &Formula) -> Binding {
    match formula {
        Formula::If { .. } | Formula::OnlyIf { .. } | Formula::Unless { .. } | Formula::Iff(..) => {
            Binding::Conditional
        }
        Formula::Or(_) => Binding::Or,
        Formula::And(_) => Binding::And,
        _ => Binding::Not,
    }
}

fn join(dossier: &Dossier, of: &[Formula], word: &str, least: Binding, out: &mut String) {
    for (idx, part) in of.iter().enumerate() {
        if idx > 0 {
            out.push_str(word);
        }
        write(dossier, part, least, out);
    }
}

fn pair(dossier: &Dossier, [a, b]: [&Formula; 2], word: &str, out: &mut String) {
    write(dossier, a, Binding::Or, out);
    out.push_str(word);
    write(dossier, b, Binding::Or, out);
}

fn count(dossier: &Dossier, words: &str, n: usize, of: &[Formula], out: &mut String) {
    out.extend([words, " ", &n.to_string(), " of ("]);
    join(dossier, of, ", ", Binding::Conditional, out);
    out.push(')');
}

fn compare(dossier: &Dossier, measure: MeasureId, comparison: Comparison, level: usize) -> String {
    let sign = match comparison {
        Comparison::AtLeast => ">=",
        Comparison::AtMost => "<=",
        Comparison::Above => ">",
        Comparison::Below => "<",
        Comparison::Exactly => "=",
        Comparison::Not => "!=",
    };
    format!(
        "{} {sign} {}",
        dossier.measure_name(measure),
        dossier.measures[measure.idx()].levels[level]
    )
}
