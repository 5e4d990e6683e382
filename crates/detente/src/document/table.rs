//! Tables in a fixed width: columns shrink to their longest word, and what still does not fit goes below.

use textwrap::core::display_width as width_of;

/// The room before a table and between its columns.
const INDENT: &str = "  ";
const BETWEEN: &str = "  ";
/// The first column names the rows and keeps this width where it has so much to say.
const FIRST_MIN: usize = 24;
/// A column of sentences keeps this width.
const SENTENCE_MIN: usize = 16;

/// A column: its cells, header first, and how they are set.
struct Column {
    cells: Vec<String>,
    is_number: bool,
    width: usize,
    /// What it can shrink to.
    least: usize,
}

impl Column {
    fn new(cells: Vec<String>, is_first: bool) -> Self {
        let (header, body) = cells
            .split_first()
            .map_or(("", &[][..]), |(header, body)| (header.as_str(), body));
        let is_number = !is_first && is_numeric(body);
        let widest = |cells: &[String]| cells.iter().map(|cell| width_of(cell)).max().unwrap_or(0);
        let longest_word = |cell: &str| cell.split(' ').map(width_of).max().unwrap_or(0);
        let width = widest(&cells);
        let words = cells
            .iter()
            .map(|cell| longest_word(cell))
            .max()
            .unwrap_or(0);
        let least = match (is_number, is_first) {
            (true, _) => widest(body).max(longest_word(header)),
            (false, true) => words.max(FIRST_MIN),
            (false, false) if widest(body) <= SENTENCE_MIN => words,
            (false, false) => words.max(SENTENCE_MIN),
        };
        Self {
            is_number,
            width,
            least: least.min(width),
            cells,
        }
    }

    /// The lines of a cell, each filled up to the width.
    fn lines(&self, row: usize) -> Vec<String> {
        let cell = self.cells.get(row).map_or("", String::as_str);
        let options = textwrap::Options::new(self.width.max(1))
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let filled = |line: &str| {
            let room = " ".repeat(self.width.saturating_sub(width_of(line)));
            if self.is_number {
                format!("{room}{line}")
            } else {
                format!("{line}{room}")
            }
        };
        textwrap::wrap(cell, options)
            .iter()
            .map(|line| filled(line.trim_end()))
            .collect()
    }
}

/// Whether cells are numbers, with here and there a word or a dash among them.
fn is_numeric(cells: &[String]) -> bool {
    let begins = |cell: &str| {
        cell.trim_start_matches(['+', '-', '−', '±', '×', '<', '>', '≤', '≥', ' ', '.', '('])
            .starts_with(|letter: char| letter.is_ascii_digit())
    };
    let is_empty = |cell: &str| cell.is_empty() || cell == "–" || cell == "-";
    let is_short = |cell: &str| !cell.contains(' ') || cell.split(' ').count() <= 4;
    let is_date = |cell: &str| cell.matches('-').count() >= 2 || cell.contains("..");
    cells.iter().any(|cell| begins(cell))
        && cells.iter().all(|cell| {
            is_empty(cell)
                || (begins(cell) && is_short(cell) && !is_date(cell))
                || !cell.contains(' ')
        })
}

/// The table in lines of at most `columns`; `bold` goes around each line of the header.
pub(super) fn fitted(
    header: &[String],
    rows: &[Vec<String>],
    columns: usize,
    bold: [&str; 2],
) -> String {
    let n_columns = rows
        .iter()
        .map(Vec::len)
        .chain([header.len()])
        .max()
        .unwrap_or(0);
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let all: Vec<Column> = (0..n_columns)
        .map(|column| {
            let body = rows.iter().map(|row| cell(row, column));
            let cells = std::iter::once(cell(header, column)).chain(body).collect();
            Column::new(cells, column == 0)
        })
        .collect();
    let room = columns.saturating_sub(INDENT.len()).max(1);
    let mut out = String::new();
    for mut band in bands(all, room) {
        if !out.is_empty() {
            out.push('\n');
        }
        shrink(&mut band, room);
        for row in 0..=rows.len() {
            let is_header = row == 0;
            if is_header && header.iter().all(String::is_empty) {
                continue;
            }
            write_row(
                &mut out,
                &band,
                row,
                if is_header { bold } else { ["", ""] },
            );
        }
    }
    out
}

/// The columns that fit beside each other, group by group; each group begins with the first column.
fn bands(columns: Vec<Column>, room: usize) -> Vec<Vec<Column>> {
    let mut columns = columns.into_iter();
    let Some(first) = columns.next() else {
        return vec![];
    };
    let copy = |column: &Column| Column {
        cells: column.cells.clone(),
        ..*column
    };
    let mut bands = vec![vec![copy(&first)]];
    let mut used = first.least;
    for column in columns {
        let more = BETWEEN.len() + column.least;
        let is_full = bands.last().is_some_and(|band| band.len() > 1);
        if used + more > room && is_full {
            bands.push(vec![copy(&first)]);
            used = first.least;
        }
        used += more;
        if let Some(band) = bands.last_mut() {
            band.push(column);
        }
    }
    bands
}

/// Makes columns narrower until they fit: the widest first, each down to what it can shrink to, then further.
fn shrink(band: &mut [Column], room: usize) {
    let between = BETWEEN.len() * band.len().saturating_sub(1);
    let total = |band: &[Column]| band.iter().map(|column| column.width).sum::<usize>() + between;
    while total(band) > room {
        let widest = |floor: fn(&Column) -> usize, band: &mut [Column]| {
            let column = band
                .iter_mut()
                .filter(|column| column.width > floor(column))
                .max_by_key(|column| column.width)?;
            column.width -= 1;
            Some(())
        };
        if widest(|column| column.least, band)
            .or_else(|| widest(|_| 1, band))
            .is_none()
        {
            return;
        }
    }
}

fn write_row(out: &mut String, band: &[Column], row: usize, [on, off]: [&str; 2]) {
    let cells: Vec<Vec<String>> = band.iter().map(|column| column.lines(row)).collect();
    // Beside a name of several lines, short cells stand where it ends.
    let at_foot = row == 0 || cells.iter().skip(1).all(|lines| lines.len() <= 1);
    let n_lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    for number in 0..n_lines {
        let mut line = INDENT.to_string();
        for (idx, (column, lines)) in band.iter().zip(&cells).enumerate() {
            if idx > 0 {
                line.push_str(BETWEEN);
            }
            // Names of columns stand at the foot of the header; other rows begin at their top.
            let missing = if at_foot { n_lines - lines.len() } else { 0 };
            match number
                .checked_sub(missing)
                .and_then(|number| lines.get(number))
            {
                Some(text) => line.push_str(text),
                None => line.push_str(&" ".repeat(column.width)),
            }
        }
        out.push_str(on);
        out.push_str(line.trim_end());
        out.push_str(off);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &[&str]) -> Vec<String> {
        row.iter().map(ToString::to_string).collect()
    }

    fn is_within(text: &str, columns: usize) -> bool {
        text.lines().all(|line| width_of(line) <= columns)
    }

    #[test]
    fn numbers_are_flush_right_and_words_flush_left() {
        let rows = [cells(&["open", "12", "all"]), cells(&["shut", "–", "none"])];
        let told = fitted(
            &cells(&["state", "number", "holds in"]),
            &rows,
            80,
            ["", ""],
        );
        assert_eq!(
            told,
            "  state  number  holds in\n  open       12  all\n  shut        –  none\n"
        );
    }

    #[test]
    fn sentences_are_wrapped_and_wide_letters_count_double() {
        let rows = [cells(&[
            "北朝鮮が核実験を停止する場合",
            "it stops testing and asks for talks",
        ])];
        let told = fitted(&cells(&["measure", "in words"]), &rows, 36, ["", ""]);
        assert!(is_within(&told, 36), "{told}");
        assert!(told.lines().count() > 2, "{told}");
    }

    #[test]
    fn columns_that_do_not_fit_go_below_beside_the_names_of_the_rows() {
        let header: Vec<String> = std::iter::once("measure".to_string())
            .chain((1..=30).map(|phase| phase.to_string()))
            .collect();
        let row: Vec<String> = std::iter::once("opening".to_string())
            .chain((1..=30).map(|_| "100%".to_string()))
            .collect();
        let told = fitted(&header, &[row], 40, ["", ""]);
        assert!(is_within(&told, 40), "{told}");
        assert!(told.matches("opening").count() > 3, "{told}");
        assert_eq!(told.matches("100%").count(), 30);
    }

    #[test]
    fn no_width_is_exceeded_whatever_the_words() {
        let long = "x".repeat(90);
        let rows = [cells(&[&long, &long, "1"]), cells(&["a", "b c d", "2"])];
        for columns in [20, 40, 80] {
            let told = fitted(&cells(&["name", &long, "n"]), &rows, columns, ["", ""]);
            assert!(is_within(&told, columns), "{columns}: {told}");
            assert_eq!(told.matches('x').count() % 90, 0);
        }
    }
}
