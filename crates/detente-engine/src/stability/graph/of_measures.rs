//! A dossier with measures as a graph: states taken as one, statements that nobody knows exactly, and degrees of better.
//!
//! # Definition
//! The states are the feasible ones, those of each line of `coalesce` taken as one; a party can move between two states of the graph when it
//! can move from any feasible state of the first to any of the second. A statement holds in states taken as one where it holds in all of them.
//!
//! A list of statements with alternatives is as many *crisp* lists as there are ways to choose one of each. What all of them say of two states
//! is known; otherwise the comparison is unknown. A list with `much` has degrees: of two states that the statement in place `j` decides, the
//! better one is better by one degree and one more for each statement marked `much` in place `j` or below it. Where crisp lists agree on which
//! state is better, by the least of their degrees.
//! # Algorithm
//! Truth vectors of each party's statements over the states of the graph, sorted into ranks; pairs are compared only where degrees matter.
//! # Complexity
//! `O(n·k)` truths for `n` feasible states and `k` statements and alternatives; with `much`, `O(l·m²·k)` comparisons for `l` crisp lists and `m`
//! states of the graph.
//! # Validity
//! States that a ranking or values tell apart are not taken as one for that party: that is refused. Conflicts with degrees may have no more
//! states than any [graph](super::STATES_MAX).
//! # References
//! Alternatives after Yu, Hipel, Kilgour & Zhao (2015). Hou, Jiang & Xu (2015) put a mark behind a statement likewise, and count scores; the
//! degrees here are by the place of the deciding statement, so that the order stays the lexicographic one.

use super::study::{GraphAsk, GraphCase, Origin, answer};
use super::{STATES_MAX, numbered};
use crate::model::{
    Compared, Conflict, Dossier, Formula, Graph, PartyId, Player, Preference, Setting, Statement,
    Tastes,
};
use crate::space::{Space, Stopped, Watch};

/// The most crisp lists of one party.
pub use crate::space::CRISP_LISTS_MAX;
/// The most feasible states, before any are taken as one.
const FEASIBLE_MAX: usize = 1 << 20;

/// Why a dossier with measures has no graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoGraph {
    /// A party ranks or values states differently that are taken as one.
    ToldApart {
        /// The party.
        party: PartyId,
        /// The position of the line that takes them as one.
        line: usize,
    },
    /// Nobody knows too many of a party's statements.
    TooManyLists {
        /// The party.
        party: PartyId,
    },
    /// The conflict is too large, or the work was stopped.
    Stopped(Stopped),
}

impl From<Stopped> for NoGraph {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

/// Whether a dossier asks for its graph in a view: states are taken as one, or nobody knows some statement.
pub fn asks_for_graph(dossier: &Dossier, setting: &Setting) -> bool {
    dossier.graph.is_some()
        || !dossier.coalesced.is_empty()
        || dossier
            .party_ids()
            .any(|party| dossier.preference(party, setting.view).is_open())
}

/// Answers for a dossier with measures as a graph.
///
/// # Errors
/// When a ranking or values tell states apart that are taken as one, when a party has more than [`CRISP_LISTS_MAX`] crisp lists, when the
/// conflict is too large, or when the work was stopped.
///
/// # Panics
/// When the status quo is not feasible: [`lint::errors`](crate::lint::errors) finds that first.
pub fn study_measures(
    dossier: &Dossier,
    setting: &Setting,
    ask: &GraphAsk,
    watch: &Watch,
) -> Result<GraphCase, NoGraph> {
    let lists: Vec<(PartyId, &[Statement])> = dossier
        .party_ids()
        .filter_map(|party| match dossier.preference(party, setting.view) {
            Preference::Statements(list) => Some((party, list.as_slice())),
            _ => None,
        })
        .collect();
    let lines = dossier.coalesced.iter().map(|line| &line.that.formula);
    let wanted = lists
        .iter()
        .flat_map(|(_, list)| list.iter())
        .flat_map(alternatives);
    let (conflict, nodes) = Conflict::with_formulas(dossier, setting, lines.chain(wanted));
    let space = Space::enumerate(&conflict, FEASIBLE_MAX, watch)?;
    let holds = |formula: usize, state: usize| {
        conflict
            .circuit
            .holds(nodes[formula], space.states()[state])
    };
    let classes = Classes::new(space.len(), dossier.coalesced.len(), holds);
    if classes.members.len() > STATES_MAX {
        return Err(Stopped::GraphTooLarge {
            states_max: STATES_MAX,
        }
        .into());
    }
    let mut first = dossier.coalesced.len();
    let mut players = vec![];
    for party in dossier.party_ids() {
        if watch.is_stopped() {
            return Err(Stopped::Interrupted.into());
        }
        let tastes = match lists.iter().find(|(owner, _)| *owner == party) {
            None => Tastes::Ranked(
                classes
                    .ranks(|state| space.rank(party, state))
                    .map_err(|line| NoGraph::ToldApart { party, line })?,
            ),
            Some((_, list)) => {
                let truths = |formula: usize| {
                    classes
                        .members
                        .iter()
                        .map(|members| members.iter().all(|&state| holds(formula, state)))
                        .collect()
                };
                let n_formulas: usize = list.iter().map(|line| line.or.len() + 1).sum();
                let truths: Vec<Vec<bool>> = (first..first + n_formulas).map(truths).collect();
                first += n_formulas;
                tastes(list, &truths, classes.members.len())
                    .ok_or(NoGraph::TooManyLists { party })?
            }
        };
        players.push(Player {
            moves: classes.moves(&space, party),
            tastes,
        });
    }
    let graph = Graph {
        n_states: classes.members.len(),
        players,
    };
    let now = conflict.status_quo.map(|now| {
        classes.of[space
            .index_of(now)
            .expect("a sound dossier has a feasible status quo")] as usize
    });
    let origin = Origin::Feasible {
        space: Box::new(space),
        members: classes.members,
        coalesced: classes.lines,
    };
    Ok(answer(setting, graph, origin, now, ask, watch)?)
}

/// What a statement says, and what it may say instead.
fn alternatives(statement: &Statement) -> impl Iterator<Item = &Formula> {
    std::iter::once(&statement.that)
        .chain(&statement.or)
        .map(|written| &written.formula)
}

/// Feasible states taken as one.
struct Classes {
    /// By feasible state, the state of the graph.
    of: Vec<u32>,
    /// By state of the graph, the feasible states.
    members: Vec<Vec<usize>>,
    /// By state of the graph, the line that makes it one state.
    lines: Vec<Option<usize>>,
}

impl Classes {
    fn new(n_states: usize, n_lines: usize, holds: impl Fn(usize, usize) -> bool) -> Self {
        let mut classes = Self {
            of: vec![],
            members: vec![],
            lines: vec![],
        };
        let mut of_line: Vec<Option<usize>> = vec![None; n_lines];
        for state in 0..n_states {
            let line = (0..n_lines).find(|&line| holds(line, state));
            let class = line.and_then(|line| of_line[line]).unwrap_or_else(|| {
                classes.members.push(vec![]);
                classes.lines.push(line);
                classes.members.len() - 1
            });
            if let Some(line) = line {
                of_line[line] = Some(class);
            }
            classes.members[class].push(state);
            classes.of.push(numbered(class));
        }
        classes
    }

    /// A rank for each state of the graph; the line that takes states as one that are ranked differently, when there is one.
    fn ranks(&self, rank: impl Fn(usize) -> u32) -> Result<Vec<u32>, usize> {
        let of = |(members, line): (&Vec<usize>, &Option<usize>)| {
            let first = rank(members[0]);
            match line {
                Some(line) if members.iter().any(|&member| rank(member) != first) => Err(*line),
                _ => Ok(first),
            }
        };
        self.members.iter().zip(&self.lines).map(of).collect()
    }

    fn moves(&self, space: &Space, party: PartyId) -> Vec<Vec<u32>> {
        let of = |(class, members): (usize, &Vec<usize>)| {
            let ends = members
                .iter()
                .flat_map(|&state| space.moves(party, state))
                .map(|end| self.of[end]);
            let mut to: Vec<u32> = ends.filter(|&end| end as usize != class).collect();
            to.sort_unstable();
            to.dedup();
            to
        };
        self.members.iter().enumerate().map(of).collect()
    }
}

/// How a party with these statements compares states; `truths` has, statement by statement and alternative by alternative, where each holds.
/// `None` when there are too many crisp lists.
fn tastes(list: &[Statement], truths: &[Vec<bool>], n_states: usize) -> Option<Tastes> {
    let crisp = crisp_lists(list)?;
    // Better in a line above a mark is better by one degree more.
    let degrees: Vec<u8> = (0..list.len())
        .map(|place| {
            1 + u8::try_from(list[place..].iter().filter(|line| line.much).count())
                .unwrap_or(u8::MAX - 1)
        })
        .collect();
    if degrees.iter().all(|&degree| degree == 1) {
        let mut rankings: Vec<Vec<u32>> = crisp
            .iter()
            .map(|crisp| ranked(crisp, truths, n_states))
            .collect();
        return Some(if rankings.len() == 1 {
            Tastes::Ranked(rankings.remove(0))
        } else {
            Tastes::Several(rankings)
        });
    }
    let (crisp, degrees) = (&crisp, &degrees);
    let pair = |state: usize, other: usize| {
        crisp.iter().map(move |crisp| {
            let deciding = crisp
                .iter()
                .position(|&formula| truths[formula][state] != truths[formula][other]);
            deciding.map_or(Compared::Equal, |place| {
                if truths[crisp[place]][state] {
                    Compared::Better(degrees[place])
                } else {
                    Compared::Worse(degrees[place])
                }
            })
        })
    };
    let known = |state: usize, other: usize| {
        pair(state, other)
            .reduce(in_common)
            .unwrap_or(Compared::Equal)
    };
    Some(Tastes::Pairs(
        (0..n_states)
            .flat_map(|state| (0..n_states).map(move |other| (state, other)))
            .map(|(a, b)| known(a, b))
            .collect(),
    ))
}

/// What two judgements of the same pair have in common.
fn in_common(one: Compared, other: Compared) -> Compared {
    match (one, other) {
        (Compared::Better(a), Compared::Better(b)) => Compared::Better(a.min(b)),
        (Compared::Worse(a), Compared::Worse(b)) => Compared::Worse(a.min(b)),
        (Compared::Equal, Compared::Equal) => Compared::Equal,
        _ => Compared::Unknown,
    }
}

/// Every way to choose one formula for each statement, as positions in the list of all formulas.
fn crisp_lists(list: &[Statement]) -> Option<Vec<Vec<usize>>> {
    let mut crisp: Vec<Vec<usize>> = vec![vec![]];
    let mut first = 0;
    for statement in list {
        let n_alternatives = statement.or.len() + 1;
        if crisp.len() * n_alternatives > CRISP_LISTS_MAX {
            return None;
        }
        let longer = |chosen: Vec<usize>| {
            (first..first + n_alternatives)
                .map(move |formula| [chosen.as_slice(), &[formula]].concat())
        };
        crisp = crisp.into_iter().flat_map(longer).collect();
        first += n_alternatives;
    }
    Some(crisp)
}

/// The rank of each state under one crisp list: higher is better.
fn ranked(crisp: &[usize], truths: &[Vec<bool>], n_states: usize) -> Vec<u32> {
    let vector = |state: usize| {
        crisp
            .iter()
            .map(|&formula| truths[formula][state])
            .collect::<Vec<bool>>()
    };
    let mut worst_first: Vec<usize> = (0..n_states).collect();
    worst_first.sort_by_cached_key(|&state| vector(state));
    let mut ranks = vec![0; n_states];
    let mut rank = 0;
    for (before, &state) in std::iter::once(None)
        .chain(worst_first.iter().map(Some))
        .zip(&worst_first)
    {
        rank += u32::from(before.is_some_and(|&before| vector(before) != vector(state)));
        ranks[state] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MeasureId, Span, Standing, Written};

    fn statement(n_alternatives: usize, much: bool) -> Statement {
        let written = || Written {
            formula: Formula::InForce(MeasureId::new(0)),
            span: Span::default(),
        };
        let or = (1..n_alternatives).map(|_| written()).collect();
        Statement {
            that: written(),
            or,
            much,
            text: None,
            standing: Standing::default(),
            span: Span::default(),
        }
    }

    #[test]
    fn every_choice_of_alternatives_is_a_crisp_list() {
        let lists = crisp_lists(&[
            statement(2, false),
            statement(1, false),
            statement(2, false),
        ]);
        assert_eq!(
            lists,
            Some(vec![
                vec![0, 2, 3],
                vec![0, 2, 4],
                vec![1, 2, 3],
                vec![1, 2, 4]
            ])
        );
        assert_eq!(crisp_lists(&vec![statement(2, false); 7]), None);
    }

    #[test]
    fn a_mark_raises_its_own_line_and_those_above_it() {
        // Three lines over four states; the second is marked.
        let truths = vec![
            vec![true, false, false, false],
            vec![false, true, false, false],
            vec![false, false, true, false],
        ];
        let list = [statement(1, false), statement(1, true), statement(1, false)];
        let Some(Tastes::Pairs(pairs)) = tastes(&list, &truths, 4) else {
            panic!("a mark makes degrees")
        };
        assert_eq!(
            [pairs[1], pairs[4 + 2], pairs[8 + 3]],
            [
                Compared::Better(2),
                Compared::Better(2),
                Compared::Better(1)
            ]
        );
        assert_eq!(pairs[12], Compared::Worse(2));
    }

    #[test]
    fn lists_that_disagree_leave_a_pair_unknown() {
        let truths = vec![vec![true, false], vec![false, true]];
        let Some(tastes) = tastes(&[statement(2, false)], &truths, 2) else {
            panic!("two lists are few")
        };
        assert_eq!(tastes, Tastes::Several(vec![vec![1, 0], vec![0, 1]]));
    }
}
