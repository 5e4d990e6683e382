//! What is written reads back as it was; what is imported is what it was exported from.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::model::{
    Comparison, Conflict, MeasureId, Order, PartyId, Preference, Setting, State, TermId,
};

fn dossier(name: &str, bytes: impl Into<Vec<u8>>) -> Dossier {
    let read = read(&Source {
        name: name.to_owned(),
        bytes: bytes.into(),
    });
    assert!(read.dossier.is_some(), "{name}: {:?}", read.diagnostics);
    read.dossier.expect("it was just seen to be there")
}

/// The dossier's debug text without its places.
fn without_places(dossier: &Dossier) -> String {
    let text = format!("{dossier:?}");
    let mut pieces = text.split("Span { ");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| {
        out + piece.split_once('}').map_or("", |(_, rest)| rest)
    })
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of a folder, and of its folders, whose names end so.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("folders can be listed").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending)
            && !path.to_string_lossy().ends_with("expected.toml")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    let mut paths = files(&folder("../../catalog"), "dossier.toml");
    paths.extend(files(&folder("tests/fixtures/stability"), ".toml"));
    assert!(paths.len() > 30);
    let mut texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(path).expect("dossiers can be read"),
            )
        })
        .collect();
    texts.push(("starter".into(), starter().into()));
    // What the other dossiers leave out.
    let everything =
        fs::read_to_string(folder("tests/fixtures/everything.toml")).expect("fixtures can be read");
    texts.push(("everything".into(), everything));
    let graph = fs::read_to_string(folder("tests/fixtures/every-graph.toml"))
        .expect("fixtures can be read");
    texts.push(("every-graph".into(), graph));
    for (name, text) in texts {
        let first = dossier(&name, text);
        let written = write(&first);
        assert_eq!(
            without_places(&dossier(&name, written.clone())),
            without_places(&first),
            "{name} was written as\n{written}"
        );
    }
}

/// The classes of each party's order over some states, best first, as sets.
fn orders(dossier: &Dossier, states: &[State]) -> Vec<Vec<Vec<State>>> {
    let conflict = Conflict::new(dossier, &Setting::default());
    let classes = |order: &Order| {
        let mut by_rank: BTreeMap<Vec<usize>, Vec<State>> = BTreeMap::new();
        for state in states {
            let rank = match order {
                Order::Ranked(classes) => vec![classes[state]],
                Order::Lexicographic(nodes) => nodes
                    .iter()
                    .map(|node| usize::from(!conflict.circuit.holds(*node, *state)))
                    .collect(),
                other => panic!("not expected: {other:?}"),
            };
            by_rank.entry(rank).or_default().push(*state);
        }
        by_rank.into_values().collect()
    };
    conflict.orders.iter().map(classes).collect()
}

/// The states that the first party of a dossier ranks.
fn ranked(dossier: &Dossier) -> Vec<State> {
    let Preference::Ranking(ranking) = &dossier.parties[0].preference else {
        panic!("the fixtures rank")
    };
    let mut states: Vec<State> = ranking
        .classes
        .iter()
        .flatten()
        .map(|(state, _)| *state)
        .collect();
    states.sort_unstable();
    states
}

#[test]
fn an_imported_conflict_is_the_one_that_was_exported() {
    for name in ["r01", "r05", "r11", "r20"] {
        let read = |path: String| fs::read(folder(&path)).expect("fixtures can be read");
        let imported = dossier("r.gmcr", read(format!("tests/fixtures/gmcr/{name}.gmcr")));
        let own = dossier(
            "r.toml",
            read(format!("tests/fixtures/stability/{name}.toml")),
        );
        let states = ranked(&own);
        assert_eq!(orders(&imported, &states), orders(&own, &states), "{name}");
        let moves = |dossier: &Dossier| {
            dossier
                .measures
                .iter()
                .map(|measure| (measure.party, measure.moves))
                .collect::<Vec<_>>()
        };
        assert_eq!(moves(&imported), moves(&own), "{name}");
        assert!(!imported.has_status_quo);
    }
}

#[test]
fn an_imported_dossier_is_written_so_that_it_reads_back() {
    let paths: Vec<PathBuf> = files(&folder("tests/fixtures/gmcr"), ".gmcr");
    let good = paths.iter().filter(|path| {
        !path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("broken"))
    });
    let mut n_good = 0;
    for path in good {
        let imported = dossier("x.gmcr", fs::read(path).expect("fixtures can be read"));
        let written = write(&imported);
        let mut back = dossier("x.toml", written.clone());
        assert!(back.has_status_quo);
        // The file has to say something about the status quo; everything else is as it was.
        back.has_status_quo = false;
        for measure in &mut back.measures {
            measure.now = 0;
        }
        assert_eq!(
            without_places(&back),
            without_places(&imported),
            "{} was written as\n{written}",
            path.display()
        );
        n_good += 1;
    }
    assert!(n_good >= 8);
}

#[test]
fn an_infeasible_nothing_is_not_written_as_the_status_quo() {
    let text = r#"{"options": [{"name": "a", "permittedDirection": "both"}, {"name": "b", "permittedDirection": "both"}],
        "infeasibles": [[[0, "N"], [1, "N"]]], "decisionMakers": [{"name": "A", "options": [0, 1], "preferences": []}]}"#;
    let written = write(&dossier("x.gmcr", text));
    assert!(written.contains("first feasible state"), "{written}");
    let now: Vec<usize> = dossier("x.toml", written)
        .measures
        .iter()
        .map(|measure| measure.now)
        .collect();
    assert_eq!(now, [1, 0]);
}

#[test]
fn the_order_of_the_file_is_kept_however_tables_are_split() {
    let text = "[dossier]\ntitle = \"T\"\n[parties.z.measures]\nb = { text = \"x\" }\na.text = \"y\"\n[parties.m]\nname = \"M\"\n\
        [parties.z]\nname = \"Z\"\n[parties.a]\n[terms]\nt = \"z.b\"\n[terms.c]\nr = \"z.a\"\nq = \"z.b\"\n";
    let dossier = dossier("t.toml", text);
    let ids = |ids: Vec<&str>| ids.join(" ");
    assert_eq!(
        ids(dossier
            .parties
            .iter()
            .map(|party| party.id.as_str())
            .collect()),
        "z m a"
    );
    assert_eq!(
        ids(dossier
            .measures
            .iter()
            .map(|measure| measure.id.as_str())
            .collect()),
        "b a"
    );
    assert_eq!(
        ids(dossier.terms[1]
            .readings
            .iter()
            .map(|reading| reading.id.as_str())
            .collect()),
        "r q"
    );
    assert_eq!(dossier.measures[0].party, PartyId::new(0));
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let plain = dossier("t.toml", starter());
    for text in [
        format!("\u{feff}{}", starter()),
        starter().replace('\n', "\r\n"),
    ] {
        assert_eq!(
            without_places(&dossier("t.toml", text)),
            without_places(&plain)
        );
    }
}

/// A formula over the names of the starter: 6 measures, the first with three levels, and 3 terms, the third contested.
fn any_formula() -> impl Strategy<Value = Formula> {
    let comparisons = vec![
        Comparison::AtLeast,
        Comparison::AtMost,
        Comparison::Above,
        Comparison::Below,
        Comparison::Exactly,
        Comparison::Not,
    ];
    let leaf = prop_oneof![
        (0_usize..5).prop_map(|idx| Formula::InForce(MeasureId::new(idx))),
        (prop::sample::select(comparisons), 0_usize..3).prop_map(|(comparison, level)| {
            Formula::Level {
                measure: MeasureId::new(0),
                comparison,
                level,
            }
        }),
        (0_usize..3).prop_map(|idx| Formula::Term {
            term: TermId::new(idx),
            reading: None
        }),
        (0_usize..2).prop_map(|reading| Formula::Term {
            term: TermId::new(2),
            reading: Some(reading)
        }),
    ];
    leaf.prop_recursive(6, 40, 4, |inner| {
        let pair = || {
            (
                inner.clone().prop_map(Box::new),
                inner.clone().prop_map(Box::new),
            )
        };
        let list = |least| prop::collection::vec(inner.clone(), least..5);
        prop_oneof![
            inner.clone().prop_map(|a| Formula::Not(Box::new(a))),
            list(2).prop_map(Formula::And),
            list(2).prop_map(Formula::Or),
            pair().prop_map(|(then, when)| Formula::If { then, when }),
            pair().prop_map(|(then, when)| Formula::OnlyIf { then, when }),
            pair().prop_map(|(then, when)| Formula::Unless { then, when }),
            pair().prop_map(|(a, b)| Formula::Iff(a, b)),
            (0_usize..4, list(1)).prop_map(|(n, of)| Formula::AtLeast { n, of }),
            (0_usize..4, list(1)).prop_map(|(n, of)| Formula::AtMost { n, of }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_formula_reads_back_as_it_was_written(formula in any_formula()) {
        let dossier = dossier("starter.toml", starter());
        let text = formula::text(&dossier, &formula);
        prop_assert_eq!(parse_formula(&dossier, &text), Ok(formula), "{}", text);
    }
}
