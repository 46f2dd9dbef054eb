//! `websocket-without-backplane` (REL110): several copies hold connections, and none knows those of the others.

use crate::{
    design::LinkKind,
    ids::{ElementId, LinkId},
    review::{
        Finding, Severity,
        graph::{Graph, is_backend},
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL110",
    slug: "websocket-without-backplane",
    group: Group::Resilience,
    severity: Severity::Warning,
    summary: "Several copies hold WebSockets, and none knows those of the others.",
    why: "A person is connected to one copy, and what happens in another never reaches them. It works on one machine and fails on two, and only for some.",
    cure: "Let the copies tell each other through a broker or a shared cache, and let clients connect again to any of them.",
    example: "\
web -websocket-> chat
chat -owns-> chat-db
chat: replicas=3
",
    sources: &[
        Source::at("Socket.IO documentation, “Using multiple nodes”", "https://socket.io/docs/v4/using-multiple-nodes/"),
        Source::at("RFC 6455, “The WebSocket Protocol”", "https://www.rfc-editor.org/rfc/rfc6455"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in graph.backends() {
        let copies = node.element.max_replicas.unwrap_or(0).max(node.element.replica_count());
        let sockets: Vec<_> = graph.into(node).filter(|edge| edge.link.kind == LinkKind::Websocket).collect();
        // Calls between services by WebSocket end at both sides on our own machines.
        let people = sockets.iter().any(|edge| !is_backend(graph.from(edge).element));
        let shared = graph.out(node).any(|edge| edge.link.kind.is_event() || edge.link.kind == LinkKind::Caches);
        if copies < 2 || !people || shared {
            continue;
        }
        let name = graph.name(node.id);
        let mut elements: Vec<ElementId> = vec![node.id.clone()];
        elements.extend(sockets.iter().map(|edge| edge.link.from.clone()));
        let links: Vec<LinkId> = sockets.iter().map(|edge| edge.id.clone()).collect();
        findings.push(RULE.on_element(graph, node.id).with_elements(elements).with_links(links).says(
            format!("The {copies} copies of {name} do not know each other’s connections"),
            format!("Who is connected to one copy of {name} never hears what happens in the others."),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -websocket-> chat\nchat: replicas=2", &["chat"]);
        expect(&RULE, "web -websocket-> chat\nchat: max_replicas=4", &["chat"]);
        expect(&RULE, "web -websocket-> chat", &[]);
        expect(&RULE, "web -websocket-> chat\nchat -subscribe-> bus\nchat: replicas=2", &[]);
        expect(&RULE, "web -rest-> chat\nchat: replicas=2", &[]);
    }
}
