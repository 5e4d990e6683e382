//! All that is answered about the statements of a dossier: per party, channel and term, and beside it the mixture, drafts and words.

use std::collections::BTreeMap;

use super::Prior;
use super::contrast::{ByLength, Contrast, Direction, Verdict, by_length, contrast, verdict};
use super::counter::{Heard, Window, window};
use super::eligible::{Cases, Drafts, Eligibility, Unit, cases, strata};
use super::keywords::{Keyword, exchange, keywords};
use super::likeness::{Left, Likeness, likenesses};
use super::multiple::benjamini_hochberg;
use super::timeline::{Rate, timeline};
use super::trend::{Trend, trend};
use super::unfound::Unfound;
use crate::model::{Corpus, Date, PartyId, Period, Wording};
use crate::space::{Watch, each};
use crate::text::Changes;

/// Up to so many findings, the tests that take long are made for each.
const IN_FULL_MAX: usize = 200;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The first day of after.
    pub cut: Option<Date>,
    /// Only statements made from this day on, as far as is known.
    pub from: Option<Date>,
    /// Only statements made up to this day.
    pub until: Option<Date>,
    /// Only this term, by position.
    pub term: Option<usize>,
    /// Only this party.
    pub party: Option<PartyId>,
    /// Only this channel.
    pub channel: Option<u32>,
    /// What is counted once.
    pub unit: Unit,
    /// What is thought of a rate before counting.
    pub prior: Prior,
    /// The most keywords per stratum.
    pub keywords: usize,
    /// Only statements that are marked open.
    pub only_open: bool,
}

/// One term in the statements of one party in one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The term, by position.
    pub term: usize,
    /// Whose statements.
    pub party: PartyId,
    /// The channel, by its code.
    pub channel: u32,
    /// Which statements count.
    pub eligibility: Eligibility,
    /// Before against after, by drafts and by appearances.
    pub contrasts: [Contrast; 2],
    /// What each comes to.
    pub verdicts: [Verdict; 2],
    /// By mentions per thousand words, in the unit asked for.
    pub by_length: Option<ByLength>,
    /// The share over time, in the unit asked for.
    pub timeline: Vec<Rate>,
    /// When it changed, whatever the cut, in the unit asked for.
    pub trend: Option<Trend>,
    /// What it would be without rows that are there twice, where that is another verdict.
    pub doubled: Option<Doubled>,
}

/// A finding without the rows of the table that repeat earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubled {
    /// The statements that repeat earlier ones.
    pub statements: Vec<usize>,
    /// Before against after without them, in the unit asked for.
    pub contrast: Contrast,
    /// What that comes to.
    pub verdict: Verdict,
}

/// One term over all channels of one party: no answer, but a warning where it would be another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixture {
    /// The term, by position.
    pub term: usize,
    /// Whose statements.
    pub party: PartyId,
    /// Before against after in the unit asked for.
    pub contrast: Contrast,
    /// What it would come to.
    pub verdict: Verdict,
    /// Whether that differs from every channel by itself, or hides what one shows.
    pub misleads: bool,
}

/// Drafts and words of one stratum.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// Whose statements.
    pub party: PartyId,
    /// The channel, by its code.
    pub channel: u32,
    /// How many.
    pub statements: usize,
    /// Statements drafted alike.
    pub likenesses: Vec<Likeness>,
    /// The words that changed most across the cut.
    pub keywords: Vec<Keyword>,
    /// The words before and after the cut.
    pub n_words: [u64; 2],
}

/// All that is answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// What was asked.
    pub ask: Ask,
    /// Per party and channel, then per term.
    pub findings: Vec<Finding>,
    /// Per party with several channels, then per term.
    pub mixtures: Vec<Mixture>,
    /// Per party and channel.
    pub strata: Vec<Stratum>,
    /// The number of tests that the adjusted p-values allow for.
    pub n_tests: usize,
    /// Whether all texts were compared; not where some were not kept, or where comparing came to its limit.
    pub all_compared: bool,
    /// The statements whose texts were not kept, as they were too long or there was no more room, and how many bytes they have.
    pub not_kept: Vec<(usize, usize)>,
    /// Occurrences of words that were not counted because there were too many different ones.
    pub n_words_not_counted: u64,
    /// What was changed in the texts before they were compared.
    pub changes: Changes,
    /// The patterns of the terms asked about that no text contains.
    pub unfound: Vec<Unfound>,
    /// Whether the work was stopped; what is there is complete in itself, but more was asked.
    pub stopped: bool,
}

impl Ask {
    /// What is asked unless something else is: everything in the table, copies of a draft counted once.
    pub fn whole(cut: Option<Date>) -> Self {
        let (unit, prior) = (Unit::Drafts, Prior::JEFFREYS);
        Self {
            cut,
            from: None,
            until: None,
            term: None,
            party: None,
            channel: None,
            unit,
            prior,
            keywords: 0,
            only_open: false,
        }
    }

    /// Whether a statement is asked about.
    pub fn is_about(&self, corpus: &Corpus, statement: usize) -> bool {
        let when = corpus.when[statement];
        let is_open = matches!(corpus.markings.word(statement), "" | "open");
        (is_open || !self.only_open)
            && self.party.is_none_or(|it| it == corpus.parties[statement])
            && self
                .channel
                .is_none_or(|it| it == corpus.channels.codes[statement])
            && self.is_during(when)
    }

    fn is_during(&self, when: Period) -> bool {
        self.from.is_none_or(|from| when.first >= from)
            && self.until.is_none_or(|until| when.last <= until)
    }
}

impl Finding {
    /// Before against after in a unit.
    pub fn contrast(&self, unit: Unit) -> &Contrast {
        &self.contrasts[unit as usize]
    }

    /// What it comes to in a unit.
    pub fn verdict(&self, unit: Unit) -> Verdict {
        self.verdicts[unit as usize]
    }
}

/// Answers.
///
/// Time `O(n t)` for `n` statements and `t` terms, with at most [`Left::ALL`] comparisons of texts beside it. The parties and channels
/// are shared among threads; the answer does not depend on their number.
///
/// # Panics
/// Only when a worker panics.
pub fn study(
    corpus: &Corpus,
    heard: &Heard,
    terms: &[Wording],
    ask: &Ask,
    n_threads: usize,
    watch: &Watch,
) -> Study {
    let drafts = Drafts::new(corpus);
    let mut asked = strata(corpus);
    asked.retain(|_, statements| {
        statements.retain(|statement| ask.is_about(corpus, *statement));
        !statements.is_empty()
    });
    let mut study = Study {
        ask: ask.clone(),
        findings: vec![],
        mixtures: vec![],
        strata: vec![],
        n_tests: 0,
        all_compared: heard.not_kept.is_empty(),
        not_kept: heard.not_kept.clone(),
        n_words_not_counted: heard.n_not_counted,
        changes: heard.changes,
        unfound: heard
            .unfound
            .iter()
            .filter(|it| ask.term.is_none_or(|term| term == it.term))
            .cloned()
            .collect(),
        stopped: false,
    };
    let terms: Vec<(usize, &Wording)> = terms
        .iter()
        .enumerate()
        .filter(|(term, _)| ask.term.is_none_or(|it| it == *term))
        .collect();
    let in_full = asked.len() * terms.len() <= IN_FULL_MAX;
    let work = Work {
        corpus,
        drafts: &drafts,
        ask,
        in_full,
        watch,
    };
    study.findings = work.findings(&asked, &terms, n_threads);
    study.n_tests = adjust(&mut study.findings, ask);
    work.leave_out_doubles(&asked, &terms, &mut study.findings, n_threads);
    work.mix(&asked, &terms, &mut study);
    let mut left = Left::ALL;
    for ((party, channel), statements) in &asked {
        study
            .strata
            .push(work.stratum(*party, *channel, statements, heard, &mut left));
    }
    study.all_compared &= !left.is_over();
    study.stopped = watch.is_stopped();
    study
}

/// Adjusts the two-sided p-values for the number of tests, in each unit by itself, and settles the verdicts.
fn adjust(findings: &mut [Finding], ask: &Ask) -> usize {
    let mut n_tests = 0;
    for unit in Unit::ALL.map(|(_, unit)| unit as usize) {
        let p_values: Vec<f64> = findings
            .iter()
            .filter_map(|it| it.contrasts[unit].tests.map(|tests| tests.two_sided))
            .collect();
        let mut adjusted = benjamini_hochberg(&p_values).into_iter();
        for finding in findings.iter_mut() {
            if let Some(tests) = &mut finding.contrasts[unit].tests {
                tests.adjusted = adjusted.next();
            }
            finding.verdicts[unit] = verdict(&finding.contrasts[unit], ask.cut.is_some());
        }
        if unit == ask.unit as usize {
            n_tests = p_values.len();
        }
    }
    n_tests
}

/// The statements of each party and channel.
type Strata = BTreeMap<(PartyId, u32), Vec<usize>>;

/// What every part of the study needs.
struct Work<'a> {
    corpus: &'a Corpus,
    drafts: &'a Drafts,
    ask: &'a Ask,
    /// Whether the tests that take long are made too.
    in_full: bool,
    watch: &'a Watch,
}

impl Work<'_> {
    fn cases(&self, statements: &[usize], term: usize, wording: &Wording) -> Cases {
        cases(
            self.corpus,
            self.drafts,
            statements,
            term,
            wording,
            self.ask.cut,
        )
    }

    /// What is found in each stratum, in their order, about each term.
    fn findings(
        &self,
        asked: &Strata,
        terms: &[(usize, &Wording)],
        n_threads: usize,
    ) -> Vec<Finding> {
        let found = each(n_threads, asked, |((party, channel), statements)| {
            let left = terms.iter().take_while(|_| !self.watch.is_stopped());
            let one = |(term, wording): &(usize, &Wording)| {
                self.finding(*party, *channel, statements, *term, wording)
            };
            left.map(one).collect::<Vec<Finding>>()
        });
        found.into_iter().flatten().collect()
    }

    fn finding(
        &self,
        party: PartyId,
        channel: u32,
        statements: &[usize],
        term: usize,
        wording: &Wording,
    ) -> Finding {
        let found = self.cases(statements, term, wording);
        self.watch.add(statements.len() as u64);
        let asked = found.by(self.ask.unit);
        Finding {
            term,
            party,
            channel,
            eligibility: found.eligibility,
            contrasts: Unit::ALL
                .map(|(_, unit)| contrast(found.by(unit), self.ask.prior, self.in_full)),
            verdicts: [Verdict::NoCut; 2],
            by_length: by_length(self.corpus, asked, self.in_full),
            timeline: timeline(self.corpus, asked, self.ask.prior),
            trend: trend(self.corpus, asked, self.in_full),
            doubled: None,
        }
    }

    /// Answers again without the rows that are there twice, and notes where that is another verdict.
    fn leave_out_doubles(
        &self,
        asked: &Strata,
        terms: &[(usize, &Wording)],
        findings: &mut [Finding],
        n_threads: usize,
    ) {
        let is_double = |statement: &usize| {
            let double = self.corpus.doubles.get(*statement);
            double.is_some_and(Option::is_some)
        };
        if !asked.values().flatten().any(is_double) {
            return;
        }
        let mut once = asked.clone();
        for statements in once.values_mut() {
            statements.retain(|statement| !is_double(statement));
        }
        let mut others = self.findings(&once, terms, n_threads);
        adjust(&mut others, self.ask);
        let unit = self.ask.unit;
        for (finding, other) in findings.iter_mut().zip(others) {
            if finding.verdict(unit) != other.verdict(unit) {
                let statements = asked[&(finding.party, finding.channel)].iter();
                finding.doubled = Some(Doubled {
                    statements: statements.copied().filter(is_double).collect(),
                    contrast: *other.contrast(unit),
                    verdict: other.verdict(unit),
                });
            }
        }
    }

    /// Puts the channels of each party together, and says where that would mislead.
    fn mix(&self, asked: &Strata, terms: &[(usize, &Wording)], study: &mut Study) {
        let mut parties: Vec<PartyId> = asked.keys().map(|(party, _)| *party).collect();
        parties.dedup();
        for party in parties {
            let own = || {
                asked
                    .iter()
                    .filter(move |((it, _), _)| *it == party)
                    .map(|(_, statements)| statements)
            };
            if own().count() < 2 || self.watch.is_stopped() {
                continue;
            }
            let mut statements: Vec<usize> = own().flatten().copied().collect();
            statements.sort_by_key(|statement| (self.corpus.when[*statement], *statement));
            for (term, wording) in terms {
                let found = self.cases(&statements, *term, wording);
                let contrast = contrast(found.by(self.ask.unit), self.ask.prior, false);
                let verdict = verdict(&contrast, self.ask.cut.is_some());
                let single: Vec<&Finding> = study
                    .findings
                    .iter()
                    .filter(|it| it.party == party && it.term == *term)
                    .collect();
                if single
                    .iter()
                    .filter(|it| it.eligibility.eligible > 0)
                    .count()
                    >= 2
                {
                    let misleads = misleads(&contrast, verdict, &single, self.ask.unit);
                    study.mixtures.push(Mixture {
                        term: *term,
                        party,
                        contrast,
                        verdict,
                        misleads,
                    });
                }
            }
        }
    }

    /// The texts of a stratum on either side of the cut, without statements that have none; `None` where one of them was not kept.
    fn texts<'h>(&self, statements: &[usize], heard: &'h Heard) -> Option<Vec<(&'h str, Window)>> {
        let cut = self.ask.cut?;
        let dated = statements
            .iter()
            .filter_map(|statement| Some((*statement, window(self.corpus.when[*statement], cut)?)));
        let is_kept = |statement: usize| {
            heard
                .not_kept
                .binary_search_by_key(&statement, |it| it.0)
                .is_err()
        };
        let text = |statement: usize| heard.texts.get(statement).and_then(Option::as_deref);
        dated
            .filter(|(statement, _)| text(*statement).is_some() || !is_kept(*statement))
            .map(|(statement, window)| Some((text(statement)?, window)))
            .collect()
    }

    fn stratum(
        &self,
        party: PartyId,
        channel: u32,
        statements: &[usize],
        heard: &Heard,
        left: &mut Left,
    ) -> Stratum {
        let name = self
            .corpus
            .channels
            .words
            .get(channel as usize)
            .map_or("", String::as_str);
        let counts = heard
            .words
            .iter()
            .find(|((it, channel), _)| *it == party && channel == name)
            .map(|(_, counts)| counts);
        let (mut keywords, n_words) = counts
            .map(|counts| keywords(counts, self.ask.keywords))
            .unwrap_or_default();
        if let Some(texts) = self.texts(statements, heard) {
            exchange(&mut keywords, &texts);
        }
        let likenesses = likenesses(
            self.corpus,
            &self.drafts.of,
            heard,
            statements,
            left,
            self.watch,
        );
        Stratum {
            party,
            channel,
            statements: statements.len(),
            likenesses,
            keywords,
            n_words,
        }
    }
}

/// Which way a contrast says that the rate moved, if it says so.
fn moved(contrast: &Contrast, verdict: Verdict) -> Option<Direction> {
    let tests = contrast
        .tests
        .filter(|_| matches!(verdict, Verdict::Changed | Verdict::Perhaps))?;
    Some(tests.direction)
}

/// Whether a mixture says that the rate moved some way and no channel does, or does not and one does.
fn misleads(mixed: &Contrast, verdict: Verdict, single: &[&Finding], unit: Unit) -> bool {
    let whole = moved(mixed, verdict);
    let parts: Vec<Direction> = single
        .iter()
        .filter_map(|it| moved(it.contrast(unit), it.verdict(unit)))
        .collect();
    match whole {
        Some(direction) => !parts.contains(&direction),
        None => !parts.is_empty(),
    }
}
