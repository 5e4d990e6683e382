//! Hypergames: the engine against the definition on random conflicts and random beliefs.

use detente::hypergame::perceived;
use detente::model::{MeasureId, PartyId, Perception, Reasons, Span, View, ViewId};
use detente::oracle::hypergame;
use detente::space::Watch;
use detente::stability::{Effort, study};
use proptest::prelude::*;

use crate::support::{Case, case};

/// The same conflict in which the first party believes that the others want what other parties want, and some parties do not know of measures.
fn misread(mut case: Case, shift: usize, unaware: &[Vec<bool>]) -> Case {
    let n_parties = case.dossier.parties.len();
    let preference = |party: usize| {
        case.dossier.parties[(party + shift) % n_parties]
            .preference
            .clone()
    };
    let replaces = (0..n_parties)
        .map(|party| (PartyId::new(party), preference(party)))
        .collect();
    case.dossier.views = vec![View {
        id: "belief".into(),
        text: None,
        replaces,
        span: Span::default(),
    }];
    let mut perceptions = vec![];
    for (party, unaware) in unaware.iter().enumerate().take(n_parties) {
        let own = case.dossier.parties[party].measures.clone();
        let others = (0..case.dossier.measures.len()).filter(|measure| !own.contains(measure));
        let unaware: Vec<MeasureId> = others
            .zip(unaware)
            .filter(|(_, hidden)| **hidden)
            .map(|(measure, _)| MeasureId::new(measure))
            .collect();
        let view = (party == 0).then(|| ViewId::new(0));
        if view.is_some() || !unaware.is_empty() {
            perceptions.push(Perception {
                party: PartyId::new(party),
                view,
                unaware,
                reasons: Reasons::default(),
                span: Span::default(),
            });
        }
    }
    case.dossier.perceptions = perceptions;
    case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_equilibria_of_a_hypergame_are_those_of_its_definition(
        case in case(),
        shift in 0_usize..3,
        unaware in prop::collection::vec(prop::collection::vec(prop::bool::weighted(0.3), 6), 4),
    ) {
        let case = misread(case, shift, &unaware);
        let (dossier, setting) = (&case.dossier, &case.setting);
        let studied = study(dossier, setting, &Effort::default(), &Watch::default()).expect("a small conflict can be enumerated");
        let found = perceived(dossier, &studied, 1, &Watch::default()).expect("nobody stops it");
        let states = studied.space.states();
        for perceived in &found {
            let expected = hypergame::equilibria(dossier, setting, perceived.concept);
            let ours: Vec<_> = perceived.equilibria.iter().map(|it| states[it.state]).collect();
            prop_assert_eq!(&ours, &expected, "{:?}", perceived.concept);
            let truly = &studied.settled.iter().find(|it| it.concept == perceived.concept).expect("it was settled").equilibria;
            for settlement in perceived.equilibria.iter().take(4) {
                prop_assert_eq!(settlement.is_true, truly.contains(settlement.state));
                for surprise in settlement.surprises.iter().take(1) {
                    let own = |other: PartyId| {
                        let game = dossier.as_seen_by(surprise.party, setting);
                        let readings = detente::model::Setting { view: None, readings: setting.readings.clone() };
                        let seen = dossier.state_as_seen_by(surprise.party, states[settlement.state]);
                        hypergame::is_stable_as_seen(&game, &readings, perceived.concept, other, seen)
                    };
                    prop_assert!(surprise.expects.iter().all(|party| own(*party) == Some(false)), "{:?}", surprise);
                    prop_assert!(!surprise.expects.contains(&surprise.party), "it is stable for each party in its own game");
                }
            }
            let lost: Vec<usize> = truly.ones().filter(|state| !expected.contains(&states[*state])).collect();
            prop_assert_eq!(&perceived.lost, &lost);
        }
    }

    #[test]
    fn who_misreads_nothing_settles_as_the_conflict_does(case in case()) {
        let mut case = case;
        case.dossier.perceptions = (0..case.dossier.parties.len())
            .map(|party| Perception { party: PartyId::new(party), view: None, unaware: vec![], reasons: Reasons::default(), span: Span::default() })
            .collect();
        let studied = study(&case.dossier, &case.setting, &Effort::default(), &Watch::default()).expect("a small conflict can be enumerated");
        for perceived in perceived(&case.dossier, &studied, 1, &Watch::default()).expect("nobody stops it") {
            prop_assert!(perceived.lost.is_empty());
            prop_assert!(perceived.equilibria.iter().all(|it| it.is_true && it.surprises.is_empty()));
        }
    }
}
