//! Networks of distances between points in time.
//!
//! # Definition
//! A *simple temporal network* bounds differences of points: `x_to − x_from ≤ days`. It is *consistent* when days can be chosen
//! for all points so that every bound holds, which is so exactly when no circle of bounds has a negative sum. The greatest
//! possible `x_v − x_u` of a consistent network is the length of the shortest path from `u` to `v`.
//! # Algorithm
//! One day per point is kept that satisfies all bounds so far. A new bound that these days break is repaired: its end moves, and
//! with it whatever no longer fits, breadth first. If the repair comes back to the start of the new bound, the way there and the
//! new bound are a circle with a negative sum; nothing is changed then. Windows are shortest paths by the same relaxation.
//! # Complexity
//! `O(n·m)` for `n` points and `m` bounds, for each bound added and for each source of shortest paths; in practice far less.
//! # Validity
//! Days are whole numbers, so every answer is exact. A circle found has few links, not always the fewest.
//! # References
//! Dechter, Meiri & Pearl (1991), Temporal constraint networks: the network, its consistency and its tightest bounds.

use std::collections::VecDeque;

/// `x_to − x_from ≤ days`, with the number of the claim that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The point from which is counted.
    pub from: usize,
    /// The point that is bounded.
    pub to: usize,
    /// The most days from the one to the other; negative when `to` comes before `from`.
    pub days: i64,
    /// Which claim says so, for whoever reads a circle.
    pub claim: usize,
}

/// A shortest path: its length and the bounds along it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The sum of its bounds.
    pub days: i64,
    /// Its bounds.
    pub bounds: Vec<Bound>,
}

/// A consistent network.
#[derive(Clone, Debug)]
pub struct Network {
    bounds: Vec<Bound>,
    /// For each point, the positions of the bounds that count from it.
    leaving: Vec<Vec<usize>>,
    /// For each point, the positions of the bounds on it.
    arriving: Vec<Vec<usize>>,
    /// A day for each point that satisfies every bound.
    days: Vec<i64>,
}

impl Network {
    /// So many points without bounds.
    pub fn new(n_points: usize) -> Self {
        Self {
            bounds: vec![],
            leaving: vec![vec![]; n_points],
            arriving: vec![vec![]; n_points],
            days: vec![0; n_points],
        }
    }

    /// A day for each point that satisfies every bound.
    pub fn solution(&self) -> &[i64] {
        &self.days
    }

    /// Adds bounds, all or none: where they cannot be added, the answer is a circle of bounds with a negative sum.
    pub fn add(&mut self, bounds: &[Bound]) -> Result<(), Vec<Bound>> {
        let (n_before, days_before) = (self.bounds.len(), self.days.clone());
        for &bound in bounds {
            let at = self.bounds.len();
            self.bounds.push(bound);
            self.leaving[bound.from].push(at);
            self.arriving[bound.to].push(at);
            if let Err(circle) = self.repair(at) {
                for removed in self.bounds.drain(n_before..) {
                    self.leaving[removed.from].pop();
                    self.arriving[removed.to].pop();
                }
                self.days = days_before;
                return Err(circle);
            }
        }
        Ok(())
    }

    /// Moves points until the bound at that position holds, too.
    fn repair(&mut self, new: usize) -> Result<(), Vec<Bound>> {
        let start = self.bounds[new];
        if start.from == start.to {
            return if start.days < 0 {
                Err(vec![start])
            } else {
                Ok(())
            };
        }
        let mut by: Vec<Option<usize>> = vec![None; self.days.len()];
        let mut pending = Queue::new(self.days.len());
        if self.breaks(start) {
            self.keep(start);
            by[start.to] = Some(new);
            pending.push(start.to);
        }
        while let Some(point) = pending.pop() {
            for idx in 0..self.leaving[point].len() {
                let at = self.leaving[point][idx];
                let bound = self.bounds[at];
                if !self.breaks(bound) {
                    continue;
                }
                if bound.to == start.from {
                    return Err(self.back(&by, at, start.from));
                }
                self.keep(bound);
                by[bound.to] = Some(at);
                pending.push(bound.to);
            }
        }
        Ok(())
    }

    fn breaks(&self, bound: Bound) -> bool {
        self.days[bound.to] > self.days[bound.from].saturating_add(bound.days)
    }

    /// Moves the end of a bound so that it holds.
    fn keep(&mut self, bound: Bound) {
        self.days[bound.to] = self.days[bound.from].saturating_add(bound.days);
    }

    /// The bounds that lead from a point over `last`, in order.
    fn back(&self, by: &[Option<usize>], last: usize, start: usize) -> Vec<Bound> {
        let mut way = vec![self.bounds[last]];
        let mut point = self.bounds[last].from;
        while point != start {
            let bound = self.bounds[by[point].expect("a point moved because of a bound")];
            way.push(bound);
            point = bound.from;
        }
        way.reverse();
        way
    }

    /// For each point, the most days from the source to it; `None` where nothing bounds them.
    pub fn most(&self, source: usize) -> Vec<Option<Path>> {
        self.shortest(source, true)
    }

    /// For each point, the most days from it to the source; `None` where nothing bounds them.
    pub fn most_to(&self, source: usize) -> Vec<Option<Path>> {
        self.shortest(source, false)
    }

    /// Shortest paths from the source, or, backwards, to it.
    fn shortest(&self, source: usize, forwards: bool) -> Vec<Option<Path>> {
        let mut best: Vec<Option<i64>> = vec![None; self.days.len()];
        let mut by: Vec<Option<Bound>> = vec![None; self.days.len()];
        best[source] = Some(0);
        let mut pending = Queue::new(self.days.len());
        pending.push(source);
        while let Some(point) = pending.pop() {
            let Some(so_far) = best[point] else { continue };
            for &at in if forwards {
                &self.leaving[point]
            } else {
                &self.arriving[point]
            } {
                let bound = self.bounds[at];
                let there = if forwards { bound.to } else { bound.from };
                let days = so_far.saturating_add(bound.days);
                if best[there].is_none_or(|known| days < known) {
                    best[there] = Some(days);
                    by[there] = Some(bound);
                    pending.push(there);
                }
            }
        }
        let path = |point: usize, days: i64| {
            let step = |point: &usize| {
                by[*point].map(|bound| if forwards { bound.from } else { bound.to })
            };
            let points =
                std::iter::successors(Some(point), step).take_while(|point| *point != source);
            let mut bounds: Vec<Bound> = points.filter_map(|point| by[point]).collect();
            if forwards {
                bounds.reverse();
            }
            Path { days, bounds }
        };
        best.iter()
            .enumerate()
            .map(|(point, days)| days.map(|days| path(point, days)))
            .collect()
    }
}

/// Points to look at, each at most once at a time, first come first served.
struct Queue {
    points: VecDeque<usize>,
    waits: Vec<bool>,
}

impl Queue {
    fn new(n_points: usize) -> Self {
        Self {
            points: VecDeque::new(),
            waits: vec![false; n_points],
        }
    }

    fn push(&mut self, point: usize) {
        if !std::mem::replace(&mut self.waits[point], true) {
            self.points.push_back(point);
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let point = self.points.pop_front()?;
        self.waits[point] = false;
        Some(point)
    }
}
