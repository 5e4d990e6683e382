//! Stability in graph form: figures from outside this program, and the engine against the definitions on random graphs.

use std::path::{Path, PathBuf};

use detente::dossier::{self, Source};
use detente::model::{
    CoalitionConcept, Compared, Concept, Extension, Graph, GraphVerdict, Kernel, PartyId, Player,
    Setting, Tastes, Ties,
};
use detente::oracle::graph::GraphOracle;
use detente::space::{Stopped, Watch};
use detente::stability::Settled;
use detente::stability::graph::{
    CONCEPTS, Coalitions, GraphAsk, NoForesight, STATES_MAX, coalition_states_max, coalitions,
    distances, foresee, of_space, reason, settle, study_measures,
};
use detente::stability::{Effort, Extent, study};
use fixedbitset::FixedBitSet;
use proptest::prelude::*;
use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn figures(group: &str, n: usize) -> Vec<Value> {
    let text = std::fs::read_to_string(fixtures().join("graph/figures.json"))
        .expect("as the fixtures have it");
    let all: Value = serde_json::from_str(&text).expect("as the fixtures have it");
    let group = all[group]
        .as_array()
        .expect("as the fixtures have it")
        .clone();
    assert_eq!(
        group.len(),
        n,
        "a fixture came or went: correct the number in this test"
    );
    group
}

fn numbers(value: &Value) -> Vec<usize> {
    value
        .as_array()
        .expect("as the fixtures have it")
        .iter()
        .map(|number| {
            usize::try_from(number.as_u64().expect("as the fixtures have it"))
                .expect("as the fixtures have it")
        })
        .collect()
}

fn moves(value: &Value) -> Vec<Vec<Vec<u32>>> {
    let number = |to: usize| u32::try_from(to).expect("as the fixtures have it");
    let of_party = |party: &Value| {
        party
            .as_array()
            .expect("as the fixtures have it")
            .iter()
            .map(|to| numbers(to).into_iter().map(number).collect())
            .collect()
    };
    value
        .as_array()
        .expect("as the fixtures have it")
        .iter()
        .map(of_party)
        .collect()
}

fn graph_of(moves: Vec<Vec<Vec<u32>>>, tastes: impl Fn(usize) -> Tastes) -> Graph {
    let players: Vec<Player> = moves
        .into_iter()
        .enumerate()
        .map(|(party, moves)| Player {
            moves,
            tastes: tastes(party),
        })
        .collect();
    Graph {
        n_states: players[0].moves.len(),
        players,
    }
}

fn ranked(case: &Value) -> Graph {
    graph_of(moves(&case["moves"]), |party| {
        let classes = case["best_first"][party]
            .as_array()
            .expect("as the fixtures have it");
        let mut rank = vec![
            0;
            classes
                .iter()
                .map(|class| class.as_array().expect("as the fixtures have it").len())
                .sum()
        ];
        for (worse, class) in classes.iter().rev().enumerate() {
            numbers(class).into_iter().for_each(|state| {
                rank[state] = u32::try_from(worse).expect("as the fixtures have it");
            });
        }
        Tastes::Ranked(rank)
    })
}

fn compared(case: &Value) -> Graph {
    graph_of(moves(&case["moves"]), |party| {
        let rows = case["compared"][party]
            .as_array()
            .expect("as the fixtures have it");
        let says = |letter| match letter {
            '=' => Compared::Equal,
            '>' => Compared::Better(1),
            '»' => Compared::Better(2),
            '<' => Compared::Worse(1),
            '«' => Compared::Worse(2),
            _ => Compared::Unknown,
        };
        Tastes::Pairs(
            rows.iter()
                .flat_map(|row| {
                    row.as_str()
                        .expect("as the fixtures have it")
                        .chars()
                        .map(says)
                })
                .collect(),
        )
    })
}

fn states(set: &FixedBitSet) -> Vec<usize> {
    set.ones().collect()
}

fn is_within(narrow: &[usize], wide: &[usize]) -> bool {
    narrow.iter().all(|state| wide.contains(state))
}

fn settled_of(settled: &[Settled], concept: Concept) -> &Settled {
    settled
        .iter()
        .find(|settled| settled.concept == concept)
        .expect("as the fixtures have it")
}

/// Compares with the verdicts given, concept by concept and party by party; at least `n_concepts` are.
fn assert_stable(name: &str, settled: &[Settled], expected: &Value, n_concepts: usize) {
    let expected = expected.as_object().expect("as the fixtures have it");
    assert!(expected.len() >= n_concepts, "{name}");
    for (concept, expected) in expected {
        let settled = settled_of(
            settled,
            Concept::from_key(concept).expect("as the fixtures have it"),
        );
        for (stable, expected) in settled
            .stable
            .iter()
            .zip(expected.as_array().expect("as the fixtures have it"))
        {
            assert_eq!(states(stable), numbers(expected), "{name} under {concept}");
        }
    }
}

fn parties(value: &Value) -> Vec<PartyId> {
    numbers(value).into_iter().map(PartyId::new).collect()
}

fn assert_coalition(name: &str, coalitions: &Coalitions, expected: &Value) {
    let members = parties(&expected["members"]);
    let coalition = coalitions
        .all
        .iter()
        .find(|coalition| coalition.members == members)
        .expect("as the fixtures have it");
    for (stable, concept) in coalition.stable.iter().zip(CoalitionConcept::ALL) {
        assert_eq!(
            *stable,
            numbers(&expected[concept.key()]),
            "{name}: {members:?} under {}",
            concept.key()
        );
    }
    if let Some(improvements) = expected["improvements"].as_object() {
        for (state, found) in coalition.improvements.iter().enumerate() {
            let given = improvements
                .get(&state.to_string())
                .map(numbers)
                .unwrap_or_default();
            assert_eq!(
                *found, given,
                "{name}: improvements of {members:?} from {state}"
            );
        }
    }
}

fn watch() -> Watch {
    Watch::default()
}

#[test]
fn published_graphs_settle_as_published() {
    for case in figures("published", 4) {
        let name = case["name"].as_str().expect("as the fixtures have it");
        let graph = ranked(&case);
        assert_stable(
            name,
            &settle(&graph, Kernel::default(), &watch()).expect("as the fixtures have it"),
            &case["stable"],
            5,
        );
        for (key, tempted) in [("moves", None), ("improvements", Some(Kernel::default()))] {
            let found: Vec<i64> = distances(&graph, 0, tempted)
                .into_iter()
                .map(|n_moves| n_moves.map_or(-1, i64::from))
                .collect();
            let given: Vec<i64> = case["distances"][key]
                .as_array()
                .expect("as the fixtures have it")
                .iter()
                .map(|n| n.as_i64().expect("as the fixtures have it"))
                .collect();
            assert_eq!(found, given, "{name}: {key} from the status quo");
        }
        if let Some(given) = case["coalitions"].as_array() {
            let coalitions =
                coalitions(&graph, Kernel::default(), &watch()).expect("as the fixtures have it");
            given
                .iter()
                .for_each(|expected| assert_coalition(name, &coalitions, expected));
        }
    }
}

#[test]
fn in_elmira_the_ministry_and_uniroyal_jump_together() {
    let graph = ranked(&figures("published", 4)[0]);
    let equilibria = &settle(&graph, Kernel::default(), &watch()).expect("as the fixtures have it")
        [0]
    .equilibria
    .clone();
    let coalitions =
        coalitions(&graph, Kernel::default(), &watch()).expect("as the fixtures have it");
    let jumps: Vec<_> = coalitions
        .jumps(equilibria)
        .into_iter()
        .map(|jump| {
            (
                coalitions.all[jump.coalition].members.clone(),
                jump.from,
                jump.to,
            )
        })
        .collect();
    assert_eq!(jumps, [(vec![PartyId::new(0), PartyId::new(1)], 4, 7)]);
}

#[test]
fn unknown_preferences_settle_as_given() {
    for case in figures("unknown", 6) {
        let graph = compared(&case);
        for extension in Extension::ALL {
            let settled = settle(&graph, Kernel::unknown(extension), &watch())
                .expect("as the fixtures have it");
            let name = format!("{} ({})", case["name"], extension.key());
            assert_stable(&name, &settled, &case["stable"][extension.key()], 4);
        }
    }
}

#[test]
fn strong_preferences_settle_as_given() {
    for case in figures("strength", 5) {
        let graph = compared(&case);
        for (key, degree, n_concepts) in [("general", 0, 4), ("strong", 2, 3)] {
            let settled =
                settle(&graph, Kernel::strong(degree), &watch()).expect("as the fixtures have it");
            assert_stable(
                &format!("{} ({key})", case["name"]),
                &settled,
                &case["stable"][key],
                n_concepts,
            );
        }
    }
}

#[test]
fn two_by_two_games_settle_and_are_foreseen_as_given() {
    let digits = |set: &FixedBitSet| {
        set.ones()
            .map(|state| state.to_string())
            .collect::<String>()
    };
    for game in figures("two_by_two", 288) {
        // 0 and 1 differ by the row, 0 and 2 by the column.
        let moves = vec![
            vec![vec![1], vec![0], vec![3], vec![2]],
            vec![vec![2], vec![3], vec![0], vec![1]],
        ];
        let graph = graph_of(moves, |party| {
            Tastes::Ranked(
                numbers(&game["ranks"][party])
                    .into_iter()
                    .map(|rank| u32::try_from(rank).expect("as the fixtures have it"))
                    .collect(),
            )
        });
        let settled = settle(&graph, Kernel::default(), &watch()).expect("as the fixtures have it");
        for (settled, expected) in settled
            .iter()
            .zip(game["stable"].as_array().expect("as the fixtures have it"))
        {
            let found: Vec<String> = settled.stable.iter().map(digits).collect();
            assert_eq!(serde_json::json!(found), *expected, "{game}");
        }
        for ties in [Ties::Against, Ties::Favour] {
            let foresight = foresee(&graph, 12, ties, &watch()).expect("as the fixtures have it");
            let found: Vec<Vec<String>> = foresight
                .limited
                .iter()
                .map(|seen| {
                    seen.stable
                        .iter()
                        .map(|stable| stable.iter().map(usize::to_string).collect())
                        .collect()
                })
                .collect();
            assert_eq!(serde_json::json!(found), game["foresight"], "{game}");
            let far = foresee(&graph, 40, ties, &watch()).expect("as the fixtures have it");
            let always = [0, 1].map(|party| {
                let is_stable = |state: &usize| {
                    far.limited[20..]
                        .iter()
                        .all(|seen| seen.stable[party].contains(state))
                };
                (0..4).filter(is_stable).collect::<Vec<usize>>()
            });
            assert_eq!(
                foresight
                    .non_myopic
                    .expect("as the fixtures have it")
                    .stable,
                always,
                "{game}"
            );
        }
    }
}

#[test]
fn the_cuban_missile_crisis_is_foreseen_as_given() {
    let case = &figures("published", 4)[3];
    let foresight =
        foresee(&ranked(case), 8, Ties::Against, &watch()).expect("as the fixtures have it");
    for (seen, given) in foresight.limited.iter().zip(
        case["foresight"]
            .as_array()
            .expect("as the fixtures have it"),
    ) {
        assert_eq!(seen.stable, [0, 1].map(|party| numbers(&given[party])));
    }
    assert_eq!(
        foresight.stackelberg,
        [0, 1].map(|leader| numbers(&case["stackelberg"][leader]))
    );
}

#[test]
fn a_program_in_use_finds_too_few_and_too_many_states_stable_for_a_coalition() {
    for case in figures("partitions", 2) {
        let graph = ranked(&case);
        let mut equilibria: Vec<usize> = (0..graph.n_states).collect();
        if case["joint"].is_null() {
            let coalitions =
                coalitions(&graph, Kernel::default(), &watch()).expect("as the fixtures have it");
            for block in case["blocks"].as_array().expect("as the fixtures have it") {
                let members = parties(block);
                let block = coalitions
                    .all
                    .iter()
                    .find(|coalition| coalition.members == members)
                    .expect("as the fixtures have it");
                equilibria.retain(|state| block.stable[0].contains(state));
            }
        } else {
            // The coalition as one player, which moves all its measures at once and improves when both members do.
            let joint = |party: usize| {
                let members = numbers(&case["blocks"][party]);
                let all = |state, with, how: fn(&Compared) -> bool| {
                    members
                        .iter()
                        .all(|&member| how(&graph.compare(member, state, with)))
                };
                let compare = |state, with| match () {
                    () if all(state, with, |compared| {
                        matches!(compared, Compared::Better(_))
                    }) =>
                    {
                        Compared::Better(1)
                    }
                    () if all(state, with, |compared| {
                        matches!(compared, Compared::Worse(_))
                    }) =>
                    {
                        Compared::Worse(1)
                    }
                    () => Compared::Equal,
                };
                let n_states = graph.n_states;
                Tastes::Pairs(
                    (0..n_states * n_states)
                        .map(|at| compare(at / n_states, at % n_states))
                        .collect(),
                )
            };
            let joint = graph_of(moves(&case["joint"]), joint);
            equilibria = states(
                &settled_of(
                    &settle(&joint, Kernel::default(), &watch()).expect("as the fixtures have it"),
                    Concept::Smr,
                )
                .equilibria,
            );
        }
        assert_eq!(equilibria, numbers(&case["equilibria"]), "{}", case["name"]);
    }
}

#[test]
fn coalitions_of_dossiers_settle_as_given() {
    for case in figures("dossiers", 80) {
        let name = case["dossier"].as_str().expect("as the fixtures have it");
        let coalitions = coalitions(
            &of_space(&case_of(name).space).expect("as the fixtures have it"),
            Kernel::default(),
            &watch(),
        )
        .expect("as the fixtures have it");
        assert_coalition(name, &coalitions, &case);
        // Where moves are transitive, a sequence of coalitions is a legal sequence of their members.
        assert!(
            coalitions
                .all
                .iter()
                .all(|coalition| is_within(&coalition.stable[3], &coalition.stable[1])),
            "{name}: CSEQ within CGMR"
        );
    }
}

#[test]
fn a_dossier_settles_alike_as_a_graph() {
    for number in 1..=20 {
        let name = format!("r{number:02}");
        let case = case_of(&name);
        let found = settle(
            &of_space(&case.space).expect("as the fixtures have it"),
            Kernel::default(),
            &watch(),
        )
        .expect("as the fixtures have it");
        for settled in &found {
            let expected = settled_of(&case.settled, settled.concept);
            assert_eq!(
                settled.stable.iter().map(states).collect::<Vec<_>>(),
                expected.stable.iter().map(states).collect::<Vec<_>>()
            );
            assert_eq!(
                states(&settled.equilibria),
                states(&expected.equilibria),
                "{name}"
            );
        }
    }
}

#[test]
fn the_twelve_states_of_elmira_become_the_nine_published() {
    let folder = fixtures().join("../../../../catalog/elmira-option-form/dossier.toml");
    let mut text = std::fs::read_to_string(folder).expect("as the catalog has it");
    text +=
        "\n[[coalesce]]\nas = \"abandoned\"\nthat = \"uniroyal.abandon\"\nbasis = \"judgement\"\n";
    let read = dossier::read(&Source {
        name: "elmira.toml".into(),
        bytes: text.into(),
    });
    let dossier = read.dossier.expect("the line is sound");
    let ask = GraphAsk {
        concepts: CONCEPTS.to_vec(),
        extensions: vec![],
        degrees: vec![],
    };
    let found = study_measures(&dossier, &Setting::default(), &ask, &watch())
        .expect("as the catalog has it");
    // The states in the order of the papers; the plant is abandoned in the last one.
    let published = [0, 1, 2, 3, 5, 6, 7, 8, 4];
    let case = &figures("published", 4)[1];
    assert_eq!(found.graph.n_states, 9);
    for (party, moves) in moves(&case["moves"]).iter().enumerate() {
        for (from, to) in moves.iter().enumerate() {
            let mut given: Vec<u32> = to.iter().map(|&to| published[to as usize]).collect();
            given.sort_unstable();
            assert_eq!(
                found.graph.players[party].moves[published[from] as usize], given,
                "party {party} from {from}"
            );
        }
    }
    assert_eq!(found.judged.len(), 1);
    for settled in &found.judged[0].settled {
        let given = case["stable"][settled.concept.key()]
            .as_array()
            .expect("as the fixtures have it");
        for (stable, given) in settled.stable.iter().zip(given) {
            let mut given: Vec<usize> = numbers(given)
                .into_iter()
                .map(|state| published[state] as usize)
                .collect();
            given.sort_unstable();
            assert_eq!(states(stable), given, "{:?}", settled.concept);
        }
    }
}

/// Two parties: nobody knows whether `a` wants to go, and `b` wants its own step.
const WILL_A_GO: &str = r#"
[dossier]
title = "Whether a goes"
question = "a.go"

[parties.a]
name = "A"
[parties.a.measures]
go = { text = "goes" }
[[parties.a.prefers]]
that = "a.go"
or = ["not a.go"]

[parties.b]
name = "B"
[parties.b.measures]
x = { text = "takes the step" }
[[parties.b.prefers]]
that = "b.x"
"#;

#[test]
fn a_party_that_leaves_only_for_what_is_known_to_be_better_is_not_led_by_the_unknown() {
    let read = dossier::read(&Source {
        name: "go.toml".into(),
        bytes: WILL_A_GO.into(),
    });
    let dossier = read
        .dossier
        .unwrap_or_else(|| panic!("{:?}", read.diagnostics));
    let told = |extension: Extension| {
        let ask = GraphAsk {
            concepts: CONCEPTS.to_vec(),
            extensions: vec![extension],
            degrees: vec![],
        };
        let found =
            study_measures(&dossier, &Setting::default(), &ask, &watch()).expect("it is small");
        let judged = &found.judged[0];
        let reach = judged.reach.as_ref().expect("today is known");
        let n_reached = reach.by_improvements.iter().flatten().count();
        (
            n_reached,
            judged.headline.equilibria.len(),
            judged.headline.question,
        )
    };
    for cautious in [Extension::B, Extension::D] {
        assert_eq!(
            told(cautious),
            (2, 1, Some(Extent::None)),
            "{cautious:?}: today and `b.x`"
        );
    }
    for tempted in [Extension::A, Extension::C] {
        assert_eq!(told(tempted).0, 4, "{tempted:?}: everything");
    }
}

fn case_of(name: &str) -> detente::stability::Case {
    let bytes = std::fs::read(fixtures().join(format!("stability/{name}.toml")))
        .expect("as the fixtures have it");
    let dossier = dossier::read(&Source {
        name: format!("{name}.toml"),
        bytes,
    })
    .dossier
    .expect("as the fixtures have it");
    study(&dossier, &Setting::default(), &Effort::default(), &watch())
        .expect("as the fixtures have it")
}

#[test]
fn what_cannot_be_answered_is_refused_with_its_reason() {
    let alone = |n_states: usize, n_parties: usize| {
        graph_of(vec![vec![vec![]; n_states]; n_parties], |_| {
            Tastes::Ranked(vec![0; n_states])
        })
    };
    assert_eq!(
        settle(&alone(STATES_MAX + 1, 1), Kernel::default(), &watch()).expect_err("it is refused"),
        Stopped::GraphTooLarge {
            states_max: STATES_MAX
        }
    );
    assert_eq!(
        [1, 4, 5, 6, 7].map(coalition_states_max),
        [4096, 4096, 2048, 1024, 1024]
    );
    assert_eq!(
        coalitions(&alone(2, 7), Kernel::default(), &watch()).expect_err("it is refused"),
        Stopped::TooManyCoalitions { parties_max: 6 }
    );
    assert_eq!(
        foresee(&alone(2, 3), 2, Ties::Against, &watch()).expect_err("it is refused"),
        NoForesight::NotTwo { n_parties: 3 }
    );
    assert_eq!(
        foresee(&alone(2, 2), 0, Ties::Against, &watch()).expect_err("it is refused"),
        NoForesight::Horizon { horizon: 0 }
    );
    let mut unsure = alone(2, 2);
    unsure.players[1].tastes = Tastes::Several(vec![vec![0, 1], vec![1, 0]]);
    assert_eq!(
        foresee(&unsure, 2, Ties::Against, &watch()).expect_err("it is refused"),
        NoForesight::NotRanked {
            party: PartyId::new(1)
        }
    );
    let stopped = watch();
    stopped.stop();
    assert_eq!(
        settle(&alone(2, 2), Kernel::default(), &stopped).expect_err("it is refused"),
        Stopped::Interrupted
    );
    assert_eq!(
        coalitions(&alone(2, 2), Kernel::default(), &stopped).expect_err("it is refused"),
        Stopped::Interrupted
    );
}

/// Any moves, transitive or not; every comparison drawn for itself, so that preferences need not even be transitive.
fn any_graph(n_parties: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Graph> {
    (3..=6_usize, n_parties).prop_flat_map(|(n_states, n_parties)| {
        let moves = proptest::collection::vec(proptest::bool::weighted(0.35), n_states * n_states);
        let pair = prop_oneof![
            3 => Just(Compared::Better(1)),
            3 => Just(Compared::Worse(1)),
            1 => Just(Compared::Better(2)),
            1 => Just(Compared::Worse(2)),
            1 => Just(Compared::Equal),
            2 => Just(Compared::Unknown),
        ];
        let pairs = proptest::collection::vec(pair, n_states * n_states);
        let ranks = proptest::collection::vec(0..4_u32, n_states);
        let player = (moves, pairs, ranks, any::<bool>());
        proptest::collection::vec(player, n_parties).prop_map(move |players| {
            let players = players
                .into_iter()
                .map(|(allowed, pairs, ranks, is_ranked)| {
                    let to = |from: usize| (0..n_states).filter(move |&to| to != from);
                    let moves = (0..n_states)
                        .map(|from| {
                            to(from)
                                .filter(|to| allowed[from * n_states + to])
                                .map(|to| u32::try_from(to).expect("as the fixtures have it"))
                                .collect()
                        })
                        .collect();
                    let compared = |at: usize| {
                        let (state, with) = (at / n_states, at % n_states);
                        match state.cmp(&with) {
                            std::cmp::Ordering::Less => pairs[at],
                            std::cmp::Ordering::Equal => Compared::Equal,
                            std::cmp::Ordering::Greater => {
                                pairs[with * n_states + state].reversed()
                            }
                        }
                    };
                    let tastes = if is_ranked {
                        Tastes::Ranked(ranks)
                    } else {
                        Tastes::Pairs((0..n_states * n_states).map(compared).collect())
                    };
                    Player { moves, tastes }
                });
            Graph {
                n_states,
                players: players.collect(),
            }
        })
    })
}

fn any_kernel() -> impl Strategy<Value = Kernel> {
    (proptest::sample::select(Extension::ALL.to_vec()), 0..=2_u8)
        .prop_map(|(extension, degree)| Kernel { extension, degree })
}

fn ranks_by_number(graph: &mut Graph) {
    for player in &mut graph.players {
        if !matches!(player.tastes, Tastes::Ranked(_)) {
            player.tastes = Tastes::Ranked(
                (0..graph.n_states)
                    .map(|state| u32::try_from(state * 7 % 5).expect("as the fixtures have it"))
                    .collect(),
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn stable_states_are_those_of_the_definitions(graph in any_graph(1..=4), kernel in any_kernel()) {
        let oracle = GraphOracle::new(&graph, kernel);
        for settled in settle(&graph, kernel, &watch()).expect("as the fixtures have it") {
            for (party, stable) in settled.stable.iter().enumerate() {
                let party = PartyId::new(party);
                for state in 0..graph.n_states {
                    let expected = oracle.is_stable(settled.concept, party, state);
                    prop_assert_eq!(stable.contains(state), expected, "{:?} {:?} {}", settled.concept, party, state);
                    let verdict = reason(&graph, kernel, settled.concept, party, state);
                    prop_assert_eq!(matches!(verdict, GraphVerdict::Stable { .. }), expected);
                    prop_assert_eq!(oracle.verify(settled.concept, party, state, &verdict), Ok(()));
                }
            }
        }
    }

    #[test]
    fn what_improvements_reach_is_what_the_kernel_tempts_to(graph in any_graph(1..=4), kernel in any_kernel()) {
        let oracle = GraphOracle::new(&graph, kernel);
        for from in 0..graph.n_states {
            let reached = oracle.reached(from);
            let expected: Vec<Option<u32>> = (0..graph.n_states).map(|state| reached.get(&state).copied()).collect();
            prop_assert_eq!(distances(&graph, from, Some(kernel)), expected, "from {}", from);
        }
    }

    #[test]
    fn coalitions_are_those_of_the_definitions(graph in any_graph(2..=4), kernel in any_kernel()) {
        let oracle = GraphOracle::new(&graph, kernel);
        let found = coalitions(&graph, kernel, &watch()).expect("as the fixtures have it");
        prop_assert_eq!(found.all.len(), (1 << graph.players.len()) - 1);
        for coalition in &found.all {
            for state in 0..graph.n_states {
                let improvements: Vec<usize> = oracle.coalition_improvements(&coalition.members, state).into_iter().collect();
                prop_assert_eq!(&coalition.improvements[state], &improvements);
                for (concept, stable) in CoalitionConcept::ALL.into_iter().zip(&coalition.stable) {
                    let expected = oracle.is_stable_for(concept, &coalition.members, state);
                    prop_assert_eq!(stable.contains(&state), expected, "{:?} {:?} {}", concept, &coalition.members, state);
                }
            }
        }
        for (universal, at) in found.universal.iter().zip(0..) {
            let expected = (0..graph.n_states).filter(|&state| found.all.iter().all(|coalition| coalition.stable[at].contains(&state)));
            prop_assert_eq!(universal, &expected.collect::<Vec<_>>());
        }
    }

    #[test]
    fn concepts_include_each_other_as_they_must(graph in any_graph(1..=4), extension in proptest::sample::select(Extension::ALL.to_vec())) {
        let kernel = Kernel::unknown(extension);
        let settled = settle(&graph, kernel, &watch()).expect("as the fixtures have it");
        let [nash, gmr, smr, seq, sseq] = CONCEPTS.map(|concept| settled_of(&settled, concept));
        for (narrow, wide) in [(nash, sseq), (sseq, seq), (seq, gmr), (sseq, smr), (smr, gmr)] {
            for (narrow, wide) in narrow.stable.iter().zip(&wide.stable) {
                prop_assert!(narrow.is_subset(wide));
            }
        }
        let strong = settle(&graph, Kernel { extension, degree: 2 }, &watch()).expect("as the fixtures have it");
        for (strong, general) in strong.iter().zip(&settled) {
            prop_assert!(strong.stable.iter().zip(&general.stable).all(|(strong, general)| strong.is_subset(general)));
        }
        for coalition in coalitions(&graph, kernel, &watch()).expect("as the fixtures have it").all {
            let [cr, cgmr, csmr, cseq] = &coalition.stable;
            for (narrow, wide) in [(cr, csmr), (csmr, cgmr), (cr, cseq)] {
                prop_assert!(is_within(narrow, wide));
            }
            if let [alone] = coalition.members[..] {
                prop_assert_eq!(cr, &states(&nash.stable[alone.idx()]));
                prop_assert_eq!(csmr, &states(&smr.stable[alone.idx()]));
            }
        }
    }

    #[test]
    fn foresight_is_plain_recursion(graph in any_graph(2..=2), is_against in any::<bool>()) {
        let mut graph = graph;
        ranks_by_number(&mut graph);
        let ties = if is_against { Ties::Against } else { Ties::Favour };
        let oracle = GraphOracle::new(&graph, Kernel::default());
        let foresight = foresee(&graph, 5, ties, &watch()).expect("as the fixtures have it");
        for (seen, steps) in foresight.limited.iter().zip(1..) {
            for (party, stable) in seen.stable.iter().enumerate() {
                let stays = |state: &usize| oracle.outcome(steps, PartyId::new(party), ties, *state) == *state;
                prop_assert_eq!(stable, &(0..graph.n_states).filter(stays).collect::<Vec<_>>(), "{} steps", steps);
            }
        }
    }
}
