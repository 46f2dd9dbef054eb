//! `groundplan propose`: answers to a design.

use super::{
    Failure,
    input::{read_text, shown},
    print,
};
use crate::cli::ProposeArgs;
use domain::{
    Design,
    discovery::{Answers, misfits},
    protocol::{Choosing, ProposalResponse},
};
use serde::Deserialize;
use std::{io::Write, path::Path};

/// The answers alone, or as the API takes them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedBrief {
    name: Option<String>,
    brief: Answers,
}

pub(super) fn run(args: &ProposeArgs) -> Result<(), Failure> {
    let file = shown(&args.brief);
    let (name, answers) = read_brief(&read_text(&args.brief)?).map_err(|error| format!("{file} is not a valid brief: {error}"))?;
    let answers = valid(&file, answers)?;
    let name = args.name.clone().or(name);
    let chosen: Vec<Choosing> = args.choose.iter().map(|choosing| Choosing { reason: args.reason.clone(), ..choosing.clone() }).collect();
    let answer = ProposalResponse::of(name.as_deref(), &answers, args.shape)
        .choosing(&chosen)
        .map_err(|(place, error)| format!("--choose {}={}: {error}", chosen[place].topic, chosen[place].option))?;
    let text = if args.json {
        serde_json::to_string_pretty(&answer).map_err(|error| error.to_string())? + "\n"
    } else {
        domain::file::write(&answer.design)
    };
    hand_over(&text, &answer, args.output.as_deref())
}

/// Writes a proposal to its file, or to standard output. What the purpose leaves open is said in any case: beside the file, or else on
/// standard error, where it is no part of the design.
pub(super) fn hand_over(text: &str, answer: &ProposalResponse, output: Option<&Path>) -> Result<(), Failure> {
    let unclear = answer.unclear.iter().map(|unclear| &unclear.question);
    let Some(path) = output else {
        for question in unclear {
            // The design is what was asked for.
            let _ = writeln!(std::io::stderr(), "unclear: {question}");
        }
        return print(text);
    };
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut said = vec![answer.verdict.title.clone(), answer.verdict.explanation.clone()];
    said.extend(answer.services.iter().map(|kept| format!("{}: {}", kept.name, kept.why)));
    said.extend(unclear.map(|question| format!("unclear: {question}")));
    print(&format!("{}\n{}\n", said.join("\n"), path.display()))
}

/// The answers, when each fits its question.
pub(super) fn valid(file: &str, answers: Answers) -> Result<Answers, Failure> {
    let mut unanswered = Design::new("New design");
    unanswered.brief = answers;
    let mut problems = unanswered.problems();
    problems.extend(misfits(&unanswered.brief));
    if problems.is_empty() {
        return Ok(unanswered.brief);
    }
    let lines: String = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    Err(format!("{file} is not a valid brief:{lines}"))
}

/// The message of the YAML reader names line and column.
pub(super) fn read_brief(text: &str) -> Result<(Option<String>, Answers), String> {
    let alone = serde_saphyr::from_str::<Answers>(text).map(|answers| (None, answers));
    match serde_saphyr::from_str::<NamedBrief>(text) {
        Ok(NamedBrief { name, brief }) => Ok((name, brief)),
        Err(_) => alone.map_err(|error| error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_may_be_named_or_bare() {
        assert_eq!(read_brief("name: Shop\nbrief:\n  team-size: 8\n").unwrap().0.as_deref(), Some("Shop"));
        let (name, answers) = read_brief("{\"team-size\": 8}").unwrap();
        assert_eq!((name, answers.len()), (None, 1));
        assert!(read_brief("- a\n- b\n").is_err());
    }
}
