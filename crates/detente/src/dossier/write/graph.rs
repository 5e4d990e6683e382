//! Graph form as text.

use std::fmt::Write as _;

use super::{Keys, Writer, list, quote};
use crate::dossier::fields;
use crate::model::{Chain, GraphForm, Relation};

impl Writer<'_> {
    pub(super) fn graph(&mut self, graph: &GraphForm) {
        let mut keys = Keys::new(&fields::GRAPH);
        if let Some(now) = graph.now {
            keys.add("now", quote(&graph.states[now].id));
        }
        self.reasons(&graph.reasons, &mut keys);
        let _ = write!(self.out, "\n[graph]\n{}\n[graph.states]\n", keys.lines());
        for state in &graph.states {
            let _ = writeln!(self.out, "{} = {}", state.id, quote(&state.text));
        }
        self.out += "\n[graph.moves]\n";
        for (party, moves) in self.dossier.parties.iter().zip(&graph.moves) {
            let name = |state: &u32| graph.states[*state as usize].id.clone();
            let led = moves.iter().enumerate().filter(|(_, to)| !to.is_empty());
            let told: Vec<String> = led
                .map(|(from, to)| {
                    quote(&format!(
                        "{} -> {}",
                        graph.states[from].id,
                        to.iter().map(name).collect::<Vec<_>>().join(", ")
                    ))
                })
                .collect();
            if !told.is_empty() {
                let _ = writeln!(self.out, "{} = {}", party.id, list(told.into_iter()));
            }
        }
    }

    pub(super) fn relation(&mut self, owner: &str, relation: &Relation) {
        let mut keys = Keys::new(&fields::RANKING);
        match relation.chains.as_slice() {
            [chain] if relation.is_whole => keys.add("states", quote(&self.chain(chain))),
            chains => keys.add(
                "pairs",
                list(chains.iter().map(|chain| quote(&self.chain(chain)))),
            ),
        }
        self.standing(&relation.standing, &mut keys);
        let _ = write!(self.out, "\n[{owner}.ranking]\n{}", keys.lines());
    }

    fn chain(&self, chain: &Chain) -> String {
        let name = |state: &u32| {
            self.dossier
                .graph
                .as_ref()
                .map_or("", |graph| graph.states[*state as usize].id.as_str())
        };
        let mut text = String::new();
        for (idx, state) in chain.states.iter().enumerate() {
            if let Some(before) = idx.checked_sub(1) {
                let degree = usize::from(chain.degrees[before]);
                text += " ";
                text += &if degree == 0 {
                    "~".to_string()
                } else {
                    ">".repeat(degree)
                };
                text += " ";
            }
            text += name(state);
        }
        text
    }
}
