//! Tests of material balances, told.

use serde_json::{Map, Value, json};

use super::{chance, rounded};
use crate::brief::json::{Input, opening};
use crate::brief::words::{count, counted};
use crate::document::Page;
use crate::inspect::balance::{Against, Balances, Course, Measured, SHIFTS, Spread, Tests};

/// The answer as text, with as many periods as fit a page.
pub fn text(balances: &Balances, tests: &Tests, course: Option<&Course>, rows_max: usize) -> Page {
    let mut page = Page::default();
    page.line("", "", &what_is_asked(balances, tests));
    page.line("", "", "");
    one_value(&mut page, tests);
    sum(&mut page, tests, rows_max);
    page_test(&mut page, tests);
    side_by_side(&mut page, tests);
    if let Some(course) = course {
        measured(&mut page, tests, course, rows_max);
    }
    page
}

fn what_is_asked(balances: &Balances, tests: &Tests) -> String {
    let sigmas = balances.sigmas();
    let same = sigmas
        .iter()
        .all(|sigma| (sigma - tests.sigma).abs() < f64::EPSILON * tests.sigma);
    let known = match (same, sigmas.len()) {
        (true, 1) => format!(" with a standard deviation of {}", rounded(tests.sigma)),
        (true, _) => format!(
            ", each with a standard deviation of {}",
            rounded(tests.sigma)
        ),
        (false, _) => {
            let least = sigmas.iter().copied().fold(f64::INFINITY, f64::min);
            format!(
                " with standard deviations from {} to {}",
                rounded(least),
                rounded(tests.sigma)
            )
        }
    };
    let together = match balances.correlation() {
        0.0 => String::new(),
        correlation => format!(
            " and a correlation of {} between neighbours",
            rounded(correlation)
        ),
    };
    format!(
        "{}{known}{together}. A loss of {} is to be detected, with a chance of a false alarm of {} over all periods.",
        counted(sigmas.len(), "material balance"),
        rounded(tests.loss),
        rounded(tests.demands.alpha)
    )
}

/// A chance that rests on the tail of a normal distribution: it comes close to 1 and never to it, also where it is rounded to 1.
fn tail_chance(number: f64) -> String {
    chance(number.min(1.0 - f64::EPSILON))
}

fn one_value(page: &mut Page, tests: &Tests) {
    page.line(
        "",
        "",
        &format!(
            "One balance alone: a loss of {} standard deviations is detected with a chance of {}. All of this loss in one balance with a \
         standard deviation of {} would be detected with {}, if only that one were tested.",
            rounded(tests.ratio_wanted),
            rounded(tests.demands.detection),
            rounded(tests.sigma),
            tail_chance(tests.single)
        ),
    );
}

fn sum(page: &mut Page, tests: &Tests, rows_max: usize) {
    let cumuf = &tests.cumuf;
    page.line("", "", "");
    page.line("", "", &format!(
        "CUMUF, the sum of all balances: its standard deviation is {}, and it alarms above {}. It detects the loss with a chance of {}, \
         however the loss is spread, and a loss of {} with {}.",
        rounded(cumuf.sigma),
        rounded(cumuf.limit),
        tail_chance(cumuf.detection),
        rounded(cumuf.loss_wanted),
        rounded(tests.demands.detection)
    ));
    let mean = tests.loss / cumuf.worst.len() as f64;
    if cumuf.worst.len() == 1 {
        return;
    }
    if cumuf
        .worst
        .iter()
        .all(|amount| (amount - mean).abs() < 1e-9 * mean)
    {
        page.line("", "", "The spread that is hardest to find, against which no test does better, is the same in each period.");
        return;
    }
    let amounts: Vec<String> = cumuf
        .worst
        .iter()
        .take(rows_max)
        .map(|amount| rounded(*amount))
        .collect();
    let more = cumuf.worst.len() - amounts.len();
    let more = if more > 0 {
        format!(", and {} more", counted(more, "period"))
    } else {
        String::new()
    };
    let listed = amounts.join(", ");
    page.line("", "", &format!("The spread that is hardest to find, against which no test does better, by period: {listed}{more}."));
}

fn page_test(page: &mut Page, tests: &Tests) {
    let paged = &tests.paged;
    page.line("", "", "");
    page.line(
        "",
        "",
        &format!(
            "Page's test, with allowance k = {} and threshold h = {} in standard deviations: a false alarm with a chance of {} over all \
         periods. Expected run length, in periods:",
            rounded(paged.page.allowance),
            rounded(paged.page.threshold),
            tail_chance(paged.false_alarm)
        ),
    );
    let length = |length: &Option<f64>| {
        length.map_or_else(
            || "over 1,000,000,000".to_string(),
            |length| format!("{length:.3}"),
        )
    };
    let header = ["mean per period, in standard deviations", "run length"]
        .map(String::from)
        .to_vec();
    let rows = SHIFTS
        .iter()
        .zip(&paged.run_lengths)
        .map(|(shift, found)| vec![rounded(*shift), length(found)]);
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
}

fn side_by_side(page: &mut Page, tests: &Tests) {
    page.line("", "", "");
    page.line(
        "",
        "",
        "Chance to detect the loss, by how it is spread over the periods:",
    );
    let header = ["spread", "CUMUF", "Page", "each by itself", "best if known"]
        .map(String::from)
        .to_vec();
    let row = |it: &Against| {
        let chances = [it.cumuf, it.page, it.each, it.known].map(tail_chance);
        std::iter::once(named(it.spread).to_string())
            .chain(chances)
            .collect()
    };
    page.table(
        &std::iter::once(header)
            .chain(tests.against.iter().map(row))
            .collect::<Vec<_>>(),
    );
    page.line("", "", "");
    for it in tests.against.iter().filter(|it| it.spread != Spread::Worst) {
        page.line("", "", &better(it));
    }
    page.line("", "", "How a loss will be spread is for the other side to choose, so that neither test replaces the other: report both.");
}

fn named(spread: Spread) -> &'static str {
    match spread {
        Spread::Uniform => "the same in each period",
        Spread::Worst => "hardest to find",
        Spread::First => "all in the first period",
        Spread::Last => "all in the last period",
    }
}

/// Which test is better against a spread.
fn better(it: &Against) -> String {
    let (one, other) = ((it.cumuf, "CUMUF"), (it.page, "Page's test"));
    let (best, less) = if one.0 >= other.0 {
        (one, other)
    } else {
        (other, one)
    };
    let spread = format!("Against a loss that is {}", named(it.spread));
    if best.0 - less.0 < 5e-7 {
        return format!("{spread}, the two are as good as each other.");
    }
    format!(
        "{spread}, {} is better: {} against {} by {}.",
        best.1,
        tail_chance(best.0),
        tail_chance(less.0),
        less.1
    )
}

fn measured(page: &mut Page, tests: &Tests, course: &Course, rows_max: usize) {
    page.line("", "", "");
    let all = course.periods.len();
    let cut = if all > rows_max {
        format!(" (the first {} of {})", count(rows_max), count(all))
    } else {
        String::new()
    };
    page.line("", "", &format!("As measured{cut}:"));
    let header = [
        "period",
        "MUF",
        "independent",
        "CUMUF",
        "CUMUF / its s.d.",
        "Page's sum",
        "",
    ]
    .map(String::from)
    .to_vec();
    let row = |(period, it): (usize, &Measured)| {
        let mark = if it.page > tests.paged.page.threshold {
            "above h"
        } else {
            ""
        };
        let numbers = [
            it.muf,
            it.independent,
            it.cumuf,
            it.cumuf / it.cumuf_sigma,
            it.page,
        ]
        .map(rounded);
        std::iter::once(period.to_string())
            .chain(numbers)
            .chain([mark.to_string()])
            .collect()
    };
    let rows: Vec<Vec<String>> = (1..).zip(&course.periods).take(rows_max).map(row).collect();
    page.table(&std::iter::once(header).chain(rows).collect::<Vec<_>>());
    page.line("", "", "");
    let last = course.periods.last().map_or(0.0, |it| it.cumuf);
    let limit = rounded(tests.cumuf.limit);
    page.line(
        "",
        "",
        &match course.cumuf_alarms {
            true => format!(
                "CUMUF alarms: after the last period it is {}, above {limit}.",
                rounded(last)
            ),
            false => format!(
                "CUMUF does not alarm: after the last period it is {}, not above {limit}.",
                rounded(last)
            ),
        },
    );
    page.line(
        "",
        "",
        &match course.page_alarms {
            Some(period) => format!("Page's test alarms in period {period}."),
            None => "Page's test does not alarm.".to_string(),
        },
    );
}

/// The answer as data.
pub fn json(
    balances: &Balances,
    tests: &Tests,
    course: Option<&Course>,
    inputs: &[Input],
) -> Value {
    let mut map: Map<String, Value> = opening("inspect.balance", inputs);
    map.insert("sigmas".into(), json!(balances.sigmas()));
    map.insert("correlation".into(), balances.correlation().into());
    map.insert("loss".into(), tests.loss.into());
    map.insert("alpha".into(), tests.demands.alpha.into());
    map.insert("detection_wanted".into(), tests.demands.detection.into());
    map.insert("single".into(), json!({ "sigma": tests.sigma, "detection": tests.single, "ratio_wanted": tests.ratio_wanted }));
    let cumuf = &tests.cumuf;
    map.insert(
        "cumuf".into(),
        json!({
            "sigma": cumuf.sigma,
            "limit": cumuf.limit,
            "detection": cumuf.detection,
            "loss_wanted": cumuf.loss_wanted,
            "worst": cumuf.worst,
        }),
    );
    let run = |(shift, length): (&f64, &Option<f64>)| json!({ "mean": shift, "periods": length });
    map.insert(
        "page".into(),
        json!({
            "allowance": tests.paged.page.allowance,
            "threshold": tests.paged.page.threshold,
            "false_alarm": tests.paged.false_alarm,
            "run_lengths": SHIFTS.iter().zip(&tests.paged.run_lengths).map(run).collect::<Vec<_>>(),
        }),
    );
    let against = |it: &Against| json!({ "spread": key(it.spread), "cumuf": it.cumuf, "page": it.page, "each": it.each, "known": it.known });
    map.insert(
        "against".into(),
        tests.against.iter().map(against).collect(),
    );
    map.insert("measured".into(), course.map_or(Value::Null, course_json));
    Value::Object(map)
}

fn key(spread: Spread) -> &'static str {
    match spread {
        Spread::Uniform => "uniform",
        Spread::Worst => "worst",
        Spread::First => "first",
        Spread::Last => "last",
    }
}

fn course_json(course: &Course) -> Value {
    let period = |it: &Measured| {
        json!({
            "muf": it.muf,
            "independent": it.independent,
            "cumuf": it.cumuf,
            "cumuf_sigma": it.cumuf_sigma,
            "page": it.page,
        })
    };
    json!({
        "periods": course.periods.iter().map(period).collect::<Vec<_>>(),
        "cumuf_alarms": course.cumuf_alarms,
        "page_alarms_in": course.page_alarms,
    })
}
