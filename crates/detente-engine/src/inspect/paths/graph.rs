//! Forms of material, the steps between them, and the ways from the first form to the last.

use super::Obstacle;
use crate::inspect::Fraction;
use crate::space::Watch;

/// The most steps of a graph.
pub const EDGES_MAX: usize = 64;

/// The most paths.
pub const PATHS_MAX: usize = 100;

/// The most steps that are tried to find the paths.
const TRIES_MAX: usize = 1_000_000;

/// The most ways to spend the budget, times the paths.
pub const CELLS_MAX: usize = 10_000;

/// The most choices that are tried to find those ways.
const CHOICES_MAX: usize = 4_000_000;

/// What a state could do to acquire material, and what an inspectorate can see of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// What the graph is about.
    pub title: String,
    /// The form of material that the state has.
    pub start: String,
    /// The form that it must not acquire.
    pub goal: String,
    /// What there is to spend on inspection.
    pub budget: Fraction,
    /// What both gain and lose.
    pub payoffs: Payoffs,
    /// The steps, in the order of the file.
    pub edges: Vec<Edge>,
}

/// What both gain and lose; legal conduct is 0 for both, and the shortest path undetected 1 for the state.
#[derive(Clone, Debug, PartialEq)]
pub struct Payoffs {
    /// What the state loses when it is caught.
    pub penalty: Fraction,
    /// What the inspectorate loses when it catches a violation.
    pub caught: Fraction,
    /// What it loses when it misses one on the shortest path.
    pub missed: Fraction,
}

/// A step from one form to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Its name.
    pub id: String,
    /// The form before.
    pub from: String,
    /// The form after.
    pub to: String,
    /// How hard it is; above 0.
    pub weight: Fraction,
    /// The chance to see it where inspection covers it.
    pub covered: Fraction,
    /// The chance to see it otherwise; not above the other.
    pub uncovered: Fraction,
    /// What covering it costs.
    pub cost: Fraction,
}

/// A way from the first form to the last, through no form twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Its steps, by position in the graph.
    pub edges: Vec<usize>,
    /// The sum of their weights.
    pub length: Fraction,
    /// The least length of a path divided by this one's: what it is worth to the state.
    pub attractiveness: Fraction,
}

impl Graph {
    /// All paths, shortest first; those of one length in the order of the file.
    pub fn paths(&self, watch: &Watch) -> Result<Vec<Path>, Obstacle> {
        let mut walk = Walk {
            graph: self,
            watch,
            useful: self.leading_to_goal(),
            steps: vec![],
            found: vec![],
            n_tries: 0,
        };
        walk.on(&self.start)?;
        let length = |edges: &[usize]| {
            edges
                .iter()
                .map(|edge| &self.edges[*edge].weight)
                .sum::<Fraction>()
        };
        let mut lengths: Vec<(Fraction, Vec<usize>)> = walk
            .found
            .into_iter()
            .map(|edges| (length(&edges), edges))
            .collect();
        lengths.sort_by(|one, other| one.0.cmp(&other.0));
        let least = lengths
            .first()
            .map(|(length, _)| length.clone())
            .unwrap_or_default();
        let path = |(length, edges): (Fraction, Vec<usize>)| Path {
            attractiveness: &least / &length,
            length,
            edges,
        };
        Ok(lengths.into_iter().map(path).collect())
    }

    /// By position: whether the goal can be reached from where a step leads.
    fn leading_to_goal(&self) -> Vec<bool> {
        let mut useful: Vec<bool> = self.edges.iter().map(|edge| edge.to == self.goal).collect();
        loop {
            let joins = |idx: usize| {
                self.edges
                    .iter()
                    .zip(&useful)
                    .any(|(next, useful)| *useful && next.from == self.edges[idx].to)
            };
            let Some(idx) = (0..useful.len()).find(|idx| !useful[*idx] && joins(*idx)) else {
                return useful;
            };
            useful[idx] = true;
        }
    }

    /// Every way to spend a budget on steps that lie on a path, so that nothing is left that would cover another.
    ///
    /// A step that covering does not make more visible is never covered.
    pub fn covers(
        &self,
        paths: &[Path],
        budget: &Fraction,
        watch: &Watch,
    ) -> Result<Vec<Vec<usize>>, Obstacle> {
        let matters = |idx: &usize| {
            paths.iter().any(|path| path.edges.contains(idx))
                && self.edges[*idx].covered > self.edges[*idx].uncovered
        };
        let edges: Vec<usize> = (0..self.edges.len()).filter(matters).collect();
        let most = CELLS_MAX / paths.len().max(1);
        let mut spending = Spending {
            graph: self,
            watch,
            edges: &edges,
            chosen: vec![],
            found: vec![],
            most,
            n_choices: 0,
        };
        spending.from(0, budget.clone(), None)?;
        Ok(spending.found)
    }

    /// The chance that a path is not seen, when these steps are covered.
    pub fn unseen(&self, path: &Path, cover: &[usize]) -> Fraction {
        let seen = |idx: usize| {
            if cover.contains(&idx) {
                &self.edges[idx].covered
            } else {
                &self.edges[idx].uncovered
            }
        };
        path.edges
            .iter()
            .map(|idx| Fraction::from_integer(1.into()) - seen(*idx))
            .product()
    }
}

/// A walk along all paths.
struct Walk<'a> {
    graph: &'a Graph,
    watch: &'a Watch,
    useful: Vec<bool>,
    steps: Vec<usize>,
    found: Vec<Vec<usize>>,
    n_tries: usize,
}

impl Walk<'_> {
    /// Goes on from a form; no deeper than there are steps.
    fn on(&mut self, form: &str) -> Result<(), Obstacle> {
        if form == self.graph.goal {
            self.found.push(self.steps.clone());
            return if self.found.len() > PATHS_MAX {
                Err(Obstacle::Paths { most: PATHS_MAX })
            } else {
                Ok(())
            };
        }
        for (idx, edge) in self.graph.edges.iter().enumerate() {
            let is_new = edge.to != self.graph.start
                && self
                    .steps
                    .iter()
                    .all(|step| self.graph.edges[*step].to != edge.to);
            if edge.from != form || !self.useful[idx] || !is_new {
                continue;
            }
            self.n_tries += 1;
            if self.watch.is_stopped() {
                return Err(Obstacle::Stopped);
            }
            if self.n_tries > TRIES_MAX {
                return Err(Obstacle::Paths { most: PATHS_MAX });
            }
            self.steps.push(idx);
            self.on(&edge.to)?;
            self.steps.pop();
        }
        Ok(())
    }
}

/// All ways to spend a budget to the full.
struct Spending<'a> {
    graph: &'a Graph,
    watch: &'a Watch,
    edges: &'a [usize],
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
    most: usize,
    n_choices: usize,
}

impl Spending<'_> {
    /// Decides on the steps from a position on. `spared` is the cost of the cheapest step that was left out.
    fn from(
        &mut self,
        position: usize,
        left: Fraction,
        spared: Option<&Fraction>,
    ) -> Result<(), Obstacle> {
        self.n_choices += 1;
        if self.watch.is_stopped() {
            return Err(Obstacle::Stopped);
        }
        if self.n_choices > CHOICES_MAX {
            return Err(Obstacle::Covers { most: self.most });
        }
        let rest: Fraction = self.edges[position..]
            .iter()
            .map(|idx| &self.graph.edges[*idx].cost)
            .sum();
        // Even with all that follows there would be enough left for a step that was left out.
        if spared.is_some_and(|spared| &left - rest >= *spared) {
            return Ok(());
        }
        let Some(idx) = self.edges.get(position) else {
            self.found.push(self.chosen.clone());
            return if self.found.len() > self.most {
                Err(Obstacle::Covers { most: self.most })
            } else {
                Ok(())
            };
        };
        let cost = &self.graph.edges[*idx].cost;
        if *cost <= left {
            self.chosen.push(*idx);
            self.from(position + 1, &left - cost, spared)?;
            self.chosen.pop();
        }
        self.from(
            position + 1,
            left,
            Some(spared.map_or(cost, |spared| spared.min(cost))),
        )
    }
}
