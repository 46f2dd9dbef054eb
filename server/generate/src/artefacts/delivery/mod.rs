//! The delivery artefact: from a commit to production. A workflow for each part, one for the whole, the scripts and the Makefile that
//! people and pipelines share, the load test, and the updates of what all that depends on.

mod actions;
mod deploy;
mod load;
#[cfg(test)]
mod tests;

use super::{Artefact, NOTHING, Writer};
use crate::{
    GenerateError,
    names::in_path,
    origin::Mark,
    plan::{Container, Plan, Stack},
    render::{Prepared, render},
};
use actions::{ACTIONS, Actions};
use deploy::{Input, SignIn};
use load::Load;
use serde::Serialize;
use std::borrow::Cow;

pub static ARTEFACT: Artefact = Artefact {
    slug: "delivery",
    name: "Delivery",
    summary: "GitHub Actions for each part, Makefile, scripts, load test, dependency updates",
    icon: "refresh-cw",
    essential: false,
    applies: |design| design.elements.values().any(|e| e.kind.has_code()),
    needs: &["compose", "services"],
    templates: &[
        ("delivery/build.yml", include_str!("build.yml.tera")),
        ("delivery/service.yml", include_str!("service.yml.tera")),
        ("delivery/system.yml", include_str!("system.yml.tera")),
        ("delivery/dependabot.yml", include_str!("dependabot.yml.tera")),
        ("delivery/Makefile", include_str!("Makefile.tera")),
        ("delivery/build.sh", include_str!("build.sh.tera")),
        ("delivery/start.sh", include_str!("start.sh.tera")),
        ("delivery/smoke.sh", include_str!("smoke.sh.tera")),
        ("delivery/load.sh", include_str!("load.sh.tera")),
        ("delivery/journeys.js", include_str!("journeys.js.tera")),
    ],
    whole: NOTHING,
    rest: write,
};

/// The machines that jobs run on: a release, so that an update is a choice.
const RUNNER: &str = "ubuntu-24.04";

#[derive(Debug, Serialize)]
struct Pipeline<'a> {
    slug: &'a str,
    runner: &'static str,
    actions: Actions,
    parts: Vec<Part<'a>>,
    tested: Vec<Tested<'a>>,
    ecosystems: Vec<Ecosystem>,
    node_version: Option<String>,
    python_version: Option<String>,
    go_version: Option<String>,
    has_kubernetes: bool,
    has_load: bool,
    /// Files that concern all parts, as patterns.
    shared: Vec<&'static str>,
    /// Containers that run without a profile.
    containers: Vec<&'a str>,
    ways_in: Vec<WayIn<'a>>,
}

/// A part whose image is built.
#[derive(Debug, Serialize)]
struct Part<'a> {
    id: &'a str,
}

#[derive(Debug, Serialize)]
struct Tested<'a> {
    id: &'a str,
    commands: &'static [&'static [&'static str]],
}

/// One kind of dependency file, and where it is.
#[derive(Debug, Serialize)]
struct Ecosystem {
    name: &'static str,
    folders: Vec<String>,
}

#[derive(Debug, Serialize)]
struct WayIn<'a> {
    id: &'a str,
    port: u16,
    paths: Vec<Way>,
}

#[derive(Debug, Serialize)]
struct Way {
    title: String,
    path: String,
}

/// The workflow of one part.
#[derive(Debug, Serialize)]
struct Service<'a> {
    id: &'a str,
    /// Below `services/`, where it is called otherwise than the part.
    folder: Option<Cow<'a, str>>,
    stack: &'static str,
    runner: &'static str,
    actions: Actions,
    stages: &'static [Stage],
    sign_in: Option<SignIn>,
    variables: &'static [Input],
    named: Option<&'static str>,
    slug: &'a str,
}

#[derive(Debug, Serialize)]
struct Stage {
    environment: &'static str,
    after: Option<&'static str>,
    comment: &'static str,
}

const STAGES: &[Stage] = &[
    Stage { environment: "staging", after: None, comment: "What is on main is on staging." },
    Stage {
        environment: "production",
        after: Some("staging"),
        comment: "Name its reviewers in the settings of the repository; until one agrees, this waits.",
    },
];

/// What a stack is called in the workflows, how its tests run on a developer's machine, and the file that updates look at.
fn stack_of(stack: Stack) -> (&'static str, &'static [&'static [&'static str]], Option<&'static str>) {
    match stack {
        Stack::Node => ("node", &[&["npm", "ci", "--no-fund"], &["npm", "test"]], Some("npm")),
        Stack::Python => (
            "python",
            &[
                &["python3", "-m", "venv", ".venv"],
                &[".venv/bin/pip", "install", "--quiet", "--requirement", "requirements-dev.txt"],
                &[".venv/bin/python", "-m", "pytest"],
            ],
            Some("pip"),
        ),
        Stack::Go => ("go", &[&["go", "vet", "./..."], &["go", "test", "./..."]], Some("gomod")),
        Stack::Static => ("static", &[], None),
    }
}

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let load = Load::new(plan);
    let pipeline = pipeline(plan, out, load.is_some());
    if pipeline.parts.is_empty() {
        return Ok(());
    }
    let way = deploy::way(plan.design.platform.target);
    let prepared = Prepared::new(&pipeline)?;
    out.text(".github/workflows/build.yml", prepared.render("delivery/build.yml")?)?;
    out.text(".github/workflows/system.yml", prepared.render("delivery/system.yml")?)?;
    out.text(".github/dependabot.yml", prepared.render("delivery/dependabot.yml")?)?;
    for container in plan.built() {
        let Some(stack) = container.stack else { continue };
        let service = Service {
            id: &container.id,
            folder: Some(in_path(&container.id)).filter(|folder| *folder != container.id),
            stack: stack_of(stack).0,
            runner: RUNNER,
            actions: ACTIONS,
            stages: STAGES,
            sign_in: way.sign_in,
            variables: way.variables,
            named: way.named,
            slug: &plan.slug,
        };
        out.about(Some(Mark::Part(container.id.clone())));
        out.text(format!(".github/workflows/service-{}.yml", container.id), render("delivery/service.yml", &service)?)?;
    }
    out.about(None);
    out.text("Makefile", prepared.render("delivery/Makefile")?)?;
    out.script("scripts/build.sh", prepared.render("delivery/build.sh")?)?;
    out.script("scripts/start.sh", prepared.render("delivery/start.sh")?)?;
    out.script("scripts/smoke.sh", prepared.render("delivery/smoke.sh")?)?;
    out.script("scripts/deploy.sh", way.script)?;
    if let Some(load) = load {
        let prepared = Prepared::new(&load)?;
        out.script("scripts/load.sh", prepared.render("delivery/load.sh")?)?;
        out.text("tests/load/journeys.js", prepared.render("delivery/journeys.js")?)?;
    }
    Ok(())
}

fn pipeline<'a>(plan: &'a Plan<'a>, out: &Writer, has_load: bool) -> Pipeline<'a> {
    let built: Vec<(&Container, Stack)> = plan.built().filter_map(|c| Some((c, c.stack?))).collect();
    let has = |slug: &str| out.is_chosen(slug);
    let mut shared = vec!["compose*.yaml", ".env.example", "scripts/**", ".github/workflows/system.yml"];
    let folders = [("gateway", "gateway/**"), ("observability", "observability/**"), ("kubernetes", "deploy/kubernetes/**")];
    shared.extend(folders.into_iter().filter(|(slug, _)| has(slug)).map(|(_, path)| path));
    Pipeline {
        slug: &plan.slug,
        runner: RUNNER,
        actions: ACTIONS,
        parts: built.iter().map(|(c, _)| Part { id: &c.id }).collect(),
        tested: built
            .iter()
            .map(|(c, stack)| Tested { id: &c.id, commands: stack_of(*stack).1 })
            .filter(|tested| !tested.commands.is_empty())
            .collect(),
        ecosystems: ecosystems(&built),
        node_version: version(&built, Stack::Node),
        python_version: version(&built, Stack::Python),
        go_version: version(&built, Stack::Go),
        has_kubernetes: has("kubernetes"),
        has_load,
        shared,
        containers: plan.containers.iter().filter(|c| c.profile.is_none()).map(|c| c.id.as_str()).collect(),
        ways_in: ways_in(plan),
    }
}

fn ecosystems(built: &[(&Container, Stack)]) -> Vec<Ecosystem> {
    let folder = |c: &Container| format!("/{}", super::services::folder(c));
    let mut all = vec![Ecosystem { name: "docker", folders: built.iter().map(|(c, _)| folder(c)).collect() }];
    for name in ["npm", "pip", "gomod"] {
        let folders: Vec<String> = built.iter().filter(|(_, s)| stack_of(*s).2 == Some(name)).map(|(c, _)| folder(c)).collect();
        if !folders.is_empty() {
            all.push(Ecosystem { name, folders });
        }
    }
    all
}

/// The release of a stack, as its image is tagged: `24.3.0` of `24.3.0-alpine`.
fn version(built: &[(&Container, Stack)], stack: Stack) -> Option<String> {
    let container = built.iter().find(|(_, s)| *s == stack)?.0;
    // Go is built in one image and runs in another.
    let tag = container.runtime.builder.map_or(container.runtime.tag, |builder| builder.tag);
    Some(tag.split('-').next().unwrap_or(tag).to_owned())
}

fn ways_in<'a>(plan: &'a Plan<'a>) -> Vec<WayIn<'a>> {
    let entrances = plan.containers.iter().filter_map(|c| Some((c, c.host_port.as_ref()?)));
    entrances
        .map(|(c, port)| {
            let mut paths: Vec<&str> = plan.routes_of(&c.id).map(|route| route.prefix.as_str()).collect();
            if paths.is_empty() {
                paths.push("/");
            }
            let way = |path: &str| Way { title: format!("{} {path}", c.id), path: path.to_owned() };
            WayIn { id: &c.id, port: port.container, paths: paths.into_iter().map(way).collect() }
        })
        .collect()
}
