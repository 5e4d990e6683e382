//! `elicit` as its users meet it: what it tells, the dialogue through pipes, and what it writes.

#[path = "elicit/answers.rs"]
mod answers;
#[path = "elicit/asking.rs"]
mod asking;
#[path = "elicit/run.rs"]
mod run;
