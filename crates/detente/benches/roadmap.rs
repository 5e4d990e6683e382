//! Times plans of random deals: `cargo bench --bench roadmap [-- SIZE…]`.
//!
//! Each size is `PARTIES:MEASURES:PHASES`. Every measure costs its owner and helps two others; a third of them can be partly undone only,
//! a quarter is hard to see and answered late, a third waits for another measure. Ten fixed seeds, median and worst milliseconds for the
//! plan with its check and for the prices; the counts of deviations and states do not depend on the machine. With `--export FOLDER`
//! the program of each deal is written there for other solvers.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::cast_sign_loss, reason = "shares of a whole are not negative")]

use std::time::Instant;

use detente::model::{CommitmentId, Deal, PartyId, Undertaking, Wait};
use detente::roadmap::{Answer, Effort, Scope, export, solve, study_deal};
use detente::space::Watch;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const SEEDS: u64 = 10;
const DEFAULT_SIZES: [&str; 2] = ["6:14:8", "8:32:16"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments
        .iter()
        .position(|it| it == "--export")
        .and_then(|at| arguments.get(at + 1))
        .cloned();
    let asked: Vec<String> = arguments
        .into_iter()
        .filter(|argument| argument.contains(':'))
        .collect();
    let sizes = if asked.is_empty() {
        DEFAULT_SIZES.map(String::from).to_vec()
    } else {
        asked
    };
    println!(
        "size (parties:measures:phases)  hold  plan median ms  worst  prices median ms  worst  deviations  states  exact"
    );
    for size in &sizes {
        let numbers: Vec<usize> = size
            .split(':')
            .map(|number| number.parse().expect("sizes are numbers"))
            .collect();
        let [n_parties, n_measures, phases] = numbers[..] else {
            panic!("a size has three numbers")
        };
        bench(size, [n_parties, n_measures, phases], folder.as_deref());
    }
}

fn bench(name: &str, size: [usize; 3], folder: Option<&str>) {
    let (mut plans, mut prices) = (vec![], vec![]);
    let (mut n_hold, mut n_exact, mut n_deviations, mut n_states) = (0, 0, 0, 0);
    for seed in 0..SEEDS {
        let deal = random_deal(size, seed);
        let started = Instant::now();
        let answer = solve(&deal, &Effort::default(), &Watch::default());
        let solved = started.elapsed().as_secs_f64() * 1e3;
        plans.push(solved);
        if let Answer::Holds(plan) = &answer {
            n_hold += 1;
            n_exact += u64::from(plan.checked.exact);
            n_deviations = n_deviations.max(plan.checked.n_deviations);
            n_states = n_states.max(plan.checked.n_states);
            let scope = Scope {
                prices: true,
                thresholds: false,
                obstacle: false,
                draws: 0,
                frontier: false,
                ..Scope::default()
            };
            let started = Instant::now();
            study_deal(deal.clone(), &scope, &Watch::default());
            prices.push(started.elapsed().as_secs_f64() * 1e3 - solved);
        }
        if let Some(folder) = folder {
            let names: Vec<String> = (0..size[1]).map(|m| format!("m{m}")).collect();
            let (_, program) = export(&deal, &names, &Effort::default(), &Watch::default());
            let path =
                std::path::Path::new(folder).join(format!("{}-{seed}.mps", name.replace(':', "x")));
            std::fs::write(path, program.unwrap_or_default()).expect("the folder can be written");
        }
    }
    let told = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        format!(
            "{:.0}  {:.0}",
            times.get(times.len() / 2).unwrap_or(&f64::NAN),
            times.last().unwrap_or(&f64::NAN)
        )
    };
    println!(
        "{name}  {n_hold}/{SEEDS}  {}  {}  {n_deviations}  {n_states}  {n_exact}/{n_hold}",
        told(&mut plans),
        told(&mut prices)
    );
}

fn random_deal([n_parties, n_measures, phases]: [usize; 3], seed: u64) -> Deal {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut share = move || f64::from(random.next_u32() >> 8) / f64::from(1_u32 << 24);
    let mut undertaking = |m: usize| {
        let owner = m % n_parties;
        let mut flow = vec![0.0; n_parties];
        flow[owner] = -0.3 - 1.5 * share();
        for _ in 0..2 {
            let other = (owner + 1 + (share() * (n_parties - 1) as f64) as usize) % n_parties;
            flow[other] += 1.0 + 2.0 * share();
        }
        let is_hidden = share() < 0.25;
        let chance = if is_hidden {
            0.3 + 0.4 * share()
        } else {
            0.8 + 0.2 * share()
        };
        let waits = m >= n_parties && share() < 0.33;
        Undertaking {
            once: (0..n_parties)
                .map(|party| {
                    if party == owner && share() < 0.3 {
                        -2.0 * share()
                    } else {
                        0.0
                    }
                })
                .collect(),
            irreversible: if share() < 0.33 {
                0.5 + 0.4 * share()
            } else {
                0.2 * share()
            },
            after: if waits {
                vec![Wait {
                    on: CommitmentId::new((share() * m as f64) as usize),
                    lag: 1,
                    complete: false,
                }]
            } else {
                vec![]
            },
            max_step: if share() < 0.3 { 0.5 } else { 1.0 },
            ..Undertaking::plain(PartyId::new(owner), flow).seen(chance, 1 + usize::from(is_hidden))
        }
    };
    let undertakings = (0..n_measures).map(&mut undertaking).collect();
    let mut deal = Deal::plain(phases, 0.9, undertakings);
    deal.parties
        .iter_mut()
        .enumerate()
        .for_each(|(party, it)| it.patience = 0.9 + 0.01 * (party % 5) as f64);
    deal.targets.retain(|id| id.idx() % 3 == 0);
    deal
}
