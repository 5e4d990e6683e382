//! The roadmap on the page.

use serde_json::Value;

use crate::run::{answer, detente, here, json};

fn html(args: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let out = folder.path().join("page.html");
    let path = here().join("quay.toml");
    let (file, out_arg) = (
        path.to_str().expect("paths are UTF-8 here"),
        out.to_str().expect("paths are UTF-8 here"),
    );
    let (code, _, stderr) = detente(
        folder.path(),
        &[&["brief", file, "--out", out_arg][..], args].concat(),
    );
    assert_eq!(code, 0, "{stderr}");
    std::fs::read_to_string(out).expect("the page is UTF-8")
}

fn section(page: &str) -> &str {
    let from = page
        .find("<section id=\"roadmap\">")
        .expect("the page has the section");
    let length = page[from..].find("</section>").expect("sections end");
    &page[from..from + length]
}

#[test]
fn the_page_draws_the_schedule_with_its_numbers_as_a_table_and_needs_no_script() {
    let page = html(&[]);
    assert!(page.contains("<a href=\"#roadmap\">A roadmap that holds?</a>"));
    let section = section(&page);
    let chart = "aria-label=\"The schedule by party and phase of a month: how much of each measure is in force";
    assert!(
        section.contains("<svg role=\"img\"") && section.contains(chart),
        "{section}"
    );
    assert!(
        section.contains("class=\"zero\""),
        "a phase in which walking away costs nothing is marked"
    );
    // The levels of the cranes: 0, 15.6 and 62.1 %, then all, in the picture and in the table.
    for share in ["0%", "16%", "62%", "100%"] {
        assert!(
            section.contains(&format!("text-anchor=\"middle\">{share}</text>")),
            "{share}"
        );
        assert!(section.contains(&format!("\">{share}</td>")), "{share}");
    }
    for told in [
        "The price list",
        "Detection against number of phases",
        "Plans side by side",
        "What this takes as given",
        "Over the ranges",
    ] {
        assert!(section.contains(told), "{told}");
    }
    assert!(section.contains("7 of 8 entries of the roadmap stand on judgement alone, and 2 numbers are given as ranges."), "{section}");
    for fetched in ["<script", "src=", "url(", "@import"] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    assert!(
        page.contains("seed: 1"),
        "the page records what was drawn with"
    );
}

#[test]
fn markdown_and_json_say_the_same_as_the_page() {
    let markdown = answer(&["brief", "quay.toml", "--out", "-"]);
    let page: Value =
        serde_json::from_str(&answer(&["brief", "quay.toml", "--format", "json"])).expect("JSON");
    let sections = page["sections"].as_array().expect("a list");
    let section = sections
        .iter()
        .find(|section| section["id"] == "roadmap")
        .expect("the section");
    let blocks = section["blocks"].as_array().expect("a list");
    let chart = blocks
        .iter()
        .find_map(|block| block.get("chart"))
        .expect("a chart");
    let cranes = &chart["lanes"][1]["bars"][0];
    assert_eq!(cranes["label"], "letting the new cranes work");
    let levels = cranes["levels"].as_array().expect("a list");
    let result = json(&["--plan", "base"]);
    assert_eq!(
        &levels[1..],
        result["schedule"]["union.cranes"]
            .as_array()
            .expect("a list")
            .as_slice()
    );
    assert_eq!(chart["lanes"][1]["slack"], result["slack"]["union"]);
    assert!(blocks.iter().any(|block| block.get("curve").is_some()));
    let verdict = result["sentence"].as_str().expect("a text");
    assert!(
        blocks[0]["paragraph"]["text"] == verdict && markdown.contains(verdict),
        "{verdict}"
    );
    assert!(
        markdown
            .contains("| The union | letting the new cranes work | 0% | 16% | 62% | 100% | 100% |"),
        "{markdown}"
    );
}

#[test]
fn evidence_that_is_not_open_stays_out_unless_asked_for() {
    assert!(!html(&[]).contains("e-secret"));
    assert!(section(&html(&["--all"])).contains("href=\"#e-secret\""));
}

#[test]
fn where_no_plan_holds_the_page_says_what_stands_in_the_way_and_draws_no_schedule() {
    let set = crate::run::seen("0.1");
    let page = html(&["--set", &set]);
    let section = section(&page);
    assert!(
        section.contains("There is no plan in this model, which assumes "),
        "{section}"
    );
    assert!(
        section.contains("What stands in the way")
            && section.contains("If The union could not walk away, a plan would hold.")
    );
    assert!(!section.contains("The schedule by party and phase"));
}

#[test]
fn a_dossier_without_a_roadmap_has_no_such_section() {
    let case = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../catalog/prisoners-dilemma"
    );
    let markdown = answer(&["brief", case, "--out", "-"]);
    assert!(!markdown.contains("roadmap"), "{markdown}");
}
