//! A page as text for a terminal: wrapped to its width, tables fitted to it, bold and dim only where asked for.

use textwrap::core::display_width as width_of;

use super::figures::{Tree, chart_rows, curve_rows, timeline_rows};
use super::page::{Block, Ground, Line, Page, Section, marks};
use super::safe::shown;
use super::table;

/// How a terminal shows text.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The columns of a line.
    pub columns: usize,
    /// Whether headings are bold and marks dim.
    pub emphasis: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            columns: 80,
            emphasis: false,
        }
    }
}

/// The narrowest terminal that is written for.
const COLUMNS_MIN: usize = 20;
/// Sentences in longer lines are hard to read; tables use all the width there is.
const PROSE_MAX: usize = 100;
/// A name before an item stands in a column of its own up to this width.
const TAG_MAX: usize = 24;

const BOLD: [&str; 2] = ["\u{1b}[1m", "\u{1b}[22m"];
const DIM: [&str; 2] = ["\u{1b}[2m", "\u{1b}[22m"];

/// The page as text.
pub fn terminal(page: &Page, style: Style) -> String {
    let mut screen = Screen {
        text: String::new(),
        style: Style {
            columns: style.columns.max(COLUMNS_MIN),
            ..style
        },
    };
    if !page.title.is_empty() {
        screen.set("", "", &page.title, Some(BOLD));
    }
    if !page.subtitle.is_empty() {
        screen.set("", "", &page.subtitle, None);
    }
    for section in &page.sections {
        screen.gap();
        screen.section(section);
    }
    if !page.colophon.is_empty() {
        screen.gap();
        for line in &page.colophon {
            screen.set("", "", line, Some(DIM));
        }
    }
    screen.text
}

/// The text so far.
struct Screen {
    text: String,
    style: Style,
}

impl Screen {
    /// An empty line, unless there is one or nothing stands above it.
    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A text wrapped at the width.
    fn set(&mut self, indent: &str, hanging: &str, text: &str, emphasis: Option<[&str; 2]>) {
        let options = textwrap::Options::new(self.style.columns.min(PROSE_MAX))
            .initial_indent(indent)
            .subsequent_indent(hanging)
            // Dates are not torn apart.
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let emphasis = emphasis.filter(|_| self.style.emphasis);
        for line in textwrap::wrap(&shown(text), options) {
            let line = line.trim_end();
            match emphasis {
                Some([on, off]) if !line.is_empty() => {
                    self.text.push_str(on);
                    self.text.push_str(line);
                    self.text.push_str(off);
                }
                _ => self.text.push_str(line),
            }
            self.text.push('\n');
        }
    }

    fn section(&mut self, section: &Section) {
        if !section.heading.is_empty() {
            self.set("", "", &section.heading, Some(BOLD));
            let width = width_of(&shown(&section.heading));
            let width = width.min(self.style.columns.min(PROSE_MAX));
            self.text.push_str(&"─".repeat(width));
            self.text.push('\n');
        }
        let blocks = &section.blocks;
        for (idx, block) in blocks.iter().enumerate() {
            let before = idx.checked_sub(1).map(|idx| &blocks[idx]);
            if before.is_some_and(|before| is_apart(before, block, blocks.get(idx + 1))) {
                self.gap();
            }
            self.block(block);
        }
        if !section.grounds.is_empty() {
            let told = |ground: &Ground| format!("{} ({})", ground.what, ground.lines());
            let told: Vec<String> = section.grounds.iter().map(told).collect();
            let text = format!("Rests on {} of the dossier.", told.join(", "));
            self.gap();
            self.set("", "", &text, Some(DIM));
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Lead(text) => self.set("", "", text, Some(BOLD)),
            Block::Heading(text) => self.set("", "", text, Some(BOLD)),
            Block::Paragraph(line) => self.paragraph(line),
            Block::List(lines) => self.list(lines),
            Block::Table {
                caption,
                header,
                rows,
            } => self.table(caption, header, rows),
            Block::Picture(tree) => self.tree(tree),
            Block::Chart(chart) => {
                let (header, rows) = chart_rows(chart);
                self.table(&chart.alternative, &header, &rows);
            }
            Block::Curve(curve) => {
                let (header, rows) = curve_rows(curve);
                self.table(&curve.alternative, &header, &rows);
            }
            Block::Timeline(timeline) => {
                let (header, rows) = timeline_rows(timeline);
                self.table(&timeline.alternative, &header, &rows);
            }
        }
    }

    /// A sentence with its marks, dim where that is asked for.
    fn marked(&self, line: &Line) -> String {
        let marks = shown(&marks(line)).into_owned();
        let text = shown(&line.text);
        if marks.is_empty() || !self.style.emphasis {
            return format!("{text}{marks}");
        }
        format!("{text}{}{marks}{}", DIM[0], DIM[1])
    }

    fn paragraph(&mut self, line: &Line) {
        let tag = line
            .tag
            .as_ref()
            .map_or_else(String::new, |tag| format!("{} ", shown(tag)));
        let text = tag + &self.marked(line);
        self.raw("", "", &text);
        for detail in &line.details {
            self.set("  - ", "    ", detail, None);
        }
    }

    /// Wraps a text that is safe, and may hold emphasis, which takes no room.
    fn raw(&mut self, indent: &str, hanging: &str, text: &str) {
        let options = textwrap::Options::new(self.style.columns.min(PROSE_MAX))
            .initial_indent(indent)
            .subsequent_indent(hanging)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A list; the names of its items stand in a column where all of them are short.
    fn list(&mut self, lines: &[Line]) {
        let tags = || lines.iter().filter_map(|line| line.tag.as_deref());
        let width = tags().map(|tag| width_of(&shown(tag))).max().unwrap_or(0);
        let in_column = width <= TAG_MAX.min(self.style.columns / 3)
            && lines.iter().all(|line| line.tag.is_some());
        for line in lines {
            let text = self.marked(line);
            match line.tag.as_deref().map(shown) {
                Some(tag) if in_column => {
                    let room = " ".repeat(width - width_of(&tag));
                    // Numbers are flush right.
                    let tag = if is_number(&tag) {
                        format!("  {room}{tag} ")
                    } else {
                        format!("  {tag}{room}  ")
                    };
                    let hanging = " ".repeat(width_of(&tag));
                    self.raw(&tag, &hanging, &text);
                    for detail in &line.details {
                        self.set(&hanging, &format!("{hanging}  "), detail, None);
                    }
                    continue;
                }
                Some(tag) => self.raw("  ", "    ", &format!("{tag} {text}")),
                None => self.raw("  ", "    ", &text),
            }
            for detail in &line.details {
                self.set("    - ", "      ", detail, None);
            }
        }
    }

    fn table(&mut self, caption: &str, header: &[String], rows: &[Vec<Line>]) {
        if !caption.is_empty() {
            self.set("", "", caption, Some(DIM));
        }
        let header: Vec<String> = header.iter().map(|name| shown(name).into_owned()).collect();
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(plain).collect())
            .collect();
        let bold = BOLD.map(|code| if self.style.emphasis { code } else { "" });
        self.text
            .push_str(&table::fitted(&header, &rows, self.style.columns, bold));
    }

    /// A tree, each move below the state that it starts from.
    fn tree(&mut self, tree: &Tree) {
        self.set("", "", &tree.alternative, Some(DIM));
        let mut depth = vec![0; tree.nodes.len()];
        for (idx, node) in tree.nodes.iter().enumerate() {
            depth[idx] = node.parent.map_or(0, |parent| depth[parent] + 1);
            let indent = " ".repeat((2 + 2 * depth[idx]).min(self.style.columns / 2));
            let end = node
                .end
                .as_ref()
                .map_or_else(String::new, |end| format!(" — {end}"));
            let text = format!("{} {}", node.name, node.text);
            self.set(
                &indent,
                &format!("{indent}    "),
                &format!("{}{end}", text.trim_end()),
                None,
            );
        }
    }
}

/// Whether the name of an item is its number: `1.`, `1,024.`
fn is_number(tag: &str) -> bool {
    let digits = tag.strip_suffix('.').unwrap_or_default();
    !digits.is_empty()
        && digits
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ',')
}

/// A cell with all that belongs to it.
fn plain(cell: &Line) -> String {
    let tag = cell
        .tag
        .as_ref()
        .map_or_else(String::new, |tag| format!("{tag} "));
    let details: String = cell.details.iter().map(|it| format!("; {it}")).collect();
    let text = format!("{tag}{}{}{details}", cell.text, marks(cell));
    shown(&text).into_owned()
}

/// Whether an empty line stands between two blocks: a paragraph stays with the list or table that it introduces.
fn is_apart(before: &Block, block: &Block, after: Option<&Block>) -> bool {
    let is_prose = |block: &Block| matches!(block, Block::Paragraph(_) | Block::Lead(_));
    match (before, block) {
        (Block::Heading(_), _) => false,
        (_, Block::Heading(_)) => true,
        (before, block) if is_prose(before) => {
            is_prose(block) && after.is_some_and(|after| !is_prose(after))
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let mut page = Page::titled("A strait").with_facts(&["as of 2025-06-01".to_string()]);
        page.say("Two parties share it.");
        page.say("What each could do:");
        page.item(Line {
            evidence: vec!["e1".to_string()],
            judgement: true,
            line: Some(12),
            ..Line::new("The port opens")
        });
        page.detail("at dawn");
        page.heading("Counts");
        page.table(&[
            vec!["state".to_string(), "number".to_string()],
            vec!["open".to_string(), "1,024".to_string()],
            vec!["closed".to_string(), "7".to_string()],
        ]);
        page
    }

    #[test]
    fn a_page_is_told_with_its_marks_and_its_tables_aligned() {
        let told = terminal(&page(), Style::default());
        assert_eq!(
            told,
            "A strait\nas of 2025-06-01\n\nTwo parties share it.\n\nWhat each could do:\n  The port opens [e1] (line 12) (judgement)\n    - at dawn\n\n\
             Counts\n──────\n  state   number\n  open     1,024\n  closed       7\n"
        );
    }

    #[test]
    fn emphasis_is_written_only_where_asked_for_and_changes_no_line() {
        let style = Style {
            emphasis: true,
            ..Style::default()
        };
        let told = terminal(&page(), style);
        assert!(told.contains("\u{1b}[1mA strait\u{1b}[22m"), "{told}");
        let plain: String = told
            .replace(BOLD[0], "")
            .replace(DIM[0], "")
            .replace(DIM[1], "");
        assert_eq!(plain, terminal(&page(), Style::default()));
    }

    #[test]
    fn names_of_items_stand_in_a_column() {
        let mut page = Page::default();
        page.tagged("9.", "nine");
        page.tagged("10.", "ten");
        page.heading("");
        page.tagged("2025", "a year");
        page.tagged("2025-03-01", "a day");
        assert_eq!(
            terminal(&page, Style::default()),
            "   9. nine\n  10. ten\n\n  2025        a year\n  2025-03-01  a day\n"
        );
    }
}
