//! Where the lines of a file come from. Templates mark a line with what it is printed from; the writer takes the marks out of the text
//! and keeps them beside it. Pure.

use domain::{
    Design,
    decision::{Record, records},
    ids::{ElementId, LinkId},
    protocol::{Origin, OriginKind},
};
use memchr::memchr;
use std::{cell::OnceCell, collections::BTreeMap};

/// Marks stand between these two, which mean nothing else: charts have others. No quoting filter lets a control character through.
const OPEN: char = '\u{5}';
const CLOSE: char = '\u{6}';

/// What a line is printed from, as the templates know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Something that runs: an element of the Design, or what the platform's decisions add.
    Part(String),
    /// That one part calls another.
    Call {
        from: String,
        to: String,
    },
    Link(String),
    /// The topic of a decision.
    Decision(String),
    /// The code of a rule of the review.
    Rule(String),
}

impl Mark {
    /// The mark as a template prints it.
    pub(crate) fn printed(&self) -> String {
        match self {
            Self::Part(id) => format!("{OPEN}part {id}{CLOSE}"),
            Self::Call { from, to } => format!("{OPEN}call {from} {to}{CLOSE}"),
            Self::Link(id) => format!("{OPEN}link {id}{CLOSE}"),
            Self::Decision(topic) => format!("{OPEN}decision {topic}{CLOSE}"),
            Self::Rule(code) => format!("{OPEN}rule {code}{CLOSE}"),
        }
    }
    fn read(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once(' ')?;
        Some(match kind {
            "part" => Self::Part(id.to_owned()),
            "call" => id.split_once(' ').map(|(from, to)| Self::Call { from: from.to_owned(), to: to.to_owned() })?,
            "link" => Self::Link(id.to_owned()),
            "decision" => Self::Decision(id.to_owned()),
            "rule" => Self::Rule(id.to_owned()),
            _ => return None,
        })
    }
}

/// A marked line, counted from 1.
pub type Marked = (usize, Mark);

/// The text without its marks, and the marks. A line keeps its first.
pub(crate) fn take(text: String) -> (String, Vec<Marked>) {
    if memchr(OPEN as u8, text.as_bytes()).is_none() {
        return (text, Vec::new());
    }
    let mut marks: Vec<Marked> = Vec::new();
    let mut clean = String::with_capacity(text.len());
    for (line, content) in text.split_inclusive('\n').enumerate() {
        let mut rest = content;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let Some((mark, next)) = after.split_once(CLOSE) else { break };
            clean.push_str(before);
            if let Some(mark) = Mark::read(mark)
                && marks.last().is_none_or(|(last, _)| *last != line + 1)
            {
                marks.push((line + 1, mark));
            }
            rest = next;
        }
        clean.push_str(rest);
    }
    (clean, marks)
}

/// The origins of the marked lines in the words of the Design. A mark that leads nowhere in it says nothing.
pub fn origins(design: &Design, marks: &[Marked]) -> Vec<Origin> {
    let log = OnceCell::new();
    let log = || log.get_or_init(|| records(design)).as_slice();
    let mut calls: BTreeMap<(&ElementId, &ElementId), &LinkId> = BTreeMap::new();
    for (id, link) in &design.links {
        calls.entry((&link.from, &link.to)).or_insert(id);
    }
    marks
        .iter()
        .filter_map(|(line, mark)| {
            let (kind, id, label) = resolve(design, mark, log, &calls)?;
            Some(Origin { line: *line, kind, id, label })
        })
        .collect()
}

fn resolve<'r>(
    design: &Design,
    mark: &Mark,
    log: impl Fn() -> &'r [Record],
    calls: &BTreeMap<(&ElementId, &ElementId), &LinkId>,
) -> Option<(OriginKind, String, String)> {
    let element = |id: &str| design.elements.get_key_value(&ElementId::new(id).ok()?).map(|(id, _)| id);
    let link = |id: &LinkId| {
        let link = design.links.get(id)?;
        let label = format!("Link {} to {}", design.display_name(&link.from), design.display_name(&link.to));
        Some((OriginKind::Link, id.to_string(), label))
    };
    let decision = |topic: &str| {
        let record = log().iter().find(|record| record.topic == topic)?;
        Some((OriginKind::Decision, record.topic.clone(), format!("ADR {}: {}", record.number, record.subject)))
    };
    match mark {
        Mark::Part(id) => match element(id) {
            Some(id) => Some((OriginKind::Element, id.to_string(), design.display_name(id).to_owned())),
            None => decision(topic_of(id)?),
        },
        Mark::Call { from, to } => {
            let (from, to) = (element(from)?, element(to)?);
            link(calls.get(&(from, to))?)
        }
        Mark::Link(id) => link(&LinkId::new(id).ok()?),
        Mark::Decision(topic) => decision(topic),
        Mark::Rule(code) => Some((OriginKind::Rule, code.clone(), format!("Review {code}"))),
    }
}

/// The decision that adds a part which is no element.
pub(crate) fn topic_of(part: &str) -> Option<&'static str> {
    Some(match part {
        "prometheus" | "grafana" | "alertmanager" => "observability",
        "loki" | "alloy" | "elasticsearch" | "kibana" | "filebeat" => "logs",
        "jaeger" | "tempo" | "zipkin" | "otel-collector" => "traces",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, artefacts::fixture::shop, generate, plan::Plan};
    use domain::work::Work;

    #[test]
    fn marks_leave_the_text_and_keep_their_lines() {
        let text = format!(
            "a:{}\n  b: 1\n  c:{}{}\n",
            Mark::Part("orders".into()).printed(),
            Mark::Call { from: "orders".into(), to: "stock".into() }.printed(),
            Mark::Rule("REL101".into()).printed()
        );
        let call = Mark::Call { from: "orders".into(), to: "stock".into() };
        assert_eq!(take(text), ("a:\n  b: 1\n  c:\n".into(), vec![(1, Mark::Part("orders".into())), (3, call)]));
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in ["plain\n", "open \u{5} end\n"] {
            assert_eq!(take(text.into()), (text.into(), Vec::new()));
        }
    }

    /// What stands beside the first line of a file that begins so.
    fn beside(path: &str, line: &str) -> Option<(OriginKind, String)> {
        let design = shop();
        let generated = generate(&design, &Options::default(), &Work::unlimited()).expect("a bundle");
        let file = generated.bundle.get(path).unwrap_or_else(|| panic!("{path} is not there"));
        let text = std::str::from_utf8(&file.bytes).expect("text");
        let number = text.lines().position(|l| l.starts_with(line)).unwrap_or_else(|| panic!("{path} has no line “{line}”:\n{text}")) + 1;
        origins(&design, &file.marks).into_iter().find(|origin| origin.line == number).map(|origin| (origin.kind, origin.id))
    }

    #[test]
    fn lines_know_the_part_the_link_or_the_decision_they_come_from() {
        for (path, line, kind, id) in [
            ("compose.yaml", "  orders:", OriginKind::Element, "orders"),
            ("compose.yaml", "      - orders.orders-db", OriginKind::Link, "orders-orders-db"),
            ("services/orders/Dockerfile", "#", OriginKind::Element, "orders"),
            ("deploy/kubernetes/base/parts/orders.yaml", "", OriginKind::Element, "orders"),
            ("deploy/kubernetes/base/links.yaml", "  name: orders-orders-db.egress", OriginKind::Link, "orders-orders-db"),
            ("docs/decisions/README.md", "| 0001", OriginKind::Decision, "language-orders"),
        ] {
            assert_eq!(beside(path, line), Some((kind, id.to_owned())), "{path}: {line}");
        }
        assert_eq!(beside("compose.yaml", "name:"), None);
    }

    #[test]
    fn every_part_that_runs_comes_from_somewhere() {
        for starter in domain::starters::all() {
            let design = starter.design().expect("a Design");
            let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
            for container in &plan.containers {
                let found = origins(&design, &[(1, Mark::Part(container.id.clone()))]);
                assert_eq!(found.len(), 1, "{} of {}", container.id, starter.slug);
            }
        }
    }

    #[test]
    fn no_file_keeps_a_mark() {
        let artefacts = Some(crate::artefacts::ALL.iter().map(|artefact| artefact.slug.to_owned()).collect());
        let starter = domain::starters::find("e-commerce").and_then(|starter| starter.design().ok()).expect("a Design");
        let bundle = generate(&starter, &Options { artefacts }, &Work::unlimited()).expect("a bundle").bundle;
        let control = |byte: &u8| byte.is_ascii_control() && !b"\n\t".contains(byte);
        for (path, file) in bundle.iter() {
            assert!(!file.bytes.iter().any(control), "{path} holds a control character");
        }
        assert!(bundle.iter().any(|(_, file)| !file.marks.is_empty()));
    }
}
