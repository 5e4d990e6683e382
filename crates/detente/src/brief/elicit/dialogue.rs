//! The sentences of the dialogue of `elicit --ask`.

use super::super::words::{Words, count, counted, sentence};
use super::super::{setting_name, view_name};
use super::Subject;
use super::text::rank;
use crate::document::Page;
use crate::elicit::{Answer, Clash, Class, Question, Standing};
use crate::model::{MeasureId, State};

/// What the dialogue begins with: the statements by number, and how to answer.
pub fn opening(subject: &Subject, n_questions_max: usize) -> Page {
    let mut page = Page::default();
    let name = subject.name();
    page.line(
        "",
        "",
        &format!(
            "The statements of {name}, {}, as the file orders them:",
            setting_name(subject.dossier, subject.setting)
        ),
    );
    for position in 0..subject.statements().len() {
        page.tagged(format!("{}.", position + 1), subject.says(position));
    }
    page.line("", "", "");
    let bound = counted(n_questions_max, "question");
    page.line("", "", &format!("Which of two states would {name} rather have? At most {bound} are asked, and none whose answer follows."));
    let keys = "Answer 1 or 2, = (equally good), ? (not known) or q (stop, nothing is written). Another comparison may be typed as STATE > STATE.";
    page.line("", "", keys);
    page
}

/// A question: what both states share, and in what they differ.
pub fn question(subject: &Subject, question: &Question, number: usize) -> Page {
    let mut page = Page::default();
    let (conflict, words) = (subject.conflict, subject.words());
    let levers = || conflict.levers.iter().enumerate();
    let differs: Vec<usize> = levers()
        .filter(|(_, lever)| lever.level(question.first) != lever.level(question.second))
        .map(|(idx, _)| idx)
        .collect();
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "Question {number}. In both: {}",
            shared(&words, subject, question, &differs)
        ),
    );
    for (key, state) in [("1", question.first), ("2", question.second)] {
        let said: Vec<String> = differs
            .iter()
            .map(|idx| words.level(MeasureId::new(*idx), conflict.levers[*idx].level(state)))
            .collect();
        page.tagged(key, sentence(&said.join("; ")));
    }
    page
}

/// What two states have in common, as the difference from today's.
fn shared(words: &Words, subject: &Subject, question: &Question, differs: &[usize]) -> String {
    let levers = subject
        .conflict
        .levers
        .iter()
        .enumerate()
        .filter(|(idx, _)| !differs.contains(idx));
    let Some(today) = subject.conflict.status_quo else {
        let in_force = levers
            .map(|(idx, lever)| (idx, lever.level(question.first)))
            .filter(|(_, level)| *level > 0);
        let said: Vec<String> = in_force
            .map(|(idx, level)| words.level(MeasureId::new(idx), level))
            .collect();
        return if said.is_empty() {
            "nothing else is in force.".to_string()
        } else {
            sentence(&said.join("; "))
        };
    };
    let changed = levers
        .map(|(idx, lever)| (idx, lever.level(today), lever.level(question.first)))
        .filter(|(_, now, then)| now != then);
    let said: Vec<String> = changed
        .map(|(idx, now, then)| words.change(MeasureId::new(idx), now, then))
        .collect();
    if said.is_empty() {
        "all else is as today.".to_string()
    } else {
        format!("as today, except: {}. And:", said.join("; "))
    }
}

/// What an answer tells of the order.
pub fn noted(question: &Question, answer: Answer) -> Page {
    let (over, under) = match answer {
        Answer::First => (&question.only_first, &question.only_second),
        Answer::Second => (&question.only_second, &question.only_first),
        Answer::Equal | Answer::Unknown => return Page::default(),
    };
    let mut page = Page::default();
    let told = match (&over[..], &under[..]) {
        ([], []) => "No statement tells them apart.".to_string(),
        (_, []) => "Under every order of the statements.".to_string(),
        ([one], _) => format!(
            "So {} matters more than {}.",
            one + 1,
            Subject::numbers(under, "and")
        ),
        _ => format!(
            "So one of {} matters more than {}.",
            Subject::numbers(over, "and"),
            Subject::numbers(under, "and")
        ),
    };
    page.tagged("→", told);
    page
}

/// Why an answer is set aside. `answers` are all answers so far, the latest last.
pub fn clash(subject: &Subject, clash: &Clash, answers: &[(Question, Answer)]) -> Page {
    let mut page = Page::default();
    let Some((question, answer)) = answers.last() else {
        return page;
    };
    let others: Vec<usize> = clash
        .answers
        .iter()
        .copied()
        .filter(|idx| idx + 1 < answers.len())
        .collect();
    let told = match (answer, &others[..]) {
        (Answer::Equal, _) => {
            let both: Vec<usize> = question.only_first.iter().chain(&question.only_second).copied().collect();
            format!(
                "No order of the statements says so: the two differ in {}, and a list always decides between states that differ. To say that {} does not care, leave statements out, or use `values`.",
                Subject::numbers(&both, "and"),
                subject.name()
            )
        }
        (_, []) => "No order of the statements says so: whatever holds in the one that you prefer holds in the other too.".to_string(),
        _ => {
            let smallest = if clash.smallest { "" } else { ", though perhaps not with all of them," };
            format!("With answer {}{smallest} it fits no order of the statements.", Subject::numbers(&others, "and"))
        }
    };
    page.tagged("!", format!("{told} It is set aside."));
    for idx in others {
        let (question, answer) = &answers[idx];
        page.line(
            "    ",
            "      ",
            &format!("Answer {}: {}", idx + 1, said(subject, question, *answer)),
        );
    }
    page
}

fn said(subject: &Subject, question: &Question, answer: Answer) -> String {
    let state = |state: State| state.letters(subject.conflict.n_entries);
    let (first, second) = (state(question.first), state(question.second));
    match answer {
        Answer::First => format!("{first} rather than {second}"),
        Answer::Second => format!("{second} rather than {first}"),
        Answer::Equal => format!("{first} as good as {second}"),
        Answer::Unknown => format!("{first} or {second}: not known"),
    }
}

/// What the answers come to.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'a> {
    /// The statements, most important first, by their positions in the file.
    pub order: &'a [usize],
    /// Neighbours in it whose order changes nothing.
    pub exchangeable: &'a [(usize, usize)],
    /// Whether the order of all feasible states follows.
    pub settled: bool,
    /// How many answers were set aside.
    pub n_aside: usize,
    /// How many answers were given.
    pub n_answers: usize,
}

/// The order that the answers come to.
pub fn proposal(subject: &Subject, it: &Proposal) -> Page {
    let mut page = Page::default();
    let stays = it.order.is_sorted();
    page.heading(if stays {
        "The order of the file fits"
    } else {
        "An order that fits"
    });
    for (place, position) in it.order.iter().enumerate() {
        let was = if place == *position {
            String::new()
        } else {
            format!(" (now {})", position + 1)
        };
        page.tagged(
            format!("{}.", place + 1),
            format!("{}{was}", subject.says(*position)),
        );
    }
    page.line("", "", "");
    let settled = match (it.settled, it.n_answers) {
        (true, 0) => {
            "No question is open: the feasible states are ordered alike, or not at all, by every order of these statements.".to_string()
        }
        (true, n) => format!("How {} compares any two feasible states follows from {}.", subject.name(), counted(n, "answer")),
        (false, _) => "Not all is settled: what was not answered is as the file orders it.".to_string(),
    };
    page.line("", "", &settled);
    if it.n_aside > 0 {
        page.line(
            "",
            "",
            &format!(
                "{} fit no order with the others and count for nothing.",
                counted(it.n_aside, "answer")
            ),
        );
    }
    for (a, b) in it.exchangeable {
        let told = format!(
            "The order of what are now {} and {} does not matter: no two feasible states turn on it.",
            a + 1,
            b + 1
        );
        page.line("", "", &told);
    }
    page
}

/// What is looked at before and after a change of order.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The best and worst states.
    pub standing: Standing,
    /// The headline of `stability`.
    pub headline: String,
}

/// What another order changes: the best and worst states, where today's stands, and the headline.
pub fn effect(subject: &Subject, before: &Effect, after: &Effect) -> Page {
    let mut page = Page::default();
    page.heading("What it would change");
    let sides = [
        ("best", &before.standing.best, &after.standing.best),
        ("worst", &before.standing.worst, &after.standing.worst),
    ];
    for (word, old, new) in sides {
        extreme(&mut page, subject, word, old, new);
    }
    match (before.standing.today, after.standing.today) {
        (Some(old), Some(new)) if (old.n_better, old.n_equal) == (new.n_better, new.n_equal) => {
            page.line(
                "",
                "  ",
                &format!(
                    "Today’s state stays {}.",
                    rank(&old, before.standing.n_states)
                ),
            );
        }
        (Some(old), Some(new)) => {
            page.line(
                "",
                "  ",
                &format!(
                    "Today’s state was {}.",
                    rank(&old, before.standing.n_states)
                ),
            );
            page.line(
                "",
                "  ",
                &format!("It would be {}.", rank(&new, after.standing.n_states)),
            );
        }
        _ => {}
    }
    let view = view_name(subject.dossier, subject.setting);
    if before.headline == after.headline {
        page.line(
            "",
            "  ",
            &format!("The headline of view {view} stays: {}", before.headline),
        );
    } else {
        page.line(
            "",
            "  ",
            &format!("The headline of view {view} was: {}", before.headline),
        );
        page.line("", "  ", &format!("It would be: {}", after.headline));
    }
    page
}

fn extreme(page: &mut Page, subject: &Subject, word: &str, old: &[Class], new: &[Class]) {
    let listed = |classes: &[Class]| {
        classes
            .iter()
            .flat_map(|class| class.states.clone())
            .collect::<Vec<State>>()
    };
    let (before, after) = (listed(old), listed(new));
    let n = count(before.len());
    if old == new {
        page.line("", "  ", &format!("The {word} {n} states stay the same."));
        return;
    }
    let entering: Vec<State> = after
        .iter()
        .copied()
        .filter(|state| !before.contains(state))
        .collect();
    if entering.is_empty() {
        page.line(
            "",
            "  ",
            &format!("The {word} {n} states stay the same, in another order."),
        );
    } else {
        page.line(
            "",
            "  ",
            &format!(
                "Among the {word} {n} states, {} would be new:",
                count(entering.len())
            ),
        );
    }
    let n_entries = subject.conflict.n_entries;
    for state in entering {
        page.line(
            "    ",
            "        ",
            &format!("{}  {}", state.letters(n_entries), subject.state(state)),
        );
    }
    if let (Some(old), Some(new)) = (before.first(), after.first())
        && old != new
    {
        let told = format!(
            "The {word} was {}; it would be {}.",
            old.letters(n_entries),
            new.letters(n_entries)
        );
        page.line("    ", "        ", &told);
    }
}
