//! The brief as Markdown.

use std::fmt::Write;

use super::figures::{Tree, chart_rows, curve_rows, timeline_rows};
use super::mark;
use super::page::{Block, Ground, Line, Page, marks};
use super::safe::shown;

/// The page as Markdown (with tables as in `CommonMark`'s common extension).
pub fn markdown(page: &Page) -> String {
    let mut out = format!("# {}\n", escaped(&page.title));
    if !page.subtitle.is_empty() {
        let _ = writeln!(out, "\n{}", escaped(&page.subtitle));
    }
    for section in &page.sections {
        if !section.heading.is_empty() {
            let _ = write!(out, "\n## {}\n", escaped(&section.heading));
        }
        for block in &section.blocks {
            out.push('\n');
            block_markdown(&mut out, block);
        }
        if !section.grounds.is_empty() {
            let told = |ground: &Ground| format!("{} ({})", ground.what, ground.lines());
            let told: Vec<String> = section.grounds.iter().map(told).collect();
            let _ = writeln!(
                out,
                "\n*Rests on {} of the dossier.*",
                escaped(&told.join(", "))
            );
        }
    }
    out.push_str("\n---\n\n");
    for line in &page.colophon {
        let _ = writeln!(out, "{}  ", escaped(line));
    }
    let _ = writeln!(out, "\n{}", mark::MARKDOWN);
    out
}

fn block_markdown(out: &mut String, block: &Block) {
    let _ = match block {
        Block::Lead(text) => writeln!(out, "**{}**", escaped(text)),
        Block::Heading(text) => writeln!(out, "### {}", escaped(text)),
        Block::Paragraph(line) => writeln!(out, "{}", line_markdown(line)),
        Block::List(lines) => lines.iter().try_for_each(|line| {
            writeln!(out, "- {}", line_markdown(line))?;
            line.details
                .iter()
                .try_for_each(|detail| writeln!(out, "  - {}", escaped(detail)))
        }),
        Block::Table {
            caption,
            header,
            rows,
        } => table(out, caption, header, rows),
        Block::Picture(tree) => picture(out, tree),
        Block::Chart(chart) => {
            let (header, rows) = chart_rows(chart);
            table(out, &chart.alternative, &header, &rows)
        }
        Block::Curve(curve) => {
            let (header, rows) = curve_rows(curve);
            table(out, &curve.alternative, &header, &rows)
        }
        Block::Timeline(it) => {
            let (header, rows) = timeline_rows(it);
            table(out, &it.alternative, &header, &rows)
        }
    };
}

fn line_markdown(line: &Line) -> String {
    let tag = line
        .tag
        .as_ref()
        .map_or_else(String::new, |tag| format!("**{}** ", escaped(tag)));
    // The judgement is set in italics.
    let marks = escaped(&marks(line)).replace(" (judgement)", " *(judgement)*");
    format!("{tag}{}{marks}", escaped(&line.text))
}

fn table(
    out: &mut String,
    caption: &str,
    header: &[String],
    rows: &[Vec<Line>],
) -> std::fmt::Result {
    if !caption.is_empty() {
        writeln!(out, "*{}*\n", escaped(caption))?;
    }
    let header: Vec<String> = header.iter().map(|name| escaped(name)).collect();
    writeln!(
        out,
        "| {} |\n|{}",
        header.join(" | "),
        " --- |".repeat(header.len())
    )?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(line_markdown).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// A tree as nested items.
fn picture(out: &mut String, tree: &Tree) -> std::fmt::Result {
    writeln!(out, "*{}*\n", escaped(&tree.alternative))?;
    let mut depth = vec![0; tree.nodes.len()];
    for (idx, node) in tree.nodes.iter().enumerate() {
        depth[idx] = node.parent.map_or(0, |parent| depth[parent] + 1);
        let end = node
            .end
            .as_ref()
            .map_or_else(String::new, |end| format!(" — *{}*", escaped(end)));
        writeln!(
            out,
            "{}- **{}** {}{end}",
            "  ".repeat(depth[idx]),
            escaped(&node.name),
            escaped(&node.text)
        )?;
    }
    Ok(())
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in shown(text).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}
