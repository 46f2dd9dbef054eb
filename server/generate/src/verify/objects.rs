//! YAML documents as values, straight from the parser's events: four times faster than by way of serde, and manifests are most of
//! what the checks read. Reads what we write: no anchors, no tags. Must not know what the documents say.

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};
use serde_json::{Map, Number, Value};

/// Every document of a text.
pub(super) fn objects(text: &str) -> Result<Vec<Value>, String> {
    let mut events = Events(Parser::new_from_str(text));
    let mut documents = Vec::new();
    loop {
        match events.next()? {
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => return Ok(documents),
            (event, span) => documents.push(events.value(event, span)?),
        }
    }
}

struct Events<'t>(Parser<'t, granit_parser::StrInput<'t>>);

impl<'t> Events<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), String> {
        let event = self.0.next_event().ok_or("ends early")?;
        event.map_err(|error: ScanError| error.to_string())
    }

    fn value(&mut self, first: Event, span: Span) -> Result<Value, String> {
        match first {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => Ok(plain(&text)),
            Event::Scalar(text, _, 0, None) => Ok(Value::String(text.into_owned())),
            Event::SequenceStart(_, 0, None) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                        (event, span) => items.push(self.value(event, span)?),
                    }
                }
            }
            Event::MappingStart(_, 0, None) => {
                let mut entries = Map::new();
                loop {
                    let (key, span) = match self.next()? {
                        (Event::MappingEnd, _) => return Ok(Value::Object(entries)),
                        (Event::Scalar(key, _, 0, None), span) => (key.into_owned(), span),
                        (_, span) => return Err(refused(span, "a key that is no text")),
                    };
                    let (event, at) = self.next()?;
                    let value = self.value(event, at)?;
                    if entries.contains_key(&key) {
                        return Err(refused(span, &format!("the key {key} a second time")));
                    }
                    entries.insert(key, value);
                }
            }
            _ => Err(refused(span, "an anchor, an alias or a tag")),
        }
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
    use serde_json::json;

    #[test]
    fn documents_become_values() {
        let text = "# First\nkind: Job\nspec:\n  copies: 2\n  share: 0.5\n  on: true\n  none: ~\n  text: '2'\n  folded: >-\n    a\n    b\n  minus: -x\n---\n- a: [1, b]\n- ''\n";
        let job = json!({"kind": "Job", "spec": {"copies": 2, "share": 0.5, "on": true, "none": null, "text": "2", "folded": "a b", "minus": "-x"}});
        assert_eq!(objects(text).unwrap(), [job, json!([{"a": [1, "b"]}, ""])]);
        assert_eq!(objects("# nothing\n").unwrap(), Vec::<Value>::new());
    }

    #[test]
    fn what_we_never_write_is_refused_with_its_line() {
        for (text, said) in [
            ("a: 1\nb: 2\na: 3\n", "line 3 holds the key a a second time"),
            ("a: &x 1\n", "line 1 holds an anchor, an alias or a tag"),
            ("a: !!str 1\n", "line 1 holds an anchor, an alias or a tag"),
            ("a:\n  - [b]: c\n", "line 2 holds a key that is no text"),
        ] {
            assert_eq!(objects(text).unwrap_err(), said, "{text}");
        }
        assert!(objects("a: [1\n").is_err() && objects("a: 'b\n").is_err() && objects("a: b: c\n").is_err());
    }

    /// The other reader is serde's: over manifests both see the same.
    #[test]
    fn both_readers_agree() {
        let design = domain::arbitrary::sized(5);
        let generated = crate::generate(&design, &crate::Options::default()).unwrap();
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
