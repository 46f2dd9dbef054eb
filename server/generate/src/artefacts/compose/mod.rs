//! The compose artefact: the files that start the system on one machine, in development and in production.

pub(super) mod model;

use super::{Artefact, NOTHING, Writer};
use crate::{GenerateError, plan::Plan, render::Prepared};
use model::System;

pub static ARTEFACT: Artefact = Artefact {
    slug: "compose",
    name: "Docker Compose",
    summary: "Starts everything on one machine: development and production",
    icon: "b-docker",
    essential: true,
    applies: |_| true,
    needs: &["services", "gateway", "observability"],
    templates: &[
        ("compose/compose.yaml", include_str!("compose.yaml.tera")),
        ("compose/compose.override.yaml", include_str!("compose.override.yaml.tera")),
        ("compose/compose.prod.yaml", include_str!("compose.prod.yaml.tera")),
        ("compose/compose.tls.yaml", include_str!("compose.tls.yaml.tera")),
        ("compose/env.example", include_str!("env.example.tera")),
        ("compose/add-api-key.sh", include_str!("add-api-key.sh.tera")),
        ("compose/init-secrets.sh", include_str!("init-secrets.sh.tera")),
    ],
    whole: write,
    rest: NOTHING,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    let system = System::new(plan);
    let prepared = Prepared::new(&system)?;
    for (path, template) in [
        ("compose.yaml", "compose/compose.yaml"),
        ("compose.override.yaml", "compose/compose.override.yaml"),
        ("compose.prod.yaml", "compose/compose.prod.yaml"),
        (".env.example", "compose/env.example"),
    ] {
        out.text(path, prepared.render(template)?)?;
    }
    if system.has_doors() {
        out.text("compose.tls.yaml", prepared.render("compose/compose.tls.yaml")?)?;
    }
    out.script("scripts/init-secrets.sh", prepared.render("compose/init-secrets.sh")?)?;
    if system.has_api_keys() {
        out.script("scripts/add-api-key.sh", prepared.render("compose/add-api-key.sh")?)?;
    }
    out.text(".gitignore", include_str!("gitignore"))
}
