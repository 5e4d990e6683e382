//! The game of covering and violating: what it is worth, who announces what.

use num_traits::{One, Signed, Zero};

use super::bimatrix::mix;
use super::graph::{Graph, Path};
use super::tableau::Tableau;
use super::{Cover, Deterrence, Leadership, Obstacle};
use crate::inspect::Fraction;
use crate::space::Watch;

/// Ways to cover against paths.
pub(super) struct Game<'a> {
    pub(super) paths: &'a [Path],
    pub(super) covers: Vec<Vec<usize>>,
    /// What the inspectorate gets, by cover and path; legal conduct is not among the paths.
    pub(super) inspectorate: Vec<Vec<Fraction>>,
    /// What the state gets.
    pub(super) state: Vec<Vec<Fraction>>,
}

impl<'a> Game<'a> {
    /// The game with a budget to spend.
    pub(super) fn new(
        graph: &Graph,
        paths: &'a [Path],
        budget: &Fraction,
        watch: &Watch,
    ) -> Result<Self, Obstacle> {
        let covers = graph.covers(paths, budget, watch)?;
        let unseen: Vec<Vec<Fraction>> = covers
            .iter()
            .map(|cover| paths.iter().map(|path| graph.unseen(path, cover)).collect())
            .collect();
        let each = |payoff: &dyn Fn(&Path, &Fraction) -> Fraction| {
            unseen
                .iter()
                .map(|row| {
                    paths
                        .iter()
                        .zip(row)
                        .map(|(path, unseen)| payoff(path, unseen))
                        .collect()
                })
                .collect()
        };
        let payoffs = &graph.payoffs;
        let seen = |unseen: &Fraction| Fraction::one() - unseen;
        let inspectorate = each(&|path, unseen| {
            -(&payoffs.missed * &path.attractiveness * unseen + &payoffs.caught * seen(unseen))
        });
        let state =
            each(&|path, unseen| &path.attractiveness * unseen - &payoffs.penalty * seen(unseen));
        Ok(Self {
            paths,
            covers,
            inspectorate,
            state,
        })
    }

    /// Both matrices with legal conduct as their last column.
    pub(super) fn with_legal(&self) -> [Vec<Vec<Fraction>>; 2] {
        [&self.inspectorate, &self.state].map(|matrix| {
            matrix
                .iter()
                .map(|row| row.iter().cloned().chain([Fraction::zero()]).collect())
                .collect()
        })
    }

    /// The cover that leaves the state least to gain from a violation, drawn at random.
    pub(super) fn deterrence(&self, watch: &Watch) -> Result<Deterrence, Obstacle> {
        let shift = self
            .state
            .iter()
            .flatten()
            .min()
            .cloned()
            .unwrap_or_default()
            - Fraction::one();
        let rows: Vec<Vec<Fraction>> = (0..self.paths.len())
            .map(|path| self.state.iter().map(|row| &row[path] - &shift).collect())
            .collect();
        let mut tableau = Tableau::new(
            &rows,
            &vec![Fraction::one(); rows.len()],
            &vec![Fraction::one(); self.covers.len()],
        );
        tableau.maximise(watch)?;
        let weights = tableau.point();
        let value = weights.iter().sum::<Fraction>().recip() + &shift;
        Ok(Deterrence {
            n_covers: self.covers.len(),
            value,
            mix: self.told(&mix(&weights)),
            tempting: mix(&tableau.duals()),
        })
    }

    /// The covers that are used.
    pub(super) fn told(&self, mix: &[Fraction]) -> Vec<Cover> {
        let used = self
            .covers
            .iter()
            .zip(mix)
            .filter(|(_, chance)| !chance.is_zero());
        used.map(|(edges, chance)| Cover {
            edges: edges.clone(),
            chance: chance.clone(),
        })
        .collect()
    }

    /// What the inspectorate announces, and how the state answers; of answers that are equally good for the state, the one that is
    /// better for the inspectorate.
    pub(super) fn leadership(
        &self,
        deterrence: &Deterrence,
        watch: &Watch,
    ) -> Result<Leadership, Obstacle> {
        if !deterrence.value.is_positive() {
            let payoffs = (Fraction::zero(), Fraction::zero());
            return Ok(Leadership {
                mix: deterrence.mix.clone(),
                answer: None,
                payoffs,
            });
        }
        let mut best: Option<Leadership> = None;
        for path in 0..self.paths.len() {
            let found = self.led_to(path, watch)?;
            if let Some(found) = found.filter(|found| {
                best.as_ref()
                    .is_none_or(|best| found.payoffs.0 > best.payoffs.0)
            }) {
                best = Some(found);
            }
        }
        Ok(best.expect("every mix has a best answer, and it is a path where violating gains"))
    }

    /// The best mix to which a path is a best answer; none if there is no such mix. Legal conduct is a worse one, as no mix deters.
    fn led_to(&self, path: usize, watch: &Watch) -> Result<Option<Leadership>, Obstacle> {
        let others = (0..self.paths.len()).filter(|other| *other != path);
        let mut rows: Vec<Vec<Fraction>> = others
            .map(|other| {
                self.state
                    .iter()
                    .map(|row| &row[other] - &row[path])
                    .collect()
            })
            .collect();
        let mut bounds = vec![Fraction::zero(); rows.len()];
        rows.push(vec![Fraction::one(); self.covers.len()]);
        bounds.push(Fraction::one());
        // Payoffs made positive, so that the chances sum to 1 unless no mix at all will do.
        let shift = self
            .inspectorate
            .iter()
            .map(|row| &row[path])
            .min()
            .cloned()
            .unwrap_or_default()
            - Fraction::one();
        let objective: Vec<Fraction> = self
            .inspectorate
            .iter()
            .map(|row| &row[path] - &shift)
            .collect();
        let mut tableau = Tableau::new(&rows, &bounds, &objective);
        tableau.maximise(watch)?;
        let point = tableau.point();
        if point.iter().all(Zero::is_zero) {
            return Ok(None);
        }
        let expected = |matrix: &[Vec<Fraction>]| {
            matrix
                .iter()
                .zip(&point)
                .map(|(row, chance)| &row[path] * chance)
                .sum::<Fraction>()
        };
        let payoffs = (expected(&self.inspectorate), expected(&self.state));
        Ok(Some(Leadership {
            mix: self.told(&point),
            answer: Some(path),
            payoffs,
        }))
    }
}
