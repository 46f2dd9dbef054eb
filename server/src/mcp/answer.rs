//! Answers of tools: JSON that an assistant can take in at once. What is too long for that is cut, and says how the rest is had, where a
//! further call has it.

use super::arguments::Refusal;
use serde_json::{Map, Value, json};

/// Longest answer, in bytes: about 25,000 tokens, more than which assistants do not take in.
const MAX_BYTES: usize = 96 * 1024;
/// Kept free for what is added to a list or a text: how the rest is had, addresses.
const SPARE_BYTES: usize = 1_024;

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

/// Adds a list from its entry `skip` on, with as many entries as fit. Only where the same call with another `skip` gives the rest of the
/// same list; an answer has one such list. An entry that is longer than an answer is passed over, so that every call comes further.
pub fn page(answer: &mut Answer, key: &str, entries: impl ExactSizeIterator<Item = Value>, skip: usize) {
    let all = entries.len();
    let mut end = skip.min(all) + add(answer, key, entries.skip(skip));
    if end == skip && end < all {
        answer.insert(key.to_owned(), json!([{ "too_long": "this entry is longer than an answer" }]));
        end += 1;
    }
    if end < all {
        answer.insert(format!("{key}_left_out"), json!(all - end));
        answer.insert("rest".to_owned(), rest(end));
    }
}

/// Adds a list of what was done, with as many entries as fit: no further call gives the rest. Says whether all of it is there.
pub fn told(answer: &mut Answer, key: &str, entries: impl ExactSizeIterator<Item = Value>) -> bool {
    let all = entries.len();
    let shown = add(answer, key, entries);
    if shown < all {
        answer.insert(format!("{key}_left_out"), json!(all - shown));
    }
    shown == all
}

/// Adds the lines of a text from line `skip` on, counted from 0, as many as fit. Only the beginning is shown of a line that is too long by
/// itself, so that every call comes further.
pub fn lines(answer: &mut Answer, text: &str, skip: usize) {
    let mut left = room(answer);
    let (mut shown, mut end) = (String::new(), skip);
    let mut lines = text.split_inclusive('\n').skip(skip).peekable();
    while let Some(line) = lines.next_if(|line| length(line) <= left) {
        left -= length(line);
        shown.push_str(line);
        end += 1;
    }
    if let Some(line) = lines.next_if(|_| shown.is_empty()) {
        for letter in line.chars() {
            let bytes = length(letter.encode_utf8(&mut [0; 4]));
            if bytes > left {
                break;
            }
            left -= bytes;
            shown.push(letter);
        }
        end += 1;
        let cut = format!("line {end} is longer than an answer: its last {} bytes are not shown", line.len() - shown.len());
        answer.insert("cut".to_owned(), json!(cut));
    }
    let more = lines.count();
    if more > 0 {
        answer.insert("lines_left_out".to_owned(), json!(more));
        answer.insert("rest".to_owned(), rest(end));
    }
    answer.insert("text".to_owned(), json!(shown));
}

fn rest(skip: usize) -> Value {
    json!(format!("call again with skip: {skip}"))
}

/// Adds entries while they fit; says how many.
fn add(answer: &mut Answer, key: &str, entries: impl Iterator<Item = Value>) -> usize {
    let mut left = room(answer);
    let mut fitting = Vec::new();
    for entry in entries {
        let bytes = entry.to_string().len() + 1;
        if bytes > left {
            break;
        }
        left -= bytes;
        fitting.push(entry);
    }
    let shown = fitting.len();
    answer.insert(key.to_owned(), Value::Array(fitting));
    shown
}

/// Bytes that may be added.
fn room(answer: &Answer) -> usize {
    MAX_BYTES.saturating_sub(Value::Object(answer.clone()).to_string().len() + SPARE_BYTES)
}

/// Bytes of a text inside of quotes.
fn length(text: &str) -> usize {
    json!(text).to_string().len() - 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: usize) -> Value {
        json!(format!("{n:01000}"))
    }

    #[test]
    fn a_long_list_says_how_the_rest_is_had() {
        let mut answer = Answer::new();
        page(&mut answer, "files", (0..200).map(entry), 0);
        let shown = answer["files"].as_array().unwrap().len();
        assert!(shown > 90 && shown < 98, "{shown}");
        assert_eq!(
            (answer["files_left_out"].as_u64(), answer["rest"].as_str()),
            (Some(200 - shown as u64), Some(&*format!("call again with skip: {shown}")))
        );
        assert!(finish(&answer).unwrap().len() <= MAX_BYTES);
        let mut rest = Answer::new();
        page(&mut rest, "files", (0..200).map(entry), 150);
        assert_eq!((rest["files"].as_array().unwrap().len(), rest.len()), (50, 1));
        let mut beyond = Answer::new();
        page(&mut beyond, "files", (0..3).map(entry), 9);
        assert_eq!(Value::Object(beyond), json!({ "files": [] }));
    }

    #[test]
    fn a_list_that_no_call_gives_again_promises_nothing() {
        let mut answer = Answer::new();
        assert!(!told(&mut answer, "written", (0..200).map(entry)) && !answer.contains_key("rest"));
        assert!(answer["written_left_out"].as_u64().unwrap() > 100);
        // What comes after it finds no room, and says so.
        assert!(!told(&mut answer, "refused", (0..2).map(entry)));
        assert_eq!(answer["refused_left_out"], 2);
        assert!(finish(&answer).is_ok());
    }

    #[test]
    fn whoever_reads_on_reaches_the_end_whatever_is_on_the_way() {
        let entries = || [json!("a"), json!("x".repeat(2 * MAX_BYTES)), json!("b")].into_iter();
        let (mut skip, mut seen) = (0, Vec::new());
        loop {
            let mut answer = Answer::new();
            page(&mut answer, "entries", entries(), skip);
            assert!(finish(&answer).is_ok());
            let shown = answer["entries"].as_array().unwrap();
            seen.extend(shown.iter().map(|entry| entry.as_str().unwrap_or("too long").to_owned()));
            skip += shown.len();
            if !answer.contains_key("rest") {
                break;
            }
            assert_eq!(answer["rest"], rest(skip));
        }
        assert_eq!(seen, ["a", "too long", "b"]);

        let text = format!("first\n{}\nlast \u{1}\"\n", "\u{7}ä".repeat(MAX_BYTES));
        let (mut skip, mut calls) = (0, Vec::new());
        loop {
            let mut answer = Answer::new();
            lines(&mut answer, &text, skip);
            assert!(finish(&answer).is_ok());
            calls.push((answer["text"].as_str().unwrap().to_owned(), answer.contains_key("cut")));
            let Some(more) = answer.get("rest") else { break };
            skip = more.as_str().unwrap().rsplit(' ').next().unwrap().parse().unwrap();
        }
        assert_eq!(calls.len(), 3);
        assert_eq!((&*calls[0].0, &*calls[2].0), ("first\n", "last \u{1}\"\n"));
        assert!(calls[1].1 && text.contains(&calls[1].0) && calls[1].0.len() > 10_000);
    }

    #[test]
    fn what_is_too_long_is_refused_with_what_fits() {
        let answer = Answer::from_iter([("a".to_owned(), json!(1)), ("design".to_owned(), json!("x".repeat(200_000)))]);
        let Refusal(text) = finish(&answer).unwrap_err();
        assert!(text.contains("98304 fit") && text.contains("“design”"), "{text}");
    }
}
