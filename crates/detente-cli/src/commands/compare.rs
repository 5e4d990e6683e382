//! `compare`: what differs between two dossiers, or two settings of one, and how little of it turns each verdict.

use std::collections::HashMap;

use detente::brief::{self, setting_name};
use detente::compare::{
    Change, Comparison, Explained, Pair, Trial, Verdict, smallest, turns, verdicts,
};
use detente::dossier::{Difference, Differs, Source, differences, in_view, read, with_differences};
use detente::lint;
use detente::model::{Dossier, Setting};
use detente::space::{STATES_MAX, Stopped, Watch};
use detente::stability::{Effort, study};

use super::stability::study_all;
use crate::args::{Compare, Format};
use crate::input::{Input, Loaded, load, loaded, settings};
use crate::output::{self, Failure};
use crate::watching::{explicit_only, threads, watched};
use crate::{Done, Status};

pub(crate) fn run(args: &Compare) -> Done {
    if args.second.is_none() && args.what_if.set.is_empty() && args.to_view.is_none() {
        let message = "one dossier alone cannot be compared; name a second FILE, a change with `--set KEY=VALUE`, or a view with `--to-view NAME`";
        return Err(Failure::Usage(message.to_string()));
    }
    explicit_only(&args.limits, "compare")?;
    watched(args.limits.budget, |watch| answer(args, watch))?
}

fn answer(args: &Compare, watch: &Watch) -> Done {
    let (first, second) = sides(args, watch)?;
    let effort = Effort {
        concepts: args.concepts.clone(),
        states_max: STATES_MAX,
        n_threads: threads(&args.limits)?,
        paths_max: 0,
    };
    let found = differences(first.input.text(), second.input.text())
        .map_err(|unfit| Failure::Usage(unfit.to_string()))?;
    let comparison = Comparing {
        args,
        first: &first,
        second: &second,
        found: &found,
        effort,
        watch,
    }
    .compare()?;
    let stopped = watch.is_stopped() || comparison.pairs.iter().any(|pair| pair.stopped);
    match args.format {
        Format::Json => output::print_json(&brief::comparison_json(
            &comparison,
            &[first.input.fingerprint(), second.input.fingerprint()],
        ))?,
        Format::Text => {
            output::tell(&brief::comparison(&comparison))?;
        }
    }
    Ok(if stopped {
        Status::Stopped
    } else {
        Status::Answered
    })
}

/// The two dossiers, both as TOML.
fn sides(args: &Compare, watch: &Watch) -> Result<(Loaded, Loaded), Failure> {
    let mut first =
        load(&args.first, &crate::args::WhatIf::default(), watch)?.with_measures("compare")?;
    let mut second = load(
        args.second.as_ref().unwrap_or(&args.first),
        &args.what_if,
        watch,
    )?
    .with_measures("compare")?;
    if let Some(view) = &args.to_view {
        if let Some(own) = args.choice.view.as_deref().filter(|view| *view != "base") {
            first = as_view(first, own, watch)?;
        }
        second = if view == "base" {
            second
        } else {
            as_view(second, view, watch)?
        };
    }
    Ok((first.into_toml(), second.into_toml()))
}

fn as_view(side: Loaded, view: &str, watch: &Watch) -> Result<Loaded, Failure> {
    let mut side = side.into_toml();
    let changed =
        in_view(side.input.text(), view).map_err(|unfit| Failure::Usage(unfit.to_string()))?;
    let Some(changed) = changed else {
        let views = std::iter::once("base")
            .chain(side.dossier.views.iter().map(|view| view.id.as_str()))
            .collect::<Vec<_>>()
            .join(", ");
        return Err(Failure::Usage(format!(
            "there is no view `{view}`; expected one of: {views}"
        )));
    };
    side.input.bytes = changed.into_bytes();
    let mut changed = loaded(side.input, watch)?;
    changed.dossier.title = format!("{} – view {view}", side.dossier.title);
    Ok(changed)
}

struct Comparing<'a> {
    args: &'a Compare,
    first: &'a Loaded,
    second: &'a Loaded,
    found: &'a [Difference],
    effort: Effort,
    watch: &'a Watch,
}

impl Comparing<'_> {
    fn compare(&self) -> Result<Comparison, Failure> {
        let chosen = |side: &Loaded| -> Result<Vec<Setting>, Failure> {
            let mut chosen = match &self.args.to_view {
                Some(_) => {
                    let mut choice = self.args.choice.clone();
                    choice.view = Some("base".to_string());
                    settings(side, &choice)?
                }
                None => settings(side, &self.args.choice)?,
            };
            chosen.dedup();
            Ok(chosen)
        };
        let (own, other) = (chosen(self.first)?, chosen(self.second)?);
        let name = |side: &Loaded, setting: &Setting| setting_name(&side.dossier, setting);
        let partner = |setting: &Setting| {
            other
                .iter()
                .find(|it| name(self.second, it) == name(self.first, setting))
                .cloned()
        };
        let (both, alone): (Vec<Setting>, Vec<Setting>) = own
            .iter()
            .cloned()
            .partition(|setting| partner(setting).is_some());
        let partners: Vec<Setting> = both.iter().filter_map(partner).collect();
        let alone_there = other
            .iter()
            .filter(|setting| !partners.contains(setting))
            .map(|setting| name(self.second, setting))
            .collect();
        let firsts = study_all(&self.first.dossier, &both, &self.effort, self.watch)?;
        let seconds = study_all(&self.second.dossier, &partners, &self.effort, self.watch)?;
        let pairs = firsts.iter().zip(&seconds).map(|(first, second)| {
            let (before, after) = (verdicts(first), verdicts(second));
            let stopped = first.stopped || second.stopped;
            let setting = name(self.first, &first.setting);
            let headlines = [
                brief::sentence_of(&self.first.dossier, first),
                brief::sentence_of(&self.second.dossier, second),
            ];
            let turns = if stopped {
                vec![]
            } else {
                self.explained(&setting, &before, &after)
            };
            Pair {
                setting,
                headlines,
                turns,
                stopped,
            }
        });
        Ok(Comparison {
            titles: [
                self.first.dossier.title.clone(),
                self.second.dossier.title.clone(),
            ],
            changes: self.found.iter().map(change).collect(),
            pairs: pairs.collect(),
            unpaired: [
                alone
                    .iter()
                    .map(|setting| name(self.first, setting))
                    .collect(),
                alone_there,
            ],
        })
    }

    /// The turns of one setting with the smallest part of the difference for each verdict of substance.
    fn explained(&self, setting: &str, before: &[Verdict], after: &[Verdict]) -> Vec<Explained> {
        let candidates: Vec<usize> = (0..self.found.len())
            .filter(|idx| self.found[*idx].can_turn())
            .collect();
        let mut known: HashMap<Vec<usize>, Option<Vec<Verdict>>> = HashMap::new();
        turns(before, after)
            .into_iter()
            .map(|turn| {
                let sought = turn.is_of_substance() && turn.after.is_some() && self.args.trials > 0;
                let mut turns = |members: &[usize]| {
                    let members: Vec<usize> = members.iter().map(|at| candidates[*at]).collect();
                    let found = known
                        .entry(members)
                        .or_insert_with_key(|members| self.verdicts_with(members, setting));
                    match found {
                        _ if self.watch.is_stopped() => Trial::Stopped,
                        Some(found)
                            if found.iter().any(|it| {
                                it.topic == turn.topic && Some(it.found) == turn.after
                            }) =>
                        {
                            Trial::Turns
                        }
                        _ => Trial::Stays,
                    }
                };
                let part = if sought {
                    smallest(candidates.len(), self.args.trials, &mut turns)
                } else {
                    None
                };
                let part = part.map(|mut part| {
                    part.members.iter_mut().for_each(|at| *at = candidates[*at]);
                    part
                });
                Explained { turn, part }
            })
            .collect()
    }

    /// The verdicts of the first dossier with some differences made; `None` when that is no sound dossier or has no such setting.
    fn verdicts_with(&self, members: &[usize], setting: &str) -> Option<Vec<Verdict>> {
        let made: Vec<&Difference> = members.iter().map(|idx| &self.found[*idx]).collect();
        let text = with_differences(self.first.input.text(), &made).ok()?;
        let dossier: Dossier = read(&Source {
            name: "trial.toml".to_string(),
            bytes: text.into_bytes(),
        })
        .dossier?;
        let wanted = dossier
            .settings()
            .into_iter()
            .find(|it| setting_name(&dossier, it) == setting)?;
        match lint::errors(&dossier, self.watch) {
            Ok(errors) if !errors.is_empty() => return None,
            Err(Stopped::Interrupted) => return None,
            _ => {}
        }
        let case = study(&dossier, &wanted, &self.effort, self.watch).ok()?;
        Some(verdicts(&case))
    }
}

fn change(difference: &Difference) -> Change {
    let kind = match difference.kind {
        Differs::Changed => "changed",
        Differs::Added => "added",
        Differs::Removed => "removed",
        Differs::Moved => "moved",
    };
    Change {
        kind,
        place: difference.place.clone(),
        before: difference.before.clone(),
        after: difference.after.clone(),
        can_turn: difference.can_turn(),
    }
}

impl Loaded {
    /// The same with its text as TOML, whatever file it came from.
    fn into_toml(mut self) -> Self {
        if Input::is_foreign(&self.input.name) {
            self.input.bytes = detente::dossier::write(&self.dossier).into_bytes();
        }
        self
    }
}
