//! The rules of the review: an index, and a page a rule. Everything on them comes from the rules themselves.

mod drawing;
mod index;
mod rule;

pub use index::RulesPage;
pub use rule::RulePage;

use crate::components::Icon;
use canvas::mark;
use domain::review::Severity;
use leptos::prelude::*;

/// The class of a severity, and its word.
fn severity_words(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("err", "Error"),
        Severity::Warning => ("warn", "Warning"),
        Severity::Note => ("info", "Note"),
    }
}

/// Sign and word of a severity.
fn severity_chip(severity: Severity) -> impl IntoView {
    let (class, word) = severity_words(severity);
    view! {
        <span class=format!("chip chip--{class}")>
            <Icon name=mark::icon(severity)/>
            {word}
        </span>
    }
}
