//! `browser-speaks-grpc` (COM113): a frontend whose code runs in a browser calls by gRPC.

use crate::{
    design::LinkKind,
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "COM113",
    slug: "browser-speaks-grpc",
    group: Group::Communication,
    severity: Severity::Warning,
    summary: "A page calls by gRPC, which browsers cannot speak.",
    why: "A page has no access to the frames of HTTP/2 that gRPC needs. The call never works without a proxy that translates, which is one more part to run.",
    cure: "Speak REST or GraphQL at the edge, and gRPC between services.",
    example: "\
web -grpc-> gateway
gateway -grpc-> orders
",
    sources: &[
        Source::at("gRPC documentation, “gRPC-Web basics”", "https://grpc.io/docs/platforms/web/basics/"),
        Source::at("gRPC blog, “The state of gRPC in the browser”", "https://grpc.io/blog/state-of-grpc-web/"),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let calls = graph.links.iter().filter(|edge| edge.link.kind == LinkKind::Grpc && graph.is_in_browser(edge.from));
    calls
        .map(|call| {
            let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
            RULE.on_link(graph, call.id)
                .says(
                    format!("{from} cannot speak gRPC to {to}"),
                    format!("In a browser {from} cannot send what gRPC needs. The call fails unless a proxy translates it."),
                )
                .fixed("Call by REST", vec![format!("{from} to {to}: REST, was gRPC")], set_link(call.id, LinkField::Kind(LinkKind::Rest)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "web -grpc-> gateway", &["web-gateway"]);
        expect(&RULE, "web -rest-> gateway\ngateway -grpc-> orders", &[]);
        expect(&RULE, "web -grpc-> orders\nweb: technology=nextjs", &[]);
        expect(&RULE, "web -grpc-> orders\nweb: technology=static-site", &["web-orders"]);
    }
}
