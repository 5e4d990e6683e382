//! A conflict in which nothing is preferred is said to be that, on every engine.

use std::fmt::Write as _;

use detente::brief;
use detente::brief::json::Listing;
use detente::dossier::{Source, read};
use detente::lint;
use detente::model::{Code, Concept, Dossier};
use detente::space::Watch;
use detente::stability::graph::{GraphAsk, study_graph};
use detente::stability::{Effort, SetEffort, study, study_sets};

/// A dossier with parties `a`, `b`, …, each with a measure `go` and what it prefers.
fn measures(prefers: &[&str]) -> Dossier {
    let mut text = "[dossier]\ntitle = \"T\"\n".to_string();
    for (id, prefers) in ["a", "b", "c", "d"].into_iter().zip(prefers) {
        let _ = writeln!(
            text,
            "[parties.{id}]\nname = \"Party {id}\"\n[parties.{id}.measures]\ngo = {{ text = \"goes\", basis = \"judgement\" }}"
        );
        for line in prefers.split(';').filter(|line| !line.is_empty()) {
            let _ = writeln!(
                text,
                "[[parties.{id}.prefers]]\nthat = \"{line}\"\nbasis = \"judgement\""
            );
        }
    }
    sound("d.toml", &text)
}

fn sound(name: &str, text: &str) -> Dossier {
    let read = read(&Source {
        name: name.into(),
        bytes: text.into(),
    });
    read.dossier
        .unwrap_or_else(|| panic!("{:#?}", read.diagnostics))
}

/// The headline on the engines that list states and keep sets of them, which must say the same.
fn headline(dossier: &Dossier) -> String {
    let watch = Watch::default();
    let setting = &dossier.settings()[0];
    let listed = study(dossier, setting, &Effort::default(), &watch).expect("nobody stops it");
    let told = brief::sentence_of(dossier, &listed);
    let over_sets = study_sets(dossier, setting, &SetEffort::default(), &watch).expect("it fits");
    assert_eq!(brief::sentence_of_sets(dossier, &over_sets), told);
    told
}

fn warnings(dossier: &Dossier) -> Vec<Code> {
    let found = lint::warnings(dossier, &Watch::default()).expect("nobody stops it");
    found.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn a_conflict_in_which_nobody_prefers_anything_settles_for_no_reason() {
    let gmcr = r#"{"decisionMakers": [
        {"name": "North", "options": [0, 1], "preferences": []}, {"name": "South", "options": [2], "preferences": []},
        {"name": "East", "options": [3], "preferences": []}],
        "options": [{"name": "w", "permittedDirection": "both"}, {"name": "x", "permittedDirection": "both"},
        {"name": "y", "permittedDirection": "both"}, {"name": "z", "permittedDirection": "both"}],
        "infeasibles": [], "useManualPreferenceVectors": false, "program": "gmcr-py", "version": "0.3.4"}"#;
    let told = headline(&sound("none.gmcr", gmcr));
    assert!(
        told.starts_with("Nobody prefers any state to another"),
        "{told}"
    );
    assert!(
        told.contains("16 states") && told.contains("North, South and East have no preferences"),
        "{told}"
    );
    for prefers in [
        &["a.go or not a.go", "b.go or not b.go"][..],
        &["", ""],
        &["", "a.go and not a.go", ""],
    ] {
        let told = headline(&measures(prefers));
        assert!(
            told.starts_with("Nobody prefers any state to another"),
            "{told}"
        );
        assert!(
            !told.contains("settles") && !told.contains("equilibri"),
            "{told}"
        );
    }
    let tied = "[dossier]\ntitle = \"T\"\n[parties.a]\nname = \"A\"\n[parties.a.measures]\nx = { text = \"does x\", basis = \"judgement\" }\n\
        [parties.a.ranking]\nstates = [[\"NN\", \"YN\", \"NY\", \"YY\"]]\nbasis = \"judgement\"\n[parties.b]\nname = \"B\"\n\
        [parties.b.measures]\ny = { text = \"does y\", basis = \"judgement\" }\n[parties.b.ranking]\n\
        states = [[\"NN\", \"YN\", \"NY\", \"YY\"]]\nbasis = \"judgement\"\n";
    let tied = sound("tied.toml", tied);
    assert!(headline(&tied).starts_with("Nobody prefers"));
    assert_eq!(warnings(&tied), [Code::W151, Code::W151]);
}

#[test]
fn a_party_that_prefers_nothing_is_named_beside_the_equilibria() {
    for (prefers, wanted) in [
        (&["a.go", ""][..], "Party b prefers no state to another"),
        (
            &["a.go", "b.go or not b.go", ""],
            "Party b and Party c prefer no state to another",
        ),
        (
            &["", "not b.go;a.go", "not c.go"],
            "Party a prefers no state to another",
        ),
    ] {
        let told = headline(&measures(prefers));
        assert!(
            told.contains(wanted) && told.contains("equilibri"),
            "{told}"
        );
    }
}

#[test]
fn parties_that_gain_by_no_move_of_their_own_are_named_where_one_at_most_is_left() {
    let near = measures(&["not a.go", "a.go", "a.go", "a.go;not a.go"]);
    let told = headline(&near);
    assert!(
        told.contains("Party b, Party c and Party d gain by no move of their own"),
        "{told}"
    );
    assert!(told.contains("3 of 4 parties"), "{told}");
    let all = [Code::W107, Code::W152, Code::W152, Code::W152];
    let mut found = warnings(&near);
    found.retain(|code| *code != Code::W108);
    found.sort();
    assert_eq!(found, all);
    for prefers in [
        &["a.go", "b.go"][..],
        &["not a.go", "b.go", "a.go", "a.go"],
        &["a.go;b.go", "b.go;a.go", "not c.go"],
    ] {
        let told = headline(&measures(prefers));
        assert!(!told.contains("gain") && !told.contains("prefer"), "{told}");
    }
}

#[test]
fn a_graph_in_which_nothing_is_preferred_is_told_to_be_one() {
    let graph = |of_a: &str, of_b: &str| {
        sound(
            "g.toml",
            &format!(
                "[dossier]\ntitle = \"T\"\n[graph.states]\ns = \"s\"\nt = \"t\"\nu = \"u\"\n[graph.moves]\na = [\"s -> t\"]\nb = [\"t -> u\"]\n\
                 [parties.a]\nname = \"Party a\"\n{of_a}\n[parties.b]\nname = \"Party b\"\n{of_b}\n"
            ),
        )
    };
    let ranked = |party: &str, states: &str| {
        format!("[parties.{party}.ranking]\nstates = \"{states}\"\nbasis = \"judgement\"")
    };
    let told = |dossier: &Dossier| {
        let ask = GraphAsk {
            concepts: Concept::ALL.to_vec(),
            extensions: vec![],
            degrees: vec![],
        };
        let case = study_graph(dossier, &dossier.settings()[0], &ask, &Watch::default())
            .expect("nobody stops it");
        let json = brief::graphs_json(dossier, &[case], &[], Listing { states_max: 100 });
        json.to_string()
    };
    let flat = graph(&ranked("a", "s ~ t ~ u"), &ranked("b", "s ~ t ~ u"));
    assert!(told(&flat).contains("Nobody prefers any state to another"));
    assert_eq!(warnings(&flat), [Code::W151, Code::W151]);
    assert!(told(&graph("", "")).contains("Nobody prefers any state to another"));
    let one = graph(&ranked("a", "t > s > u"), &ranked("b", "s ~ t ~ u"));
    assert!(told(&one).contains("Party b prefers no state to another"));
    let other = graph(&ranked("a", "t > s > u"), &ranked("b", "s > t ~ u"));
    assert_eq!(warnings(&other), [Code::W152]);
    let both = graph(&ranked("a", "t > s > u"), &ranked("b", "u > t > s"));
    assert!(!told(&both).contains("prefers no state"));
    assert_eq!(warnings(&both), []);
}
