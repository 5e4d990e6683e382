//! `stability` in graph form: named states, unknown and strong preferences, states taken as one.

use serde_json::{Value, json};

use crate::run::{case, detente, detente_in, file, folder};

/// A conflict over a stage: nobody knows what the singer wants first, and playing is much better for the band than anything below it.
const STAGE: &str = "\
[dossier]
title = \"A stage for two\"
question = \"band.play\"
[parties.singer.measures]
sing = { text = \"sings\", basis = \"judgement\" }
[[parties.singer.prefers]]
that = \"singer.sing\"
or = [\"not band.play\"]
basis = \"judgement\"
[[parties.singer.prefers]]
that = \"band.play\"
basis = \"judgement\"
[parties.band.measures]
play = { text = \"plays\", basis = \"judgement\" }
loud = { text = \"plays loudly\", basis = \"judgement\" }
[[parties.band.prefers]]
that = \"band.play iff singer.sing\"
much = true
basis = \"judgement\"
[[parties.band.prefers]]
that = \"band.loud\"
basis = \"judgement\"
[[coalesce]]
as = \"silence\"
that = \"not band.play and not singer.sing\"
text = \"nobody is heard\"
basis = \"judgement\"
";

fn states(told: &Value) -> Vec<&str> {
    told["states"]
        .as_array()
        .expect("a list of states")
        .iter()
        .map(|state| state.as_str().expect("a name"))
        .collect()
}

#[test]
fn elmira_in_graph_form_settles_as_published() {
    let text = detente(&["stability", &case("elmira-graph")]).answer();
    assert!(
        text.contains("Equilibria that improvements reach from today’s state: s5 (nash)."),
        "{text}"
    );
    assert!(
        text.contains(
            "9 states. From today’s state, s1, moves reach 9 of them and improvements 2."
        ),
        "{text}"
    );
    assert!(text.contains("Simultaneous stability (sim) asks"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    let result = detente(&["stability", &case("elmira-graph"), "--format", "json"]).json();
    assert_eq!(result["engine"], "graph");
    assert_eq!(
        states(&result["concepts"]["nash"]["equilibria"]),
        ["s5", "s8", "s9"]
    );
    assert_eq!(
        states(&result["concepts"]["smr"]["equilibria"]),
        ["s1", "s4", "s5", "s8", "s9"]
    );
    assert_eq!(
        result["evolution"]["paths"],
        json!([{ "to": "s5", "path": [{ "mover": "local", "to": "s5" }] }])
    );
    assert!(
        result.get("kernels").is_none(),
        "nothing is unknown here: {result}"
    );
}

#[test]
fn coalitions_of_a_graph_jump_as_published() {
    let result = detente(&[
        "stability",
        &case("elmira-graph"),
        "--coalitions",
        "--concepts",
        "nash",
        "--format",
        "json",
    ])
    .json();
    let jump =
        json!([{ "members": ["moe", "uniroyal"], "from": "s5", "to": "s8", "concepts": ["nash"] }]);
    assert_eq!(result["coalitions"]["jumps"], jump);
    let text = detente(&["stability", &case("elmira-graph"), "--coalitions"]).answer();
    assert!(
        text.contains("Ministry of the Environment + Uniroyal: s5 → s8 (nash gmr smr seq sseq)"),
        "{text}"
    );
    let page = detente(&["brief", &case("elmira-graph"), "--out", "-"]).answer();
    assert!(
        page.contains("- **s5** The appeal is pending, the towns insist on the original order."),
        "{page}"
    );
    let refused = detente(&[
        "stability",
        &case("gisborne"),
        "--coalitions",
        "--view",
        "base",
    ]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("--unknown a"), "{}", refused.stderr);
    detente(&[
        "stability",
        &case("gisborne"),
        "--coalitions",
        "--view",
        "base",
        "--unknown",
        "d",
    ])
    .answer();
}

#[test]
fn what_is_unknown_gives_four_answers() {
    let result = detente(&["stability", &case("gisborne"), "--format", "json"]).json();
    let nash: Vec<_> = result["kernels"]
        .as_array()
        .expect("four kernels")
        .iter()
        .map(|it| states(&it["concepts"]["nash"]["equilibria"]))
        .collect();
    assert_eq!(nash, [vec![], vec!["s4", "s6"], vec![], vec!["s4", "s6"]]);
    assert_eq!(result["cases"][0]["view"], "economic");
    assert_eq!(
        states(&result["cases"][0]["concepts"]["nash"]["equilibria"]),
        ["s4"]
    );
    let text = detente(&[
        "stability",
        &case("gisborne"),
        "--view",
        "base",
        "--unknown",
        "b,d",
    ])
    .answer();
    assert!(
        text.contains("s6 — b: nash gmr smr seq sseq; d: nash gmr smr seq sseq"),
        "{text}"
    );
    let one = detente(&[
        "stability",
        &case("gisborne"),
        "--view",
        "base",
        "--unknown",
        "a",
    ])
    .answer();
    assert!(
        one.contains("Unknown comparisons, a: leaves for what may be better"),
        "{one}"
    );
    assert_eq!(
        detente(&["stability", &case("gisborne"), "--unknown", "e"]).code,
        2
    );
}

#[test]
fn a_state_of_a_graph_is_explained_by_name() {
    let args = [
        "stability",
        &case("gisborne"),
        "--view",
        "base",
        "--unknown",
        "d",
        "--concepts",
        "seq",
        "--explain",
    ];
    let told = |state: &str| detente(&[&args[..], &[state]].concat());
    let text = told("s8").answer();
    assert!(
        text.contains("Stable for Support groups: its one improvement is deterred."),
        "{text}"
    );
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flowing.contains("the others can answer (Provincial government to s2) and lead to s2"),
        "{text}"
    );
    assert_eq!(told("now").code, 0);
    let refused = told("s9");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("expected `now`, or one of: s1, s2"),
        "{}",
        refused.stderr
    );
    let result = detente(&[
        "stability",
        &case("gisborne"),
        "--unknown",
        "d",
        "--concepts",
        "seq",
        "--explain",
        "s8",
        "--format",
        "json",
    ])
    .json();
    let support = &result["explain"][2];
    assert_eq!(
        support["deterred"],
        json!([{ "improvement": "s4", "answer": [{ "mover": "provincial", "to": "s2" }], "ends": "s2" }])
    );
}

#[test]
fn commands_that_work_on_measures_refuse_a_graph() {
    let path = case("elmira-graph");
    for args in [
        ["compare", &path, &path],
        ["elicit", &path, "moe"],
        ["roadmap", &path, "--no-thresholds"],
        ["stability", &path, "--doubt"],
        ["stability", &path, "--engine=symbolic"],
    ] {
        let outcome = detente(&args);
        assert_eq!(outcome.code, 2, "{args:?}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains("in graph form"),
            "{args:?}: {}",
            outcome.stderr
        );
    }
    assert!(
        detente(&["check", &case("elmira-graph")])
            .answer()
            .contains("3 parties, 9 states, 24 moves")
    );
}

#[test]
fn statements_that_nobody_knows_marks_and_states_taken_as_one() {
    let folder = folder();
    let path = file(folder.path(), "stage.toml", STAGE);
    let result = detente_in(folder.path(), &["stability", &path, "--format", "json"]).json();
    let ids: Vec<_> = result["states"]
        .as_array()
        .expect("states")
        .iter()
        .map(|state| state["id"].as_str().expect("a name"))
        .collect();
    assert_eq!(ids, ["silence", "YNN", "NYN", "YYN", "YNY", "NYY", "YYY"]);
    assert_eq!(result["states"][0]["members"], json!(["NNN", "NNY"]));
    let kernels: Vec<_> = result["kernels"]
        .as_array()
        .expect("kernels")
        .iter()
        .map(|it| (it["unknown"].as_str(), it["degree"].as_u64()))
        .collect();
    assert_eq!(
        kernels.len(),
        8,
        "four extensions, any and strong sanctions: {kernels:?}"
    );
    let text = detente_in(
        folder.path(),
        &["stability", &path, "--unknown", "b", "--strong", "0"],
    )
    .answer();
    assert!(text.contains("8 feasible states, taken as 7."), "{text}");
    // By hand: of what the parties know to be better, nothing leads out of the silence.
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flowing.contains("silence (nash; the question holds in none)"),
        "{text}"
    );
    let asked = json!([{ "about": "question", "holds_in": "none" }]);
    assert_eq!(
        result["kernels"][2]["headline"]["findings"], asked,
        "{}",
        result["kernels"][2]["headline"]
    );
    assert!(
        text.contains("Nobody is heard (2 states taken as one)."),
        "{text}"
    );
    let read = detente_in(folder.path(), &["check", &path, "--read"]).answer();
    let read = read.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        read.contains("Or instead, nobody knows which: band does not play.")
            && read.contains("This matters much."),
        "{read}"
    );
    let page = detente_in(folder.path(), &["brief", &path, "--out", "-"]).answer();
    assert!(page.contains("nobody knows which of two things"), "{page}");
    // Without the alternative and the line, nothing is unknown and the plain engine answers; a mark alone changes no verdict.
    let plain = STAGE
        .replace("or = [\"not band.play\"]\n", "")
        .split("[[coalesce]]")
        .next()
        .map(str::to_string)
        .unwrap_or_default();
    let path = file(folder.path(), "plain.toml", plain);
    assert_eq!(
        detente_in(folder.path(), &["stability", &path, "--format", "json"]).json()["engine"],
        "explicit"
    );
    let strong = detente_in(
        folder.path(),
        &["stability", &path, "--strong", "0,2", "--format", "json"],
    )
    .json();
    assert_eq!(strong["engine"], "graph");
    assert_eq!(strong["kernels"].as_array().map(Vec::len), Some(2));
}

#[test]
fn states_that_a_ranking_tells_apart_are_not_taken_as_one() {
    let folder = folder();
    let told = "[dossier]\ntitle = \"t\"\n[parties.a.measures]\ngo = { text = \"goes\", basis = \"judgement\" }\n[parties.a.ranking]\nstates = [\"Y\", \
                \"N\"]\nbasis = \"judgement\"\n[[coalesce]]\nas = \"all\"\nthat = \"a.go or not a.go\"\nbasis = \"judgement\"\n";
    let path = file(folder.path(), "apart.toml", told);
    let outcome = detente_in(folder.path(), &["stability", &path]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("`all` takes states as one that a ranks or values differently"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_option_that_needs_the_states_listed_names_itself() {
    for option in ["--essential", "--doubt", "--coalitions", "--perceived"] {
        let args = [
            "stability",
            &case("cuba-1962"),
            "--engine",
            "symbolic",
            option,
        ];
        let refused = detente(&args);
        assert_eq!(refused.code, 2, "{option}: {}", refused.stderr);
        assert!(
            refused
                .stderr
                .contains(&format!("`{option}` needs the states listed")),
            "{option}: {}",
            refused.stderr
        );
    }
}

/// Nobody knows whether `a` wants to go; `b` wants its own step.
const WILL_A_GO: &str = "\
[dossier]
title = \"Whether a goes\"
question = \"a.go\"
[parties.a]
name = \"Ada\"
[parties.a.measures]
go = { text = \"goes\", basis = \"judgement\" }
[[parties.a.prefers]]
that = \"a.go\"
or = [\"not a.go\"]
basis = \"judgement\"
[parties.b.measures]
x = { text = \"takes the step\", basis = \"judgement\" }
[[parties.b.prefers]]
that = \"b.x\"
basis = \"judgement\"
";

fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_answer_that_turns_on_what_nobody_knows_depends_on_which() {
    let folder = folder();
    let path = file(folder.path(), "go.toml", WILL_A_GO);
    let told = |args: &[&str]| flowing(&detente_in(folder.path(), args).answer());
    for text in [
        told(&["stability", &path]),
        told(&["brief", &path, "--out", "-"]),
        told(&["stability", &path, "--engine", "symbolic"]),
    ] {
        assert!(
            text.contains("It depends on which of two things Ada wants"),
            "{text}"
        );
        assert!(
            text.contains("holds in the one equilibrium reached")
                && text.contains("does not hold in the one"),
            "{text}"
        );
    }
    let result = detente_in(folder.path(), &["stability", &path, "--format", "json"]).json();
    let open = &result["alternatives"];
    assert_eq!(open["turn"], true);
    let answers: Vec<_> = [0, 1]
        .map(|each| open["each"][each]["question"].as_str())
        .into();
    assert_eq!(answers, [Some("all"), Some("none")]);
    // Leaving only for what is known to be better, `a` stays, and only the step of `b` is reached.
    let known = detente_in(
        folder.path(),
        &["stability", &path, "--unknown", "b", "--format", "json"],
    )
    .json();
    assert_eq!(known["evolution"]["by_improvements"]["count"], 2);
    assert_eq!(known["headline"]["equilibria"]["states"], json!(["NY"]));
    assert_eq!(known["headline"]["findings"][0]["holds_in"], "none");
    // Where the question is another, the answer is the same whichever is so.
    let other = file(
        folder.path(),
        "other.toml",
        WILL_A_GO.replace("question = \"a.go\"", "question = \"b.x\""),
    );
    for args in [&["stability", &other][..], &["brief", &other, "--out", "-"]] {
        let text = told(args);
        assert!(!text.contains("It depends on which"), "{text}");
    }
}

#[test]
fn alternatives_and_marks_are_settled_in_conflicts_too_large_for_a_graph() {
    let mut text = WILL_A_GO.replace("that = \"b.x\"", "that = \"b.x\"\nmuch = true");
    text += "[parties.c.measures]\n";
    for measure in 0..14 {
        text +=
            &format!("m{measure} = {{ text = \"takes step {measure}\", basis = \"judgement\" }}\n");
    }
    let folder = folder();
    let path = file(folder.path(), "large.toml", text);
    let json = |args: &[&str]| {
        let all = [&["stability", &path, "--format", "json"][..], args].concat();
        detente_in(folder.path(), &all).json()
    };
    let result = json(&[]);
    assert_eq!(
        (&result["engine"], &result["feasible"]),
        (&json!("symbolic"), &json!(1 << 16))
    );
    let kernels: Vec<_> = result["kernels"]
        .as_array()
        .expect("kernels")
        .iter()
        .map(|it| {
            (
                it["unknown"].as_str().unwrap_or_default(),
                it["degree"].as_u64(),
            )
        })
        .collect();
    assert_eq!(kernels.len(), 8, "{kernels:?}");
    let known = json(&["--unknown", "b", "--strong", "0"]);
    assert_eq!(known["evolution"]["by_improvements"]["count"], 2);
    assert_eq!(known["headline"]["findings"][0]["holds_in"], "none");
    assert_eq!(known["alternatives"]["turn"], true);
    let text = flowing(&detente_in(folder.path(), &["stability", &path]).answer());
    assert!(
        text.contains("It depends on which of two things Ada wants"),
        "{text}"
    );
    let strong = json(&["--strong", "0,2", "--unknown", "a"]);
    assert_eq!(strong["kernels"].as_array().map(Vec::len), Some(2));
}

/// The lines of a page without the section on who is essential, for which the states are listed.
fn without_essential(page: &str) -> Vec<&str> {
    let mut is_left_out = false;
    let mut kept = vec![];
    for line in page.lines() {
        if line.starts_with("## ") {
            is_left_out = ["## Who is essential", "## In short"].contains(&line);
        }
        let names_it = [
            "Who is essential",
            "SHA-256",
            "The dossier is less than certain of",
        ]
        .iter()
        .any(|words| line.contains(words));
        if !is_left_out && !names_it && !line.is_empty() {
            kept.push(line);
        }
    }
    kept
}

#[test]
fn a_page_is_the_same_whichever_engine_settled_the_conflict() {
    for name in ["elmira-option-form", "hanoi-2019", "chicken"] {
        let told = |engine: &str| {
            detente(&["brief", &case(name), "--out", "-", "--engine", engine]).answer()
        };
        let (listed, over_sets) = (told("explicit"), told("symbolic"));
        let headings = |page: &str| {
            let lines = without_essential(page).into_iter();
            let headings = lines.filter(|line| line.starts_with('#'));
            headings.map(str::to_string).collect::<Vec<_>>()
        };
        assert_eq!(headings(&listed), headings(&over_sets), "{name}");
        let lead = |page: &str| {
            let lines = without_essential(page).into_iter().map(str::to_string);
            lines
                .take_while(|line| !line.starts_with("## Where it settles"))
                .collect::<Vec<_>>()
        };
        let differing: Vec<_> = lead(&listed)
            .into_iter()
            .zip(lead(&over_sets))
            .filter(|(one, other)| one != other)
            .collect();
        assert!(differing.is_empty(), "{name}: {differing:#?}");
    }
}

#[test]
fn a_conflict_too_large_to_list_has_a_page() {
    let args = [
        "brief",
        &case("korea-2025-consents"),
        "--view",
        "base",
        "--out",
        "-",
    ];
    let page = detente(&args).answer();
    for heading in [
        "## The answer",
        "## Where it settles",
        "### Who would move first",
    ] {
        assert!(page.contains(heading), "{heading}: {page}");
    }
    assert!(
        page.contains("feasible states. Moves lead from today’s state to"),
        "{page}"
    );
}
