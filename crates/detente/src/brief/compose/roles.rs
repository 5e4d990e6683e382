//! Who is essential, on the page.

use super::Composer;
use crate::brief::essential::{COLUMNS, RULE, Roles};
use crate::brief::setting_name;
use crate::brief::words::sentence;
use crate::document::{Block, Line, Section};
use crate::model::Reasons;
use crate::roles::PartyRole;

impl Composer<'_> {
    /// Who could block, who must act and who only watches, in the first view and reading.
    pub(super) fn roles(&self) -> Option<Section> {
        let case = self.material.cases.first()?;
        let mut blocks = Vec::new();
        if self.material.cases.len() > 1 {
            let place = format!(
                "Told for the {}; `stability --essential` tells it for every view and reading.",
                setting_name(self.dossier, &case.setting)
            );
            blocks.push(Block::Paragraph(Line::new(place)));
        }
        let speaker = Roles {
            dossier: self.dossier,
            case,
        };
        match self.material.roles {
            None => blocks.push(Block::Paragraph(Line::new(
                "Not told here: the work was stopped, or there are too many states for a page; `stability --essential` takes the time.",
            ))),
            Some(parts) => {
                blocks.push(Block::Paragraph(Line::new(speaker.summary(parts))));
                let rows = parts.iter().map(|part| speaker.row(part).into_iter().map(Line::new).collect());
                let header = COLUMNS.map(|column| sentence(column).replace('.', "")).to_vec();
                blocks.push(Block::Table { caption: RULE.to_string(), header, rows: rows.collect() });
                blocks.push(Block::Heading("Why".to_string()));
                blocks.push(Block::List(parts.iter().map(|part| self.role(&speaker, part)).collect()));
            }
        }
        Some(Section {
            id: "essential".to_string(),
            heading: "Who is essential".to_string(),
            blocks,
            grounds: vec![],
        })
    }

    fn role(&self, speaker: &Roles<'_>, part: &PartyRole) -> Line {
        let told = speaker.sentences(part);
        let mut reasons = Reasons::default();
        let mut lines = Vec::new();
        for measure in told.iter().flat_map(|told| &told.measures) {
            let measure = &self.dossier.measures[measure.idx()];
            super::add_reasons(&mut reasons, &measure.reasons);
            lines.extend(self.at(measure.span));
        }
        let tag = Some(self.dossier.parties[part.party.idx()].name.clone());
        let details = told.into_iter().map(|told| told.text).collect();
        Line {
            details,
            tag,
            ..self
                .reasoned(sentence(part.role.word()), &reasons)
                .resting_on(lines)
        }
    }
}
