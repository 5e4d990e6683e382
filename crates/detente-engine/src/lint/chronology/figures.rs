//! Figures: which contradict each other, and which series cannot be followed over time.

use std::collections::HashMap;

use crate::model::{Dossier, Figure};
use crate::text::names::skeleton;

/// Two figures for the same series, time and definition that cannot both be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflicting {
    /// The position of the first in the file.
    pub first: usize,
    /// The position of the second.
    pub second: usize,
}

/// Where a series, in the order of time, passes from one definition to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The position of the last figure of the old definition.
    pub before: usize,
    /// The position of the first figure of the new one.
    pub after: usize,
}

/// The figures of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its figures by their positions, in the order of time.
    pub figures: Vec<usize>,
    /// The figures that contradict each other.
    pub conflicting: Vec<Conflicting>,
    /// The changes of definition: a difference across one of them means nothing.
    pub changes: Vec<Change>,
}

/// Every series of the dossier, in the order in which the file first names them.
///
/// Names of series, and definitions, that differ in case, accents, spaces or form only are one.
/// Figures contradict each other only for exactly the same time: what is counted may change within a longer one.
pub fn series(dossier: &Dossier) -> Vec<Series> {
    let figures = &dossier.chronology.figures;
    let mut all: Vec<Series> = vec![];
    let mut names: HashMap<String, usize> = HashMap::new();
    for (idx, figure) in figures.iter().enumerate() {
        let known = *names.entry(name(&figure.of)).or_insert(all.len());
        match all.get_mut(known) {
            Some(series) => series.figures.push(idx),
            None => all.push(Series {
                figures: vec![idx],
                conflicting: vec![],
                changes: vec![],
            }),
        }
    }
    for series in &mut all {
        series.figures.sort_by_key(|idx| figures[*idx].at);
        series.conflicting = conflicting(figures, &series.figures);
        let pairs = series.figures.windows(2).map(|pair| Change {
            before: pair[0],
            after: pair[1],
        });
        series.changes = pairs
            .filter(|pair| !is_one_definition(&figures[pair.before], &figures[pair.after]))
            .collect();
    }
    all
}

/// A name as it is compared; one without letters and digits as it is written.
fn name(written: &str) -> String {
    let skeleton = skeleton(written);
    if skeleton.is_empty() {
        written.to_owned()
    } else {
        skeleton
    }
}

fn is_one_definition(a: &Figure, b: &Figure) -> bool {
    a.definition == b.definition
        || a.definition.as_deref().map(name) == b.definition.as_deref().map(name)
}

fn conflicting(figures: &[Figure], in_time: &[usize]) -> Vec<Conflicting> {
    let mut found = vec![];
    for same_time in in_time.chunk_by(|a, b| figures[*a].at == figures[*b].at) {
        for (rank, &first) in same_time.iter().enumerate() {
            let cannot_agree = |second: &&usize| {
                let (a, b) = (&figures[first], &figures[**second]);
                is_one_definition(a, b) && !a.value.agrees_with(&b.value)
            };
            found.extend(
                same_time[rank + 1..]
                    .iter()
                    .filter(cannot_agree)
                    .map(|&second| Conflicting { first, second }),
            );
        }
    }
    found
}
