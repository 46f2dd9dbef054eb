//! What a rule is, and how its check makes findings. Must not know any single rule.

use super::{Finding, FindingKey, Fix, Severity, graph::Graph, promise::is_promise};
use crate::{
    edit::{Edit, ElementField, LinkField},
    ids::{ElementId, LinkId},
};
use schemars::JsonSchema;
use serde::Serialize;

/// Longest list of ids that names a finding.
const MAX_SUBJECT_BYTES: usize = 160;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Structure,
    Data,
    Communication,
    Resilience,
    Security,
    Operations,
    Team,
    Cost,
}

impl Group {
    pub const ALL: [Self; 8] =
        [Self::Structure, Self::Data, Self::Communication, Self::Resilience, Self::Security, Self::Operations, Self::Team, Self::Cost];
    pub fn label(self) -> &'static str {
        match self {
            Self::Structure => "Structure",
            Self::Data => "Data",
            Self::Communication => "Communication",
            Self::Resilience => "Resilience",
            Self::Security => "Security",
            Self::Operations => "Operations",
            Self::Team => "Teams",
            Self::Cost => "Cost",
        }
    }
    /// The letters its codes begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Structure => "STR",
            Self::Data => "DATA",
            Self::Communication => "COM",
            Self::Resilience => "REL",
            Self::Security => "SEC",
            Self::Operations => "OPS",
            Self::Team => "TEAM",
            Self::Cost => "COST",
        }
    }
}

/// Where a rule is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Author, work and chapter.
    pub title: &'static str,
    /// Where it can be read, when it is public and stays where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'static str>,
}

impl Source {
    /// Something on paper.
    pub(super) const fn book(title: &'static str) -> Self {
        Self { title, url: None }
    }
    /// Something everybody can read at an address.
    pub(super) const fn at(title: &'static str, url: &'static str) -> Self {
        Self { title, url: Some(url) }
    }
}

/// One rule. This value is its page at `/rules/CODE` too: what it looks for, why that hurts, how to mend it, where that is known
/// from.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Rule {
    /// Stable for ever and never reused.
    pub code: &'static str,
    /// The bad pattern: `shared-database`.
    pub slug: &'static str,
    pub group: Group,
    /// How much its findings matter, as a rule; a finding may be milder or graver than that.
    pub severity: Severity,
    /// The pattern in a sentence.
    pub summary: &'static str,
    /// What it leads to.
    pub why: &'static str,
    /// What mends it.
    pub cure: &'static str,
    /// A small design that shows it: a part or a link a line.
    pub example: &'static str,
    /// Where it is known from.
    pub sources: &'static [Source],
    #[serde(skip)]
    pub check: fn(&Graph) -> Vec<Finding>,
}

/// The path of a rule's own page: `/rules/REL104`.
pub fn rule_path(code: &str) -> String {
    format!("/rules/{code}")
}

impl Rule {
    /// The name people read: `No timeout`.
    pub fn title(&self) -> String {
        let words = self.slug.replace('-', " ").replace("api ", "API ");
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// A finding about the Design as a whole.
    pub(super) fn on_design(&self, place: &str) -> Finding {
        self.finding("design", place.to_owned(), Vec::new(), Vec::new())
    }

    pub(super) fn on_element(&self, graph: &Graph, id: &ElementId) -> Finding {
        self.finding(id.as_str(), graph.name(id).to_owned(), vec![id.clone()], Vec::new())
    }

    /// A finding about one side of an element, for a rule that looks at links too: those may have the same id.
    pub(super) fn on_side(&self, graph: &Graph, id: &ElementId, side: &str) -> Finding {
        self.finding(&subject(&[id.as_str(), side]), graph.name(id).to_owned(), vec![id.clone()], Vec::new())
    }

    /// A finding about several elements together; their order does not name another finding.
    pub(super) fn on_elements(&self, graph: &Graph, ids: &[&ElementId]) -> Finding {
        let mut sorted: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        sorted.sort_unstable();
        let names: Vec<&str> = ids.iter().map(|id| graph.name(id)).collect();
        self.finding(&subject(&sorted), listed(&names), ids.iter().map(|id| (*id).clone()).collect(), Vec::new())
    }

    pub(super) fn on_link(&self, graph: &Graph, id: &LinkId) -> Finding {
        let Some(link) = graph.design.links.get(id) else { return self.on_design("") };
        let place = format!("{} to {}", graph.name(&link.from), graph.name(&link.to));
        self.finding(id.as_str(), place, vec![link.from.clone(), link.to.clone()], vec![id.clone()])
    }

    /// A finding about something that is neither: an event, a context, a setting.
    pub(super) fn on(&self, subject: &str, place: &str) -> Finding {
        self.finding(subject, place.to_owned(), Vec::new(), Vec::new())
    }

    fn finding(&self, subject: &str, place: String, elements: Vec<ElementId>, links: Vec<LinkId>) -> Finding {
        Finding {
            key: FindingKey::new(self.code, subject),
            code: self.code.to_owned(),
            rule: self.slug.to_owned(),
            severity: self.severity,
            title: self.summary.to_owned(),
            place,
            explanation: self.why.to_owned(),
            elements,
            links,
            fix: None,
            waived: None,
        }
    }
}

impl Finding {
    /// What is wrong, and what happens because of it.
    pub(super) fn says(mut self, title: impl Into<String>, explanation: impl Into<String>) -> Self {
        self.title = title.into();
        self.explanation = explanation.into();
        self
    }
    pub(super) fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
    pub(super) fn with_elements(mut self, elements: Vec<ElementId>) -> Self {
        self.elements = elements;
        self
    }
    pub(super) fn with_links(mut self, links: Vec<LinkId>) -> Self {
        self.links = links;
        self
    }
    /// The change that removes it: a verb phrase, and the change in words. None where that would be a word alone, which the bundle
    /// does not hold.
    pub(super) fn fixed(mut self, label: impl Into<String>, changes: Vec<String>, edit: Edit) -> Self {
        self.fix = (!is_promise(&edit)).then(|| Fix { label: label.into(), changes, edit });
        self
    }
}

/// An Edit of one field of an element.
pub(super) fn set_element(id: &ElementId, change: ElementField) -> Edit {
    Edit::ChangeElement { id: id.clone(), change }
}

/// An Edit of one field of a link.
pub(super) fn set_link(id: &LinkId, change: LinkField) -> Edit {
    Edit::ChangeLink { id: id.clone(), change }
}

/// Ids joined by `+`, as many as a key may hold.
fn subject(ids: &[&str]) -> String {
    let mut subject = String::new();
    for (i, id) in ids.iter().enumerate() {
        if subject.len() + id.len() > MAX_SUBJECT_BYTES {
            return format!("{subject}+and-{}-more", ids.len() - i);
        }
        if i > 0 {
            subject.push('+');
        }
        subject.push_str(id);
    }
    subject
}

/// `a`, `a and b`, `a, b and c`; the rest of a long list is counted.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, third, rest @ ..] => format!("{first}, {second}, {third} and {} more", rest.len()),
    }
}

/// `1 part`, `2 parts`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Milliseconds for people: `2 s`, `2.5 s`, `300 ms`.
pub(super) fn duration(ms: u32) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        _ if ms.is_multiple_of(1_000) => format!("{} s", ms / 1_000),
        _ => format!("{} s", f64::from(ms / 100) / 10.0),
    }
}
