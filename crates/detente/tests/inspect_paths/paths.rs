//! Acquisition paths and the game on them: figures computed elsewhere, and every equilibrium by trying all sets of constraints.

use detente::inspect::paths::bimatrix::{Equilibrium, extreme_equilibria};
use detente::inspect::paths::{
    self, Graph, Obstacle, Study, deterrence, inspections_needed, study,
};
use detente::inspect::{Fraction, decimal};
use detente::oracle::inspect_paths::{extreme_equilibria as listed, is_equilibrium};
use detente::space::Watch;
use num_traits::{One, Signed, Zero};

use super::{Draws, ELEVEN, near, number};

fn eleven() -> Graph {
    paths::read(ELEVEN.as_bytes()).expect("the graph is small and sound")
}

fn studied(graph: &Graph) -> Study {
    study(graph, 12, &Watch::default()).expect("the graph is small and sound")
}

fn names(graph: &Graph, edges: &[usize]) -> Vec<String> {
    edges
        .iter()
        .map(|edge| graph.edges[*edge].id.clone())
        .collect()
}

#[test]
fn the_paths_are_those_found_elsewhere() {
    let graph = eleven();
    let study = studied(&graph);
    let expected = [
        (
            &[
                "declared_enrichment_diversion",
                "misuse_enrichment",
                "metal_heu",
            ][..],
            "3",
            "1",
        ),
        (
            &["undeclared_enrichment", "misuse_enrichment", "metal_heu"],
            "5",
            "3/5",
        ),
        (&["clandestine_batch", "metal_heu"], "5", "3/5"),
        (
            &[
                "reactor_irradiation",
                "diversion_spent_fuel",
                "clandestine_reprocessing",
                "metal_pu",
            ],
            "5",
            "3/5",
        ),
        (
            &["reactor_irradiation", "undeclared_reprocessing", "metal_pu"],
            "5",
            "3/5",
        ),
        (&["import_pu", "metal_pu"], "5", "3/5"),
    ];
    assert_eq!(study.paths.len(), expected.len());
    for (path, (edges, length, attractiveness)) in study.paths.iter().zip(expected) {
        assert_eq!(names(&graph, &path.edges), edges);
        assert_eq!(
            (&path.length, &path.attractiveness),
            (&number(length), &number(attractiveness))
        );
    }
}

#[test]
fn each_budget_deters_as_computed_elsewhere() {
    let graph = eleven();
    let paths = graph
        .paths(&Watch::default())
        .expect("the graph is small and sound");
    let rows: Vec<Vec<&str>> = include_str!("sweep.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 13);
    for row in &rows {
        let budget = number(row[0]);
        let found = deterrence(&graph, &paths, &budget, &Watch::default())
            .expect("the graph is small and sound");
        assert_eq!(found.n_covers.to_string(), row[1]);
        near(
            decimal(&found.value),
            row[2].parse().expect("a number"),
            1e-13,
        );
        assert_eq!(found.deters(), budget >= number("2"));
        let chances: Vec<&Fraction> = found.mix.iter().map(|cover| &cover.chance).collect();
        assert!(
            chances.iter().all(|chance| chance.is_positive())
                && chances.into_iter().sum::<Fraction>().is_one()
        );
        proves(&graph, &budget, &found);
    }
    let study = studied(&graph);
    let floor = study.sweep.last().expect("the graph is small and sound");
    assert_eq!(
        (
            study.sweep.len(),
            &floor
                .deterrence
                .as_ref()
                .expect("the graph is small and sound")
                .value
        ),
        (10, &number("-0.726"))
    );
}

/// The mix holds every path to the value, and the tempting mix of paths reaches it against every cover.
fn proves(graph: &Graph, budget: &Fraction, found: &paths::Deterrence) {
    let paths = graph
        .paths(&Watch::default())
        .expect("the graph is small and sound");
    let gain = |path: &paths::Path, cover: &[usize]| {
        let unseen = graph.unseen(path, cover);
        &path.attractiveness * &unseen - &graph.payoffs.penalty * (Fraction::one() - unseen)
    };
    for path in &paths {
        let gained: Fraction = found
            .mix
            .iter()
            .map(|cover| gain(path, &cover.edges) * &cover.chance)
            .sum();
        assert!(gained <= found.value);
    }
    for cover in graph
        .covers(&paths, budget, &Watch::default())
        .expect("the graph is small and sound")
    {
        let gained: Fraction = paths
            .iter()
            .zip(&found.tempting)
            .map(|(path, chance)| gain(path, &cover) * chance)
            .sum();
        assert!(gained >= found.value);
    }
}

#[test]
fn with_a_budget_of_one_there_is_one_equilibrium() {
    let graph = eleven();
    let study = studied(&graph);
    let answer = study.answer.expect("the graph is small and sound");
    let covers: Vec<Vec<String>> = answer
        .covers
        .iter()
        .map(|cover| names(&graph, cover))
        .collect();
    assert_eq!(
        covers,
        [
            ["reactor_irradiation"],
            ["diversion_spent_fuel"],
            ["metal_heu"],
            ["metal_pu"]
        ]
    );
    let mix = |chances: [i64; 7]| chances.map(|chance| Fraction::new(chance.into(), 2.into()));
    let expected = Equilibrium {
        rows: mix([0, 0, 1, 1, 0, 0, 0])[..4].to_vec(),
        columns: mix([0, 0, 1, 0, 0, 1, 0]).to_vec(),
        payoffs: (number("-0.5798"), number("0.0748")),
    };
    assert_eq!(study.equilibria, Ok(vec![expected]));
    assert_eq!(answer.deterrence.value, number("0.0748"));
    // Announcing the mix of the equilibrium is as good at least as the equilibrium.
    let led = answer.leadership.expect("the graph is small and sound");
    assert!(led.answer.is_some());
    assert!(
        led.payoffs.0 >= number("-0.5798") && led.payoffs.1 >= number("0.0748"),
        "{led:?}"
    );
}

/// Inspect one of three paths, and see it for certain, against violating on one of them or not at all.
fn three_paths() -> [Vec<Vec<Fraction>>; 2] {
    let matrix = |rows: [&str; 3]| {
        rows.map(|row| row.split(' ').map(number).collect())
            .to_vec()
    };
    [
        matrix(["-0.5 -0.8 -0.6 0", "-1 -0.5 -0.6 0", "-1 -0.8 -0.5 0"]),
        matrix(["-2 0.8 0.6 0", "1 -2 0.6 0", "1 0.8 -2 0"]),
    ]
}

#[test]
fn a_degenerate_game_gives_all_its_extreme_equilibria() {
    let [a, b] = three_paths();
    let found =
        extreme_equilibria(&a, &b, &Watch::default()).expect("the graph is small and sound");
    assert_eq!(found.len(), 3);
    for equilibrium in &found {
        assert!(
            is_equilibrium(&a, &b, &equilibrium.rows, &equilibrium.columns),
            "{equilibrium:?}"
        );
        assert_eq!(equilibrium.payoffs, (Fraction::zero(), Fraction::zero()));
        assert!(equilibrium.columns[3].is_one(), "the state stays legal");
    }
    let chances = |equilibrium: &Equilibrium| equilibrium.rows.clone();
    let mut expected = listed(&a, &b)
        .into_iter()
        .map(|(rows, _)| rows)
        .collect::<Vec<_>>();
    expected.sort_by(|one, other| other.cmp(one));
    assert_eq!(found.iter().map(chances).collect::<Vec<_>>(), expected);
}

#[test]
fn one_inspection_of_three_perfect_paths_deters_as_computed_elsewhere() {
    let edge = |id: &str, weight: &str| {
        format!(
            "[[edges]]\nid = \"{id}\"\nfrom = \"A\"\nto = \"B\"\nweight = \"{weight}\"\ncovered = 1\ncost = 1\n"
        )
    };
    let head = "[graph]\ntitle = \"Three\"\nstart = \"A\"\ngoal = \"B\"\nbudget = 1\n[payoffs]\npenalty = 2\ncaught = 0.5\nmissed = 1\n";
    let graph = paths::read(
        [head, &edge("a", "1"), &edge("b", "5/4"), &edge("c", "5/3")]
            .concat()
            .as_bytes(),
    )
    .expect("the graph is small and sound");
    let study = studied(&graph);
    near(decimal(&study.coverage), 0.849_816_849_816_849_8, 1e-15);
    assert_eq!(inspections_needed(&study.coverage), Some(1));
    let answer = study.answer.expect("the graph is small and sound");
    near(
        decimal(&answer.deterrence.value),
        -0.139_693_356_047_700_33,
        1e-15,
    );
    let mix: Vec<f64> = answer
        .deterrence
        .mix
        .iter()
        .map(|cover| decimal(&cover.chance))
        .collect();
    for (found, expected) in mix.into_iter().zip([
        0.379_897_785_349_233_46,
        0.335_604_770_017_035_76,
        0.284_497_444_633_730_83,
    ]) {
        near(found, expected, 1e-15);
    }
    let [a, b] = three_paths();
    assert_eq!(
        study.equilibria,
        extreme_equilibria(&a, &b, &Watch::default())
    );
    let led = answer.leadership.expect("the graph is small and sound");
    assert_eq!(
        (led.answer, led.payoffs),
        (None, (Fraction::zero(), Fraction::zero()))
    );
}

#[test]
fn equilibria_of_random_games_are_all_found_even_with_ties() {
    let mut draws = Draws(3);
    let (mut n_degenerate, mut n_equilibria) = (0, 0);
    for round in 0..150 {
        let (n_rows, n_columns) = (1 + draws.below(4) as usize, 1 + draws.below(4) as usize);
        // Few values make ties, many make none.
        let n_values = if round % 2 == 0 { 3 } else { 1000 };
        let mut matrix = || -> Vec<Vec<Fraction>> {
            let mut row = || {
                (0..n_columns)
                    .map(|_| {
                        Fraction::from_integer((draws.below(n_values).cast_signed() - 1).into())
                    })
                    .collect()
            };
            (0..n_rows).map(|_| row()).collect()
        };
        let (a, b) = (matrix(), matrix());
        let found =
            extreme_equilibria(&a, &b, &Watch::default()).expect("the graph is small and sound");
        let mut pairs: Vec<_> = found
            .iter()
            .map(|it| (it.rows.clone(), it.columns.clone()))
            .collect();
        let mut expected = listed(&a, &b);
        pairs.sort();
        expected.sort();
        assert_eq!(pairs, expected, "{a:?} {b:?}");
        assert!(!found.is_empty(), "every game has an equilibrium");
        n_equilibria += found.len();
        n_degenerate += usize::from(found.len().is_multiple_of(2));
    }
    assert!(
        n_degenerate > 10 && n_equilibria > 200,
        "{n_degenerate} {n_equilibria}"
    );
}

#[test]
fn announcing_is_never_worse_than_any_equilibrium() {
    let mut draws = Draws(11);
    let mut n_led = 0;
    for _ in 0..30 {
        let mut graph = eleven();
        for edge in &mut graph.edges {
            edge.covered = Fraction::new((30 + draws.below(60)).into(), 100.into());
            edge.uncovered = Fraction::new(draws.below(20).into(), 100.into());
            edge.weight = Fraction::from_integer((1 + draws.below(4)).into());
        }
        graph.payoffs.penalty = Fraction::new((1 + draws.below(8)).into(), 4.into());
        let study = study(&graph, 0, &Watch::default()).expect("the graph is small and sound");
        let (leadership, equilibria) = (
            study
                .answer
                .expect("the graph is small and sound")
                .leadership
                .expect("the graph is small and sound"),
            study.equilibria.expect("the graph is small and sound"),
        );
        assert!(!equilibria.is_empty());
        for equilibrium in &equilibria {
            assert!(leadership.payoffs.0 >= equilibrium.payoffs.0, "{graph:?}");
        }
        let led: Fraction = leadership.mix.iter().map(|cover| &cover.chance).sum();
        assert!(led.is_one());
        n_led += usize::from(leadership.answer.is_some());
    }
    assert!(n_led > 5, "{n_led}");
}

#[test]
fn a_goal_out_of_reach_and_limits_are_answers() {
    let mut graph = eleven();
    graph.edges.retain(|edge| edge.to != "WU");
    let nowhere = studied(&graph);
    assert!(nowhere.paths.is_empty() && nowhere.sweep.is_empty());
    assert_eq!(
        (nowhere.answer, nowhere.equilibria),
        (Err(Obstacle::NoPath), Err(Obstacle::NoPath))
    );
    assert_eq!(inspections_needed(&nowhere.coverage), None);
    let mut many = eleven();
    many.edges.truncate(1);
    for layer in 0..8 {
        for twin in 0..2 {
            let mut edge = many.edges[0].clone();
            (edge.id, edge.from, edge.to) = (
                format!("{layer}-{twin}"),
                format!("F{layer}"),
                format!("F{}", layer + 1),
            );
            many.edges.push(edge);
        }
    }
    (many.start, many.goal) = ("F0".to_string(), "F8".to_string());
    assert_eq!(
        study(&many, 3, &Watch::default()),
        Err(Obstacle::Paths { most: 100 })
    );
    let watch = Watch::default();
    watch.stop();
    assert_eq!(study(&eleven(), 3, &watch), Err(Obstacle::Stopped));
}
