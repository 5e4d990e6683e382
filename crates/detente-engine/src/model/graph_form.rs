//! What a dossier in graph form says: named states, the moves of each party, and how each compares the states.

use super::{Compared, Dossier, Graph, Player, Reasons, Span, Standing, Tastes, ViewId};

/// The most states of a graph that are taken.
pub const GRAPH_STATES_MAX: usize = 4096;

/// A state with a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedState {
    /// Its identifier.
    pub id: String,
    /// What it is, in a few words.
    pub text: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// The states and moves of a dossier in graph form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphForm {
    /// The states, in the order of the file.
    pub states: Vec<NamedState>,
    /// By party and state: where the party alone can move to in one step, in ascending order.
    pub moves: Vec<Vec<Vec<u32>>>,
    /// The state of today, if the file says it.
    pub now: Option<usize>,
    /// Why the author says so.
    pub reasons: Reasons,
    /// Where the section stands in the file.
    pub span: Span,
}

impl GraphForm {
    /// The state with this name.
    pub fn state(&self, id: &str) -> Option<usize> {
        self.states.iter().position(|state| state.id == id)
    }
}

/// States from better to worse, as one line of a dossier gives them: `a > b ~ c >> d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The states, best first.
    pub states: Vec<u32>,
    /// Between each state and the next: by how many degrees it is better; 0 when both are as good.
    pub degrees: Vec<u8>,
}

impl Chain {
    /// Every pair of states of the chain: a state, a later one, and how the first compares with it. A state is better than another by
    /// the widest step between them.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32, Compared)> {
        self.states.iter().enumerate().flat_map(|(first, &state)| {
            let mut widest = 0;
            self.states[first + 1..]
                .iter()
                .zip(&self.degrees[first..])
                .map(move |(&later, &degree)| {
                    widest = widest.max(degree);
                    (
                        state,
                        later,
                        if widest == 0 {
                            Compared::Equal
                        } else {
                            Compared::Better(widest)
                        },
                    )
                })
        })
    }
}

/// How a party compares the states of a dossier in graph form.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// What is said; no pair is said in two ways.
    pub chains: Vec<Chain>,
    /// Whether it is one chain of all states; otherwise each chain tells of the pairs within it, and all other pairs are unknown.
    pub is_whole: bool,
    /// Since when, how surely, why.
    pub standing: Standing,
    /// Where it stands in the file.
    pub span: Span,
}

impl Relation {
    /// The comparisons of a graph with so many states.
    pub fn tastes(&self, n_states: usize) -> Tastes {
        if let ([chain], true) = (self.chains.as_slice(), self.is_whole)
            && chain.degrees.iter().all(|&degree| degree <= 1)
        {
            return Tastes::Ranked(ranks(chain, n_states));
        }
        let mut pairs = vec![Compared::Unknown; n_states * n_states];
        (0..n_states).for_each(|state| pairs[state * n_states + state] = Compared::Equal);
        for (state, later, compared) in self.chains.iter().flat_map(Chain::pairs) {
            let (state, later) = (state as usize, later as usize);
            pairs[state * n_states + later] = compared;
            pairs[later * n_states + state] = compared.reversed();
        }
        Tastes::Pairs(pairs)
    }
}

/// The rank of each state of a chain of all of them: the best has the highest.
fn ranks(chain: &Chain, n_states: usize) -> Vec<u32> {
    let mut ranks = vec![0; n_states];
    let mut rank = 0;
    for (&state, &degree) in chain
        .states
        .iter()
        .rev()
        .zip(std::iter::once(&0).chain(chain.degrees.iter().rev()))
    {
        rank += u32::from(degree > 0);
        ranks[state as usize] = rank;
    }
    ranks
}

impl Dossier {
    /// The graph of a dossier in graph form, in a view; `None` for a dossier with measures.
    pub fn graph_in(&self, view: Option<ViewId>) -> Option<Graph> {
        let form = self.graph.as_ref()?;
        let n_states = form.states.len();
        let player = |(party, moves): (_, &Vec<Vec<u32>>)| {
            let tastes = match self.preference(party, view) {
                super::Preference::Relation(relation) => relation.tastes(n_states),
                _ => Tastes::Ranked(vec![0; n_states]),
            };
            Player {
                moves: moves.clone(),
                tastes,
            }
        };
        Some(Graph {
            n_states,
            players: self.party_ids().zip(&form.moves).map(player).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(states: &[u32], degrees: &[u8]) -> Relation {
        let chains = vec![Chain {
            states: states.to_vec(),
            degrees: degrees.to_vec(),
        }];
        Relation {
            chains,
            is_whole: true,
            standing: Standing::default(),
            span: Span::default(),
        }
    }

    #[test]
    fn a_chain_without_wide_steps_is_a_ranking() {
        assert_eq!(
            whole(&[2, 0, 1, 3], &[1, 0, 1]).tastes(4),
            Tastes::Ranked(vec![1, 1, 2, 0])
        );
        assert_eq!(whole(&[0], &[]).tastes(1), Tastes::Ranked(vec![0]));
    }

    #[test]
    fn the_widest_step_between_two_states_tells_how_much_better_one_is() {
        let Tastes::Pairs(pairs) = whole(&[0, 1, 2], &[2, 1]).tastes(3) else {
            panic!("wide steps are no ranking")
        };
        assert_eq!(pairs[1], Compared::Better(2));
        assert_eq!(pairs[2], Compared::Better(2));
        assert_eq!(pairs[3 + 2], Compared::Better(1));
        assert_eq!(pairs[3], Compared::Worse(2));
    }

    #[test]
    fn what_no_chain_says_is_unknown() {
        let relation = Relation {
            is_whole: false,
            ..whole(&[0, 1], &[1])
        };
        let Tastes::Pairs(pairs) = relation.tastes(3) else {
            panic!("pairs are no ranking")
        };
        assert_eq!(
            [pairs[0], pairs[1], pairs[2]],
            [Compared::Equal, Compared::Better(1), Compared::Unknown]
        );
    }
}
