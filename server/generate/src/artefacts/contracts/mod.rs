//! The contracts artefact: what services promise each other, in the formats that other tools read. Printed from the same contract model
//! as the code. Must not decide what is promised.

mod asyncapi;
mod graphql;
mod openapi;
mod protobuf;
#[cfg(test)]
mod tests;

use super::{Artefact, NOTHING, Writer};
use crate::{
    GenerateError,
    names::in_path,
    origin::Mark,
    plan::{
        Container, Plan, Role,
        contract::{BrokerProduct, Contract},
    },
    render::render,
};
use domain::design::LinkKind;
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "contracts",
    name: "Contracts",
    summary: "OpenAPI for each service, AsyncAPI for each broker, protobuf and GraphQL where the links say so",
    icon: "file-json-2",
    essential: false,
    applies: |design| design.elements.values().any(|e| e.kind.has_code()),
    needs: &[],
    templates: &[("contracts/protobuf", include_str!("service.proto.tera")), ("contracts/graphql", include_str!("schema.graphql.tera"))],
    whole: NOTHING,
    rest: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for contract in plan.contracts.iter().filter(|c| !c.operations.is_empty()) {
        let file = format!("contracts/openapi/{}.yaml", in_path(&contract.service));
        out.about(Some(Mark::Part(contract.service.clone())));
        out.text(&file, yaml(&file, &openapi::document(plan, contract))?)?;
    }
    for broker in brokers(plan) {
        let file = format!("contracts/asyncapi/{}.yaml", in_path(broker));
        out.about(Some(Mark::Part(broker.to_owned())));
        out.text(&file, yaml(&file, &asyncapi::document(plan, broker))?)?;
    }
    let is_asked = |id: &str| plan.links.to(id).iter().any(|(_, link)| link.kind == LinkKind::Grpc);
    let by_grpc: Vec<&Container> = plan.containers.iter().filter(|c| c.role != Role::Gateway && is_asked(&c.id)).collect();
    for container in &by_grpc {
        let model = protobuf::Model::new(plan, container);
        out.about(Some(Mark::Part(container.id.clone())));
        out.text(model.path(), render("contracts/protobuf", &model)?)?;
    }
    out.about(None);
    if !by_grpc.is_empty() {
        out.text("contracts/proto/buf.yaml", include_str!("buf.yaml"))?;
    }
    for contract in asked_by(plan, LinkKind::Graphql) {
        if let Some(model) = graphql::Model::new(contract) {
            out.about(Some(Mark::Part(contract.service.clone())));
            out.text(format!("contracts/graphql/{}.graphql", in_path(&contract.service)), render("contracts/graphql", &model)?)?;
        }
    }
    Ok(())
}

fn yaml(file: &str, document: &impl Serialize) -> Result<String, GenerateError> {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(document, options).map_err(|error| GenerateError::internal(file, error.to_string()))
}

/// Words in a description, which is Markdown there: a text may not begin an element of HTML.
fn words(text: &str) -> String {
    text.replace('<', "&lt;")
}

/// The brokers that carry an event, each once, in order.
fn brokers<'p>(plan: &'p Plan) -> Vec<&'p str> {
    let mut all: Vec<&str> = plan.contracts.iter().flat_map(Contract::brokers).map(|channel| channel.broker.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The contracts that links of a kind lead to, from parts of ours or from a gateway.
fn asked_by<'a>(plan: &'a Plan, kind: LinkKind) -> impl Iterator<Item = &'a Contract> {
    plan.contracts.iter().filter(move |contract| {
        !contract.operations.is_empty() && plan.links.to(&contract.service).iter().any(|(_, link)| link.kind == kind)
    })
}

/// The protocol of a broker, as AsyncAPI calls it.
fn protocol(product: BrokerProduct) -> &'static str {
    match product {
        BrokerProduct::Rabbitmq => "amqp",
        BrokerProduct::Kafka => "kafka",
        BrokerProduct::Redis => "redis",
        BrokerProduct::Nats => "nats",
    }
}
