//! The files of a service in Python: what is the same everywhere, what the contract says, and exactly the packages it needs.

mod config;
mod events;
mod features;
mod imports;
mod model;
mod modules;
mod names;
mod requirements;
mod samples;
mod service;
mod wiring;

use crate::{
    GenerateError,
    artefacts::Writer,
    plan::{Container, contract::Contract},
    render::{Prepared, render},
};
use features::Features;

/// Writes the code below a folder. The Dockerfile is the caller's, as for every stack.
pub(super) fn write(container: &Container, contract: &Contract, folder: &str, out: &mut Writer) -> Result<(), GenerateError> {
    let features = Features::of(contract, container);
    for asset in features::ASSETS.iter().filter(|asset| (asset.wanted)(&features)) {
        out.text(format!("{folder}/{}", asset.path), asset.text)?;
    }
    for (path, text) in features::of_sign_in(features.sign_in) {
        out.text(format!("{folder}/{path}"), *text)?;
    }
    for (path, text) in generated(container, contract, &features)? {
        out.text(format!("{folder}/{path}"), text)?;
    }
    Ok(())
}

/// The files that differ from service to service.
fn generated(container: &Container, contract: &Contract, features: &Features) -> Result<Vec<(String, String)>, GenerateError> {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut add = |path: &str, text: String| files.push((path.to_owned(), text));
    add("app/config.py", render("services/python.config.py", &config::Config::new(container, contract, features))?);
    add("app/parts.py", render("services/python.parts.py", &wiring::Parts::new(contract, features))?);
    add("app/wiring.py", render("services/python.wiring.py", &wiring::Wiring::new(contract, features))?);
    add("app/main.py", render("services/python.main.py", &service::Main::new(contract, features))?);
    if features.resources {
        add("app/models.py", render("services/python.models.py", &modules::Models::new(contract))?);
    }
    for resource in &contract.resources {
        let module = names::module(&resource.slug);
        add(&format!("app/routes/{module}.py"), render("services/python.routes.py", &modules::Routes::new(contract, resource))?);
    }
    if features.actions {
        add("app/actions.py", render("services/python.actions.py", &modules::Actions::new(contract))?);
    }
    if features.publishes || features.consumes {
        add("app/events.py", render("services/python.events.py", &events::Events::new(contract))?);
    }
    if contract.operations.iter().any(|o| !o.announces.is_empty()) {
        add("app/announcements.py", render("services/python.announcements.py", &events::Announcements::new(contract))?);
    }
    if features.consumes {
        add("app/handlers.py", render("services/python.handlers.py", &events::Handlers::new(contract))?);
    }
    if features.clients {
        add("app/clients.py", render("services/python.clients.py", &modules::Clients::new(container, contract))?);
    }
    if features.sql() {
        let tables = Prepared::new(&modules::Tables::new(contract, features))?;
        add("app/data/tables.py", tables.render("services/python.tables.py")?);
        add("migrations/versions/0001_first.py", tables.render("services/python.migration.py")?);
        add("migrations/versions/0002_keys.py", tables.render("services/python.migration_keys.py")?);
    }
    add("tests/samples.json", samples::json(container, contract)?);
    add("requirements.txt", requirements::pins(&features.packages(), false)?);
    add("requirements.lock", requirements::pins(&features.packages(), true)?);
    add("requirements-dev.txt", requirements::pins(&features.test_packages(), false)?);
    add("README.md", render("services/python.README.md", &service::Readme::new(container, contract, features))?);
    Ok(files)
}
