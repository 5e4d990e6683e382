//! The measures of a roadmap and the ways to abandon it, in words and as short strings.

use super::super::words::{Words, infinitive, is_predicate, spaced};
use crate::model::{Commitment, CommitmentId, Deviation, Dossier, PartyId, Roadmap, Stance, Turn};

/// Speaks about the measures of one roadmap.
#[derive(Clone, Copy)]
pub(super) struct Acts<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) roadmap: &'a Roadmap,
}

impl<'a> Acts<'a> {
    /// The name of a party.
    pub(super) fn name(&self, party: PartyId) -> &'a str {
        &self.dossier.parties[party.idx()].name
    }

    /// The identifier of a party.
    pub(super) fn party_id(&self, party: PartyId) -> &'a str {
        &self.dossier.parties[party.idx()].id
    }

    /// The name of a party as owner of what follows: "North Korea’s".
    pub(super) fn whose(&self, party: PartyId) -> String {
        let name = self.name(party);
        format!("{name}{}", if name.ends_with('s') { "’" } else { "’s" })
    }

    /// A measure of the roadmap.
    pub(super) fn commitment(&self, id: CommitmentId) -> &'a Commitment {
        &self.roadmap.commitments[id.idx()]
    }

    /// The identifier of a measure of the roadmap.
    pub(super) fn id(&self, id: CommitmentId) -> &'a str {
        &self.commitment(id).id
    }

    /// What is done, for a sentence that names its owner: "moving its arsenal to frozen", "easing sanctions".
    pub(super) fn act(&self, id: CommitmentId) -> String {
        let commitment = self.commitment(id);
        let measure = &self.dossier.measures[commitment.measure.idx()];
        match (measure.levels.get(commitment.level), commitment.level) {
            (Some(level), _) => format!("moving {} to {}", measure.text, spaced(level)),
            (None, 0) => match gerund(&measure.text) {
                Some(doing) => format!("giving up {doing}"),
                None => format!("the end of “{}”", measure.text),
            },
            (None, _) => {
                gerund(&measure.text).unwrap_or_else(|| format!("the step “{}”", measure.text))
            }
        }
    }

    /// What is done, with its owner: "North Korea’s moving its arsenal to frozen".
    pub(super) fn owned(&self, id: CommitmentId) -> String {
        let act = self.act(id);
        format!(
            "{} {}",
            self.whose(self.commitment(id).owner),
            act.strip_prefix("the ").unwrap_or(&act)
        )
    }

    /// What is to be the case in the end: "North Korea’s nuclear arsenal is dismantled".
    pub(super) fn done(&self, id: CommitmentId) -> String {
        let commitment = self.commitment(id);
        Words::new(self.dossier).level(commitment.measure, commitment.level)
    }

    /// A way to abandon the plan as a short string: `withhold a.x, a.y until phase 4`.
    ///
    /// Stances that are taken later than the first name their phase. `until phase 4` means that from phase 4 on the party is back on
    /// schedule.
    pub(super) fn plan(&self, deviation: &Deviation) -> String {
        let part = |(idx, (turns, is_return)): (usize, (Vec<&Turn>, bool))| {
            let phase = turns[0].phase;
            if is_return {
                return format!(" until phase {phase}");
            }
            let verb = match turns[0].to {
                Stance::Comply => "comply",
                Stance::Withhold => "withhold",
                Stance::Reverse => "reverse",
            };
            let ids: Vec<&str> = turns.iter().map(|turn| self.id(turn.on)).collect();
            let from = if phase == deviation.phase() {
                String::new()
            } else {
                format!(" from phase {phase}")
            };
            format!(
                "{}{verb} {}{from}",
                if idx == 0 { "" } else { ", " },
                ids.join(", ")
            )
        };
        groups(deviation)
            .into_iter()
            .enumerate()
            .map(part)
            .collect()
    }

    /// The same in words, its phase first: "in phase 2 North Korea withholds moving its arsenal to frozen, for good".
    pub(super) fn told(&self, deviation: &Deviation) -> String {
        let groups = groups(deviation);
        let for_good = if groups.last().is_some_and(|(_, is_return)| *is_return) {
            ""
        } else {
            ", for good"
        };
        let part = |(idx, (turns, is_return)): (usize, (Vec<&Turn>, bool))| {
            let phase = turns[0].phase;
            if is_return {
                return format!(", until phase {phase}");
            }
            let verb = match turns[0].to {
                Stance::Comply => "catches up on",
                Stance::Withhold => "withholds",
                Stance::Reverse => "goes back on",
            };
            let acts = self.acts(deviation.party, &turns);
            match (idx, phase == deviation.phase()) {
                (0, _) => format!(" {verb} {acts}"),
                (_, true) => format!(" and {verb} {acts}"),
                (_, false) => format!(", and in phase {phase} {verb} {acts}"),
            }
        };
        let parts: String = groups.into_iter().enumerate().map(part).collect();
        format!(
            "in phase {} {}{parts}{for_good}",
            deviation.phase(),
            self.name(deviation.party)
        )
    }

    fn acts(&self, party: PartyId, turns: &[&Turn]) -> String {
        let n_own = self
            .roadmap
            .commitments
            .iter()
            .filter(|commitment| commitment.owner == party)
            .count();
        if turns.len() > 2 && turns.len() == n_own {
            return "all its steps".to_string();
        }
        listed(
            &turns
                .iter()
                .map(|turn| self.act(turn.on))
                .collect::<Vec<_>>(),
        )
    }
}

/// The turns of a deviation, those of one phase and stance together, in order. The second part says whether the group brings the
/// party back to the schedule with everything.
fn groups(deviation: &Deviation) -> Vec<(Vec<&Turn>, bool)> {
    let mut groups: Vec<(Vec<&Turn>, bool)> = Vec::new();
    let mut turns: Vec<&Turn> = deviation.turns.iter().collect();
    turns.sort_by_key(|turn| (turn.phase, turn.to != Stance::Withhold, turn.to, turn.on));
    let mut violated: Vec<CommitmentId> = Vec::new();
    for turn in turns {
        violated.retain(|id| *id != turn.on);
        if turn.to != Stance::Comply {
            violated.push(turn.on);
        }
        match groups
            .last_mut()
            .filter(|(group, _)| group[0].phase == turn.phase && group[0].to == turn.to)
        {
            Some((group, _)) => group.push(turn),
            None => groups.push((vec![turn], false)),
        }
        if let Some((_, is_return)) = groups.last_mut() {
            *is_return = violated.is_empty();
        }
    }
    groups
}

/// Things one after the other: "a", "a and b", "a, b and c".
pub(super) fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What a predicate in the third person singular names: "easing sanctions" for "eases sanctions". `None` where the text is no such
/// predicate, or joins two verbs.
fn gerund(predicate: &str) -> Option<String> {
    if let Some(rest) = predicate.strip_prefix("does not ") {
        let (verb, rest) = rest
            .split_once(' ')
            .map_or((rest, String::new()), |(verb, rest)| {
                (verb, format!(" {rest}"))
            });
        return Some(format!("not {}{rest}", doing(verb)));
    }
    let (verb, rest) = predicate
        .split_once(' ')
        .map_or((predicate, String::new()), |(verb, rest)| {
            (verb, format!(" {rest}"))
        });
    if !is_predicate(predicate) || joins_verbs(&rest) {
        return None;
    }
    let doing = match verb {
        "is" | "are" => "being".to_string(),
        "has" => "having".to_string(),
        _ => doing(&infinitive(verb)?),
    };
    Some(format!("{doing}{rest}"))
}

/// Whether a second verb may follow: a word in -s after "and" or "or" that has something behind it.
fn joins_verbs(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().collect();
    words
        .windows(3)
        .any(|three| ["and", "or", "but"].contains(&three[0]) && infinitive(three[1]).is_some())
}

/// Verbs of several syllables that double their last letter before -ing; those in -l all do.
const LAST_STRESSED: [&str; 12] = [
    "admit", "begin", "commit", "defer", "forget", "omit", "permit", "prefer", "refer", "submit",
    "transfer", "transmit",
];

/// The form in -ing of an infinitive.
fn doing(verb: &str) -> String {
    let vowel = |letter: char| "aeiou".contains(letter);
    let letters: Vec<char> = verb.chars().collect();
    if let Some(stem) = verb.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if let Some(stem) = verb
        .strip_suffix('e')
        .filter(|stem| stem.chars().any(vowel) && !stem.ends_with(['e', 'o', 'y']))
    {
        return format!("{stem}ing");
    }
    let [.., before, middle, last] = letters[..] else {
        return format!("{verb}ing");
    };
    let is_closed = !vowel(before) && vowel(middle) && !vowel(last) && !"wxy".contains(last);
    let syllables = letters
        .windows(2)
        .filter(|pair| vowel(pair[0]) && !vowel(pair[1]))
        .count();
    if is_closed && (syllables == 1 || last == 'l' || LAST_STRESSED.contains(&verb)) {
        format!("{verb}{last}ing")
    } else {
        format!("{verb}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_become_what_is_done() {
        for (predicate, what) in [
            (
                "is ready to meet without preconditions",
                "being ready to meet without preconditions",
            ),
            ("eases sanctions", "easing sanctions"),
            ("lets inspectors work", "letting inspectors work"),
            ("stops the clock", "stopping the clock"),
            ("permits visits", "permitting visits"),
            (
                "opens the yard to inspectors",
                "opening the yard to inspectors",
            ),
            ("visits the yard", "visiting the yard"),
            ("reveals its stocks", "revealing its stocks"),
            ("cancels the exercise", "cancelling the exercise"),
            ("shows its books", "showing its books"),
            ("agrees to talks", "agreeing to talks"),
            ("carries the letter", "carrying the letter"),
            ("lies low", "lying low"),
            ("goes first", "going first"),
            ("has inspectors on site", "having inspectors on site"),
            ("does not block a vote", "not blocking a vote"),
            (
                "declares its nuclear sites and stocks",
                "declaring its nuclear sites and stocks",
            ),
            (
                "gives an assurance not to attack and to add no sanctions",
                "giving an assurance not to attack and to add no sanctions",
            ),
        ] {
            assert_eq!(gerund(predicate).as_deref(), Some(what));
        }
        for other in [
            "returns war dead and allows exchange",
            "Sanctions on trade",
            "can withdraw",
            "o1",
        ] {
            assert_eq!(gerund(other), None, "{other}");
        }
    }

    #[test]
    fn lists_read_as_english_has_them() {
        let things: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(listed(&things[..0]), "");
        assert_eq!(listed(&things[..2]), "a and b");
        assert_eq!(listed(&things), "a, b and c");
    }

    #[test]
    fn turns_of_one_phase_and_stance_stand_together_and_the_way_back_is_known() {
        let turn = |phase, on, to| Turn {
            phase,
            on: CommitmentId::new(on),
            to,
        };
        let deviation = |turns| Deviation {
            party: PartyId::new(0),
            turns,
        };
        let shape = |deviation: &Deviation| -> Vec<(usize, Stance, usize, bool)> {
            groups(deviation)
                .iter()
                .map(|(turns, is_return)| (turns[0].phase, turns[0].to, turns.len(), *is_return))
                .collect()
        };
        let for_good = deviation(vec![
            turn(2, 0, Stance::Withhold),
            turn(2, 1, Stance::Withhold),
            turn(2, 2, Stance::Reverse),
        ]);
        assert_eq!(
            shape(&for_good),
            [
                (2, Stance::Withhold, 2, false),
                (2, Stance::Reverse, 1, false)
            ]
        );
        let back = deviation(vec![
            turn(2, 0, Stance::Withhold),
            turn(2, 1, Stance::Withhold),
            turn(4, 1, Stance::Comply),
            turn(4, 0, Stance::Comply),
        ]);
        assert_eq!(
            shape(&back),
            [
                (2, Stance::Withhold, 2, false),
                (4, Stance::Comply, 2, true)
            ]
        );
        let partly = deviation(vec![
            turn(1, 0, Stance::Withhold),
            turn(1, 1, Stance::Withhold),
            turn(3, 1, Stance::Comply),
            turn(4, 0, Stance::Reverse),
        ]);
        assert_eq!(
            shape(&partly),
            [
                (1, Stance::Withhold, 2, false),
                (3, Stance::Comply, 1, false),
                (4, Stance::Reverse, 1, false)
            ]
        );
    }
}
