//! A dossier as a graph under one view and one reading of each term, with everything that `stability` answers about it there.

use std::collections::BTreeSet;

use super::sequences::route_to;
use super::{distances, settle};
use crate::model::{
    Compared, Concept, Dossier, Extension, Graph, GraphStep, Kernel, Setting, Tastes,
};
use crate::space::{Space, Stopped, Watch};
use crate::stability::{Extent, Settled};

/// Where the states of a graph come from.
#[derive(Debug)]
pub enum Origin {
    /// The dossier names them.
    Named,
    /// They are the feasible states of a conflict with measures, one or several to each state of the graph.
    Feasible {
        /// The feasible states.
        space: Box<Space>,
        /// By state of the graph: the indexes of the feasible states that it stands for, in ascending order; at least one.
        members: Vec<Vec<usize>>,
        /// By state of the graph: the position of the line of the dossier that makes it one state, where there is one.
        coalesced: Vec<Option<usize>>,
    },
}

/// The stable states under one way of taking comparisons.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How comparisons become stability.
    pub kernel: Kernel,
    /// Concept by concept.
    pub settled: Vec<Settled>,
    /// Where it settles.
    pub headline: GraphHeadline,
    /// What improvements reach from today's state, when it is known: what tempts a party is a matter of the kernel.
    pub reach: Option<GraphReach>,
}

/// What improvements reach from today's state under one kernel.
#[derive(Clone, Debug)]
pub struct GraphReach {
    /// The least number of moves to each state, each to what its mover leaves the state before for; `None` where there is no way.
    pub by_improvements: Vec<Option<u32>>,
    /// For each equilibrium under any concept of the kernel that is reached, one shortest way.
    pub paths: Vec<(usize, Vec<GraphStep>)>,
}

impl Judged {
    /// The states that are equilibria under any concept, in ascending order.
    pub fn equilibria(&self) -> Vec<usize> {
        let all = self
            .settled
            .iter()
            .flat_map(|settled| settled.equilibria.ones());
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Where a graph settles under one kernel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphHeadline {
    /// The strictest concept under which an equilibrium is reached by improvements, or lies anywhere where today's state is not known.
    pub concept: Option<Concept>,
    /// The equilibria reached under it, in ascending order.
    pub equilibria: Vec<usize>,
    /// How far the question holds in them; in states taken as one it holds where it does in all of them. `None` where nothing is asked.
    pub question: Option<Extent>,
}

/// What can come of today's state in a graph.
#[derive(Clone, Debug)]
pub struct GraphWays {
    /// Today's state.
    pub from: usize,
    /// The least number of moves to each state; `None` where there is no way.
    pub by_moves: Vec<Option<u32>>,
}

/// The answers for one setting.
#[derive(Debug)]
pub struct GraphCase {
    /// The view and the readings.
    pub setting: Setting,
    /// The graph.
    pub graph: Graph,
    /// Where its states come from.
    pub origin: Origin,
    /// The kernels that the graph tells apart.
    pub apart: Vec<Kernel>,
    /// The stable states, for each kernel in turn.
    pub judged: Vec<Judged>,
    /// What can come of today's state, when one is known.
    pub ways: Option<GraphWays>,
}

impl GraphCase {
    /// The states that are equilibria under any concept and kernel, in ascending order.
    pub fn equilibria(&self) -> Vec<usize> {
        let all = self.judged.iter().flat_map(Judged::equilibria);
        all.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What improvements reach under the first kernel, when today's state is known.
    pub fn reach(&self) -> Option<&GraphReach> {
        self.judged.first()?.reach.as_ref()
    }

    /// The kernel under which the fewest improvements reach a state, of several the first, with their number; `None` where no kernel's do.
    pub fn nearest(&self, state: usize) -> Option<(u32, &Judged)> {
        let reached = self.judged.iter().filter_map(|judged| {
            let reach = judged.reach.as_ref()?;
            Some((reach.by_improvements[state]?, judged))
        });
        reached.min_by_key(|(n_moves, _)| *n_moves)
    }
}

/// The kernels that a graph can tell apart: each extension where a comparison is unknown, and each degree of strength from 2 on, where
/// one state is better than another by so many.
pub fn kernels(graph: &Graph) -> Vec<Kernel> {
    let compared = |tastes: &Tastes| match tastes {
        Tastes::Ranked(_) => vec![],
        Tastes::Several(rankings) if rankings.iter().all(|ranking| *ranking == rankings[0]) => {
            vec![]
        }
        Tastes::Several(_) => vec![Compared::Unknown],
        Tastes::Pairs(pairs) => pairs.clone(),
    };
    let mut is_unknown = false;
    let mut degree_max = 1;
    for compared in graph
        .players
        .iter()
        .flat_map(|player| compared(&player.tastes))
    {
        match compared {
            Compared::Unknown => is_unknown = true,
            Compared::Better(degree) => degree_max = degree_max.max(degree),
            Compared::Equal | Compared::Worse(_) => {}
        }
    }
    Kernel::apart(is_unknown, degree_max)
}

/// Answers for a dossier in graph form, in the view of a setting.
///
/// # Errors
/// When the graph has more than [`STATES_MAX`](super::STATES_MAX) states, or the work was stopped.
///
/// # Panics
/// When the dossier is not in graph form.
pub fn study_graph(
    dossier: &Dossier,
    setting: &Setting,
    ask: &GraphAsk,
    watch: &Watch,
) -> Result<GraphCase, Stopped> {
    let graph = dossier
        .graph_in(setting.view)
        .expect("the dossier is in graph form");
    let now = dossier.graph.as_ref().and_then(|form| form.now);
    answer(setting, graph, Origin::Named, now, ask, watch)
}

/// What is asked of a graph.
#[derive(Clone, Debug)]
pub struct GraphAsk {
    /// The concepts; those that need measures are left out.
    pub concepts: Vec<Concept>,
    /// The extensions for unknown comparisons; all that the graph tells apart when empty.
    pub extensions: Vec<Extension>,
    /// The degrees by which a sanction must be worse, 0 for the ordinary concepts; all that the graph tells apart when empty.
    pub degrees: Vec<u8>,
}

impl GraphAsk {
    /// Of the kernels that are told apart, those that are asked for; and those that are asked for without need.
    pub(in crate::stability) fn kernels(&self, apart: &[Kernel]) -> Vec<Kernel> {
        let chosen = |known: Vec<Extension>| {
            if self.extensions.is_empty() {
                known
            } else {
                self.extensions.clone()
            }
        };
        let degrees = |known: Vec<u8>| {
            if self.degrees.is_empty() {
                known
            } else {
                self.degrees.clone()
            }
        };
        let mut extensions: Vec<Extension> = apart.iter().map(|kernel| kernel.extension).collect();
        extensions.dedup();
        let first = apart.first().map(|kernel| kernel.extension);
        let known = apart
            .iter()
            .filter(|kernel| Some(kernel.extension) == first)
            .map(|kernel| kernel.degree)
            .collect();
        let degrees = degrees(known);
        chosen(extensions)
            .into_iter()
            .flat_map(|extension| {
                degrees
                    .iter()
                    .map(move |&degree| Kernel { extension, degree })
            })
            .collect()
    }
}

pub(super) fn answer(
    setting: &Setting,
    graph: Graph,
    origin: Origin,
    now: Option<usize>,
    ask: &GraphAsk,
    watch: &Watch,
) -> Result<GraphCase, Stopped> {
    let apart = kernels(&graph);
    let mut judged: Vec<Judged> = vec![];
    for kernel in ask.kernels(&apart) {
        let mut settled = settle(&graph, kernel, watch)?;
        settled.retain(|settled| ask.concepts.contains(&settled.concept));
        let by_improvements = now.map(|from| distances(&graph, from, Some(kernel)));
        let headline = headline(&settled, &origin, by_improvements.as_deref());
        let mut found = Judged {
            kernel,
            settled,
            headline,
            reach: None,
        };
        found.reach = now.zip(by_improvements).map(|(from, by_improvements)| {
            let ends = found
                .equilibria()
                .into_iter()
                .filter(|&end| end != from && by_improvements[end].is_some());
            let paths = ends
                .filter_map(|end| Some((end, route_to(&graph, kernel, from, end)?)))
                .collect();
            GraphReach {
                by_improvements,
                paths,
            }
        });
        judged.push(found);
    }
    let ways = now.map(|from| GraphWays {
        from,
        by_moves: distances(&graph, from, None),
    });
    Ok(GraphCase {
        setting: setting.clone(),
        graph,
        origin,
        apart,
        judged,
        ways,
    })
}

fn headline(
    settled: &[Settled],
    origin: &Origin,
    by_improvements: Option<&[Option<u32>]>,
) -> GraphHeadline {
    let is_reached =
        |state: &usize| by_improvements.is_none_or(|distances| distances[*state].is_some());
    let reached = Concept::STRICTEST_FIRST.iter().find_map(|concept| {
        let settled = settled.iter().find(|settled| settled.concept == *concept)?;
        let equilibria: Vec<usize> = settled.equilibria.ones().filter(is_reached).collect();
        (!equilibria.is_empty()).then_some((*concept, equilibria))
    });
    let (concept, equilibria) = reached.map_or((None, vec![]), |(concept, equilibria)| {
        (Some(concept), equilibria)
    });
    let question = question_in(origin, &equilibria);
    GraphHeadline {
        concept,
        equilibria,
        question,
    }
}

/// How far the question of a conflict with measures holds in some states; `None` where there is none, or there are no states.
fn question_in(origin: &Origin, states: &[usize]) -> Option<Extent> {
    let Origin::Feasible { space, members, .. } = origin else {
        return None;
    };
    let (conflict, question) = (space.conflict(), space.conflict().question?);
    let holds = |state: &&usize| {
        members[**state]
            .iter()
            .all(|&member| conflict.circuit.holds(question, space.states()[member]))
    };
    (!states.is_empty()).then(|| Extent::of(states.iter().filter(holds).count(), states.len()))
}
