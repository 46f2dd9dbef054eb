//! How a part's image brings its own database up to date: the command of the init step. Absent where starting does not change a schema.

use crate::plan::{Container, Plan, Stack};

/// Turns the service's own migration at start off: the init step has done it.
pub(super) const AT_START: &str = "MIGRATE_AT_START";

/// What the init step runs. The code takes the database's own lock, so that copies that start together wait for each other.
pub(super) fn command(plan: &Plan, container: &Container) -> Option<&'static [&'static str]> {
    let product = plan.contract(&container.id)?.primary_store()?.product;
    match (container.stack?, product) {
        (Stack::Node, "postgresql" | "mysql") => Some(&["node", "src/store/migrate.js"]),
        (Stack::Python, _) => Some(&["python", "-m", "app.migrate"]),
        (Stack::Node | Stack::Go | Stack::Static, _) => None,
    }
}
