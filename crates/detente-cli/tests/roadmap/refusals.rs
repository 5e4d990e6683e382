//! What `roadmap` refuses, and how it helps.

use crate::run::{detente, here};

#[test]
fn names_that_are_not_there_are_wrong_usage_and_told_with_those_that_are() {
    for (args, told) in [
        (
            ["--plan", "slow"],
            "there is no plan `slow`; expected one of: base, cranes_first, quick",
        ),
        (
            ["--target", "union.crane"],
            "`union.crane` is not in the roadmap; expected one of: port.tariff>=low, port.tariff>=none,",
        ),
        (
            ["--objective", "best"],
            "expected one of welfare, fastest, maxmin, nash, robust",
        ),
        (["--phases", "0"], "1..=200"),
        (["--budget", "-1"], "expected a number of seconds from 0"),
    ] {
        let (code, stdout, stderr) =
            detente(here(), &[&["roadmap", "quay.toml"][..], &args].concat());
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}: {stderr}");
        assert!(stderr.contains(told), "{args:?}: {stderr}");
    }
}

#[test]
fn a_dossier_without_a_roadmap_is_shown_the_smallest_section_that_answers() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let bare = "[dossier]\ntitle = \"T\"\n[parties.a]\nname = \"A\"\n[parties.a.measures]\n\
                x = { text = \"does x\", now = true, basis = \"judgement\" }\n\
                arms = { text = \"its arms\", levels = [\"many\", \"few\"], now = \"many\", basis = \"judgement\" }\n[parties.b]\nname = \"B\"\n\
                [parties.b.measures]\ny = { text = \"does y\", now = true, basis = \"judgement\" }\n";
    let path = folder.path().join("bare.toml");
    std::fs::write(&path, bare).expect("a file can be written");
    let (code, stdout, stderr) = detente(folder.path(), &["roadmap", "bare.toml"]);
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    assert!(
        stderr.contains("error[D006]") && stderr.contains("the dossier has no section `[roadmap]`"),
        "{stderr}"
    );
    let shown = stderr
        .lines()
        .skip_while(|line| !line.contains("[roadmap]\u{20}") && line.trim() != "[roadmap]");
    let section: String = shown.map(|line| format!("{}\n", line.trim())).collect();
    for measure in ["a.arms>=few", "not b.y"] {
        assert!(
            section.contains(&format!("[roadmap.measures.\"{measure}\"]")),
            "{section}"
        );
    }
    std::fs::write(&path, format!("{bare}{section}")).expect("a file can be written");
    let (code, stdout, stderr) = detente(folder.path(), &["roadmap", "bare.toml"]);
    let told = stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        code == 0 && told.contains("a plan of 4 phases holds"),
        "{code}: {stdout}{stderr}"
    );
}
