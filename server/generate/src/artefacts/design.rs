//! The design artefact: the Design itself as text, and the schema that lets editors complete it.

use super::{Artefact, NOTHING, Writer};
use crate::{GenerateError, plan::Plan};
use std::sync::LazyLock;

pub static ARTEFACT: Artefact = Artefact {
    slug: "design",
    name: "Design file",
    summary: "groundplan.yaml, from which all this was made, and its schema",
    icon: "file-text",
    essential: true,
    applies: |_| true,
    needs: &[],
    templates: &[],
    whole: NOTHING,
    rest: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    // Editors with a YAML language server read the first line.
    let text = format!("# yaml-language-server: $schema=./groundplan.schema.json\n{}", domain::file::write(plan.design));
    out.text("groundplan.yaml", text)?;
    out.text("groundplan.schema.json", SCHEMA.as_str())
}

/// The same for every Design.
static SCHEMA: LazyLock<String> = LazyLock::new(|| format!("{:#}", domain::file::schema()));
