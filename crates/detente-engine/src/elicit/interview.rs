//! Which order of its statements a party has, found by asking which of two states it would rather have.
//!
//! # Definition
//! Given `k` statements and the feasible states: questions about pairs of states until the order of all feasible states follows from the
//! answers. Orders of the statements that order the feasible states alike are not told apart.
//! # Algorithm
//! Each question differs in as few statements as any that is open, two where that is possible. Among those it is the one whose two
//! answers settle as nearly as many pairs of statements as can be: as in sorting by merging, the middle of what is not known yet. A question whose answer follows is
//! never asked. When the profiles are many, only pairs that differ in two statements are prepared; when none of those is open, the
//! profiles are sorted by an order that fits, and neighbours whose order does not follow are asked about. When there are none, the
//! order of all follows.
//! # Complexity
//! `O(k²·m·p)` per question to learn what is known of each two statements after `m` answers, and as many tests as there are open
//! pairs of the least size; `p ≤ k` rounds each. Preparing takes `O(n·k)` for `n` states and `O(q·k²)` for `q` profiles.
//! # Validity
//! At most `3·k·log2(k)` questions: one more is not asked, and the order is then not settled. Sets of states exist, for large `k`, where no
//! way of asking needs so few, because only unequal comparisons are feasible; up to four statements there are too few orders for that.
//! An answer that fits no order with earlier ones is set aside, and so is "equally good": statements always decide between states that
//! differ in one.
//! # References
//! Schmitt and Martignon (2006), for what follows from answers.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::Refused;
use super::known::{Clash, Fact, Known, smallest_cover};
use super::profiles::{Pair, Profiles};
use crate::model::{Conflict, Order, PartyId, State};
use crate::space::Watch;

/// Which of two states would the party rather have?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// One state.
    pub first: State,
    /// The other.
    pub second: State,
    /// The positions of the statements that hold only in the first.
    pub only_first: Vec<usize>,
    /// The positions of the statements that hold only in the second.
    pub only_second: Vec<usize>,
}

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It would rather have the first.
    First,
    /// It would rather have the second.
    Second,
    /// Both are equally good.
    Equal,
    /// That is not known.
    Unknown,
}

/// A course of questions about the order of one party's statements.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    states: &'a [State],
    profiles: Profiles,
    /// What can be asked and was open when last looked at, by the number of statements.
    open: Vec<Vec<Pair>>,
    answers: Vec<(Question, Answer)>,
    known: Known,
    /// Clashes as they were found, each with the fact that was set aside, if it was one.
    clashes: Vec<(Clash, Option<(Fact, usize)>)>,
    /// What is not to be asked again.
    unknown: Vec<Fact>,
    pending: Option<Question>,
    n_asked: usize,
    settled: bool,
}

impl<'a> Interview<'a> {
    /// Prepares to ask about a party's statements. `states` are the feasible states in ascending order.
    ///
    /// # Errors
    /// When the party's preferences are not statements, are more than 128, or the watch is stopped.
    pub fn new(
        conflict: &Conflict,
        party: PartyId,
        states: &'a [State],
        watch: &Watch,
    ) -> Result<Self, Refused> {
        let Order::Lexicographic(statements) = &conflict.orders[party.idx()] else {
            return Err(Refused::NotStatements);
        };
        let profiles = Profiles::new(conflict, statements, states, watch)?;
        let mut open: Vec<Vec<Pair>> = vec![];
        for pair in profiles.contrasts(states, watch)? {
            let size = pair.fact.n_statements();
            open.resize_with(open.len().max(size + 1), Vec::new);
            open[size].push(pair);
        }
        let mut interview = Self {
            states,
            profiles,
            open,
            answers: vec![],
            known: Known::default(),
            clashes: vec![],
            unknown: vec![],
            pending: None,
            n_asked: 0,
            settled: false,
        };
        interview.prepare();
        Ok(interview)
    }

    /// The next question; `None` when every answer follows, or is not known, or the most questions were asked.
    pub fn next(&self) -> Option<Question> {
        self.pending.clone()
    }

    /// The question about two states; `None` unless both are feasible.
    pub fn question(&self, first: State, second: State) -> Option<Question> {
        let fact = Fact::between(self.mask(first)?, self.mask(second)?);
        Some(self.worded(first, second, fact))
    }

    /// Takes an answer, to the next question or to any other. When it fits no order with the answers before it, it is set aside,
    /// and a smallest set of answers that clash is returned.
    pub fn answer(&mut self, question: &Question, answer: Answer) -> Option<Clash> {
        let (Some(first), Some(second)) = (self.mask(question.first), self.mask(question.second))
        else {
            return None;
        };
        let fact = Fact::between(first, second);
        let position = self.answers.len();
        self.answers.push((question.clone(), answer));
        self.n_asked += usize::from(self.pending.as_ref() == Some(question));
        let clash = match answer {
            Answer::First => self.learn(fact, position),
            Answer::Second => self.learn(fact.reversed(), position),
            Answer::Equal if first != second => {
                self.unknown.push(fact);
                Some(Clash {
                    answers: vec![position],
                    smallest: true,
                })
            }
            Answer::Equal => None,
            Answer::Unknown => {
                self.unknown.push(fact);
                None
            }
        };
        let aside = match answer {
            Answer::First => Some((fact, position)),
            Answer::Second => Some((fact.reversed(), position)),
            Answer::Equal | Answer::Unknown => None,
        };
        self.clashes
            .extend(clash.clone().map(|clash| (clash, aside)));
        self.prepare();
        clash
    }

    /// What every order that fits the answers says of two states; `None` when they disagree, or a state is not feasible.
    pub fn follows(&self, first: State, second: State) -> Option<Answer> {
        let fact = Fact::between(self.mask(first)?, self.mask(second)?);
        match (
            fact.over | fact.under,
            self.known.fits_with(fact),
            self.known.fits_with(fact.reversed()),
        ) {
            (0, _, _) => Some(Answer::Equal),
            (_, true, false) => Some(Answer::First),
            (_, false, true) => Some(Answer::Second),
            _ => None,
        }
    }

    /// An order of the statements that fits all answers but those set aside, as their positions, most important first: of the
    /// statements that may come next always the first of the list as it is.
    pub fn order(&self) -> Vec<usize> {
        self.known.order(&self.profiles.bits)
    }

    /// A smallest set of answers that fit no order, of all answers given; `None` when all fit one.
    pub fn conflict(&self) -> Option<Clash> {
        let mut best = self
            .clashes
            .iter()
            .map(|(clash, _)| clash)
            .min_by_key(|clash| clash.answers.len())?
            .clone();
        let aside = || self.clashes.iter().filter_map(|(_, aside)| *aside);
        let (facts, answers): (Vec<Fact>, Vec<usize>) = self.known.told().chain(aside()).unzip();
        // All facts that were not set aside fit, so every clash has one that was.
        for (fact, answer) in aside() {
            match smallest_cover(&facts, fact, best.answers.len().saturating_sub(2)) {
                Ok(None) => {}
                Ok(Some(chosen)) => {
                    best.answers = chosen
                        .into_iter()
                        .map(|idx| answers[idx])
                        .chain([answer])
                        .collect();
                    best.answers.sort_unstable();
                }
                Err(_) => best.smallest = false,
            }
        }
        Some(best)
    }

    /// How many answers were set aside, because they fit no order or none with the answers before them.
    pub fn n_set_aside(&self) -> usize {
        self.clashes.len()
    }

    /// All answers, in the order given.
    pub fn answers(&self) -> &[(Question, Answer)] {
        &self.answers
    }

    /// The most questions that are asked: `3·k·log2(k)` for `k` statements.
    pub fn n_questions_max(&self) -> usize {
        let n = self.profiles.bits.len();
        let bound = 3.0 * n as f64 * (n.max(1) as f64).log2();
        // No logarithm to base 2 of a count is greater than the count.
        (1..=3 * n * n)
            .take_while(|n_questions| *n_questions as f64 <= bound)
            .count()
    }

    /// Whether the order of all feasible states follows from the answers.
    pub fn is_settled(&self) -> bool {
        self.settled
    }

    /// The statements next to each other in [`order`](Self::order) that can change places without changing the order of any two feasible
    /// states.
    pub fn exchangeable(&self) -> Vec<(usize, usize)> {
        let order = self.order();
        let mut before = 0_u128;
        let mut found = vec![];
        for pair in order.windows(2) {
            let [a, b] = [pair[0], pair[1]]
                .map(|statement| self.profiles.bits[statement].map_or(0, |bit| 1_u128 << bit));
            if !self.is_contrasted(before, a & !before, b & !before) {
                found.push((pair[0], pair[1]));
            }
            before |= a;
        }
        found
    }

    /// Whether some states that agree on `before` have one of two statements each.
    fn is_contrasted(&self, before: u128, a: u128, b: u128) -> bool {
        if a == 0 || b == 0 || a == b {
            return false;
        }
        let mut sides: HashMap<u128, u8> = HashMap::new();
        self.profiles.masks.iter().any(|mask| {
            let side = match (mask & a != 0, mask & b != 0) {
                (true, false) => 1,
                (false, true) => 2,
                _ => return false,
            };
            let seen = sides.entry(mask & before).or_default();
            *seen |= side;
            *seen == 3
        })
    }

    fn mask(&self, state: State) -> Option<u128> {
        let idx = self.states.binary_search(&state).ok()?;
        Some(self.profiles.masks[self.profiles.of_state[idx] as usize])
    }

    fn worded(&self, first: State, second: State, fact: Fact) -> Question {
        Question {
            first,
            second,
            only_first: self.profiles.statements(fact.over),
            only_second: self.profiles.statements(fact.under),
        }
    }

    fn learn(&mut self, fact: Fact, position: usize) -> Option<Clash> {
        if self.known.fits_with(fact) {
            self.known.add(fact, position);
            return None;
        }
        self.unknown.push(fact);
        Some(self.known.clash(fact, position))
    }

    /// Drops what follows, and chooses the next question.
    fn prepare(&mut self) {
        let bits: Vec<Option<usize>> = (0..self.profiles.n_bits).map(Some).collect();
        let order = self.known.order(&bits);
        let knowledge = Knowledge {
            known: &self.known,
            below: self.known.relation(bits.len()),
            order: &order,
        };
        let closed: Vec<Fact> = self
            .unknown
            .iter()
            .map(|fact| knowledge.essence(*fact))
            .collect();
        let may_ask = |pair: &&Pair| {
            let essence = knowledge.essence(pair.fact);
            !closed.contains(&essence) && !closed.contains(&essence.reversed())
        };
        let mut chosen = None;
        let mut n_open = 0;
        for pairs in &mut self.open {
            pairs.retain(|pair| knowledge.is_open(pair.fact));
            n_open += pairs.len();
            chosen = pairs
                .iter()
                .filter(may_ask)
                .max_by_key(|pair| knowledge.merit(pair))
                .copied();
            if chosen.is_some() {
                break;
            }
        }
        if chosen.is_none() && !self.profiles.are_few() {
            let neighbours = self.open_neighbours(&knowledge);
            n_open += neighbours.len();
            chosen = neighbours
                .iter()
                .filter(may_ask)
                .max_by_key(|pair| knowledge.merit(pair))
                .copied();
        }
        self.settled = n_open == 0;
        let asked = chosen.filter(|_| self.n_asked < self.n_questions_max());
        self.pending = asked.map(|pair| {
            let (first, second) = self.profiles.closest(self.states, pair);
            self.worded(first, second, pair.fact)
        });
    }

    /// Profiles that are neighbours under an order that fits, and that another one orders otherwise: those with the fewest statements.
    fn open_neighbours(&self, knowledge: &Knowledge) -> Vec<Pair> {
        let masks = &self.profiles.masks;
        let rating = |mask: u128| {
            knowledge
                .order
                .iter()
                .fold(0_u128, |digits, bit| digits << 1 | mask >> bit & 1)
        };
        let mut sorted: Vec<usize> = (0..masks.len()).collect();
        sorted.sort_by_cached_key(|profile| rating(masks[*profile]));
        let mut seen: HashSet<Fact> = HashSet::new();
        let neighbours = sorted
            .windows(2)
            .filter(|pair| seen.insert(Fact::between(masks[pair[0]], masks[pair[1]])));
        let mut open: Vec<Pair> = neighbours
            .map(|pair| self.profiles.pair(self.states, pair[0], pair[1]))
            .filter(|pair| pair.fact.is_contrast() && knowledge.is_open(pair.fact))
            .collect();
        let least = open.iter().map(|pair| pair.fact.n_statements()).min();
        open.retain(|pair| Some(pair.fact.n_statements()) == least);
        open
    }
}

/// What is known at one point of the interview.
struct Knowledge<'a> {
    known: &'a Known,
    /// For each statement, those that it is known to outrank.
    below: Vec<u128>,
    /// An order that fits.
    order: &'a [usize],
}

impl Knowledge<'_> {
    /// Whether some orders that fit say one thing and some the other.
    fn is_open(&self, fact: Fact) -> bool {
        let differs = fact.over | fact.under;
        let first = self.order.iter().find(|bit| differs >> **bit & 1 == 1);
        let is_met = first.is_some_and(|bit| fact.over >> bit & 1 == 1);
        self.known
            .fits_with(if is_met { fact.reversed() } else { fact })
    }

    /// The fact without the statements that another one of it is known to outrank: they cannot be the most important.
    fn essence(&self, fact: Fact) -> Fact {
        let all = fact.over | fact.under;
        let outranked = (0..self.below.len())
            .filter(|bit| all >> bit & 1 == 1)
            .fold(0, |below, bit| below | self.below[bit]);
        Fact {
            over: fact.over & !outranked,
            under: fact.under & !outranked,
        }
    }

    /// How much an answer tells: first how even the sides are; for two statements then how evenly the two answers settle pairs of
    /// statements, and how many the lesser one does; of equal ones the pair that changes the fewest measures.
    fn merit(&self, pair: &Pair) -> impl Ord + use<> {
        let essence = self.essence(pair.fact);
        let (over, under) = (essence.over.count_ones(), essence.under.count_ones());
        let gains = if over == 1 && under == 1 {
            let (a, b) = (
                essence.over.trailing_zeros() as usize,
                essence.under.trailing_zeros() as usize,
            );
            (self.gain(a, b), self.gain(b, a))
        } else {
            (0, 0)
        };
        (
            evenness(over, under),
            evenness(gains.0, gains.1),
            gains.0.min(gains.1),
            Reverse((pair.distance, pair.first, pair.second)),
        )
    }

    /// How many pairs of statements are settled when `a` outranks `b`.
    fn gain(&self, a: usize, b: usize) -> u32 {
        let under = self.below[b] | 1 << b;
        let over = (0..self.below.len()).filter(|c| *c == a || self.below[*c] >> a & 1 == 1);
        over.map(|c| (under & !self.below[c]).count_ones()).sum()
    }
}

/// The lesser of two numbers in thousandths of the greater.
fn evenness(a: u32, b: u32) -> u32 {
    1000 * a.min(b) / a.max(b).max(1)
}
