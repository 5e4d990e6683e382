//! Times the reading of statements and the search for terms: `cargo bench --bench shift`.
//!
//! First 50 terms are sought in 100 MB of plain text, in pieces of 4 kB, on one core: median and slowest of five passes. Then 100,000 statements
//! of 60 words, by six parties in five channels each, are read from a table on one core and studied with these terms on two. Words are invented, common
//! ones more frequent; everything is drawn from one seed.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write as _;
use std::time::Instant;

use detente::dossier::statements::Collector;
use detente::dossier::{Source, read};
use detente::shift::Counter;
use detente::shift::matcher::Matcher;
use detente::shift::study::{Ask, study};
use detente::space::Watch;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const N_WORDS: usize = 20_000;
const N_TERMS: usize = 50;
const N_STATEMENTS: usize = 100_000;
const TEXT_BYTES: usize = 100_000_000;
const PIECE: usize = 4_000;

/// Invented words, and a way to draw them: the n-th with a chance of one over n.
struct Language {
    words: Vec<String>,
    sums: Vec<f64>,
    random: ChaCha8Rng,
}

impl Language {
    fn new() -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut word = || {
            let length = 2 + random.next_u32() % 9;
            (0..length)
                .map(|_| char::from(b'a' + (random.next_u32() % 26) as u8))
                .collect()
        };
        let words = (0..N_WORDS).map(|_| word()).collect();
        let weights = (1..=N_WORDS).scan(0.0, |sum, rank| {
            *sum += 1.0 / rank as f64;
            Some(*sum)
        });
        Self {
            words,
            sums: weights.collect(),
            random,
        }
    }

    fn below(&mut self, end: u32) -> u32 {
        self.random.next_u32() % end
    }

    fn word(&mut self) -> &str {
        let at = f64::from(self.random.next_u32()) / f64::from(u32::MAX) * self.sums[N_WORDS - 1];
        &self.words[self.sums.partition_point(|sum| *sum < at).min(N_WORDS - 1)]
    }

    fn text(&mut self, n_words: usize) -> String {
        let mut text = String::new();
        for _ in 0..n_words {
            text.push_str(self.word());
            text.push(' ');
        }
        text
    }
}

fn dossier(language: &Language) -> String {
    let mut text = "[dossier]\ntitle = \"Invented\"\n".to_string();
    for party in 0..6 {
        let _ = writeln!(
            text,
            "[parties.p{party}]\n[parties.p{party}.measures]\na = {{ text = \"acts\", basis = \"judgement\" }}"
        );
    }
    text.push_str("[statements]\ncut = 2018-01-01\n");
    for term in 0..N_TERMS {
        let _ = writeln!(
            text,
            "[statements.terms.t{term}]\nany = [\"{}\"]",
            language.words[50 + 37 * term]
        );
    }
    text
}

fn main() {
    let mut language = Language::new();
    let outcome = read(&Source {
        name: "invented.toml".into(),
        bytes: dossier(&language).into(),
    });
    let dossier = outcome.dossier.expect("the dossier reads without error");
    let statements = dossier.statements.as_ref().expect("it has terms");

    let text = language.text(TEXT_BYTES / 7);
    let mut matcher = Matcher::new(&statements.terms);
    let mut seconds = vec![];
    let mut n_mentions = 0u64;
    for _ in 0..5 {
        let started = Instant::now();
        n_mentions = text
            .as_bytes()
            .chunks(PIECE)
            .map(|piece| {
                let piece = std::str::from_utf8(piece).expect("the text is ASCII");
                matcher.count(piece).into_iter().map(u64::from).sum::<u64>()
            })
            .sum();
        seconds.push(started.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let speed = |seconds: f64| text.len() as f64 / 1e6 / seconds;
    println!(
        "matching  {} bytes  {n_mentions} mentions  median {:.0} MB/s  slowest {:.0} MB/s",
        text.len(),
        speed(seconds[2]),
        speed(seconds[4])
    );

    let mut table = "id,date,party,channel,text\n".to_string();
    for row in 0..N_STATEMENTS {
        let (year, month, day) = (
            2000 + language.below(25),
            1 + language.below(12),
            1 + language.below(28),
        );
        let (party, channel) = (language.below(6), language.below(5));
        let _ = writeln!(
            table,
            "s{row},{year}-{month:02}-{day:02},p{party},c{channel},{}",
            language.text(60)
        );
    }
    let started = Instant::now();
    let mut counter = Counter::new(&statements.terms, statements.cut);
    let mut collector = Collector::new(&dossier, statements);
    collector.begin("invented.csv");
    let mut listener = |it: &detente::model::Utterance<'_>| counter.listen(it);
    collector.feed(table.as_bytes(), &mut listener);
    collector.end(&mut listener);
    let corpus = collector.finish().corpus.expect("every row is sound");
    let heard = counter.finish();
    let reading = started.elapsed().as_secs_f64();
    let answer = study(
        &corpus,
        &heard,
        &statements.terms,
        &Ask {
            keywords: 8,
            ..Ask::whole(statements.cut)
        },
        2,
        &Watch::default(),
    );
    println!(
        "shift  {} statements  {} bytes  {} findings  read and counted {reading:.2} s  studied {:.2} s",
        corpus.len(),
        table.len(),
        answer.findings.len(),
        started.elapsed().as_secs_f64() - reading
    );
}
