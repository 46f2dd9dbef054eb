//! The texts of a proposal that come from the person: its name, its summary, and the answers as they may be kept.

use crate::{
    design::limits::{MAX_ENTRIES, MAX_LINE_CHARS, MAX_TEXT_CHARS},
    discovery::{Answer, Answers, Archetype, Brief},
};

/// Longest name made from a purpose, in characters.
const MAX_NAME_CHARS: usize = 40;

/// One line without control characters, of a length a Design accepts; never empty.
pub fn line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_LINE_CHARS).collect();
    let line = line.trim();
    if line.is_empty() { "New system".to_owned() } else { line.to_owned() }
}

/// What people will call the system: the purpose while it is short, else the kind of system.
pub fn name(brief: &Brief) -> String {
    match (brief.archetype, brief.purpose.is_empty()) {
        (Archetype::Other, false) => name_of(&brief.purpose),
        (kind, _) => kind.name().to_owned(),
    }
}

/// A sentence as a name: whole while it is short, else as many of its first words as fit.
pub fn name_of(sentence: &str) -> String {
    let sentence = line(sentence);
    if sentence.chars().count() <= MAX_NAME_CHARS {
        return line(sentence.trim_end_matches('.'));
    }
    let mut name = String::new();
    for word in sentence.split_whitespace() {
        if name.chars().count() + word.chars().count() >= MAX_NAME_CHARS {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(word);
    }
    line(&name)
}

/// The purpose, as the Design's summary.
pub fn summary(brief: &Brief) -> String {
    text(&brief.purpose)
}

fn text(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').take(MAX_TEXT_CHARS).collect()
}

/// The answers as a Design may keep them: what is too long is cut, what is empty is left out.
pub fn kept(answers: &Answers) -> Answers {
    let entry = |text: &String| {
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_LINE_CHARS).collect();
        (!line.trim().is_empty()).then_some(line)
    };
    answers
        .iter()
        .take(MAX_ENTRIES)
        .map(|(id, answer)| {
            let answer = match answer {
                Answer::Text(words) => Answer::Text(text(words)),
                Answer::Many(entries) => Answer::Many(entries.iter().filter_map(entry).take(MAX_ENTRIES).collect()),
                Answer::Levels(levels) => {
                    Answer::Levels(levels.iter().filter_map(|(subject, level)| Some((entry(subject)?, *level))).take(MAX_ENTRIES).collect())
                }
                other => other.clone(),
            };
            (id.clone(), answer)
        })
        .collect()
}
