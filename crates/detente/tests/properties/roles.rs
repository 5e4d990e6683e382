//! Who is essential, against the definitions: needs, vetoes, what turns, and the roles that follow.

use std::collections::BTreeSet;

use detente::compare::{Found, Topic, Verdict, turns};
use detente::model::{
    Bar, Conflict, Formula, MeasureId, PartyId, Role, Span, State, TermId, Written,
};
use detente::oracle::definitions::Oracle;
use detente::oracle::roles::{self as slow, Settlement};
use detente::roles::{PartyRole, Variant, roles};
use detente::space::Watch;
use detente::stability::{Effort, Extent, study};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::support::{Case, case};

/// A conflict with a question about a term, or a measure where there is none.
fn asking() -> impl Strategy<Value = Case> {
    (case(), 0_usize..8, any::<bool>()).prop_map(|(mut case, pick, not)| {
        let asked = match case.dossier.terms.len() {
            0 => Formula::InForce(MeasureId::new(pick % case.dossier.measures.len())),
            n_terms => Formula::Term {
                term: TermId::new(pick % n_terms),
                reading: None,
            },
        };
        let formula = if not {
            Formula::Not(Box::new(asked))
        } else {
            asked
        };
        case.dossier.question = Some(Written {
            formula,
            span: Span::default(),
        });
        case
    })
}

fn found(case: &Case, n_threads: usize) -> Vec<PartyRole> {
    let watch = Watch::default();
    let study = study(&case.dossier, &case.setting, &Effort::default(), &watch)
        .expect("a small conflict is settled");
    roles(&study, n_threads, &watch)
        .expect("nobody stops it")
        .expect("every concept was asked for")
}

fn verdicts(conflict: &Conflict, settled: &Settlement) -> Vec<Verdict> {
    let extent = |n: usize| Found::Holds(Extent::of(n, settled.equilibria.len()));
    let mut verdicts = vec![Verdict {
        topic: Topic::Settles,
        found: Found::Under(settled.concept),
    }];
    if settled.concept.is_some() {
        verdicts.extend(settled.question.map(|n| Verdict {
            topic: Topic::Question,
            found: extent(n),
        }));
        let named = conflict.named.iter().zip(&settled.named);
        verdicts.extend(named.map(|(named, n)| Verdict {
            topic: Topic::Named(named.name.clone()),
            found: extent(*n),
        }));
    }
    verdicts.extend(settled.today.iter().map(|(concept, is)| Verdict {
        topic: Topic::Today(*concept),
        found: Found::Is(*is),
    }));
    verdicts
}

/// What the definition finds for a variant, in the same form.
fn expected(conflict: &Conflict, before: &Settlement, variant: &Conflict) -> Variant {
    let after = slow::settlement(variant);
    Variant {
        turns: turns(&verdicts(conflict, before), &verdicts(conflict, &after)),
        concept: after.concept,
        equilibrium: after.equilibria.first().copied(),
    }
}

fn answers(oracle: &Oracle<'_>) -> Vec<State> {
    let conflict = oracle.conflict();
    let question = conflict.question.expect("a question is asked");
    oracle
        .feasible()
        .iter()
        .copied()
        .filter(|state| conflict.circuit.holds(question, *state))
        .collect()
}

fn assert_read_off(
    oracle: &Oracle<'_>,
    settled: &Settlement,
    part: &PartyRole,
) -> Result<(), TestCaseError> {
    let sets = [answers(oracle), settled.equilibria.clone()];
    for ((needs, set), slow) in [&part.question, &part.settling]
        .into_iter()
        .zip(&sets)
        .zip(slow::all_needs(oracle, settled, part.party))
    {
        prop_assert!(
            needs
                .iter()
                .all(|need| slow::verify_need(oracle, need, set)),
            "{:?} of {:?}",
            needs,
            set
        );
        let told: Vec<(MeasureId, Vec<usize>)> = needs
            .iter()
            .map(|need| (need.measure, need.levels.clone()))
            .collect();
        prop_assert_eq!(told, slow);
    }
    for veto in &part.vetoes {
        prop_assert!(slow::verify_veto(oracle, part.party, veto), "{:?}", veto);
    }
    let told: BTreeSet<(MeasureId, Bar)> = part
        .vetoes
        .iter()
        .map(|veto| (veto.over, veto.bars.clone()))
        .collect();
    prop_assert_eq!(told, slow::bars(oracle, part.party));
    Ok(())
}

fn is_bound(conflict: &Conflict, party: PartyId) -> bool {
    let free = slow::freed(conflict, party);
    let mut levers = conflict.levers.iter().zip(&free.levers);
    let is_named = conflict.bans.len() > free.bans.len();
    (is_named && conflict.own_entries(party) != 0)
        || levers.any(|(bound, free)| (bound.raise, bound.lower) != (free.raise, free.lower))
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn roles_are_those_of_the_definition(case in asking()) {
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let settled = slow::settlement(&conflict);
        let parts = found(&case, 1);
        prop_assert_eq!(parts.iter().map(|part| part.party).collect::<Vec<_>>(), conflict.party_ids().collect::<Vec<_>>());
        for part in &parts {
            assert_read_off(&oracle, &settled, part)?;
            let has_measures = conflict.own_entries(part.party) != 0;
            let held = has_measures.then(|| expected(&conflict, &settled, &slow::held(&conflict, part.party)));
            prop_assert_eq!(&part.held, &held, "held: {:?}", part.party);
            let freed = is_bound(&conflict, part.party).then(|| expected(&conflict, &settled, &slow::freed(&conflict, part.party)));
            prop_assert_eq!(&part.freed, &freed, "freed: {:?}", part.party);
        }
        prop_assert_eq!(parts.iter().map(|part| part.role).collect::<Vec<_>>(), slow::roles(&conflict));
        prop_assert_eq!(found(&case, 3), parts, "the number of threads does not matter");
    }

    #[test]
    fn without_today_nobody_must_act(case in asking()) {
        let mut case = case;
        case.dossier.has_status_quo = false;
        let conflict = case.conflict();
        let oracle = Oracle::new(&conflict);
        let settled = slow::settlement(&conflict);
        for part in found(&case, 1) {
            assert_read_off(&oracle, &settled, &part)?;
            prop_assert!(part.held.is_none() && part.settling.is_empty());
            prop_assert!(part.question.iter().all(|need| !need.acts) && part.vetoes.iter().all(|veto| !veto.today));
        }
    }
}

/// What the random conflicts must reach for these tests to mean something.
fn features(parts: &[PartyRole]) -> Vec<(&'static str, bool)> {
    let vetoes = || parts.iter().flat_map(|part| &part.vetoes);
    let turns = |variant: &Option<Variant>| {
        variant
            .as_ref()
            .is_some_and(|variant| !variant.turns.is_empty())
    };
    vec![
        (
            "an essential party",
            parts.iter().any(|part| part.role == Role::Essential),
        ),
        (
            "a party that matters",
            parts.iter().any(|part| part.role == Role::Matters),
        ),
        (
            "a party that watches",
            parts.iter().any(|part| part.role == Role::Watches),
        ),
        (
            "must act for the question",
            parts
                .iter()
                .flat_map(|part| &part.question)
                .any(|need| need.acts),
        ),
        (
            "must keep for the question",
            parts
                .iter()
                .flat_map(|part| &part.question)
                .any(|need| !need.acts),
        ),
        (
            "must act where it settles",
            parts.iter().any(|part| !part.settling.is_empty()),
        ),
        (
            "a veto over taking",
            vetoes().any(|veto| veto.bars == Bar::Raise),
        ),
        (
            "a veto over dropping",
            vetoes().any(|veto| veto.bars == Bar::Lower),
        ),
        (
            "a veto by rules",
            vetoes().any(|veto| matches!(veto.bars, Bar::Levels(_))),
        ),
        (
            "a veto by several measures",
            vetoes().any(|veto| veto.by.len() > 1),
        ),
        ("a veto not in use", vetoes().any(|veto| !veto.today)),
        (
            "holding turns the question",
            parts
                .iter()
                .any(|part| part.held.as_ref().is_some_and(Variant::turns_the_question)),
        ),
        (
            "freeing turns something",
            parts.iter().any(|part| turns(&part.freed)),
        ),
    ]
}

#[test]
fn the_generator_reaches_every_reason() {
    let mut runner = TestRunner::deterministic();
    let mut n_found: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for _ in 0..256 {
        let case = asking()
            .new_tree(&mut runner)
            .expect("most dossiers leave a state")
            .current();
        for (feature, present) in features(&found(&case, 1)) {
            *n_found.entry(feature).or_default() += usize::from(present);
        }
    }
    assert!(n_found.values().all(|&n| n >= 3), "{n_found:#?}");
}
