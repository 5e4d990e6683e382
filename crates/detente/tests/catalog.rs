//! Every worked case of the catalog against what is expected of it, and the table of their statuses.
//!
//! `DETENTE_BLESS=1` writes `docs/catalog.md` anew; the expected verdicts come from outside and are never written.

mod expected;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use detente::brief;
use detente::lint;
use detente::model::{Concept, Deal, Dossier, Setting};
use detente::roadmap::{self, Answer, Scope};
use detente::space::Watch;
use detente::stability::graph::{GraphAsk, study_graph};
use detente::stability::{Case, Effort, Settled, Ways, study};
use fixedbitset::FixedBitSet;
use serde_json::Value;

use expected::{
    Verdicts, concepts, differing_equilibria, differing_stable, files, is_listed, n_states,
    read_sound, toml_file,
};

/// Cases with more feasible states than this are settled under [`FEW`] concepts only, and compared on two threads in
/// their first view only, when the engine is not optimised.
const LARGE: u64 = 200_000;
const FEW: [Concept; 2] = [Concept::Nash, Concept::Seq];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// How far a case agrees with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// What the source gives was found.
    Reproduced,
    /// Something else was found, and `because` says why.
    Differs,
    /// The source gives nothing that could be compared, or was not at hand.
    Unverified,
}

/// A case of the catalog.
struct Entry {
    name: String,
    dossier: Dossier,
    expected: Value,
    n_states: u64,
}

impl Entry {
    fn read(folder: &Path) -> Self {
        let name = folder
            .file_name()
            .expect("a folder has a name")
            .to_string_lossy()
            .into_owned();
        let dossier = read_sound(&folder.join("dossier.toml"));
        let unsound = lint::errors(&dossier, &Watch::default()).expect("nobody stops it");
        assert!(unsound.is_empty(), "{name} is not sound: {unsound:#?}");
        let expected = toml_file(&folder.join("expected.toml"));
        let n_states = n_states(&dossier);
        let entry = Self {
            name,
            dossier,
            expected,
            n_states,
        };
        entry.check_form();
        entry
    }

    fn status(&self) -> Status {
        match self.text("status") {
            Some("reproduced") => Status::Reproduced,
            Some("differs") => Status::Differs,
            Some("unverified") => Status::Unverified,
            other => panic!(
                "{}: expected the status reproduced, differs or unverified, found {other:?}",
                self.name
            ),
        }
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.expected.get(key).and_then(Value::as_str)
    }

    fn computed(&self, key: &str) -> Option<&Value> {
        self.expected.get("computed")?.get(key)
    }

    /// A misspelt key would leave something out of the comparison without anybody noticing.
    fn check_form(&self) {
        let name = &self.name;
        let known = |table: Option<&Value>, known: &[&str]| {
            let keys = table
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(|table| table.keys());
            keys.for_each(|key| {
                assert!(
                    known.contains(&key.as_str()),
                    "{name}: unknown key `{key}` in expected.toml"
                );
            });
        };
        known(
            Some(&self.expected),
            &["source", "status", "because", "equilibria", "computed"],
        );
        known(
            self.expected.get("computed"),
            &[
                "equilibria",
                "stable",
                "counts",
                "plans",
                "unknown",
                "views",
            ],
        );
        assert!(
            self.text("source").is_some_and(|source| !source.is_empty()),
            "{name}: expected.toml names no source"
        );
        assert!(
            self.text("because").is_some() || self.status() == Status::Reproduced,
            "{name}: `because` is missing"
        );
        let given = self.expected.get("equilibria");
        match self.status() {
            Status::Reproduced => assert!(given.is_some(), "{name}: nothing to reproduce"),
            Status::Differs => assert!(
                given.is_some() && self.computed("equilibria").is_some(),
                "{name}: nothing to differ"
            ),
            Status::Unverified => assert!(
                self.expected.get("computed").is_some(),
                "{name}: nothing to compare"
            ),
        }
    }

    /// Whether to do less, because the case is large and the engine slow.
    fn is_slow(&self) -> bool {
        cfg!(debug_assertions) && self.n_states > LARGE
    }

    /// The concepts to settle: those that something is expected under, in the order of the program.
    fn concepts(&self) -> Vec<Concept> {
        if self.is_slow() {
            return FEW.to_vec();
        }
        let tables = [self.computed("equilibria"), self.expected.get("equilibria")]
            .into_iter()
            .flatten();
        let counted = self
            .computed("counts")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|views| views.values());
        let tables = tables.chain(
            counted
                .flat_map(|view| [view.get("equilibria"), view.get("equilibria_reached")])
                .flatten(),
        );
        let wanted: Vec<Concept> = tables
            .flat_map(|table| concepts(table).map(|(concept, _)| concept))
            .collect();
        Concept::ALL
            .into_iter()
            .filter(|concept| wanted.contains(concept))
            .collect()
    }

    /// The answers for every view and reading.
    fn cases(&self, n_threads: usize) -> Vec<Case> {
        self.cases_of(&self.dossier.settings(), n_threads)
    }

    fn cases_of(&self, settings: &[Setting], n_threads: usize) -> Vec<Case> {
        let effort = Effort {
            concepts: self.concepts(),
            n_threads,
            ..Effort::default()
        };
        settings
            .iter()
            .map(|setting| {
                study(&self.dossier, setting, &effort, &Watch::default()).expect("nobody stops it")
            })
            .collect()
    }

    /// Where the answer for one view and reading is not what is expected.
    fn differences(&self, case: &Case) -> Vec<String> {
        let view = brief::view_name(&self.dossier, &case.setting);
        let mut found = Vec::new();
        if let Some(counts) = self.computed("counts") {
            let expected = counts
                .get(&view)
                .unwrap_or_else(|| panic!("{}: no counts for the view {view}", self.name));
            found.extend(differing_counts(case, expected));
        }
        if case.setting.view.is_none() {
            found.extend(
                self.computed("equilibria")
                    .into_iter()
                    .flat_map(|expected| differing_equilibria(case, expected)),
            );
            found.extend(
                self.computed("stable")
                    .into_iter()
                    .flat_map(|expected| differing_stable(&self.dossier, case, expected)),
            );
            let given = self
                .expected
                .get("equilibria")
                .map_or_else(Vec::new, |given| differing_equilibria(case, given));
            match self.status() {
                Status::Reproduced => found.extend(
                    given
                        .into_iter()
                        .map(|difference| format!("otherwise in the source: {difference}")),
                ),
                Status::Differs if given.is_empty() => {
                    found.push(
                        "nothing differs from the source: the status is `reproduced`".to_string(),
                    );
                }
                Status::Differs | Status::Unverified => {}
            }
        }
        let setting = brief::setting_name(&self.dossier, &case.setting);
        found
            .into_iter()
            .map(|difference| format!("{}, {setting}: {difference}", self.name))
            .collect()
    }

    /// What of the answer stands in `expected.toml`, in words.
    fn compared(&self) -> String {
        let keys = |table: &Value| {
            concepts(table)
                .map(|(concept, _)| concept.key())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let mut parts = Vec::new();
        if let Some(given) = self
            .expected
            .get("equilibria")
            .filter(|_| self.status() != Status::Unverified)
        {
            parts.push(format!("equilibria of the source: {}", keys(given)));
        }
        if let Some(equilibria) = self.computed("equilibria") {
            let stable = if self.computed("stable").is_some() {
                " and stable states of each party"
            } else {
                ""
            };
            parts.push(format!(
                "equilibria{stable} computed independently: {}",
                keys(equilibria)
            ));
        }
        if let Some(counts) = self.computed("counts").and_then(Value::as_object) {
            let first = counts.values().next().expect("counts of some view");
            let (which, of) = match first.get("equilibria") {
                Some(all) => ("equilibria", all),
                None => (
                    "states and equilibria that improvements reach",
                    &first["equilibria_reached"],
                ),
            };
            parts.push(format!(
                "numbers of {which} in {} views computed independently: {}",
                counts.len(),
                keys(of)
            ));
        }
        if let Some(unknown) = self.computed("unknown").and_then(Value::as_object) {
            let first = unknown.values().next().expect("some extension");
            let extensions: Vec<&str> = unknown.keys().map(String::as_str).collect();
            let told = format!(
                "under the extensions {}: {}",
                extensions.join(" "),
                keys(&first["equilibria"])
            );
            parts.push(format!(
                "equilibria and stable states of each party computed independently, {told}"
            ));
        }
        if let Some(views) = self.computed("views").and_then(Value::as_object) {
            let first = views.values().next().expect("some view");
            parts.push(format!(
                "equilibria in {} views computed independently: {}",
                views.len(),
                keys(first)
            ));
        }
        parts.join("; ")
    }

    /// Where the answers for a case in graph form are not what is expected.
    fn graph_differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        let ask = GraphAsk {
            concepts: Concept::ALL.to_vec(),
            extensions: vec![],
            degrees: vec![],
        };
        for setting in self.dossier.settings() {
            let case = study_graph(&self.dossier, &setting, &ask, &Watch::default())
                .expect("nobody stops it");
            let view = brief::view_name(&self.dossier, &setting);
            let names = || {
                self.dossier
                    .graph
                    .iter()
                    .flat_map(|graph| &graph.states)
                    .map(|state| state.id.clone())
                    .collect()
            };
            for judged in &case.judged {
                let verdicts = || Verdicts {
                    names: names(),
                    settled: &judged.settled,
                };
                let expected = match (setting.view, case.judged.len()) {
                    (None, 1) => self.expected.get("computed"),
                    (None, _) => self
                        .computed("unknown")
                        .and_then(|unknown| unknown.get(judged.kernel.extension.key())),
                    (Some(_), _) => None,
                };
                if let Some(expected) = expected {
                    found.extend(differing_equilibria(verdicts(), &expected["equilibria"]));
                    found.extend(differing_stable(
                        &self.dossier,
                        verdicts(),
                        &expected["stable"],
                    ));
                }
                let given = self
                    .expected
                    .get("equilibria")
                    .filter(|_| setting.view.is_none());
                found.extend(
                    given
                        .into_iter()
                        .flat_map(|given| differing_equilibria(verdicts(), given)),
                );
                let views = self.computed("views").and_then(|views| views.get(&view));
                found.extend(
                    views
                        .into_iter()
                        .flat_map(|wanted| differing_equilibria(verdicts(), wanted)),
                );
                assert!(
                    expected.is_some() || views.is_some(),
                    "{}: nothing is expected in the view {view}",
                    self.name
                );
            }
        }
        found
            .into_iter()
            .map(|difference| format!("{}: {difference}", self.name))
            .collect()
    }
}

/// Letters of the states at these positions of the space.
fn letters(case: &Case, set: &FixedBitSet) -> Vec<String> {
    set.ones()
        .map(|idx| case.space.states()[idx].letters(case.space.conflict().n_entries))
        .collect()
}

/// The verdicts under one concept.
fn settled(case: &Case, concept: Concept) -> &Settled {
    case.settled
        .iter()
        .find(|settled| settled.concept == concept)
        .expect("the concept was asked for")
}

/// Where the numbers of states and equilibria differ, of all and of those that improvements reach.
fn differing_counts(case: &Case, expected: &Value) -> Vec<String> {
    let ways = case
        .ways
        .as_ref()
        .expect("the ways from a known status quo");
    let is_reached = |state: &usize| ways.by_improvements[*state] != u32::MAX;
    let table = expected.as_object().expect("a table of counts");
    let mut found = Vec::new();
    let mut compare = |about: String, ours: usize, wanted: &Value| {
        if Some(ours as u64) != wanted.as_u64() {
            found.push(format!("{about}: expected {wanted}, found {ours}"));
        }
    };
    for (key, wanted) in table {
        match key.as_str() {
            "feasible" => compare("feasible states".into(), case.space.len(), wanted),
            "reached" => compare(
                "states reached by improvements".into(),
                Ways::n_reached(&ways.by_improvements),
                wanted,
            ),
            "equilibria" | "equilibria_reached" => {
                let only_reached = key == "equilibria_reached";
                for (concept, wanted) in concepts(wanted)
                    .filter(|(concept, _)| case.settled.iter().any(|it| it.concept == *concept))
                {
                    let equilibria = &settled(case, concept).equilibria;
                    let n = equilibria
                        .ones()
                        .filter(|state| !only_reached || is_reached(state))
                        .count();
                    compare(format!("{key} under {}", concept.key()), n, wanted);
                }
            }
            other => panic!("unknown count `{other}`"),
        }
    }
    found
}

/// Everything that a case answers, to compare one run with another.
fn answers(case: &Case) -> impl PartialEq + std::fmt::Debug {
    let ways = case.ways.as_ref().map(|ways| {
        (
            ways.from,
            ways.by_moves.clone(),
            ways.by_improvements.clone(),
            ways.paths.clone(),
        )
    });
    let sets: Vec<_> = case
        .settled
        .iter()
        .map(|it| {
            (
                it.concept,
                it.stopped,
                it.equilibria.clone(),
                it.stable.clone(),
            )
        })
        .collect();
    (
        case.setting.clone(),
        case.space.states().to_vec(),
        sets,
        case.headline.clone(),
        ways,
        case.stopped,
    )
}

fn entries() -> Vec<Entry> {
    let folders: BTreeMap<String, PathBuf> =
        files(&root().join("catalog"), |stem, _| !stem.is_empty());
    folders
        .values()
        .filter(|path| path.is_dir())
        .map(|folder| Entry::read(folder))
        .collect()
}

fn check_prices(entry: &Entry, prices: &roadmap::Prices, plan: &roadmap::Plan, wanted: &Value) {
    let figure = |value: &Value| value.as_f64().expect("a number");
    for (party, price) in wanted["bond"].as_object().expect("a table") {
        let found = prices.bond[entry
            .dossier
            .parties
            .iter()
            .position(|it| it.id == *party)
            .expect("a known party")];
        assert!(
            (found - figure(price)).abs() < 1e-5,
            "a bond by {party}: {found} is not {price}"
        );
    }
    let commitments = &entry
        .dossier
        .roadmap
        .as_ref()
        .expect("there are plans")
        .commitments;
    for (measure, welfare) in wanted["sooner"].as_object().expect("a table") {
        let at = commitments
            .iter()
            .position(|it| it.id == *measure)
            .expect("a known measure");
        let found = plan.objective + prices.lag[at].expect("its lag is above 1").gain;
        assert!(
            (found - figure(welfare)).abs() < 1e-6,
            "{measure} sooner: {found} is not {welfare}"
        );
    }
}

/// Every plan of a roadmap against the welfare and the values that another program gave.
#[test]
fn roadmaps_give_what_another_program_gave() {
    let mut n_plans = 0;
    for entry in entries() {
        let Some(plans) = entry.computed("plans").and_then(Value::as_object) else {
            continue;
        };
        let roadmap = entry
            .dossier
            .roadmap
            .as_ref()
            .expect("a case with plans has a roadmap");
        let names = std::iter::once("base")
            .chain(roadmap.variants.iter().map(|variant| variant.id.as_str()));
        assert_eq!(
            names.collect::<std::collections::BTreeSet<_>>(),
            plans.keys().map(String::as_str).collect()
        );
        for (name, wanted) in plans {
            let deal = Deal::new(
                roadmap,
                roadmap.variants.iter().find(|variant| variant.id == *name),
            );
            let has_prices = wanted.get("bond").is_some();
            let scope = Scope {
                prices: has_prices,
                thresholds: false,
                obstacle: false,
                draws: 0,
                frontier: false,
                ..Scope::default()
            };
            let study = roadmap::study_deal(deal, &scope, &Watch::default());
            match study.answer {
                Answer::Holds(plan) => {
                    let welfare = wanted["welfare"]
                        .as_f64()
                        .unwrap_or_else(|| panic!("{name} holds with {}", plan.objective));
                    assert!(
                        (plan.objective - welfare).abs() < 1e-6,
                        "{name}: {} is not {welfare}",
                        plan.objective
                    );
                    assert!(
                        plan.checked.exact && plan.checked.largest_gain < 1e-6,
                        "{name}: {:?}",
                        plan.checked
                    );
                    let values = wanted["values"].as_object().into_iter().flatten();
                    for (party, value) in values {
                        let found = plan.values[entry
                            .dossier
                            .parties
                            .iter()
                            .position(|it| it.id == *party)
                            .expect("a known party")];
                        assert!(
                            (found - value.as_f64().expect("a number")).abs() < 1e-5,
                            "{name}: {party}: {found} is not {value}"
                        );
                    }
                    if let Some(prices) = study.prices {
                        check_prices(&entry, &prices, &plan, wanted);
                    }
                }
                Answer::None(_) => assert_eq!(wanted["none"], true, "{name}"),
                Answer::Stopped(halt) => panic!("{name}: {halt:?}"),
            }
            n_plans += 1;
        }
    }
    assert_eq!(n_plans, 6);
}

/// One test for the whole catalog, so that the large case is settled as few times as possible.
#[test]
fn every_case_settles_as_expected_on_any_number_of_threads() {
    let mut wrong = Vec::new();
    for entry in entries()
        .into_iter()
        .filter(|entry| is_listed(&entry.dossier))
    {
        if entry.dossier.graph.is_some() {
            wrong.extend(entry.graph_differences());
            continue;
        }
        let cases = entry.cases(1);
        assert!(
            !cases.is_empty() && cases.iter().all(|case| !case.stopped),
            "{}",
            entry.name
        );
        wrong.extend(cases.iter().flat_map(|case| entry.differences(case)));
        let settings = entry.dossier.settings();
        let compared = if entry.is_slow() {
            &settings[..1]
        } else {
            &settings
        };
        for (one, two) in cases.iter().zip(entry.cases_of(compared, 2)) {
            assert!(
                answers(one) == answers(&two),
                "{}: two threads give another answer than one, in {:?}",
                entry.name,
                one.setting
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_verdict_and_a_wrong_count_are_noticed() {
    let entry = Entry::read(&root().join("catalog/prisoners-dilemma"));
    let case = entry.cases(1).remove(0);
    let right = letters(&case, &settled(&case, Concept::Nash).equilibria);
    assert_eq!(right, ["NN"]);
    assert!(differing_equilibria(&case, &serde_json::json!({ "nash": ["NN"] })).is_empty());
    for wrong in [
        serde_json::json!([]),
        serde_json::json!(["YY"]),
        serde_json::json!(["NN", "YY"]),
    ] {
        assert_eq!(
            differing_equilibria(&case, &serde_json::json!({ "nash": wrong })).len(),
            1
        );
        let stable = serde_json::json!({ "one": { "nash": wrong }, "two": {} });
        assert_eq!(differing_stable(&entry.dossier, &case, &stable).len(), 1);
    }
    assert!(
        differing_counts(
            &case,
            &serde_json::json!({ "feasible": 4, "equilibria": { "nash": 1 } })
        )
        .is_empty()
    );
    assert_eq!(
        differing_counts(
            &case,
            &serde_json::json!({ "feasible": 5, "equilibria": { "nash": 2 } })
        )
        .len(),
        2
    );
}

/// The page of statuses.
fn page(entries: &[Entry]) -> String {
    let mut page = String::from(
        "# The catalog\n\n\
         Written by a test from the folders of [catalog/](../catalog): `DETENTE_BLESS=1 cargo test -p detente --test catalog`.\n\n\
         *Reproduced*: what the source gives was found. *Differs*: something else was found, for the reason given below. *Unverified*: the source\n\
         gives nothing to compare with, or was not at hand. Whatever the status, the same test holds the engine against verdicts that were computed\n\
         without it. States are the feasible ones.\n\n\
         | case | source | parties | measures | states | status | compared |\n|---|---|---|---|---|---|---|\n",
    );
    for entry in entries {
        let (name, dossier) = (&entry.name, &entry.dossier);
        let cells = [
            format!("[{name}](../catalog/{name}/README.md)"),
            entry.text("source").unwrap_or_default().replace('|', "\\|"),
            dossier.parties.len().to_string(),
            dossier.measures.len().to_string(),
            entry.n_states.to_string(),
            entry.text("status").unwrap_or_default().to_string(),
            entry.compared(),
        ];
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
    page.push_str("\n## Why a case is not reproduced\n\n");
    for entry in entries
        .iter()
        .filter(|entry| entry.status() != Status::Reproduced)
    {
        let _ = writeln!(
            page,
            "- **{}** ({}): {}.",
            entry.name,
            entry.text("status").unwrap_or_default(),
            entry.text("because").unwrap_or_default()
        );
    }
    page
}

#[test]
fn the_page_of_the_catalog_is_up_to_date() {
    let path = root().join("docs/catalog.md");
    let wanted = page(&entries());
    if std::env::var_os("DETENTE_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("docs/catalog.md can be written");
    } else {
        let page = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            page, wanted,
            "docs/catalog.md is out of date: run DETENTE_BLESS=1 cargo test -p detente --test catalog and read the change"
        );
    }
}
