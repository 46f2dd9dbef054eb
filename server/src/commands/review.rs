//! `groundplan review`: what will hurt in a design. Exit code 1 when there are errors, so that a pipeline stops.

use super::{
    Failure,
    input::{parse_design, read_text, shown},
    print,
    sarif::{self, Reviewed},
};
use crate::cli::{ReviewArgs, ReviewFormat};
use domain::{
    Design, analysis,
    protocol::ReviewResponse,
    review::{self, Finding, Met, Review, Severity},
    work::Work,
};
use std::{fmt::Write, process::ExitCode};

pub(super) fn run(args: &ReviewArgs) -> Result<ExitCode, Failure> {
    let source = read_text(&args.design)?;
    let design = parse_design(&args.design, &source)?;
    let review = review::review(&design, &Work::unlimited());
    match args.format {
        ReviewFormat::Text => print(&text(&review)),
        ReviewFormat::Json => print(&json(&design, &review)?),
        ReviewFormat::Sarif => {
            let reviewed = Reviewed { name: &shown(&args.design), text: &source, studio: args.public_url.trim_end_matches('/') };
            print(&format!("{:#}\n", sarif::log(&reviewed, &review)))
        }
    }?;
    Ok(if review.open(Severity::Error).next().is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What `POST /api/v1/reviews` answers.
fn json(design: &Design, review: &Review) -> Result<String, Failure> {
    let all = ReviewResponse { review: review.clone(), analysis: analysis::analyse(design, &Work::unlimited()) };
    Ok(format!("{}\n", serde_json::to_string_pretty(&all).map_err(|error| error.to_string())?))
}

/// For people: a paragraph a finding, what was accepted, the ten criteria, then the count.
fn text(review: &Review) -> String {
    let mut text = String::new();
    for finding in review.findings.iter().filter(|finding| finding.waived.is_none()) {
        let Finding { code, severity, title, place, explanation, fix, .. } = finding;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {code} {title} ({place})\n    {explanation}", word(*severity));
        if let Some(fix) = fix {
            let _ = writeln!(text, "    {}: {}", fix.label, fix.changes.join(", "));
        }
    }
    for finding in &review.findings {
        if let Some(reason) = &finding.waived {
            let _ = writeln!(text, "accepted {} {} ({})\n    Reason: {reason}", finding.code, finding.title, finding.place);
        }
    }
    for criterion in &review.scoreboard {
        let sign = match criterion.met {
            Met::Yes => "met       ",
            Met::Partly => "partly met",
            Met::No => "not met   ",
        };
        let _ = writeln!(text, "{sign} {}: {}", criterion.name, criterion.evidence);
    }
    let count = |severity| review.open(severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let criteria = (review.criteria_met(), review.scoreboard.len());
    let _ = writeln!(text, "errors: {errors}, warnings: {warnings}, notes: {notes}; criteria met: {} of {}", criteria.0, criteria.1);
    text
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
