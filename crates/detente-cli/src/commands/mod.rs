//! One file per command.

pub(crate) mod brief;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod elicit;
pub(crate) mod extract;
pub(crate) mod import;
pub(crate) mod inspect;
pub(crate) mod new;
pub(crate) mod roadmap;
pub(crate) mod schema;
pub(crate) mod shift;
pub(crate) mod stability;
pub(crate) mod weigh;
