//! Asking for an order of statements, against trying every order; best and worst states, against sorting all of them.

use std::cmp::Ordering;

use detente::elicit::{Answer, Interview, Question, decide, place, standing};
use detente::model::{Circuit, Conflict, Lever, Node, Order, PartyId, Permission, State};
use detente::oracle::definitions as oracle;
use detente::oracle::elicit::{self as slow, Told};
use detente::space::Watch;
use proptest::collection::vec;
use proptest::prelude::*;

#[allow(
    dead_code,
    unused_imports,
    reason = "the generator serves several tests"
)]
mod support;

const PARTY: usize = 0;

/// One party, its statements, the states taken as feasible, and the order that it has in mind.
#[derive(Clone, Debug)]
struct Subject {
    conflict: Conflict,
    states: Vec<State>,
    statements: Vec<Node>,
    hidden: Vec<usize>,
}

impl Subject {
    fn new(
        n_entries: usize,
        states: Vec<State>,
        statements: &[(usize, usize, usize)],
        hidden: Vec<usize>,
    ) -> Self {
        let mut circuit = Circuit::default();
        let statements: Vec<Node> = statements
            .iter()
            .map(|&(kind, a, b)| {
                let (a, b) = (circuit.entry(a % n_entries), circuit.entry(b % n_entries));
                match kind {
                    0 => circuit.not(a),
                    1 => circuit.all(vec![a, b]),
                    2 => circuit.any(vec![a, b]),
                    3 => circuit.same(a, b),
                    _ => a,
                }
            })
            .collect();
        let lever = |entry| Lever {
            party: PartyId::new(PARTY),
            entries: entry..entry + 1,
            raise: Permission::Always,
            lower: Permission::Always,
        };
        let conflict = Conflict {
            levers: (0..n_entries).map(lever).collect(),
            orders: vec![Order::Lexicographic(statements.clone())],
            open: vec![None],
            circuit,
            rules: vec![],
            bans: vec![],
            status_quo: states.first().copied(),
            question: None,
            named: vec![],
            n_entries,
        };
        Self {
            conflict,
            states,
            statements,
            hidden,
        }
    }

    fn interview(&self) -> Interview<'_> {
        Interview::new(
            &self.conflict,
            PartyId::new(PARTY),
            &self.states,
            &Watch::default(),
        )
        .expect("it is small")
    }

    fn compare(&self, order: &[usize], a: State, b: State) -> Ordering {
        slow::compare(&self.conflict, &self.statements, order, a, b)
    }

    fn honest(&self, question: &Question) -> Answer {
        match self.compare(&self.hidden, question.first, question.second) {
            Ordering::Greater => Answer::First,
            Ordering::Less => Answer::Second,
            Ordering::Equal => Answer::Equal,
        }
    }

    /// The states sorted by an order of the statements, as the class of each.
    fn ranks(&self, order: &[usize]) -> Vec<usize> {
        let better = |state: &State| {
            self.states
                .iter()
                .filter(|other| self.compare(order, **other, *state).is_gt())
                .count()
        };
        self.states.iter().map(better).collect()
    }

    fn orders(&self, told: &[Told]) -> Vec<Vec<usize>> {
        slow::orders(&self.conflict, &self.statements, told)
    }
}

fn told(question: &Question, answer: Answer) -> Option<Told> {
    match answer {
        Answer::First => Some((question.first, question.second)),
        Answer::Second => Some((question.second, question.first)),
        Answer::Equal | Answer::Unknown => None,
    }
}

/// Sets of states from nearly all to a handful, with statements that overlap, repeat and exclude each other.
fn subject(k_max: usize, n_entries_max: usize) -> impl Strategy<Value = Subject> {
    (2..=n_entries_max, 1..=k_max, 1..=9_usize).prop_flat_map(|(n_entries, k, density)| {
        let states = vec(0..10_usize, 1 << n_entries).prop_map(move |lots| {
            let kept = lots.iter().enumerate().filter(|(_, lot)| **lot < density);
            let kept: Vec<State> = kept.map(|(bits, _)| State(bits as u128)).collect();
            if kept.is_empty() {
                vec![State(0)]
            } else {
                kept
            }
        });
        let statements = vec((0..9_usize, any::<usize>(), any::<usize>()), k);
        let hidden = Just((0..k).collect::<Vec<usize>>()).prop_shuffle();
        (states, statements, hidden).prop_map(move |(states, statements, hidden)| {
            Subject::new(n_entries, states, &statements, hidden)
        })
    })
}

/// Statements that are single measures, with as many of their combinations feasible as lots fall.
fn wide_subject() -> impl Strategy<Value = Subject> {
    (7..=11_usize, 1..=300_usize).prop_flat_map(|(k, n_states)| {
        let states = vec(0..1_u128 << k, n_states).prop_map(|mut bits| {
            bits.sort_unstable();
            bits.dedup();
            bits.into_iter().map(State).collect::<Vec<_>>()
        });
        let hidden = Just((0..k).collect::<Vec<usize>>()).prop_shuffle();
        (states, hidden).prop_map(move |(states, hidden)| {
            let statements: Vec<_> = (0..k).map(|entry| (8, entry, entry)).collect();
            Subject::new(k, states, &statements, hidden)
        })
    })
}

fn questions_max(k: usize) -> f64 {
    3.0 * k as f64 * (k as f64).log2()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn honest_answers_lead_to_the_order_in_mind(subject in subject(6, 6)) {
        let mut interview = subject.interview();
        let mut all: Vec<Told> = vec![];
        while let Some(question) = interview.next() {
            let fitting = subject.orders(&all);
            let follows = slow::follows(&subject.conflict, &subject.statements, &fitting, question.first, question.second);
            prop_assert_eq!(follows, None, "{:?} follows", question);
            prop_assert_eq!(interview.follows(question.first, question.second), None);
            let answer = subject.honest(&question);
            prop_assert_eq!(interview.answer(&question, answer), None);
            all.extend(told(&question, answer));
        }
        prop_assert!(all.len() as f64 <= questions_max(subject.statements.len()));
        prop_assert!(interview.is_settled());
        prop_assert!(interview.conflict().is_none());
        let order = interview.order();
        prop_assert!(subject.orders(&all).contains(&order));
        prop_assert_eq!(subject.ranks(&order), subject.ranks(&subject.hidden));
    }

    #[test]
    fn what_is_not_known_is_not_asked_again(subject in subject(5, 5), lots in vec(0..3_usize, 64)) {
        let mut interview = subject.interview();
        let mut unknown: Vec<(Vec<usize>, Vec<usize>)> = vec![];
        let mut all: Vec<Told> = vec![];
        for lot in lots {
            let Some(question) = interview.next() else { break };
            let sides = (question.only_first.clone(), question.only_second.clone());
            prop_assert!(!unknown.contains(&sides) && !unknown.contains(&(sides.1.clone(), sides.0.clone())), "{:?}", question);
            let answer = if lot == 0 { Answer::Unknown } else { subject.honest(&question) };
            if lot == 0 {
                unknown.push(sides);
            }
            prop_assert_eq!(interview.answer(&question, answer), None);
            all.extend(told(&question, answer));
        }
        prop_assert!(interview.next().is_none());
        prop_assert!(subject.orders(&all).contains(&interview.order()));
    }

    #[test]
    fn answers_that_clash_are_named(subject in subject(4, 5), pairs in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..9)) {
        let mut interview = subject.interview();
        let mut all: Vec<Told> = vec![];
        let mut kept: Vec<Told> = vec![];
        for (a, b) in pairs {
            let (a, b) = (subject.states[a.index(subject.states.len())], subject.states[b.index(subject.states.len())]);
            let question = interview.question(a, b).expect("both are feasible");
            all.push((a, b));
            match interview.answer(&question, Answer::First) {
                None => kept.push((a, b)),
                Some(clash) => {
                    let named: Vec<Told> = clash.answers.iter().map(|idx| all[*idx]).collect();
                    prop_assert!(clash.smallest && clash.answers.contains(&(all.len() - 1)));
                    prop_assert!(subject.orders(&named).is_empty());
                }
            }
        }
        prop_assert!(subject.orders(&kept).contains(&interview.order()));
        let smallest = slow::smallest_clash(&subject.conflict, &subject.statements, &all);
        prop_assert_eq!(interview.conflict().map(|clash| clash.answers.len()), smallest);
        if let Some(clash) = interview.conflict() {
            let named: Vec<Told> = clash.answers.iter().map(|idx| all[*idx]).collect();
            prop_assert!(subject.orders(&named).is_empty());
        }
    }

    #[test]
    fn statements_that_may_change_places_change_nothing(subject in subject(5, 5)) {
        let interview = subject.interview();
        let order = interview.order();
        let exchangeable = interview.exchangeable();
        for at in 1..order.len() {
            let mut other = order.clone();
            other.swap(at - 1, at);
            let same = subject.ranks(&other) == subject.ranks(&order);
            prop_assert_eq!(exchangeable.contains(&(order[at - 1], order[at])), same);
        }
    }

    #[test]
    fn the_best_and_the_worst_are_those_that_sorting_gives(case in support::case(), n_listed in 0..7_usize) {
        let conflict = case.conflict();
        let states = oracle::feasible_states(&conflict);
        for party in conflict.party_ids() {
            let compare = |a: &State, b: &State| oracle::prefers(&conflict, party, *a, *b);
            let found = standing(&conflict, party, &states, n_listed, &Watch::default()).expect("it is small");
            let today = conflict.status_quo.expect("the generator gives one");
            let changed = |state: State| conflict.levers.iter().filter(|lever| lever.level(state) != lever.level(today)).count();
            let nearness = |a: &State, b: &State| changed(*a).cmp(&changed(*b)).then(a.cmp(b));
            let mut sorted = states.clone();
            sorted.sort_by(|a, b| compare(b, a).then(nearness(a, b)));
            let listed: Vec<State> = found.best.iter().flat_map(|class| class.states.clone()).collect();
            prop_assert_eq!(&listed[..], &sorted[..n_listed.min(sorted.len())]);
            sorted.sort_by(|a, b| compare(a, b).then(nearness(a, b)));
            let listed: Vec<State> = found.worst.iter().flat_map(|class| class.states.clone()).collect();
            prop_assert_eq!(&listed[..], &sorted[..n_listed.min(sorted.len())]);
            for class in found.best.iter().chain(&found.worst) {
                for state in &class.states {
                    let n_better = states.iter().filter(|other| compare(other, state).is_gt()).count();
                    let n_equal = states.iter().filter(|other| compare(other, state).is_eq()).count();
                    prop_assert_eq!((class.n_better, class.n_states), (n_better, n_equal));
                    let place = place(&conflict, party, &states, *state, &Watch::default()).expect("it is small");
                    prop_assert_eq!((place.n_better, place.n_equal), (n_better, n_equal));
                }
            }
            for (a, b) in states.iter().zip(states.iter().rev()) {
                prop_assert_eq!(decide(&conflict, party, *a, *b).preferred, compare(a, b));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn wide_sets_of_states_are_settled_within_the_bound(subject in wide_subject()) {
        let mut interview = subject.interview();
        let mut n_questions = 0;
        while let Some(question) = interview.next() {
            prop_assert_eq!(interview.answer(&question, subject.honest(&question)), None);
            n_questions += 1;
        }
        prop_assert!(f64::from(n_questions) <= questions_max(subject.statements.len()));
        prop_assert!(interview.is_settled());
        prop_assert_eq!(subject.ranks(&interview.order()), subject.ranks(&subject.hidden));
    }
}

/// The questions that it takes to find an order, when the answers are as the order has it.
fn n_asked(subject: &Subject) -> usize {
    let mut interview = subject.interview();
    let mut n_questions = 0;
    while let Some(question) = interview.next() {
        assert_eq!(
            (question.only_first.len(), question.only_second.len()),
            (1, 1),
            "two statements can always be told apart"
        );
        let _ = interview.answer(&question, subject.honest(&question));
        n_questions += 1;
    }
    assert!(interview.is_settled());
    assert_eq!(interview.order(), subject.hidden);
    n_questions
}

#[test]
fn where_any_two_statements_can_be_opposed_it_takes_little_more_than_sorting() {
    for k in 2..=10_usize {
        let statements: Vec<_> = (0..k).map(|entry| (8, entry, entry)).collect();
        let states: Vec<State> = (0..1_u128 << k).map(State).collect();
        for step in 1..k {
            let hidden: Vec<usize> = (0..k).map(|at| (at * step + at / 2) % k).collect();
            let mut distinct = hidden.clone();
            distinct.sort_unstable();
            distinct.dedup();
            if distinct.len() == k {
                let least: f64 = (1..=k).map(|n| (n as f64).log2()).sum();
                let n = n_asked(&Subject::new(k, states.clone(), &statements, hidden));
                assert!(
                    n as f64 <= least.ceil() + 2.0,
                    "{n} questions for {k} statements"
                );
            }
        }
    }
}
