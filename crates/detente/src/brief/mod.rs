//! Results → sentences, tables, pages and pictures.
//!
//! Nothing is decided here: every sentence says what a result holds as data.

mod chronology;
mod common;
mod compare;
mod compose;
mod doubt;
pub mod elicit;
mod essential;
mod explain;
pub mod extract;
mod graph;
mod headline;
mod hypergame;
pub mod inspect;
pub mod json;
mod open;
pub mod roadmap;
pub mod sets;
pub mod shift;
pub(crate) mod text;
mod together;
mod tree;
mod turning;
mod unmoved;
mod weigh;
pub(crate) mod words;

pub use chronology::{chronology, chronology_json};
pub use compare::{comparison, comparison_json};
pub use compose::{Material, compose};
pub use doubt::{add_doubts, doubted, doubts};
pub use essential::{add_essential, essential};
pub use explain::{deciding_line, sentences};
pub use graph::{NO_SIM, add_graph_explained, graph_explained, graph_state, graphs, graphs_json};
pub use headline::{across, sentence_of, sentence_of_sets};
pub use hypergame::{add_perceived, misread, perceived};
pub use open::{Open, add_open, depends, is_open, marked};
pub use text::{Layout, check_summary, reading_of_formulas, stability};
pub use together::{
    Boards, BothTies, FromState, add_coalitions, add_coalitions_at, add_foresight, coalitions,
    coalitions_at, foresight,
};
pub use words::Words;

use crate::model::{Dossier, Setting};

/// The name of the view that a setting takes; `base` for the parties' own lists.
pub fn view_name(dossier: &Dossier, setting: &Setting) -> String {
    setting.view.map_or_else(
        || "base".to_string(),
        |view| dossier.views[view.idx()].id.clone(),
    )
}

/// What each letter of a state stands for: a measure, or a level of one that is reached.
pub fn entries(dossier: &Dossier) -> Vec<String> {
    let of = |(idx, measure): (usize, &crate::model::Measure)| -> Vec<String> {
        let name = dossier.measure_name(crate::model::MeasureId::new(idx));
        match measure.levels.get(1..) {
            None => vec![name],
            Some(levels) => levels
                .iter()
                .map(|level| format!("{name} >= {level}"))
                .collect(),
        }
    };
    dossier.measures.iter().enumerate().flat_map(of).collect()
}

/// The setting in words: its view, and the reading of each term that matters.
pub fn setting_name(dossier: &Dossier, setting: &Setting) -> String {
    let readings = dossier.open_terms().into_iter().map(|term| {
        let term_data = &dossier.terms[term.idx()];
        format!(
            ", {} = {}",
            term_data.id,
            term_data.readings[setting.reading(term)].id
        )
    });
    std::iter::once(format!("view {}", view_name(dossier, setting)))
        .chain(readings)
        .collect()
}
