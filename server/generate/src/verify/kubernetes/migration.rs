//! Checks on the Jobs that bring databases up to date: each part whose code has a migration has one, it runs that part's image, its pods
//! are nobody else's, and they reach the part's own database and nothing else.

use super::{Code, LINKS, Objects, Passages, items, list, name_of, name_selected, require, string, workload};
use crate::{
    GenerateError,
    plan::{Container, Plan},
};
use serde_json::Value;

/// A part with the objects of its file, and the file and the object of its Job.
pub(super) struct Migration<'v> {
    pub container: &'v Container,
    pub objects: &'v Objects,
    pub file: &'v str,
    pub job: Option<&'v Value>,
}

impl<'v> Migration<'v> {
    /// The spec of the Job's pods; nothing for a part that has nothing to bring up to date.
    pub(super) fn check(
        &self,
        plan: &Plan,
        code: &Code,
        egress: &Passages,
        ingress: &Passages,
    ) -> Result<Option<&'v Value>, GenerateError> {
        let id = self.container.id.as_str();
        require(code.migrates(id) == self.job.is_some(), self.file, || match self.job {
            Some(_) => format!("has a Job for {id}, whose code has no migration"),
            None => format!("has no Job for the migration of {id}"),
        })?;
        let Some(job) = self.job else { return Ok(None) };
        let name = name_of(job);
        let labels = job.pointer("/spec/template/metadata/labels").and_then(name_selected);
        require(labels == Some(name) && plan.container(name).is_none(), self.file, || {
            format!("gives the pods of the Job of {id} to somebody else")
        })?;
        let pod = &job["spec"]["template"]["spec"];
        let image = string(pod, "/containers/0/image");
        let first = workload(self.objects).and_then(|workload| workload.pointer("/spec/template/spec/initContainers/0"));
        let waits = first.is_some_and(|step| items(&step["command"]).iter().any(|word| word == "--wait"));
        require(waits, self.file, || format!("brings a database up to date for which {id} does not wait"))?;
        require(first.is_some_and(|step| string(step, "/image") == image), self.file, || format!("runs another image than {id}"))?;
        self.check_passages(plan, name, egress, ingress)?;
        Ok(Some(pod))
    }

    fn check_passages(&self, plan: &Plan, name: &str, egress: &Passages, ingress: &Passages) -> Result<(), GenerateError> {
        let store = plan.contract(&self.container.id).and_then(|contract| contract.primary_store()).map_or("", |store| &store.id);
        let ports: Vec<u64> = self.container.ports_at(store).map(u64::from).collect();
        for port in &ports {
            let allowed = egress.has(name, store, *port) && ingress.has(store, name, *port);
            require(allowed, LINKS, || format!("does not let the Job of {} reach {store} at port {port}", self.container.id))?;
        }
        let more = egress.at(name).any(|(to, port)| !(to == store && ports.contains(&port)));
        let called = ingress.at(name).next().is_some();
        require(!more && !called, LINKS, || format!("lets the Job of {} talk to more than its database", self.container.id))
    }
}

/// The Job among the objects of a file.
pub(super) fn job(objects: &[Value]) -> Option<&Value> {
    objects.iter().find(|object| string(object, "/kind") == "Job" && !list(object, "/spec/template/spec/containers").is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artefacts::fixture::shop;
    use domain::work::Work;

    #[test]
    fn a_job_without_a_migration_is_refused() {
        let design = shop();
        let plan = Plan::new(&design, &Work::unlimited()).expect("a Plan");
        let container = plan.container("gateway").expect("a part");
        let migration = Migration { container, objects: &Objects::new(), file: "gateway.yaml", job: Some(&Value::Null) };
        let said = migration.check(&plan, &Code::of(&plan), &Passages::default(), &Passages::default()).expect_err("refused");
        assert!(said.to_string().contains("has a Job for gateway, whose code has no migration"), "{said}");
    }
}
