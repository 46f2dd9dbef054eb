//! `choice-without-answer` (OPS111): something is chosen that nothing else in the design makes sense of.

use crate::{
    design::{Authentication, Cluster, ElementKind, LinkKind, ManagedBroker, ManagedGateway, Platform, Target},
    edit::{Edit, ElementField, LinkField, PlatformField},
    review::{
        Finding, Severity,
        graph::{Graph, Node},
        rule::{Group, Rule, Source},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "OPS111",
    slug: "choice-without-answer",
    group: Group::Operations,
    severity: Severity::Error,
    summary: "Something is chosen that nothing else in the design makes sense of.",
    why: "A choice that needs another one does nothing without it: records are kept in memory and each copy has its own, connections arrive where nobody takes them, tokens are asked for and nobody gives any.",
    cure: "Add what the choice needs, or take the choice back.",
    example: "\
orders: port=3001
platform: target=compose cluster=gke
",
    sources: &[Source::at("The Twelve-Factor App, “Processes”", "https://12factor.net/processes")],
    check,
};

/// The Edit chooses something that this rule looks at. What takes something away is no choice, nor is what only draws on.
pub(in crate::review) fn is_choice(edit: &Edit) -> bool {
    match edit {
        Edit::ChangePlatform { change } => matches!(
            change,
            PlatformField::Target(_)
                | PlatformField::Cluster(_)
                | PlatformField::ManagedBroker(_)
                | PlatformField::ManagedGateway(_)
                | PlatformField::Authentication(_)
        ),
        Edit::ChangeElement { change, .. } => matches!(
            change,
            ElementField::Kind(_)
                | ElementField::Technology(_)
                | ElementField::Image(_)
                | ElementField::Replicas(_)
                | ElementField::MaxReplicas(_)
        ),
        Edit::ChangeLink { change, .. } => matches!(change, LinkField::Kind(_)),
        Edit::AddElement { .. } | Edit::AddLink { .. } => true,
        Edit::Batch { edits } => edits.iter().any(is_choice),
        _ => false,
    }
}

fn check(graph: &Graph) -> Vec<Finding> {
    check_with(graph, &graph.design.platform)
}

/// What is found when these are the choices of the platform.
pub(in crate::review) fn check_with(graph: &Graph, platform: &Platform) -> Vec<Finding> {
    let mut found = Vec::new();
    if graph.nodes.iter().any(|node| node.element.kind.is_deployed()) {
        found.extend(of_the_platform(graph, platform));
        found.extend(sign_in(graph, platform));
    }
    found.extend(graph.nodes.iter().filter_map(|node| without_code(graph, node)));
    found.extend(graph.nodes.iter().filter_map(|node| memory_of_copies(graph, node)));
    found.extend(graph.of_kind(ElementKind::Gateway).flat_map(|gateway| lost_at_gateway(graph, gateway)));
    found
}

/// Choices of the platform that need another one.
fn of_the_platform(graph: &Graph, platform: &Platform) -> Vec<Finding> {
    let mut found = Vec::new();
    if platform.cluster != Cluster::Own && platform.target != Target::Kubernetes {
        found.push(
            RULE.on("cluster", platform.target.label())
                .says(
                    format!("{} on {}", platform.cluster.label(), platform.target.label()),
                    "Only Kubernetes runs on a cluster; the bundle is made for something else.",
                )
                .fixed(
                    "Choose no cluster",
                    vec![format!("cluster: none, was {}", platform.cluster.label())],
                    change(PlatformField::Cluster(Cluster::Own)),
                ),
        );
    }
    if platform.managed_broker != ManagedBroker::None && graph.of_kind(ElementKind::Broker).next().is_none() {
        found.push(
            RULE.on("managed-broker", "the whole design")
                .says(
                    format!("{} without a broker", platform.managed_broker.label()),
                    "No broker is drawn, so nothing is sent to it and nothing is read from it.",
                )
                .fixed(
                    "Choose no broker of a cloud",
                    vec![format!("broker in production: none, was {}", platform.managed_broker.label())],
                    change(PlatformField::ManagedBroker(ManagedBroker::None)),
                ),
        );
    }
    if platform.managed_gateway != ManagedGateway::None && graph.of_kind(ElementKind::Gateway).next().is_none() {
        found.push(
            RULE.on("managed-gateway", "the whole design")
                .says(
                    format!("{} without a gateway", platform.managed_gateway.label()),
                    "No gateway is drawn, so it has nothing to lead to.",
                )
                .fixed(
                    "Choose no gateway of a cloud",
                    vec![format!("gateway in production: none, was {}", platform.managed_gateway.label())],
                    change(PlatformField::ManagedGateway(ManagedGateway::None)),
                ),
        );
    }
    found
}

fn change(change: PlatformField) -> Edit {
    Edit::ChangePlatform { change }
}

/// Code of the bundle's own, in a language whose folders do nothing of the part's work.
fn without_code(graph: &Graph, node: &Node) -> Option<Finding> {
    let element = node.element;
    let works = matches!(element.kind, ElementKind::Service | ElementKind::Worker) && element.image.is_none();
    let is_go = element.technology.as_ref().is_some_and(|technology| technology.as_str() == "go");
    (works && is_go).then(|| {
        RULE.on_side(graph, node.id, "code").says(
            format!("{} in Go has no code", graph.name(node.id)),
            "The Go folder starts and tells that it is well; it has no routes, keeps nothing and speaks to no broker. Choose Node.js or Python, or name the image of your own code.",
        )
    })
}

/// Records that nothing but the memory of a process keeps, in several copies.
fn memory_of_copies<'a>(graph: &Graph<'a>, node: &Node<'a>) -> Option<Finding> {
    let element = node.element;
    let copies = element.replica_count().max(element.max_replicas.unwrap_or(1));
    let keeps = graph.contexts_of(element).any(|(_, context)| !context.entities.is_empty());
    let stored = graph.out(node).any(|edge| edge.link.kind == LinkKind::Owns && keeps_records(graph, edge.to));
    (element.kind == ElementKind::Service && element.image.is_none() && copies > 1 && keeps && !stored && is_keeper(graph, node)).then(|| {
        RULE.on_side(graph, node.id, "memory").says(
            format!("{copies} copies of {} keep their records in memory", graph.name(node.id)),
            "It owns no PostgreSQL, MySQL or MongoDB, so each copy keeps records of its own: what one has stored, the others do not know, and all of it ends with the process. Give it a store, or run it once.",
        )
    })
}

/// The generated code keeps records there.
fn keeps_records(graph: &Graph, store: usize) -> bool {
    let technology = graph.nodes.get(store).and_then(|node| node.element.technology.as_ref());
    let entry = technology.and_then(|technology| crate::catalog::find(technology.as_str()));
    entry.is_none_or(|entry| entry.standing_as(ElementKind::Datastore).is_some_and(|standing| standing.gap().is_none()))
}

/// Of several services of a context, the one that owns a store keeps its records.
fn is_keeper(graph: &Graph, node: &Node) -> bool {
    let owns = |other: &Node| graph.out(other).any(|edge| edge.link.kind == LinkKind::Owns);
    let same =
        |other: &&Node| other.id != node.id && other.element.kind == ElementKind::Service && other.element.context == node.element.context;
    !graph.nodes.iter().filter(same).any(owns)
}

/// Connections and queries that reach a gateway and go no further.
fn lost_at_gateway(graph: &Graph, gateway: &Node) -> Vec<Finding> {
    let lost = [LinkKind::Websocket, LinkKind::Graphql].into_iter().filter(|kind| {
        let arrives = graph.into(gateway).any(|edge| edge.link.kind == *kind);
        arrives && !graph.out(gateway).any(|edge| edge.link.kind == *kind)
    });
    lost.map(|kind| {
        RULE.on_side(graph, gateway.id, kind.slug()).says(
            format!("{} at {} leads nowhere", kind.label(), graph.name(gateway.id)),
            format!(
                "Somebody speaks {} to it, and it passes that on to no part. Draw the link from it to the part that answers.",
                kind.label()
            ),
        )
    })
    .collect()
}

/// Tokens and sessions that people must show, and that nobody gives them.
fn sign_in(graph: &Graph, platform: &Platform) -> Option<Finding> {
    let way = platform.authentication;
    let own = matches!(way, Authentication::Jwt | Authentication::Sessions);
    let services: Vec<&Node> = graph.of_kind(ElementKind::Service).collect();
    // Without a service there is nothing yet to sign in to.
    if !own || services.is_empty() || services.iter().any(|node| node.element.image.is_some()) {
        return None;
    }
    let reached = |node: &&Node| {
        node.element.exposed
            || graph.into(node).any(|edge| {
                edge.link.kind == LinkKind::Rest && matches!(graph.from(edge).element.kind, ElementKind::Gateway | ElementKind::Frontend)
            })
    };
    let gives = services.iter().any(reached);
    (!gives).then(|| {
        // A design is drawn in some order: the way in may come last.
        RULE.on("sign-in", "the whole design").with_severity(Severity::Warning).says(
            format!("{}, and nobody gives anybody a token", way.label()),
            "People reach no service, so none of them can register anybody or sign anybody in. Draw the service with the accounts behind the gateway, or choose an identity provider.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: port=1\nplatform: target=compose cluster=gke", &["cluster"]);
        expect(&RULE, "a: port=1\nplatform: target=kubernetes cluster=gke", &[]);
        expect(&RULE, "a: port=1\nplatform: managed_broker=pubsub managed_gateway=aws-api-gateway", &["managed-broker", "managed-gateway"]);
        expect(&RULE, "a: technology=go", &["a+code"]);
        expect(&RULE, "a: technology=go image=example.com/a:1", &[]);
        expect(&RULE, "web -websocket-> gateway\ngateway -rest-> a", &["gateway+websocket"]);
        expect(&RULE, "web -websocket-> gateway\ngateway -websocket-> a", &[]);
        expect(&RULE, "a: technology=node-express replicas=2\n[c] a entities=orders", &["a+memory"]);
        expect(&RULE, "a -owns-> a-db\na: technology=node-express replicas=2\n[c] a entities=orders", &[]);
        expect(&RULE, "a -rest-> b\nplatform: authentication=jwt", &["sign-in"]);
        expect(&RULE, "gateway -rest-> a\nplatform: authentication=jwt", &[]);
        expect(&RULE, "a -rest-> b\nplatform: authentication=oidc", &[]);
    }
}
