//! Sessions, runs and the registry of questions, as a shell that knows no analysis meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use detente::dossier::{Source, change};
use detente::questions::{QUESTIONS, question};
use detente::session::{Change, Draft, InMemory, Refused, Run, Session, Unopened};
use proptest::prelude::*;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(case: &str) -> String {
    let path = root().join("catalog").join(case).join("dossier.toml");
    fs::read_to_string(path).expect("the case can be read")
}

fn draft(text: &str) -> Draft {
    let source = Source {
        name: "dossier.toml".to_string(),
        bytes: text.into(),
    };
    Draft::new(source, Arc::new(InMemory::default()))
}

fn session(text: &str) -> Session {
    let opened = Session::of(draft(text), &Run::default());
    opened.unwrap_or_else(|_| panic!("the dossier is sound:\n{text}"))
}

#[test]
fn the_schemas_of_answers_are_those_of_the_repository() {
    let bless = std::env::var_os("DETENTE_BLESS").is_some();
    let folder = root().join("docs/schema");
    for question in QUESTIONS {
        let place = folder.join(format!("{}.json", question.key()));
        let schema = format!("{:#}\n", question.answer_schema().to_value());
        if bless {
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(&place, &schema).expect("the schema can be written");
        }
        let kept = fs::read_to_string(&place).unwrap_or_default();
        assert_eq!(
            kept,
            schema,
            "the answer of `{}` has another shape; bless it and read the difference",
            question.key()
        );
    }
}

#[test]
fn every_question_has_a_name_of_its_own_a_sentence_and_documented_options() {
    for (at, question) in QUESTIONS.iter().enumerate() {
        let key = question.key();
        assert!(
            QUESTIONS[..at].iter().all(|other| other.key() != key),
            "{key}"
        );
        assert!(
            question.asks().ends_with(['?', '.']),
            "{key}: {}",
            question.asks()
        );
        for schema in [question.options(), question.answer_schema()] {
            let schema = schema.to_value();
            let fields = schema["properties"].as_object().into_iter().flatten();
            for (name, field) in fields {
                let told = field["description"].as_str().unwrap_or_default();
                assert!(!told.is_empty(), "{key}: `{name}` has no doc comment");
            }
        }
    }
}

#[test]
fn a_shell_that_knows_only_a_key_gets_answer_and_sections() {
    let session = session(&text("korea-2025"));
    let weigh = question("weigh").expect("it is registered");
    let reply = weigh
        .ask(json!({}), &session, &Run::default())
        .expect("the case has hypotheses");
    assert_eq!(reply.json["format"], "detente.weigh/1");
    assert_eq!(reply.json["inputs"][0]["name"], "dossier.toml");
    let keys: Vec<&String> = reply.json.as_object().expect("an object").keys().collect();
    assert_eq!(keys[..4], ["format", "version", "seed", "inputs"]);
    assert!(
        reply
            .sections
            .iter()
            .any(|section| section.id == "hypotheses")
    );
    let without = json!({ "without": ["wh-0930"] });
    let other = weigh
        .ask(without, &session, &Run::default())
        .expect("an answer");
    assert_ne!(other.json["items"], reply.json["items"]);
}

#[test]
fn what_an_option_names_in_vain_is_refused_with_what_there_is() {
    let weigh = question("weigh").expect("it is registered");
    let ask = |options: Value, case: &str| {
        let refused = weigh.ask(options, &session(&text(case)), &Run::default());
        match refused.expect_err("it is refused") {
            Refused::NotApplicable { why, remedy } => (why, remedy),
            other => panic!("{other:?}"),
        }
    };
    let (why, remedy) = ask(json!({"without": ["nothing"]}), "korea-2025");
    assert_eq!(why, "no evidence is called `nothing`");
    assert!(remedy.contains("wh-0930"), "{remedy}");
    let (why, remedy) = ask(json!({}), "chicken");
    assert!(
        why.contains("no hypotheses") && remedy.contains("[hypotheses."),
        "{why}{remedy}"
    );
    let (why, _) = ask(json!({"witout": []}), "korea-2025");
    assert!(why.contains("unknown field `witout`"), "{why}");
}

#[test]
fn several_questions_are_answered_at_once_in_one_process_each_with_its_own_run() {
    let session = session(&text("korea-2025"));
    let weigh = question("weigh").expect("it is registered");
    let alone = weigh
        .ask(json!({}), &session, &Run::default())
        .expect("an answer");
    let cancelled = Run::default();
    cancelled.cancel_token().cancel();
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| weigh.ask(json!({}), &session, &Run::default())))
            .collect();
        assert_eq!(cancelled.go_on(), Err(Refused::Cancelled));
        for answer in asked {
            assert_eq!(answer.join().expect("no panic").as_ref(), Ok(&alone));
        }
    });
}

#[test]
fn a_cancelled_run_opens_nothing() {
    let run = Run::default();
    run.cancel_token().cancel();
    let opened = Session::of(draft(&text("korea-2025")), &run);
    assert!(matches!(
        opened.err(),
        Some(Unopened::Refused(Refused::Cancelled))
    ));
}

#[test]
fn mistakes_are_told_before_a_change_that_fails_because_of_them() {
    let broken = draft("[dossier]\ntitle = 3\n");
    let changes = [Change("parties.us.name=X".to_string())];
    let Err(Unopened::Unsound(told)) = broken.with(&changes) else {
        panic!("the mistakes of the file come first")
    };
    assert_eq!(told.findings(), broken.findings());
    let sound = draft(&text("chicken"));
    assert!(matches!(sound.with(&changes), Err(Unopened::Unfit(_))));
}

const CASES: [&str; 3] = ["chicken", "elmira-option-form", "korea-2025"];

/// Changes of values, keys and whole lists, of which some lead nowhere.
fn changes() -> impl Strategy<Value = (usize, Vec<String>)> {
    let key = prop::sample::select(vec![
        "dossier.title",
        "dossier.by",
        "us.relief",
        "us.exercises",
        "parties.us.prefers.1.that",
        "parties.us.prefers.2.sure",
        "parties.us.measures.meet.text",
        "parties.us.measures.meet",
        "parties.us.name",
        "parties.local.prefers",
        "parties.local.prefers.1.that",
        "parties.local.name",
        "evidence.1.grade",
        "evidence.2.says",
        "rules.1.why",
        "rules.1",
    ]);
    let value = prop::sample::select(vec![
        "true",
        "false",
        "0.5",
        "2026-01-02",
        "two words",
        "\"a \\\" b ä\"",
        "'''x\ny'''",
        "[1, 2]",
        "{ text = \"t\", now = true }",
        "",
    ]);
    let change = (key, value).prop_map(|(key, value)| format!("{key}={value}"));
    (0..CASES.len(), prop::collection::vec(change, 1..4))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_change_in_memory_equals_editing_the_text_and_reading_it_again((case, changes) in changes()) {
        let text = text(CASES[case]);
        let wanted: Vec<Change> = changes.iter().cloned().map(Change).collect();
        match (change(&text, &changes), draft(&text).with(&wanted)) {
            (Ok(edited), Ok(in_memory)) => {
                let again = draft(&edited);
                prop_assert_eq!(in_memory.text(), again.text());
                prop_assert_eq!(in_memory.dossier(), again.dossier());
                prop_assert_eq!(in_memory.findings(), again.findings());
                prop_assert_eq!(&in_memory.input().set, &changes);
            }
            (Err(unfit), Err(Unopened::Unfit(other))) => prop_assert_eq!(unfit, other),
            (edited, in_memory) => {
                prop_assert!(false, "{:?} and {}", edited, in_memory.is_ok());
            }
        }
    }
}
