//! `weigh`: new approach, or posturing?

use detente::questions::ask;
use detente::questions::weigh::weighing;

use crate::args::{Format, Weigh};
use crate::input::session;
use crate::output::{self, Failure};
use crate::watching::running;
use crate::{Done, Status};

pub(crate) fn run(args: &Weigh) -> Done {
    running("states visited", None, |run| {
        let session = session(&args.file, &args.what_if, run)?;
        let answered = ask(&args.question, &session, run).map_err(Failure::Refused)?;
        match args.format {
            Format::Json => output::print_json(&answered.json())?,
            Format::Text => {
                output::tell(&weighing(session.dossier(), &answered.answer))?;
            }
        }
        Ok(Status::Answered)
    })?
}
