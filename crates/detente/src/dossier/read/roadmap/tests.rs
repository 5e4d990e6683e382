//! The roadmap as it is read: names, what is left out, targets.

use crate::dossier::{Source, read};
use crate::model::{
    CommitmentId, Deal, Decimal, Dossier, Estimate, Objective, PartyId, Prerequisite, Roadmap, Tail,
};

const PARTIES: &str = r#"
[dossier]
title = "Steps"
[terms]
both = "dprk.declare and us.relief > none"
more = "both and both"
[terms.deal]
us   = "more and dprk.arsenal = dismantled and us.exercises"
dprk = "not us.exercises and both and not dprk.arsenal"
[parties.us.measures]
relief    = { text = "relief", levels = ["none", "waivers", "bilateral", "lifted"], now = "waivers" }
exercises = { text = "exercises", now = true }
pause     = { text = "pauses" }
[parties.dprk.measures]
declare = { text = "declares" }
arsenal = { text = "its arsenal", levels = ["open", "frozen", "dismantled"] }
[parties.china]
[roadmap.parties]
us   = { patience = 0.9 }
dprk = { patience = "0.7 to 0.8" }
"#;

const MEASURES: &str = r#"
[roadmap.measures."us.relief >= lifted"]
per_phase = { dprk = 1 }
[roadmap.measures."dprk.arsenal>=dismantled"]
per_phase = { us = 1 }
[roadmap.measures."us.relief>=waivers"]
per_phase = { dprk = 1 }
[roadmap.measures."not us.exercises"]
per_phase = { dprk = 1 }
[roadmap.measures."dprk.declare"]
per_phase = { us = 1 }
[roadmap.measures."not us.pause"]
once = { dprk = 1 }
"#;

fn dossier(roadmap: &str, measures: &str) -> Dossier {
    let text = format!("{PARTIES}\n[roadmap]\nphases = 8\n{roadmap}\n{measures}");
    let read = read(&Source {
        name: "t.toml".to_owned(),
        bytes: text.into_bytes(),
    });
    let errors: Vec<String> = read
        .diagnostics
        .iter()
        .filter(|it| it.is_error())
        .map(|it| it.message.clone())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    read.dossier.expect("there are no errors")
}

fn roadmap(text: &str, measures: &str) -> Roadmap {
    dossier(text, measures).roadmap.expect("it has the section")
}

fn names(roadmap: &Roadmap, ids: &[CommitmentId]) -> Vec<String> {
    ids.iter()
        .map(|id| roadmap.commitments[id.idx()].id.clone())
        .collect()
}

/// The two ends of a number.
fn ends(it: Estimate) -> (f64, f64) {
    (it.at(0.0), it.at(1.0))
}

#[test]
fn names_are_canonical_and_in_the_order_of_the_file() {
    let roadmap = roadmap("", MEASURES);
    let all: Vec<CommitmentId> = (0..6).map(CommitmentId::new).collect();
    let wanted = [
        "us.relief>=lifted",
        "dprk.arsenal>=dismantled",
        "us.relief>=waivers",
        "not us.exercises",
        "dprk.declare",
        "not us.pause",
    ];
    assert_eq!(names(&roadmap, &all), wanted);
    assert_eq!(
        roadmap
            .commitments
            .iter()
            .map(|it| it.level)
            .collect::<Vec<_>>(),
        [3, 2, 1, 0, 1, 0]
    );
    assert_eq!(
        roadmap
            .commitments
            .iter()
            .map(|it| it.owner.idx())
            .collect::<Vec<_>>(),
        [0, 1, 0, 0, 1, 0]
    );
    assert_eq!(roadmap.targets, all, "without targets every measure is one");
}

#[test]
fn what_is_left_out_has_its_default() {
    let roadmap = roadmap("", MEASURES);
    assert_eq!(
        (
            roadmap.phases,
            roadmap.phase,
            roadmap.objective,
            roadmap.tail
        ),
        (8, None, Objective::Welfare, Tail::Constant)
    );
    assert_eq!(ends(roadmap.false_alarm), (0.0, 0.0));
    let stakes: Vec<_> = roadmap
        .stakes
        .iter()
        .map(|it| (ends(it.patience), ends(it.weight), ends(it.bond)))
        .collect();
    assert_eq!(
        stakes,
        [
            ((0.9, 0.9), (1.0, 1.0), (0.0, 0.0)),
            ((0.7, 0.8), (1.0, 1.0), (0.0, 0.0)),
            ((0.5, 0.5), (1.0, 1.0), (0.0, 0.0))
        ]
    );
    for it in &roadmap.commitments {
        assert_eq!(
            (ends(it.irreversible), ends(it.undo_cost), ends(it.max_step)),
            ((0.0, 0.0), (0.0, 0.0), (1.0, 1.0))
        );
        assert_eq!(
            (it.discrete, it.earliest, it.withhold.lag, it.reverse.lag),
            (false, 1, 1, 1)
        );
        assert_eq!(
            (ends(it.withhold.detect), it.reverse.detect),
            ((1.0, 1.0), it.withhold.detect)
        );
        let others: Vec<PartyId> = (0..3)
            .map(PartyId::new)
            .filter(|party| *party != it.owner)
            .collect();
        assert_eq!(it.linked, others);
    }
    // In force today: waivers, and the absence of the pause; neither the end of the exercises nor the rest.
    let starts: Vec<f64> = roadmap
        .commitments
        .iter()
        .map(|it| it.start.middle())
        .collect();
    assert_eq!(starts, [0.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
}

#[test]
fn a_level_waits_for_the_next_lower_one_that_is_listed() {
    let waits = |extra: &str| {
        let roadmap = roadmap(
            "",
            &MEASURES.replacen("{ dprk = 1 }", &format!("{{ dprk = 1 }}\n{extra}"), 1),
        );
        roadmap.commitments[0]
            .after
            .iter()
            .map(|it| (it.on.idx(), it.lag, it.complete))
            .collect::<Vec<_>>()
    };
    assert_eq!(waits(""), [(2, 0, false)]);
    assert_eq!(
        waits(r#"after = ["us.relief >= waivers"]"#),
        [(2, 0, false)]
    );
    assert_eq!(
        waits(r#"after = ["dprk.declare", "us.relief>=waivers"]"#),
        [(2, 0, false), (4, 0, false)]
    );
    let later = r#"after = ["dprk.declare", { measure = "us.relief>=waivers", lag = 2 }]"#;
    assert_eq!(waits(later), [(4, 0, false), (2, 2, false)]);
    let complete = r#"after = [{ measure = "us.relief>=waivers", mode = "complete" }]"#;
    assert_eq!(waits(complete), [(2, 0, true)]);
}

#[test]
fn a_visibility_may_be_given_in_part() {
    let visible = |keys: &str| {
        let roadmap = roadmap(
            "",
            &MEASURES.replacen("{ dprk = 1 }", &format!("{{ dprk = 1 }}\n{keys}"), 1),
        );
        let it = &roadmap.commitments[0];
        [it.withhold, it.reverse].map(|it| (it.detect.middle(), it.lag))
    };
    assert_eq!(visible("withhold = { detect = 0.4 }"), [(0.4, 1), (0.4, 1)]);
    assert_eq!(visible("withhold = { lag = 3 }"), [(1.0, 3), (1.0, 3)]);
    assert_eq!(
        visible("withhold = { detect = \"0.2 to 0.6\", lag = 3 }\nreverse = { lag = 2 }"),
        [(0.4, 3), (0.4, 2)]
    );
    assert_eq!(
        visible("withhold = { lag = 3 }\nreverse = { lag = 1 }"),
        [(1.0, 3), (1.0, 1)]
    );
}

#[test]
fn targets_are_taken_apart_into_measures() {
    let targets = |list: &str| {
        let roadmap = roadmap(&format!("targets = {list}"), MEASURES);
        names(&roadmap, &roadmap.targets)
    };
    assert_eq!(
        targets(r#"["us.relief >= lifted", "not us.exercises"]"#),
        ["us.relief>=lifted", "not us.exercises"]
    );
    assert_eq!(
        targets(r#"["more", "both"]"#),
        ["dprk.declare", "us.relief>=waivers"]
    );
    // That the exercises are held, and the arsenal is at its lowest level, holds today and asks for nothing.
    assert_eq!(
        targets(r#"["deal:us"]"#),
        [
            "dprk.declare",
            "us.relief>=waivers",
            "dprk.arsenal>=dismantled"
        ]
    );
    assert_eq!(
        targets(r#"["deal:dprk"]"#),
        ["not us.exercises", "dprk.declare", "us.relief>=waivers"]
    );
    assert_eq!(
        targets(r#"["us.relief and (us.relief != none and us.relief < lifted)"]"#),
        ["us.relief>=waivers"]
    );
    assert_eq!(targets("[]"), Vec::<String>::new());
}

#[test]
fn a_plan_changes_demands_only() {
    let plans = r#"
        [roadmap.plans.quick]
        text = "soon"
        phases = 3
        objective = "fastest"
        targets = ["dprk.declare"]
        [roadmap.plans.last.after]
        "us.relief >= lifted" = ["dprk.declare", { measure = "not us.exercises", lag = 1, mode = "complete" }]
    "#;
    let roadmap = roadmap("objective = \"robust\"", &format!("{MEASURES}{plans}"));
    let [quick, last] = &roadmap.variants[..] else {
        panic!("two plans")
    };
    let deal = Deal::new(&roadmap, Some(quick));
    assert_eq!(
        (deal.phases, deal.objective, deal.targets),
        (3, Objective::Fastest, vec![CommitmentId::new(4)])
    );
    let deal = Deal::new(&roadmap, Some(last));
    assert_eq!(
        (deal.phases, deal.objective, deal.targets.len()),
        (8, Objective::Robust, 6)
    );
    let of = |list: &[Prerequisite]| {
        list.iter()
            .map(|it| (it.on.idx(), it.lag, it.complete))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(&last.after.iter().map(|(_, on)| *on).collect::<Vec<_>>()),
        [(4, 0, false), (3, 1, true)]
    );
    assert_eq!(deal.undertakings[0].after.len(), 3);
    assert_eq!(
        deal.undertakings[1],
        Deal::new(&roadmap, None).undertakings[1]
    );
}

#[test]
fn places_are_kept() {
    let text = dossier("", MEASURES).roadmap.expect("it has the section");
    let worth = text.commitments[0].per_phase[0].1;
    assert_eq!(
        (worth.low, worth.span.end - worth.span.start),
        (
            Decimal {
                nanos: 1_000_000_000
            },
            1
        )
    );
    assert_eq!(
        text.commitments[0].span.end - text.commitments[0].span.start,
        "\"us.relief >= lifted\"".len()
    );
    assert_eq!(
        text.commitments[0].max_step.span.end, 0,
        "a default stands nowhere"
    );
}
