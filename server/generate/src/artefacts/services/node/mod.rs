//! Node services (Express): files every service needs as they are, and files of its own printed from its contract. Must not decide
//! anything about the system: the contract has.

mod asset;
mod data;
mod migration;
mod model;
mod package;
mod service;
#[cfg(test)]
mod tests;

use super::{Dockerfile, Page, Writer};
use crate::{
    GenerateError,
    names::in_path,
    plan::{Container, Plan, Role, contract::Contract},
    render::{self, Prepared, render},
};
use serde::Serialize;

/// The templates of the files that differ from service to service.
pub(super) const SERVICE: &str = include_str!("service.js.tera");
const PAGES: &str = include_str!("pages.js");
pub(super) const RESOURCE: &str = include_str!("resource.js.tera");
pub(super) const RESOURCE_TEST: &str = include_str!("resource.test.js.tera");
pub(super) const ACTION: &str = include_str!("action.js.tera");
pub(super) const CLIENT: &str = include_str!("client.js.tera");
pub(super) const HANDLER: &str = include_str!("handler.js.tera");
pub(super) const POSTGRESQL: &str = include_str!("postgresql.sql.tera");
pub(super) const MYSQL: &str = include_str!("mysql.sql.tera");
pub(super) const KEYS: &str = include_str!("keys.sql.tera");
pub(super) const README: &str = include_str!("README.md.tera");
pub(super) const DOCKERFILE: &str = include_str!("Dockerfile.tera");

/// Writes the folder of one service, worker or frontend.
pub(super) fn write(plan: &Plan, container: &Container, folder: &str, out: &mut Writer) -> Result<(), GenerateError> {
    let contract = plan.contract(&container.id);
    let needs = package::Needs::new(container, contract);
    for (path, text) in asset::of(&needs, contract) {
        out.text(format!("{folder}/{path}"), text)?;
    }
    out.text(format!("{folder}/package.json"), package::manifest(&container.id, &needs))?;
    out.text(format!("{folder}/package-lock.json"), package::lock(&container.id, &needs))?;
    out.text(format!("{folder}/Dockerfile"), render("services/node.Dockerfile", &NodeDockerfile::new(plan, container, contract))?)?;
    out.text(format!("{folder}/.dockerignore"), include_str!("dockerignore"))?;
    let file = format!("{folder}/service.json");
    out.text(&file, render::json(&file, &data::facts(container, contract))?)?;
    let service = service::Service::new(container, contract);
    out.text(format!("{folder}/README.md"), render("services/node.README", &service)?)?;
    if container.role == Role::Frontend {
        out.text(format!("{folder}/src/service.js"), PAGES)?;
        for (path, text) in super::PAGES {
            out.text(format!("{folder}/public/{path}"), *text)?;
        }
        out.text(format!("{folder}/public/index.html"), render("services/index.html", &Page::new(plan, container))?)?;
        return Ok(());
    }
    out.text(format!("{folder}/src/service.js"), render("services/node.service", &service)?)?;
    let Some(contract) = contract else { return Ok(()) };
    let file = format!("{folder}/contract.json");
    out.text(&file, render::json(&file, &data::contract(contract))?)?;
    own_files(contract, folder, out)
}

#[derive(Serialize)]
struct NodeDockerfile<'a> {
    #[serde(flatten)]
    common: Dockerfile<'a>,
    contract: bool,
}

impl<'a> NodeDockerfile<'a> {
    fn new(plan: &Plan, container: &'a Container, contract: Option<&'a Contract>) -> Self {
        Self { common: Dockerfile::new(plan, container), contract: contract.is_some() }
    }
}

/// A file for each resource, action, client and event.
fn own_files(contract: &Contract, folder: &str, out: &mut Writer) -> Result<(), GenerateError> {
    for resource in &contract.resources {
        let prepared = Prepared::new(&model::ResourceFile::new(contract, resource))?;
        out.text(format!("{folder}/src/resources/{}.js", in_path(&resource.slug)), prepared.render("services/node.resource")?)?;
        out.text(format!("{folder}/test/resources/{}.test.js", in_path(&resource.slug)), prepared.render("services/node.resource.test")?)?;
    }
    for action in model::actions(contract) {
        out.text(format!("{folder}/src/actions/{}.js", in_path(action.slug)), render("services/node.action", &action)?)?;
    }
    for client in model::clients(contract) {
        out.text(format!("{folder}/src/clients/{}.js", in_path(client.id)), render("services/node.client", &client)?)?;
    }
    for handler in model::handlers(contract) {
        out.text(format!("{folder}/src/events/handlers/{}.js", in_path(handler.file)), render("services/node.handler", &handler)?)?;
    }
    if let Some(migration) = migration::Migration::new(contract) {
        out.text(format!("{folder}/migrations/0001_initial.sql"), render(migration.template(), &migration)?)?;
        out.text(format!("{folder}/migrations/0002_idempotency_keys.sql"), render("services/node.keys", &migration)?)?;
    }
    Ok(())
}
