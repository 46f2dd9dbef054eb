//! The gateway artefact: the configuration of the way in, from the routes of the Plan.

mod model;
#[cfg(test)]
mod tests;

use super::{Artefact, NOTHING, Runtime, Writer};
use crate::{
    GenerateError,
    names::in_path,
    plan::{Container, Mount, Plan, Role},
    render::render,
};
use domain::design::ElementKind;
use model::Gateway;
pub(super) use model::HOPS;

pub static ARTEFACT: Artefact = Artefact {
    slug: "gateway",
    name: "Gateway",
    summary: "Routes, limits, time-outs and headers of the way in",
    icon: "waypoints",
    essential: true,
    applies: |design| design.elements_of(ElementKind::Gateway).next().is_some(),
    needs: &[],
    templates: &[
        ("gateway/nginx.conf", include_str!("nginx.conf.tera")),
        ("gateway/kong.yml", include_str!("kong.yml.tera")),
        ("gateway/traefik.yml", include_str!("traefik.yml.tera")),
        ("gateway/dynamic.yml", include_str!("dynamic.yml.tera")),
    ],
    whole: write,
    rest: NOTHING,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    for container in plan.of_role(Role::Gateway) {
        for mount in &container.mounts {
            out.text(&mount.source, configuration(plan, container, mount, Runtime::Compose)?)?;
            out.text(tls_source(container, mount), print(plan, container, mount, Runtime::Compose, true)?)?;
        }
    }
    Ok(())
}

/// One configuration file of a gateway.
pub(super) fn configuration(plan: &Plan, container: &Container, mount: &Mount, runtime: Runtime) -> Result<String, GenerateError> {
    print(plan, container, mount, runtime, false)
}

/// Where the form of a configuration file is that speaks TLS.
pub(super) fn tls_source(container: &Container, mount: &Mount) -> String {
    format!("gateway/{}/tls/{}", in_path(&container.id), file(mount))
}

fn file(mount: &Mount) -> &str {
    mount.source.rsplit('/').next().unwrap_or_default()
}

fn print(plan: &Plan, container: &Container, mount: &Mount, runtime: Runtime, tls: bool) -> Result<String, GenerateError> {
    render(&format!("gateway/{}", file(mount)), &Gateway::new(plan, container, runtime, tls))
}
