//! `roadmap`, and the roadmap on the page, as their users meet them.

#[path = "roadmap/answers.rs"]
mod answers;
#[path = "roadmap/inspection.rs"]
mod inspection;
#[path = "roadmap/page.rs"]
mod page;
#[path = "roadmap/refusals.rs"]
mod refusals;
#[path = "roadmap/run.rs"]
mod run;
