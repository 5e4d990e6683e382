//! A shell over a pipe: one JSON object a line, in and out. It answers every question of the registry and knows none of them.
//!
//! `{"questions": true}` lists them. `{"id": 1, "ask": "weigh", "file": "catalog/korea-2025", "set": [], "options": {}, "budget": 5}` asks one;
//! what is left out has its default. Until the answer, `{"id": 1, "progress": …}` says how far it is, and `{"id": 1, "cancel": true}` stops it.
//! The last line of a request holds `answer`, `refused` with its remedy, or `mistakes` of the file.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use detente::questions::{QUESTIONS, question};
use detente::session::{CancelToken, Change, Draft, Refused, Run, Session, Unopened};
use detente_cli::folder::Folder;
use serde_json::{Value, json};

/// How often a request says how far it is.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);

fn main() {
    serve(std::io::stdin().lock(), std::io::stdout());
}

/// Answers requests until the input ends and all are answered.
pub(crate) fn serve(input: impl BufRead, output: impl Write + Send) {
    let output = Mutex::new(output);
    let say = |id: &Value, key: &str, value: Value| {
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        // A closed pipe leaves nobody to answer.
        let _ = writeln!(output, "{}", json!({ "id": id, key: value }));
        let _ = output.flush();
    };
    let mut running: HashMap<String, CancelToken> = HashMap::new();
    std::thread::scope(|scope| {
        for line in input.lines().map_while(Result::ok) {
            // What is no JSON asks nothing, and is refused as such.
            let request: Value = serde_json::from_str(&line).unwrap_or_default();
            let id = request["id"].clone();
            if request["questions"] == true {
                say(&id, "questions", list());
            } else if request["cancel"] == true {
                running.get(&id.to_string()).map(CancelToken::cancel);
            } else {
                let run = run(request["budget"].as_f64());
                running.insert(id.to_string(), run.cancel_token());
                let say = &say;
                scope.spawn(move || {
                    let (key, value) = with_progress(&run, &id, say, || reply(&request, &run));
                    say(&id, key, value);
                });
            }
        }
    });
}

fn list() -> Value {
    QUESTIONS
        .iter()
        .map(|it| json!({ "key": it.key(), "asks": it.asks(), "options": it.options() }))
        .collect()
}

/// A run that ends after some seconds, on the thread that asks.
fn run(budget: Option<f64>) -> Run {
    match budget.map(Duration::try_from_secs_f64) {
        Some(Ok(budget)) => {
            let started = Instant::now();
            Run::with_limit(move || started.elapsed() >= budget)
        }
        _ => Run::default(),
    }
}

/// Works, and says how far the work is while it lasts.
fn with_progress<T>(
    run: &Run,
    id: &Value,
    say: &(impl Fn(&Value, &str, Value) + Sync),
    work: impl FnOnce() -> T,
) -> T {
    let (done, wait) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while wait.recv_timeout(PROGRESS_EVERY) == Err(RecvTimeoutError::Timeout) {
                let progress = run.progress();
                let (counts, of) = (progress.stage.counts, progress.stage.of);
                let told = json!({ "counts": counts, "done": progress.done, "of": of });
                say(id, "progress", told);
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// The last line of a request: its key and value.
fn reply(request: &Value, run: &Run) -> (&'static str, Value) {
    let refused = |refused: Refused| {
        let why = refused.to_string();
        ("refused", json!({ "why": why, "remedy": refused.remedy() }))
    };
    let key = request["ask"].as_str().unwrap_or_default();
    let Some(question) = question(key) else {
        let keys = QUESTIONS.iter().map(|question| question.key());
        return refused(Refused::unknown("question", key, keys));
    };
    let session = match open(request, run) {
        Ok(session) => session,
        Err(Unopened::Refused(why)) => return refused(why),
        Err(Unopened::Unfit(unfit)) => return refused(unfit.into()),
        Err(Unopened::Unreadable(error)) => return refused(error.into()),
        Err(Unopened::Unsound(draft)) => {
            let inputs = [draft.input().clone()];
            let check =
                detente::brief::json::check(None, draft.findings(), draft.text(), &[], &inputs);
            return ("mistakes", check["diagnostics"].clone());
        }
    };
    let options = request.get("options").cloned().unwrap_or_else(|| json!({}));
    match question.ask(options, &session, run) {
        Err(why) => refused(why),
        Ok(reply) => {
            let cut_short = reply.cut_short.map(|why| why.to_string());
            let answer = json!({
                "json": reply.json,
                "sections": reply.sections,
                "cut_short": cut_short,
            });
            ("answer", answer)
        }
    }
}

fn open(request: &Value, run: &Run) -> Result<Session, Unopened> {
    let Some(path) = request["file"].as_str() else {
        return Ok(Session::empty());
    };
    let files = Folder::of(Path::new(path));
    let name = files.dossier.clone();
    let set = request["set"].as_array().into_iter().flatten();
    let set: Vec<Change> = set
        .filter_map(Value::as_str)
        .map(|it| Change(it.to_string()))
        .collect();
    let draft = Draft::open(Arc::new(files), &name).map_err(Unopened::Unreadable)?;
    Session::of(draft.with(&set)?, run)
}
