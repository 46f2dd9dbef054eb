//! The Swarm artefact: one stack file for `docker stack deploy`, from the same model as the compose files.

use super::{Artefact, NOTHING, Writer, compose::model::System};
use crate::{GenerateError, plan::Plan, render::render};
use domain::design::Target;

pub static ARTEFACT: Artefact = Artefact {
    slug: "swarm",
    name: "Docker Swarm",
    summary: "A stack file: replicas over several machines, rolling updates that take themselves back",
    icon: "b-docker",
    essential: false,
    applies: |design| design.platform.target == Target::Swarm,
    needs: &["compose"],
    templates: &[("swarm/stack.yaml", include_str!("stack.yaml.tera"))],
    whole: write,
    rest: NOTHING,
};

fn write(plan: &Plan, out: &mut Writer) -> Result<(), GenerateError> {
    if plan.containers.is_empty() {
        return Ok(());
    }
    out.text("stack.yaml", render("swarm/stack.yaml", &System::new(plan))?)
}

#[cfg(test)]
mod tests {
    use crate::{Options, artefacts::fixture::shop, generate};
    use domain::{Design, design::Target, ids::TechnologyId, work::Work};

    fn stack(design: &Design) -> Option<String> {
        let generated = generate(design, &Options::default(), &Work::unlimited()).expect("a bundle");
        generated.bundle.get("stack.yaml").map(|file| String::from_utf8(file.bytes.clone()).expect("text"))
    }

    #[test]
    fn the_stack_of_a_small_design() {
        let mut design = shop();
        design.platform.target = Target::Swarm;
        insta::assert_snapshot!("stack", stack(&design).expect("a stack"));
    }

    #[test]
    fn what_collects_logs_runs_on_every_machine() {
        let mut design = shop();
        design.platform.target = Target::Swarm;
        for (logs, collector) in [("loki", "alloy"), ("elasticsearch", "filebeat")] {
            design.platform.observability.logs = TechnologyId::new(logs).ok();
            let stack = stack(&design).expect("a stack");
            let of_collector = stack.split(&format!("\n  {collector}:\n")).nth(1).expect("the collector");
            let of_collector = of_collector.split("\n  # ").next().expect("its lines");
            assert!(of_collector.contains("source: /var/run/docker.sock") && of_collector.contains("mode: global"), "{of_collector}");
            assert!(!of_collector.contains("replicas:") && !of_collector.contains("placement:"), "{of_collector}");
            assert_eq!(stack.matches("mode: global").count(), 1);
        }
    }

    #[test]
    fn another_target_has_no_stack() {
        assert_eq!(stack(&shop()), None);
    }
}
