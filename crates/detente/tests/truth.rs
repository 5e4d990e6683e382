//! The engine against verdicts from outside this program, on every fixture.

#[expect(dead_code, reason = "the sizes of cases are not needed here")]
mod expected;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use detente::dossier::{self, Source};
use detente::model::{Code, Concept, Dossier, MeasureId, Setting, State};
use detente::oracle::definitions::Oracle;
use detente::oracle::witness;
use detente::space::{Space, Watch};
use detente::stability::{Case, Effort, Evolution, explain, patterns, study};
use serde_json::Value;

use expected::{differing_equilibria, differing_stable, files, read_sound, strings, toml_file};

/// How many fixtures there are: a test that finds fewer compares less than it should.
const N_DOSSIERS: usize = 35;
const N_IMPORTED: usize = 12;
const N_BROKEN: usize = 16;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn dossiers() -> Vec<(String, PathBuf)> {
    let found: Vec<_> = files(&folder("stability"), |_, ending| ending == "toml")
        .into_iter()
        .collect();
    assert_eq!(
        found.len(),
        N_DOSSIERS,
        "a fixture came or went: correct the number in this test"
    );
    found
}

fn imported() -> Vec<(String, PathBuf)> {
    let found: Vec<_> = files(&folder("gmcr"), |stem, ending| {
        ending == "gmcr" && !stem.starts_with("broken-")
    })
    .into_iter()
    .collect();
    assert_eq!(
        found.len(),
        N_IMPORTED,
        "a fixture came or went: correct the number in this test"
    );
    found
}

/// The only case of a dossier without views and open terms.
fn study_only(dossier: &Dossier) -> Case {
    assert_eq!(
        dossier.settings(),
        [Setting {
            view: None,
            readings: vec![0; dossier.terms.len()]
        }]
    );
    study(
        dossier,
        &Setting::default(),
        &Effort::default(),
        &Watch::default(),
    )
    .expect("a fixture is small")
}

/// Where the engine and the verdicts beside a model differ.
fn differences(dossier: &Dossier, case: &Case, expected: &Value) -> Vec<String> {
    let n_entries = case.space.conflict().n_entries;
    let feasible: Vec<String> = case
        .space
        .states()
        .iter()
        .map(|state| state.letters(n_entries))
        .collect();
    let mut found = Vec::new();
    if strings(&expected["feasible"]) != feasible {
        return vec![format!("the feasible states are {feasible:?}")];
    }
    for concept in Concept::ALL {
        let is_there = |table: &Value| table.get(concept.key()).is_some();
        assert!(
            is_there(&expected["equilibria"]),
            "no expected equilibria under {}",
            concept.key()
        );
        let parties = dossier
            .parties
            .iter()
            .filter(|party| !is_there(&expected["stable"][&party.id]));
        found.extend(parties.map(|party| {
            format!(
                "nothing is expected under {} for {}",
                concept.key(),
                party.id
            )
        }));
    }
    found.extend(differing_equilibria(case, &expected["equilibria"]));
    found.extend(differing_stable(dossier, case, &expected["stable"]));
    found
}

/// Where the distances from the status quo differ.
fn differing_distances(case: &Case, evolution: &Value) -> Vec<String> {
    let from = case
        .space
        .conflict()
        .status_quo
        .and_then(|state| case.space.index_of(state))
        .expect("a feasible status quo");
    let ways = case
        .ways
        .as_ref()
        .expect("the ways from a known status quo");
    assert_eq!(ways.from, from);
    let mut found = Vec::new();
    for (key, improving, studied) in [
        ("moves", false, &ways.by_moves),
        ("improvements", true, &ways.by_improvements),
    ] {
        let wanted: Vec<Option<u32>> = evolution[key]
            .as_array()
            .expect("distances")
            .iter()
            .map(|it| u32::try_from(it.as_i64().expect("a number")).ok())
            .collect();
        let explored = Evolution::new(&case.space, from, improving, &Watch::default())
            .expect("nobody stops it");
        let ours: Vec<Option<u32>> = (0..case.space.len())
            .map(|state| explored.distance(state))
            .collect();
        let told: Vec<Option<u32>> = studied
            .iter()
            .map(|distance| Some(*distance).filter(|it| *it != u32::MAX))
            .collect();
        if ours != wanted || told != wanted {
            found.push(format!(
                "by {key}: expected {wanted:?}, found {ours:?}, told {told:?}"
            ));
        }
    }
    found
}

#[test]
fn every_dossier_settles_as_two_other_methods_say() {
    let mut wrong = Vec::new();
    for (name, path) in dossiers() {
        let dossier = read_sound(&path);
        let case = study_only(&dossier);
        let expected = toml_file(&path.with_extension("expected.toml"));
        let found = differences(&dossier, &case, &expected)
            .into_iter()
            .chain(differing_distances(&case, &expected["evolution"]));
        wrong.extend(found.map(|difference| format!("{name}: {difference}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_imported_file_settles_as_two_other_methods_say() {
    let mut wrong = Vec::new();
    for (name, path) in imported() {
        let dossier = read_sound(&path);
        let case = study_only(&dossier);
        let expected = toml_file(&path.with_extension("expected.toml"));
        assert!(
            !dossier.has_status_quo && case.ways.is_none(),
            "{name}: the format has no status quo"
        );
        if let Some(measures) = expected.get("measures") {
            let names: Vec<String> = (0..dossier.measures.len())
                .map(|idx| dossier.measure_name(MeasureId::new(idx)))
                .collect();
            assert_eq!(
                strings(measures),
                names,
                "{name}: the order of the measures"
            );
        }
        wrong.extend(
            differences(&dossier, &case, &expected)
                .into_iter()
                .map(|difference| format!("{name}: {difference}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_verdict_is_noticed() {
    let path = folder("stability").join("r01.toml");
    let dossier = read_sound(&path);
    let case = study_only(&dossier);
    let right = toml_file(&path.with_extension("expected.toml"));
    assert!(differences(&dossier, &case, &right).is_empty());
    for place in [
        "/feasible",
        "/equilibria/sseq",
        "/stable/a/sim",
        "/stable/b/nash",
    ] {
        let mut wrong = right.clone();
        wrong
            .pointer_mut(place)
            .and_then(Value::as_array_mut)
            .expect("a list of states")
            .pop()
            .expect("some state");
        assert_eq!(
            differences(&dossier, &case, &wrong).len(),
            1,
            "a state is missing from {place}"
        );
    }
    for place in ["/moves/1", "/improvements/2"] {
        let mut wrong = right["evolution"].clone();
        *wrong.pointer_mut(place).expect("a distance") = 99.into();
        assert_eq!(
            differing_distances(&case, &wrong).len(),
            1,
            "another distance at {place}"
        );
    }
}

/// What the findings about each broken file must say: where the fault is, and what is wrong there.
const FAULTS: [(&str, &[&str]); N_BROKEN] = [
    ("broken-not-json", &["not JSON", "expected `,`"]),
    ("broken-array", &["expected an object", "an array"]),
    (
        "broken-orphan-option",
        &["`options[1]`", "no decision maker"],
    ),
    (
        "broken-shared-option",
        &["`options[1]`", "`decisionMakers[0]`", "`decisionMakers[1]`"],
    ),
    (
        "broken-option-index",
        &["`decisionMakers[1].options[0]`", "no option 3"],
    ),
    (
        "broken-pattern-index",
        &["`infeasibles[0][1][0]`", "no option 7"],
    ),
    (
        "broken-direction",
        &["`options[2].permittedDirection`", "`forward`", "`fwd`"],
    ),
    (
        "broken-ranking-misses",
        &["`decisionMakers[1].preferenceRanking`", "6"],
    ),
    (
        "broken-ranking-repeats",
        &["`decisionMakers[1].preferenceRanking[5]`", "5"],
    ),
    (
        "broken-ranking-range",
        &["`decisionMakers[1].preferenceRanking[6]`", "7"],
    ),
    (
        "broken-ranking-absent",
        &["`decisionMakers[1].preferenceRanking`", "missing"],
    ),
    ("broken-no-feasible", &["infeasible", "no state"]),
    ("broken-options-missing", &["`options`", "missing"]),
    ("broken-no-makers", &["`decisionMakers`", "none"]),
    (
        "broken-value",
        &["`decisionMakers[0].preferences[1][0][1]`", "`no`"],
    ),
    (
        "broken-contradiction",
        &["`decisionMakers[1].preferences[0]`", "matches no state"],
    ),
];

/// The one fault that the importer lets pass with a warning: what the statement asks for is plain, it is only never met.
const WARNED_ONLY: &str = "broken-contradiction";

#[test]
fn every_broken_file_is_refused_and_the_fault_is_named() {
    let listed = toml_file(&folder("gmcr").join("broken.toml"));
    let listed: BTreeSet<&str> = listed
        .as_object()
        .expect("a table of files")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        listed,
        FAULTS.iter().map(|(name, _)| *name).collect(),
        "broken.toml and this test list different files"
    );
    for (name, words) in FAULTS {
        let bytes = std::fs::read(folder("gmcr").join(format!("{name}.gmcr")))
            .expect("every file of the list is there");
        let read = dossier::read(&Source {
            name: format!("{name}.gmcr"),
            bytes,
        });
        if name == WARNED_ONLY {
            assert!(
                read.dossier.is_some()
                    && read
                        .diagnostics
                        .iter()
                        .any(|finding| finding.code == Code::W112),
                "{read:?}"
            );
        } else {
            assert!(
                read.dossier.is_none()
                    && read
                        .diagnostics
                        .iter()
                        .any(detente::model::Diagnostic::is_error),
                "{name}: {read:?}"
            );
        }
        let says_all = |text: &str| words.iter().all(|word| text.contains(word));
        let told: Vec<&str> = read
            .diagnostics
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(
            told.iter().any(|text| says_all(text)),
            "{name}: no finding says {words:?}: {told:#?}"
        );
        assert_eq!(told.len(), 1, "{name} has one fault: {told:#?}");
    }
}

#[test]
fn a_fault_in_the_text_of_a_file_is_shown_where_it_is() {
    let text = std::fs::read_to_string(folder("gmcr").join("broken-not-json.gmcr"))
        .expect("the fixture is there");
    let near = toml_file(&folder("gmcr").join("broken.toml"))["broken-not-json"]["near"]
        .as_str()
        .expect("a text")
        .to_string();
    let start = text.find(&near).expect("`near` is in the file");
    let read = dossier::read(&Source {
        name: "broken-not-json.gmcr".into(),
        bytes: text.into(),
    });
    let span = read.diagnostics[0]
        .span
        .expect("a fault in the text has a place");
    assert!(
        (start..=start + near.len()).contains(&span.start),
        "{span:?} is not near {start}"
    );
}

/// Every verdict on the equilibria and on the status quo of a case, checked without the engine.
fn verify_explanations(name: &str, case: &Case) -> usize {
    let conflict = case.space.conflict();
    let oracle = Oracle::new(conflict);
    let mut n_verified = 0;
    for settled in &case.settled {
        let asked: BTreeSet<State> = settled
            .equilibria
            .ones()
            .map(|idx| case.space.states()[idx])
            .chain(conflict.status_quo)
            .collect();
        for state in asked {
            let idx = case.space.index_of(state).expect("feasible");
            for party in conflict.party_ids() {
                let explanation = explain(&case.space, settled.concept, party, state);
                let is_stable =
                    matches!(explanation.verdict, detente::model::Verdict::Stable { .. });
                assert_eq!(
                    is_stable,
                    settled.stable[party.idx()].contains(idx),
                    "{name}: {explanation:?}"
                );
                if let Err(refutation) = witness::verify_in(&oracle, &explanation) {
                    panic!("{name}: {refutation}: {explanation:?}");
                }
                n_verified += 1;
            }
        }
    }
    n_verified
}

#[test]
fn every_explanation_of_an_equilibrium_or_of_today_can_be_checked_without_the_engine() {
    let mut n_verified = 0;
    for (name, path) in dossiers().into_iter().chain(imported()) {
        n_verified += verify_explanations(&name, &study_only(&read_sound(&path)));
    }
    assert!(n_verified > 1000, "only {n_verified} explanations");
}

/// The feasible states that some pattern matches.
fn expand(space: &Space, patterns: &[detente::model::Pattern]) -> Vec<State> {
    space
        .states()
        .iter()
        .copied()
        .filter(|state| patterns.iter().any(|pattern| pattern.matches(*state)))
        .collect()
}

#[test]
fn patterns_cover_the_equilibria_and_nothing_else() {
    for (name, path) in dossiers().into_iter().chain(imported()) {
        let case = study_only(&read_sound(&path));
        for settled in &case.settled {
            let set: Vec<State> = settled
                .equilibria
                .ones()
                .map(|idx| case.space.states()[idx])
                .collect();
            let patterns = patterns(case.space.conflict(), &set);
            assert_eq!(
                expand(&case.space, &patterns),
                set,
                "{name} under {}",
                settled.concept.key()
            );
            assert!(
                patterns.len() <= set.len(),
                "{name} under {}: more patterns than states",
                settled.concept.key()
            );
            for left_out in 0..patterns.len() {
                let mut fewer = patterns.clone();
                fewer.remove(left_out);
                assert_ne!(
                    expand(&case.space, &fewer),
                    set,
                    "{name} under {}: a pattern is not needed",
                    settled.concept.key()
                );
            }
        }
    }
}

#[test]
fn a_written_import_settles_as_the_imported_file() {
    for (name, path) in imported() {
        let imported = read_sound(&path);
        let text = dossier::write(&imported);
        let read = dossier::read(&Source {
            name: format!("{name}.toml"),
            bytes: text.clone().into(),
        });
        assert!(
            read.diagnostics.iter().all(|finding| !finding.is_error()),
            "{name}: {:#?}\n{text}",
            read.diagnostics
        );
        let written = read
            .dossier
            .unwrap_or_else(|| panic!("{name} does not read back:\n{text}"));
        let (before, after) = (study_only(&imported), study_only(&written));
        assert_eq!(before.space.states(), after.space.states(), "{name}");
        for (before, after) in before.settled.iter().zip(&after.settled) {
            assert_eq!(
                (&before.stable, &before.equilibria),
                (&after.stable, &after.equilibria),
                "{name} under {}",
                before.concept.key()
            );
        }
    }
}
