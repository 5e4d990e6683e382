//! Feasible states by number, and rankings of numbers.

use std::collections::BTreeMap;

use super::Pattern;
use crate::model::{Code, Diagnostic, Span, State};

/// How many patterns an enumeration may look at before it gives up.
const WORK_MAX: usize = 1 << 27;

/// The feasible states, in the order of their decimals.
pub(super) struct Feasible {
    n_options: usize,
    /// The infeasible patterns by their lowest entry.
    by_lowest: Vec<Vec<Pattern>>,
    /// Whether a pattern excludes every state.
    none: bool,
}

impl Feasible {
    pub(super) fn new(infeasible: &[Pattern], n_options: usize) -> Self {
        let mut by_lowest = vec![vec![]; n_options];
        let none = infeasible.iter().any(|pattern| pattern.mask == 0);
        for pattern in infeasible.iter().filter(|pattern| pattern.mask != 0) {
            by_lowest[pattern.mask.trailing_zeros() as usize].push(*pattern);
        }
        Self {
            n_options,
            by_lowest,
            none,
        }
    }

    /// The first states, up to `limit` of them; `None` when the search takes too long.
    ///
    /// Entries are decided from the last to the first, because the last weighs most in a state's decimal. A pattern is
    /// looked at as soon as its lowest entry is decided.
    pub(super) fn first(&self, limit: usize) -> Option<Vec<u128>> {
        let mut states = vec![];
        let mut pending = if self.none {
            vec![]
        } else {
            vec![(self.n_options, 0_u128)]
        };
        let mut work = 0;
        while let Some((n_open, state)) = pending.pop() {
            let patterns = self
                .by_lowest
                .get(n_open)
                .map(Vec::as_slice)
                .unwrap_or_default();
            work += patterns.len() + 1;
            if work > WORK_MAX {
                return None;
            }
            if patterns.iter().any(|it| state & it.mask == it.value) {
                continue;
            }
            let Some(entry) = n_open.checked_sub(1) else {
                states.push(state);
                if states.len() == limit {
                    return Some(states);
                }
                continue;
            };
            pending.push((entry, state | 1 << entry));
            pending.push((entry, state));
        }
        Some(states)
    }
}

/// The ranked states of a decision maker.
pub(super) struct Ranked {
    pub(super) classes: Vec<Vec<(State, Span)>>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Turns numbers into states: each feasible state must be ranked once.
pub(super) fn classes(ranking: &[Vec<usize>], states: &[u128], path: &str) -> Ranked {
    const SHOWN_MAX: usize = 10;
    let mut findings = vec![];
    let mut error =
        |message: String| findings.push(Diagnostic::error(Code::D026, message).help(HELP));
    let mut ranked_at: BTreeMap<usize, usize> = BTreeMap::new();
    let mut classes = vec![];
    for (idx, class) in ranking.iter().enumerate() {
        let mut members = vec![];
        for number in class {
            match number
                .checked_sub(1)
                .and_then(|position| states.get(position))
            {
                Some(state) => members.push((State(*state), Span::default())),
                None => error(format!(
                    "`{path}[{idx}]`: there is no feasible state {number}"
                )),
            }
            if let Some(first) = ranked_at.insert(*number, idx) {
                error(format!(
                    "`{path}[{idx}]`: the state {number} is ranked already at `{path}[{first}]`"
                ));
            }
        }
        classes.push(members);
    }
    let mut missing = (1..=states.len())
        .filter(|number| !ranked_at.contains_key(number))
        .map(|number| number.to_string());
    let shown: Vec<String> = missing.by_ref().take(SHOWN_MAX).collect();
    let (plural, more) = (
        if shown.len() == 1 { "" } else { "s" },
        if missing.next().is_some() {
            ", …"
        } else {
            ""
        },
    );
    if !shown.is_empty() {
        error(format!(
            "`{path}` leaves out the feasible state{plural} {}{more}",
            shown.join(", ")
        ));
    }
    Ranked { classes, findings }
}

const HELP: &str = "a ranking names each feasible state once, by its number from 1 in the order of the states' decimals";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasible_states_come_in_the_order_of_their_decimals() {
        let not_both = Pattern {
            mask: 0b11,
            value: 0b11,
        };
        let feasible = Feasible::new(&[not_both], 3);
        assert_eq!(
            feasible.first(100),
            Some(vec![0b000, 0b001, 0b010, 0b100, 0b101, 0b110])
        );
        assert_eq!(feasible.first(2), Some(vec![0b000, 0b001]));
        assert_eq!(
            Feasible::new(&[Pattern { mask: 0, value: 0 }], 3).first(1),
            Some(vec![])
        );
    }

    #[test]
    fn a_ranking_names_each_state_once() {
        let ranked = classes(&[vec![2], vec![1, 2], vec![7]], &[0, 1, 2], "r");
        let messages: Vec<&str> = ranked
            .findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "`r[1]`: the state 2 is ranked already at `r[0]`",
                "`r[2]`: there is no feasible state 7",
                "`r` leaves out the feasible state 3",
            ]
        );
    }
}
