//! How a state could acquire material, and which inspections deter it: acquisition paths.
//!
//! # Definition
//! Forms of material are joined by steps with a weight each; a path leads from what the state has to what it must not get. A path of
//! length `l` is worth `d = l_min/l` to the state. The inspectorate covers steps within its budget; a path stays unseen with chance
//! `β = ∏(1 − p)` over its steps. A violation gives the state `d·β − b·(1 − β)` and the inspectorate `−c·d·β − a·(1 − β)`, legal conduct both 0:
//! `b` is the penalty, `a` what a violation costs the inspectorate that is caught, `c` what one costs it that is missed.
//! # Algorithm
//! Paths by walking them; covers by listing all that leave no step affordable. The least that a mix of covers leaves a violation to gain
//! is a linear program: at or below 0 the mix deters. Announced mixes by a linear program per answer of the state; equilibria by
//! all vertices, see `bimatrix`. All of it in fractions.
//! # Complexity
//! Exponential in the number of steps in the worst case, so that paths, covers and bases have limits, which are told when they are met.
//! # Validity
//! The state knows the mix, not the draw; steps are seen independently. If inspection of one path sees that path for certain and no
//! other, one inspection at a time deters just when `∑ d/(b + d) ≤ 1` over the paths, and `m` at a time when it is at most `m`.
//! # References
//! Listner et al. (2012) for the model, after Canty and Listner (2020); von Stengel and Zamir (2010) for announced mixes; Conitzer and
//! Sandholm (2006) for one program per answer. Not at hand.

pub mod bimatrix;
mod file;
mod game;
mod graph;
mod tableau;

use std::fmt;

use num_traits::{One, Signed, ToPrimitive, Zero};

use super::Fraction;
use crate::space::Watch;
use game::Game;

pub use bimatrix::Equilibrium;
pub use file::read;
pub use graph::{CELLS_MAX, EDGES_MAX, Edge, Graph, PATHS_MAX, Path, Payoffs};

/// The most budgets of a sweep.
pub const SWEEP_MAX: u32 = 100;

/// Steps that are covered, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The steps, by position in the graph.
    pub edges: Vec<usize>,
    /// The chance of this cover.
    pub chance: Fraction,
}

/// The mix of covers that leaves a violation least to gain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deterrence {
    /// The number of ways to spend the budget.
    pub n_covers: usize,
    /// What the best violation gains; it is deterred at or below 0.
    pub value: Fraction,
    /// The covers that are used.
    pub mix: Vec<Cover>,
    /// The mix of paths, by position, that proves the value: no cover holds it lower.
    pub tempting: Vec<Fraction>,
}

impl Deterrence {
    /// Whether legal conduct is a best answer to the mix.
    pub fn deters(&self) -> bool {
        !self.value.is_positive()
    }
}

/// What the inspectorate does best if it announces its mix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leadership {
    /// The mix that is announced.
    pub mix: Vec<Cover>,
    /// The path that the state takes; None when it stays legal.
    pub answer: Option<usize>,
    /// What the inspectorate and the state get.
    pub payoffs: (Fraction, Fraction),
}

/// The answer for the budget of the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The ways to spend the budget: the rows of the game.
    pub covers: Vec<Vec<usize>>,
    /// The mix that deters best.
    pub deterrence: Deterrence,
    /// The mix to announce.
    pub leadership: Result<Leadership, Obstacle>,
}

/// The mix that deters best with another budget.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// The budget.
    pub budget: Fraction,
    /// What it does.
    pub deterrence: Result<Deterrence, Obstacle>,
}

/// All that is answered about a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The paths, shortest first. Without any the goal cannot be reached, and there is nothing to deter.
    pub paths: Vec<Path>,
    /// Whether the inspectorate would rather miss some path than catch it.
    pub would_rather_miss: bool,
    /// `∑ d/(b + d)` over the paths.
    pub coverage: Fraction,
    /// The answer for the budget of the graph.
    pub answer: Result<Answer, Obstacle>,
    /// Budgets of 0, 1, 2 and so on, up to one that does what covering everything does.
    pub sweep: Vec<Swept>,
    /// All extreme equilibria with the budget of the graph; the rows are the covers of the answer, the columns the paths, then
    /// legal conduct.
    pub equilibria: Result<Vec<Equilibrium>, Obstacle>,
}

/// Why there is no answer, or none of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Obstacle {
    /// No path leads to the goal.
    NoPath,
    /// There are too many paths.
    Paths {
        /// The most that are taken.
        most: usize,
    },
    /// There are too many ways to spend the budget.
    Covers {
        /// The most that are taken.
        most: usize,
    },
    /// The two have too many choices together to list all equilibria.
    Choices {
        /// The most that are taken.
        most: usize,
    },
    /// A polytope has too many bases to list all equilibria.
    Bases {
        /// The most that are visited.
        most: usize,
    },
    /// There are too many extreme equilibria.
    Equilibria {
        /// The most that are listed.
        most: usize,
    },
    /// The work was stopped.
    Stopped,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPath => write!(f, "no path leads from the start to the goal"),
            Self::Paths { most } => write!(
                f,
                "there are more than {most} paths, the most that are taken"
            ),
            Self::Covers { most } => {
                write!(
                    f,
                    "there are more than {most} ways to spend the budget, the most that are taken with so many paths"
                )
            }
            Self::Choices { most } => write!(
                f,
                "the two sides have more than {most} choices together, the most for which all are listed"
            ),
            Self::Bases { most } => write!(
                f,
                "listing them takes more than {most} bases of a polytope, the most that are visited"
            ),
            Self::Equilibria { most } => {
                write!(f, "there are more than {most}, the most that are listed")
            }
            Self::Stopped => write!(f, "the budget ended, or the work was interrupted"),
        }
    }
}

impl std::error::Error for Obstacle {}

/// Studies a graph: its paths, what its budget does, and what other budgets up to `sweep_to` would do.
///
/// Work that is stopped after the paths were found leaves the answers that were ready, and [`Obstacle::Stopped`] in place of the others.
pub fn study(graph: &Graph, sweep_to: u32, watch: &Watch) -> Result<Study, Obstacle> {
    let paths = graph.paths(watch)?;
    let payoffs = &graph.payoffs;
    let coverage = paths
        .iter()
        .map(|path| &path.attractiveness / (&payoffs.penalty + &path.attractiveness))
        .sum();
    let would_rather_miss = paths
        .iter()
        .any(|path| &payoffs.missed * &path.attractiveness < payoffs.caught);
    let game = if paths.is_empty() {
        Err(Obstacle::NoPath)
    } else {
        Game::new(graph, &paths, &graph.budget, watch)
    };
    let answer = game
        .as_ref()
        .map_err(|obstacle| *obstacle)
        .and_then(|game| answer(game, watch));
    let sweep = if paths.is_empty() {
        vec![]
    } else {
        sweep(graph, &paths, sweep_to.min(SWEEP_MAX), watch)
    };
    let equilibria = game.and_then(|game| {
        let [inspectorate, state] = game.with_legal();
        bimatrix::extreme_equilibria(&inspectorate, &state, watch)
    });
    Ok(Study {
        paths,
        would_rather_miss,
        coverage,
        answer,
        sweep,
        equilibria,
    })
}

/// What a budget does to deter.
pub fn deterrence(
    graph: &Graph,
    paths: &[Path],
    budget: &Fraction,
    watch: &Watch,
) -> Result<Deterrence, Obstacle> {
    Game::new(graph, paths, budget, watch)?.deterrence(watch)
}

fn answer(game: &Game<'_>, watch: &Watch) -> Result<Answer, Obstacle> {
    let deterrence = game.deterrence(watch)?;
    let leadership = game.leadership(&deterrence, watch);
    Ok(Answer {
        covers: game.covers.clone(),
        deterrence,
        leadership,
    })
}

/// Whole budgets from 0 on, as far as the work is not stopped.
fn sweep(graph: &Graph, paths: &[Path], sweep_to: u32, watch: &Watch) -> Vec<Swept> {
    let all: Fraction = graph.edges.iter().map(|edge| &edge.cost).sum();
    let floor = deterrence(graph, paths, &all, watch).map(|found| found.value);
    let last = all
        .ceil()
        .to_integer()
        .to_u32()
        .unwrap_or(u32::MAX)
        .min(sweep_to);
    let mut sweep = vec![];
    for budget in 0..=last {
        let budget = Fraction::from_integer(budget.into());
        let deterrence = deterrence(graph, paths, &budget, watch);
        if deterrence == Err(Obstacle::Stopped) {
            break;
        }
        let is_floor = deterrence.as_ref().map(|found| &found.value).ok() == floor.as_ref().ok();
        sweep.push(Swept { budget, deterrence });
        if is_floor && floor.is_ok() {
            break;
        }
    }
    sweep
}

/// The number of paths that would have to be inspected at a time so that violation is deterred, were inspection perfect.
pub fn inspections_needed(coverage: &Fraction) -> Option<u64> {
    (!coverage.is_zero())
        .then(|| coverage.ceil().max(Fraction::one()).to_integer().to_u64())
        .flatten()
}
