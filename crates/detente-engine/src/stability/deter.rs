//! Deterrence: what the concepts of individual stability share.
//!
//! # Definition
//! Let `p` be the rank of a party, `R` its moves, and `c(x)` the *cost* of ending in `x`: `p(x)`, or, when the party may
//! still escape, the best of `p(x)` and `p(z)` over `z ∈ R(x)`. Let `w(t)` be the least `c` over the states that the others
//! can reach from `t`. A state `s` is stable when `max over t ∈ R(s) of min(p(t), w(t)) ≤ p(s)`: each move is no
//! improvement, or leads where the others can bring the party to something no better than `s`.
//! # Algorithm
//! `w` comes from one backward walk seeded in ascending order of cost, which meets each state once, at its least
//! cost. The maximum over own moves is the maximum over a free group; in other groups the members are tried in
//! descending order until one is permitted.
//! # Complexity
//! `O(n·h)` for `n` states and `h` parties with free moves; `O(Σ|group|²)` at worst otherwise. 20 bytes per state.
//! # Validity
//! A state counts as reachable from itself here. That changes no verdict: `c(t) ≥ p(t)`, so ending in `t` never deters
//! a move to `t`. A sanction that leads back to exactly `s` counts, as in the logical definitions.
//! # References
//! The definitions are those of Fang, Hipel & Kilgour (1993), Interactive Decision Making, and of Rêgo & Vieira (2017),
//! GDN 26:775–792, for the symmetric sequential case; the form as a maximum of minima is ours.

use fixedbitset::FixedBitSet;

use crate::model::PartyId;
use crate::space::{Course, Grid, HIGHEST, Moves, Space, Stopped, Walk, Watch};

/// After so many sweeps of each other party the search over cells gives up: improvements then go back and forth so often that following
/// them one by one is quicker.
const ROUNDS_MAX: usize = 50;

/// By which moves the others deter, and whether the party may escape from where that ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sanction {
    /// The others make only improvements of their own.
    pub(super) credible: bool,
    /// The party must not be able to move on to something better.
    pub(super) inescapable: bool,
}

/// The states in which every improvement of the party is deterred by such sanctions of the others.
pub(super) fn stable_states(
    space: &Space,
    party: PartyId,
    sanction: Sanction,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    if let Some(grid) = space.grid()
        && let Some(stable) = stable_cells(space, grid, party, sanction, watch)?
    {
        return Ok(stable);
    }
    stable_by_walking(space, party, sanction, watch)
}

fn stable_by_walking(
    space: &Space,
    party: PartyId,
    sanction: Sanction,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    let rank = &space.groups(party).rank;
    let cost = if sanction.inescapable {
        best_response(space, party, rank, watch)?
    } else {
        rank.clone()
    };
    let mut guarded = least_reachable(space, party, sanction.credible, &cost, watch)?;
    guarded
        .iter_mut()
        .zip(rank)
        .for_each(|(least, rank)| *least = (*least).min(*rank));
    withstands(space, party, &guarded, watch)
}

/// The states from which the party has no improvement.
pub(super) fn without_improvement(
    space: &Space,
    party: PartyId,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    match space.grid() {
        Some(grid) => withstand(grid, party, numbers(grid, party), watch),
        None => withstands(space, party, &space.groups(party).rank, watch),
    }
}

/// The same over cells; `None` when it takes too many sweeps.
fn stable_cells(
    space: &Space,
    grid: &Grid,
    party: PartyId,
    sanction: Sanction,
    watch: &Watch,
) -> Result<Option<FixedBitSet>, Stopped> {
    let mut cost = numbers(grid, party);
    if sanction.inescapable {
        grid.sweep(party, Moves::All, &mut cost, watch)?;
    }
    // Turned round, so that the worst that the others can do is the greatest number.
    let turn = |numbers: &mut Vec<i16>| {
        numbers
            .iter_mut()
            .filter(|number| **number != 0)
            .for_each(|number| *number = HIGHEST - *number);
    };
    turn(&mut cost);
    let moves = if sanction.credible {
        Moves::Improvements
    } else {
        Moves::All
    };
    let others: Vec<PartyId> = space
        .conflict()
        .party_ids()
        .filter(|other| *other != party)
        .collect();
    let (mut n_idle, mut sweeps) = (0, others.iter().cycle().take(ROUNDS_MAX * others.len()));
    // After a sweep that changed something, the same once more would change nothing.
    while n_idle < others.len() {
        let Some(other) = sweeps.next() else {
            return Ok(None);
        };
        n_idle = if grid.sweep(*other, moves, &mut cost, watch)? {
            1
        } else {
            n_idle + 1
        };
        watch.add(space.len() as u64);
    }
    turn(&mut cost);
    cost.iter_mut()
        .zip(grid.rank(party))
        .for_each(|(worst, rank)| *worst = (*worst).min(*rank));
    Ok(Some(withstand(grid, party, cost, watch)?))
}

/// By cell 1 + the party's rank, and 0 where it is not feasible.
fn numbers(grid: &Grid, party: PartyId) -> Vec<i16> {
    grid.rank(party)
        .iter()
        .map(|rank| if *rank == HIGHEST { 0 } else { *rank })
        .collect()
}

/// The states from which no move of the party leads to a number above the state's own rank.
fn withstand(
    grid: &Grid,
    party: PartyId,
    mut numbers: Vec<i16>,
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    grid.sweep(party, Moves::All, &mut numbers, watch)?;
    let rank = grid.rank(party);
    Ok(grid.states_where(|cell| numbers[cell] <= rank[cell]))
}

/// The states from which no move of the party leads to a value above the state's own rank.
fn withstands(
    space: &Space,
    party: PartyId,
    value: &[u32],
    watch: &Watch,
) -> Result<FixedBitSet, Stopped> {
    let best = best_response(space, party, value, watch)?;
    let mut stable = FixedBitSet::with_capacity(space.len());
    let rank = &space.groups(party).rank;
    stable.extend((0..space.len()).filter(|&state| best[state] <= rank[state]));
    Ok(stable)
}

/// For each state, the greatest value over the state and the party's moves from it.
fn best_response(
    space: &Space,
    party: PartyId,
    value: &[u32],
    watch: &Watch,
) -> Result<Vec<u32>, Stopped> {
    let groups = space.groups(party);
    let mut best = value.to_vec();
    for group in 0..groups.n_groups() as u32 {
        if group % 4096 == 0 && watch.is_stopped() {
            return Err(Stopped::Interrupted);
        }
        groups.best_moves(
            group,
            |state| value[state as usize],
            |state, value| best[state as usize] = value,
        );
    }
    Ok(best)
}

/// For each state, the least cost over the state and all that legal sequences of the others reach from it.
fn least_reachable(
    space: &Space,
    party: PartyId,
    improving: bool,
    cost: &[u32],
    watch: &Watch,
) -> Result<Vec<u32>, Stopped> {
    let others = space.conflict().party_ids().filter(|other| *other != party);
    let mut walk = Walk::new(
        space,
        others,
        Course {
            backward: true,
            improving,
        },
    )
    .with_parts(space.by_own_measures(party));
    let mut least = vec![u32::MAX; space.len()];
    for (done, seed) in ascending(cost).into_iter().enumerate() {
        if done % 4096 == 0 {
            watch.add(4096.min(space.len() - done) as u64);
            if watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
        }
        let (seed, cost) = (seed as usize, cost[seed as usize]);
        if walk.seed(seed) {
            least[seed] = cost;
        }
        while walk.step(|state| least[state] = cost) {}
    }
    Ok(least)
}

/// The states in ascending order of cost, then of index: counting sort.
fn ascending(cost: &[u32]) -> Vec<u32> {
    let n_costs = cost.iter().max().map_or(0, |highest| *highest as usize + 1);
    let mut next = vec![0u32; n_costs + 1];
    cost.iter().for_each(|cost| next[*cost as usize + 1] += 1);
    for cost in 1..next.len() {
        next[cost] += next[cost - 1];
    }
    let mut sorted = vec![0; cost.len()];
    for (state, cost) in cost.iter().enumerate() {
        let slot = &mut next[*cost as usize];
        sorted[*slot as usize] = state as u32;
        *slot += 1;
    }
    sorted
}
