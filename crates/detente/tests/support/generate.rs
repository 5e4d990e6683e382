//! The generator. Raw choices are drawn independently of each other and made to fit afterwards, by remainders, so that
//! shrinking a choice leaves the others as they are.

use detente::model::{
    Chronology, Comparison, Conflict, Decimal, Direction, Dossier, Formula, Measure, MeasureId,
    MoveRule, Party, PartyId, Preference, Ranking, Reading, Reasons, Rule, Setting, Span, Standing,
    State, Statement, Term, TermId, Value, Weighing, Written,
};
use detente::oracle::definitions::feasible_states;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Case, levels_of, map_leaves};

/// The most entries of a generated conflict: 128 states, more than fill one word of the engine.
const N_ENTRIES_MAX: usize = 7;

/// The most measures of one party.
const N_MEASURES_MAX: usize = 3;

#[derive(Clone, Debug)]
struct RawMeasure {
    n_levels: usize,
    moves: Direction,
    take_when: Option<Formula>,
    drop_when: Option<Formula>,
}

#[derive(Clone, Debug)]
enum RawPreference {
    Indifferent,
    Statements(Vec<Formula>),
    Ranking { n_classes: u8, classes: Vec<u8> },
    Values(Vec<(Formula, i64, i64)>),
}

#[derive(Clone, Debug)]
struct RawRule {
    always: bool,
    of: Vec<Formula>,
}

#[derive(Clone, Debug)]
struct RawMoveRule {
    /// Whom it binds: nobody in particular, or the party with this number.
    by: Option<usize>,
    from: Formula,
    to: Formula,
}

#[derive(Clone, Debug)]
struct RawParty {
    measures: Vec<RawMeasure>,
    /// Whether all its moves are permitted everywhere, whatever its measures say.
    free: bool,
    preference: RawPreference,
}

#[derive(Clone, Debug)]
struct Raw {
    parties: Vec<RawParty>,
    terms: Vec<Vec<Formula>>,
    rules: Vec<RawRule>,
    move_rules: Vec<RawMoveRule>,
    status_quo: usize,
    readings: Vec<usize>,
    /// Whether all moves of all parties are permitted everywhere.
    free: bool,
}

/// Random conflicts with 2 to 4 parties and a feasible state.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let terms = vec(vec(formula(), 1..=2), 0..=2);
    let raw = (
        vec(party(), 2..=4),
        terms,
        prop_oneof![Just(vec![]), vec(rule(), 1..=3)],
        prop_oneof![3 => Just(vec![]), 2 => vec(move_rule(), 1..=3)],
        0_usize..128,
        vec(0_usize..2, 2),
        prop::bool::weighted(0.4),
    );
    raw.prop_map(
        |(parties, terms, rules, move_rules, status_quo, readings, free)| Raw {
            parties,
            terms,
            rules,
            move_rules,
            status_quo,
            readings,
            free,
        },
    )
    .prop_filter_map("the rules leave no state", |raw| cook(&raw))
}

fn party() -> impl Strategy<Value = RawParty> {
    let measures = prop_oneof![1 => Just(vec![]), 12 => vec(measure(), 1..=N_MEASURES_MAX)];
    (measures, prop::bool::weighted(0.25), preference()).prop_map(|(measures, free, preference)| {
        RawParty {
            measures,
            free,
            preference,
        }
    })
}

fn measure() -> impl Strategy<Value = RawMeasure> {
    let n_levels = prop_oneof![4 => Just(2_usize), 1 => Just(3)];
    let moves = prop_oneof![3 => Just(Direction::Both), 1 => Just(Direction::Take), 1 => Just(Direction::Drop)];
    (
        n_levels,
        moves,
        option::weighted(0.3, formula()),
        option::weighted(0.3, formula()),
    )
        .prop_map(|(n_levels, moves, take_when, drop_when)| RawMeasure {
            n_levels,
            moves,
            take_when,
            drop_when,
        })
}

fn preference() -> impl Strategy<Value = RawPreference> {
    // The engine takes statements sixteen at a time.
    let statements = prop_oneof![9 => vec(formula(), 1..=5), 1 => vec(leaf(), 17..=20)];
    let n_classes = prop_oneof![1 => 1..=4_u8, 2 => 20..=200_u8];
    let ranking = (n_classes, vec(any::<u8>(), 1 << N_ENTRIES_MAX));
    // In halves, so that the middle of a range need not be a half.
    let values = vec((formula(), -6..=6_i64, 0..=3_i64), 1..=5);
    prop_oneof![
        1 => Just(RawPreference::Indifferent),
        6 => statements.prop_map(RawPreference::Statements),
        12 => ranking.prop_map(|(n_classes, classes)| RawPreference::Ranking { n_classes, classes }),
        6 => values.prop_map(RawPreference::Values),
    ]
}

fn rule() -> impl Strategy<Value = RawRule> {
    (prop::bool::weighted(0.2), vec(leaf(), 1..=3)).prop_map(|(always, of)| RawRule { always, of })
}

fn move_rule() -> impl Strategy<Value = RawMoveRule> {
    let by = option::weighted(0.6, 0_usize..4);
    (by, formula(), formula()).prop_map(|(by, from, to)| RawMoveRule { by, from, to })
}

fn leaf() -> impl Strategy<Value = Formula> {
    let measure = || (0..N_ENTRIES_MAX).prop_map(MeasureId::new);
    let comparisons = [
        Comparison::AtLeast,
        Comparison::AtMost,
        Comparison::Above,
        Comparison::Below,
        Comparison::Exactly,
        Comparison::Not,
    ]
    .to_vec();
    prop_oneof![
        4 => measure().prop_map(Formula::InForce),
        2 => measure().prop_map(|measure| Formula::Not(Box::new(Formula::InForce(measure)))),
        2 => (measure(), select(comparisons), 0_usize..3)
            .prop_map(|(measure, comparison, level)| Formula::Level { measure, comparison, level }),
        1 => (0_usize..2, option::of(0_usize..2)).prop_map(|(term, reading)| Formula::Term { term: TermId::new(term), reading }),
    ]
}

fn formula() -> impl Strategy<Value = Formula> {
    leaf().prop_recursive(2, 8, 3, |part| {
        let boxed = || part.clone().prop_map(Box::new);
        let several = || vec(part.clone(), 2..=3);
        prop_oneof![
            boxed().prop_map(Formula::Not),
            several().prop_map(Formula::And),
            several().prop_map(Formula::Or),
            (boxed(), boxed()).prop_map(|(then, when)| Formula::If { then, when }),
            (boxed(), boxed()).prop_map(|(then, when)| Formula::OnlyIf { then, when }),
            (boxed(), boxed()).prop_map(|(then, when)| Formula::Unless { then, when }),
            (boxed(), boxed()).prop_map(|(a, b)| Formula::Iff(a, b)),
            (0_usize..4, several()).prop_map(|(n, of)| Formula::AtLeast { n, of }),
            (0_usize..4, several()).prop_map(|(n, of)| Formula::AtMost { n, of }),
        ]
    })
}

/// Makes the raw choices fit each other; `None` when no state is feasible, or nobody has a measure.
fn cook(raw: &Raw) -> Option<Case> {
    let measures = fitting_measures(raw);
    if measures.is_empty() {
        return None;
    }
    let fit = Fit {
        n_levels: measures
            .iter()
            .map(|(_, measure)| measure.n_levels)
            .collect(),
        raw,
    };
    let dossier = fit.dossier(&measures);
    let setting = Setting {
        view: None,
        readings: raw
            .readings
            .iter()
            .zip(&raw.terms)
            .map(|(reading, term)| reading % term.len())
            .collect(),
    };
    let feasible = feasible_states(&Conflict::new(&dossier, &setting));
    if feasible.is_empty() {
        None
    } else {
        Some(Case {
            dossier: fit.finish(dossier, &feasible),
            setting,
        })
    }
}

/// Measures with their owners, as many as keep the number of entries in bounds, taken from one party after the other.
fn fitting_measures(raw: &Raw) -> Vec<(usize, RawMeasure)> {
    let mut room = N_ENTRIES_MAX;
    let mut kept = vec![vec![]; raw.parties.len()];
    for round in 0..N_MEASURES_MAX {
        for (own, party) in kept.iter_mut().zip(&raw.parties) {
            if let Some(measure) = party
                .measures
                .get(round)
                .filter(|measure| measure.n_levels - 1 <= room)
            {
                room -= measure.n_levels - 1;
                let free = RawMeasure {
                    moves: Direction::Both,
                    take_when: None,
                    drop_when: None,
                    ..measure.clone()
                };
                own.push(if raw.free || party.free {
                    free
                } else {
                    measure.clone()
                });
            }
        }
    }
    kept.into_iter()
        .enumerate()
        .flat_map(|(party, own)| own.into_iter().map(move |measure| (party, measure)))
        .collect()
}

/// All states ranked, the k-th feasible one in the k-th class drawn.
fn ranking(n_classes: u8, classes: &[u8], feasible: &[State]) -> Preference {
    let mut ranked: Vec<Vec<(State, Span)>> = vec![vec![]; usize::from(n_classes)];
    for (&state, class) in feasible.iter().zip(classes) {
        ranked[usize::from(class % n_classes)].push((state, Span::default()));
    }
    ranked.retain(|class| !class.is_empty());
    Preference::Ranking(Ranking {
        classes: ranked,
        standing: Standing::default(),
        span: Span::default(),
    })
}

/// What raw formulas must fit.
struct Fit<'a> {
    n_levels: Vec<usize>,
    raw: &'a Raw,
}

impl Fit<'_> {
    /// The dossier, but for what depends on the feasible states: rankings and the status quo.
    fn dossier(&self, measures: &[(usize, RawMeasure)]) -> Dossier {
        Dossier {
            title: "A random conflict".into(),
            as_of: None,
            hindsight: false,
            question: None,
            by: None,
            parties: (0..self.raw.parties.len())
                .map(|idx| self.party(idx, measures))
                .collect(),
            measures: measures
                .iter()
                .enumerate()
                .map(|(idx, (party, measure))| self.measure(idx, *party, measure))
                .collect(),
            terms: (0..self.raw.terms.len())
                .map(|idx| self.term(idx))
                .collect(),
            rules: self.raw.rules.iter().map(|rule| self.rule(rule)).collect(),
            move_rules: self
                .raw
                .move_rules
                .iter()
                .map(|rule| self.move_rule(rule))
                .collect(),
            views: vec![],
            evidence: vec![],
            graph: None,
            coalesced: vec![],
            perceptions: vec![],
            has_status_quo: true,
            chronology: Chronology::default(),
            weighing: Weighing::default(),
            roadmap: None,
            statements: None,
        }
    }

    /// Fills in what depends on the feasible states.
    fn finish(&self, mut dossier: Dossier, feasible: &[State]) -> Dossier {
        let status_quo = feasible[self.raw.status_quo % feasible.len()];
        for (now, measure) in levels_of(&dossier.measures, status_quo)
            .into_iter()
            .zip(&mut dossier.measures)
        {
            measure.now = now;
        }
        for (party, raw) in dossier.parties.iter_mut().zip(&self.raw.parties) {
            if let RawPreference::Ranking { n_classes, classes } = &raw.preference {
                party.preference = ranking(*n_classes, classes, feasible);
            }
        }
        dossier
    }

    fn party(&self, idx: usize, measures: &[(usize, RawMeasure)]) -> Party {
        Party {
            id: format!("p{idx}"),
            name: format!("Party {idx}"),
            aliases: vec![],
            text: None,
            measures: measures.partition_point(|(party, _)| *party < idx)
                ..measures.partition_point(|(party, _)| *party <= idx),
            preference: self.preference(&self.raw.parties[idx].preference),
            span: Span::default(),
        }
    }

    /// A formula over measures that exist and the first `n_terms` terms.
    fn formula(&self, formula: &Formula, n_terms: usize) -> Written {
        let measure = |idx: usize| MeasureId::new(idx % self.n_levels.len());
        let formula = map_leaves(formula, &|leaf| match leaf {
            Formula::InForce(id) => Formula::InForce(measure(id.idx())),
            Formula::Level {
                measure: id,
                comparison,
                level,
            } => {
                let measure = measure(id.idx());
                Formula::Level {
                    measure,
                    comparison: *comparison,
                    level: level % self.n_levels[measure.idx()],
                }
            }
            Formula::Term { term, .. } if n_terms == 0 => Formula::InForce(measure(term.idx())),
            Formula::Term { term, reading } => {
                let term = TermId::new(term.idx() % n_terms);
                Formula::Term {
                    term,
                    reading: reading.map(|reading| reading % self.raw.terms[term.idx()].len()),
                }
            }
            other => other.clone(),
        });
        Written {
            formula,
            span: Span::default(),
        }
    }

    fn written(&self, formula: &Formula) -> Written {
        self.formula(formula, self.raw.terms.len())
    }

    fn measure(&self, idx: usize, party: usize, raw: &RawMeasure) -> Measure {
        Measure {
            id: format!("m{idx}"),
            party: PartyId::new(party),
            text: "acts".into(),
            levels: if raw.n_levels == 2 {
                vec![]
            } else {
                (0..raw.n_levels).map(|level| format!("l{level}")).collect()
            },
            now: 0,
            moves: raw.moves,
            take_when: raw.take_when.as_ref().map(|formula| self.written(formula)),
            drop_when: raw.drop_when.as_ref().map(|formula| self.written(formula)),
            reasons: Reasons::default(),
            since: None,
            span: Span::default(),
        }
    }

    /// A term may use those before it.
    fn term(&self, idx: usize) -> Term {
        let meanings = &self.raw.terms[idx];
        let reading = |(reading, formula)| Reading {
            id: if meanings.len() > 1 {
                format!("r{reading}")
            } else {
                String::new()
            },
            means: self.formula(formula, idx),
            reasons: Reasons::default(),
            span: Span::default(),
        };
        let readings = meanings.iter().enumerate().map(reading).collect();
        Term {
            id: format!("t{idx}"),
            readings,
            contested: meanings.len() > 1,
            span: Span::default(),
        }
    }

    fn move_rule(&self, raw: &RawMoveRule) -> MoveRule {
        MoveRule {
            by: raw
                .by
                .map(|party| PartyId::new(party % self.raw.parties.len())),
            from: self.written(&raw.from),
            to: self.written(&raw.to),
            why: None,
            reasons: Reasons::default(),
            span: Span::default(),
        }
    }

    /// A few conditions that never hold together, or of which one always holds.
    fn rule(&self, raw: &RawRule) -> Rule {
        let of = raw.of.clone();
        let condition = self.written(&if raw.always {
            Formula::Or(of)
        } else {
            Formula::And(of)
        });
        Rule {
            condition,
            always: raw.always,
            why: None,
            reasons: Reasons::default(),
            span: Span::default(),
        }
    }

    /// Rankings come later, when the feasible states are known.
    fn preference(&self, raw: &RawPreference) -> Preference {
        match raw {
            RawPreference::Indifferent | RawPreference::Ranking { .. } => Preference::Indifferent,
            RawPreference::Statements(list) => {
                Preference::Statements(list.iter().map(|formula| self.statement(formula)).collect())
            }
            RawPreference::Values(list) => Preference::Values(
                list.iter()
                    .map(|(of, low, width)| self.value(of, *low, *width))
                    .collect(),
            ),
        }
    }

    fn statement(&self, formula: &Formula) -> Statement {
        Statement {
            that: self.written(formula),
            or: vec![],
            much: false,
            text: None,
            standing: Standing::default(),
            span: Span::default(),
        }
    }

    fn value(&self, of: &Formula, low: i64, width: i64) -> Value {
        let halves = |n: i64| Decimal {
            nanos: n * 500_000_000,
        };
        Value {
            of: self.written(of),
            low: halves(low),
            high: halves(low + width),
            standing: Standing::default(),
            span: Span::default(),
        }
    }
}
