//! Two searches over the explicit space settle alike: over rows of cells, and by following moves one by one.
//!
//! Only where every move is permitted always or never are there cells; a condition that always holds takes them away and changes nothing.

use std::fmt::Write as _;

use detente::dossier::{self, Source};
use detente::model::{Concept, Conflict, Dossier, Permission, Setting};
use detente::space::Watch;
use detente::stability;
use proptest::collection::vec;
use proptest::prelude::*;

use super::space;

/// What a measure of up to three levels is, of whom, and in which directions it moves; four numbers to be taken by remainders.
type RawMeasure = [u8; 4];

/// A conflict of some thousand states: too many for the oracle, few enough to follow every move.
fn wide() -> impl Strategy<Value = Dossier> {
    let measures = vec(any::<RawMeasure>(), 8..=11);
    let rules = vec(any::<[u8; 2]>(), 0..=2);
    let statements = vec(any::<[u8; 4]>(), 4..=24);
    (2_usize..=4, measures, rules, statements).prop_map(
        |(n_parties, measures, rules, statements)| {
            let owner = |measure: usize| usize::from(measures[measure][0]) % n_parties;
            let measure = |number: u8| usize::from(number) % measures.len();
            let of = |number: u8| format!("p{}.m{}", owner(measure(number)), measure(number));
            let mut text = "[dossier]\ntitle = \"wide\"\n".to_string();
            for party in 0..n_parties {
                let _ = write!(
                    text,
                    "[parties.p{party}]\nname = \"p{party}\"\n[parties.p{party}.measures]\n"
                );
                for (idx, [_, levels, moves, _]) in measures
                    .iter()
                    .enumerate()
                    .filter(|(idx, _)| owner(*idx) == party)
                {
                    let levels = if levels % 4 == 0 {
                        ", levels = [\"none\", \"some\", \"all\"]"
                    } else {
                        ""
                    };
                    let moves = ["", "", ", moves = \"take\"", ", moves = \"drop\""]
                        [usize::from(moves % 4)];
                    let _ = writeln!(text, "m{idx} = {{ text = \"t\"{levels}{moves} }}");
                }
            }
            for [a, b] in rules {
                let _ = write!(text, "[[rules]]\nnever = \"{} and {}\"\n", of(a), of(b));
            }
            for (idx, [a, b, connective, negated]) in statements.into_iter().enumerate() {
                let not = if negated % 2 == 0 { "not " } else { "" };
                let joined = ["and", "or", "iff"][usize::from(connective % 3)];
                let _ = write!(
                    text,
                    "[[parties.p{}.prefers]]\nthat = \"{not}{} {joined} {}\"\n",
                    idx % n_parties,
                    of(a),
                    of(b)
                );
            }
            let found = dossier::read(&Source {
                name: "wide.toml".to_string(),
                bytes: text.into_bytes(),
            });
            found
                .dossier
                .unwrap_or_else(|| panic!("it can be read: {:?}", found.diagnostics))
        },
    )
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn cells_settle_as_moves_one_by_one_do(dossier in wide()) {
        let conflict = Conflict::new(&dossier, &Setting::default());
        let mut conditional = conflict.clone();
        let always = Permission::When(conditional.circuit.constant(true));
        for lever in &mut conditional.levers {
            for permission in [&mut lever.raise, &mut lever.lower] {
                *permission = if *permission == Permission::Always { always } else { *permission };
            }
        }
        let settled = |conflict: &Conflict| {
            let concepts = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];
            stability::analyse(&space(conflict), &concepts, 2, &Watch::default())
        };
        for (cells, moves) in settled(&conflict).iter().zip(settled(&conditional)) {
            prop_assert_eq!(&cells.stable, &moves.stable, "{:?}", cells.concept);
        }
    }
}
