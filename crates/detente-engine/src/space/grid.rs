//! The grid: all combinations of levels, feasible or not, in the order of their codes, for searches that read memory in order.
//!
//! # Definition
//! A *cell* is a combination of levels. A party's *settings* are the combinations of its own levels; the cells that differ in
//! them only form a *group*. A search keeps one number per cell: 0 where it is not feasible, otherwise between 1 and [`HIGHEST`].
//! # Algorithm
//! Groups are taken a *tile* at a time: so many groups beside each other, each of their settings in a row of its own. What a move does
//! is then one comparison of whole rows per pair of settings, which compilers turn into instructions on many numbers at once.
//! # Complexity
//! A sweep takes `O(c·m)` for `c` cells and `m` settings of the party, `O(c)` when all moves are free and need not improve. 2 bytes
//! per cell and party.
//! # Validity
//! For conflicts whose moves are permitted always or never, whatever the state in which they start and end; with at most [`CELLS_PER_STATE`] cells per feasible
//! state, [`SETTINGS_MAX`] settings per party and fewer than 2¹⁵ classes of states. A sweep repeated until it changes nothing gives what
//! legal sequences reach: such moves are transitive, so that two in a row by one party amount to one.
//! # References
//! Folklore: value iteration in place, over rows.

use fixedbitset::FixedBitSet;

use super::{Groups, Stopped, Watch};
use crate::model::{Conflict, Lever, PartyId, Permission, State};

/// The largest number of a cell, and the rank of one that is not feasible: nothing improves on it, and as its number is 0 it attracts nobody.
pub(crate) const HIGHEST: i16 = i16::MAX;

/// The most cells per feasible state.
const CELLS_PER_STATE: u128 = 4;

/// The most settings of a party.
const SETTINGS_MAX: usize = 256;

/// How many groups are taken together.
const TILE: usize = 32;

/// After how many tiles the watch is looked at.
const TILES_UNWATCHED: usize = 4096;

/// One number per group of a tile.
type Row = [i16; TILE];

/// The cells with each party's ranks and moves.
#[derive(Debug)]
pub(crate) struct Grid {
    n_cells: usize,
    /// The cell of each state; empty when every cell is feasible.
    cell_of: Vec<u32>,
    parties: Vec<Mover>,
}

/// Which moves a sweep follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moves {
    /// Every permitted one.
    All,
    /// Those that improve on their start for the party that makes them.
    Improvements,
}

/// What a party can do.
#[derive(Debug)]
struct Mover {
    /// By cell: 1 + the party's rank; [`HIGHEST`] where it is not feasible.
    rank: Vec<i16>,
    /// What each setting adds to the number of a cell.
    offset: Vec<u32>,
    /// For each setting, those that one move leads to.
    targets: Vec<Vec<usize>>,
    /// Whether every setting is a target of every other.
    is_free: bool,
    /// The others' levels in runs: how many combinations, and what each adds to the number of a cell.
    runs: Vec<(u32, u32)>,
}

/// The groups of a tile: where their first cells are.
struct Bases {
    first: [u32; TILE],
    len: usize,
    /// Whether they lie beside each other.
    is_run: bool,
}

impl Grid {
    /// The grid of a conflict; `None` where it cannot be used.
    pub(crate) fn new(conflict: &Conflict, states: &[State], groups: &[Groups]) -> Option<Self> {
        let n_cells = conflict.levers.iter().try_fold(1_u128, |cells, lever| {
            cells.checked_mul(lever.n_levels() as u128)
        })?;
        let is_dense =
            n_cells <= CELLS_PER_STATE * states.len() as u128 && u32::try_from(n_cells).is_ok();
        let is_fixed = |lever: &Lever| {
            ![lever.raise, lever.lower]
                .iter()
                .any(|permission| matches!(permission, Permission::When(_)))
        };
        if !is_dense || !conflict.bans.is_empty() || !conflict.levers.iter().all(is_fixed) {
            return None;
        }
        let n_cells = n_cells as usize;
        let cell_of = if n_cells == states.len() {
            vec![]
        } else {
            cells(conflict, states)
        };
        let build = |party: PartyId| {
            Mover::new(
                conflict,
                party,
                &groups[party.idx()].rank,
                &cell_of,
                n_cells,
            )
        };
        let parties = conflict
            .party_ids()
            .map(build)
            .collect::<Option<Vec<Mover>>>()?;
        Some(Self {
            n_cells,
            cell_of,
            parties,
        })
    }

    /// By cell: 1 + the party's rank; [`HIGHEST`] where it is not feasible.
    pub(crate) fn rank(&self, party: PartyId) -> &[i16] {
        &self.parties[party.idx()].rank
    }

    /// The feasible states of whose cells something holds.
    pub(crate) fn states_where(&self, holds: impl Fn(usize) -> bool) -> FixedBitSet {
        if self.cell_of.is_empty() {
            let words = (0..self.n_cells)
                .step_by(usize::BITS as usize)
                .map(|first| {
                    let cells = first..self.n_cells.min(first + usize::BITS as usize);
                    cells.enumerate().fold(0, |word, (lane, cell)| {
                        word | usize::from(holds(cell)) << lane
                    })
                });
            return FixedBitSet::with_capacity_and_blocks(self.n_cells, words);
        }
        let mut states = FixedBitSet::with_capacity(self.cell_of.len());
        states.extend(
            self.cell_of
                .iter()
                .enumerate()
                .filter(|(_, cell)| holds(**cell as usize))
                .map(|(state, _)| state),
        );
        states
    }

    /// Raises the number of each feasible cell to the greatest among those that one move of the party leads to. Returns whether that
    /// changed anything.
    ///
    /// # Errors
    /// When the watch is stopped.
    pub(crate) fn sweep(
        &self,
        party: PartyId,
        moves: Moves,
        numbers: &mut [i16],
        watch: &Watch,
    ) -> Result<bool, Stopped> {
        let own = &self.parties[party.idx()];
        let n_settings = own.offset.len();
        let n_groups = self.n_cells / n_settings;
        let (mut here, mut rank, mut best) = (
            vec![[0; TILE]; n_settings],
            vec![[0; TILE]; n_settings],
            vec![[0; TILE]; n_settings],
        );
        let mut is_changed = false;
        for (tile, first) in (0..n_groups).step_by(TILE).enumerate() {
            if tile % TILES_UNWATCHED == 0 && watch.is_stopped() {
                return Err(Stopped::Interrupted);
            }
            let bases = own.bases(first, n_groups);
            bases.read(&own.offset, numbers, &mut here);
            bases.read(&own.offset, &own.rank, &mut rank);
            match moves {
                Moves::All if own.is_free => spread(&here, &rank, &mut best),
                Moves::All => follow(&own.targets, &here, &rank, &mut best),
                Moves::Improvements if own.is_free => improve_freely(&here, &rank, &mut best),
                Moves::Improvements => improve(&own.targets, &here, &rank, &mut best),
            }
            if best != here {
                is_changed = true;
                bases.write(&own.offset, &best, numbers);
            }
        }
        Ok(is_changed)
    }
}

/// The cell of each state.
fn cells(conflict: &Conflict, states: &[State]) -> Vec<u32> {
    let mut weights = Vec::with_capacity(conflict.n_entries);
    let mut weight = 1;
    for lever in &conflict.levers {
        weights.extend(lever.entries.clone().map(|_| weight));
        weight *= lever.n_levels() as u32;
    }
    let cell = |state: &State| {
        let (mut bits, mut cell) = (state.0, 0);
        while bits != 0 {
            cell += weights[bits.trailing_zeros() as usize];
            bits &= bits - 1;
        }
        cell
    };
    states.iter().map(cell).collect()
}

impl Mover {
    fn new(
        conflict: &Conflict,
        party: PartyId,
        ranks: &[u32],
        cell_of: &[u32],
        n_cells: usize,
    ) -> Option<Self> {
        if ranks
            .iter()
            .max()
            .is_some_and(|rank| *rank + 1 >= HIGHEST as u32)
        {
            return None;
        }
        // It fits, as has just been seen.
        let number = |rank: &u32| *rank as i16 + 1;
        let rank = if cell_of.is_empty() {
            ranks.iter().map(number).collect()
        } else {
            let mut by_cell = vec![HIGHEST; n_cells];
            ranks
                .iter()
                .zip(cell_of)
                .for_each(|(rank, cell)| by_cell[*cell as usize] = number(rank));
            by_cell
        };
        let mut settings: Vec<Vec<usize>> = vec![vec![]];
        let (mut offset, mut own, mut runs) = (vec![0_u32], vec![], vec![(1, 1)]);
        let mut weight = 1_u32;
        for lever in &conflict.levers {
            let n_levels = lever.n_levels();
            if lever.party == party {
                own.push(lever);
                settings = (0..n_levels)
                    .flat_map(|level| settings.iter().map(move |it| with(it, level)))
                    .collect();
                offset = (0..n_levels as u32)
                    .flat_map(|level| offset.iter().map(move |it| it + level * weight))
                    .collect();
            } else {
                match runs.last_mut() {
                    Some((len, each)) if *len * *each == weight => *len *= n_levels as u32,
                    _ => runs.push((n_levels as u32, weight)),
                }
            }
            if offset.len() > SETTINGS_MAX {
                return None;
            }
            weight = weight.wrapping_mul(n_levels as u32);
        }
        let permits = |from: &[usize], to: &[usize]| {
            let mut sides = own.iter().zip(from.iter().zip(to));
            sides.all(|(lever, (from, to))| match to.cmp(from) {
                std::cmp::Ordering::Equal => true,
                std::cmp::Ordering::Greater => lever.raise == Permission::Always,
                std::cmp::Ordering::Less => lever.lower == Permission::Always,
            })
        };
        let targets_of = |from: &Vec<usize>| {
            (0..settings.len())
                .filter(|to| settings[*to] != *from && permits(from, &settings[*to]))
                .collect()
        };
        let targets: Vec<Vec<usize>> = settings.iter().map(targets_of).collect();
        let is_free = targets
            .iter()
            .all(|targets| targets.len() + 1 == settings.len());
        Some(Self {
            rank,
            offset,
            targets,
            is_free,
            runs,
        })
    }

    /// The first cells of the groups from the `first`-th on.
    fn bases(&self, first: usize, n_groups: usize) -> Bases {
        let base = |group: usize| {
            let mut left = group as u32;
            self.runs.iter().fold(0, |base, (len, each)| {
                let digit = left % len;
                left /= len;
                base + digit * each
            })
        };
        let len = TILE.min(n_groups - first);
        let mut bases = Bases {
            first: [base(first); TILE],
            len,
            is_run: false,
        };
        // Bases ascend, so that the last tells whether there are gaps.
        bases.is_run = len == TILE && base(first + TILE - 1) == bases.first[0] + TILE as u32 - 1;
        if !bases.is_run {
            (1..len).for_each(|lane| bases.first[lane] = base(first + lane));
        }
        bases
    }
}

fn with(setting: &[usize], level: usize) -> Vec<usize> {
    setting.iter().copied().chain([level]).collect()
}

impl Bases {
    /// The numbers of the tile's cells; 0 in lanes without a group.
    fn read(&self, offset: &[u32], numbers: &[i16], rows: &mut [Row]) {
        for (offset, row) in offset.iter().zip(rows) {
            if self.is_run {
                let start = (self.first[0] + offset) as usize;
                row.copy_from_slice(&numbers[start..start + TILE]);
            } else {
                for (lane, number) in row.iter_mut().enumerate() {
                    *number = if lane < self.len {
                        numbers[(self.first[lane] + offset) as usize]
                    } else {
                        0
                    };
                }
            }
        }
    }

    fn write(&self, offset: &[u32], rows: &[Row], numbers: &mut [i16]) {
        for (offset, row) in offset.iter().zip(rows) {
            if self.is_run {
                let start = (self.first[0] + offset) as usize;
                numbers[start..start + TILE].copy_from_slice(row);
            } else {
                for (first, number) in self.first[..self.len].iter().zip(row) {
                    numbers[(first + offset) as usize] = *number;
                }
            }
        }
    }
}

/// The greatest number of each group, in all its feasible cells.
fn spread(here: &[Row], rank: &[Row], best: &mut [Row]) {
    let mut top = [0; TILE];
    for row in here {
        top.iter_mut()
            .zip(row)
            .for_each(|(top, number)| *top = (*top).max(*number));
    }
    for (best, rank) in best.iter_mut().zip(rank) {
        best.iter_mut()
            .zip(rank)
            .zip(&top)
            .for_each(|((best, rank), top)| *best = if *rank < HIGHEST { *top } else { 0 });
    }
}

/// The greatest number among each cell and its targets.
fn follow(targets: &[Vec<usize>], here: &[Row], rank: &[Row], best: &mut [Row]) {
    for (from, best) in best.iter_mut().enumerate() {
        let mut top = here[from];
        for to in &targets[from] {
            top.iter_mut()
                .zip(&here[*to])
                .for_each(|(top, number)| *top = (*top).max(*number));
        }
        best.iter_mut()
            .zip(&rank[from])
            .zip(&top)
            .for_each(|((best, rank), top)| *best = if *rank < HIGHEST { *top } else { 0 });
    }
}

/// The greatest number among each cell and those of its group that rank higher.
fn improve_freely(here: &[Row], rank: &[Row], best: &mut [Row]) {
    for (from, best) in best.iter_mut().enumerate() {
        let mut top = here[from];
        here.iter()
            .zip(rank)
            .for_each(|(there, theirs)| raise(&mut top, &rank[from], there, theirs));
        *best = top;
    }
}

/// The greatest number among each cell and those of its targets that rank higher.
fn improve(targets: &[Vec<usize>], here: &[Row], rank: &[Row], best: &mut [Row]) {
    for (from, best) in best.iter_mut().enumerate() {
        let mut top = here[from];
        targets[from]
            .iter()
            .for_each(|to| raise(&mut top, &rank[from], &here[*to], &rank[*to]));
        *best = top;
    }
}

/// Raises numbers to those of a row where it ranks higher.
#[inline]
fn raise(top: &mut Row, own: &Row, there: &Row, theirs: &Row) {
    for lane in 0..TILE {
        // A mask instead of a branch, for the sake of instructions on whole rows.
        let mask = -i16::from(theirs[lane] > own[lane]);
        top[lane] = top[lane].max(there[lane] & mask);
    }
}
