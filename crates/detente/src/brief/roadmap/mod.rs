//! Roadmaps told: the schedule that holds or what stands in its way, as text, as data, and as a section of the page.

mod acts;
mod figures;
mod json;
mod lists;
mod section;
mod sentences;
mod slow;
mod text;
mod thresholds;
mod worths;

pub use json::json;
pub use text::text;

pub(super) use section::section;

use crate::model::{Dossier, Roadmap, Variant};
use crate::roadmap::Study;
use acts::Acts;
use figures::Figures;

/// One plan of a roadmap, answered.
#[derive(Clone, Debug)]
pub struct Told {
    /// The position of the plan in [`Roadmap::variants`]; `None` for the roadmap's own.
    pub variant: Option<usize>,
    /// The answers about it.
    pub study: Study,
}

impl Told {
    /// The name of the plan: its identifier, or `base` for the roadmap's own.
    pub fn name<'a>(&self, roadmap: &'a Roadmap) -> &'a str {
        self.of(roadmap).map_or("base", |variant| &variant.id)
    }

    fn of<'a>(&self, roadmap: &'a Roadmap) -> Option<&'a Variant> {
        self.variant.map(|variant| &roadmap.variants[variant])
    }
}

/// Tells one plan.
#[derive(Clone, Copy)]
struct Teller<'a> {
    acts: Acts<'a>,
    figures: Figures,
    told: &'a Told,
}

impl<'a> Teller<'a> {
    fn new(dossier: &'a Dossier, roadmap: &'a Roadmap, told: &'a Told) -> Self {
        Self {
            acts: Acts { dossier, roadmap },
            figures: Figures::of(roadmap),
            told,
        }
    }

    fn study(&self) -> &'a Study {
        &self.told.study
    }
}
