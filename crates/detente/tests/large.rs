//! The cases of the catalog that cannot be listed: what an independent method gave, what the theory says of sets of equilibria, and around
//! single states the definitions themselves.

#[expect(dead_code, reason = "only the reader is needed here")]
mod expected;

use std::collections::BTreeMap;
use std::path::Path;

use detente::brief;
use detente::model::{Concept, Conflict, Dossier, Setting, State, Verdict};
use detente::oracle::{Nearby, Refutation, witness};
use detente::space::{Set, Watch};
use detente::stability::{SetCase, SetEffort, explain_in_sets, study_sets};
use serde_json::Value;

use expected::{concepts, files, is_listed, read_sound, toml_file};

const CONCEPTS: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];

/// Stability under the first implies that under the second.
const WITHIN: [(Concept, Concept); 6] = [
    (Concept::Nash, Concept::Sseq),
    (Concept::Nash, Concept::Smr),
    (Concept::Sseq, Concept::Seq),
    (Concept::Sseq, Concept::Smr),
    (Concept::Smr, Concept::Gmr),
    (Concept::Seq, Concept::Gmr),
];

/// The most pairs of a state and who moved last that are gone through to see what improvements reach.
const REACHED_MAX: usize = 5_000;

/// The same to see whether an improvement is deterred.
const ANSWERS_MAX: usize = 100;

/// A case that cannot be listed, under one view.
struct Large<'a> {
    name: String,
    case: SetCase,
    conflict: &'a Conflict,
}

impl Large<'_> {
    fn stable(&self, concept: Concept, party: usize) -> &Set {
        let settled = self
            .case
            .settled
            .iter()
            .find(|settled| settled.concept == concept)
            .expect("the concept was asked for");
        &settled.stable[party]
    }

    fn equilibria(&self, concept: Concept) -> &Set {
        &self
            .case
            .settled
            .iter()
            .find(|settled| settled.concept == concept)
            .expect("the concept was asked for")
            .equilibria
    }

    fn count(&self, set: &Set) -> u64 {
        self.case
            .space
            .count(set)
            .try_into()
            .expect("fewer states than that")
    }

    fn first(&self, set: &Set, n: usize) -> Vec<State> {
        self.case.space.first_states(set, n).expect("there is room")
    }

    /// The numbers that an independent method gave.
    fn check_counts(&self, wanted: &Value) {
        let name = &self.name;
        let ways = self.case.ways.as_ref().expect("the status quo is known");
        if let Some(feasible) = wanted.get("feasible") {
            assert_eq!(
                self.count(self.case.space.feasible()),
                feasible.as_u64().expect("a number"),
                "{name}: feasible states"
            );
        }
        assert_eq!(
            self.count(&ways.improved),
            wanted["reached"].as_u64().expect("a number"),
            "{name}: states reached by improvements"
        );
        for (concept, wanted) in concepts(&wanted["equilibria_reached"]) {
            let reached = self
                .case
                .space
                .both(self.equilibria(concept), &ways.improved)
                .expect("there is room");
            assert_eq!(
                self.count(&reached),
                wanted.as_u64().expect("a number"),
                "{name}: reached under {}",
                concept.key()
            );
        }
    }

    /// Stability under one concept implies that under another, party by party.
    fn check_inclusions(&self) {
        for (inner, outer) in WITHIN {
            for party in 0..self.conflict.n_parties() {
                let left = self
                    .case
                    .space
                    .without(self.stable(inner, party), self.stable(outer, party))
                    .expect("there is room");
                assert!(
                    left.is_empty(),
                    "{}: {} without {} for party {party}",
                    self.name,
                    inner.key(),
                    outer.key()
                );
            }
        }
    }

    /// Around the states that improvements reach: these states and their distances, and the verdicts on them, by the definitions.
    fn check_reached(&self, nearby: &Nearby<'_>) {
        let ways = self.case.ways.as_ref().expect("the status quo is known");
        let layers = (0..).zip(&ways.by_improvements);
        let found: BTreeMap<State, u32> = layers
            .flat_map(|(n, layer)| {
                self.first(layer, usize::MAX)
                    .into_iter()
                    .map(move |state| (state, n))
            })
            .collect();
        let reached = Nearby::new(self.conflict, REACHED_MAX).reached(ways.from);
        assert_eq!(Some(&found), reached.as_ref(), "{}", self.name);
        for state in found.keys().step_by(found.len().div_ceil(12)) {
            for (concept, party) in CONCEPTS
                .into_iter()
                .flat_map(|concept| self.conflict.party_ids().map(move |party| (concept, party)))
            {
                if let Some(is_stable) = nearby.is_stable(concept, party, *state) {
                    let told = self
                        .case
                        .space
                        .contains(self.stable(concept, party.idx()), *state);
                    assert_eq!(
                        told,
                        is_stable,
                        "{}: {} for party {} in {state}",
                        self.name,
                        concept.key(),
                        party.idx()
                    );
                }
            }
        }
    }

    /// A verdict and its witness say what the sets say, and the witness holds: for today's state, and for the first states in and out of each set.
    /// Returns how many witnesses were checked in full, and of how many not all answers could be searched.
    fn check_witnesses(&self, nearby: &Nearby<'_>) -> (usize, usize) {
        let space = &self.case.space;
        let (mut n_checked, mut n_unsettled) = (0, 0);
        for concept in CONCEPTS {
            for party in self.conflict.party_ids() {
                let stable = self.stable(concept, party.idx());
                let unstable = space
                    .without(space.feasible(), stable)
                    .expect("there is room");
                let mut states = self.first(stable, 1);
                states.extend(self.first(&unstable, 1));
                states.extend(self.case.ways.as_ref().map(|ways| ways.from));
                for state in states {
                    let told = explain_in_sets(space, concept, party, state, &Watch::default())
                        .expect("there is room");
                    let is_stable = matches!(told.verdict, Verdict::Stable { .. });
                    assert_eq!(
                        is_stable,
                        space.contains(stable, state),
                        "{}: {told:?}",
                        self.name
                    );
                    match witness::verify_nearby(nearby, &told) {
                        Ok(()) => n_checked += 1,
                        Err(Refutation::Unsettled { .. }) => n_unsettled += 1,
                        Err(refutation) => panic!("{}: {refutation}: {told:?}", self.name),
                    }
                }
            }
        }
        (n_checked, n_unsettled)
    }
}

fn check(dossier: &Dossier, setting: &Setting, counts: &Value) {
    let conflict = Conflict::new(dossier, setting);
    let effort = SetEffort {
        concepts: CONCEPTS.to_vec(),
        ..SetEffort::default()
    };
    let case = study_sets(dossier, setting, &effort, &Watch::default()).expect("it fits");
    let view = brief::view_name(dossier, setting);
    let large = Large {
        name: view.clone(),
        case,
        conflict: &conflict,
    };
    assert!(
        !large.case.stopped
            && large
                .case
                .settled
                .iter()
                .all(|settled| settled.stopped.is_none()),
        "{view}"
    );
    large.check_counts(
        counts
            .get(&view)
            .unwrap_or_else(|| panic!("no counts for the view {view}")),
    );
    large.check_inclusions();
    let nearby = Nearby::new(&conflict, ANSWERS_MAX);
    large.check_reached(&nearby);
    let (n_checked, n_unsettled) = large.check_witnesses(&nearby);
    assert!(
        n_checked > 2 * n_unsettled,
        "{view}: {n_checked} witnesses are checked in full, {n_unsettled} are not"
    );
}

#[test]
fn cases_that_cannot_be_listed_settle_as_expected() {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let mut n_views = 0;
    for folder in files(&catalog, |stem, _| !stem.is_empty())
        .values()
        .filter(|path| path.is_dir())
    {
        let dossier = read_sound(&folder.join("dossier.toml"));
        if is_listed(&dossier) {
            continue;
        }
        let counts = toml_file(&folder.join("expected.toml"))["computed"]["counts"].clone();
        let settings = dossier.settings();
        n_views += settings.len();
        std::thread::scope(|scope| {
            let (dossier, counts) = (&dossier, &counts);
            for half in settings.chunks(settings.len().div_ceil(2)) {
                scope.spawn(move || {
                    half.iter()
                        .for_each(|setting| check(dossier, setting, counts));
                });
            }
        });
    }
    assert!(n_views >= 4, "{n_views}");
}
