//! Times both engines on random conflicts: `cargo bench --bench stability [-- SIZE…]`.
//!
//! Each size is `MEASURES:PARTIES:STATEMENTS:RULES:CONDITIONS` for the explicit engine. With `:sets` after it the symbolic
//! engine settles R, GMR, SMR, SEQ and SSEQ; with `:loose`, R, GMR and SMR only. Conflicts are sparse: a statement is about one or two
//! measures, half of the time about one of the party's own. Ten fixed seeds, median and worst seconds per concept set; the
//! counts of states, nodes and equilibria do not depend on the machine.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write as _;
use std::time::Instant;

use detente::model::{
    Chronology, Concept, Conflict, Direction, Dossier, Formula, Measure, MeasureId, Party, PartyId,
    Preference, Reasons, Rule, Setting, Span, Standing, Statement, Weighing, Written,
};
use detente::space::{NODES_MAX, STATES_MAX, Space, SymbolicSpace, Watch};
use detente::stability;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const SEEDS: u64 = 10;
const DEFAULT_SIZES: [&str; 6] = [
    "11:4:12:0:0",
    "20:4:12:0:0",
    "20:4:12:0:4",
    "24:6:8:0:0",
    "36:6:8:12:0:sets",
    "60:6:8:20:0:loose",
];
const STEPS_OVER_SETS: [&[Concept]; 2] = [
    &[Concept::Nash, Concept::Gmr, Concept::Smr],
    &[Concept::Seq, Concept::Sseq],
];

#[expect(
    clippy::struct_field_names,
    reason = "all of them are numbers of things"
)]
struct Size {
    n_measures: usize,
    n_parties: usize,
    n_statements: usize,
    n_rules: usize,
    n_conditions: usize,
}

fn main() {
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument.contains(':'))
        .collect();
    let sizes = if asked.is_empty() {
        DEFAULT_SIZES.map(String::from).to_vec()
    } else {
        asked
    };
    println!(
        "size (measures:parties:statements:rules:conditions)  states  step  median s  worst s  equilibria of seed 0"
    );
    for size in &sizes {
        let (numbers, steps) = match size.rsplit_once(':') {
            Some((numbers, "sets")) => (numbers, &STEPS_OVER_SETS[..]),
            Some((numbers, "loose")) => (numbers, &STEPS_OVER_SETS[..1]),
            _ => (size.as_str(), &[][..]),
        };
        let numbers = numbers.split(':');
        let numbers: Vec<usize> = numbers
            .map(|number| number.parse().expect("sizes are numbers"))
            .collect();
        let [n_measures, n_parties, n_statements, n_rules, n_conditions] = numbers[..] else {
            panic!("a size has five numbers")
        };
        let numbers = Size {
            n_measures,
            n_parties,
            n_statements,
            n_rules,
            n_conditions,
        };
        if steps.is_empty() {
            bench(size, &numbers);
        } else {
            bench_sets(size, &numbers, steps);
        }
    }
}

/// One line per seed, as some are far harder than others, and the median and worst of all.
fn bench_sets(name: &str, size: &Size, steps: &[&[Concept]]) {
    let mut seconds = vec![vec![]; steps.len()];
    for seed in 0..SEEDS {
        let conflict = Conflict::new(&random_dossier(size, seed), &Setting::default());
        let started = Instant::now();
        let space = SymbolicSpace::new(&conflict, NODES_MAX, &Watch::default())
            .expect("moves and preferences fit");
        let n_states = space.count(space.feasible());
        let mut line = format!(
            "{name}  seed {seed}  {n_states} states  space {:.2} s",
            started.elapsed().as_secs_f64()
        );
        for (step, concepts) in steps.iter().enumerate() {
            let started = Instant::now();
            for settled in stability::analyse_sets(&space, concepts, &Watch::default()) {
                let count = settled.stopped.map_or_else(
                    || space.count(&settled.equilibria).to_string(),
                    |why| why.to_string(),
                );
                let _ = write!(line, "  {} {count}", settled.concept.key());
            }
            seconds[step].push(started.elapsed().as_secs_f64());
            let _ = write!(line, "  {:.2} s", started.elapsed().as_secs_f64());
        }
        println!("{line}  {} nodes", space.n_nodes());
    }
    for (concepts, seconds) in steps.iter().zip(&mut seconds) {
        seconds.sort_by(f64::total_cmp);
        let keys: Vec<&str> = concepts.iter().map(|concept| concept.key()).collect();
        println!(
            "{name}  {}  median {:.2} s  worst {:.2} s",
            keys.join(" "),
            seconds[seconds.len() / 2],
            seconds[seconds.len() - 1]
        );
    }
}

fn bench(name: &str, size: &Size) {
    const STEPS: [(&str, &[Concept]); 4] = [
        ("space", &[]),
        ("nash gmr smr", &[Concept::Nash, Concept::Gmr, Concept::Smr]),
        ("seq sseq", &[Concept::Seq, Concept::Sseq]),
        (
            "all five",
            &[
                Concept::Nash,
                Concept::Gmr,
                Concept::Smr,
                Concept::Seq,
                Concept::Sseq,
            ],
        ),
    ];
    let mut seconds = vec![vec![]; STEPS.len()];
    let mut counts = vec![String::new(); STEPS.len()];
    let mut n_states = 0;
    for seed in 0..SEEDS {
        let dossier = random_dossier(size, seed);
        let conflict = Conflict::new(&dossier, &Setting::default());
        let started = Instant::now();
        let space = Space::enumerate(&conflict, STATES_MAX, &Watch::default())
            .expect("the sizes fit the explicit engine");
        seconds[0].push(started.elapsed().as_secs_f64());
        n_states = n_states.max(space.len());
        for (step, (_, concepts)) in STEPS.iter().enumerate().skip(1) {
            let started = Instant::now();
            let settled = stability::analyse(&space, concepts, 2, &Watch::default());
            seconds[step].push(started.elapsed().as_secs_f64());
            if seed == 0 {
                counts[step] = settled
                    .iter()
                    .map(|it| format!("{} {}", it.concept.key(), it.equilibria.count_ones(..)))
                    .collect::<Vec<_>>()
                    .join(", ");
            }
        }
    }
    for ((step, _), (mut seconds, counts)) in STEPS.iter().zip(seconds.into_iter().zip(counts)) {
        seconds.sort_by(f64::total_cmp);
        println!(
            "{name}  {n_states}  {step}  {:.4}  {:.4}  {counts}",
            seconds[seconds.len() / 2],
            seconds[seconds.len() - 1]
        );
    }
}

fn random_dossier(size: &Size, seed: u64) -> Dossier {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut below = |n: usize| (rng.next_u64() % n as u64) as usize;
    let written = |formula| Written {
        formula,
        span: Span::default(),
    };
    let start = |party: usize| party * size.n_measures / size.n_parties;
    let literal = |measure: usize, positive: bool| {
        let formula = Formula::InForce(MeasureId::new(measure));
        if positive {
            formula
        } else {
            Formula::Not(Box::new(formula))
        }
    };
    let mut parties = Vec::new();
    let mut measures = Vec::new();
    for party in 0..size.n_parties {
        let own = start(party)..start(party + 1);
        let statements = (0..size.n_statements).map(|_| {
            let first = if below(2) == 0 {
                own.start + below(own.len())
            } else {
                below(size.n_measures)
            };
            let first = literal(first, below(2) == 0);
            let formula = match below(3) {
                0 => first,
                1 => Formula::Or(vec![first, literal(below(size.n_measures), below(2) == 0)]),
                _ => Formula::And(vec![first, literal(below(size.n_measures), below(2) == 0)]),
            };
            Statement {
                that: written(formula),
                or: vec![],
                much: false,
                text: None,
                standing: Standing::default(),
                span: Span::default(),
            }
        });
        let preference = Preference::Statements(statements.collect());
        let id = format!("p{party}");
        parties.push(Party {
            name: id.clone(),
            id,
            aliases: vec![],
            text: None,
            measures: own.clone(),
            preference,
            span: Span::default(),
        });
        measures.extend(own.map(|measure| Measure {
            id: format!("m{measure}"),
            party: PartyId::new(party),
            text: String::new(),
            levels: vec![],
            now: 0,
            moves: Direction::Both,
            take_when: None,
            drop_when: None,
            reasons: Reasons::default(),
            since: None,
            span: Span::default(),
        }));
    }
    for condition in 0..size.n_conditions {
        let measure = condition * size.n_measures / size.n_conditions;
        measures[measure].take_when = Some(written(literal(below(size.n_measures), true)));
    }
    let rules = (0..size.n_rules).map(|_| {
        let pair = vec![
            literal(below(size.n_measures), below(2) == 0),
            literal(below(size.n_measures), below(2) == 0),
        ];
        Rule {
            condition: written(Formula::And(pair)),
            always: false,
            why: None,
            reasons: Reasons::default(),
            span: Span::default(),
        }
    });
    Dossier {
        title: String::new(),
        as_of: None,
        hindsight: false,
        question: None,
        by: None,
        rules: rules.collect(),
        move_rules: vec![],
        parties,
        measures,
        terms: vec![],
        views: vec![],
        evidence: vec![],
        graph: None,
        coalesced: vec![],
        perceptions: vec![],
        has_status_quo: true,
        chronology: Chronology::default(),
        weighing: Weighing::default(),
        roadmap: None,
        statements: None,
    }
}
