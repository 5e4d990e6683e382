//! Labels of speakers in invented transcripts.

use super::*;

/// Each turn: who speaks, whether it is a question, and the words.
fn read(text: &str) -> Vec<(String, bool, String)> {
    turns(text)
        .into_iter()
        .map(|turn| {
            let name = turn.name.map_or("", |name| &text[name.range()]);
            (
                name.to_owned(),
                turn.is_question,
                joined(text, &turn.spoken),
            )
        })
        .collect()
}

fn told(turns: &[(&str, bool, &str)]) -> Vec<(String, bool, String)> {
    turns
        .iter()
        .map(|(name, asks, words)| ((*name).to_owned(), *asks, (*words).to_owned()))
        .collect()
}

#[test]
fn labels_are_known_in_their_many_forms() {
    let said = "We keep the weir.";
    let forms: [(&str, &str, bool); 24] = [
        ("MS. ARDEN:  ", "MS. ARDEN", false),
        ("THE MAYOR: ", "THE MAYOR", false),
        ("The Mayor: ", "The Mayor", false),
        ("Q    ", "", true),
        ("Q\t", "", true),
        ("Q: ", "", true),
        ("Q1: ", "", true),
        ("QUESTION: ", "", true),
        ("Question: ", "", true),
        ("REPORTER: ", "", true),
        ("Interviewer: ", "", true),
        ("Question (Kess, Weir Gazette): ", "", true),
        ("Mr. Bole (Freedonia): ", "Mr. Bole", false),
        (
            "Mr. Bole (Freedonia) (spoke in French): ",
            "Mr. Bole",
            false,
        ),
        ("The President (spoke in Spanish): ", "The President", false),
        ("The PRESIDENT. ", "The PRESIDENT", false),
        ("Mr. BOLE of Freedonia. ", "Mr. BOLE of Freedonia", false),
        ("**MS. ARDEN:** ", "MS. ARDEN", false),
        ("**Mr. Bole**: ", "Mr. Bole", false),
        ("__Q:__ ", "", true),
        ("<b>MR. BOLE:</b> ", "MR. BOLE", false),
        ("[00:12:07] SECRETARY BOLE: ", "SECRETARY BOLE", false),
        (
            "Secretary McArden (via interpreter): ",
            "Secretary McArden",
            false,
        ),
        ("MS. ARDEN：", "MS. ARDEN", false),
    ];
    for (label, name, asks) in forms {
        let text = format!("The Weir House\nMay 3, 2031\n\n{label}{said}\n");
        // The full-width colon stands close to the words.
        let text = text.replace('：', "： ");
        assert_eq!(read(&text), told(&[(name, asks, said)]), "{label}");
    }
}

#[test]
fn names_without_a_title_are_labels_where_people_talk() {
    let talk = "Ada Berg: We keep the weir.\nTom Kess: Until when?\nAda Berg: Until the flood.\n";
    assert_eq!(
        read(talk),
        told(&[
            ("Ada Berg", false, "We keep the weir."),
            ("Tom Kess", false, "Until when?"),
            ("Ada Berg", false, "Until the flood."),
        ])
    );
    let interview = "**Weir Gazette:** Will you go?\n\n**Ada Berg:** No. *(laughs)* Never.\n\n**Weir Gazette:** Why?\n\n**Ada Berg:** Why not?\n\n**Ada Berg:** I stay.\n";
    let asks: Vec<bool> = read(interview).into_iter().map(|it| it.1).collect();
    assert_eq!(asks, [true, false, true, false, false]);
    assert_eq!(read(interview)[1].2, "No. Never.");
    let bold = "**Ada Berg**\nWe keep the weir.\n\n**Tom Kess**\nSo you say.\n\n**Ada Berg**\nSo we do.\n\n**Tom Kess**\nGood.\n";
    assert_eq!(read(bold).len(), 4);
    let answers = "Q: Is it closed?\nA: It is. Nobody goes there.\n\nQ: Why?\nA: Rot.\n";
    assert_eq!(
        read(answers),
        told(&[
            ("", true, "Is it closed?"),
            ("", false, "It is. Nobody goes there."),
            ("", true, "Why?"),
            ("", false, "Rot."),
        ])
    );
    let line = "Q: Is it closed? A: It is. Q: Why? A: Rot, mostly.";
    assert_eq!(
        read(line).len(),
        4,
        "in one line, as a cell of a table has it"
    );
    let mixed = "MR. BOLE: No.\n\nQ Will you go?\n\nMR. BOLE: No.\n";
    assert_eq!(read(mixed).len(), 3, "one space behind the Q");
}

#[test]
fn what_is_no_transcript_has_no_turns() {
    for text in [
        "",
        "Subject: the weir\nDate: May 3\nThe weir is closed. Nobody goes there.",
        "The U.S. Senate sat. It rained.\nThe UN. They left.",
        "Venue: Weir hall\nHost: Ada Berg\nTime: 10:30",
        "Ada Berg said: “We go.”\nHe left at 1:05 P.M. and was gone.",
        "Note: all times are local.\n\nA  few left. A. Berg stayed. Q. Adams, too.",
        "Q3 2031 was a good one.\nA lot was sold.",
        "In 2031: a flood. See http://weir.example: it is there.",
        "President: Mr. Bole . . . . (Freedonia)\nMembers: Norland . . . . Ms. Arden",
        "**Background**\nThe weir is old.\n\n**What next**\nIt will be mended.",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn what_is_not_spoken_is_left_out() {
    let text = "THE WEIR HOUSE\n\n1:05 P.M. WST\n\nMS. ARDEN:  Good day.  (Laughter.)  The weir [sic] stays (I think) open.\n\n\
        Page 2 of 7\n\nIt will be mended.  (Applause.)\n\n(The Mayor enters.)\n\nTHE MAYOR (via interpreter):  I will meet them.  [Inaudible] soon.\n\n\
        MR. BOLE:  No comment (see the note of May 3).\n\n          END          1:25 P.M. WST\n\nPrinted by the Weir Press.\n";
    assert_eq!(
        read(text),
        told(&[
            (
                "MS. ARDEN",
                false,
                "Good day. The weir stays (I think) open. It will be mended."
            ),
            ("THE MAYOR", false, "I will meet them. soon."),
            ("MR. BOLE", false, "No comment (see the note of May 3)."),
        ])
    );
    let record = "S/WV.12\n\nThe meeting was called to order at 3.10 p.m.\n\nThe President (spoke in French): I thank Mr. Bole.\n\n\
        12-34567 3/9\n\nThe agenda was adopted.\n\nMr. Bole (Freedonia): We shall not yield.\n\nS/WV.12\n\nNor shall we wait.\n\nThe meeting rose at 5 p.m.\n";
    assert_eq!(
        read(record),
        told(&[
            ("The President", false, "I thank Mr. Bole."),
            ("Mr. Bole", false, "We shall not yield. Nor shall we wait."),
        ])
    );
}

#[test]
fn of_a_transcript_only_the_words_of_the_speaker_count() {
    let text = "MS. ARDEN: We keep the weir.\nQ: Is draining dropped?\nTHE MAYOR: I will see.\nMS. ARDEN: Nothing is dropped.\n";
    let said = |speaker| said(text, speaker).expect("it has labels");
    let all = said("");
    assert_eq!(
        (all.n_questions, all.speakers.len(), all.is_unknown),
        (1, 2, false)
    );
    assert!(!all.words.contains("draining"), "{}", all.words);
    let arden = said("Ada Arden");
    assert_eq!(arden.words, "We keep the weir.\n\nNothing is dropped.");
    assert_eq!(arden.others, ["THE MAYOR"]);
    assert!(said("Tom Kess").is_unknown);
    assert_eq!(super::said("No label here.", ""), None);
}

#[test]
fn recorders_papers_and_hearings_label_in_their_own_ways() {
    let recorder = "00:01:22 SPEAKER 1: We keep it.\n00:01:40 Speaker 2: Until when?\n0:02 Speaker 1: Until May.\n";
    assert_eq!(
        read(recorder),
        told(&[
            ("SPEAKER 1", false, "We keep it."),
            ("Speaker 2", false, "Until when?"),
            ("Speaker 1", false, "Until May."),
        ])
    );
    let papers = "Q. Is it dropped?\n\nThe Mayor. No. We keep it.\n\nQ. Thank you.\n\nSecretary Bole. I said so. [Laughter]\n";
    assert_eq!(
        read(papers),
        told(&[
            ("", true, "Is it dropped?"),
            ("The Mayor", false, "No. We keep it."),
            ("", true, "Thank you."),
            ("Secretary Bole", false, "I said so."),
        ])
    );
    let report = "The Mayor. A man of few words.\n\nThe Mayor. A man of many.\n";
    assert_eq!(read(report), [], "nobody asks");
    let hearing = "THE WITNESS: It leaked.\n\nCROSS-EXAMINATION\n\nBY MR. KESS:\n\nQ. Since when?\n\nA. Since May.\n";
    assert_eq!(
        read(hearing),
        told(&[
            ("THE WITNESS", false, "It leaked."),
            ("", true, "Since when?"),
            ("", false, "Since May."),
        ])
    );
    let record = "Mr. Bole (Freedonia): We shall not\n\n12/05/2031 Rivers S/WV.12\n\nS/WV.12 Rivers 12/05/2031\n\nyield, as S/2031/7 says.\n";
    assert_eq!(
        read(record)[0].2,
        "We shall not yield, as S/2031/7 says.",
        "running heads"
    );
}

#[test]
fn hosts_and_the_press_ask_whatever_their_names() {
    let asks = |text: &str| -> Vec<bool> { read(text).into_iter().map(|it| it.1).collect() };
    let hosted = "HOST ADA BERG: Welcome. Will you go?\nMAYOR BOLE: I may.\nBERG: And the weir? They say you must keep it.\nBOLE: It stays.\n";
    assert_eq!(asks(hosted), [true, false, true, false]);
    let press = "Weir TV: It leaks, and you must act. Will you?\n\nTom Kess: We shall.\n\nRiver News: When?\n\nTom Kess: Soon.\n";
    assert_eq!(asks(press), [true, false, true, false]);
    let talk = "Ada Berg: It leaks.\nTom Kess: Does it?\nAda Berg: It does.\n";
    assert_eq!(
        asks(talk),
        [false, false, false],
        "one of two who asks once"
    );
}
