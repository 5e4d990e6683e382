//! Every case of the catalog that can be listed on both engines: the same JSON but for the engine's name, the choice among equally short paths, and the
//! patterns, which match the same states.

#[expect(dead_code, reason = "only the reader is needed here")]
mod expected;
#[path = "engines/unmoved.rs"]
mod unmoved;

use std::collections::BTreeSet;
use std::path::Path;

use detente::brief::json::{Listing, stability};
use detente::brief::sets;
use detente::model::{Concept, Conflict, Dossier, Pattern, State};
use detente::space::{Space, Watch};
use detente::stability::{Effort, SetEffort, study, study_sets};
use serde_json::Value;

use expected::{files, is_listed, read_sound};

const CONCEPTS: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];
const LISTING: Listing = Listing { states_max: 300 };

/// The answers of both engines for every view and reading; for a large case its first two, for which a slow build has time.
fn both(dossier: &Dossier) -> (Value, Value) {
    let watch = Watch::default();
    let mut settings = dossier.settings();
    settings.truncate(2);
    let effort = Effort {
        concepts: CONCEPTS.to_vec(),
        n_threads: 2,
        paths_max: LISTING.states_max,
        ..Effort::default()
    };
    let set_effort = SetEffort {
        concepts: CONCEPTS.to_vec(),
        paths_max: LISTING.states_max,
        ..SetEffort::default()
    };
    let listed: Vec<_> = settings
        .iter()
        .map(|setting| study(dossier, setting, &effort, &watch).expect("the case can be listed"))
        .collect();
    let over_sets: Vec<_> = settings
        .iter()
        .map(|setting| study_sets(dossier, setting, &set_effort, &watch).expect("it fits"))
        .collect();
    let symbolic = sets::json::stability(dossier, &over_sets, &[], &[], LISTING, &watch)
        .expect("nobody stops it");
    (stability(dossier, &listed, &[], &[], LISTING), symbolic)
}

/// Takes out what may differ, and returns it: every list of patterns, and every path with the moves in it.
fn without_choices(value: &mut Value, patterns: &mut Vec<(Value, bool)>, n_moves: &mut Vec<usize>) {
    match value {
        Value::Object(map) => {
            map.shift_remove("engine");
            let is_truncated = map.shift_remove("patterns_truncated").is_some();
            patterns.extend(
                map.shift_remove("patterns")
                    .map(|list| (list, is_truncated)),
            );
            n_moves.extend(
                map.shift_remove("path")
                    .and_then(|path| path.as_array().map(Vec::len)),
            );
            map.values_mut()
                .for_each(|value| without_choices(value, patterns, n_moves));
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|value| without_choices(value, patterns, n_moves)),
        _ => {}
    }
}

fn pattern(letters: &str) -> Pattern {
    let entries = |wanted: char| {
        letters
            .chars()
            .enumerate()
            .filter(move |(_, letter)| *letter == wanted)
    };
    let bits = |wanted: char| entries(wanted).fold(0u128, |bits, (entry, _)| bits | 1 << entry);
    Pattern {
        free: bits('-'),
        state: State(bits('Y')),
    }
}

fn matched(conflict: &Conflict, patterns: &Value) -> BTreeSet<State> {
    let free = Conflict {
        rules: vec![],
        bans: vec![],
        ..conflict.clone()
    };
    let space =
        Space::enumerate(&free, 1 << 20, &Watch::default()).expect("only small cases are expanded");
    let list = patterns.as_array().expect("a list");
    let patterns: Vec<Pattern> = list
        .iter()
        .map(|letters| pattern(letters.as_str().expect("letters")))
        .collect();
    space
        .states()
        .iter()
        .copied()
        .filter(|state| patterns.iter().any(|pattern| pattern.matches(*state)))
        .collect()
}

#[test]
fn both_engines_answer_alike_about_every_case() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let folders = files(&catalog, |stem, _| !stem.is_empty());
    let mut n_expanded = 0;
    for folder in folders.values().filter(|path| path.is_dir()) {
        let dossier = read_sound(&folder.join("dossier.toml"));
        if !is_listed(&dossier) {
            continue;
        }
        let (mut explicit, mut symbolic) = both(&dossier);
        let (mut listed, mut over_sets) = ((vec![], vec![]), (vec![], vec![]));
        without_choices(&mut explicit, &mut listed.0, &mut listed.1);
        without_choices(&mut symbolic, &mut over_sets.0, &mut over_sets.1);
        assert_eq!(explicit, symbolic, "{}", folder.display());
        assert_eq!(
            listed.1,
            over_sets.1,
            "paths of another length in {}",
            folder.display()
        );
        assert_eq!(listed.0.len(), over_sets.0.len());
        let conflict = Conflict::new(&dossier, &dossier.settings()[0]);
        for ((ours, _), (theirs, is_truncated)) in listed.0.iter().zip(&over_sets.0) {
            if conflict.n_entries <= 16 && !is_truncated {
                n_expanded += 1;
                assert_eq!(
                    matched(&conflict, ours),
                    matched(&conflict, theirs),
                    "{}",
                    folder.display()
                );
            }
        }
    }
    assert!(n_expanded >= 20, "patterns are compared: {n_expanded}");
}
