//! Answers of tools: JSON that an assistant can take in at once. What is too long for that is cut, and says how the rest is had.

use super::arguments::Refusal;
use serde_json::{Map, Value, json};

/// Longest answer, in bytes: about 25,000 tokens, more than which assistants do not take in.
pub const MAX_BYTES: usize = 96 * 1024;
/// Kept free for what says how the rest is had.
const SPARE_BYTES: usize = 512;

/// A JSON object.
pub type Answer = Map<String, Value>;

/// The text of an answer, unless it is too long.
pub fn finish(answer: &Answer) -> Result<String, Refusal> {
    let text = serde_json::to_string(answer).map_err(|error| Refusal::new(error.to_string()))?;
    if text.len() > MAX_BYTES {
        let mut sizes: Vec<(usize, &str)> = answer.iter().map(|(key, value)| (value.to_string().len(), key.as_str())).collect();
        sizes.sort_unstable();
        let largest = sizes.last().map_or("", |(_, key)| key);
        return Err(Refusal::new(format!(
            "the answer has {} bytes, and {MAX_BYTES} fit; most of it is “{largest}”: ask for less of it",
            text.len()
        )));
    }
    Ok(text)
}

/// Adds a list, from its entry `skip` on, with as many entries as fit.
pub fn list(answer: &mut Answer, key: &str, entries: impl ExactSizeIterator<Item = Value>, skip: usize) {
    let all = entries.len();
    let mut left = MAX_BYTES.saturating_sub(Value::Object(answer.clone()).to_string().len() + SPARE_BYTES);
    let mut fitting = Vec::new();
    for entry in entries.skip(skip) {
        let bytes = entry.to_string().len() + 1;
        if bytes > left {
            break;
        }
        left -= bytes;
        fitting.push(entry);
    }
    let end = skip.min(all) + fitting.len();
    answer.insert(key.to_owned(), Value::Array(fitting));
    if end < all {
        answer.insert(format!("{key}_left_out"), json!(all - end));
        answer.insert("rest".to_owned(), json!(format!("call again with skip: {end}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_says_how_the_rest_is_had() {
        let entry = |n: usize| json!(format!("{n:01000}"));
        let mut answer = Answer::new();
        list(&mut answer, "files", (0..200).map(entry), 0);
        let shown = answer["files"].as_array().unwrap().len();
        assert!(shown > 90 && shown < 98, "{shown}");
        assert_eq!(
            (answer["files_left_out"].as_u64(), answer["rest"].as_str()),
            (Some(200 - shown as u64), Some(&*format!("call again with skip: {shown}")))
        );
        assert!(finish(&answer).unwrap().len() <= MAX_BYTES);
        let mut rest = Answer::new();
        list(&mut rest, "files", (0..200).map(entry), 150);
        assert_eq!((rest["files"].as_array().unwrap().len(), rest.len()), (50, 1));
        let mut beyond = Answer::new();
        list(&mut beyond, "files", (0..3).map(entry), 9);
        assert_eq!(Value::Object(beyond), json!({ "files": [] }));
    }

    #[test]
    fn what_is_too_long_is_refused_with_what_fits() {
        let answer = Answer::from_iter([("a".to_owned(), json!(1)), ("design".to_owned(), json!("x".repeat(200_000)))]);
        let Refusal(text) = finish(&answer).unwrap_err();
        assert!(text.contains("98304 fit") && text.contains("“design”"), "{text}");
    }
}
