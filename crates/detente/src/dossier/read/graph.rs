//! Graph form: named states, moves between them, and how parties compare them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use toml::de::DeValue;

use super::values::inner_start;
use super::{GIVE_REASON, Reader};
use crate::dossier::fields;
use crate::dossier::names::{brief, did_you_mean, listed, nearest};
use crate::dossier::row::{Item, Row};
use crate::model::{
    Chain, Code, Compared, Diagnostic, GRAPH_STATES_MAX, GraphForm, NamedState, Party, Preference,
    Relation, Span,
};

/// The widest step between two states: this many `>` in a row.
const DEGREE_MAX: usize = 9;
/// In graphs with more states nothing is said of pairs that follow from others.
const FOLLOWED_STATES_MAX: usize = 256;
/// How a comparison of states is written.
const CHAIN_HELP: &str = "write the states from better to worse, as `s1 > s4 >> s2 ~ s3`: `>` is better, `>>` much better, `~` as good";
/// How moves are written.
const MOVES_HELP: &str =
    "write `s1 -> s3, s9` for moves from `s1`, and `s1 <-> s5` for a move there and back";

/// The states of a dossier in graph form, by name.
#[derive(Debug, Default)]
pub(super) struct Declared {
    states: Vec<NamedState>,
    positions: HashMap<String, u32>,
}

/// A part of a string of the file.
struct Part<'t> {
    text: &'t str,
    range: Range<usize>,
}

/// A string of the file whose parts have places.
struct Quoted<'t> {
    text: &'t str,
    whole: Span,
    /// Where its content begins; `None` when it is written with escapes.
    inner: Option<usize>,
}

impl<'t> Quoted<'t> {
    fn place(&self, range: &Range<usize>) -> Span {
        self.inner.map_or(self.whole, |start| Span {
            start: start + range.start,
            end: start + range.end,
        })
    }

    /// A range of the string without blanks around it.
    fn part(&self, range: Range<usize>) -> Part<'t> {
        let text = &self.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        Part {
            text,
            range: start..start + text.len(),
        }
    }
}

impl<'a> Reader<'a> {
    /// Learns the names of the states, when the dossier is in graph form.
    pub(super) fn declare_states(&mut self, file: &Row<'a>) -> Option<Row<'a>> {
        file.get("graph")?;
        let mut declared = Declared::default();
        let section = self.section(file, "graph");
        if let Some(states) = section
            .as_ref()
            .and_then(|section| self.section(section, "states"))
        {
            for entry in states.chosen() {
                self.findings
                    .identifier(entry.key, entry.key_span, "a state");
                let text = self
                    .text_of(&format!("state `{}`", brief(entry.key)), entry.value)
                    .unwrap_or_default();
                let position = u32::try_from(declared.states.len()).unwrap_or(u32::MAX);
                declared.positions.insert(entry.key.to_owned(), position);
                declared.states.push(NamedState {
                    id: entry.key.to_owned(),
                    text,
                    span: entry.key_span,
                });
            }
            if declared.states.is_empty() {
                let help = "declare each with its text, as `s1 = \"the appeal is pending\"`";
                self.findings.push(
                    Diagnostic::error(Code::D006, "there are no states")
                        .at(states.span, "empty")
                        .help(help),
                );
            }
            if let Some(state) = declared.states.get(GRAPH_STATES_MAX) {
                let message = format!(
                    "there are {} states, more than {GRAPH_STATES_MAX}",
                    declared.states.len()
                );
                let label = format!("one more than {GRAPH_STATES_MAX}");
                self.findings
                    .push(Diagnostic::error(Code::D025, message).at(state.span, label));
                declared.states.truncate(GRAPH_STATES_MAX);
                declared
                    .positions
                    .retain(|_, position| (*position as usize) < GRAPH_STATES_MAX);
            }
        }
        self.states = Some(declared);
        section
    }

    fn text_of(&mut self, what: &str, value: Item<'a>) -> Option<String> {
        let DeValue::String(text) = value.get_ref() else {
            self.findings
                .wrong_type(what, "its text as a string", value);
            return None;
        };
        if text.trim().is_empty() {
            self.findings.push(
                Diagnostic::error(Code::D008, format!("the text of {what} is empty"))
                    .at(value.span(), "expected some text"),
            );
        }
        Some(text.to_string())
    }

    /// Reports what has no place in a dossier in graph form: everything that is said in terms of measures.
    pub(super) fn refuse_measures(&mut self, file: &Row<'a>, head: Option<&Row<'a>>) {
        let sections = ["terms", "rules", "coalesce", "perceives", "roadmap"]
            .into_iter()
            .filter_map(|key| Some((format!("`{key}`"), file.key_span(key)?)));
        let question =
            head.and_then(|head| Some(("`question`".to_string(), head.key_span("question")?)));
        for (what, span) in sections.chain(question).collect::<Vec<_>>() {
            self.refuse_in_graph_form(&what, span, "leave it out, or describe the states by measures of the parties instead of `[graph]`");
        }
    }

    /// Reports one thing that has no place in a dossier in graph form.
    pub(super) fn refuse_in_graph_form(&mut self, what: &str, span: Span, help: &str) {
        let message = format!("{what} is about measures, and a dossier in graph form has none");
        self.findings.push(
            Diagnostic::error(Code::D050, message)
                .at(span, "not in graph form")
                .help(help),
        );
    }

    /// Reads the graph, once the parties are known.
    pub(super) fn graph(
        &mut self,
        file: &Row<'a>,
        section: &Row<'a>,
        parties: &[Party],
    ) -> Option<GraphForm> {
        let span = file.key_span("graph")?;
        self.warn_unreasoned(section, "the graph", span, GIVE_REASON);
        let reasons = self.reasons(section);
        let now = section
            .get("now")
            .and_then(|value| self.now_in_graph(value));
        let n_states = self.states.as_ref()?.states.len();
        let mut moves = vec![vec![vec![]; n_states]; parties.len()];
        for entry in self.section(section, "moves").iter().flat_map(Row::chosen) {
            let party = self.party_id(entry.key, entry.key_span, "`[graph.moves]`", parties);
            let what = format!("the moves of `{}`", brief(entry.key));
            for item in self
                .findings
                .array(&what, "an array of moves", entry.value)
                .unwrap_or_default()
            {
                for (from, to) in self.moves_in(&what, item) {
                    if let Some(party) = party {
                        moves[party.idx()][from as usize].push(to);
                    }
                }
            }
        }
        for to in moves.iter_mut().flatten() {
            to.sort_unstable();
            to.dedup();
        }
        Some(GraphForm {
            states: self.states.as_ref()?.states.clone(),
            moves,
            now,
            reasons,
            span,
        })
    }

    fn now_in_graph(&mut self, value: Item<'a>) -> Option<usize> {
        let quoted = self.quoted("`now`", "the name of a state", value)?;
        let part = quoted.part(0..quoted.text.len());
        self.named_state(&quoted, &part).map(|state| state as usize)
    }

    fn quoted(&mut self, what: &str, expected: &str, value: Item<'a>) -> Option<Quoted<'a>> {
        let DeValue::String(text) = value.get_ref() else {
            self.findings.wrong_type(what, expected, value);
            return None;
        };
        let whole = value.span().into();
        Some(Quoted {
            text,
            whole,
            inner: inner_start(self.text, whole, text),
        })
    }

    /// The state that a part of a string names; reports when there is none.
    fn named_state(&mut self, quoted: &Quoted<'_>, part: &Part<'_>) -> Option<u32> {
        let declared = self.states.as_ref()?;
        if let Some(&position) = declared.positions.get(part.text) {
            return Some(position);
        }
        if declared.states.is_empty() || self.findings.are_full() {
            return None;
        }
        let names = || declared.states.iter().map(|state| state.id.as_str());
        let help = nearest(part.text, names()).map_or_else(
            || format!("the states are {}", listed(names()).unwrap_or_default()),
            did_you_mean,
        );
        let message = format!("unknown state `{}`", brief(part.text));
        self.findings.push(
            Diagnostic::error(Code::D051, message)
                .at(quoted.place(&part.range), "no such state")
                .help(help),
        );
        None
    }

    /// The moves that one string tells of.
    fn moves_in(&mut self, what: &str, item: Item<'a>) -> Vec<(u32, u32)> {
        let Some(quoted) = self.quoted(&format!("each of {what}"), "a string as `s1 -> s2`", item)
        else {
            return vec![];
        };
        let arrow = ["<->", "->"]
            .into_iter()
            .find_map(|arrow| Some((arrow, quoted.text.find(arrow)?)));
        let Some((arrow, at)) = arrow else {
            let message = format!("`{}` is not a move", brief(quoted.text));
            self.findings.push(
                Diagnostic::error(Code::D052, message)
                    .at(quoted.whole, "no arrow")
                    .help(MOVES_HELP),
            );
            return vec![];
        };
        let from = quoted.part(0..at);
        let mut ends = vec![];
        let mut begins = at + arrow.len();
        for text in quoted.text[begins..].split(',') {
            ends.push(quoted.part(begins..begins + text.len()));
            begins += text.len() + 1;
        }
        if let Some(empty) = std::iter::once(&from)
            .chain(&ends)
            .find(|part| part.text.is_empty())
        {
            let message = format!("a state is missing in the move `{}`", brief(quoted.text));
            self.findings.push(
                Diagnostic::error(Code::D052, message)
                    .at(quoted.place(&empty.range), "no state here")
                    .help(MOVES_HELP),
            );
            return vec![];
        }
        let Some(start) = self.named_state(&quoted, &from) else {
            return vec![];
        };
        let mut found = vec![];
        for end in &ends {
            let Some(to) = self.named_state(&quoted, end) else {
                continue;
            };
            if to == start {
                let message = format!("a move leads from the state `{}` to itself", from.text);
                let help = "leave it out: a party can always stay";
                self.findings.push(
                    Diagnostic::error(Code::D054, message)
                        .at(quoted.place(&end.range), "where it began")
                        .help(help),
                );
                continue;
            }
            found.push((start, to));
            found.extend((arrow == "<->").then_some((to, start)));
        }
        found
    }

    /// What a party wants in a dossier in graph form.
    pub(super) fn comparisons(&mut self, row: &Row<'a>, whose: &str) -> Preference {
        for key in ["prefers", "values"] {
            if let Some(span) = row.key_span(key) {
                self.refuse_in_graph_form(
                    &format!("`{key}` of {whose}"),
                    span,
                    "compare the states with `ranking`",
                );
            }
        }
        self.relation(row, whose)
            .map_or(Preference::Indifferent, Preference::Relation)
    }

    fn relation(&mut self, row: &Row<'a>, whose: &str) -> Option<Relation> {
        let value = row.get("ranking")?;
        let span = row.key_span("ranking")?;
        let what = format!("the ranking of {whose}");
        match value.get_ref() {
            DeValue::String(_) => {
                let help = "write it as a table with `states = \"…\"`, and cite evidence or write `basis = \"judgement\"`";
                let message = format!("no reason is given for {what}");
                self.findings.push(
                    Diagnostic::warning(Code::W101, message)
                        .at(span, "why?")
                        .help(help),
                );
                let chains = vec![self.whole_ranking(&what, value)?];
                Some(Relation {
                    chains,
                    is_whole: true,
                    standing: crate::model::Standing::default(),
                    span,
                })
            }
            DeValue::Table(_) => {
                let table = self.findings.row(&fields::RANKING, value, what.clone())?;
                self.warn_unreasoned(&table, &what, span, GIVE_REASON);
                let standing = self.standing(&table);
                self.one_of_two(&table, "states", "pairs");
                if let Some(states) = table.get("states") {
                    let chains = vec![self.whole_ranking(&what, states)?];
                    return Some(Relation {
                        chains,
                        is_whole: true,
                        standing,
                        span,
                    });
                }
                let chains = self.known_pairs(&what, table.get("pairs")?);
                Some(Relation {
                    chains,
                    is_whole: false,
                    standing,
                    span,
                })
            }
            _ => {
                self.findings.wrong_type(
                    &what,
                    "a string as `s1 > s2 ~ s3`, or a table with `states` or `pairs`",
                    value,
                );
                None
            }
        }
    }

    /// Reports when a row has both of two keys, or neither.
    pub(super) fn one_of_two(&mut self, row: &Row<'a>, first: &str, second: &str) {
        match (row.key_span(first), row.key_span(second)) {
            (Some(at), Some(span)) => {
                let message = format!("{} has both `{first}` and `{second}`", row.what);
                self.findings.push(
                    Diagnostic::error(Code::D023, message)
                        .at(span, "and here")
                        .see(at, "here")
                        .help("keep one of them"),
                );
            }
            (None, None) => {
                let message = format!("{} has neither `{first}` nor `{second}`", row.what);
                let finding =
                    Diagnostic::error(Code::D006, message).at(row.span, "compares nothing");
                self.findings.push(finding.help(format!(
                    "write one of them: `{first}` for all states, or `{second}` for what is known"
                )));
            }
            _ => {}
        }
    }

    /// One chain in which every state stands.
    fn whole_ranking(&mut self, what: &str, value: Item<'a>) -> Option<Chain> {
        let (chain, _) = self.chain(what, value)?;
        let declared = self.states.as_ref()?;
        let missing = declared
            .states
            .iter()
            .zip(0..)
            .filter(|(_, position)| !chain.states.contains(position));
        let missing: Vec<&str> = missing.map(|(state, _)| state.id.as_str()).collect();
        if let Some(list) = listed(missing.iter().copied()) {
            let message = format!("{what} leaves out {list}");
            let help = "rank every state, or say with `pairs` what is known";
            self.findings.push(
                Diagnostic::error(Code::D020, message)
                    .at(value.span(), "not every state")
                    .help(help),
            );
        }
        Some(chain)
    }

    /// Chains that tell of some pairs.
    fn known_pairs(&mut self, what: &str, value: Item<'a>) -> Vec<Chain> {
        let mut said: BTreeMap<(u32, u32), (Compared, Span)> = BTreeMap::new();
        let mut chains = vec![];
        for item in self
            .findings
            .array(&format!("`pairs` of {what}"), "an array of strings", value)
            .unwrap_or_default()
        {
            let Some((chain, place)) = self.chain(what, item) else {
                continue;
            };
            if chain.states.len() == 1 {
                let message = format!("one state alone is compared with nothing in {what}");
                self.findings.push(
                    Diagnostic::error(Code::D052, message)
                        .at(place, "no other state")
                        .help(CHAIN_HELP),
                );
            }
            for (state, other, compared) in chain.pairs() {
                let (pair, compared) = if state < other {
                    ((state, other), compared)
                } else {
                    ((other, state), compared.reversed())
                };
                match said.get(&pair) {
                    Some((before, at)) if *before != compared => {
                        let [state, other] = [pair.0, pair.1].map(|state| self.state_id(state));
                        let message =
                            format!("{what} compares `{state}` and `{other}` in two ways");
                        let help = "keep one of them; a rival judgement belongs under `[views]`";
                        let finding = Diagnostic::error(Code::D053, message)
                            .at(place, "otherwise here")
                            .see(*at, "said here first");
                        self.findings.push(finding.help(help));
                    }
                    _ => drop(said.insert(pair, (compared, place))),
                }
            }
            chains.push(chain);
        }
        self.warn_of_what_follows(what, value.span().into(), &said);
        chains
    }

    fn state_id(&self, state: u32) -> String {
        self.states
            .as_ref()
            .and_then(|declared| declared.states.get(state as usize))
            .map_or_else(String::new, |state| state.id.clone())
    }

    /// Warns when pairs are unknown that follow from others: parties need not be consistent, but an author may have meant that they are.
    fn warn_of_what_follows(
        &mut self,
        what: &str,
        span: Span,
        said: &BTreeMap<(u32, u32), (Compared, Span)>,
    ) {
        let n_states = self
            .states
            .as_ref()
            .map_or(0, |declared| declared.states.len());
        if n_states > FOLLOWED_STATES_MAX {
            return;
        }
        let mut no_worse: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (&(state, other), (compared, _)) in said {
            match compared {
                Compared::Better(_) => no_worse.entry(state).or_default().push(other),
                Compared::Worse(_) => no_worse.entry(other).or_default().push(state),
                Compared::Equal | Compared::Unknown => {
                    no_worse.entry(state).or_default().push(other);
                    no_worse.entry(other).or_default().push(state);
                }
            }
        }
        let is_said = |state: u32, other: u32| {
            state == other || said.contains_key(&(state.min(other), state.max(other)))
        };
        let then = |middle: &u32| no_worse.get(middle).into_iter().flatten();
        let follows = no_worse.iter().find_map(|(&first, middles)| {
            middles.iter().find_map(|middle| {
                then(middle)
                    .find(|last| !is_said(first, **last))
                    .map(|last| (first, *middle, *last))
            })
        });
        if let Some((first, middle, last)) = follows {
            let [first, middle, last] = [first, middle, last].map(|state| self.state_id(state));
            let message = format!(
                "{what} leaves `{first}` and `{last}` unknown, although it compares both with `{middle}` between them"
            );
            let help = format!(
                "write a chain such as `{first} > {middle} > {last}`, which tells of all three pairs, if the party is consistent"
            );
            self.findings.push(
                Diagnostic::warning(Code::W128, message)
                    .at(span, "says less than follows")
                    .help(help),
            );
        }
    }

    /// States from better to worse, and the place of the whole.
    fn chain(&mut self, what: &str, value: Item<'a>) -> Option<(Chain, Span)> {
        let quoted = self.quoted(what, "a string as `s1 > s2 ~ s3`", value)?;
        let mut chain = Chain {
            states: vec![],
            degrees: vec![],
        };
        let mut places: HashMap<u32, Span> = HashMap::new();
        let mut begins = 0;
        let mut is_sound = true;
        loop {
            let rest = &quoted.text[begins..];
            let ends = begins + rest.find(['>', '~']).unwrap_or(rest.len());
            let part = quoted.part(begins..ends);
            if part.text.is_empty() {
                let message = format!("a state is missing in {what}");
                self.findings.push(
                    Diagnostic::error(Code::D052, message)
                        .at(quoted.place(&part.range), "no state here")
                        .help(CHAIN_HELP),
                );
                return None;
            }
            if part.text.contains(char::is_whitespace) || part.text.contains(',') {
                let message = format!(
                    "nothing says how the states `{}` compare in {what}",
                    brief(part.text)
                );
                let finding = Diagnostic::error(Code::D052, message).at(
                    quoted.place(&part.range),
                    "expected `>` or `~` between states",
                );
                self.findings.push(finding.help(CHAIN_HELP));
                return None;
            }
            match self.named_state(&quoted, &part) {
                None => is_sound = false,
                Some(state) => {
                    let place = quoted.place(&part.range);
                    if let Some(first) = places.insert(state, place) {
                        let message = format!("the state `{}` is ranked twice", part.text);
                        self.findings.push(
                            Diagnostic::error(Code::D019, message)
                                .at(place, "again")
                                .see(first, "ranked here first"),
                        );
                        is_sound = false;
                    }
                    chain.states.push(state);
                }
            }
            let sign = &quoted.text[ends..];
            if sign.is_empty() {
                break;
            }
            let degree = if sign.starts_with('~') {
                0
            } else {
                sign.len() - sign.trim_start_matches('>').len()
            };
            if degree > DEGREE_MAX {
                let message = format!("{degree} `>` in a row are more than {DEGREE_MAX}");
                let place = quoted.place(&(ends..ends + degree));
                self.findings.push(
                    Diagnostic::error(Code::D052, message)
                        .at(place, "too wide a step")
                        .help(CHAIN_HELP),
                );
                return None;
            }
            chain.degrees.push(u8::try_from(degree).unwrap_or(u8::MAX));
            begins = ends + degree.max(1);
        }
        is_sound.then_some((chain, quoted.whole))
    }
}
