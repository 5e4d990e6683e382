//! The shell over a pipe in `examples/`: any question of the registry, progress, cancelling, mistakes and refusals.

use serde_json::{Value, json};

use crate::run::{case, file, folder};

#[path = "../../examples/pipe.rs"]
#[expect(dead_code, reason = "its `main` serves standard input")]
mod shell;

/// The lines that come back for some requests.
fn served(requests: &[Value]) -> Vec<Value> {
    let input: String = requests.iter().map(|it| format!("{it}\n")).collect();
    let mut output = vec![];
    shell::serve(input.as_bytes(), &mut output);
    let lines = String::from_utf8(output).expect("it writes UTF-8");
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

/// What a request came to: the last line with its id.
fn last<'l>(lines: &'l [Value], id: &str) -> &'l Value {
    let found = lines.iter().rfind(|line| line["id"] == *id);
    found.unwrap_or_else(|| panic!("nothing came back for {id}: {lines:#?}"))
}

#[test]
fn a_pipe_lists_the_questions_with_their_options() {
    let lines = served(&[json!({ "id": "list", "questions": true })]);
    let questions = last(&lines, "list")["questions"]
        .as_array()
        .expect("a list");
    let weigh = questions.iter().find(|it| it["key"] == "weigh");
    let weigh = weigh.expect("the registry has it");
    assert_eq!(weigh["options"]["properties"]["without"]["type"], "array");
}

#[test]
fn a_pipe_answers_what_the_command_line_answers_and_several_at_once() {
    let korea = case("korea-2025");
    let lines = served(&[
        json!({ "id": "a", "ask": "weigh", "file": korea }),
        json!({ "id": "b", "ask": "weigh", "file": korea, "options": { "without": ["wh-0930"] } }),
        json!({ "id": "c", "ask": "weigh", "file": korea, "set": ["hypotheses.posturing.prior=0.4"] }),
    ]);
    let by_command = |more: &[&str]| {
        let args = [&["weigh", korea.as_str(), "--format", "json"], more].concat();
        crate::run::detente(&args).json()
    };
    let answer = |id: &str| &last(&lines, id)["answer"]["json"];
    assert_eq!(*answer("a"), by_command(&[]));
    assert_eq!(*answer("b"), by_command(&["--without", "wh-0930"]));
    assert_eq!(
        *answer("c"),
        by_command(&["--set", "hypotheses.posturing.prior=0.4"])
    );
    assert_eq!(last(&lines, "a")["answer"]["cut_short"], Value::Null);
    assert_eq!(
        last(&lines, "a")["answer"]["sections"][0]["id"],
        "hypotheses"
    );
}

#[test]
fn a_request_is_stopped_by_its_budget_and_by_a_cancel_while_others_go_on() {
    let korea = case("korea-2025");
    let lines = served(&[
        json!({ "id": "slow", "ask": "weigh", "file": korea, "budget": 0 }),
        json!({ "id": "cancelled", "ask": "weigh", "file": korea }),
        json!({ "id": "cancelled", "cancel": true }),
        json!({ "id": "other", "ask": "weigh", "file": korea }),
    ]);
    for id in ["slow", "cancelled"] {
        let refused = &last(&lines, id)["refused"];
        assert!(
            refused["why"]
                .as_str()
                .is_some_and(|why| why.contains("budget")),
            "{lines:#?}"
        );
        assert_eq!(refused["remedy"], "raise `--budget`");
    }
    assert!(last(&lines, "other")["answer"].is_object());
}

#[test]
fn what_cannot_be_answered_comes_back_with_its_reason() {
    let folder = folder();
    let broken = file(folder.path(), "broken.toml", "[dossier]\ntitle = 3\n");
    let lines = served(&[
        json!({ "id": "broken", "ask": "weigh", "file": broken }),
        json!({ "id": "missing", "ask": "weigh", "file": "nowhere.toml" }),
        json!({ "id": "unfit", "ask": "weigh", "file": case("chicken"), "set": ["nothing"] }),
        json!({ "id": "none", "ask": "weigh", "file": case("chicken") }),
        json!({ "id": "unknown", "ask": "wiegh", "file": case("chicken") }),
        json!({ "id": "option", "ask": "weigh", "file": case("chicken"), "options": { "with": 1 } }),
    ]);
    let mistakes = &last(&lines, "broken")["mistakes"];
    assert!(mistakes[0]["code"].is_string(), "{mistakes}");
    for (id, why) in [
        ("missing", "o such file"),
        ("unfit", "expected `KEY=VALUE`"),
        ("none", "no hypotheses"),
        ("unknown", "there is no question `wiegh`"),
        ("option", "unknown field `with`"),
    ] {
        let refused = last(&lines, id)["refused"]["why"].as_str();
        assert!(
            refused.is_some_and(|it| it.contains(why)),
            "{id}: {refused:?}"
        );
    }
}
