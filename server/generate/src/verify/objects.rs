//! YAML documents as values, straight from the parser's events: four times faster than by way of serde, and manifests are most of
//! what the checks read. Reads what we write: anchors with their merge keys, and no tags. Must not know what the documents say.

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// Every document of a text.
pub(super) fn objects(text: &str) -> Result<Vec<Value>, String> {
    let mut events = Events { parser: Parser::new_from_str(text), anchors: BTreeMap::new() };
    let mut documents = Vec::new();
    loop {
        match events.next()? {
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => return Ok(documents),
            (event, span) => documents.push(events.value(event, span)?),
        }
    }
}

struct Events<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    /// What an alias stands for, by the number of its anchor.
    anchors: BTreeMap<usize, Value>,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), String> {
        let event = self.parser.next_event().ok_or("ends early")?;
        event.map_err(|error: ScanError| error.to_string())
    }

    fn value(&mut self, first: Event, span: Span) -> Result<Value, String> {
        let (value, anchor) = match first {
            Event::Scalar(text, ScalarStyle::Plain, anchor, None) => (plain(&text), anchor),
            Event::Scalar(text, _, anchor, None) => (Value::String(text.into_owned()), anchor),
            Event::SequenceStart(_, anchor, None) => (Value::Array(self.items()?), anchor),
            Event::MappingStart(_, anchor, None) => (Value::Object(self.entries()?), anchor),
            Event::Alias(anchor) => {
                return self.anchors.get(&anchor).cloned().ok_or_else(|| refused(span, "an alias inside of its anchor"));
            }
            _ => return Err(refused(span, "a tag")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn items(&mut self) -> Result<Vec<Value>, String> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, span) => items.push(self.value(event, span)?),
            }
        }
    }

    fn entries(&mut self) -> Result<Map<String, Value>, String> {
        let mut entries = Map::new();
        let mut merged = Map::new();
        loop {
            let (key, span) = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(key, _, 0, None), span) => (key.into_owned(), span),
                (_, span) => return Err(refused(span, "a key that is no text")),
            };
            let (event, at) = self.next()?;
            match self.value(event, at)? {
                Value::Object(more) if key == "<<" => merged.extend(more),
                _ if entries.contains_key(&key) => return Err(refused(span, &format!("the key {key} a second time"))),
                value => _ = entries.insert(key, value),
            }
        }
        for (key, value) in merged {
            entries.entry(key).or_insert(value);
        }
        Ok(entries)
    }
}

fn refused(span: Span, what: &str) -> String {
    format!("line {} holds {what}", span.start.line())
}

/// A scalar without quotes, by the core schema of YAML 1.2.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let numeric = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    let number = || text.parse::<i64>().map(Number::from).ok().or_else(|| Number::from_f64(text.parse().ok()?));
    numeric.then(number).flatten().map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;
    use serde_json::json;

    #[test]
    fn documents_become_values() {
        let text = "# First\nkind: Job\nspec:\n  copies: 2\n  share: 0.5\n  on: true\n  none: ~\n  text: '2'\n  folded: >-\n    a\n    b\n  minus: -x\n---\n- a: [1, b]\n- ''\n";
        let job = json!({"kind": "Job", "spec": {"copies": 2, "share": 0.5, "on": true, "none": null, "text": "2", "folded": "a b", "minus": "-x"}});
        assert_eq!(objects(text).unwrap(), [job, json!([{"a": [1, "b"]}, ""])]);
        assert_eq!(objects("# nothing\n").unwrap(), Vec::<Value>::new());
    }

    #[test]
    fn an_anchor_is_merged_where_it_is_named() {
        let text = "x: &all { a: 1, b: [2] }\ny:\n  <<: *all\n  a: 3\nz: *all\n";
        assert_eq!(objects(text).unwrap(), [json!({"x": {"a": 1, "b": [2]}, "y": {"a": 3, "b": [2]}, "z": {"a": 1, "b": [2]}})]);
    }

    #[test]
    fn what_we_never_write_is_refused_with_its_line() {
        for (text, said) in [
            ("a: 1\nb: 2\na: 3\n", "line 3 holds the key a a second time"),
            ("a: !!str 1\n", "line 1 holds a tag"),
            ("a: &x [*x]\n", "line 1 holds an alias inside of its anchor"),
            ("a:\n  - [b]: c\n", "line 2 holds a key that is no text"),
        ] {
            assert_eq!(objects(text).unwrap_err(), said, "{text}");
        }
        assert!(objects("a: [1\n").is_err() && objects("a: 'b\n").is_err() && objects("a: b: c\n").is_err());
    }

    /// The other reader is serde's: over manifests and the compose file both see the same.
    #[test]
    fn both_readers_agree() {
        let design = domain::arbitrary::sized(5);
        let generated = crate::generate(&design, &crate::Options::default(), &Work::unlimited()).unwrap();
        let compose = std::str::from_utf8(&generated.bundle.get("compose.yaml").unwrap().bytes).unwrap();
        // Its guards against YAML bombs count an alias a container as an attack.
        let by_serde: Value = serde_saphyr::from_str_with_options(compose, serde_saphyr::options! { budget: None }).unwrap();
        assert_eq!(objects(compose).unwrap(), [by_serde]);
        let manifests =
            generated.bundle.iter().filter(|(path, _)| path.as_str().starts_with("deploy/kubernetes/") && path.as_str().ends_with(".yaml"));
        let mut read = 0;
        for (path, file) in manifests {
            let text = std::str::from_utf8(&file.bytes).unwrap();
            let by_serde: Vec<Value> = serde_saphyr::from_multiple(text).unwrap();
            assert_eq!(objects(text).unwrap(), by_serde, "{}", path.as_str());
            read += 1;
        }
        assert!(read > 10, "{read} manifests");
    }
}
