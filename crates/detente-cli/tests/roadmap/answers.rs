//! What `roadmap` answers: the contract with scripts, and what people read.

use serde_json::Value;

use crate::run::{answer, detente, flat, here, json, seen, told};

const KEYS: [&str; 14] = [
    "status",
    "phases",
    "objective",
    "schedule",
    "value",
    "slack",
    "binding",
    "limits",
    "prices",
    "largest_gain",
    "certificate",
    "thresholds",
    "frontier",
    "idle_threats",
];

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it.as_f64().expect("a number"))
        .collect()
}

fn close(value: &Value, expected: f64) -> bool {
    (value.as_f64().expect("a number") - expected).abs() < 1e-6
}

/// The figures are those of another program over the same rows (Python, with the solver `HiGHS`).
#[test]
fn a_plan_that_holds_has_the_keys_of_the_contract_and_the_numbers_of_another_program() {
    let result = json(&["--plan", "base"]);
    for key in KEYS {
        assert!(result.get(key).is_some(), "{key} is missing");
    }
    assert_eq!(result["format"], "detente.roadmap/1");
    assert_eq!(
        result["inputs"][0]["name"],
        "roadmap/quay.toml".rsplit('/').next().expect("a name")
    );
    assert_eq!(
        (&result["status"], &result["phases"], &result["name"]),
        (&"holds".into(), &4.into(), &"base".into())
    );
    assert_eq!(result["objective"]["name"], "welfare");
    assert!(
        close(&result["objective"]["value"], 79.358_017_877_963_46),
        "{}",
        result["objective"]
    );
    for (party, value) in [
        ("port", 32.887_679_751_263_14),
        ("union", 17.674_698_795_180_73),
        ("town", 28.795_639_331_519_606),
    ] {
        assert!(
            close(&result["value"][party], value),
            "{party}: {}",
            result["value"]
        );
    }
    let cranes = numbers(&result["schedule"]["union.cranes"]);
    for (level, expected) in cranes
        .iter()
        .zip([0.156_144_578_3, 0.620_520_792_8, 1.0, 1.0])
    {
        assert!((level - expected).abs() < 1e-6, "{cranes:?}");
    }
    assert_eq!(numbers(&result["schedule"]["port.tariff>=none"]), [1.0; 4]);
    assert_eq!(result["certificate"], serde_json::json!([]));
    assert!(
        result["largest_gain"].as_f64().expect("a number").abs() < 1e-6
            && result["checked"]["exact"] == true
    );
}

#[test]
fn slack_has_one_number_per_phase_and_one_for_later_and_binding_rows_say_who_is_tempted_when() {
    let result = json(&["--plan", "base"]);
    for party in ["port", "union"] {
        assert_eq!(numbers(&result["slack"][party]).len(), 5);
        assert!(
            numbers(&result["slack"][party])
                .iter()
                .all(|slack| *slack > -1e-6)
        );
    }
    assert_eq!(
        result["slack"]["town"],
        serde_json::json!([null, null, null, null, null])
    );
    let binding = result["binding"].as_array().expect("a list");
    let first = &binding[0];
    assert_eq!(
        (&first["party"], &first["phase"], &first["plan"]),
        (&"union".into(), &1.into(), &"withhold union.cranes".into())
    );
    assert!(
        close(&result["slack"]["union"][0], 0.0)
            && first["price"].as_f64().expect("a number") > 1.0,
        "{first}"
    );
    assert!(
        result["prices"]["detect"]["union.cranes"]
            .as_f64()
            .expect("a number")
            > 0.0
    );
    assert_eq!(
        result["prices"]["bond"]
            .as_object()
            .expect("an object")
            .len(),
        3
    );
}

#[test]
fn a_plan_that_does_not_exist_has_a_certificate_instead() {
    let set = seen("0.1");
    let result = json(&["--plan", "base", "--set", &set]);
    assert_eq!(result["status"], "none_in_model");
    assert_eq!(
        (&result["schedule"], &result["objective"]["value"]),
        (&serde_json::json!({}), &Value::Null)
    );
    let certificate = result["certificate"].as_array().expect("a list");
    let weights: Vec<f64> = certificate
        .iter()
        .map(|row| row["weight"].as_f64().expect("a number"))
        .collect();
    assert!(
        weights.iter().all(|weight| *weight > 0.0)
            && (weights.iter().sum::<f64>() - 1.0).abs() < 1e-9,
        "{weights:?}"
    );
    assert!(certificate.iter().any(|row| {
        row["party"] == "union"
            && row["plan"]
                .as_str()
                .is_some_and(|plan| plan.contains("union.cranes"))
    }));
    assert!(result["proof"]["gap"].as_f64().is_some_and(|gap| gap > 0.0));
    assert_eq!(result["obstacle"]["alone"], serde_json::json!(["union"]));
    let text = told(&["--plan", "base", "--set", &set]);
    assert!(
        text.contains("There is no plan in this model, which assumes known values that add up and answers to cheating that are for good:")
    );
    assert!(
        text.contains("If The union could not walk away, a plan would hold."),
        "{text}"
    );
    assert!(!text.contains("impossible"));
}

#[test]
fn variants_stand_beside_the_first_and_one_of_them_can_be_asked_for_alone() {
    let all = json(&[]);
    let names: Vec<&Value> = all["plans"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|plan| &plan["name"])
        .collect();
    assert_eq!(
        (&all["name"], names),
        (
            &"base".into(),
            vec![&Value::from("cranes_first"), &Value::from("quick")]
        )
    );
    let quick = json(&["--plan", "quick"]);
    for key in KEYS {
        assert_eq!(quick[key], all["plans"][1][key], "{key}");
    }
    assert_eq!(quick["plans"], serde_json::json!([]));
    assert_eq!(quick["objective"]["name"], "fastest");
    assert_eq!(
        quick["objective"]["value"].as_f64(),
        quick["phases"].as_u64().map(|phases| phases as f64)
    );
    let text = told(&[]);
    assert!(
        text.contains("plan answer phases objective port union town"),
        "{text}"
    );
    assert!(text.contains("The cranes before any relief."));
}

#[test]
fn the_command_line_overrules_objective_horizon_and_targets_of_every_plan() {
    let result = json(&[
        "--objective",
        "fastest",
        "--phases",
        "5",
        "--target",
        "port.tariff >= low",
        "--draws",
        "0",
    ]);
    for plan in std::iter::once(&result).chain(result["plans"].as_array().expect("a list")) {
        assert_eq!(plan["objective"]["name"], "fastest");
        assert_eq!(plan["targets"], serde_json::json!(["port.tariff>=low"]));
        assert_eq!(plan["ranges"], Value::Null);
    }
    assert_eq!(result["seed"], Value::Null, "nothing is drawn");
    assert_eq!(
        (&result["status"], &result["phases"]),
        (&"holds".into(), &1.into())
    );
    let without = json(&["--plan", "base", "--no-thresholds", "--phases", "6"]);
    assert_eq!(
        (
            &without["thresholds"],
            &without["frontier"],
            &without["phases"]
        ),
        (&Value::Null, &serde_json::json!([]), &6.into())
    );
}

#[test]
fn every_objective_is_told_in_its_own_words() {
    for (objective, words) in [
        ("welfare", "the greatest weighted sum of values, 79."),
        ("fastest", "the shortest plan that holds has"),
        (
            "maxmin",
            "the party with the least value for its weight has most",
        ),
        ("nash", "the weighted product of values is greatest"),
        (
            "robust",
            "the most tempted party has most to lose by walking away",
        ),
    ] {
        let text = told(&[
            "--plan",
            "base",
            "--objective",
            objective,
            "--no-thresholds",
        ]);
        assert!(text.contains(words), "{objective}: {text}");
        assert!(
            text.contains("and nobody gains by abandoning it at any point."),
            "{objective}: {text}"
        );
    }
}

#[test]
fn the_text_says_what_holds_first_and_then_why_in_aligned_tables() {
    let text = answer(&["roadmap", "quay.toml", "--plan", "base"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        &lines[..3],
        ["The quay, \"once & for all\"", "as of 2024-05-02", ""]
    );
    assert!(
        lines[3].starts_with("In this model, which assumes "),
        "{text}"
    );
    for line in [
        "  share in force                 today     1     2   3–4",
        "  – moving its tariff to none       0%  100%  100%  100%",
        "  – letting the new cranes work     0%   16%   62%  100%",
        "  – giving up banning overtime      0%  100%  100%  100%",
        "  The town: 29 — no step of its own to withhold or go back on",
    ] {
        assert!(lines.contains(&line), "`{line}` is not in\n{text}");
    }
    let assumed = "Assumed: values are known and add up; cheating shows by chance alone, and is answered for good;";
    let not_in = "not in the model: trust, bluff, talks anew, errors other than false alarms, unequal phases.";
    for line in [assumed, not_in] {
        assert!(flat(&text).contains(line), "`{line}` is not in\n{text}");
    }
    let text = told(&["--plan", "base"]);
    for sentence in [
        "The promise that binds most is that this must not pay: in phase 1 The union withholds letting the new cranes work, for good;",
        "one point more detection of The union’s cheating on letting the new cranes work +0.24",
        "an answer to The union’s cheating on letting the new cranes work one phase sooner +2.7",
        "a bond of one unit by The union +0.87",
        "chance to see The union’s cheating on letting the new cranes work 35% 17%",
        "The plan, made for their middles, still holds in",
        "what The union’s letting the new cranes work is worth to The union per phase -4 The union gains 8.8",
        "The town’s promise to The union is worth keeping",
    ] {
        assert!(text.contains(sentence), "`{sentence}` is not in\n{text}");
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    for format in ["text", "json"] {
        let args = ["roadmap", "quay.toml", "--format", format];
        assert_eq!(answer(&args), answer(&args));
    }
}

#[test]
fn views_and_readings_are_accepted_and_change_nothing() {
    assert_eq!(
        answer(&["roadmap", "quay.toml", "--view", "base"]),
        answer(&["roadmap", "quay.toml"])
    );
    let (code, _, stderr) = detente(here(), &["roadmap", "quay.toml", "--view", "hawk"]);
    assert!(
        code == 2 && stderr.contains("there is no view `hawk`"),
        "{stderr}"
    );
}

#[test]
fn the_price_of_a_limit_is_what_a_little_more_room_gains() {
    let at = |step: &str| {
        json(&[
            "--plan",
            "base",
            "--draws",
            "0",
            "--set",
            &format!("roadmap.measures.\"union.cranes\".max_step={step}"),
        ])
    };
    let (result, more) = (at("0.3"), at("0.301"));
    let limits = result["limits"].as_array().expect("a list");
    let steps: Vec<_> = limits
        .iter()
        .filter(|limit| limit["kind"] == "max_step")
        .collect();
    assert_eq!(
        steps
            .iter()
            .map(|limit| &limit["phase"])
            .collect::<Vec<_>>(),
        [&Value::from(2), &Value::from(3)]
    );
    assert!(steps.iter().all(|limit| limit["measure"] == "union.cranes"));
    let price: f64 = steps
        .iter()
        .map(|limit| limit["price"].as_f64().expect("a number"))
        .sum();
    let worth = |result: &Value| result["objective"]["value"].as_f64().expect("a number");
    assert!(
        price > 0.1 && ((worth(&more) - worth(&result)) / 0.001 - price).abs() < 1e-6,
        "{price}"
    );
}

#[test]
fn work_that_is_stopped_says_so() {
    let (code, stdout, stderr) = detente(
        here(),
        &[
            "roadmap",
            "quay.toml",
            "--plan",
            "base",
            "--budget",
            "0",
            "--format",
            "json",
        ],
    );
    assert_eq!(code, 3, "{stdout}{stderr}");
    let result: Value = serde_json::from_str(&stdout).expect("what was found is printed");
    assert_eq!(
        (
            &result["status"],
            &result["halt"]["why"],
            &result["complete"]
        ),
        (&"stopped".into(), &"interrupted".into(), &false.into())
    );
    assert!(
        result["sentence"]
            .as_str()
            .is_some_and(|sentence| sentence.contains("stopped before it was known")),
        "{result}"
    );
}

#[test]
fn a_plan_that_waits_for_completion_keeps_to_it_and_says_on_which_condition_its_prices_hold() {
    let text = told(&["--plan", "cranes_first", "--no-thresholds"]);
    assert!(
        text.contains("and each wait for another to be complete, stays as it is in the plan."),
        "{text}"
    );
    let result = json(&["--plan", "cranes_first", "--no-thresholds"]);
    assert_eq!(result["status"], "holds");
    let more = json(&[
        "--plan",
        "cranes_first",
        "--no-thresholds",
        "--set",
        "roadmap.parties.union.bond=1.001",
    ]);
    let worth = |result: &Value| result["objective"]["value"].as_f64().expect("a number");
    let price = result["prices"]["bond"]["union"]
        .as_f64()
        .expect("a number");
    assert!(
        price > 0.5 && ((worth(&more) - worth(&result)) / 0.001 - price).abs() < 1e-4,
        "{price}"
    );
    assert!(
        close(&result["objective"]["value"], 77.554_770_723_104_04),
        "{}",
        result["objective"]
    );
    let (tariff, cranes) = (
        numbers(&result["schedule"]["port.tariff>=low"]),
        numbers(&result["schedule"]["union.cranes"]),
    );
    assert!(
        tariff
            .iter()
            .zip(&cranes)
            .all(|(tariff, cranes)| *tariff == 0.0 || *cranes > 1.0 - 1e-9),
        "{tariff:?} {cranes:?}"
    );
    assert!(tariff[3] > 0.0 && cranes[0] < 1.0);
}
