//! When things happened, the slow and obvious version: every assignment of days is tried, and every shortest path is
//! found by taking in one point after the other.

/// `x_to − x_from ≤ days`, as `(from, to, days)`.
pub type Bound = (usize, usize, i64);

/// Every assignment of days from 0 to `horizon` to the points, with the first at day 0 of its own count, that satisfies the bounds.
///
/// The first point takes every day of the horizon, too, so that others can lie before it; days are given relative to it.
/// `O((horizon + 1)^n_points)`.
pub fn assignments(n_points: usize, bounds: &[Bound], horizon: i64) -> Vec<Vec<i64>> {
    let mut found = vec![];
    let mut days = vec![0; n_points];
    loop {
        if bounds
            .iter()
            .all(|(from, to, most)| days[*to] - days[*from] <= *most)
        {
            found.push(days.iter().map(|day| day - days[0]).collect());
        }
        let Some(next) = days.iter().position(|day| *day < horizon) else {
            return found;
        };
        days[next] += 1;
        days[..next].fill(0);
    }
}

/// The tightest bounds between all points: the most days from each to each, `None` where nothing bounds them; or nothing at all where
/// the bounds contradict each other. Floyd and Warshall's method, `O(n³)`.
pub fn distances(n_points: usize, bounds: &[Bound]) -> Option<Vec<Vec<Option<i64>>>> {
    let mut most: Vec<Vec<Option<i64>>> = vec![vec![None; n_points]; n_points];
    (0..n_points).for_each(|point| most[point][point] = Some(0));
    for (from, to, days) in bounds {
        let known = &mut most[*from][*to];
        *known = Some(known.map_or(*days, |known| known.min(*days)));
    }
    for over in 0..n_points {
        for from in 0..n_points {
            for to in 0..n_points {
                let (Some(first), Some(second)) = (most[from][over], most[over][to]) else {
                    continue;
                };
                let known = &mut most[from][to];
                *known = Some(known.map_or(first + second, |known| known.min(first + second)));
            }
        }
    }
    (0..n_points)
        .all(|point| most[point][point] == Some(0))
        .then_some(most)
}
