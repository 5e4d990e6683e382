//! `inspect balance`, `inspect unseen` and `inspect paths` as their users meet them.

use std::process::Command;

use serde_json::Value;

/// The graph of eleven steps that the library's tests work on.
const ELEVEN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../detente/tests/inspect_paths/eleven.toml"
);

/// What a run came to: exit code, standard output, standard error.
fn detente(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args)
        .env_remove("COLUMNS")
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        output.status.code().expect("it ends by itself"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn words(args: &str) -> Vec<&str> {
    args.split(' ')
        .map(|word| if word == "ELEVEN" { ELEVEN } else { word })
        .collect()
}

fn answer(args: &str) -> String {
    let (code, stdout, stderr) = detente(&words(args));
    assert_eq!((code, stderr.as_str()), (0, ""), "{args}");
    stdout
}

/// The answer as a person reads it: no line is longer than 100 characters. Returned with its lines joined, too.
fn text(args: &str) -> (String, String) {
    let text = answer(args);
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{args}:\n{text}"
    );
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text, joined)
}

fn json(args: &str) -> Value {
    let value: Value =
        serde_json::from_str(&answer(&format!("{args} --format json"))).expect("JSON");
    assert!(value["version"].is_string(), "{args}");
    value
}

fn refusal(args: &str) -> String {
    let (code, stdout, stderr) = detente(&words(args));
    assert_eq!((code, stdout.as_str()), (2, ""), "{args}: {stderr}");
    stderr
}

/// The cells of the row that begins so.
fn cells<'a>(text: &'a str, row: &str) -> Vec<&'a str> {
    let line = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix(row));
    line.unwrap_or_else(|| panic!("no row `{row}` in\n{text}"))
        .split_whitespace()
        .collect()
}

#[track_caller]
fn near(found: &Value, expected: f64) {
    assert!(
        (found.as_f64().expect("it is there") - expected).abs() < 1e-8,
        "{found} for {expected}"
    );
}

#[test]
fn both_tests_of_balances_are_told_side_by_side() {
    let (table, joined) = text("inspect balance --sigma 1 --periods 12 --loss 11.3968943138032");
    assert_eq!(
        cells(&table, "the same in each period"),
        ["0.95003", "0.867401", "0.434713", "0.95003"]
    );
    assert_eq!(
        cells(&table, "all in the first period"),
        ["0.95003", ">", "0.999999", ">", "0.999999", ">", "0.999999"]
    );
    assert!(
        joined.contains("threshold h = 3.374521 in standard deviations"),
        "{joined}"
    );
    assert!(
        joined.contains("a loss of 3.289707 standard deviations is detected with a chance of 0.95"),
        "{joined}"
    );
    assert!(
        joined.contains(
            "the same in each period, CUMUF is better: 0.95003 against 0.867401 by Page's test"
        ),
        "{joined}"
    );
    assert!(
        joined.contains(
            "all in the first period, Page's test is better: > 0.999999 against 0.95003 by CUMUF"
        ),
        "{joined}"
    );
}

#[test]
fn balances_as_data() {
    let value =
        json("inspect balance --sigma 1 --periods 12 --loss 3.29 --correlation -0.3 --threshold 4");
    assert_eq!(value["format"], "detente.inspect.balance/1");
    near(&value["cumuf"]["detection"], 0.409_409_956_600_403_97);
    near(&value["cumuf"]["worst"][0], 0.426_481_481_481_481_46);
    near(
        &value["page"]["run_lengths"][0]["periods"],
        335.367_577_627_074_87,
    );
    assert_eq!(
        value["page"]["run_lengths"]
            .as_array()
            .expect("it is there")
            .len(),
        5
    );
    assert_eq!(
        (
            &value["measured"],
            value["against"].as_array().expect("it is there").len()
        ),
        (&Value::Null, 4)
    );
}

#[test]
fn measured_balances_alarm_in_a_period() {
    let (table, joined) = text("inspect balance --sigmas 1,2,2 --mufs 1,4,-2 --threshold 1.5");
    let (_, measured) = table.split_once("As measured").expect("it is there");
    assert_eq!(
        cells(measured, "2  "),
        ["4", "2", "5", "2.236068", "2", "above", "h"]
    );
    assert!(
        joined.contains("CUMUF does not alarm: after the last period it is 3, not above 4.934561."),
        "{joined}"
    );
    assert!(
        joined.contains("Page's test alarms in period 2."),
        "{joined}"
    );
}

#[test]
fn balances_are_read_from_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("balances.csv");
    let of = |contents: &str, format: &str| {
        std::fs::write(&path, contents).expect("a file can be written");
        detente(&[
            "inspect",
            "balance",
            "--file",
            path.to_str().expect("a path in UTF-8"),
            "--threshold",
            "1.5",
            "--format",
            format,
        ])
    };
    let (code, stdout, _) = of("muf,sigma\n1,1\n4,2\n-2,2\n", "json");
    let value: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!((code, &value["measured"]["page_alarms_in"]), (0, &2.into()));
    assert_eq!(
        (
            &value["inputs"][0]["name"],
            value["inputs"][0]["sha256"]
                .as_str()
                .expect("it is there")
                .len()
        ),
        (&"balances.csv".into(), 64)
    );
    let (code, stdout, stderr) = of("muf,sigma\n1,1\n4;2\n", "text");
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(
        stderr.contains("error[D026]: expected 2 cells, as many as there are columns, found 1"),
        "{stderr}"
    );
    assert!(
        stderr.contains("balances.csv:3:1") && stderr.contains("4;2"),
        "{stderr}"
    );
    let (code, _, stderr) = detente(&[
        "inspect",
        "balance",
        "--file",
        folder
            .path()
            .join("none.csv")
            .to_str()
            .expect("a path in UTF-8"),
    ]);
    assert!(code == 1 && stderr.contains("D001"), "{stderr}");
}

#[test]
fn a_clean_search_is_told_with_what_it_cannot_prove() {
    let (table, joined) = text("inspect unseen --prior 0:0.6,1:0.3,2:0.1 --find 0.5 --periods 2");
    // Missed with a chance of 1/4: 0.6, 0.3/4 and 0.1/16 remain of 0.68125.
    assert_eq!(
        cells(&table, "2  "),
        ["0.31875", "0.796875", "0.703125", "0.880734"]
    );
    assert_eq!(cells(&table, "0  "), ["0.6", "0.880734"]);
    assert_eq!(cells(&table, "1  ")[1..], ["0.5625", "0.4375", "0.774194"]);
    assert!(
        joined.contains("never proves that there is nothing: a chance of 0.119266 remains"),
        "{joined}"
    );
    assert!(
        joined.contains(
            "sampling of declared items says nothing about sites that were never declared"
        ),
        "{joined}"
    );
    assert!(
        joined.contains("To believe with 0.95 that nothing is left, it takes 4 periods"),
        "{joined}"
    );
}

#[test]
fn searches_as_data() {
    let value = json(
        "inspect unseen --prior poisson:2 --effort 2 --rate 0.25 --periods 3 --believe 0.9 --false-alarm 0.1",
    );
    assert_eq!(value["format"], "detente.inspect.unseen/1");
    near(&value["find"]["chance"], 1.0 - (-0.5f64).exp());
    near(&value["after"]["mean"], 2.0 * (-1.5f64).exp());
    near(
        &value["after"]["chances"][0],
        (-2.0 * (-1.5f64).exp()).exp(),
    );
    // exp(−2·exp(−exposure)) = 0.9.
    near(
        &value["needed"]["search"]["effort"],
        -4.0 * (-(0.9f64.ln()) / 2.0).ln(),
    );
    assert_eq!(value["needed"]["search"]["periods"], 6);
    near(&value["periods"][0]["false_alarm"], 0.1);
    let never = json("inspect unseen --prior 1:1/2,2:1/2 --find 0.5 --periods 3");
    assert_eq!(never["needed"]["search"]["result"], "never");
    let found = json("inspect unseen --prior 1:1/2,2:1/2 --find 0.5 --periods 1 --found 1");
    // One site found: 1/2·1/2 against 2·1/2·1/2·1/2.
    near(&found["after"]["chances"][0], 0.5);
}

#[test]
fn paths_are_told_with_what_deters() {
    let (table, joined) = text("inspect paths ELEVEN");
    assert!(
        joined.starts_with("Eleven steps: 6 paths from NU to WU over 11 steps."),
        "{joined}"
    );
    assert_eq!(cells(&table, "1  length 3,"), ["attractiveness", "1"]);
    assert_eq!(cells(&table, "0  "), ["1", "0.4206", "no"]);
    assert_eq!(cells(&table, "2   "), ["11", "-0.271", "yes"]);
    assert_eq!(cells(&table, "9   "), ["244", "-0.726", "yes"]);
    assert!(
        joined.contains("violation is not deterred: the best one still gains 187/2500 = 0.0748"),
        "{joined}"
    );
    assert!(
        joined.contains("1 extreme equilibrium, exactly."),
        "{joined}"
    );
    assert!(
        joined.contains("covers: 1/2 metal_heu; 1/2 metal_pu - state: 1/2 path 3; 1/2 path 6"),
        "{joined}"
    );
}

#[test]
fn paths_as_data() {
    let value = json("inspect paths ELEVEN --sweep 2");
    assert_eq!(value["format"], "detente.inspect.paths/1");
    assert_eq!(value["inputs"][0]["name"], "eleven.toml");
    assert_eq!(
        (
            value["paths"].as_array().expect("it is there").len(),
            value["sweep"].as_array().expect("it is there").len()
        ),
        (6, 3)
    );
    assert_eq!(value["answer"]["deterrence"]["value"]["exact"], "187/2500");
    assert_eq!(
        (
            &value["equilibria"]["count"],
            &value["equilibria"]["truncated"]
        ),
        (&1.into(), &false.into())
    );
    assert_eq!(
        value["equilibria"]["listed"][0]["inspectorate"]["exact"],
        "-2899/5000"
    );
    assert_eq!(
        answer("inspect paths ELEVEN"),
        answer("inspect paths ELEVEN"),
        "answers are the same each time"
    );
}

/// The example of a graph in the help text.
fn example() -> String {
    let help = answer("inspect paths --help");
    let from = help.find("  [graph]").expect("the help shows a graph");
    let to = help.find("Exit code 3").expect("the help goes on after it");
    help[from..to].to_string()
}

#[test]
fn the_examples_of_the_help_texts_can_be_run() {
    let mut n_examples = 0;
    for page in ["balance", "unseen"] {
        let (help, _) = text(&format!("inspect {page} --help"));
        for example in help
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("detente inspect "))
        {
            answer(&format!("inspect {example}"));
            n_examples += 1;
        }
    }
    assert_eq!(n_examples, 8);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.toml");
    std::fs::write(&path, example()).expect("a file can be written");
    let (code, stdout, stderr) =
        detente(&["inspect", "paths", path.to_str().expect("a path in UTF-8")]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(
        stdout.starts_with("From spent fuel to plutonium: 1 path"),
        "{stdout}"
    );
}

#[test]
fn mistakes_and_limits_of_graphs_have_their_exit_codes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.toml");
    let of = |contents: &str| {
        std::fs::write(&path, contents).expect("a file can be written");
        detente(&["inspect", "paths", path.to_str().expect("a path in UTF-8")])
    };
    let (code, stdout, stderr) = of(&example().replace("weight = 1", "weigth = 1"));
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(
        stderr.contains("error[D005]: unknown key `weigth` in step 1")
            && stderr.contains("error[D006]: missing key `weight`"),
        "{stderr}"
    );
    assert!(stderr.contains("graph.toml:1"), "{stderr}");
    let twin = "[[edges]]\nfrom = \"spent fuel\"\nto = \"plutonium\"\nweight = 1\ncovered = 0.5\ncost = 1\n";
    let many: String = (0..60)
        .map(|idx| twin.replacen('\n', &format!("\nid = \"twin {idx}\"\n"), 1))
        .collect();
    let (code, stdout, _) = of(&(example().replace("budget = 1", "budget = 3") + &many));
    assert_eq!(code, 3, "some part is beyond a limit");
    assert!(
        stdout.contains("there are more than 163 ways to spend the budget"),
        "{stdout}"
    );
    let unreachable = example()
        .replace("from = \"spent fuel\"", "from = \"ore\"")
        .replace("start = \"spent fuel\"", "start = \"plutonium\"");
    let (code, stdout, stderr) = of(&unreachable.replace("goal = \"plutonium\"", "goal = \"ore\""));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("No path leads there"), "{stdout}");
    let (code, stdout, stderr) = detente(&words("inspect paths ELEVEN --budget 0"));
    assert_eq!((code, stdout.as_str()), (3, ""));
    assert!(stderr.starts_with("stopped: the budget ended"), "{stderr}");
}

#[test]
fn impossible_questions_are_refused_with_a_reason() {
    for (args, reason) in [
        ("inspect balance --periods 3", "--sigma"),
        (
            "inspect balance --sigma 1 --sigmas 1,2",
            "cannot be used with",
        ),
        (
            "inspect balance --sigmas 1,2 --periods 3",
            "cannot be used with",
        ),
        (
            "inspect balance --sigma 0",
            "expected a standard deviation above 0, found 0",
        ),
        (
            "inspect balance --sigma 1 --periods 0",
            "expected from 1 to 1000 periods, found 0",
        ),
        (
            "inspect balance --sigma 1 --periods 1001",
            "expected from 1 to 1000 periods, found 1001",
        ),
        (
            "inspect balance --sigma 1 --alpha 1",
            "expected a chance of a false alarm above 0 and below 1, found 1",
        ),
        (
            "inspect balance --sigma 1 --detection 0",
            "expected a chance of detection above 0 and below 1, found 0",
        ),
        (
            "inspect balance --sigma 1 --loss -2",
            "expected a loss above 0, found -2",
        ),
        (
            "inspect balance --sigma 1 --threshold 51",
            "expected a threshold from 0 to 50, found 51",
        ),
        (
            "inspect balance --sigma 1 --periods 9 --correlation 0.9",
            "expected a correlation above -0.525731 and below 0.525731",
        ),
        (
            "inspect balance --sigmas 1,2 --mufs 1",
            "expected one measured value per standard deviation",
        ),
        (
            "inspect balance --sigmas 1,x",
            "expected a number such as 0.1 or 1/10",
        ),
        (
            "inspect unseen --prior 0:0.5,1:0.4 --find 0.5 --periods 1",
            "expected chances that sum to 1, found a sum of 9/10",
        ),
        (
            "inspect unseen --prior some --find 0.5 --periods 1",
            "expected numbers of sites up to 1000",
        ),
        (
            "inspect unseen --prior poisson:x --find 0.5 --periods 1",
            "expected `poisson:MEAN`",
        ),
        (
            "inspect unseen --prior uniform:2 --find 2 --periods 1",
            "expected a chance to find above 0 and up to 1, found 2",
        ),
        (
            "inspect unseen --prior uniform:2 --find 0.5 --periods 0",
            "expected from 1 to 10000 periods, found 0",
        ),
        (
            "inspect unseen --prior uniform:2 --find 0.5 --periods 1 --found 3",
            "3 found sites are possible",
        ),
        (
            "inspect unseen --prior uniform:2 --effort 1 --periods 1",
            "--rate",
        ),
        (
            "inspect unseen --prior uniform:2 --effort 1 --rate 1 --find 0.5 --periods 1",
            "cannot be used with",
        ),
        ("inspect unseen --prior uniform:2 --periods 1", "--find"),
        (
            "inspect unseen --prior uniform:2 --find 0.5 --periods 1 --believe 1",
            "a belief that is wanted",
        ),
        ("inspect paths", "FILE"),
        ("inspect paths ELEVEN --budget -1", "--budget"),
    ] {
        let told = refusal(args);
        assert!(told.contains(reason), "{args}: {told}");
        assert!(told.contains("--help"), "{args}: {told}");
    }
}
