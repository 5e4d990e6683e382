//! Statements: terms found in texts, tables read in pieces, drafts compared, and what `shift` makes of them.

#[path = "shift_statements/dialects.rs"]
mod dialects;
#[path = "shift_statements/folding.rs"]
mod folding;
#[path = "shift_statements/leavings.rs"]
mod leavings;
#[path = "shift_statements/matching.rs"]
mod matching;
#[path = "shift_statements/reading.rs"]
mod reading;
