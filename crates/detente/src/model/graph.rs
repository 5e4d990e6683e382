//! A conflict in graph form: states that are only numbers, the moves of each party, and what each likes better.

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
                if said.all(|other| other == first) { first } else { Compared::Unknown }
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
        let graph = Graph { n_states: 3, players: vec![Player { moves: vec![vec![]; 3], tastes: several }] };
        assert_eq!(graph.compare(0, 1, 0), Compared::Better(1));
        assert_eq!(graph.compare(0, 0, 2), Compared::Worse(1));
        assert_eq!(graph.compare(0, 1, 2), Compared::Unknown);
        assert_eq!(graph.compare(0, 1, 1), Compared::Equal);
        assert_eq!(graph.compare(0, 1, 0).reversed(), graph.compare(0, 0, 1));
    }
}
