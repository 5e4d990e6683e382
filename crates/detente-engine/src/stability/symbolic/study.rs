//! One conflict under one view and one reading of each term, with everything that `stability` answers about it, over sets.

use std::rc::Rc;

use super::{SetEvolution, SettledSets, analyse_sets_under};
use crate::model::{Concept, Conflict, Dossier, Extension, Kernel, Order, Setting, State, Step};
use crate::space::{NODES_MAX, Set, Stopped, SymbolicSpace, Watch, feasible_states};
use crate::stability::graph::GraphAsk;
use crate::stability::{Extent, Finding};

/// The most feasible states that are listed unless the user asks for it: the explicit engine settles as many within seconds, whatever
/// the preferences; the symbolic engine's time depends on them, and not on the number of states.
pub const LISTED_MAX: usize = 1 << 22;

/// How much work to do.
#[derive(Clone, Debug)]
pub struct SetEffort {
    /// Which concepts to settle.
    pub concepts: Vec<Concept>,
    /// The most nodes in all diagrams of a case; at most [`NODES_MAX`].
    pub nodes_max: usize,
    /// For how many equilibria of the headline to keep a path.
    pub paths_max: usize,
    /// The extensions for unknown comparisons; all that the conflict tells apart when empty.
    pub extensions: Vec<Extension>,
    /// The degrees by which a sanction must be worse; all that the conflict tells apart when empty.
    pub degrees: Vec<u8>,
}

impl SetEffort {
    /// The same under the ordinary way of taking comparisons only.
    #[must_use]
    pub fn ordinary(self) -> Self {
        Self {
            extensions: vec![Extension::default()],
            degrees: vec![0],
            ..self
        }
    }
}

impl Default for SetEffort {
    fn default() -> Self {
        Self {
            concepts: Concept::ALL.to_vec(),
            nodes_max: NODES_MAX,
            paths_max: 1000,
            extensions: vec![],
            degrees: vec![],
        }
    }
}

/// What can come of the status quo.
#[derive(Clone, Debug)]
pub struct SetWays {
    /// The status quo.
    pub from: State,
    /// The states by the least number of moves: at position `k`, those that take `k`.
    pub by_moves: Vec<Set>,
    /// The states by the least number of improvements.
    pub by_improvements: Vec<Set>,
    /// All states that moves reach.
    pub moved: Set,
    /// All states that improvements reach.
    pub improved: Set,
    /// For the first equilibria of the headline, in order, one shortest path of improvements.
    pub paths: Vec<(State, Vec<Step>)>,
    /// One shortest path of improvements to where the question holds, if one leads there.
    pub to_question: Option<Vec<Step>>,
}

/// What holds where the conflict settles.
#[derive(Clone, Debug)]
pub struct SetHeadline {
    /// The strictest concept under which an equilibrium is reached; `None` when there is none under any concept.
    pub concept: Option<Concept>,
    /// The equilibria reached under it.
    pub equilibria: Set,
    /// The question first, then every term and reading.
    pub findings: Vec<Finding>,
}

/// The answers for one setting.
#[derive(Debug)]
pub struct SetCase {
    /// The view and the readings.
    pub setting: Setting,
    /// The feasible states and moves.
    pub space: Rc<SymbolicSpace>,
    /// How comparisons become stability in what follows.
    pub kernel: Kernel,
    /// The stable states, concept by concept.
    pub settled: Vec<SettledSets>,
    /// What holds where it settles.
    pub headline: SetHeadline,
    /// What can come of the status quo, when one is known and the work was not stopped.
    pub ways: Option<SetWays>,
    /// The answers under the other ways of taking comparisons; empty where all comparisons are known and none counts much.
    pub others: Vec<SetCase>,
    /// Whether the work was stopped before all of this was settled; concepts for the explicit engine only do not count.
    pub stopped: bool,
}

/// Whether a conflict is for the symbolic engine unless the user says otherwise: when it has more than [`LISTED_MAX`] feasible states,
/// or finding them takes too many steps. Rankings list the states, and are always for the explicit engine.
///
/// # Errors
/// When the watch is stopped.
pub fn is_better_over_sets(conflict: &Conflict, watch: &Watch) -> Result<bool, Stopped> {
    if conflict
        .orders
        .iter()
        .any(|order| matches!(order, Order::Ranked(_)))
    {
        return Ok(false);
    }
    match feasible_states(conflict, LISTED_MAX, watch) {
        Ok(_) => Ok(false),
        Err(Stopped::Interrupted) => Err(Stopped::Interrupted),
        Err(_) => Ok(true),
    }
}

/// Answers for one setting over sets of states.
///
/// # Errors
/// When the moves and preferences do not fit the budget of nodes, or the watch was stopped before they were prepared. Work stopped
/// later gives a case that says so.
pub fn study_sets(
    dossier: &Dossier,
    setting: &Setting,
    effort: &SetEffort,
    watch: &Watch,
) -> Result<SetCase, Stopped> {
    let conflict = Conflict::new(dossier, setting);
    let space = SymbolicSpace::new(&conflict, effort.nodes_max, watch)?;
    let ask = GraphAsk {
        concepts: effort.concepts.clone(),
        extensions: effort.extensions.clone(),
        degrees: effort.degrees.clone(),
    };
    let space = Rc::new(space);
    let kernels = ask.kernels(&space.kernels(watch)?);
    let mut judged: Vec<SetCase> = kernels
        .into_iter()
        .map(|kernel| judge((setting, &space), kernel, effort, watch))
        .collect();
    let mut first = judged.remove(0);
    first.stopped |= judged.iter().any(|other| other.stopped);
    first.others = judged;
    Ok(first)
}

/// Answers under one way of taking comparisons.
fn judge(
    (setting, space): (&Setting, &Rc<SymbolicSpace>),
    kernel: Kernel,
    effort: &SetEffort,
    watch: &Watch,
) -> SetCase {
    let settled = analyse_sets_under(space, kernel, &effort.concepts, watch);
    let status_quo = space
        .conflict()
        .status_quo
        .filter(|status_quo| space.contains(space.feasible(), *status_quo));
    let explored = match status_quo {
        None => headline(space, &settled, None).map(|headline| (headline, None)),
        Some(from) => explore(space, &settled, kernel, (from, effort.paths_max), watch)
            .map(|(headline, ways)| (headline, Some(ways))),
    };
    let unsettled = |settled: &SettledSets| {
        settled
            .stopped
            .is_some_and(|why| why != Stopped::ExplicitOnly)
    };
    let stopped = explored.is_err() || settled.iter().any(unsettled);
    let nothing = || {
        (
            SetHeadline {
                concept: None,
                equilibria: space.diagrams().empty(),
                findings: vec![],
            },
            None,
        )
    };
    let (headline, ways) = explored.unwrap_or_else(|_| nothing());
    SetCase {
        setting: setting.clone(),
        space: Rc::clone(space),
        kernel,
        settled,
        headline,
        ways,
        others: vec![],
        stopped,
    }
}

fn explore(
    space: &SymbolicSpace,
    settled: &[SettledSets],
    kernel: Kernel,
    (from, paths_max): (State, usize),
    watch: &Watch,
) -> Result<(SetHeadline, SetWays), Stopped> {
    let any_moves = SetEvolution::new(space, from, false, watch)?;
    let improvements = SetEvolution::tempted(space, from, Some(kernel), watch)?;
    let headline = headline(space, settled, Some(improvements.reached()))?;
    let ends = space.first_states(&headline.equilibria, paths_max)?;
    let mut paths = Vec::with_capacity(ends.len());
    for end in ends {
        if watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        paths.push((
            end,
            improvements
                .path(end)?
                .expect("the headline's equilibria are reached"),
        ));
    }
    let to_question = match space.conflict().question {
        Some(question) => improvements.path_to_set(&space.where_holds(question)?)?,
        None => None,
    };
    let ways = SetWays {
        from,
        by_moves: any_moves.distances().to_vec(),
        by_improvements: improvements.distances().to_vec(),
        moved: any_moves.reached().clone(),
        improved: improvements.reached().clone(),
        paths,
        to_question,
    };
    Ok((headline, ways))
}

/// The headline rule of [`headline`](crate::stability::headline), over sets.
fn headline(
    space: &SymbolicSpace,
    settled: &[SettledSets],
    reached: Option<&Set>,
) -> Result<SetHeadline, Stopped> {
    let mut ladder: Vec<(Concept, Set)> = Vec::new();
    for concept in Concept::STRICTEST_FIRST {
        let Some(settled) = settled
            .iter()
            .find(|settled| settled.concept == concept && settled.stopped.is_none())
        else {
            continue;
        };
        let equilibria = match reached {
            Some(reached) => space.diagrams().and(&settled.equilibria, reached)?,
            None => settled.equilibria.clone(),
        };
        if !ladder.is_empty() || !equilibria.is_empty() {
            ladder.push((concept, equilibria));
        }
    }
    let Some(((concept, equilibria), weaker)) = ladder.split_first() else {
        return Ok(SetHeadline {
            concept: None,
            equilibria: space.diagrams().empty(),
            findings: vec![],
        });
    };
    let conflict = space.conflict();
    let question = conflict.question.map(|question| (None, question));
    let named = conflict
        .named
        .iter()
        .enumerate()
        .map(|(idx, named)| (Some(idx), named.holds));
    let findings = question.into_iter().chain(named).map(|(named, condition)| {
        let holds = space.where_holds(condition)?;
        let weaker = weaker
            .iter()
            .map(|(concept, set)| Ok((*concept, extent(space, &holds, set)?)))
            .collect::<Result<_, Stopped>>()?;
        Ok(Finding {
            named,
            extent: extent(space, &holds, equilibria)?,
            weaker,
        })
    });
    Ok(SetHeadline {
        concept: Some(*concept),
        equilibria: equilibria.clone(),
        findings: findings.collect::<Result<_, Stopped>>()?,
    })
}

/// How far a condition, given by where it holds, holds in a set of states.
fn extent(space: &SymbolicSpace, holds: &Set, set: &Set) -> Result<Extent, Stopped> {
    if space.diagrams().and(set, holds)?.is_empty() {
        return Ok(Extent::None);
    }
    Ok(if space.diagrams().minus(set, holds)?.is_empty() {
        Extent::All
    } else {
        Extent::Some
    })
}
