//! The mark by which the program recognises a page of its own, so that it may be written anew.

/// The last line of a page in Markdown; a renderer hides it.
pub(super) const MARKDOWN: &str = "<!-- a page of Détente -->";

/// What the head of a page in HTML holds.
const HTML: &str = "<meta name=\"generator\" content=\"Détente ";

/// What a page in JSON begins with.
const JSON: &str = "\"format\": \"detente.brief/1\"";

/// The longest head in which a mark is looked for, in bytes.
const HEAD: usize = 1024;

/// Whether the bytes of a file show that they are a page of this program: HTML, Markdown or JSON.
pub fn is_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    head.contains(HTML)
        || head.trim_start_matches('{').trim_start().starts_with(JSON)
        || bytes.trim_ascii_end().ends_with(MARKDOWN.as_bytes())
}
