//! Protobuf of one part that others reach by gRPC: the operations that the labels of its links name, whatever it is made with.

use crate::{
    names::is_device,
    plan::{
        Container, Plan,
        contract::{DEFAULT_VERSION, name},
    },
};
use domain::{design::LinkKind, ids::slugify};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Serialize)]
pub(super) struct Model<'a> {
    service: &'a str,
    package: String,
    version: &'a str,
    class: String,
    /// The generated code answers them by HTTP and JSON.
    coded: bool,
    actions: Vec<Action>,
}

#[derive(Debug, Serialize)]
struct Action {
    name: String,
    summary: String,
    /// Where the generated code answers it.
    path: Option<String>,
}

impl<'a> Model<'a> {
    pub(super) fn new(plan: &'a Plan, container: &'a Container) -> Self {
        let contract = plan.contract(&container.id);
        let of_code = contract.into_iter().flat_map(|c| c.actions());
        let mut actions: Vec<Action> =
            of_code.map(|o| Action { name: name::pascal(&o.id), summary: o.summary.clone(), path: Some(o.path.clone()) }).collect();
        if actions.is_empty() {
            actions = of_labels(plan, container);
        }
        let class = name::pascal(&container.id);
        let version = plan.design.elements.get(container.id.as_str()).and_then(|e| e.api_version.as_deref());
        Self {
            service: &container.id,
            package: package(plan, &container.id),
            version: contract.map(|c| c.api_version.as_str()).or(version).unwrap_or(DEFAULT_VERSION),
            class: if class.ends_with("Service") { class } else { format!("{class}Service") },
            coded: actions.iter().any(|action| action.path.is_some()),
            actions,
        }
    }
    /// Where buf expects the file of its package.
    pub(super) fn path(&self) -> String {
        format!("contracts/proto/{0}/{1}/{0}.proto", self.package, self.version)
    }
}

/// What the labels of its gRPC links name; one call where none names anything.
fn of_labels(plan: &Plan, container: &Container) -> Vec<Action> {
    let asked = plan.links.to(&container.id).iter().filter(|(_, link)| link.kind == LinkKind::Grpc).map(|(_, link)| link);
    let labels = asked.map(|link| link.label.trim()).filter(|label| !label.is_empty()).map(|label| (slugify(label, "call"), label));
    let mut taken = BTreeSet::new();
    let mut actions: Vec<Action> = labels
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .map(|(slug, label)| {
            let mut name = name::pascal(&slug);
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                name.insert_str(0, "Call");
            }
            Action { name: name::claim(&mut taken, &name, ""), summary: format!("“{label}”, as a link names it."), path: None }
        })
        .collect();
    if actions.is_empty() {
        let summary = "No link says what it is asked for: name that in its label.".to_owned();
        actions.push(Action { name: "Call".to_owned(), summary, path: None });
    }
    actions
}

/// The package of a service. buf wants its folder to be called so, in small letters without an underscore at the end.
fn package(plan: &Plan, service: &str) -> String {
    let mut name = service.to_owned();
    while is_device(&name) || (name != service && plan.container(&name).is_some()) {
        name.push_str("-part");
    }
    name.replace('-', "_")
}
