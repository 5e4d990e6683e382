//! Sentences about the reading of the texts: what was changed before they were compared, and which patterns were found nowhere.

use super::Told;
use crate::shift::unfound::Unfound;
use crate::text::Changes;

/// More patterns than this are counted, not named.
const NAMED_MAX: usize = 5;

/// The sentences, none where nothing was changed and every pattern was found.
pub(super) fn sentences(told: &Told<'_>) -> Vec<String> {
    let unfound = &told.study.unfound;
    let mut all: Vec<String> = unfound
        .iter()
        .take(NAMED_MAX)
        .map(|it| nowhere(told, it))
        .collect();
    if unfound.len() > NAMED_MAX {
        all.push(format!(
            "{} more patterns are found nowhere; `detente check` names them.",
            unfound.len() - NAMED_MAX
        ));
    }
    all.extend(changed(told.study.changes));
    all
}

fn nowhere(told: &Told<'_>, it: &Unfound) -> String {
    let Some(near) = &it.near else {
        return format!("No statement contains `{}`.", it.pattern);
    };
    let statement = &told.corpus.ids[near.statement];
    let remedy = near
        .opened
        .as_ref()
        .map_or_else(String::new, |opened| format!(" `{opened}` would be found."));
    format!(
        "`{}` is found nowhere, though its letters stand in `{statement}`: “{}”.{remedy}",
        it.pattern, near.written
    )
}

/// One sentence; `None` where nothing was changed.
fn changed(changes: Changes) -> Option<String> {
    let kinds = changes.kinds().map(|(kind, count)| {
        let (one, many) = match kind {
            "forms" => ("character in another form", "characters in another form"),
            "invisible" => ("invisible character", "invisible characters"),
            "marks" => ("vowel mark", "vowel marks"),
            "signs" => ("dash or apostrophe", "dashes and apostrophes"),
            "entities" => ("HTML entity", "HTML entities"),
            _ => (
                "word broken at the end of a line",
                "words broken at the ends of lines",
            ),
        };
        (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
    });
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let texts = match changes.texts {
        0 => return None,
        1 => "1 text".to_owned(),
        n => format!("{n} texts"),
    };
    Some(format!(
        "{texts} brought into one form before counting: {}.",
        kinds.join(", ")
    ))
}
