//! What a part gets of a cluster: copies, processor, memory, disk. The manifests and the chart's values both print it.

use crate::plan::Container;
use serde::Serialize;

/// Replicas are added when their average use of the processor passes this share of what they request.
const TARGET_UTILISATION: u32 = 70;
/// A part that idles at a quarter of its limit leaves room for others; below this, in thousandths of a processor, none would start.
const LEAST_CPU_REQUEST: u32 = 10;

#[derive(Debug, Serialize)]
pub(in crate::artefacts) struct Size {
    /// Absent where the autoscaler sets it.
    pub replicas: Option<u16>,
    /// Only what keeps no data is scaled.
    pub autoscaling: Option<Autoscaling>,
    pub requests: Amount,
    pub limits: Amount,
    pub storage: Option<String>,
}

#[derive(Debug, Serialize)]
pub(in crate::artefacts) struct Autoscaling {
    pub min: u16,
    pub max: u16,
    pub target_utilisation: u32,
}

#[derive(Debug, Serialize)]
pub(in crate::artefacts) struct Amount {
    pub cpu: String,
    pub memory: String,
}

impl Size {
    pub(in crate::artefacts) fn of(c: &Container) -> Self {
        let autoscaling = c.max_replicas.filter(|_| !is_stateful(c)).map(|max| Autoscaling {
            min: c.replicas,
            max,
            target_utilisation: TARGET_UTILISATION,
        });
        let amount = |millicores: u32| Amount { cpu: format!("{millicores}m"), memory: format!("{}Mi", c.memory_mib) };
        Self {
            replicas: autoscaling.is_none().then_some(c.replicas),
            autoscaling,
            requests: amount((c.cpu_millicores / 4).max(LEAST_CPU_REQUEST)),
            limits: amount(c.cpu_millicores),
            storage: c.volume.as_ref().map(|volume| format!("{}Gi", volume.gib)),
        }
    }

    /// One copy that asks for little.
    pub(in crate::artefacts) fn shrink(&mut self) {
        self.replicas = self.replicas.map(|replicas| replicas.min(1));
        if let Some(scale) = &mut self.autoscaling {
            (scale.min, scale.max) = (1, 1);
        }
        self.requests = Amount { cpu: SMALL_CPU.into(), memory: SMALL_MEMORY.into() };
        self.storage = self.storage.as_ref().map(|_| SMALL_STORAGE.into());
    }
}

/// What is asked for where everything runs on one machine; the overlay for development asks for the same.
const SMALL_CPU: &str = "10m";
const SMALL_MEMORY: &str = "16Mi";
const SMALL_STORAGE: &str = "1Gi";

/// A StatefulSet: its pods keep their disks.
pub(super) fn is_stateful(c: &Container) -> bool {
    c.volume.is_some()
}

/// Several run: they are spread over nodes and zones, and taken down one at a time.
pub(super) fn runs_several(c: &Container) -> bool {
    c.replicas > 1 || c.max_replicas.is_some()
}
