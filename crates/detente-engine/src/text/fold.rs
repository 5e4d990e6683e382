//! A text as it is compared, with the way back to the text as it is written.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::{AddAssign, Range};

use super::chars::{is_mark, is_spaceless};
use super::entity::{entity, entity_at_end, is_ampersand};
use super::image::{Image, Kind, expand, image, settle};

/// What was changed before texts were compared; case is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Texts in which something was changed.
    pub texts: u64,
    /// Characters in another canonical or compatibility form.
    pub forms: u64,
    /// Characters left out because they show nothing.
    pub invisible: u64,
    /// Marks left out because readers leave them out.
    pub marks: u64,
    /// Dashes and apostrophes of another form.
    pub signs: u64,
    /// HTML entities read.
    pub entities: u64,
    /// Words joined that the end of a line broke, at a hyphen or in a script without spaces.
    pub joined: u64,
}

impl Changes {
    /// The number of changes of each kind, each with its name.
    pub fn kinds(&self) -> [(&'static str, u64); 6] {
        [
            ("forms", self.forms),
            ("invisible", self.invisible),
            ("marks", self.marks),
            ("signs", self.signs),
            ("entities", self.entities),
            ("joined", self.joined),
        ]
    }
}

impl AddAssign for Changes {
    fn add_assign(&mut self, other: Self) {
        self.texts += other.texts;
        self.forms += other.forms;
        self.invisible += other.invisible;
        self.marks += other.marks;
        self.signs += other.signs;
        self.entities += other.entities;
        self.joined += other.joined;
    }
}

/// A stretch of a folded text, up to the next.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte in the folded text.
    at: u32,
    /// Its first byte in the text as written.
    from: u32,
    /// Where it ends there, if it belongs together as a whole; else it agrees byte by byte.
    to: Option<u32>,
}

/// A text as it is compared: normalised, and in lower case but perhaps for ASCII letters.
#[derive(Clone, Debug)]
pub struct Folded<'t> {
    text: Cow<'t, str>,
    /// Where a hyphen at the end of a line was taken out, in order.
    breaks: Vec<usize>,
    /// The way back; empty where nothing was changed.
    pieces: Vec<Piece>,
    changes: Changes,
}

impl<'t> Folded<'t> {
    /// Folds a text. Plain ASCII without entities and broken words is taken as it is.
    ///
    /// Time linear in the text; memory for the folded text, and for a piece per change of length.
    pub fn new(text: &'t str) -> Self {
        if is_plain(text) {
            return Self {
                text: text.into(),
                breaks: vec![],
                pieces: vec![],
                changes: Changes::default(),
            };
        }
        Folder::new(text).run()
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a word goes on after a hyphen at the end of a line: it may be one word, or two with a hyphen between.
    pub fn breaks(&self) -> &[usize] {
        &self.breaks
    }

    /// Whether there is such a place at a byte.
    pub fn is_break(&self, at: usize) -> bool {
        !self.breaks.is_empty() && self.breaks.binary_search(&at).is_ok()
    }

    /// What was changed.
    pub fn changes(&self) -> Changes {
        self.changes
    }

    /// The bytes of the text as written of which a stretch of the folded text was made; not empty unless the stretch is.
    pub fn written(&self, stretch: Range<usize>) -> Range<usize> {
        let start = start_of(&self.pieces, stretch.start);
        if stretch.is_empty() {
            return start..start;
        }
        start..end_of(&self.pieces, stretch.end)
    }
}

/// The piece in which a byte of the folded text lies.
fn piece_of(pieces: &[Piece], at: usize) -> Option<&Piece> {
    let next = pieces.partition_point(|piece| piece.at as usize <= at);
    pieces[..next].last()
}

fn start_of(pieces: &[Piece], at: usize) -> usize {
    piece_of(pieces, at).map_or(at, |piece| match piece.to {
        Some(_) => piece.from as usize,
        None => piece.from as usize + at - piece.at as usize,
    })
}

/// Where the character ends of which the last byte before `at` was made.
fn end_of(pieces: &[Piece], at: usize) -> usize {
    piece_of(pieces, at - 1).map_or(at, |piece| match piece.to {
        Some(to) => to as usize,
        None => piece.from as usize + at - piece.at as usize,
    })
}

/// Whether a text is compared as it is: ASCII, no entity, no hyphen at the end of a line.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.is_ascii()
        && memchr::memchr3_iter(b'&', b'\n', b'\r', bytes).all(|at| match bytes[at] {
            b'&' => entity(text, at + 1).is_none(),
            _ => !text[..at].trim_end_matches([' ', '\t']).ends_with('-'),
        })
        && memchr::memchr(b'`', bytes).is_none()
}

/// Shows nothing but at the end of a line, where it is a hyphen.
const SOFT_HYPHEN: char = '\u{ad}';

/// A word that may go on behind the end of a line.
#[derive(Clone, Copy, Debug)]
struct Broken {
    /// Where the hyphen is in the folded text, or was, if it is a soft one, or where the line ends.
    at: usize,
    is_soft: bool,
    /// Whether there is no hyphen, as the script has no spaces: then only a letter of such a script goes on.
    is_spaceless: bool,
    /// The last end of a line, and how many there were since the hyphen.
    ended: Option<char>,
    n_ends: usize,
}

/// A character with the bytes of which it was made.
type Made = (char, usize, usize);

/// A text that is being folded.
struct Folder<'t> {
    source: &'t str,
    at: usize,
    /// Characters that were read ahead.
    ahead: VecDeque<Made>,
    out: String,
    pieces: Vec<Piece>,
    breaks: Vec<usize>,
    broken: Option<Broken>,
    changes: Changes,
}

impl<'t> Folder<'t> {
    fn new(source: &'t str) -> Self {
        Self {
            source,
            at: 0,
            ahead: VecDeque::new(),
            out: String::with_capacity(source.len()),
            pieces: vec![],
            breaks: vec![],
            broken: None,
            changes: Changes::default(),
        }
    }

    fn run(mut self) -> Folded<'t> {
        loop {
            self.plain_run();
            let Some(made) = self.next() else { break };
            self.take(made);
        }
        let any = self.changes.kinds().iter().any(|(_, count)| *count > 0);
        self.changes.texts = u64::from(any);
        Folded {
            text: self.out.into(),
            breaks: self.breaks,
            pieces: self.pieces,
            changes: self.changes,
        }
    }

    /// Takes ASCII characters that need no look.
    fn plain_run(&mut self) {
        if self.broken.is_some() || !self.ahead.is_empty() {
            return;
        }
        let rest = &self.source[self.at..];
        let is_special = |byte: &u8| !byte.is_ascii() || matches!(byte, b'&' | b';' | b'-' | b'`');
        let n = rest.as_bytes().iter().position(is_special);
        let n = n.unwrap_or(rest.len());
        if n > 0 {
            let at = self.out.len();
            self.map(at, self.at, None);
            self.out.push_str(&rest[..n]);
            self.out[at..].make_ascii_lowercase();
            self.at += n;
        }
    }

    /// The next character, entities read.
    fn next(&mut self) -> Option<Made> {
        if let Some(made) = self.ahead.pop_front() {
            return Some(made);
        }
        let char = self.source[self.at..].chars().next()?;
        let from = self.at;
        self.at += char.len_utf8();
        if is_ampersand(char)
            && let Some((value, end)) = entity(self.source, self.at)
        {
            self.at = end;
            self.changes.entities += 1;
            self.ahead
                .extend(value.chars().map(|char| (char, from, end)));
            return self.ahead.pop_front();
        }
        Some((char, from, self.at))
    }

    fn take(&mut self, (char, from, to): Made) {
        let (image, kind) = image(char);
        self.count(kind);
        match image {
            Image::One(one) => self.push(one, from, (one.len_utf8() != to - from).then_some(to)),
            Image::None => self.leave_out(char),
            Image::Many => {
                let mut all = vec![];
                expand(char, &mut all);
                settle(&mut all);
                for one in all {
                    self.push(one, from, Some(to));
                }
            }
            Image::Bound => self.take_bound((char, from, to)),
        }
    }

    fn count(&mut self, kind: Kind) {
        match kind {
            Kind::Same => {}
            Kind::Sign => self.changes.signs += 1,
            Kind::Form => self.changes.forms += 1,
            Kind::Invisible => self.changes.invisible += 1,
            Kind::Optional => self.changes.marks += 1,
        }
    }

    /// Leaves a character out; a soft hyphen after a letter may break a word.
    fn leave_out(&mut self, char: char) {
        if char == SOFT_HYPHEN && self.ends_in_letter() {
            self.broken = Some(Broken {
                at: self.out.len(),
                is_soft: true,
                is_spaceless: false,
                ended: None,
                n_ends: 0,
            });
        }
    }

    fn ends_in_letter(&self) -> bool {
        self.out.chars().next_back().is_some_and(is_letter)
    }

    /// Takes a mark, all marks that follow it, and the letter before them.
    fn take_bound(&mut self, (char, mut from, mut to): Made) {
        let mut parts = vec![];
        let mut written = vec![];
        // Whether a soft hyphen came after the last mark.
        let mut soft = false;
        // Marks after white space stand by themselves.
        let is_alone = self.out.ends_with(char::is_whitespace);
        if !is_alone && let Some((letter, start)) = self.pop() {
            expand(letter, &mut parts);
            written.push(letter);
            from = start;
        }
        expand(char, &mut parts);
        written.push(char);
        while let Some(made) = self.next() {
            let (image, kind) = image(made.0);
            match image {
                Image::Bound => {
                    expand(made.0, &mut parts);
                    written.push(made.0);
                    (to, soft) = (made.2, false);
                }
                Image::None => {
                    self.count(kind);
                    soft |= made.0 == SOFT_HYPHEN;
                }
                _ => {
                    self.ahead.push_front(made);
                    break;
                }
            }
        }
        settle(&mut parts);
        self.changes.forms += u64::from(parts != written);
        for one in parts {
            self.push(one, from, Some(to));
        }
        if soft {
            self.leave_out(SOFT_HYPHEN);
        }
    }

    /// Takes the last character back, with where it begins as written.
    fn pop(&mut self) -> Option<(char, usize)> {
        let char = self.out.chars().next_back()?;
        let at = self.out.len() - char.len_utf8();
        let from = start_of(&self.pieces, at);
        self.cut(at);
        Some((char, from))
    }

    /// Takes back all from a byte of the folded text on.
    fn cut(&mut self, at: usize) {
        self.out.truncate(at);
        let n_kept = self
            .pieces
            .partition_point(|piece| (piece.at as usize) < at);
        self.pieces.truncate(n_kept);
    }

    /// Appends a character of the folded text.
    fn push(&mut self, char: char, from: usize, to: Option<usize>) {
        if char == ';' && self.read_back(to.unwrap_or(from + 1)) {
            return;
        }
        self.mind_lines(char);
        self.map(self.out.len(), from, to);
        self.out.push(char);
        if is_spaceless(char) && is_letter(char) {
            self.broken = Some(Broken {
                at: self.out.len(),
                is_soft: true,
                is_spaceless: true,
                ended: None,
                n_ends: 0,
            });
        }
    }

    /// Reads an entity that came about only by folding, whose `;` ends at `to` as written.
    fn read_back(&mut self, to: usize) -> bool {
        let Some((at, value)) = entity_at_end(&self.out) else {
            return false;
        };
        let from = start_of(&self.pieces, at);
        self.cut(at);
        self.broken = None;
        self.changes.entities += 1;
        for char in value.chars().rev() {
            self.ahead.push_front((char, from, to));
        }
        true
    }

    /// Notes of what the folded text is made from `at` on.
    fn map(&mut self, at: usize, from: usize, to: Option<usize>) {
        let goes_on = self.pieces.last().is_some_and(|last| match to {
            None => last.to.is_none() && last.from as usize + at - last.at as usize == from,
            Some(to) => last.to == Some(to as u32) && last.from as usize == from,
        });
        if !goes_on {
            self.pieces.push(Piece {
                at: at as u32,
                from: from as u32,
                to: to.map(|to| to as u32),
            });
        }
    }

    /// Joins a word broken at the end of a line, when a letter follows.
    fn mind_lines(&mut self, char: char) {
        if char == '-' {
            let hyphen = Broken {
                at: self.out.len(),
                is_soft: false,
                is_spaceless: false,
                ended: None,
                n_ends: 0,
            };
            self.broken = self.ends_in_letter().then_some(hyphen);
            return;
        }
        let Some(broken) = &mut self.broken else {
            return;
        };
        if is_line_end(char) {
            let is_pair = broken.ended == Some('\r') && char == '\n';
            broken.n_ends += usize::from(!is_pair);
            broken.ended = Some(char);
        } else if char.is_whitespace() {
            broken.ended = None;
        } else {
            let Broken {
                at,
                is_soft,
                is_spaceless: needs_spaceless,
                n_ends,
                ..
            } = *broken;
            self.broken = None;
            let goes_on = begins_line(char) && (!needs_spaceless || is_spaceless(char));
            if n_ends == 1 && goes_on {
                self.cut(at);
                self.changes.joined += 1;
                if !is_soft {
                    self.breaks.push(at);
                }
            }
        }
    }
}

/// A letter or a mark on one: what may stand before a hyphen at the end of a line.
fn is_letter(char: char) -> bool {
    char.is_alphabetic() || is_mark(char)
}

/// A letter that may stand first on a line: no mark, and no vowel or final of a Korean syllable.
fn begins_line(char: char) -> bool {
    char.is_alphabetic() && !is_mark(char) && !matches!(char, '\u{1160}'..='\u{11ff}')
}

fn is_line_end(char: char) -> bool {
    matches!(
        char,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}
