//! `elicit`: what a party likes best and least, what decides between two states, and an order of its statements found by asking.

mod ask;
mod dialogue;

use detente::brief::elicit::{Elicited, Subject, json, text};
use detente::brief::setting_name;
use detente::elicit::{Decision, Place, Refused, decide, place, standing};
use detente::model::{Conflict, Dossier, PartyId, Setting, State};
use detente::space::{STATES_MAX, Watch, feasible_states};
use detente::text::names;

use super::stability::state_named;
use crate::args::{Elicit, Format};
use crate::input::{Input, Loaded, load, settings};
use crate::output::{self, Failure};
use crate::watching::watched;
use crate::{Done, Status};

pub(crate) fn run(args: &Elicit) -> Done {
    crate::watching::explicit_only(&args.limits, "elicit")?;
    if args.ask {
        ask::run(args)
    } else {
        watched(args.limits.budget, |watch| answer(args, watch))?
    }
}

/// What is asked about, with the feasible states.
struct Chosen {
    loaded: Loaded,
    setting: Setting,
    n_settings: usize,
    party: PartyId,
    conflict: Conflict,
    states: Vec<State>,
}

impl Chosen {
    fn new(args: &Elicit, watch: &Watch) -> Result<Self, Failure> {
        let loaded = load(&args.file, &args.what_if, watch)?.with_measures("elicit")?;
        let party = find_party(&loaded.dossier, &args.party)?;
        let settings = settings(&loaded, &args.choice)?;
        let setting = settings.first().cloned().unwrap_or_default();
        let conflict = Conflict::new(&loaded.dossier, &setting);
        let states = feasible_states(&conflict, STATES_MAX, watch).map_err(Failure::Stopped)?;
        Ok(Self {
            loaded,
            setting,
            n_settings: settings.len(),
            party,
            conflict,
            states,
        })
    }

    fn subject(&self) -> Subject<'_> {
        Subject {
            dossier: &self.loaded.dossier,
            setting: &self.setting,
            conflict: &self.conflict,
            party: self.party,
        }
    }

    /// The text of the file, unless it is another program's.
    fn text(&self) -> Option<&str> {
        Some(self.loaded.input.text()).filter(|_| !Input::is_foreign(&self.loaded.input.name))
    }

    /// The feasible state that letters or `now` name.
    fn state(&self, asked: &str) -> Result<State, Failure> {
        state_named(
            &self.loaded.dossier,
            &self.conflict,
            |state| self.states.binary_search(&state).is_ok(),
            asked,
        )
    }
}

fn find_party(dossier: &Dossier, id: &str) -> Result<PartyId, Failure> {
    let ids = || {
        dossier
            .parties
            .iter()
            .map(|party| party.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let found = names::find(id, dossier.parties.iter().map(|party| party.id.as_str()));
    found.map(PartyId::new).ok_or_else(|| {
        Failure::Usage(format!(
            "there is no party `{id}`; expected one of: {}",
            ids()
        ))
    })
}

fn refused(refused: Refused) -> Failure {
    match refused {
        Refused::Stopped(stopped) => Failure::Stopped(stopped),
        other => Failure::Usage(other.to_string()),
    }
}

fn answer(args: &Elicit, watch: &Watch) -> Done {
    let chosen = Chosen::new(args, watch)?;
    let standing = standing(
        &chosen.conflict,
        chosen.party,
        &chosen.states,
        args.states,
        watch,
    )
    .map_err(refused)?;
    let compared = match &args.compare[..] {
        [first, second] => Some(compared(&chosen, [first, second], watch)?),
        _ => None,
    };
    let answer = Elicited {
        standing: &standing,
        compared: compared.as_ref(),
        text: chosen.text(),
    };
    if args.format == Format::Json {
        output::print_json(&json(
            &chosen.subject(),
            &answer,
            &[chosen.loaded.input.fingerprint()],
        ))?;
        return Ok(Status::Answered);
    }
    let mut page = text(&chosen.subject(), &answer);
    if chosen.n_settings > 1 {
        let name = setting_name(&chosen.loaded.dossier, &chosen.setting);
        page.gap();
        page.say(format!(
            "This is for {name}; `--view` and `--reading` choose among {} more.",
            chosen.n_settings - 1
        ));
    }
    output::tell(&page)?;
    Ok(Status::Answered)
}

fn compared(
    chosen: &Chosen,
    asked: [&str; 2],
    watch: &Watch,
) -> Result<([Place; 2], Decision), Failure> {
    let [first, second] = [chosen.state(asked[0])?, chosen.state(asked[1])?];
    let place = |state| {
        place(&chosen.conflict, chosen.party, &chosen.states, state, watch).map_err(refused)
    };
    Ok((
        [place(first)?, place(second)?],
        decide(&chosen.conflict, chosen.party, first, second),
    ))
}
