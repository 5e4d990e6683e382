//! `schema`: JSON Schemas of the dossier, and of a question's options and answer.

use detente::questions::{AnyQuestion, QUESTIONS, question};

use crate::args::Schema;
use crate::output::{self, Failure};
use crate::{Done, Status};

pub(crate) fn run(args: &Schema) -> Done {
    let schema = match (&args.answer, &args.options) {
        (Some(key), _) => find(key)?.answer_schema().to_value(),
        (_, Some(key)) => find(key)?.options().to_value(),
        _ => detente::dossier::schema(),
    };
    output::print_json(&schema)?;
    Ok(Status::Answered)
}

fn find(key: &str) -> Result<&'static dyn AnyQuestion, Failure> {
    question(key).ok_or_else(|| {
        let keys: Vec<&str> = QUESTIONS.iter().map(|question| question.key()).collect();
        Failure::Usage(format!(
            "there is no schema of `{key}`; expected one of: {}",
            keys.join(", ")
        ))
    })
}
