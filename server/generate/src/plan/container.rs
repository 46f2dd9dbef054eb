//! One container per deployed element: image, limits, volume, probe. Environment, ports and networks come later.

use super::{Container, HttpProbe, Mount, Plan, Probe, Role, Volume, code, images, product::product};
use crate::{GenerateError, names::in_path};
use domain::{
    analysis::{self, Sizing},
    catalog::{self, Technology},
    design::{Element, ElementKind},
    ids::{ElementId, first_free},
};
use std::collections::BTreeMap;

/// The container of each deployed element.
pub(super) type Names = BTreeMap<ElementId, String>;

/// Where generated code says that its process is alive.
const LIVE_PATH: &str = "/livez";
/// Host names that mean something else inside every container.
const RESERVED_HOSTS: &[&str] = &["localhost"];

pub(super) fn add_elements(plan: &mut Plan) -> Result<Names, GenerateError> {
    let mut names = Names::new();
    let design = plan.design;
    let sizing = analysis::sizing(design);
    for (id, element) in design.elements.iter().filter(|(_, e)| e.kind.is_deployed()) {
        let name = first_free(id.as_str(), |name| {
            RESERVED_HOSTS.contains(&name) || (name != id.as_str() && design.elements.contains_key(name)) || plan.container(name).is_some()
        });
        if name != id.as_str() {
            plan.warn(format!("“{id}” is called “{name}” in the bundle: the name means something else inside containers."));
        }
        let container = container(plan, id, element, &name, sizing.get(id))?;
        plan.containers.push(container);
        names.insert(id.clone(), name);
    }
    Ok(names)
}

/// A catalogue entry that must be there.
pub(super) fn technology(slug: &str) -> Result<&'static Technology, GenerateError> {
    catalog::find(slug).ok_or_else(|| GenerateError::internal("catalogue", format!("has no entry “{slug}”")))
}

/// The image of a catalogue entry with its pinned tag.
pub(super) fn pinned_image(technology: &Technology) -> String {
    format!("{}:{}", technology.image, technology.tag)
}

fn container(plan: &mut Plan, id: &ElementId, element: &Element, name: &str, sizing: Option<&Sizing>) -> Result<Container, GenerateError> {
    let technology = match element.technology.as_ref().and_then(|t| catalog::find(t.as_str())) {
        Some(found) => found,
        None => {
            let default = technology(code::default_technology(element.kind))?;
            match &element.image {
                Some(image) if element.kind.has_code() => plan.warn(format!(
                    "“{id}” runs its own image, {image}: what it is made with, how its health is asked and which user it runs as is not known here."
                )),
                _ => plan.warn(format!("“{id}” names no technology; it gets {}.", default.name)),
            }
            default
        }
    };
    let stack = if element.kind.has_code() && element.image.is_none() {
        let (stack, warning) = code::stack(element.kind, technology);
        if let Some(warning) = warning {
            plan.warn(format!("“{id}” ({}) {warning}.", technology.name));
        }
        Some(stack)
    } else {
        None
    };
    let image = match (&element.image, stack) {
        (Some(image), _) => {
            if !images::is_pinned(image) {
                plan.warn(format!("The image of “{id}”, {image}, is not pinned to a release: two starts may run two versions."));
            }
            image.clone()
        }
        (None, Some(_)) => format!("{}/{name}", plan.slug),
        (None, None) => pinned_image(technology),
    };
    let product = product(technology.slug);
    let keeps_data = matches!(element.kind, ElementKind::Datastore | ElementKind::Broker);
    // Only a product that can be told so has nothing worth a disk.
    let caches = !product.purposes.caches.is_empty() && plan.design.is_cache(id);
    let mut replicas = sizing.map_or(element.replica_count(), |sizing| sizing.replicas);
    if replicas != element.replica_count() {
        plan.warn(format!("“{id}” runs {replicas} times: that is what the stated peak asks for. Set its copies to decide yourself."));
    }
    if keeps_data && replicas > 1 {
        plan.warn(format!(
            "“{id}” runs once, not {replicas} times: copies of {} need a cluster, which is best left to an operator or a managed service.",
            technology.name
        ));
        replicas = 1;
    }
    // Without a technology the sizes are those of the one it gets here.
    let known = sizing.filter(|_| element.technology.is_some());
    // Code runs in the image of its stack, whatever the Design calls the language.
    let runtime = match stack {
        Some(stack) => self::technology(code::stack_technology(stack))?,
        None => technology,
    };
    Ok(Container {
        id: name.to_owned(),
        role: role(element.kind),
        title: plan.design.display_name(id).to_owned(),
        description: element.description.trim().to_owned(),
        made_with: made_with(element, technology, runtime),
        technology,
        runtime,
        stack,
        image,
        port: 0,
        extra_ports: Vec::new(),
        host_port: None,
        tool_ports: Vec::new(),
        uid: runtime.uid,
        root_in_compose: product.volume_belongs_to_root,
        read_only_root: runtime.read_only_root,
        unknown_image: element.kind.has_code() && element.image.is_some(),
        caches,
        collects: None,
        env: Vec::new(),
        secrets: Vec::new(),
        entrypoint: Vec::new(),
        command: Vec::new(),
        volume: technology.volume.filter(|_| keeps_data && !caches).map(|path| Volume {
            name: format!("{name}-data"),
            path: path.to_owned(),
            gib: element.storage_gib.or(sizing.map(|sizing| sizing.storage_gib)).unwrap_or(10),
        }),
        writable: runtime.writable.iter().map(ToString::to_string).collect(),
        mounts: if element.kind == ElementKind::Gateway { gateway_mounts(technology, name) } else { Vec::new() },
        cpu_millicores: element.cpu_millicores.or(known.map(|sizing| sizing.cpu_millicores)).unwrap_or(technology.cpu_millicores),
        memory_mib: element.memory_mib.or(known.map(|sizing| sizing.memory_mib)).unwrap_or(technology.memory_mib),
        replicas,
        max_replicas: sizing.and_then(|sizing| sizing.max_replicas).filter(|max| *max > replicas),
        probe: None,
        starts_after: Vec::new(),
        networks: Vec::new(),
        peers: Vec::new(),
        egress: false,
        profile: None,
        base_paths: Vec::new(),
        stop_grace_seconds: product.stop_grace_seconds,
    })
}

/// What runs in the container, in words: code that is not generated in the language of the Design says so.
fn made_with(element: &Element, technology: &Technology, runtime: &Technology) -> String {
    match &element.image {
        Some(image) if element.kind.has_code() && element.technology.is_none() => format!("its own image, {image}"),
        Some(image) => format!("{} in its own image, {image}", technology.name),
        None if runtime.slug != technology.slug => format!("{}; {} is planned", runtime.name, technology.name),
        None => technology.name.to_owned(),
    }
}

/// The configuration files of a gateway. Traefik keeps what it starts with and what may change in two.
fn gateway_mounts(technology: &Technology, name: &str) -> Vec<Mount> {
    let Some(target) = technology.config else { return Vec::new() };
    let file = target.rsplit('/').next().unwrap_or("config");
    let mut mounts = vec![mount(name, file, target.to_owned())];
    if technology.slug == "traefik" {
        mounts.push(mount(name, "dynamic.yml", target.replace(file, "dynamic.yml")));
    }
    mounts
}

fn mount(name: &str, file: &str, target: String) -> Mount {
    Mount { name: format!("{name}-{}", file.replace('.', "-")), source: format!("gateway/{}/{file}", in_path(name)), target }
}

fn role(kind: ElementKind) -> Role {
    match kind {
        ElementKind::Service => Role::Service,
        ElementKind::Frontend => Role::Frontend,
        ElementKind::Worker => Role::Worker,
        ElementKind::Gateway => Role::Gateway,
        ElementKind::Broker => Role::Broker,
        // Externals and notes are not deployed and never come here.
        ElementKind::Datastore | ElementKind::External | ElementKind::Note => Role::Datastore,
    }
}

/// The probe of a container on its port: that of the stack its code is generated in, or of its product.
pub(super) fn probe(container: &Container) -> Option<Probe> {
    let words =
        |command: &[&str]| -> Vec<String> { command.iter().map(|word| catalog::fill(word, &container.id, container.port)).collect() };
    match container.runtime.probe {
        catalog::Probe::Command(command) => Some(Probe { command: words(command), live: None, ready: None }),
        catalog::Probe::Http { path, port, command } => {
            let port = if port == container.runtime.port { container.port } else { port };
            let at = |path: &str| Some(HttpProbe { path: path.to_owned(), port });
            // Generated code tells the process from its dependencies; products have one answer.
            let live = if container.stack.is_some() { at(LIVE_PATH) } else { at(path) };
            Some(Probe { command: words(command), live, ready: at(path) })
        }
    }
}
