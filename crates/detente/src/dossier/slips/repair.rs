//! A file with its slips mended, and the way back to the places of the original.

use super::Slip;
use crate::model::{Diagnostic, Span};

/// A piece that was put in.
struct Piece {
    /// Its bytes in the mended text.
    new: Span,
    /// The bytes of the original that it replaces.
    old: Span,
}

/// A text with its slips mended.
pub(in crate::dossier) struct Repaired {
    /// The text.
    pub(in crate::dossier) text: String,
    pieces: Vec<Piece>,
}

impl Repaired {
    /// Puts in what was meant; slips are in order and do not overlap.
    pub(in crate::dossier) fn new(text: &str, slips: &[Slip]) -> Self {
        let mut mended = String::with_capacity(text.len());
        let mut pieces = vec![];
        let mut at = 0;
        for slip in slips {
            let Some(instead) = &slip.instead else {
                continue;
            };
            mended.push_str(&text[at..slip.span.start]);
            let start = mended.len();
            mended.push_str(instead);
            let new = Span {
                start,
                end: mended.len(),
            };
            pieces.push(Piece {
                new,
                old: slip.span,
            });
            at = slip.span.end;
        }
        mended.push_str(&text[at..]);
        Self {
            text: mended,
            pieces,
        }
    }

    /// The place in the original of a place in the mended text.
    fn original(&self, at: usize, is_end: bool) -> usize {
        let before = self
            .pieces
            .partition_point(|piece| piece.new.start < at || (piece.new.start == at && !is_end));
        match before.checked_sub(1).map(|last| &self.pieces[last]) {
            None => at,
            Some(piece) if at >= piece.new.end => piece.old.end + (at - piece.new.end),
            Some(piece) if is_end => piece.old.end,
            Some(piece) => piece.old.start,
        }
    }

    fn span(&self, span: Span) -> Span {
        let start = self.original(span.start, false);
        Span {
            start,
            end: self.original(span.end, true).max(start),
        }
    }

    /// The same finding at the places of the original.
    pub(in crate::dossier) fn in_original(&self, mut finding: Diagnostic) -> Diagnostic {
        finding.span = finding.span.map(|span| self.span(span));
        for (span, _) in &mut finding.related {
            *span = self.span(*span);
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Code;

    #[test]
    fn every_place_outside_a_slip_leads_back_to_the_same_character() {
        let text = "sure = 0,7\ntitle = “x”\nnow = ja\n";
        let slip = |piece: &str, instead: &str| {
            let start = text.find(piece).expect("it is there");
            let span = Span {
                start,
                end: start + piece.len(),
            };
            Slip {
                finding: Diagnostic::error(Code::D077, ""),
                span,
                instead: Some(instead.to_owned()),
            }
        };
        let slips = [slip("0,7", "0.7"), slip("“x”", "\"x\""), slip("ja", "true")];
        let mended = Repaired::new(text, &slips);
        assert_eq!(mended.text, "sure = 0.7\ntitle = \"x\"\nnow = true\n");
        for word in ["sure", "title", "now", "= "] {
            let (new, old) = (mended.text.rfind(word), text.rfind(word));
            assert_eq!(new.map(|at| mended.original(at, false)), old, "{word}");
        }
        let inside = mended.span(Span { start: 19, end: 22 });
        assert_eq!(&text[inside.range()], "“x”");
        let end = mended.text.len();
        assert_eq!(mended.original(end, true), text.len());
    }
}
