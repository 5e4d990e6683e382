//! The conflict under one view and one reading of each term: what every analysis works on.

use std::collections::HashMap;
use std::ops::Range;

use super::circuit::{Circuit, Node};
use super::dossier::{Direction, Dossier, Preference, Setting, Written};
use super::formula::{Comparison, Formula};
use super::{MeasureId, PartyId, State, TermId};

/// A measure as the analyses see it.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Who controls it.
    pub party: PartyId,
    /// Its entries: "at least level 1", "at least level 2", … counted from the lowest, 0.
    pub entries: Range<usize>,
    /// When it may be raised.
    pub raise: Permission,
    /// When it may be lowered.
    pub lower: Permission,
}

impl Lever {
    /// The number of levels.
    pub fn n_levels(&self) -> usize {
        self.entries.len() + 1
    }

    /// The level in a state.
    pub fn level(&self, state: State) -> usize {
        self.entries
            .clone()
            .filter(|&entry| state.has(entry))
            .count()
    }

    /// The bits of the entries that hold at a level.
    pub fn bits(&self, level: usize) -> u128 {
        self.entries
            .clone()
            .take(level)
            .fold(0, |bits, entry| bits | 1 << entry)
    }
}

/// When a measure may be changed in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// From no state.
    Never,
    /// From every state.
    Always,
    /// From the states where this holds.
    When(Node),
}

/// The most bans of a conflict.
pub const BANS_MAX: usize = 128;

/// Moves that cannot be made, from states where one condition holds to states where another does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ban {
    /// Whom it binds; everybody when `None`.
    pub by: Option<PartyId>,
    /// What holds where such a move starts.
    pub from: Node,
    /// What holds where it ends.
    pub to: Node,
}

impl Ban {
    /// Whether it binds a party.
    pub fn binds(&self, party: PartyId) -> bool {
        self.by.is_none_or(|by| by == party)
    }
}

/// A party's order of the states.
#[derive(Clone, Debug)]
pub enum Order {
    /// All states are equally good.
    Indifferent,
    /// The first statement on which two states differ decides.
    Lexicographic(Vec<Node>),
    /// Classes of equally good states, best first, as a position for each state.
    Ranked(HashMap<State, usize>),
    /// A higher sum is better; worths in units of half a billionth, so that the middle of a range is exact.
    Additive(Vec<(Node, i128)>),
}

/// Statements as they are written, where nobody knows exactly what some of them say, or where some count much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOrder {
    /// The most important first.
    pub lines: Vec<OpenLine>,
}

/// One statement of an [`OpenOrder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLine {
    /// What it may say, what is written first first; at least one.
    pub alternatives: Vec<Node>,
    /// Whether states on which this line or one above it decides differ by one degree more.
    pub much: bool,
}

impl OpenOrder {
    /// Every condition that some line may ask for.
    pub fn conditions(&self) -> impl Iterator<Item = Node> {
        self.lines
            .iter()
            .flat_map(|line| line.alternatives.iter().copied())
    }

    /// By line, by how many degrees states differ on which it decides: one, and one more for each line marked `much` here or below.
    pub fn degrees(&self) -> Vec<u8> {
        let marked = |place: usize| self.lines[place..].iter().filter(|line| line.much).count();
        (0..self.lines.len())
            .map(|place| 1 + u8::try_from(marked(place)).unwrap_or(u8::MAX - 1))
            .collect()
    }

    /// Every way to choose one alternative of each line; `None` when there are more than so many.
    pub fn crisp_lists(&self, lists_max: usize) -> Option<Vec<Vec<Node>>> {
        if self.n_crisp_lists() > lists_max {
            return None;
        }
        let longer = |lists: Vec<Vec<Node>>, line: &OpenLine| {
            lists
                .iter()
                .flat_map(|list| {
                    let with = |node: &Node| [list.as_slice(), &[*node]].concat();
                    line.alternatives.iter().map(with)
                })
                .collect()
        };
        Some(self.lines.iter().fold(vec![vec![]], longer))
    }

    /// The number of ways to choose one alternative of each line; at most `usize::MAX` are told apart.
    pub fn n_crisp_lists(&self) -> usize {
        self.lines.iter().fold(1, |product: usize, line| {
            product.saturating_mul(line.alternatives.len())
        })
    }
}

/// A condition that results are reported for.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name: `term`, or `term:reading`.
    pub name: String,
    /// Where it holds.
    pub holds: Node,
}

/// The conflict under one [`Setting`].
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The measures, party by party.
    pub levers: Vec<Lever>,
    /// The order of each party; of statements with alternatives, by what is written first.
    pub orders: Vec<Order>,
    /// The statements of each party that has some with alternatives or marked `much`.
    pub open: Vec<Option<OpenOrder>>,
    /// All formulas.
    pub circuit: Circuit,
    /// What must hold in every feasible state.
    pub rules: Vec<Node>,
    /// What no move may do.
    pub bans: Vec<Ban>,
    /// The state in force today, if known.
    pub status_quo: Option<State>,
    /// The dossier's question.
    pub question: Option<Node>,
    /// Every term in every reading.
    pub named: Vec<Named>,
    /// The number of entries of a state.
    pub n_entries: usize,
}

impl Conflict {
    /// Compiles a dossier for one setting.
    pub fn new(dossier: &Dossier, setting: &Setting) -> Self {
        Compiler::new(dossier, setting).finish()
    }

    /// Compiles a dossier for one setting, and further formulas over it.
    pub fn with_formulas<'f>(
        dossier: &Dossier,
        setting: &Setting,
        formulas: impl IntoIterator<Item = &'f Formula>,
    ) -> (Self, Vec<Node>) {
        let mut compiler = Compiler::new(dossier, setting);
        let nodes = formulas
            .into_iter()
            .map(|formula| compiler.formula(formula))
            .collect();
        (compiler.finish(), nodes)
    }

    /// The number of parties.
    pub fn n_parties(&self) -> usize {
        self.orders.len()
    }

    /// The ids of all parties.
    pub fn party_ids(&self) -> impl Iterator<Item = PartyId> + use<> {
        (0..self.orders.len()).map(PartyId::new)
    }

    /// The bans that bind a party.
    pub fn bans_on(&self, party: PartyId) -> impl Iterator<Item = &Ban> {
        self.bans.iter().filter(move |ban| ban.binds(party))
    }

    /// The bits of the entries that a party controls.
    pub fn own_entries(&self, party: PartyId) -> u128 {
        self.levers
            .iter()
            .filter(|lever| lever.party == party)
            .fold(0, |bits, lever| bits | lever.bits(lever.n_levels() - 1))
    }
}

/// Compiles formulas gate by gate, each reading of each term once.
struct Compiler<'a> {
    dossier: &'a Dossier,
    setting: &'a Setting,
    entries: Vec<Range<usize>>,
    circuit: Circuit,
    terms: HashMap<(TermId, usize), Node>,
}

impl<'a> Compiler<'a> {
    fn new(dossier: &'a Dossier, setting: &'a Setting) -> Self {
        let mut next = 0;
        let entries = dossier
            .measures
            .iter()
            .map(|measure| {
                let first = next;
                next += measure.n_levels() - 1;
                first..next
            })
            .collect();
        Self {
            dossier,
            setting,
            entries,
            circuit: Circuit::default(),
            terms: HashMap::new(),
        }
    }

    fn finish(mut self) -> Conflict {
        let dossier = self.dossier;
        let levers = (0..dossier.measures.len())
            .map(|measure| self.lever(MeasureId::new(measure)))
            .collect::<Vec<_>>();
        let rules = dossier
            .rules
            .iter()
            .map(|rule| {
                let condition = self.formula(&rule.condition.formula);
                if rule.always {
                    condition
                } else {
                    self.circuit.not(condition)
                }
            })
            .collect();
        let bans = self.bans();
        let orders = dossier
            .party_ids()
            .map(|party| self.order(dossier.preference(party, self.setting.view)))
            .collect();
        let open = dossier
            .party_ids()
            .map(|party| self.open_order(dossier.preference(party, self.setting.view)))
            .collect();
        let question = dossier
            .question
            .as_ref()
            .map(|question| self.formula(&question.formula));
        let mut named = Vec::new();
        for term in dossier.term_ids() {
            let Some(it) = dossier.terms.get(term.idx()) else {
                continue;
            };
            for (reading, meaning) in it.readings.iter().enumerate() {
                let name = if it.contested {
                    format!("{}:{}", it.id, meaning.id)
                } else {
                    it.id.clone()
                };
                named.push(Named {
                    name,
                    holds: self.term(term, reading),
                });
            }
        }
        let status_quo = dossier.has_status_quo.then(|| {
            State(
                levers
                    .iter()
                    .zip(&dossier.measures)
                    .fold(0, |bits, (lever, measure)| bits | lever.bits(measure.now)),
            )
        });
        let n_entries = self.entries.last().map_or(0, |range| range.end);
        Conflict {
            levers,
            orders,
            open,
            circuit: self.circuit,
            rules,
            bans,
            status_quo,
            question,
            named,
            n_entries,
        }
    }

    fn bans(&mut self) -> Vec<Ban> {
        let rules = self.dossier.move_rules.iter();
        rules
            .map(|rule| Ban {
                by: rule.by,
                from: self.formula(&rule.from.formula),
                to: self.formula(&rule.to.formula),
            })
            .collect()
    }

    fn lever(&mut self, id: MeasureId) -> Lever {
        let measure = &self.dossier.measures[id.idx()];
        let raise = self.permission(measure.moves != Direction::Drop, measure.take_when.as_ref());
        let lower = self.permission(measure.moves != Direction::Take, measure.drop_when.as_ref());
        Lever {
            party: measure.party,
            entries: self.entries[id.idx()].clone(),
            raise,
            lower,
        }
    }

    fn permission(&mut self, directed: bool, condition: Option<&Written>) -> Permission {
        match condition {
            _ if !directed => Permission::Never,
            None => Permission::Always,
            Some(written) => Permission::When(self.formula(&written.formula)),
        }
    }

    fn order(&mut self, preference: &Preference) -> Order {
        match preference {
            Preference::Indifferent | Preference::Relation(_) => Order::Indifferent,
            Preference::Statements(list) => Order::Lexicographic(
                list.iter()
                    .map(|statement| self.formula(&statement.that.formula))
                    .collect(),
            ),
            Preference::Ranking(ranking) => Order::Ranked(
                ranking
                    .classes
                    .iter()
                    .enumerate()
                    .flat_map(|(class, states)| {
                        states.iter().map(move |(state, _)| (*state, class))
                    })
                    .collect(),
            ),
            Preference::Values(list) => Order::Additive(
                list.iter()
                    .map(|value| {
                        (
                            self.formula(&value.of.formula),
                            i128::from(value.low.nanos) + i128::from(value.high.nanos),
                        )
                    })
                    .collect(),
            ),
        }
    }

    fn open_order(&mut self, preference: &Preference) -> Option<OpenOrder> {
        let Preference::Statements(list) = preference else {
            return None;
        };
        if list.iter().all(|line| line.or.is_empty() && !line.much) {
            return None;
        }
        let mut lines = vec![];
        for statement in list {
            let written = std::iter::once(&statement.that).chain(&statement.or);
            lines.push(OpenLine {
                alternatives: written.map(|that| self.formula(&that.formula)).collect(),
                much: statement.much,
            });
        }
        Some(OpenOrder { lines })
    }

    /// Compiles the terms below first, so that recursion is bounded by the depth of one formula.
    fn term(&mut self, term: TermId, reading: usize) -> Node {
        let dossier = self.dossier;
        let mut pending = vec![(term, reading)];
        while let Some(&(term, reading)) = pending.last() {
            let formula = &dossier.terms[term.idx()].readings[reading].means.formula;
            let before = pending.len();
            if !self.terms.contains_key(&(term, reading)) {
                formula.walk(&mut |part| {
                    if let Formula::Term { term, reading } = part {
                        let key = (
                            *term,
                            reading.unwrap_or_else(|| self.setting.reading(*term)),
                        );
                        if !self.terms.contains_key(&key) {
                            pending.push(key);
                        }
                    }
                });
            }
            if pending.len() == before {
                if !self.terms.contains_key(&(term, reading)) {
                    let node = self.formula(formula);
                    self.terms.insert((term, reading), node);
                }
                pending.pop();
            }
        }
        self.terms[&(term, reading)]
    }

    fn formula(&mut self, formula: &Formula) -> Node {
        match formula {
            Formula::InForce(measure) => self.at_least(*measure, 1),
            Formula::Level {
                measure,
                comparison,
                level,
            } => self.compare(*measure, *comparison, *level),
            Formula::Term { term, reading } => self.term(
                *term,
                reading.unwrap_or_else(|| self.setting.reading(*term)),
            ),
            Formula::Not(inner) => {
                let inner = self.formula(inner);
                self.circuit.not(inner)
            }
            Formula::And(parts) => {
                let parts = self.formulas(parts);
                self.circuit.all(parts)
            }
            Formula::Or(parts) => {
                let parts = self.formulas(parts);
                self.circuit.any(parts)
            }
            Formula::If { then, when } => self.implies(when, then),
            Formula::OnlyIf { then, when } => self.implies(then, when),
            Formula::Unless { then, when } => {
                let parts = vec![self.formula(then), self.formula(when)];
                self.circuit.any(parts)
            }
            Formula::Iff(a, b) => {
                let (a, b) = (self.formula(a), self.formula(b));
                self.circuit.same(a, b)
            }
            Formula::AtLeast { n, of } => {
                let of = self.formulas(of);
                self.circuit.at_least(*n, of)
            }
            Formula::AtMost { n, of } => {
                let of = self.formulas(of);
                let more = self.circuit.at_least(n + 1, of);
                self.circuit.not(more)
            }
        }
    }

    fn formulas(&mut self, formulas: &[Formula]) -> Vec<Node> {
        formulas
            .iter()
            .map(|formula| self.formula(formula))
            .collect()
    }

    fn implies(&mut self, from: &Formula, to: &Formula) -> Node {
        let (from, to) = (self.formula(from), self.formula(to));
        let not_from = self.circuit.not(from);
        self.circuit.any(vec![not_from, to])
    }

    fn at_least(&mut self, measure: MeasureId, level: usize) -> Node {
        let entries = self.entries[measure.idx()].clone();
        match level {
            0 => self.circuit.constant(true),
            _ if level > entries.len() => self.circuit.constant(false),
            _ => self.circuit.entry(entries.start + level - 1),
        }
    }

    fn compare(&mut self, measure: MeasureId, comparison: Comparison, level: usize) -> Node {
        let at_least = self.at_least(measure, level);
        let above = self.at_least(measure, level + 1);
        let not_above = self.circuit.not(above);
        match comparison {
            Comparison::AtLeast => at_least,
            Comparison::Above => above,
            Comparison::AtMost => not_above,
            Comparison::Below => self.circuit.not(at_least),
            Comparison::Exactly => self.circuit.all(vec![at_least, not_above]),
            Comparison::Not => {
                let exactly = self.circuit.all(vec![at_least, not_above]);
                self.circuit.not(exactly)
            }
        }
    }
}
