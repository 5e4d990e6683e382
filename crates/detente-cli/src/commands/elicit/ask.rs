//! `elicit --ask`: the dialogue, the proposal, and writing it when the user says so.

use std::path::{Path, PathBuf};

use detente::brief::elicit::{
    Effect, Proposal, Subject, clash, effect, noted, opening, proposal, question,
};
use detente::brief::sentence_of;
use detente::dossier::{Source, read, reorder};
use detente::elicit::{Answer, Interview, Question, standing};
use detente::model::{Concept, Conflict, Dossier, Preference};
use detente::space::{STATES_MAX, Stopped, Watch};
use detente::stability::{Effort, study};

use super::dialogue::{Line, Terminal, line_of};
use super::{Chosen, refused};
use crate::args::{Elicit, Format};
use crate::folder::dossier_of;
use crate::input::Input;
use crate::output::{self, Failure};
use crate::watching::{threads, watched};
use crate::writing::{self, Output};
use crate::{Done, Status};

pub(super) fn run(args: &Elicit) -> Done {
    refuse(args)?;
    let chosen = watched(args.limits.budget, |watch| Chosen::new(args, watch))??;
    let file = dossier_of(&args.file);
    let out = args.out.as_deref().filter(|out| *out != file);
    let outputs: Vec<Output> = out.map(Output::unmarked).into_iter().collect();
    writing::admit(&outputs, &chosen.loaded.places(&args.file), args.force)?;
    let n_statements = match chosen
        .loaded
        .dossier
        .preference(chosen.party, chosen.setting.view)
    {
        Preference::Statements(list) => list.len(),
        other => return Err(Failure::Usage(no_statements(&args.party, other))),
    };
    let interview = watched(args.limits.budget, |watch| {
        Interview::new(&chosen.conflict, chosen.party, &chosen.states, watch)
    })?;
    let interview = interview.map_err(refused)?;
    let terminal = Terminal {
        aside: args.out.as_deref() == Some(Path::new("-")),
    };
    if n_statements < 2 {
        terminal.say(&format!(
            "`{}` has one statement, so there is no order to ask for.\n",
            args.party
        ))?;
        return Ok(Status::Answered);
    }
    Asking {
        args,
        chosen: &chosen,
        subject: chosen.subject(),
        interview,
        terminal,
    }
    .hold()
}

/// Refuses what cannot be asked about or written, before anything is asked.
fn refuse(args: &Elicit) -> Result<(), Failure> {
    let refusal = |message: String| Err(Failure::Usage(message));
    if Input::is_foreign(&args.file.to_string_lossy()) {
        let file = args.file.display();
        let dossier = args.file.with_extension("toml");
        let dossier = dossier.display();
        return refusal(format!(
            "`{file}` is a file of another program, which is read but not written\nmake a dossier of it first: \
             `detente import {file} --out {dossier}`, then `detente elicit {dossier} {} --ask`",
            args.party
        ));
    }
    if !args.what_if.set.is_empty() {
        return refusal(
            "`--set` is for answers about a file that stays as it is; `--ask` changes the file, so leave out one of them".to_string(),
        );
    }
    if args.format == Format::Json {
        return refusal(
            "a dialogue has no JSON; leave out `--ask`, or `--format json`".to_string(),
        );
    }
    Ok(())
}

fn no_statements(party: &str, preference: &Preference) -> String {
    let what = match preference {
        Preference::Ranking(_) | Preference::Relation(_) => "a ranking of states",
        Preference::Values(_) => "values",
        Preference::Indifferent | Preference::Statements(_) => "nothing",
    };
    format!(
        "`--ask` finds an order of statements, and `{party}` has {what}; write what it wants with `[[parties.{party}.prefers]]`, in any order"
    )
}

struct Asking<'a> {
    args: &'a Elicit,
    chosen: &'a Chosen,
    subject: Subject<'a>,
    interview: Interview<'a>,
    terminal: Terminal,
}

impl Asking<'_> {
    fn hold(mut self) -> Done {
        let page = opening(&self.subject, self.interview.n_questions_max());
        self.terminal.tell(&page, false)?;
        let is_over = self.ask_all()?;
        self.write_down()?;
        if !is_over {
            self.terminal
                .say("Stopped before the end: nothing is written.\n")?;
            return Ok(Status::Answered);
        }
        let order = self.interview.order();
        let proposed = Proposal {
            order: &order,
            exchangeable: &self.interview.exchangeable(),
            settled: self.interview.is_settled(),
            n_aside: self.interview.n_set_aside(),
            n_answers: self.interview.answers().len(),
        };
        self.terminal
            .tell(&proposal(&self.subject, &proposed), true)?;
        if order.is_sorted() {
            self.terminal
                .say("The file has this order already: nothing is written.\n")?;
            return Ok(Status::Answered);
        }
        let text = self.changed(&order)?;
        self.show_effect(&text)?;
        self.offer(&text)
    }

    /// Asks until nothing is open; `false` when the user stopped.
    fn ask_all(&mut self) -> Result<bool, Failure> {
        let mut shown: Option<Question> = None;
        while let Some(next) = self.interview.next() {
            if shown.as_ref() != Some(&next) {
                let number = self.interview.answers().len() + 1;
                let page = question(&self.subject, &next, number);
                self.terminal.tell(&page, true)?;
                shown = Some(next.clone());
            }
            let Some(line) = self.terminal.ask("> ")? else {
                return Ok(false);
            };
            match Line::parse(&line) {
                Line::Answer(answer) => self.take(&next, answer)?,
                Line::Comparison(first, answer, second) => {
                    match (self.chosen.state(&first), self.chosen.state(&second)) {
                        (Ok(first), Ok(second)) => {
                            let own = self.interview.question(first, second);
                            // The question shown, the other way round, is still the question shown.
                            let same = [(next.first, next.second), (next.second, next.first)]
                                .contains(&(first, second));
                            match own {
                                Some(_) if same && first != next.first => {
                                    self.take(&next, turned(answer))?;
                                }
                                Some(own) => self.take(&own, answer)?,
                                None => {}
                            }
                        }
                        (Err(Failure::Usage(message)), _) | (_, Err(Failure::Usage(message))) => {
                            self.terminal.say(&format!("{message}\n"))?;
                        }
                        (Err(other), _) | (_, Err(other)) => return Err(other),
                    }
                }
                Line::Quit => return Ok(false),
                Line::Nothing => {}
                Line::Consent(_) | Line::Unclear => {
                    self.terminal.say(
                        "Expected 1, 2, =, ? or q, or a comparison such as `STATE > STATE`.\n",
                    )?;
                }
            }
        }
        Ok(true)
    }

    fn take(&mut self, question: &Question, answer: Answer) -> Result<(), Failure> {
        let told = match self.interview.answer(question, answer) {
            Some(found) => clash(&self.subject, &found, self.interview.answers()),
            None => noted(question, answer),
        };
        self.terminal.tell(&told, false)
    }

    /// Says all answers as lines that can be pasted or piped into the same dialogue, and which of them clash.
    fn write_down(&self) -> Result<(), Failure> {
        let answers = self.interview.answers();
        if answers.is_empty() {
            return Ok(());
        }
        let mut lines =
            vec!["\n# The answers, to be pasted into this dialogue another time.".to_string()];
        lines.extend(
            answers.iter().map(|(question, answer)| {
                line_of(question, *answer, self.chosen.conflict.n_entries)
            }),
        );
        if let Some(found) = self.interview.conflict() {
            let numbers: Vec<String> = found
                .answers
                .iter()
                .map(|idx| (idx + 1).to_string())
                .collect();
            let which = if found.smallest {
                "the smallest set that clashes"
            } else {
                "a set that clashes, perhaps not the smallest"
            };
            lines.push(format!(
                "# Not all of them fit one order of the statements;\n# {which}: {}.",
                numbers.join(", ")
            ));
        }
        self.terminal.say(&(lines.join("\n") + "\n"))
    }

    /// The text of the dossier with the statements in another order.
    fn changed(&self, order: &[usize]) -> Result<String, Failure> {
        let dossier = &self.chosen.loaded.dossier;
        let replaced = |view: &detente::model::View| {
            view.replaces
                .iter()
                .any(|(party, _)| *party == self.chosen.party)
        };
        let view = self
            .chosen
            .setting
            .view
            .map(|view| &dossier.views[view.idx()])
            .filter(|view| replaced(view));
        let text = self.chosen.loaded.input.text();
        reorder(
            text,
            &self.args.party,
            view.map(|view| view.id.as_str()),
            order,
        )
        .map_err(|unfit| Failure::Usage(unfit.to_string()))
    }

    fn show_effect(&self, text: &str) -> Result<(), Failure> {
        let name = self.chosen.loaded.input.name.clone();
        let outcome = read(&Source {
            name,
            bytes: text.as_bytes().to_vec(),
        });
        let changed = outcome
            .dossier
            .expect("a dossier whose statements change places is still one");
        let n_threads = threads(&self.args.limits)?;
        let effects = watched(
            self.args.limits.budget,
            |watch| -> Result<[Effect; 2], Failure> {
                let look = |dossier: &Dossier| self.look(dossier, n_threads, watch);
                Ok([look(&self.chosen.loaded.dossier)?, look(&changed)?])
            },
        )?;
        let [before, after] = effects?;
        self.terminal
            .tell(&effect(&self.subject, &before, &after), true)
    }

    fn look(&self, dossier: &Dossier, n_threads: usize, watch: &Watch) -> Result<Effect, Failure> {
        let setting = &self.chosen.setting;
        let conflict = Conflict::new(dossier, setting);
        let standing = standing(
            &conflict,
            self.chosen.party,
            &self.chosen.states,
            self.args.states,
            watch,
        )
        .map_err(refused)?;
        let effort = Effort {
            concepts: Concept::STRICTEST_FIRST.to_vec(),
            states_max: STATES_MAX,
            n_threads,
            paths_max: 0,
        };
        let headline = match study(dossier, setting, &effort, watch) {
            Ok(case) => sentence_of(dossier, &case),
            Err(Stopped::Interrupted) => return Err(Failure::Stopped(Stopped::Interrupted)),
            Err(stopped) => format!("None: {stopped}."),
        };
        Ok(Effect { standing, headline })
    }

    /// Writes the text if the user says so.
    fn offer(&self, text: &str) -> Done {
        let place = self
            .args
            .out
            .clone()
            .unwrap_or_else(|| dossier_of(&self.args.file));
        let (to, is_there) = match &place {
            place if place == Path::new("-") => ("standard output".to_string(), false),
            place => (format!("`{}`", place.display()), place.exists()),
        };
        let replaced = if is_there && self.args.out.is_some() {
            ", which is there and would be replaced"
        } else {
            ""
        };
        self.terminal
            .say(&format!("\nWrite this order to {to}{replaced}? y or n\n"))?;
        loop {
            let consent = self.terminal.ask("> ")?.map(|line| Line::parse(&line));
            match consent {
                Some(Line::Consent(true)) => break,
                Some(Line::Nothing) => {}
                Some(Line::Consent(false) | Line::Quit) | None => {
                    self.terminal.say("Nothing is written.\n")?;
                    return Ok(Status::Answered);
                }
                Some(_) => self.terminal.say("Expected y or n.\n")?,
            }
        }
        self.write(&place, text)?;
        self.terminal.say(&format!("Written to {to}.\n"))?;
        Ok(Status::Answered)
    }

    fn write(&self, place: &PathBuf, text: &str) -> Result<(), Failure> {
        if place == Path::new("-") {
            return output::print(text);
        }
        let file = dossier_of(&self.args.file);
        if std::fs::read(&file).ok().as_deref() != Some(&self.chosen.loaded.input.bytes[..]) {
            let message = format!(
                "`{}` was changed during the dialogue, so nothing is written; paste the answers into a new one",
                file.display()
            );
            return Err(Failure::Usage(message));
        }
        writing::write(place, text)
    }
}

/// The answer when the states of a question change places.
fn turned(answer: Answer) -> Answer {
    match answer {
        Answer::First => Answer::Second,
        Answer::Second => Answer::First,
        Answer::Equal | Answer::Unknown => answer,
    }
}
