//! The design artefact: the Design itself as text, and the schema that lets editors complete it.

use super::{Artefact, Writer};
use crate::{GenerateError, plan::Plan};

pub static ARTEFACT: Artefact = Artefact {
    slug: "design",
    name: "Design file",
    summary: "groundplan.yaml, from which all this was made, and its schema",
    icon: "file-text",
    essential: true,
    applies: |_| true,
    needs: &[],
    templates: &[],
    render: write,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    // Editors with a YAML language server read the first line.
    let text = format!("# yaml-language-server: $schema=./groundplan.schema.json\n{}", domain::file::write(plan.design));
    out.text("groundplan.yaml", text)?;
    let schema = serde_json::to_string_pretty(&domain::file::schema())
        .map_err(|error| GenerateError::Internal { file: "groundplan.schema.json".into(), message: error.to_string() })?;
    out.text("groundplan.schema.json", schema + "\n")
}
