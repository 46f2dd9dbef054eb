//! What fields are called, and which fields an Edit writes. Paths are those of the text form: `elements.orders.description`.

use super::Edit;

/// The name of a field as people read it: `CPU`, `API version`.
pub(super) fn field_of(name: &str) -> String {
    match name {
        "cpu_millicores" => "CPU in millicores".to_owned(),
        "memory_mib" => "Memory in MiB".to_owned(),
        "storage_gib" => "Storage in GiB".to_owned(),
        "api_version" => "API version".to_owned(),
        "api_versioning" => "API versioning".to_owned(),
        "max_replicas" => "Most replicas".to_owned(),
        "timeout_ms" => "Timeout in ms".to_owned(),
        "latency_p95_ms" => "Latency p95 in ms".to_owned(),
        "from" => "Start".to_owned(),
        "to" => "End".to_owned(),
        name => crate::discovery::proposal::verdict::capital(&name.replace(['_', '-'], " ")),
    }
}

impl Edit {
    /// Calls `found` with the path of every field that the edit writes.
    pub fn each_path(&self, found: &mut impl FnMut(String)) {
        match self {
            Self::SetName { .. } => found("name".to_owned()),
            Self::SetSummary { .. } => found("summary".to_owned()),
            Self::SetAnswer { question, .. } => found(format!("brief.{question}")),
            Self::ChangePlatform { change } => found(format!("platform.{}", change.name())),
            Self::AddContext { id, .. } | Self::RemoveContext { id } => found(format!("contexts.{id}")),
            Self::ChangeContext { id, change } => found(format!("contexts.{id}.{}", change.name())),
            Self::AddElement { id, .. } | Self::RemoveElement { id } => found(format!("elements.{id}")),
            Self::ChangeElement { id, change } => found(format!("elements.{id}.{}", change.name())),
            Self::RenameElement { from, to } => [from, to].into_iter().for_each(|id| found(format!("elements.{id}"))),
            Self::AddLink { id, .. } | Self::RemoveLink { id } => found(format!("links.{id}")),
            Self::ChangeLink { id, change } => found(format!("links.{id}.{}", change.name())),
            Self::SetEvent { id, .. } => found(format!("events.{id}")),
            Self::SetJourney { id, .. } => found(format!("journeys.{id}")),
            Self::SetDecision { topic, .. } => found(format!("decisions.{topic}")),
            Self::SetWaiver { finding, .. } => found(format!("waivers.{finding}")),
            Self::Place { id, .. } => found(format!("layout.{id}")),
            Self::Batch { edits } => edits.iter().for_each(|edit| edit.each_path(found)),
        }
    }

    /// What the field at a path is called, for the Design that has it: `Description of orders`.
    pub fn title_of_path(design: &crate::Design, path: &str) -> String {
        // Names of events and findings have dots in them.
        let most = if path.starts_with("events.") || path.starts_with("waivers.") { 2 } else { 3 };
        let keys: Vec<String> = path.splitn(most, '.').map(str::to_owned).collect();
        super::merge::title(design, &keys)
    }
}
