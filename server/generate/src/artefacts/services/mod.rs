//! The services artefact: for every part with code a folder that builds, starts, tells its health and stops properly.
//! What is the same in all services of one language stands in files that are the same; what differs is printed from the contract.

mod node;
mod python;

use super::{Artefact, NOTHING, Writer};
use crate::{
    GenerateError,
    names::in_path,
    origin::Mark,
    plan::{Container, EnvValue, Plan, Role, Stack},
    render::{json, render},
};
use serde::Serialize;

pub static ARTEFACT: Artefact = Artefact {
    slug: "services",
    name: "Service folders",
    summary: "A small real service for each part: health, metrics, logs, graceful stop, a test",
    icon: "code-xml",
    essential: true,
    applies: |design| design.elements.values().any(|e| e.kind.has_code()),
    needs: &[],
    templates: &[
        ("services/node.Dockerfile", node::DOCKERFILE),
        ("services/node.README", node::README),
        ("services/node.service", node::SERVICE),
        ("services/node.resource", node::RESOURCE),
        ("services/node.resource.test", node::RESOURCE_TEST),
        ("services/node.action", node::ACTION),
        ("services/node.client", node::CLIENT),
        ("services/node.handler", node::HANDLER),
        ("services/node.postgresql", node::POSTGRESQL),
        ("services/node.mysql", node::MYSQL),
        ("services/node.keys", node::KEYS),
        ("services/python.Dockerfile", include_str!("python/Dockerfile.tera")),
        ("services/python.README.md", include_str!("python/README.md.tera")),
        ("services/python.actions.py", include_str!("python/actions.py.tera")),
        ("services/python.announcements.py", include_str!("python/announcements.py.tera")),
        ("services/python.clients.py", include_str!("python/clients.py.tera")),
        ("services/python.config.py", include_str!("python/config.py.tera")),
        ("services/python.events.py", include_str!("python/events.py.tera")),
        ("services/python.handlers.py", include_str!("python/handlers.py.tera")),
        ("services/python.main.py", include_str!("python/main.py.tera")),
        ("services/python.migration.py", include_str!("python/migration.py.tera")),
        ("services/python.migration_keys.py", include_str!("python/migration_keys.py.tera")),
        ("services/python.models.py", include_str!("python/models.py.tera")),
        ("services/python.imports.py", include_str!("python/imports.py.tera")),
        ("services/python.parts.py", include_str!("python/parts.py.tera")),
        ("services/python.routes.py", include_str!("python/routes.py.tera")),
        ("services/python.tables.py", include_str!("python/tables.py.tera")),
        ("services/python.wiring.py", include_str!("python/wiring.py.tera")),
        ("services/go.Dockerfile", include_str!("go/Dockerfile.tera")),
        ("services/static.Dockerfile", include_str!("static/Dockerfile.tera")),
        ("services/static.nginx.conf", include_str!("static/nginx.conf.tera")),
        ("services/index.html", include_str!("static/index.html.tera")),
    ],
    whole: NOTHING,
    rest: write,
};

/// Files that are the same in every service of a stack.
type Assets = &'static [(&'static str, &'static str)];

macro_rules! assets {
    ($folder:literal: $($path:literal),+ $(,)?) => { &[$(($path, include_str!(concat!($folder, "/", $path)))),+] };
}

const GO: Assets = assets!("go": "go.mod", "main.go", "config.go", "app.go", "app_test.go", "metrics.go");
const PAGES: Assets = assets!("static": "app.js", "style.css");

fn stack_assets(stack: Stack) -> (Assets, &'static str, &'static str) {
    match stack {
        Stack::Node => (&[], "services/node.Dockerfile", include_str!("node/dockerignore")),
        Stack::Python => (&[], "services/python.Dockerfile", include_str!("python/dockerignore")),
        Stack::Go => (GO, "services/go.Dockerfile", include_str!("go/dockerignore")),
        Stack::Static => (&[], "services/static.Dockerfile", include_str!("static/dockerignore")),
    }
}

/// Where the folders of services stand.
pub(crate) const ROOT: &str = "services/";

/// Where the code of a container stands in the bundle.
pub fn folder(container: &Container) -> String {
    format!("{ROOT}{}", in_path(&container.id))
}

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for container in plan.built() {
        let Some(stack) = container.stack else { continue };
        let folder = folder(container);
        out.about(Some(Mark::Part(container.id.clone())));
        if stack == Stack::Node {
            node::write(plan, container, &folder, out)?;
            continue;
        }
        let (assets, dockerfile, ignored) = stack_assets(stack);
        for (path, text) in assets {
            out.text(format!("{folder}/{path}"), *text)?;
        }
        out.text(format!("{folder}/Dockerfile"), render(dockerfile, &Dockerfile::new(plan, container))?)?;
        out.text(format!("{folder}/.dockerignore"), ignored)?;
        if let (Stack::Python, Some(contract)) = (stack, plan.contract(&container.id)) {
            python::write(container, contract, &folder, out)?;
        } else if stack == Stack::Static {
            out.text(format!("{folder}/nginx.conf"), render("services/static.nginx.conf", &StaticSite::new(container))?)?;
        } else {
            out.text(format!("{folder}/service.json"), json(&format!("{folder}/service.json"), &Service::new(container))?)?;
        }
        if container.role == Role::Frontend {
            for (path, text) in PAGES {
                out.text(format!("{folder}/public/{path}"), *text)?;
            }
            out.text(format!("{folder}/public/index.html"), render("services/index.html", &Page::new(plan, container))?)?;
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Dockerfile<'a> {
    id: &'a str,
    description: &'a str,
    image: String,
    builder: String,
    port: u16,
    uid: u32,
    pages: bool,
    /// It has a database whose schema it brings up to date.
    migrations: bool,
    probe: &'a [String],
}

impl<'a> Dockerfile<'a> {
    fn new(plan: &Plan, container: &'a Container) -> Self {
        let runtime = container.runtime;
        Self {
            id: &container.id,
            description: if container.description.is_empty() { &container.title } else { &container.description },
            image: format!("{}:{}", runtime.image, runtime.tag),
            builder: runtime.builder.map(|b| format!("{}:{}", b.image, b.tag)).unwrap_or_default(),
            port: container.port,
            uid: runtime.uid,
            pages: container.role == Role::Frontend,
            migrations: plan.contract(&container.id).and_then(|c| c.primary_store()).is_some_and(|s| s.product != "mongodb"),
            probe: container.probe.as_ref().map_or(&[], |p| &p.command),
        }
    }
}

#[derive(Serialize)]
struct StaticSite<'a> {
    port: u16,
    /// Prefixes other than `/` under which the gateways serve it.
    prefixes: Vec<&'a str>,
}

impl<'a> StaticSite<'a> {
    fn new(container: &'a Container) -> Self {
        Self { port: container.port, prefixes: container.base_paths.iter().map(String::as_str).filter(|p| *p != "/").collect() }
    }
}

#[derive(Serialize)]
struct Page<'a> {
    title: &'a str,
    description: &'a str,
    paths: Vec<&'a str>,
}

impl<'a> Page<'a> {
    fn new(plan: &'a Plan, container: &'a Container) -> Self {
        let services = plan.containers.iter().filter(|c| c.role == Role::Service);
        Self {
            title: if container.title == container.id { &plan.name } else { &container.title },
            description: &container.description,
            paths: services.flat_map(|c| c.base_paths.iter().map(String::as_str)).collect(),
        }
    }
}

/// `service.json`: what the code must know of its service.
#[derive(Serialize)]
struct Service<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    kind: Role,
    port: u16,
    base_paths: &'a [String],
    /// Variables without which it does not start.
    required: Vec<&'a str>,
    /// Variables whose absence it mentions at start.
    optional: Vec<&'a str>,
    /// Variables that name the file of a secret.
    secret_files: Vec<&'a str>,
    /// What readiness connects to.
    dependencies: Vec<Dependency<'a>>,
}

#[derive(Serialize)]
struct Dependency<'a> {
    id: &'a str,
    variable: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_file: Option<String>,
}

impl<'a> Service<'a> {
    fn new(container: &'a Container) -> Self {
        let names =
            |wanted: fn(&EnvValue) -> bool| container.env.iter().filter(|e| wanted(&e.value)).map(|e| e.name.as_str()).collect::<Vec<_>>();
        let has = |name: &str| container.env.iter().any(|e| e.name == name);
        let mut required = names(|value| matches!(value, EnvValue::Plain(text) if !text.is_empty()));
        required.retain(|name| !matches!(*name, "PORT" | "SERVICE_NAME"));
        Self {
            name: &container.id,
            title: &container.title,
            description: &container.description,
            kind: container.role,
            port: container.port,
            base_paths: &container.base_paths,
            required,
            optional: names(|value| matches!(value, EnvValue::Variable { default, .. } if default.is_empty())),
            secret_files: names(|value| matches!(value, EnvValue::SecretFile(_))),
            dependencies: container
                .starts_after
                .iter()
                .map(|after| {
                    let stem = after.id.to_uppercase().replace('-', "_");
                    let password = format!("{stem}_PASSWORD_FILE");
                    Dependency { id: &after.id, variable: format!("{stem}_URL"), password_file: has(&password).then_some(password) }
                })
                .collect(),
        }
    }
}
