//! The texts of a proposal that come from the person: its name, its summary, and the answers as they may be kept.

use crate::{
    design::{
        Subdomain,
        limits::{MAX_ENTRIES, MAX_LINE_CHARS, MAX_TEXT_CHARS},
    },
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

/// What people will call the system: the kind of system; else the purpose while it is short, or its first clause; else what it does.
pub fn name(brief: &Brief) -> String {
    match brief.archetype {
        Archetype::Other => clause(&brief.purpose).or_else(|| what_it_does(brief)).unwrap_or_else(|| Archetype::Other.name().to_owned()),
        kind => kind.name().to_owned(),
    }
}

/// The whole of a sentence while it is short, else its first clause while that is: never the half of one.
fn clause(sentence: &str) -> Option<String> {
    let short = |text: &str| {
        let text = text.trim().trim_end_matches(['.', ',', ';', ':', '!', '?']).trim_end();
        (!text.is_empty() && text.chars().count() <= MAX_NAME_CHARS).then(|| text.to_owned())
    };
    let sentence: String = sentence.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_LINE_CHARS).collect();
    let ends = sentence.match_indices(['.', ',', ';', ':', '!', '?']).map(|(at, mark)| at + mark.len());
    let first = ends.filter(|end| sentence[*end..].starts_with(' ')).map(|end| &sentence[..end]).next();
    short(&sentence).or_else(|| first.and_then(short))
}

/// The two things that set it apart most, where somebody said what it does: `Appointments and payments`.
fn what_it_does(brief: &Brief) -> Option<String> {
    let said = !brief.assumed.contains(&"capabilities") || !brief.hearing.wanted.is_empty();
    let mut known: Vec<_> = brief.capabilities.iter().filter(|_| said).collect();
    known.sort_by_key(|c| (c.subdomain == Subdomain::Generic, c.subdomain != Subdomain::Core, std::cmp::Reverse(c.load_percent)));
    let labels = brief.own_capabilities.iter().map(|words| line(words)).chain(known.iter().map(|c| c.label.to_owned()));
    match &labels.take(2).collect::<Vec<_>>()[..] {
        [] => None,
        [only] => Some(only.clone()),
        [first, second, ..] => {
            let joint = if first.contains(" and ") || second.contains(" and ") { "," } else { " and" };
            Some(line(&format!("{first}{joint} {}", second.to_lowercase())))
        }
    }
}

/// A sentence as it is quoted: whole while it is short, else its first words and a sign that more follow.
pub fn quoted(sentence: &str) -> String {
    let sentence = line(sentence);
    if sentence.chars().count() <= MAX_NAME_CHARS {
        return sentence;
    }
    let mut quote = String::new();
    for word in sentence.split_whitespace() {
        if quote.chars().count() + word.chars().count() >= MAX_NAME_CHARS {
            break;
        }
        quote.push_str(word);
        quote.push(' ');
    }
    format!("{quote}…")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::QuestionId;

    fn named(answers: &[(&str, Answer)]) -> String {
        name(&Brief::read(&answers.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect()))
    }

    #[test]
    fn a_name_is_whole_or_says_what_it_does() {
        let of = |purpose: &str| named(&[("purpose", Answer::text(purpose))]);
        assert_eq!(of("Members chat."), "Members chat");
        assert_eq!(of("Dog owners book dog walkers, track the walk live and pay by card"), "Dog owners book dog walkers");
        let long = "Patients of all our clinics book appointments with doctors and therapists and pay for them by card";
        assert_eq!(of(long), "Appointments and payments");
        assert_eq!(of("Employees ask for leave and their manager approves or refuses it"), "Approvals, leave and absences");
        assert_eq!(named(&[("archetype", Answer::text("e-commerce"))]), Archetype::Ecommerce.name());
        assert_eq!(named(&[("capabilities", Answer::many(["Drone fleet"]))]), "Drone fleet");
        assert_eq!(named(&[]), "New system");
        assert_eq!(of("!!!"), "New system");
    }

    #[test]
    fn a_quote_shows_that_more_follows() {
        assert_eq!(quoted("Short."), "Short.");
        assert_eq!(quoted(&"word ".repeat(20)), format!("{}…", "word ".repeat(8)));
    }
}
