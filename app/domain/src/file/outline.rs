//! Where everything stands in a text: the path, line and column of each key and value, by walking the parser's events.
//! Built only when there is something to complain about. Must not know what the fields mean.

use serde_saphyr::granit_parser::{Event, Parser, Span};
use std::collections::BTreeMap;

/// Deeper than any Design; keeps hostile texts from making long paths.
const MAX_DEPTH: usize = 32;

/// A position in the text, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub line: u64,
    pub column: u64,
}

/// The positions of a document.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// By path: where its key stands, or its value when it is a list entry.
    keys: BTreeMap<String, Position>,
    /// The same the other way round; a doubled key stands in several places.
    key_at: BTreeMap<Position, String>,
    /// Where a value begins, its path, and its text when it is a single value.
    values: BTreeMap<Position, (String, Option<String>)>,
    /// The document is a group of fields.
    pub is_mapping: bool,
    /// The text cannot be read to its end.
    pub is_broken: bool,
}

/// A group or list that is being read.
enum Open {
    Mapping { path: String, key: Option<String> },
    Sequence { path: String, next: usize },
}

impl Outline {
    /// As much of the text as can be read; a broken text is outlined up to the break.
    pub(super) fn of(text: &str) -> Self {
        let mut outline = Self::default();
        let mut open: Vec<Open> = Vec::new();
        for step in Parser::new_from_str(text) {
            let Ok((event, span)) = step else {
                outline.is_broken = true;
                break;
            };
            match event {
                Event::Scalar(value, ..) => outline.scalar(&mut open, &value, position(span)),
                Event::MappingStart(..) => {
                    outline.is_mapping |= open.is_empty();
                    let path = outline.node(&mut open, position(span), None);
                    open.push(Open::Mapping { path, key: None });
                }
                Event::SequenceStart(..) => {
                    let path = outline.node(&mut open, position(span), None);
                    open.push(Open::Sequence { path, next: 0 });
                }
                Event::MappingEnd | Event::SequenceEnd => drop(open.pop()),
                Event::DocumentEnd => break,
                _ => {}
            }
            if open.len() > MAX_DEPTH {
                outline.is_broken = true;
                break;
            }
        }
        outline
    }

    fn scalar(&mut self, open: &mut [Open], value: &str, position: Position) {
        if let Some(Open::Mapping { path, key: key @ None }) = open.last_mut() {
            let below = join(path, value);
            self.keys.entry(below.clone()).or_insert(position);
            self.key_at.entry(position).or_insert_with(|| below.clone());
            *key = Some(below);
        } else {
            self.node(open, position, Some(value.chars().take(60).collect()));
        }
    }

    /// Registers a value and returns its path.
    fn node(&mut self, open: &mut [Open], position: Position, text: Option<String>) -> String {
        let path = match open.last_mut() {
            None => String::new(),
            Some(Open::Mapping { path, key }) => key.take().unwrap_or_else(|| path.clone()),
            Some(Open::Sequence { path, next }) => {
                *next += 1;
                join(path, &(*next - 1).to_string())
            }
        };
        self.keys.entry(path.clone()).or_insert(position);
        self.values.entry(position).or_insert_with(|| (path.clone(), text));
        path
    }

    /// Where a path stands, or the nearest thing above it that the text holds.
    pub(super) fn find(&self, path: &str) -> Option<Position> {
        let mut path = path;
        loop {
            if let Some(position) = self.keys.get(path) {
                return Some(*position);
            }
            path = path.rsplit_once('.')?.0;
        }
    }

    /// Whether the text holds this path.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.keys.contains_key(path)
    }

    /// The path of the key at a position.
    pub(super) fn key_at(&self, position: Position) -> Option<&str> {
        self.key_at.get(&position).map(String::as_str)
    }

    /// The path of the value that begins at a position, and its text when it is a single one. A group in block form begins
    /// where its first key stands.
    pub(super) fn value_at(&self, position: Position) -> Option<(&str, Option<&str>)> {
        self.values.get(&position).map(|(path, text)| (path.as_str(), text.as_deref()))
    }

    /// The text of the single value at a path.
    pub(super) fn text_of(&self, path: &str) -> Option<&str> {
        self.values.values().find(|(at, _)| at == path).and_then(|(_, text)| text.as_deref())
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn position(span: Span) -> Position {
    Position { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}
