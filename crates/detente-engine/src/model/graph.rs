//! A conflict in graph form: states that are only numbers, the moves of each party, and what each likes better.

use super::PartyId;

/// A conflict without measures: any states, any moves. Not every conflict has measures to describe its states, and not every comparison
/// of states is a ranking.
///
/// Source: the graph form of Kilgour, Hipel and Fang (1987).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// States are numbered from 0.
    pub n_states: usize,
    /// In the order of [`PartyId`](super::PartyId).
    pub players: Vec<Player>,
}

/// What a party can do in a graph, and what it wants there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// By state: where the party alone can move to in one step, in ascending order, without the state itself. Moves need not be transitive.
    pub moves: Vec<Vec<u32>>,
    /// How the party compares states.
    pub tastes: Tastes,
}

/// How a party compares states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tastes {
    /// By state, its rank: higher is better, equal is indifferent.
    Ranked(Vec<u32>),
    /// Several rankings of which nobody knows the right one: what all of them say is known, the rest is unknown. At least one.
    Several(Vec<Vec<u32>>),
    /// Row by row, how each state compares with each other: `n_states × n_states`. The entry of a pair must be the reverse of that of the
    /// pair turned round.
    Pairs(Vec<Compared>),
}

/// How one state compares with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compared {
    /// Better by so many degrees: 1 is better, 2 much better, and so on.
    Better(u8),
    /// As good.
    Equal,
    /// Worse by so many degrees.
    Worse(u8),
    /// Nobody knows.
    Unknown,
}

/// Whether an unknown comparison tempts a party, and whether it deters one.
///
/// Source: Li, Hipel, Kilgour and Fang (2004), whose letters these are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extension {
    /// Aggressive: leaves for what may be better, and fears only what is known to be no better.
    #[default]
    A,
    /// Leaves only for what is known to be better, and fears only what is known to be no better.
    B,
    /// Leaves for what may be better, and fears what may be no better.
    C,
    /// Conservative: leaves only for what is known to be better, and fears what may be no better.
    D,
}

impl Extension {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// Whether a party leaves a state for one that it cannot compare.
    pub fn is_tempted(self) -> bool {
        matches!(self, Self::A | Self::C)
    }

    /// Whether a party is deterred by a state that it cannot compare.
    pub fn is_afraid(self) -> bool {
        matches!(self, Self::C | Self::D)
    }

    /// Its key on the command line and in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
        }
    }
}

/// How the comparisons of a graph become stability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kernel {
    /// What an unknown comparison does; without unknown ones all extensions are one.
    pub extension: Extension,
    /// By how many degrees a sanction must be worse than the state that it protects; 0 when it is enough that it is no better.
    pub degree: u8,
}

impl Kernel {
    /// The ordinary concepts under an extension.
    pub fn unknown(extension: Extension) -> Self {
        Self {
            extension,
            degree: 0,
        }
    }

    /// The kernels that differ: each extension where a comparison is unknown, and each degree of strength from 2 on.
    pub fn apart(is_unknown: bool, degree_max: u8) -> Vec<Self> {
        let extensions = if is_unknown {
            &Extension::ALL[..]
        } else {
            &Extension::ALL[..1]
        };
        let degrees: Vec<u8> = std::iter::once(0).chain(2..=degree_max).collect();
        let with = |&extension: &Extension| {
            degrees
                .iter()
                .map(move |&degree| Self { extension, degree })
        };
        extensions.iter().flat_map(with).collect()
    }

    /// The concepts in which only a sanction worse by so many degrees deters.
    pub fn strong(degree: u8) -> Self {
        Self {
            extension: Extension::A,
            degree,
        }
    }
}

/// A solution concept for a coalition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoalitionConcept {
    /// The coalition has no improvement.
    Cr,
    /// Every improvement can be answered so that some member ends no better off.
    Cgmr,
    /// As [`CoalitionConcept::Cgmr`], and the coalition cannot escape from the sanction.
    Csmr,
    /// As [`CoalitionConcept::Cgmr`], but coalitions of the others only improve for all their members.
    Cseq,
}

impl CoalitionConcept {
    /// Every concept, in the order in which results are given.
    pub const ALL: [Self; 4] = [Self::Cr, Self::Cgmr, Self::Csmr, Self::Cseq];

    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cr => "cr",
            Self::Cgmr => "cgmr",
            Self::Csmr => "csmr",
            Self::Cseq => "cseq",
        }
    }
}

/// What a party does when several moves end equally well for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ties {
    /// It takes the one that ends worst for the other party.
    Against,
    /// It takes the one that ends best for the other party.
    Favour,
}

/// One move in a graph: who makes it, and the state it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GraphStep {
    /// Who moves.
    pub mover: PartyId,
    /// Where to.
    pub to: u32,
}

/// What deters one improvement in a graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphAnswer {
    /// The improvement.
    pub improvement: u32,
    /// A legal sequence of moves of the others from the improvement; it ends in the state that deters.
    pub steps: Vec<GraphStep>,
}

/// Whether a state of a graph is stable for a party, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphVerdict {
    /// Every improvement is deterred; there may be none.
    Stable {
        /// What deters each improvement, in the order of states.
        deterred: Vec<GraphAnswer>,
    },
    /// Nothing deters this improvement.
    Unstable {
        /// The improvement.
        improvement: u32,
    },
}

impl Compared {
    /// The comparison turned round.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Better(degree) => Self::Worse(degree),
            Self::Worse(degree) => Self::Better(degree),
            same => same,
        }
    }
}

impl Graph {
    /// The parties that prefer nothing: every state is as good to them as every other.
    pub fn indifferent_parties(&self) -> Vec<PartyId> {
        let is_flat = |rank: &Vec<u32>| rank.windows(2).all(|pair| pair[0] == pair[1]);
        let is_indifferent = |player: &Player| match &player.tastes {
            Tastes::Ranked(rank) => is_flat(rank),
            Tastes::Several(rankings) => rankings.iter().all(is_flat),
            Tastes::Pairs(pairs) => pairs.iter().all(|compared| *compared == Compared::Equal),
        };
        let players = self.players.iter().enumerate();
        players
            .filter(|(_, player)| is_indifferent(player))
            .map(|(party, _)| PartyId::new(party))
            .collect()
    }

    /// How a party compares a state with another.
    pub fn compare(&self, player: usize, state: usize, with: usize) -> Compared {
        let by_rank = |rank: &Vec<u32>| match rank[state].cmp(&rank[with]) {
            std::cmp::Ordering::Greater => Compared::Better(1),
            std::cmp::Ordering::Equal => Compared::Equal,
            std::cmp::Ordering::Less => Compared::Worse(1),
        };
        match &self.players[player].tastes {
            Tastes::Ranked(rank) => by_rank(rank),
            Tastes::Several(rankings) => {
                let mut said = rankings.iter().map(by_rank);
                let first = said.next().unwrap_or(Compared::Unknown);
                if said.all(|other| other == first) {
                    first
                } else {
                    Compared::Unknown
                }
            }
            Tastes::Pairs(pairs) => pairs[state * self.n_states + with],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rankings_agree_on_is_known() {
        let several = Tastes::Several(vec![vec![0, 1, 2], vec![0, 2, 1]]);
        let graph = Graph {
            n_states: 3,
            players: vec![Player {
                moves: vec![vec![]; 3],
                tastes: several,
            }],
        };
        assert_eq!(graph.compare(0, 1, 0), Compared::Better(1));
        assert_eq!(graph.compare(0, 0, 2), Compared::Worse(1));
        assert_eq!(graph.compare(0, 1, 2), Compared::Unknown);
        assert_eq!(graph.compare(0, 1, 1), Compared::Equal);
        assert_eq!(graph.compare(0, 1, 0).reversed(), graph.compare(0, 0, 1));
    }
}
