//! Protobuf of one service that others reach by gRPC: its actions, and its first resource when it has none.

use crate::{
    names::is_device,
    plan::{
        Plan,
        contract::{Contract, name},
    },
};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Model<'a> {
    service: &'a str,
    package: String,
    version: &'a str,
    class: String,
    actions: Vec<Action<'a>>,
}

#[derive(Debug, Serialize)]
struct Action<'a> {
    name: String,
    summary: &'a str,
    path: &'a str,
}

impl<'a> Model<'a> {
    /// Nothing when no link names an operation.
    pub(super) fn new(plan: &Plan, contract: &'a Contract) -> Option<Self> {
        let actions: Vec<Action> =
            contract.actions().map(|o| Action { name: name::pascal(&o.id), summary: &o.summary, path: &o.path }).collect();
        let class = name::pascal(&contract.service);
        (!actions.is_empty()).then(|| Self {
            service: &contract.service,
            package: package(plan, &contract.service),
            version: &contract.api_version,
            class: if class.ends_with("Service") { class } else { format!("{class}Service") },
            actions,
        })
    }
    /// Where buf expects the file of its package.
    pub(super) fn path(&self) -> String {
        format!("contracts/proto/{0}/{1}/{0}.proto", self.package, self.version)
    }
}

/// The package of a service. buf wants its folder to be called so, in small letters without an underscore at the end.
fn package(plan: &Plan, service: &str) -> String {
    let mut name = service.to_owned();
    while is_device(&name) || (name != service && plan.contract(&name).is_some()) {
        name.push_str("-part");
    }
    name.replace('-', "_")
}
