//! What is too slow for the targets: how far it comes, and how many phases would do.

use super::super::words::{counted, sentence};
use super::Teller;
use super::acts::listed;
use crate::model::CommitmentId;
use crate::roadmap::{Enough, Obstacle, Proof, Short};

impl Teller<'_> {
    /// Whether no schedule would do, whatever anybody wants.
    pub(super) fn is_physical(&self) -> bool {
        let obstacle = self.study().obstacle.as_ref();
        obstacle.is_some_and(|obstacle| obstacle.physical)
    }

    /// That no schedule would do.
    pub(super) fn physical(&self, proof: &Proof) -> String {
        let (within, targets) = (self.length(proof.phases), self.targets());
        let obstacle = self.study().obstacle.as_ref();
        let is_slow = obstacle.is_some_and(|obstacle| !obstacle.short.is_empty());
        if is_slow || self.study().deal.promises.is_empty() {
            return format!(
                "There is no plan in this model, which takes the earliest phases, the largest steps and what must come first as given: \
                 they alone do not let all targets be complete within {within} ({targets})."
            );
        }
        format!(
            "There is no plan in this model: in every schedule that completes the targets within {within} ({targets}), a guarantor would \
             rather let the deal collapse than keep its promise."
        )
    }

    /// What is too slow, one sentence per measure, and whether a plan holds with more phases.
    pub(super) fn too_slow(&self, obstacle: &Obstacle) -> Vec<String> {
        let mut told: Vec<String> = vec![];
        for short in &obstacle.short {
            let sentence = self.slow(short);
            if !told.contains(&sentence) {
                told.push(sentence);
            }
        }
        told.extend(obstacle.longer.map(|(phases, holds)| {
            let with = self.length(phases);
            match holds {
                true => format!("With {with} a plan holds."),
                false => format!(
                    "With {with} all targets can be complete, but then somebody gains by abandoning every such schedule."
                ),
            }
        }));
        told
    }

    fn slow(&self, short: &Short) -> String {
        let waiting = match short.slow == short.target {
            true => String::new(),
            false => format!("{} waits for it; ", self.acts.act(short.target)),
        };
        let enough = match short.enough {
            Enough::Phases(n) => format!("{} would be enough", counted(n, "phase")),
            Enough::Many => "even 100,000 phases would not be enough".to_string(),
            Enough::Never => "no number of phases would be enough".to_string(),
        };
        let within = counted(self.study().deal.phases, "phase");
        let it = &self.study().deal.undertakings[short.slow.idx()];
        let reach = match short.reach > it.start {
            true => format!(
                "{within} bring it to {} of full force",
                exactly(short.reach)
            ),
            false => format!("{within} bring it no further than today"),
        };
        sentence(&format!(
            "too slow is {}{}: {reach}; {waiting}{enough}",
            self.acts.owned(short.slow),
            self.pace(short.slow),
        ))
    }

    /// What limits a measure, in brackets.
    fn pace(&self, id: CommitmentId) -> String {
        let it = &self.study().deal.undertakings[id.idx()];
        let mut limits = vec![];
        if it.start > 0.0 {
            limits.push(format!("today at {}", exactly(it.start)));
        }
        if self.acts.commitment(id).binding.stuck {
            limits.push("never permitted".to_string());
        } else if it.max_step < 1.0 {
            limits.push(format!("at most {} per phase", exactly(it.max_step)));
        }
        if it.earliest > 1 {
            limits.push(format!("not before phase {}", it.earliest));
        }
        if limits.is_empty() {
            String::new()
        } else {
            format!(" ({})", listed(&limits))
        }
    }
}

/// A share as percent with all its digits, up to the last that a file can have.
fn exactly(share: f64) -> String {
    let digits = format!("{:.7}", share * 100.0);
    format!("{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::exactly;

    #[test]
    fn a_share_keeps_the_digits_that_tell_it_from_the_whole() {
        assert_eq!(
            [0.999_999_999, 0.75, 1.0 / 3.0, 0.0, 1.0].map(exactly),
            ["99.9999999%", "75%", "33.3333333%", "0%", "100%"]
        );
    }
}
