//! `groundplan review`: what will hurt in a design. Exit code 1 when there are errors, so that a pipeline stops.

use super::{
    Failure,
    input::{read_design, shown},
    print, sarif,
};
use crate::cli::{ReviewArgs, ReviewFormat};
use domain::review::{self, Finding, Review, Severity};
use std::{fmt::Write, process::ExitCode};

pub(super) fn run(args: &ReviewArgs) -> Result<ExitCode, Failure> {
    let design = read_design(&args.design)?;
    let review = review::review(&design);
    match args.format {
        ReviewFormat::Text => print(&text(&review)),
        ReviewFormat::Json => print(&format!("{}\n", serde_json::to_string_pretty(&review).map_err(|error| error.to_string())?)),
        ReviewFormat::Sarif => print(&format!("{:#}\n", sarif::log(&shown(&args.design), &review))),
    }?;
    Ok(if review.open(Severity::Error).next().is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// For people: a paragraph a finding, then the count.
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
