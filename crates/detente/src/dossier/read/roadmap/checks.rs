//! What is wrong with the roadmap as a whole: missing stakes, worthless targets, prerequisites in a circle.

use super::targets::Target;
use super::{Reader, Row, Scope};
use crate::dossier::read::cycles;
use crate::model::{
    Assurance, Code, Commitment, CommitmentId, Decimal, Dossier, Estimate, PartyId, Prerequisite,
    Roadmap, Span, Stake, Variant,
};

/// How many circles of prerequisites are reported at a time.
const CIRCLES_MAX: usize = 20;

impl<'a> Reader<'a> {
    /// Parties that own or value a measure, give or receive an assurance, need their patience said.
    pub(super) fn check_stakes(
        &mut self,
        dossier: &Dossier,
        stakes: &[Option<Stake>],
        commitments: &[Commitment],
        assurances: &[Assurance],
    ) {
        let owners = commitments
            .iter()
            .map(|it| (it.owner, it.span, "carries this out"));
        let worths = commitments
            .iter()
            .flat_map(|it| it.per_phase.iter().chain(&it.once));
        let valuers = worths
            .filter(|(_, worth)| !is_zero(worth))
            .map(|(party, worth)| (*party, worth.span, "gains or loses by this"));
        let guarantors = assurances
            .iter()
            .map(|it| (it.by, it.span, "promises this"));
        let assured = assurances
            .iter()
            .map(|it| (it.to, it.span, "is promised this"));
        let mut involved: Vec<(PartyId, Span, &str)> = owners
            .chain(valuers)
            .chain(guarantors)
            .chain(assured)
            .collect();
        // The first place of each party, carrying out before valuing.
        involved.sort_by_key(|(party, _, _)| *party);
        involved.dedup_by_key(|(party, _, _)| *party);
        for (party, span, label) in involved
            .into_iter()
            .filter(|(party, _, _)| stakes[party.idx()].is_none())
        {
            let id = &dossier.parties[party.idx()].id;
            let help = format!(
                "add `[roadmap.parties.{id}]` with `patience = 0.9`: its discount factor per phase"
            );
            self.report(
                Code::D006,
                format!("the roadmap does not say how patient `{id}` is"),
                span,
                &format!("`{id}` {label}"),
                help,
            );
        }
    }

    /// A target without a value to anybody is a goal of nobody.
    pub(super) fn check_targets(
        &mut self,
        targets: &[Target],
        scope: &Scope<'_>,
        worthless: &[bool],
    ) {
        for (id, span) in targets.iter().filter(|(id, _)| worthless[id.idx()]) {
            let message = format!(
                "the target `{}` is worth nothing to anybody",
                scope.name(scope.steps[id.idx()])
            );
            let help = "say with `per_phase` or `once` what it is worth to whom, or leave it out of `targets`";
            self.report(Code::D030, message, *span, "worth nothing", help);
        }
    }

    /// What the keys of a measure say about each other.
    pub(super) fn check_commitment(&mut self, it: &Commitment, row: &Row<'a>) {
        let hidden = [
            (
                it.reverse.detect.low < it.withhold.detect.low
                    || it.reverse.detect.high < it.withhold.detect.high,
                "less surely",
            ),
            (it.reverse.lag > it.withhold.lag, "later"),
        ];
        let place = row
            .key_span("reverse")
            .or(row.key_span("withhold"))
            .unwrap_or(it.span);
        for (_, how) in hidden.iter().filter(|(hides, _)| *hides) {
            let message = format!("undoing `{}` shows {how} than withholding it", it.id);
            let help = "what was done and is undone can be seen as well as what was never done: raise `detect` or lower `lag` of `reverse`";
            self.report(Code::D027, message, place, &format!("shows {how}"), help);
        }
        let whole = |it: &Estimate| {
            !it.is_range() && (it.low == Decimal::default() || it.low.nanos == 1_000_000_000)
        };
        for (key, number) in [("start", it.start), ("max_step", it.max_step)] {
            if it.discrete && !whole(&number) {
                let message = format!(
                    "`{}` is carried out whole or not at all, but its `{key}` is a part",
                    it.id
                );
                let help = format!("leave `{key}` out, or write `kind = \"divisible\"`");
                self.report(Code::D032, message, number.span, "a part", help);
            }
        }
    }

    /// A promise has three parties: who makes it, to whom, and against whom.
    pub(super) fn check_assurance(
        &mut self,
        row: &Row<'a>,
        it: &Assurance,
        dossier: &Dossier,
        commitments: &[Commitment],
    ) {
        let against = &commitments[it.against.idx()];
        let id = |party: PartyId| &dossier.parties[party.idx()].id;
        let (key, message) = if it.by == it.to {
            (
                "to",
                format!("`{}` promises something to itself", id(it.by)),
            )
        } else if it.by == against.owner {
            (
                "by",
                format!(
                    "`{}` promises to make up for its own violation of `{}`",
                    id(it.by),
                    against.id
                ),
            )
        } else {
            return;
        };
        let span = row.get(key).map_or(row.span, |value| value.span().into());
        let help = "an assurance is given by a third party; what a party forfeits by its own violation is its `bond`";
        self.report(Code::D031, message, span, "not a third party", help);
    }

    /// Prerequisites lead in no circle, and hold today.
    pub(super) fn check_prerequisites(&mut self, roadmap: &Roadmap) {
        let of = |idx: usize, variant: Option<&Variant>| -> Vec<Prerequisite> {
            let further = variant
                .into_iter()
                .flat_map(|variant| &variant.after)
                .filter(|(waits, _)| waits.idx() == idx);
            roadmap.commitments[idx]
                .after
                .iter()
                .copied()
                .chain(further.map(|(_, on)| *on))
                .collect()
        };
        let all = |variant| {
            (0..roadmap.commitments.len())
                .map(|idx| of(idx, variant))
                .collect::<Vec<_>>()
        };
        let base = all(None);
        if self.check_circles(&roadmap.commitments, &base, "") {
            return;
        }
        for (idx, waits) in base.iter().enumerate() {
            waits
                .iter()
                .for_each(|on| self.check_starts(&roadmap.commitments, CommitmentId::new(idx), on));
        }
        for variant in &roadmap.variants {
            let found = self.check_circles(
                &roadmap.commitments,
                &all(Some(variant)),
                &format!(" in the plan `{}`", variant.id),
            );
            if !found {
                variant
                    .after
                    .iter()
                    .for_each(|(waits, on)| self.check_starts(&roadmap.commitments, *waits, on));
            }
        }
    }

    /// Reports circles of prerequisites, and says whether there are any.
    fn check_circles(
        &mut self,
        commitments: &[Commitment],
        waits: &[Vec<Prerequisite>],
        place: &str,
    ) -> bool {
        let edges: Vec<Vec<usize>> = waits
            .iter()
            .map(|waits| waits.iter().map(|on| on.on.idx()).collect())
            .collect();
        let mut circles: Vec<Vec<usize>> = vec![];
        cycles::each(&edges, &mut |circle| {
            circles.push(circle.to_vec());
            circles.len() < CIRCLES_MAX
        });
        for circle in &circles {
            let names = circle
                .iter()
                .chain(circle.first())
                .map(|idx| format!("`{}`", commitments[*idx].id))
                .collect::<Vec<_>>();
            let message = format!(
                "the prerequisites lead in a circle{place}: {}",
                names.join(" after ")
            );
            // The last prerequisite of the circle that stands in the file; levels wait for lower ones without saying so.
            let next = |at: usize| circle[(at + 1) % circle.len()];
            let mut spans = (0..circle.len()).flat_map(|at| {
                waits[circle[at]]
                    .iter()
                    .filter(move |on| on.on.idx() == next(at))
                    .map(|on| on.span)
            });
            let span = spans
                .rfind(|span| *span != Span::default())
                .unwrap_or(commitments[circle[0]].span);
            self.report(
                Code::D028,
                message,
                span,
                "leads back",
                "leave out one of these prerequisites",
            );
        }
        !circles.is_empty()
    }

    fn check_starts(&mut self, commitments: &[Commitment], waits: CommitmentId, on: &Prerequisite) {
        let (waiting, first) = (&commitments[waits.idx()], &commitments[on.on.idx()]);
        if on.complete
            || (waiting.start.low <= first.start.low && waiting.start.high <= first.start.high)
        {
            return;
        }
        let message = format!(
            "`{}` is further today than `{}`, which must come before it",
            waiting.id, first.id
        );
        let help = "correct the `start` of one of them or the `now` of its measure, or leave out the prerequisite";
        let span = [on.span, waiting.start.span]
            .into_iter()
            .find(|span| *span != Span::default())
            .unwrap_or(waiting.span);
        self.report(Code::D033, message, span, "does not hold today", help);
    }
}

/// Whether nobody gains or loses by a commitment.
pub(super) fn is_worthless(it: &Commitment) -> bool {
    it.per_phase
        .iter()
        .chain(&it.once)
        .all(|(_, worth)| is_zero(worth))
}

fn is_zero(worth: &Estimate) -> bool {
    worth.low == Decimal::default() && worth.high == Decimal::default()
}
