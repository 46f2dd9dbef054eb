//! How the database of a part is brought up to date: a Job does it with the part's own image, and the part's pods wait until it is done.
//! Absent where starting does not change a schema.

use super::{Dialect, Placed, canary, deployed, names::Names, workload::Workload};
use crate::{
    GenerateError,
    plan::{Container, Plan, Stack},
    render::render,
};
use serde::Serialize;

/// Turns the service's own migration at start off: the Job has done it.
pub(super) const AT_START: &str = "MIGRATE_AT_START";
/// Makes the command of a migration change nothing and end when everything is done.
const WAIT: &str = "--wait";
/// What a Job is called, after the name of its part. The label on its pods is the same and no part's, so that no Service, disruption
/// budget or policy of a part is for them.
const NAME: &str = "migrate";

/// What the Job runs. The code takes the database's own lock, so that two that start together wait for each other.
fn command(plan: &Plan, container: &Container) -> Option<&'static [&'static str]> {
    let product = plan.contract(&container.id)?.primary_store()?.product;
    match (container.stack?, product) {
        (Stack::Node, "postgresql" | "mysql") => Some(&["node", "src/store/migrate.js"]),
        (Stack::Python, _) => Some(&["python", "-m", "app.migrate"]),
        (Stack::Node | Stack::Go | Stack::Static, _) => None,
    }
}

/// What the pods of the part run first.
pub(super) fn wait(plan: &Plan, container: &Container) -> Option<Vec<&'static str>> {
    Some([command(plan, container)?, &[WAIT]].concat())
}

/// Whether a Job brings the database of a part up to date.
pub(in crate::artefacts) fn migrates(plan: &Plan, container: &Container) -> bool {
    container.runs_in_clusters() && command(plan, container).is_some()
}

/// The parts whose database a Job brings up to date.
pub(in crate::artefacts) fn migrated<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Container> {
    deployed(plan).filter(|c| migrates(plan, c))
}

/// The name of a part's Job.
pub(super) fn job(plan: &Plan, container: &Container, names: &Names) -> Option<String> {
    command(plan, container).map(|_| names.beside(&container.id, NAME))
}

/// The only part that the pods of the Job talk to: the database.
pub(super) fn store<'a>(plan: &'a Plan, container: &Container) -> Option<&'a Container> {
    let id = &plan.contract(&container.id)?.primary_store()?.id;
    plan.container(id).filter(|c| c.runs_in_clusters())
}

/// The Job of one part.
#[derive(Debug, Serialize)]
struct Migration<'a> {
    /// Account, environment and disks are those of the part.
    #[serde(flatten)]
    workload: Workload<'a>,
    /// The value of the label by which its pods are found.
    label: String,
    job: Placed,
    run: &'static [&'static str],
    /// Why a chart has no hook for it.
    no_hook: Placed,
}

const NO_HOOK: &str = "
# An ordinary object and no hook of Helm: before an installation there is no database yet, and after one `--wait` would wait for pods that
# wait for this Job. A Job cannot be changed, so each revision has one of its own and Helm deletes the one before.";

impl<'a> Migration<'a> {
    fn new(plan: &'a Plan<'_>, container: &'a Container, names: &'a Names, dialect: Dialect) -> Option<Self> {
        let run = command(plan, container)?;
        let label = job(plan, container, names)?;
        let workload = Workload::new(plan, container, names, dialect);
        Some(Self {
            workload: match dialect {
                // The component of a canary does the same with a patch.
                Dialect::Helm if canary::is_tried(plan, container) => {
                    workload.with_image(dialect.newest_image(&container.id, &container.image))
                }
                Dialect::Helm | Dialect::Kustomize => workload,
            },
            job: dialect.of_revision(&label),
            label,
            run,
            no_hook: dialect.only_in_chart(NO_HOOK),
        })
    }
}

/// The manifest of a part's Job.
pub(in crate::artefacts) fn migration(
    plan: &Plan,
    c: &Container,
    names: &Names,
    dialect: Dialect,
) -> Result<Option<String>, GenerateError> {
    Migration::new(plan, c, names, dialect).map(|job| render("kubernetes/migration.yaml", &job)).transpose()
}
