//! Rules that forbid moves from one pattern to another: read, written, compared, and bound by in every analysis.

use std::collections::BTreeSet;

use detente::dossier::{self, Source};
use detente::lint;
use detente::model::{Code, Concept, Conflict, Dossier, PartyId, State};
use detente::oracle::definitions::{self, Oracle};
use detente::space::{NODES_MAX, Space, SymbolicSpace, Watch};

fn read(text: &str) -> Dossier {
    let found = dossier::read(&Source {
        name: "moves.toml".to_string(),
        bytes: text.as_bytes().to_vec(),
    });
    found
        .dossier
        .unwrap_or_else(|| panic!("{:#?}", found.diagnostics))
}

fn conflict(text: &str) -> Conflict {
    let dossier = read(text);
    Conflict::new(&dossier, &dossier.settings()[0])
}

/// A great power that presses, talks or eases, and one that answers: a party does not go from pressure to nothing at all.
const TARIFFS: &str = r#"
[dossier]
title = "Tariffs"
question = "us.sign"
[parties.us.measures]
raise = { text = "raises tariffs" }
ease  = { text = "eases tariffs" }
talk  = { text = "keeps talks" }
sign  = { text = "signs" }
[parties.cn.measures]
answer = { text = "answers in kind" }
[[parties.us.prefers]]
that = "us.sign and not cn.answer"
[[parties.us.prefers]]
that = "not us.talk"
[[parties.us.prefers]]
that = "not us.raise"
[[parties.cn.prefers]]
that = "cn.answer iff us.raise"
[[parties.cn.prefers]]
that = "us.ease"
[[rules]]
never = "us.raise and us.ease"
why = "opposites"
[[rules]]
always = "us.talk if us.sign"
why = "a text is talked over"
[[rules]]
never_move = { by = "us", from = "us.raise or us.ease", to = "not (us.raise or us.ease or us.talk)" }
why = "nobody goes from pressure to nothing"
[[rules]]
never_move = { from = "not us.sign", to = "us.sign and not us.ease" }
why = "who signs has eased"
"#;

/// Every move of every party, by trying all pairs of states with the rules spelled out by hand.
fn by_hand(conflict: &Conflict, party: usize) -> BTreeSet<(u128, u128)> {
    let (raise, ease, talk, sign) = (1, 2, 4, 8);
    let own = if party == 0 { 15 } else { 16 };
    let is_state = |s: u128| s & 3 != 3 && (s & sign == 0 || s & talk != 0);
    let is_move = |from: u128, to: u128| {
        let to_nothing = from & (raise | ease) != 0 && to & (raise | ease | talk) == 0;
        let signs_hard = from & sign == 0 && to & sign != 0 && to & ease == 0;
        from != to && (from ^ to) & !own == 0 && !(party == 0 && to_nothing) && !signs_hard
    };
    let states = 1_u128 << conflict.n_entries;
    (0..states)
        .flat_map(|from| (0..states).map(move |to| (from, to)))
        .filter(|(from, to)| is_state(*from) && is_state(*to) && is_move(*from, *to))
        .collect()
}

#[test]
fn a_party_does_not_go_from_pressure_to_nothing() {
    let conflict = conflict(TARIFFS);
    let oracle = Oracle::new(&conflict);
    let space = Space::enumerate(&conflict, 1 << 10, &Watch::default()).expect("it is small");
    for party in [0, 1] {
        let id = PartyId::new(party);
        let expected = by_hand(&conflict, party);
        let slow: BTreeSet<(u128, u128)> = oracle
            .feasible()
            .iter()
            .flat_map(|from| oracle.moves(id, *from).iter().map(|to| (from.0, to.0)))
            .collect();
        let fast: BTreeSet<(u128, u128)> = (0..space.len())
            .flat_map(|from| space.moves(id, from).map(move |to| (from, to)))
            .map(|(from, to)| (space.states()[from].0, space.states()[to].0))
            .collect();
        assert_eq!((&slow, &fast), (&expected, &expected), "party {party}");
    }
    // From raised tariffs alone, nothing at all is out of reach in one step, though not in two.
    assert!(!oracle.moves(PartyId::new(0), State(1)).contains(&State(0)));
    assert!(oracle.moves(PartyId::new(0), State(5)).contains(&State(4)));
    assert!(oracle.moves(PartyId::new(0), State(4)).contains(&State(0)));
}

#[test]
fn both_engines_settle_it_as_the_oracle_does() {
    let conflict = conflict(TARIFFS);
    let oracle = Oracle::new(&conflict);
    let sets = SymbolicSpace::new(&conflict, NODES_MAX, &Watch::default()).expect("it is small");
    let concepts = [
        Concept::Nash,
        Concept::Gmr,
        Concept::Smr,
        Concept::Seq,
        Concept::Sseq,
    ];
    let settled = detente::stability::analyse_sets(&sets, &concepts, &Watch::default());
    for it in settled {
        for party in conflict.party_ids() {
            for &state in oracle.feasible() {
                assert_eq!(
                    sets.contains(&it.stable[party.idx()], state),
                    definitions::is_stable(&oracle, it.concept, party, state),
                    "{:?} {party:?} {state:?}",
                    it.concept
                );
            }
        }
    }
}

/// Two others may answer, and would both like to; together they may not.
#[test]
fn a_joint_step_is_forbidden_where_one_of_its_movers_is_bound() {
    let text = |rule: &str| {
        format!(
            "[dossier]\ntitle = \"Joint\"\n[parties.a.measures]\ngo = {{ text = \"goes\" }}\n[parties.b.measures]\nx = {{ text = \"x\" }}\n\
             [parties.c.measures]\ny = {{ text = \"y\" }}\n[[parties.a.prefers]]\nthat = \"not (b.x and c.y)\"\n[[parties.a.prefers]]\n\
             that = \"a.go\"\n[[parties.b.prefers]]\nthat = \"b.x\"\n[[parties.c.prefers]]\nthat = \"c.y\"\n{rule}"
        )
    };
    let is_stable = |rule: &str| {
        let conflict = conflict(&text(rule));
        let space = Space::enumerate(&conflict, 8, &Watch::default()).expect("it is small");
        let settled = detente::stability::analyse(&space, &[Concept::Sim], 1, &Watch::default());
        let fast = settled[0].stable[0].contains(0);
        let oracle = Oracle::new(&conflict);
        let slow = definitions::is_stable(&oracle, Concept::Sim, PartyId::new(0), State(0));
        assert_eq!(fast, slow, "{rule}");
        fast
    };
    let rule = |by: &str| {
        format!(
            "[[rules]]\nnever_move = {{ {by}from = \"not a.go\", to = \"b.x and c.y\" }}\nwhy = \"w\"\n"
        )
    };
    assert!(is_stable(""), "b and c answer together");
    // Neither goes there alone from where nothing is done, so that the rule binds no single move.
    for by in ["", "by = \"a\", ", "by = \"b\", ", "by = \"c\", "] {
        assert!(!is_stable(&rule(by)), "{by}");
    }
    let elsewhere =
        "[[rules]]\nnever_move = { from = \"a.go\", to = \"b.x and c.y\" }\nwhy = \"w\"\n";
    assert!(is_stable(elsewhere), "the step starts where a has not gone");
}

#[test]
fn rules_about_moves_are_written_as_they_were_read() {
    let dossier = read(TARIFFS);
    let written = dossier::write(&dossier);
    let again = read(&written);
    let told = |dossier: &Dossier| -> Vec<_> {
        dossier
            .move_rules
            .iter()
            .map(|rule| {
                (
                    rule.by,
                    rule.from.formula.clone(),
                    rule.to.formula.clone(),
                    rule.why.clone(),
                )
            })
            .collect()
    };
    assert_eq!(told(&dossier), told(&again));
    assert_eq!(told(&dossier).len(), 2);
    assert_eq!(dossier::write(&again), written);
}

#[test]
fn a_rule_about_moves_can_be_set_and_compared() {
    let changed = dossier::change(TARIFFS, &["rules.3.never_move.by=cn".to_string()])
        .expect("the key is there");
    assert_eq!(read(&changed).move_rules[0].by, Some(PartyId::new(1)));
    let found = dossier::differences(TARIFFS, &changed).expect("both are TOML");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].can_turn());
    assert!(
        found[0]
            .place
            .contains("us.raise or us.ease → not (us.raise"),
        "{}",
        found[0].place
    );
}

#[test]
fn a_rule_that_forbids_no_move_is_warned_of() {
    let idle = |rule: &str| {
        let text = format!("{TARIFFS}[[rules]]\nnever_move = {rule}\nwhy = \"w\"\n");
        let found = lint::warnings(&read(&text), &Watch::default()).expect("it ends");
        found
            .into_iter()
            .filter(|it| it.code == Code::W160)
            .map(|it| it.label)
            .collect::<Vec<_>>()
    };
    for (rule, label) in [
        (
            r#"{ from = "us.raise and us.ease", to = "us.talk" }"#,
            "holds in no feasible state",
        ),
        (
            r#"{ from = "us.talk", to = "us.sign and not us.talk" }"#,
            "holds in no feasible state",
        ),
        (
            r#"{ by = "cn", from = "not us.talk", to = "us.talk" }"#,
            "no move that it binds leads from the one to the other",
        ),
        (
            r#"{ from = "us.talk and cn.answer", to = "not us.talk and not cn.answer" }"#,
            "no move that it binds leads from the one to the other",
        ),
    ] {
        assert_eq!(idle(rule), [label], "{rule}");
    }
    assert!(idle(r#"{ from = "us.talk", to = "not us.talk" }"#).is_empty());
}
