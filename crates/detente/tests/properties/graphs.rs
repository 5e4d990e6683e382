//! Dossiers with measures as graphs, against the definitions read word by word.

use std::cmp::Ordering;

use detente::model::{
    Coalesced, Compared, Concept, Conflict, Extension, Formula, Kernel, PartyId, Preference,
    Reasons, Span, State, Statement, Written,
};
use detente::space::{STATES_MAX, Set, Space, Stopped, Watch};
use detente::stability::graph::{
    CONCEPTS, CRISP_LISTS_MAX, GraphAsk, GraphCase, NoGraph, Origin, study_measures,
};
use detente::stability::{SetCase, SetEffort, indifferent_parties, study_sets};
use proptest::prelude::*;

use crate::support::{Case, case, levels_of};

/// Which statements become alternatives of the one before them, which are marked, and which are lines that take states as one.
#[derive(Clone, Debug)]
struct Marks {
    joined: Vec<bool>,
    much: Vec<bool>,
    n_lines: usize,
}

fn marks() -> impl Strategy<Value = Marks> {
    let some = |weight: f64| prop::collection::vec(prop::bool::weighted(weight), 20);
    (some(0.3), some(0.25), 0_usize..3).prop_map(|(joined, much, n_lines)| Marks {
        joined,
        much,
        n_lines,
    })
}

/// The same conflict with statements that nobody knows, marks, and states taken as one.
fn blurred(mut case: Case, marks: &Marks) -> Case {
    let mut lines: Vec<Written> = vec![];
    for party in &mut case.dossier.parties {
        let Preference::Statements(list) = &mut party.preference else {
            continue;
        };
        lines.extend(list.first().map(|statement| statement.that.clone()));
        let mut kept: Vec<Statement> = vec![];
        for ((mut statement, joined), much) in list.drain(..).zip(&marks.joined).zip(&marks.much) {
            statement.much = *much;
            match kept
                .last_mut()
                .filter(|before| *joined && before.or.len() < 2)
            {
                Some(before) => before.or.push(statement.that),
                None => kept.push(statement),
            }
        }
        *list = kept;
    }
    let line = |(idx, that): (usize, Written)| Coalesced {
        id: format!("c{idx}"),
        that,
        text: None,
        reasons: Reasons::default(),
        span: Span::default(),
    };
    case.dossier.coalesced = lines
        .into_iter()
        .take(marks.n_lines)
        .enumerate()
        .map(line)
        .collect();
    case
}

/// Every crisp list of a party: one formula for each statement.
fn crisp(list: &[Statement]) -> Vec<Vec<&Formula>> {
    list.iter().fold(vec![vec![]], |lists, statement| {
        let alternatives: Vec<&Formula> = std::iter::once(&statement.that)
            .chain(&statement.or)
            .map(|written| &written.formula)
            .collect();
        lists
            .iter()
            .flat_map(|list: &Vec<&Formula>| {
                alternatives
                    .iter()
                    .map(move |formula| [list.as_slice(), &[*formula]].concat())
            })
            .collect()
    })
}

/// How a party compares two sets of states taken as one, each given by the levels of its members.
fn compare(case: &Case, party: PartyId, a: &[Vec<usize>], b: &[Vec<usize>]) -> Compared {
    let Preference::Statements(list) = &case.dossier.parties[party.idx()].preference else {
        return match case.compare(party, &a[0], &b[0]) {
            Ordering::Greater => Compared::Better(1),
            Ordering::Equal => Compared::Equal,
            Ordering::Less => Compared::Worse(1),
        };
    };
    let degree = |place: usize| {
        1 + u8::try_from(
            list[place..]
                .iter()
                .filter(|statement| statement.much)
                .count(),
        )
        .expect("lists are short")
    };
    let judged: Vec<Compared> = crisp(list)
        .iter()
        .map(|crisp| {
            let holds = |formula: &Formula, members: &[Vec<usize>]| {
                members.iter().all(|levels| case.holds(formula, levels))
            };
            let decided = crisp
                .iter()
                .position(|formula| holds(formula, a) != holds(formula, b));
            decided.map_or(Compared::Equal, |place| {
                if holds(crisp[place], a) {
                    Compared::Better(degree(place))
                } else {
                    Compared::Worse(degree(place))
                }
            })
        })
        .collect();
    let degrees = |sign: fn(&Compared) -> Option<u8>| {
        judged
            .iter()
            .map(sign)
            .collect::<Option<Vec<u8>>>()?
            .into_iter()
            .min()
    };
    let better = degrees(|it| {
        if let Compared::Better(degree) = it {
            Some(*degree)
        } else {
            None
        }
    });
    let worse = degrees(|it| {
        if let Compared::Worse(degree) = it {
            Some(*degree)
        } else {
            None
        }
    });
    match (better, worse) {
        (Some(degree), _) => Compared::Better(degree),
        (_, Some(degree)) => Compared::Worse(degree),
        _ if judged.iter().all(|it| *it == Compared::Equal) => Compared::Equal,
        _ => Compared::Unknown,
    }
}

fn check_graph(case: &Case, found: &GraphCase) -> Result<(), TestCaseError> {
    let Origin::Feasible {
        space,
        members,
        coalesced,
    } = &found.origin
    else {
        return Err(TestCaseError::fail("a conflict with measures"));
    };
    let levels = |state: usize| levels_of(&case.dossier.measures, space.states()[state]);
    let line_of = |levels: &[usize]| {
        case.dossier
            .coalesced
            .iter()
            .position(|line| case.holds(&line.that.formula, levels))
    };
    let n_members: usize = members.iter().map(Vec::len).sum();
    prop_assert_eq!(n_members, space.len());
    for (class, line) in members.iter().zip(coalesced) {
        prop_assert!(line.is_some() || class.len() == 1);
        prop_assert!(class.iter().all(|&state| line_of(&levels(state)) == *line));
    }
    let mut lines: Vec<usize> = coalesced.iter().flatten().copied().collect();
    lines.sort_unstable();
    prop_assert!(
        lines.windows(2).all(|pair| pair[0] < pair[1]),
        "one state to a line"
    );
    for party in case.dossier.party_ids() {
        for (from, class) in members.iter().enumerate() {
            let leads = |to: usize| {
                class.iter().any(|&state| {
                    space
                        .moves(party, state)
                        .any(|end| members[to].contains(&end))
                })
            };
            let expected: Vec<u32> = (0..)
                .zip(0..members.len())
                .filter(|&(_, to)| to != from && leads(to))
                .map(|(to, _)| to)
                .collect();
            prop_assert_eq!(&found.graph.players[party.idx()].moves[from], &expected);
            let own: Vec<Vec<usize>> = class.iter().map(|&state| levels(state)).collect();
            for (to, other) in members.iter().enumerate() {
                let others: Vec<Vec<usize>> = other.iter().map(|&state| levels(state)).collect();
                let expected = compare(case, party, &own, &others);
                prop_assert_eq!(
                    found.graph.compare(party.idx(), from, to),
                    expected,
                    "{:?}: {} and {}",
                    party,
                    from,
                    to
                );
            }
        }
    }
    Ok(())
}

/// The parties to whom every feasible state is as good as every other, by comparing each with the first.
fn prefer_nothing(case: &Case) -> Vec<PartyId> {
    let states: Vec<Vec<usize>> = case
        .combinations()
        .into_iter()
        .filter(|levels| case.is_feasible(levels))
        .collect();
    let is_equal = |party: PartyId, levels: &Vec<usize>| {
        compare(
            case,
            party,
            std::slice::from_ref(levels),
            std::slice::from_ref(&states[0]),
        ) == Compared::Equal
    };
    let parties = case.dossier.party_ids();
    parties
        .filter(|&party| states.iter().all(|levels| is_equal(party, levels)))
        .collect()
}

/// The same states, headlines and distances, kernel by kernel.
fn check_sets(graph: &GraphCase, sets: &SetCase) -> Result<(), TestCaseError> {
    let Origin::Feasible { space, members, .. } = &graph.origin else {
        return Err(TestCaseError::fail("a conflict with measures"));
    };
    let state = |class: usize| space.states()[members[class][0]];
    let listed = |set: &Set| sets.space.first_states(set, 1 << 12).expect("it fits");
    let kernels: Vec<Kernel> = graph.judged.iter().map(|judged| judged.kernel).collect();
    let judged: Vec<&SetCase> = std::iter::once(sets).chain(&sets.others).collect();
    prop_assert_eq!(
        judged.iter().map(|it| it.kernel).collect::<Vec<_>>(),
        kernels
    );
    for (expected, found) in graph.judged.iter().zip(judged) {
        let SetCase {
            kernel,
            settled,
            headline,
            ways,
            ..
        } = found;
        for (expected, found) in expected.settled.iter().zip(settled) {
            prop_assert_eq!(found.stopped, None);
            for (party, (expected, found)) in expected.stable.iter().zip(&found.stable).enumerate()
            {
                let expected: Vec<State> = expected.ones().map(state).collect();
                prop_assert_eq!(
                    listed(found),
                    expected,
                    "{:?} {:?} party {}",
                    kernel,
                    found,
                    party
                );
            }
            let expected: Vec<State> = expected.equilibria.ones().map(state).collect();
            prop_assert_eq!(listed(&found.equilibria), expected);
        }
        prop_assert_eq!(headline.concept, expected.headline.concept);
        let expected_in = expected.headline.equilibria.iter().map(|&it| state(it));
        prop_assert_eq!(
            listed(&headline.equilibria),
            expected_in.collect::<Vec<_>>()
        );
        let asked = headline
            .findings
            .iter()
            .find(|finding| finding.named.is_none());
        prop_assert_eq!(
            asked.map(|finding| finding.extent),
            expected.headline.question
        );
        let reach = expected.reach.as_ref();
        prop_assert_eq!(reach.is_some(), ways.is_some());
        for (reach, ways) in reach.into_iter().zip(ways) {
            for (class, expected) in reach.by_improvements.iter().enumerate() {
                let near = |set: &Set| sets.space.contains(set, state(class));
                let found = ways.by_improvements.iter().position(near);
                prop_assert_eq!(
                    found.map(|n| u32::try_from(n).expect("few moves")),
                    *expected,
                    "{:?}",
                    kernel
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_nobody_knows_is_settled_over_sets_as_in_the_graph(case in case(), marks in marks()) {
        let mut case = blurred(case, &marks);
        case.dossier.coalesced.clear();
        let (setting, watch) = (&case.setting, Watch::default());
        let ask = GraphAsk { concepts: CONCEPTS.to_vec(), extensions: vec![], degrees: vec![] };
        let effort = SetEffort { concepts: CONCEPTS.to_vec(), ..SetEffort::default() };
        let graph = match study_measures(&case.dossier, setting, &ask, &watch) {
            Ok(graph) => graph,
            Err(why) => {
                prop_assert!(matches!(why, NoGraph::TooManyLists { .. }), "{:?}", why);
                let refused = study_sets(&case.dossier, setting, &effort, &watch).err();
                prop_assert_eq!(refused, Some(Stopped::TooManyLists { lists_max: CRISP_LISTS_MAX }));
                return Ok(());
            }
        };
        let sets = study_sets(&case.dossier, setting, &effort, &watch).expect("it fits");
        check_sets(&graph, &sets)?;
        // Every kernel, told apart or not.
        let (extensions, degrees) = (Extension::ALL.to_vec(), vec![0, 1, 2]);
        let ask = GraphAsk { extensions: extensions.clone(), degrees: degrees.clone(), ..ask };
        let effort = SetEffort { extensions, degrees, ..effort };
        let graph = study_measures(&case.dossier, setting, &ask, &watch).expect("as before");
        check_sets(&graph, &study_sets(&case.dossier, setting, &effort, &watch).expect("as before"))?;
    }

    #[test]
    fn parties_that_prefer_nothing_are_found_by_every_engine(case in case(), marks in marks()) {
        let mut case = blurred(case, &marks);
        case.dossier.coalesced.clear();
        let (setting, watch) = (&case.setting, Watch::default());
        let conflict = Conflict::new(&case.dossier, setting);
        let space = Space::enumerate(&conflict, STATES_MAX, &watch).expect("a small conflict can be listed");
        let expected = prefer_nothing(&case);
        prop_assert_eq!(&space.indifferent_parties(), &expected);
        prop_assert_eq!(&indifferent_parties(&case.dossier, setting, &watch).expect("it fits"), &expected);
        let ask = GraphAsk { concepts: vec![Concept::Nash], extensions: vec![], degrees: vec![0] };
        match study_measures(&case.dossier, setting, &ask, &watch) {
            Ok(found) => prop_assert_eq!(&found.indifferent_parties(), &expected),
            Err(why) => prop_assert!(matches!(why, NoGraph::TooManyLists { .. }), "{:?}", why),
        }
    }

    #[test]
    fn a_dossier_with_measures_is_the_graph_that_its_definitions_make(case in case(), marks in marks()) {
        let case = blurred(case, &marks);
        let ask = GraphAsk { concepts: vec![Concept::Nash], extensions: vec![], degrees: vec![0] };
        match study_measures(&case.dossier, &case.setting, &ask, &Watch::default()) {
            Ok(found) => check_graph(&case, &found)?,
            Err(NoGraph::ToldApart { party, line }) => {
                let taken: Vec<Vec<usize>> = case
                    .combinations()
                    .into_iter()
                    .filter(|levels| case.is_feasible(levels))
                    .filter(|levels| case.dossier.coalesced.iter().position(|it| case.holds(&it.that.formula, levels)) == Some(line))
                    .collect();
                prop_assert!(taken.iter().any(|levels| case.compare(party, levels, &taken[0]) != Ordering::Equal));
            }
            Err(NoGraph::TooManyLists { .. }) => {}
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }
}
