//! The dossier as text: what `import` writes.
//!
//! Reading the text back gives an equal dossier, but for places.

mod events;
mod graph;
mod hypotheses;
mod roadmap;
mod statements;

use std::fmt::Write as _;

use super::fields::{self, Table};
use super::formula;
use crate::model::{
    Citation, Conflict, Credence, Dossier, Evidence, EvidenceId, Measure, Preference, Ranking,
    Reading, Reasons, Setting, Standing, State, Sure, Term, Written,
};

/// How many steps the search for a first feasible state may take.
const STEPS_MAX: usize = 100_000;
/// The widest line of a list of states.
const LINE_CHARS_MAX: usize = 100;

/// The text of a dossier, as TOML.
///
/// A dossier of another program may know no status quo. The file then says that nothing is in force, or, where the
/// rules exclude that, writes the first feasible state and says so in a remark.
pub fn write(dossier: &Dossier) -> String {
    let mut writer = Writer {
        dossier,
        out: String::new(),
    };
    writer.head();
    writer.terms();
    writer.parties();
    if let Some(graph) = &dossier.graph {
        writer.graph(graph);
    }
    writer.views();
    writer.perceptions();
    writer.rules();
    writer.coalesced();
    if let Some(roadmap) = &dossier.roadmap {
        writer.roadmap(roadmap);
    }
    if let Some(statements) = &dossier.statements {
        writer.statements(statements);
    }
    writer.chronology(&dossier.chronology);
    writer.weighing(&dossier.weighing);
    dossier
        .evidence
        .iter()
        .enumerate()
        .for_each(|(idx, item)| writer.evidence(EvidenceId::new(idx), item));
    writer.out
}

struct Writer<'d> {
    dossier: &'d Dossier,
    out: String,
}

/// The keys of one table, in the order in which they are written.
struct Keys {
    table: &'static Table,
    pairs: Vec<(&'static str, String)>,
}

impl Keys {
    fn new(table: &'static Table) -> Self {
        Self {
            table,
            pairs: vec![],
        }
    }

    fn add(&mut self, key: &'static str, value: impl Into<String>) {
        debug_assert!(
            self.table.field(key).is_some(),
            "`{key}` is not a field of `{}`",
            self.table.header
        );
        self.pairs.push((key, value.into()));
    }

    fn lines(&self) -> String {
        self.pairs
            .iter()
            .fold(String::new(), |lines, (key, value)| {
                lines + key + " = " + value + "\n"
            })
    }

    fn inline(&self) -> String {
        let pairs: Vec<String> = self
            .pairs
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

impl Writer<'_> {
    fn head(&mut self) {
        let dossier = self.dossier;
        let mut keys = Keys::new(&fields::DOSSIER);
        keys.add("title", quote(&dossier.title));
        if let Some(as_of) = dossier.as_of {
            keys.add("as_of", as_of.to_string());
        }
        if dossier.hindsight {
            keys.add("hindsight", "true");
        }
        if let Some(question) = &dossier.question {
            keys.add("question", self.formula(question));
        }
        if let Some(by) = dossier.by {
            keys.add("by", by.to_string());
        }
        self.out += "[dossier]\n";
        self.out += &keys.lines();
    }

    fn terms(&mut self) {
        let (contested, plain): (Vec<&Term>, Vec<&Term>) =
            self.dossier.terms.iter().partition(|term| term.contested);
        if !plain.is_empty() || !contested.is_empty() {
            self.out += "\n[terms]\n";
        }
        // Readings are written as inline tables, so that the terms keep their order.
        for term in &self.dossier.terms {
            let value = match term.readings.as_slice() {
                [meaning] if !term.contested => self.meaning(meaning),
                readings => {
                    let readings: Vec<String> = readings
                        .iter()
                        .map(|it| format!("{} = {}", it.id, self.meaning(it)))
                        .collect();
                    format!("{{ {} }}", readings.join(", "))
                }
            };
            let _ = writeln!(self.out, "{} = {value}", term.id);
        }
    }

    fn meaning(&self, reading: &Reading) -> String {
        if reading.reasons.is_empty() {
            return self.formula(&reading.means);
        }
        let mut keys = Keys::new(&fields::MEANING);
        keys.add("that", self.formula(&reading.means));
        self.reasons(&reading.reasons, &mut keys);
        keys.inline()
    }

    fn parties(&mut self) {
        let now = self.now();
        for party in &self.dossier.parties {
            let mut keys = Keys::new(&fields::PARTY);
            keys.add("name", quote(&party.name));
            if !party.aliases.is_empty() {
                keys.add(
                    "aliases",
                    list(party.aliases.iter().map(|alias| quote(alias))),
                );
            }
            if let Some(text) = &party.text {
                keys.add("text", quote(text));
            }
            let _ = write!(self.out, "\n[parties.{}]\n{}", party.id, keys.lines());
            if !party.measures.is_empty() {
                let _ = writeln!(self.out, "\n[parties.{}.measures]", party.id);
            }
            for idx in party.measures.clone() {
                let measure = &self.dossier.measures[idx];
                let line = format!("{} = {}\n", measure.id, self.measure(measure, now[idx]));
                self.out += &line;
            }
            self.preference(&format!("parties.{}", party.id), &party.preference);
        }
    }

    /// The level of each measure that the file gives as the one in force.
    fn now(&mut self) -> Vec<usize> {
        let dossier = self.dossier;
        let given: Vec<usize> = dossier.measures.iter().map(|measure| measure.now).collect();
        if dossier.has_status_quo {
            return given;
        }
        let conflict = Conflict::new(dossier, &Setting::default());
        let chosen = first_feasible(&conflict);
        self.out += match chosen {
            Some(State(0)) => {
                "\n# The status quo is not known: as it stands here, nothing is in force.\n"
            }
            Some(_) => {
                "\n# The status quo is not known: `now` gives the first feasible state, because the rules exclude that nothing is in force.\n"
            }
            None => {
                "\n# The status quo is not known, and no feasible state was found to stand for it.\n"
            }
        };
        conflict
            .levers
            .iter()
            .map(|lever| lever.level(chosen.unwrap_or_default()))
            .collect()
    }

    fn measure(&self, measure: &Measure, now: usize) -> String {
        let mut keys = Keys::new(&fields::MEASURE);
        keys.add("text", quote(&measure.text));
        if !measure.levels.is_empty() {
            keys.add(
                "levels",
                list(measure.levels.iter().map(|level| quote(level))),
            );
            keys.add("now", quote(&measure.levels[now]));
        } else if now > 0 {
            keys.add("now", "true");
        }
        if measure.moves != crate::model::Direction::Both {
            keys.add("moves", quote(measure.moves.word()));
        }
        if let Some(condition) = &measure.take_when {
            keys.add("take_when", self.formula(condition));
        }
        if let Some(condition) = &measure.drop_when {
            keys.add("drop_when", self.formula(condition));
        }
        self.reasons(&measure.reasons, &mut keys);
        if let Some(since) = measure.since {
            keys.add("since", since.to_string());
        }
        keys.inline()
    }

    fn preference(&mut self, owner: &str, preference: &Preference) {
        match preference {
            Preference::Indifferent => {}
            Preference::Statements(statements) => {
                for statement in statements {
                    let mut keys = Keys::new(&fields::STATEMENT);
                    keys.add("that", self.formula(&statement.that));
                    if !statement.or.is_empty() {
                        keys.add(
                            "or",
                            list(statement.or.iter().map(|other| self.formula(other))),
                        );
                    }
                    if statement.much {
                        keys.add("much", "true");
                    }
                    if let Some(text) = &statement.text {
                        keys.add("text", quote(text));
                    }
                    self.standing(&statement.standing, &mut keys);
                    let _ = write!(self.out, "\n[[{owner}.prefers]]\n{}", keys.lines());
                }
            }
            Preference::Ranking(ranking) => {
                let mut keys = Keys::new(&fields::RANKING);
                keys.add("states", self.states(ranking));
                self.standing(&ranking.standing, &mut keys);
                let _ = write!(self.out, "\n[{owner}.ranking]\n{}", keys.lines());
            }
            Preference::Relation(relation) => self.relation(owner, relation),
            Preference::Values(values) => {
                for value in values {
                    let mut keys = Keys::new(&fields::VALUE);
                    keys.add("of", self.formula(&value.of));
                    keys.add(
                        "worth",
                        if value.low == value.high {
                            value.worth()
                        } else {
                            quote(&value.worth())
                        },
                    );
                    self.standing(&value.standing, &mut keys);
                    let _ = write!(self.out, "\n[[{owner}.values]]\n{}", keys.lines());
                }
            }
        }
    }

    /// The states of a ranking, as many to a line as fit.
    fn states(&self, ranking: &Ranking) -> String {
        let n_entries = self.dossier.n_entries();
        let mut lines = vec![String::new()];
        for class in &ranking.classes {
            let item = match class.as_slice() {
                [(state, _)] => quote(&state.letters(n_entries)),
                tie => list(
                    tie.iter()
                        .map(|(state, _)| quote(&state.letters(n_entries))),
                ),
            };
            match lines.last_mut() {
                Some(line) if line.is_empty() => *line = item,
                Some(line) if line.len() + item.len() + 2 <= LINE_CHARS_MAX => {
                    line.extend([", ", &item]);
                }
                _ => lines.push(item),
            }
        }
        if lines.len() == 1 {
            format!("[{}]", lines[0])
        } else {
            format!("[\n  {},\n]", lines.join(",\n  "))
        }
    }

    fn views(&mut self) {
        for view in &self.dossier.views {
            let _ = writeln!(self.out, "\n[views.{}]", view.id);
            if let Some(text) = &view.text {
                let mut keys = Keys::new(&fields::VIEW);
                keys.add("text", quote(text));
                self.out += &keys.lines();
            }
            for (party, preference) in &view.replaces {
                let owner = format!("views.{}.{}", view.id, self.dossier.parties[party.idx()].id);
                if *preference == Preference::Indifferent {
                    let _ = writeln!(self.out, "\n[{owner}]");
                }
                self.preference(&owner, preference);
            }
        }
    }

    fn perceptions(&mut self) {
        for perception in &self.dossier.perceptions {
            let mut keys = Keys::new(&fields::PERCEPTION);
            if let Some(view) = perception.view {
                keys.add("view", quote(&self.dossier.views[view.idx()].id));
            }
            if !perception.unaware.is_empty() {
                keys.add(
                    "unaware",
                    list(
                        perception
                            .unaware
                            .iter()
                            .map(|measure| quote(&self.dossier.measure_name(*measure))),
                    ),
                );
            }
            self.reasons(&perception.reasons, &mut keys);
            let _ = write!(
                self.out,
                "\n[perceives.{}]\n{}",
                self.dossier.parties[perception.party.idx()].id,
                keys.lines()
            );
        }
    }

    fn rules(&mut self) {
        for rule in &self.dossier.rules {
            let mut keys = Keys::new(&fields::RULE);
            keys.add(
                if rule.always { "always" } else { "never" },
                self.formula(&rule.condition),
            );
            if let Some(why) = &rule.why {
                keys.add("why", quote(why));
            }
            self.reasons(&rule.reasons, &mut keys);
            let _ = write!(self.out, "\n[[rules]]\n{}", keys.lines());
        }
        for rule in &self.dossier.move_rules {
            let mut ends = Keys::new(&fields::NEVER_MOVE);
            if let Some(by) = rule.by {
                ends.add("by", quote(&self.dossier.parties[by.idx()].id));
            }
            ends.add("from", self.formula(&rule.from));
            ends.add("to", self.formula(&rule.to));
            let mut keys = Keys::new(&fields::RULE);
            keys.add("never_move", ends.inline());
            if let Some(why) = &rule.why {
                keys.add("why", quote(why));
            }
            self.reasons(&rule.reasons, &mut keys);
            let _ = write!(self.out, "\n[[rules]]\n{}", keys.lines());
        }
    }

    fn coalesced(&mut self) {
        for line in &self.dossier.coalesced {
            let mut keys = Keys::new(&fields::COALESCE);
            keys.add("as", quote(&line.id));
            keys.add("that", self.formula(&line.that));
            if let Some(text) = &line.text {
                keys.add("text", quote(text));
            }
            self.reasons(&line.reasons, &mut keys);
            let _ = write!(self.out, "\n[[coalesce]]\n{}", keys.lines());
        }
    }

    fn evidence(&mut self, id: EvidenceId, item: &Evidence) {
        let mut keys = Keys::new(&fields::EVIDENCE);
        keys.add("id", quote(&item.id));
        keys.add("date", item.date.to_string());
        keys.add("kind", quote(item.kind.word()));
        keys.add("source", quote(&item.source));
        if let Some(grade) = item.grade {
            keys.add("grade", quote(&grade.to_string()));
        }
        if let Some(url) = &item.url {
            keys.add("url", quote(url));
        }
        if let Some(origin) = item.origin {
            keys.add("origin", self.evidence_id(origin));
        }
        if item.marking != "open" {
            keys.add("marking", quote(&item.marking));
        }
        keys.add("says", quote(&item.says));
        self.bearing_of(id, &mut keys);
        let _ = write!(self.out, "\n[[evidence]]\n{}", keys.lines());
    }

    fn formula(&self, written: &Written) -> String {
        quote(&formula::text(self.dossier, &written.formula))
    }

    fn evidence_id(&self, id: EvidenceId) -> String {
        quote(&self.dossier.evidence[id.idx()].id)
    }

    fn standing(&self, standing: &Standing, keys: &mut Keys) {
        self.reasons(&standing.reasons, keys);
        match standing.sure {
            None => {}
            Some(Sure::As(hypothesis)) => {
                keys.add(
                    "sure",
                    quote(&format!(
                        "hypothesis {}",
                        self.dossier.weighing.hypotheses[hypothesis.idx()].id
                    )),
                );
            }
            Some(Sure::Given(Credence { low, high })) => {
                keys.add(
                    "sure",
                    if low.to_bits() == high.to_bits() {
                        low.to_string()
                    } else {
                        format!("\"{low} to {high}\"")
                    },
                );
            }
        }
        if let Some(since) = standing.since {
            keys.add("since", since.to_string());
        }
    }

    fn reasons(&self, reasons: &Reasons, keys: &mut Keys) {
        let ids = |citations: &[Citation]| {
            list(
                citations
                    .iter()
                    .map(|citation| self.evidence_id(citation.evidence)),
            )
        };
        if !reasons.cites.is_empty() {
            keys.add("cites", ids(&reasons.cites));
        }
        if !reasons.against.is_empty() {
            keys.add("against", ids(&reasons.against));
        }
        if reasons.judgement {
            keys.add("basis", quote("judgement"));
        }
    }
}

/// The feasible state with the fewest high entries in force, if it is found quickly: the entries are decided from
/// the last to the first, out of force before in force, and partial states that break a rule are left at once.
fn first_feasible(conflict: &Conflict) -> Option<State> {
    let cone = conflict.circuit.cone(conflict.rules.iter().copied());
    let mut out = vec![];
    let mut pending = vec![(conflict.n_entries, State::default())];
    for _ in 0..STEPS_MAX {
        let (n_open, state) = pending.pop()?;
        let known = u128::MAX
            .checked_shl(u32::try_from(n_open).ok()?)
            .unwrap_or(0);
        conflict
            .circuit
            .evaluate_partly(&cone, known, state, &mut out);
        if conflict.rules.iter().any(|rule| !out[rule.idx()].yes) {
            continue;
        }
        let Some(entry) = n_open.checked_sub(1) else {
            return Some(state);
        };
        pending.push((entry, state.with(entry)));
        // A higher level includes the lower ones.
        let implied = conflict.levers.iter().any(|lever| {
            lever.entries.contains(&entry) && lever.entries.contains(&n_open) && state.has(n_open)
        });
        if !implied {
            pending.push((entry, state));
        }
    }
    None
}

/// A TOML string.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
