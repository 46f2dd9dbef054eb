//! Sentences with numbers and names, and the answers that are read from them.

use super::*;
use crate::discovery::{misfits, questions};

const CASES: &str = include_str!("facts.txt");

fn written(answer: &Answer) -> String {
    match answer {
        Answer::Number(n) => n.to_string(),
        Answer::Many(entries) => entries.join(","),
        Answer::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

#[test]
fn every_sentence_gives_its_answers() {
    let cases: Vec<(&str, &str)> = CASES.lines().filter_map(|line| line.split_once(" | ")).collect();
    assert!(cases.len() >= 70, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let facts = read(text);
        let all: Vec<String> = facts.iter().map(|fact| format!("{}={}", fact.question, written(&fact.answer))).collect();
        let found = if all.is_empty() { "-".to_owned() } else { all.join(" ") };
        if found != expected {
            wrong.push(format!("{text}: {found} instead of {expected}"));
        }
        assert!(facts.iter().all(|fact| questions::find(fact.question).is_some() && !fact.said.is_empty()), "{text}");
        let answers = facts.iter().map(|fact| (QuestionId::new(fact.question).unwrap(), fact.answer.clone())).collect();
        assert_eq!(misfits(&answers), [], "{text}");
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn what_a_person_answered_stands() {
    let id = |id: &str| QuestionId::new(id).unwrap();
    let purpose = (id("purpose"), Answer::text("Eight engineers, 2,000 users"));
    let (all, facts) = complete(&[purpose.clone(), (id("engineers"), Answer::Number(3))].into());
    assert_eq!((all.get("engineers"), all.get("people")), (Some(&Answer::Number(3)), Some(&Answer::Number(2_000))));
    assert_eq!(facts.iter().map(|fact| (fact.question, fact.said.as_str())).collect::<Vec<_>>(), [("people", "2,000 users")]);
    let (all, facts) = complete(&[purpose, (id("people"), Answer::NotSure)].into());
    assert_eq!((all.get("people"), facts.len()), (Some(&Answer::NotSure), 1));
}

#[test]
fn any_text_is_read_to_the_end() {
    for text in [
        "",
        "5",
        "5 000",
        "1.",
        "1,,2",
        "€",
        "99.",
        "3 teams of",
        "k k k",
        "9999999999999999999999999 users",
        "1 000 000 000 000 a",
        "٣ users",
    ] {
        let _ = read(text);
    }
}
