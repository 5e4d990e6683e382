//! Who is essential: small conflicts solved by hand, and the founding case.

use detente::brief::essential;
use detente::compare::{Found, Topic};
use detente::document::{Style, terminal};
use detente::dossier::{Source, read};
use detente::model::{Bar, Concept, Dossier, MeasureId, PartyId, Role, Setting};
use detente::roles::{PartyRole, roles};
use detente::space::{STATES_MAX, Watch};
use detente::stability::{Case, Effort, Extent, study};

fn dossier(text: &str) -> Dossier {
    let outcome = read(&Source {
        name: "test.toml".into(),
        bytes: text.into(),
    });
    outcome
        .dossier
        .unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

fn settled(dossier: &Dossier, setting: &Setting, concepts: &[Concept]) -> (Case, Vec<PartyRole>) {
    let watch = Watch::default();
    let effort = Effort {
        concepts: concepts.to_vec(),
        states_max: STATES_MAX,
        n_threads: 2,
        paths_max: 0,
    };
    let case = study(dossier, setting, &effort, &watch).expect("it is settled");
    let parts = roles(&case, 2, &watch)
        .expect("nobody stops it")
        .expect("a headline can be told");
    (case, parts)
}

fn role_of<'a>(dossier: &Dossier, parts: &'a [PartyRole], id: &str) -> &'a PartyRole {
    let place = dossier
        .parties
        .iter()
        .position(|party| party.id == id)
        .expect("the party is there");
    let part = &parts[place];
    assert_eq!(part.party, PartyId::new(place));
    part
}

fn named(dossier: &Dossier, measure: MeasureId) -> String {
    dossier.measure_name(measure)
}

/// A builder may build once the council consents, and the council would; the neighbour is loud or not; the press watches.
const BRIDGE: &str = r#"
[dossier]
title    = "A bridge"
question = "builder.build"
[parties.builder]
name = "The builder"
[parties.builder.measures]
build = { text = "builds", take_when = "council.consent", basis = "judgement" }
[[parties.builder.prefers]]
that  = "builder.build"
basis = "judgement"
[parties.council]
name = "The council"
[parties.council.measures]
consent = { text = "consents", basis = "judgement" }
[[parties.council.prefers]]
that  = "builder.build"
basis = "judgement"
[[parties.council.prefers]]
that  = "council.consent"
basis = "judgement"
[parties.neighbour]
name = "The neighbour"
[parties.neighbour.measures]
noise = { text = "makes noise", basis = "judgement" }
[[parties.neighbour.prefers]]
that  = "not neighbour.noise"
basis = "judgement"
[parties.press]
name = "The press"
"#;

#[test]
fn a_consent_that_the_question_waits_for_makes_its_giver_essential() {
    let dossier = dossier(BRIDGE);
    let (case, parts) = settled(&dossier, &Setting::default(), &Concept::ALL);
    // By hand: the council consents, the builder builds; nobody wants to leave that.
    assert_eq!(case.headline.concept, Some(Concept::Nash));
    assert_eq!(case.headline.equilibria.len(), 1);

    let builder = role_of(&dossier, &parts, "builder");
    assert_eq!(builder.role, Role::Essential);
    assert_eq!(
        builder
            .question
            .iter()
            .map(|need| (need.levels.clone(), need.acts))
            .collect::<Vec<_>>(),
        [(vec![1], true)]
    );
    assert!(builder.freed.is_some(), "it waits for consent");

    let council = role_of(&dossier, &parts, "council");
    assert_eq!(council.role, Role::Essential);
    assert!(
        council.question.is_empty(),
        "once built, the bridge stands without consent"
    );
    let [veto] = &council.vetoes[..] else {
        panic!("one veto: {:?}", council.vetoes)
    };
    assert_eq!(
        (named(&dossier, veto.by[0].0).as_str(), &veto.by[0].1[..]),
        ("council.consent", &[0][..])
    );
    assert_eq!(
        (named(&dossier, veto.over).as_str(), &veto.bars, veto.today),
        ("builder.build", &Bar::Raise, true)
    );
    let held = council.held.as_ref().expect("it has a measure");
    assert!(held.turns_the_question());
    let turn = held
        .turns
        .iter()
        .find(|turn| turn.topic == Topic::Question)
        .expect("the question turns");
    assert_eq!(
        (turn.before, turn.after),
        (
            Some(Found::Holds(Extent::All)),
            Some(Found::Holds(Extent::None))
        )
    );

    for watcher in ["neighbour", "press"] {
        let part = role_of(&dossier, &parts, watcher);
        assert_eq!(part.role, Role::Watches, "{part:?}");
    }
    assert!(
        role_of(&dossier, &parts, "press").held.is_none(),
        "nothing of it can be held"
    );
}

#[test]
fn a_veto_over_what_nothing_needs_only_matters() {
    // The neighbour may keep the council to its consent; the builder would rather not build, so that nothing waits for either.
    let unwilling = BRIDGE.replacen(
        "that  = \"builder.build\"",
        "that  = \"not builder.build\"",
        1,
    );
    let text = unwilling
        .replace(
            "question = \"builder.build\"",
            "question = \"neighbour.noise\"",
        )
        .replace(
            "consent = { text = \"consents\"",
            "consent = { text = \"consents\", now = true, drop_when = \"not neighbour.noise\"",
        );
    let dossier = dossier(&text);
    let (_, parts) = settled(&dossier, &Setting::default(), &Concept::ALL);
    let neighbour = role_of(&dossier, &parts, "neighbour");
    assert_eq!(
        neighbour.role,
        Role::Essential,
        "the question is about its noise"
    );
    let [veto] = &neighbour.vetoes[..] else {
        panic!("one veto: {:?}", neighbour.vetoes)
    };
    assert_eq!((&veto.bars, veto.today), (&Bar::Lower, false));
    let council = role_of(&dossier, &parts, "council");
    assert_eq!(
        council.role,
        Role::Matters,
        "it could keep the builder from building: {council:?}"
    );
}

#[test]
fn two_consents_are_two_vetoes_and_either_of_two_is_none() {
    let with = |condition: &str| {
        let text = BRIDGE
            .replace(
                "take_when = \"council.consent\"",
                &format!("take_when = \"{condition}\""),
            )
            .replace(
                "noise = { text = \"makes noise\"",
                "noise = { text = \"agrees\"",
            );
        let dossier = dossier(&text);
        let (_, parts) = settled(&dossier, &Setting::default(), &[Concept::Nash]);
        ["council", "neighbour"].map(|party| role_of(&dossier, &parts, party).vetoes.len())
    };
    assert_eq!(with("council.consent and neighbour.noise"), [1, 1]);
    assert_eq!(with("council.consent or neighbour.noise"), [0, 0]);
}

#[test]
fn the_founding_case_turns_on_washington_and_pyongyang() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../catalog/korea-2025/dossier.toml"
    );
    let dossier = dossier(&std::fs::read_to_string(path).expect("the founding case is there"));
    let (case, parts) = settled(
        &dossier,
        &dossier.settings()[0],
        &[Concept::Nash, Concept::Seq],
    );
    let roles: Vec<Role> = parts.iter().map(|part| part.role).collect();
    assert_eq!(
        roles,
        [
            Role::Essential,
            Role::Essential,
            Role::Matters,
            Role::Matters,
            Role::Matters,
            Role::Matters
        ]
    );

    let us = role_of(&dossier, &parts, "us");
    let needs = |part: &PartyRole| -> Vec<(String, bool)> {
        part.question
            .iter()
            .chain(&part.settling)
            .map(|need| (named(&dossier, need.measure), need.acts))
            .collect()
    };
    assert_eq!(
        needs(us),
        [
            ("us.meet".to_string(), false),
            ("us.exercises".to_string(), true)
        ]
    );
    let dprk = role_of(&dossier, &parts, "dprk");
    let acts = ["dprk.meet", "dprk.meet", "dprk.group", "dprk.goodwill"]
        .map(|measure| (measure.to_string(), true));
    assert_eq!(needs(dprk), acts);
    assert!(
        dprk.held
            .as_ref()
            .is_some_and(|held| held.turns_the_question()
                && held.equilibrium == case.space.conflict().status_quo)
    );

    // The vetoes are those of the dossier's conditions: two of the Security Council, two of the co-signers.
    for (party, measure, over, bars) in [
        ("rok", "rok.insist", "us.allied", Bar::Lower),
        ("china", "china.shield", "us.pressure", Bar::Raise),
        ("japan", "japan.insist", "us.allied", Bar::Lower),
        ("russia", "russia.shield", "us.pressure", Bar::Raise),
    ] {
        let [veto] = &role_of(&dossier, &parts, party).vetoes[..] else {
            panic!("{party} has one veto")
        };
        assert_eq!(
            (named(&dossier, veto.by[0].0), named(&dossier, veto.over)),
            (measure.to_string(), over.to_string())
        );
        assert_eq!((&veto.bars, veto.today), (&bars, true));
    }

    let page = essential(&dossier, &[case], &[Some(parts)]);
    let text = terminal(&page, Style::default());
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("United States and North Korea are essential; South Korea, China, Japan and Russia matter."), "{text}");
}
