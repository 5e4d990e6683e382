//! A party's ranks, and its groups of states: where it can move.
//!
//! # Definition
//! A party's *group* of a state: the feasible states that differ from it only in the party's own measures. The directions
//! permitted in a state form its *profile*, together with the bans whose start holds in it; a group is free (every move permitted), directed
//! (one profile for all its states, as far as bans end in the group, hence transitive) or mixed.
//! # Algorithm
//! Groups are found by hashing the others' entries and stored with their members in ascending rank.
//! # Complexity
//! `O(n·(e + k))` time for `n` states, `e` entries and `k` statements, and sorting within groups; about 20 bytes per
//! state, 16 more with restricted moves.
//! # Validity
//! Moves are not assumed transitive; only groups found to be free or directed are treated so.
//! # References
//! Fang, Hipel & Kilgour (1993), Interactive Decision Making, for moves in option form.

use std::collections::HashMap;
use std::ops::Range;

use super::Columns;
use super::order::{Partition, ranks};
use crate::model::{Conflict, Node, PartyId, Permission, State};

/// A state with its rank for the party whose group it is listed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Member {
    pub(crate) rank: u32,
    pub(crate) state: u32,
}

/// The other state of a pair, and whether it is better or worse, in one word: most parties have one measure, and
/// searches then need no more than this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Partner(u32);

impl Partner {
    const BETTER: u32 = 1 << 31;
    const WORSE: u32 = 1 << 30;
    const NONE: u32 = Self::WORSE - 1;

    /// The state, if there is one and a walk on this course goes there.
    pub(crate) fn on(self, course: super::Course) -> Option<u32> {
        let state = self.0 & Self::NONE;
        let wanted = if course.backward {
            Self::WORSE
        } else {
            Self::BETTER
        };
        (state != Self::NONE && (!course.improving || self.0 & wanted != 0)).then_some(state)
    }
}

/// What a group permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freedom {
    /// Every move within the group.
    Free,
    /// The same directions from all its states.
    Directed,
    /// Different directions from different states: moves need not be transitive.
    Mixed,
}

/// The entries that may be raised and lowered, and the bans, by number, whose start holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Profile {
    raise: u128,
    lower: u128,
    starts: u128,
}

/// What a party makes of its entries, and the bans, by number, whose end holds there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Setting {
    own: u128,
    ends: u128,
}

impl Profile {
    fn permits(self, from: u128, to: Setting) -> bool {
        let turned_wrong = (to.own & !from & !self.raise) | (from & !to.own & !self.lower);
        turned_wrong | (self.starts & to.ends) == 0
    }
}

/// The bits of a word of positions that lie within a range.
fn bits_within(positions: &Range<usize>, word: usize) -> u64 {
    let from = positions.start.saturating_sub(word * 64).min(64);
    let to = positions.end.saturating_sub(word * 64).min(64);
    if from >= to {
        0
    } else {
        u64::MAX >> (64 - (to - from)) << from
    }
}

/// A party's ranks and groups.
#[derive(Debug)]
pub(crate) struct Groups {
    pub(crate) rank: Vec<u32>,
    /// For each state its group, and its rank once more, beside it.
    pub(crate) place: Vec<Place>,
    start: Vec<u32>,
    members: Vec<Member>,
    /// The other state of each state's group, when every group is free and has at most two; otherwise empty.
    partner: Vec<Partner>,
    /// Empty when every group is free.
    freedom: Vec<Freedom>,
    /// The entries that the party controls.
    own: u128,
    profiles: Vec<Profile>,
    /// Empty when all states have the first profile.
    profile_of: Vec<u32>,
    /// For each state, the bans whose end holds in it; empty when none binds the party.
    ends: Vec<u128>,
    /// The distinct combinations of the party's own entries and of ends of bans; empty when every group is free.
    settings: Vec<Setting>,
    /// What decides which moves are permitted, in the order of `members`; empty when every group is free.
    local: Vec<Local>,
}

/// Where a state stands for a party.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) group: u32,
    pub(crate) rank: u32,
}

/// A member's own entries and profile, by number.
#[derive(Clone, Copy, Debug)]
struct Local {
    setting: u32,
    profile: u32,
}

/// A set of members for which a walk still has to try a mover, by position among all members.
pub(crate) type Untried = Vec<u64>;

impl Groups {
    pub(crate) fn new(
        conflict: &Conflict,
        party: PartyId,
        states: &[State],
        columns: &Columns,
    ) -> Self {
        let own = conflict.own_entries(party);
        let rank = ranks(conflict, &conflict.orders[party.idx()], states, columns);
        let (group_of, start) = group(states, own, conflict.n_entries);
        let members = members(&group_of, &start, &rank);
        let place = group_of
            .into_iter()
            .zip(&rank)
            .map(|(group, rank)| Place { group, rank: *rank })
            .collect();
        let (profiles, profile_of) = profiles(conflict, party, states.len(), columns);
        let mut groups = Self {
            place,
            rank,
            start,
            members,
            partner: vec![],
            freedom: vec![],
            own,
            profiles,
            profile_of,
            ends: ends(conflict, party, states.len(), columns),
            settings: vec![],
            local: vec![],
        };
        let freedom: Vec<Freedom> = (0..groups.n_groups())
            .map(|id| groups.freedom_of(id as u32))
            .collect();
        if freedom.iter().any(|freedom| *freedom != Freedom::Free) {
            groups.freedom = freedom;
            groups.localise(states);
        } else if groups.bounds().all(|(start, end)| end - start <= 2) {
            groups.pair_up();
        }
        groups
    }

    pub(crate) fn n_groups(&self) -> usize {
        self.start.len() - 1
    }

    /// For each group, where its members begin and end.
    pub(crate) fn bounds(&self) -> impl Iterator<Item = (u32, u32)> {
        self.start.windows(2).map(|bounds| (bounds[0], bounds[1]))
    }

    /// The states of all groups, group by group.
    pub(crate) fn all_members(&self) -> &[Member] {
        &self.members
    }

    pub(crate) fn range(&self, group: u32) -> Range<usize> {
        self.start[group as usize] as usize..self.start[group as usize + 1] as usize
    }

    /// The states of a group in ascending order of rank, then of index.
    pub(crate) fn members(&self, group: u32) -> &[Member] {
        &self.members[self.range(group)]
    }

    pub(crate) fn freedom(&self, group: u32) -> Freedom {
        self.freedom
            .get(group as usize)
            .copied()
            .unwrap_or(Freedom::Free)
    }

    /// Whether no group is mixed.
    pub(crate) fn is_transitive(&self) -> bool {
        !self.freedom.contains(&Freedom::Mixed)
    }

    pub(crate) fn permits(&self, states: &[State], from: usize, to: usize) -> bool {
        self.profiles[self.profile_number(from)]
            .permits(states[from].0 & self.own, self.setting(states, to))
    }

    fn setting(&self, states: &[State], state: usize) -> Setting {
        Setting {
            own: states[state].0 & self.own,
            ends: self.ends.get(state).copied().unwrap_or_default(),
        }
    }

    fn profile_number(&self, state: usize) -> usize {
        self.profile_of
            .get(state)
            .map_or(0, |profile| *profile as usize)
    }

    /// Lists the other state of each state.
    fn pair_up(&mut self) {
        let mut partner = vec![Partner(Partner::NONE); self.members.len()];
        for (start, end) in self.bounds() {
            if let [worse, better] = self.members[start as usize..end as usize] {
                let differ = worse.rank < better.rank;
                partner[worse.state as usize] =
                    Partner(better.state | if differ { Partner::BETTER } else { 0 });
                partner[better.state as usize] =
                    Partner(worse.state | if differ { Partner::WORSE } else { 0 });
            }
        }
        self.partner = partner;
    }

    /// The other state of a state's group, when all groups are free pairs.
    pub(crate) fn partner(&self, state: u32) -> Option<Partner> {
        self.partner.get(state as usize).copied()
    }

    /// Gathers what decides about moves beside the members, so that searches read memory in order.
    fn localise(&mut self, states: &[State]) {
        let mut known: HashMap<Setting, u32> = HashMap::new();
        let mut settings = Vec::new();
        self.local = self
            .members
            .iter()
            .map(|member| {
                let here = self.setting(states, member.state as usize);
                let setting = *known.entry(here).or_insert_with(|| {
                    settings.push(here);
                    settings.len() as u32 - 1
                });
                Local {
                    setting,
                    profile: self.profile_number(member.state as usize) as u32,
                }
            })
            .collect();
        self.settings = settings;
    }

    /// Takes out of `untried` those members, among the ones at `positions`, that a permitted move connects with a
    /// state, and calls `visit` for each: moves to the state when `backward`, from it otherwise.
    pub(crate) fn connect(
        &self,
        states: &[State],
        state: usize,
        positions: Range<usize>,
        backward: bool,
        untried: &mut Untried,
        mut visit: impl FnMut(u32),
    ) {
        let here = self.setting(states, state);
        let profile = self.profiles[self.profile_number(state)];
        let words = positions.start / 64..positions.end.div_ceil(64);
        for (word, untried) in words.clone().zip(&mut untried[words]) {
            let mut bits = *untried & bits_within(&positions, word);
            while bits != 0 {
                let position = word * 64 + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                let local = self.local[position];
                let there = self.settings[local.setting as usize];
                let permitted = if backward {
                    self.profiles[local.profile as usize].permits(there.own, here)
                } else {
                    profile.permits(here.own, there)
                };
                if permitted && there != here {
                    *untried &= !(1 << (position % 64));
                    visit(self.members[position].state);
                }
            }
        }
    }

    /// Every member, still to be tried.
    pub(crate) fn all_untried(&self) -> Untried {
        vec![
            u64::MAX;
            if self.freedom.is_empty() {
                0
            } else {
                self.members.len().div_ceil(64)
            }
        ]
    }

    /// For each member of a group, the greatest value over the member and the party's moves from it, where `value`
    /// tells the value of a state.
    pub(crate) fn best_moves(
        &self,
        group: u32,
        value: impl Fn(u32) -> u32,
        mut best: impl FnMut(u32, u32),
    ) {
        let range = self.range(group);
        let members = &self.members[range.clone()];
        if self.freedom(group) == Freedom::Free {
            let highest = members
                .iter()
                .map(|member| value(member.state))
                .max()
                .unwrap_or(0);
            members
                .iter()
                .for_each(|member| best(member.state, highest));
            return;
        }
        let mut descending: Vec<(u32, usize)> = range
            .map(|position| (value(self.members[position].state), position))
            .collect();
        descending.sort_unstable_by_key(|(value, position)| (std::cmp::Reverse(*value), *position));
        for &(own_value, from) in &descending {
            let here = self.settings[self.local[from].setting as usize].own;
            let profile = self.profiles[self.local[from].profile as usize];
            let better = descending
                .iter()
                .take_while(|(value, _)| *value > own_value);
            let response = better.into_iter().find(|(_, to)| {
                profile.permits(here, self.settings[self.local[*to].setting as usize])
            });
            best(
                self.members[from].state,
                response.map_or(own_value, |(value, _)| *value),
            );
        }
    }

    fn freedom_of(&self, group: u32) -> Freedom {
        let profile_of = |member: &Member| self.profile_number(member.state as usize);
        let members = self.members(group);
        let first = profile_of(&members[0]);
        // Bans that end nowhere in the group forbid nothing in it.
        let ends = members.iter().fold(0, |ends, member| {
            ends | self
                .ends
                .get(member.state as usize)
                .copied()
                .unwrap_or_default()
        });
        let here = |profile: usize| Profile {
            starts: self.profiles[profile].starts & ends,
            ..self.profiles[profile]
        };
        let is_mixed = |member: &Member| {
            let profile = profile_of(member);
            profile != first && here(profile) != here(first)
        };
        let free = Profile {
            raise: self.own,
            lower: self.own,
            starts: 0,
        };
        if members.iter().any(is_mixed) {
            Freedom::Mixed
        } else if here(first) == free {
            Freedom::Free
        } else {
            Freedom::Directed
        }
    }
}

/// The group of each state, numbered by first appearance, and where each group starts among the members.
fn group(states: &[State], own: u128, n_entries: usize) -> (Vec<u32>, Vec<u32>) {
    let mut group_of = Vec::with_capacity(states.len());
    let mut sizes: Vec<u32> = Vec::new();
    if n_entries < 32 && states.len() == 1 << n_entries {
        // Every combination is feasible: the others' entries, closed up, are the number of the group.
        let low = (1 << own.trailing_zeros().min(31)) - 1;
        let width = own.count_ones();
        group_of.extend(
            states
                .iter()
                .map(|state| (state.0 & low | (state.0 >> width) & !low) as u32),
        );
        sizes = vec![1 << width; states.len() >> width];
    } else {
        let mut known: HashMap<u128, u32> = HashMap::with_capacity(states.len() / 4);
        for state in states {
            let group = *known.entry(state.0 & !own).or_insert(sizes.len() as u32);
            if group as usize == sizes.len() {
                sizes.push(0);
            }
            sizes[group as usize] += 1;
            group_of.push(group);
        }
    }
    let mut start = Vec::with_capacity(sizes.len() + 1);
    start.push(0);
    start.extend(sizes.iter().scan(0, |end, size| {
        *end += size;
        Some(*end)
    }));
    (group_of, start)
}

fn members(group_of: &[u32], start: &[u32], rank: &[u32]) -> Vec<Member> {
    let mut next = start.to_vec();
    let mut members = vec![Member { rank: 0, state: 0 }; group_of.len()];
    for (state, (group, rank)) in group_of.iter().zip(rank).enumerate() {
        let slot = &mut next[*group as usize];
        members[*slot as usize] = Member {
            rank: *rank,
            state: state as u32,
        };
        *slot += 1;
    }
    for bounds in start.windows(2) {
        members[bounds[0] as usize..bounds[1] as usize].sort_unstable();
    }
    members
}

/// The distinct profiles of a party's states, and which one each state has.
fn profiles(
    conflict: &Conflict,
    party: PartyId,
    n_states: usize,
    columns: &Columns,
) -> (Vec<Profile>, Vec<u32>) {
    let own: Vec<_> = conflict
        .levers
        .iter()
        .filter(|lever| lever.party == party)
        .collect();
    let starts: Vec<Node> = conflict.bans_on(party).map(|ban| ban.from).collect();
    let mut conditions: Vec<Node> = own
        .iter()
        .flat_map(|lever| [lever.raise, lever.lower])
        .filter_map(|permission| {
            if let Permission::When(node) = permission {
                Some(node)
            } else {
                None
            }
        })
        .collect();
    conditions.extend(&starts);
    let mut partition = Partition::new(n_states);
    for conditions in conditions.chunks(16) {
        partition.refine(&columns.of(&conflict.circuit, conditions));
    }
    let mut example = vec![0; partition.n_classes];
    partition
        .classes
        .iter()
        .enumerate()
        .for_each(|(state, class)| example[*class as usize] = state);
    let truths = columns.of(&conflict.circuit, &conditions);
    let profile = |state: usize| {
        let mut truths = truths.iter();
        let mut bits = |permission, lever: &crate::model::Lever| {
            let permitted = match permission {
                Permission::Never => false,
                Permission::Always => true,
                Permission::When(_) => truths.next().is_some_and(|column| has(column, state)),
            };
            if permitted {
                lever.bits(lever.n_levels() - 1)
            } else {
                0
            }
        };
        let nothing = Profile {
            raise: 0,
            lower: 0,
            starts: 0,
        };
        let directions = own.iter().fold(nothing, |profile, lever| Profile {
            raise: profile.raise | bits(lever.raise, lever),
            lower: profile.lower | bits(lever.lower, lever),
            starts: 0,
        });
        Profile {
            starts: numbers(truths, state),
            ..directions
        }
    };
    let profiles = example.iter().map(|state| profile(*state)).collect();
    (
        profiles,
        if partition.n_classes > 1 {
            partition.classes
        } else {
            vec![]
        },
    )
}

/// For each state, the bans on a party that end there, by their number; empty when there are none.
fn ends(conflict: &Conflict, party: PartyId, n_states: usize, columns: &Columns) -> Vec<u128> {
    let ends: Vec<Node> = conflict.bans_on(party).map(|ban| ban.to).collect();
    if ends.is_empty() {
        return vec![];
    }
    let truths = columns.of(&conflict.circuit, &ends);
    (0..n_states)
        .map(|state| numbers(truths.iter(), state))
        .collect()
}

/// The columns, by number, that hold in a state. [`BANS_MAX`](crate::model::BANS_MAX) keeps them few enough.
fn numbers<'a>(columns: impl Iterator<Item = &'a Vec<u64>>, state: usize) -> u128 {
    columns.enumerate().fold(0, |numbers, (number, column)| {
        numbers | u128::from(has(column, state)) << number
    })
}

fn has(column: &[u64], state: usize) -> bool {
    column[state / 64] >> (state % 64) & 1 == 1
}
