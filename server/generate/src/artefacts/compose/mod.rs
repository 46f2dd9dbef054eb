//! The compose artefact: the files that start the system on one machine.

use super::{Artefact, Writer};
use crate::{GenerateError, plan::Plan, render::render};

pub static ARTEFACT: Artefact = Artefact {
    slug: "compose",
    name: "Docker Compose",
    summary: "Starts everything on one machine: development and production",
    icon: "b-docker",
    applies: |_| true,
    needs: &[],
    templates: &[("compose/compose.yaml", include_str!("compose.yaml.tera"))],
    render: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    out.text("compose.yaml", render("compose/compose.yaml", plan)?)
}
