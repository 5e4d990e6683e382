//! The program as its users meet it: the built binary, its exit codes, its output, and what it leaves behind.

#[path = "cli/answers.rs"]
mod answers;
#[path = "cli/chronology.rs"]
mod chronology;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/doubt.rs"]
mod doubt;
#[path = "cli/essential.rs"]
mod essential;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/golden.rs"]
mod golden;
#[path = "cli/graph.rs"]
mod graph;
#[path = "cli/grounds.rs"]
mod grounds;
#[path = "cli/hypergame.rs"]
mod hypergame;
#[path = "cli/pipe.rs"]
mod pipe;
#[path = "cli/refusals.rs"]
mod refusals;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/same_word.rs"]
mod same_word;
#[path = "cli/shapes.rs"]
mod shapes;
#[path = "cli/together.rs"]
mod together;
#[path = "cli/what_if.rs"]
mod what_if;
#[path = "cli/width.rs"]
mod width;
