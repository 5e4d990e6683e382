//! The least detection, bond, assurance and relief, told.

use super::super::words::{counted, sentence};
use super::Teller;
use super::acts::listed;
use super::figures::{NOTHING, level};
use super::lists::Table;
use crate::model::{CommitmentId, PartyId};
use crate::roadmap::{Answer, Assured, Least, Relief, Thresholds};

impl Teller<'_> {
    /// The least of each number with which some plan holds, the others as they stand: what, now, least.
    pub(super) fn least(&self, thresholds: &Thresholds) -> Table {
        let deal = &self.study().deal;
        let mut rows: Table = Vec::new();
        for (id, least) in deal.undertaking_ids().zip(&thresholds.chance) {
            let now = deal.undertakings[id.idx()].withhold.chance;
            let cell = Self::cell(*least, |chance| self.figures.least_share(chance));
            rows.extend(cell.map(|cell| {
                vec![
                    format!("chance to see {}", self.cheating(id)),
                    self.figures.share(now),
                    cell,
                ]
            }));
        }
        for (party, least) in deal.party_ids().zip(&thresholds.factor) {
            let cell = least.and_then(|least| {
                Self::cell(least, |factor| format!("× {}", self.figures.least(factor)))
            });
            rows.extend(cell.map(|cell| {
                vec![
                    format!("all chances to see {} cheating", self.acts.whose(party)),
                    "× 1".to_string(),
                    cell,
                ]
            }));
        }
        for (party, least) in deal.party_ids().zip(&thresholds.bond) {
            let now = self.worth(party, deal.parties[party.idx()].bond);
            let cell = least.and_then(|least| self.bond_cell(party, least));
            rows.extend(
                cell.map(|cell| vec![format!("bond of {}", self.acts.name(party)), now, cell]),
            );
        }
        for relief in &thresholds.relief {
            rows.extend(self.relief_row(relief));
        }
        match rows.len() {
            0 => vec![],
            _ => std::iter::once(
                ["least that is enough, alone", "now", "least"]
                    .map(String::from)
                    .to_vec(),
            )
            .chain(rows)
            .collect(),
        }
    }

    /// What to print for a least value; nothing where the number does not matter, or where no value of it alone is enough.
    fn cell(least: Least, show: impl Fn(f64) -> String) -> Option<String> {
        match least {
            Least::At(value) if value > NOTHING => Some(show(value)),
            Least::At(_) | Least::Never => None,
            Least::Unknown => Some("not found".to_string()),
        }
    }

    /// The same for the bond of a party.
    fn bond_cell(&self, party: PartyId, least: Least) -> Option<String> {
        match least {
            Least::At(bond) => Some(self.least_worth(party, bond)).filter(|told| told != "0"),
            Least::Never => None,
            Least::Unknown => Some("not found".to_string()),
        }
    }

    fn relief_row(&self, relief: &Relief) -> Option<Vec<String>> {
        let what = format!(
            "what the others’ steps are worth to {}",
            self.acts.name(relief.owner)
        );
        if let Some(least) = relief.least {
            let what = format!("{what} per phase in the end");
            return Some(vec![
                what,
                format!("{} in full", self.worth(relief.owner, relief.full)),
                self.least_worth(relief.owner, least),
            ]);
        }
        let cell = Self::cell(relief.factor?, |factor| {
            format!("× {}", self.figures.least(factor))
        })?;
        Some(vec![what, "× 1".to_string(), cell])
    }

    /// What the table leaves out, and what promises come to.
    pub(super) fn further(&self, thresholds: &Thresholds) -> Vec<String> {
        let mut told = Vec::new();
        told.extend(self.never(thresholds));
        let bonds = thresholds.bonds.as_ref().map(|bonds| self.bonds(bonds));
        match bonds {
            Some(bonds) if !bonds.is_empty() => told.push(format!(
                "Bonds with the least sum that are enough: {}.",
                listed(&bonds)
            )),
            Some(_) => told.push("No bond is needed.".to_string()),
            None => {}
        }
        told.extend(
            thresholds
                .relief
                .iter()
                .filter_map(|relief| self.levels(relief)),
        );
        let promises = self
            .acts
            .roadmap
            .assurances
            .iter()
            .enumerate()
            .zip(&thresholds.assurance);
        told.extend(promises.flat_map(|((position, _), assured)| self.promise(position, assured)));
        told
    }

    /// The numbers that alone are not enough, where no plan holds.
    fn never(&self, thresholds: &Thresholds) -> Option<String> {
        if matches!(self.study().answer, Answer::Holds(_)) {
            return None;
        }
        let n_never = thresholds
            .chance
            .iter()
            .filter(|least| **least == Least::Never)
            .count();
        let bonds = thresholds
            .bond
            .iter()
            .flatten()
            .all(|least| *least == Least::Never);
        let chances = match n_never {
            0 => return None,
            n if n == thresholds.chance.len() => {
                "seeing any one kind of cheating for certain is not enough".to_string()
            }
            n => format!(
                "for {} seeing cheating for certain is not enough",
                counted(n, "measure")
            ),
        };
        let bonds = if bonds {
            ", nor is any one party’s bond"
        } else {
            ""
        };
        Some(sentence(&format!("{chances}{bonds}")))
    }

    /// The least of each of the others' measures that the owner of a target could be offered.
    fn levels(&self, relief: &Relief) -> Option<String> {
        let needed: Vec<&(CommitmentId, f64)> = relief
            .levels
            .iter()
            .filter(|(_, least)| *least > NOTHING)
            .collect();
        let told: Vec<String> = needed
            .iter()
            .map(|(id, least)| format!("{} at {}", self.acts.owned(*id), level(*least)))
            .collect();
        let name = self.acts.name(relief.owner);
        match told.len() {
            0 if relief.levels.is_empty() => None,
            0 => Some(format!(
                "For {name} none of the others’ steps is needed as long as the rest is there."
            )),
            _ => Some(format!(
                "For {name} no plan does with less in the end than, taken one by one: {}.",
                listed(&told)
            )),
        }
    }

    fn promise(&self, position: usize, assured: &Assured) -> Vec<String> {
        let it = &self.acts.roadmap.assurances[position];
        let (by, to) = (self.acts.name(it.by), self.acts.name(it.to));
        let against = self.acts.commitment(it.against);
        let mut told = Vec::new();
        if let Some(needed) = assured.needed {
            let worst = assured.worst.map_or_else(String::new, |phase| {
                format!(" (found out at the start of phase {phase})")
            });
            let pays = self.worth(it.to, self.study().deal.promises[position].pays);
            let owner = self.acts.name(against.owner);
            let least = self.least_worth(it.to, needed);
            told.push(match least != "0" {
                true => format!(
                    "If {owner} abandoned {} at the worst moment{worst}, {to} would need {} per phase to be no worse off than before; {by} \
                     promises {pays}.",
                    self.acts.act(it.against),
                    least
                ),
                false => format!(
                    "{to} needs no assurance against {}: it would be no worse off than before; {by} promises {pays}.",
                    self.acts.owned(it.against)
                ),
            });
        }
        if let Some(slack) = assured.slack {
            told.push(match !self.is_loss(it.by, slack) {
                true => format!(
                    "{} promise to {to} is worth keeping, by {} at least.",
                    self.acts.whose(it.by),
                    self.worth(it.by, slack)
                ),
                false => format!(
                    "{} promise to {to} is not worth keeping: it would lose {}.",
                    self.acts.whose(it.by),
                    self.worth(it.by, -slack)
                ),
            });
        }
        told
    }
}
