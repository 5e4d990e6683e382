//! `inspect sample`, `inspect periods` and `inspect delay` as their users meet them.

use std::process::Command;

use serde_json::Value;

/// What a run came to: exit code, standard output, standard error.
fn detente(args: &str) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args.split(' '))
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    (
        output.status.code().expect("no signal ends the program"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn answer(args: &str) -> String {
    let (code, stdout, stderr) = detente(args);
    assert_eq!((code, stderr.as_str()), (0, ""), "{args}");
    assert!(
        stdout.lines().all(|line| line.chars().count() <= 100),
        "{args}:\n{stdout}"
    );
    stdout
}

fn json(args: &str) -> Value {
    let value: Value = serde_json::from_str(&answer_of_any_width(&format!("{args} --format json")))
        .expect("the program prints JSON");
    assert!(value["version"].is_string(), "{args}");
    value
}

fn answer_of_any_width(args: &str) -> String {
    let (code, stdout, stderr) = detente(args);
    assert_eq!((code, stderr.as_str()), (0, ""), "{args}");
    stdout
}

fn refusal(args: &str) -> String {
    let (code, stdout, stderr) = detente(args);
    assert_eq!((code, stdout.as_str()), (2, ""), "{args}: {stderr}");
    stderr
}

/// The cells after those that a row of a table begins with.
fn cells<'a>(text: &'a str, row: &str) -> Vec<&'a str> {
    let first: Vec<&str> = row.split(' ').collect();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("  "))
        .map(|line| line.split_whitespace().collect::<Vec<_>>());
    let found = rows
        .filter(|cells| cells.starts_with(&first))
        .map(|cells| cells[first.len()..].to_vec())
        .next();
    found.unwrap_or_else(|| panic!("no row `{row}` in\n{text}"))
}

#[test]
fn a_sample_is_told_with_what_it_presumes() {
    let text = answer("inspect sample --items 1000 --diverted 50 --miss 0.1");
    assert_eq!(cells(&text, "exact"), ["44", "0.900563"]);
    assert_eq!(cells(&text, "IAEA formula"), ["46", "0.910697"]);
    assert_eq!(cells(&text, "Jaech formula"), ["44", "0.900563"]);
    assert!(text.contains("complete declaration"), "{text}");
    assert!(
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("one less would detect with a chance of 0.895081"),
        "{text}"
    );
}

#[test]
fn a_sample_as_data() {
    let value = json("inspect sample --items 1000000 --diverted 1 --miss 1/10");
    assert_eq!(value["format"], "detente.inspect.sample/1");
    assert_eq!(value["miss"]["exact"], "1/10");
    for size in ["exact", "iaea", "jaech"] {
        assert_eq!(
            (&value[size]["size"], &value[size]["detection"]),
            (&900_000.into(), &0.9.into()),
            "{size}"
        );
    }
    assert!(
        value["presumes"]
            .as_str()
            .expect("a text")
            .contains("complete declaration")
    );
}

#[test]
fn a_goal_amount_stands_for_a_number_of_items() {
    let by_goal = json("inspect sample --items 300 --goal 8 --content 0.8 --miss 0.1");
    assert_eq!(
        (&by_goal["diverted"], &by_goal["exact"]["size"]),
        (&10.into(), &61.into())
    );
    assert!(
        answer("inspect sample --items 300 --goal 8 --content 0.8 --miss 0.1")
            .starts_with("A goal of 8 takes 10 items")
    );
}

#[test]
fn periods_are_told_in_fractions_and_decimals() {
    let text = answer("inspect periods --periods 10 --inspections 3");
    assert_eq!(
        cells(&text, "the inspector expects"),
        ["-21/44", "-0.477273"]
    );
    assert!(
        text.contains("the inspector gets the opposite")
            || text.contains("the inspector gets\nthe opposite"),
        "{text}"
    );
    let text = answer(
        "inspect periods --periods 4 --inspections 2 --convention nonzero --cost 1/2 --penalty 1",
    );
    assert_eq!(
        cells(&text, "the inspector expects"),
        ["-12/17", "-0.705882"]
    );
    assert!(
        text.replace('\n', " ")
            .contains("the inspector then expects -3/11 = -0.272727 instead of -12/17"),
        "{text}"
    );
    assert_eq!(
        cells(&text, "4 2"),
        ["4/11", "0.363636", "16/51", "0.313725"]
    );
    let text =
        answer("inspect periods --periods 6 --inspections 2 --convention ferguson --legal 0.25");
    assert_eq!(cells(&text, "the inspector expects"), ["4/21", "0.190476"]);
}

#[test]
fn several_violations_are_told_by_what_is_left() {
    let text = answer("inspect periods --periods 5 --inspections 2 --violations 3 --penalty 0");
    assert_eq!(cells(&text, "the inspectee expects"), ["1", "1"]);
    assert_eq!(
        cells(&text, "periods"),
        ["inspections", "violations", "inspect", "violate"]
    );
    assert_eq!(cells(&text, "5 2 3"), ["2/5", "0.4", "1/3", "0.333333"]);
}

#[test]
fn many_periods_are_listed_as_far_as_asked() {
    let text = answer("inspect periods --periods 200 --inspections 100");
    assert!(text.contains("the first 20 of 10,000"), "{text}");
    assert!(text.lines().count() < 45, "{text}");
    let value = json("inspect periods --periods 200 --inspections 100 --limit 7");
    assert_eq!(value["format"], "detente.inspect.periods/1");
    assert_eq!(
        value["stages"]["listed"].as_array().expect("a list").len(),
        7
    );
    assert_eq!(
        (&value["stages"]["count"], &value["stages"]["truncated"]),
        (&10_000.into(), &true.into())
    );
    assert!(
        value["value"]["inspector"]["exact"]
            .as_str()
            .expect("a text")
            .starts_with("-11318564332012910145675522134685520484313")
    );
}

#[test]
fn a_delay_is_told_with_both_mixes() {
    let text = answer("inspect delay --slots 4 --inspections 1");
    assert!(text.contains("11/24 = 0.458333 of the horizon"), "{text}");
    assert_eq!(cells(&text, "1"), ["0.333333", "0.333333"]);
    assert_eq!(cells(&text, "4"), ["1", "0"]);
    assert_eq!(cells(&text, "0.166667 slots"), ["3"]);
    let value = json("inspect delay --slots 12 --inspections 3");
    assert_eq!(
        (&value["format"], &value["is_exact"]),
        (&"detente.inspect.delay/1".into(), &true.into())
    );
    assert!(
        (value["value"]["least"]["decimal"]
            .as_f64()
            .expect("a number")
            - 0.188_159_039_995_434_46)
            .abs()
            < 1e-12
    );
    assert_eq!(value["inspected"].as_array().expect("a list").len(), 12);
    let cut = json("inspect delay --slots 12 --inspections 3 --limit 2");
    assert_eq!(
        (
            cut["plans"]["listed"].as_array().expect("a list").len(),
            &cut["plans"]["truncated"]
        ),
        (2, &true.into())
    );
}

#[test]
fn answers_are_the_same_each_time() {
    for args in [
        "inspect delay --slots 20 --inspections 4",
        "inspect periods --periods 9 --inspections 4 --format json",
    ] {
        assert_eq!(answer_of_any_width(args), answer_of_any_width(args));
    }
}

#[test]
fn impossible_questions_are_refused_with_a_reason() {
    for (args, reason) in [
        (
            "inspect sample --items 10 --diverted 11 --miss 0.1",
            "expected a number of diverted items from 1 to 10",
        ),
        (
            "inspect sample --items 10 --diverted 0 --miss 0.1",
            "expected a number of diverted items from 1 to 10",
        ),
        (
            "inspect sample --items 10 --diverted 1 --miss 1",
            "expected a chance to miss above 0 and below 1, found 1",
        ),
        (
            "inspect sample --items 10 --diverted 1 --miss -0.1",
            "expected a chance to miss above 0 and below 1, found -1/10",
        ),
        (
            "inspect sample --items 10 --diverted 1 --miss 1e-3",
            "expected a number such as 0.1 or 1/10",
        ),
        (
            "inspect sample --items 10 --goal 8 --content 0 --miss 0.1",
            "expected a content of an item above 0, found 0",
        ),
        (
            "inspect sample --items 10 --goal 80 --content 1 --miss 0.1",
            "expected a number of diverted items from 1 to 10",
        ),
        ("inspect sample --items 10 --goal 8 --miss 0.1", "--content"),
        ("inspect sample --items 10 --miss 0.1", "--diverted"),
        (
            "inspect periods --periods 3 --inspections 4",
            "expected a number of inspections from 0 to 3",
        ),
        (
            "inspect periods --periods 0 --inspections 0",
            "expected a number of periods from 1",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --violations 5",
            "expected a number of violations from 1 to 4",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --penalty -1",
            "expected a penalty above 0, found -1",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --convention ferguson",
            "needs `--legal`",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --convention ferguson --legal 1",
            "above 0 and below 1, found 1",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --convention nonzero --cost 1/2",
            "needs `--penalty`",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --convention nonzero --cost 2 --penalty 1",
            "above 0 and below 1, found 2",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --cost 1/2",
            "`--cost` has no meaning with `--convention dresher`",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --violations 2 --convention ferguson --legal 1/2",
            "`--violations` above 1 is for `--convention dresher`",
        ),
        (
            "inspect periods --periods 4 --inspections 2 --convention dreher",
            "possible values",
        ),
        (
            "inspect delay --slots 4 --inspections 4",
            "expected a number of inspections from 0 to 3",
        ),
        (
            "inspect delay --slots 500 --inspections 1",
            "expected a number of slots from 1 to 400",
        ),
        (
            "inspect delay --slots 61 --inspections 2",
            "expected a number of slots from 1 to 60",
        ),
        (
            "inspect delay --slots 12 --inspections 2 --budget -1",
            "--budget",
        ),
    ] {
        let told = refusal(args);
        assert!(told.contains(reason), "{args}: {told}");
        assert!(told.contains("--help"), "{args}: {told}");
    }
}

#[test]
fn a_budget_stops_a_long_search() {
    let (code, stdout, stderr) = detente("inspect delay --slots 20 --inspections 4 --budget 0");
    assert_eq!((code, stdout.as_str()), (3, ""));
    assert!(stderr.starts_with("stopped: the budget ended"), "{stderr}");
}

#[test]
fn the_examples_of_the_help_texts_can_be_run() {
    let mut n_examples = 0;
    for page in [
        "inspect --help",
        "inspect sample --help",
        "inspect periods --help",
        "inspect delay --help",
    ] {
        let help = answer(page);
        for example in help
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("detente inspect "))
            .filter(|it| it.contains("--") && !it.starts_with("catalog/"))
        {
            answer_of_any_width(&format!("inspect {example}"));
            n_examples += 1;
        }
    }
    assert!(n_examples >= 13, "{n_examples}");
}
