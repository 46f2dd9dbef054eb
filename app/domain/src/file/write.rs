//! From Design to text: the same Design has the same bytes, and reading them gives it back.

use crate::Design;

/// What stands above the first field: what the file is, and where editors find its schema.
const HEADER: &str = "\
# yaml-language-server: $schema=groundplan.schema.json
# A Groundplan design: the services of a system, their links, data and decisions. Edit it freely; unknown fields are an error.
";

/// The canonical YAML of a Design, with a comment on top and a blank line between its parts.
pub fn write(design: &Design) -> String {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let body = serde_saphyr::to_string_with_options(design, options).unwrap_or_else(|error| unwritable(&error));
    let mut text = String::with_capacity(body.len() + HEADER.len() + 32);
    text.push_str(HEADER);
    for line in body.lines() {
        let starts_a_part = line.ends_with(':') && !line.starts_with([' ', '-', '"', '\'']);
        if starts_a_part {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A Design is plain data with text keys, which always has a YAML form; a comment that says otherwise reads as an error.
#[cold]
fn unwritable(error: &serde_saphyr::SerializeError) -> String {
    format!("# This design could not be written: {error}\n")
}
