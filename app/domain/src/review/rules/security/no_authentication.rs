//! `no-authentication` (SEC104): sensitive data, and nobody has to say who they are.

use crate::{
    design::{Authentication, ElementKind, Sensitivity},
    edit::{Edit, PlatformField},
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, listed},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC104",
    slug: "no-authentication",
    group: Group::Security,
    severity: Severity::Warning,
    summary: "Sensitive data, and nobody has to say who they are.",
    why: "Without sign-in everybody may ask for everybody’s data.",
    cure: "Choose how people prove who they are; tokens checked at the gateway are the usual start.",
    example: "\
gateway -rest-> orders
[people] orders entities=people:personal
",
    sources: &[
        Source::at("OWASP Top 10, “Broken Access Control”", "https://owasp.org/Top10/A01_2021-Broken_Access_Control/"),
        Source::at(
            "OWASP Top 10, “Identification and Authentication Failures”",
            "https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/",
        ),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let contexts = graph.design.contexts.values();
    let sensitive: Vec<&str> = contexts
        .filter(|context| context.entities.iter().any(|e| e.sensitivity != Sensitivity::Plain))
        .map(|context| context.name.as_str())
        .collect();
    let entrances =
        graph.nodes.iter().any(|node| matches!(node.element.kind, ElementKind::Frontend | ElementKind::Gateway) || node.element.exposed);
    if sensitive.is_empty() || !entrances || graph.design.platform.authentication != Authentication::None {
        return Vec::new();
    }
    let edit = Edit::ChangePlatform { change: PlatformField::Authentication(Authentication::Jwt) };
    let finding = RULE
        .on_design(&listed(&sensitive))
        .says(
            "Nobody has to sign in",
            format!("There is sensitive data in {}, and whoever finds the address can ask for it.", listed(&sensitive)),
        )
        .fixed("Check tokens at the gateway", vec!["authentication: JWT checked at the gateway".into()], edit);
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "gateway -rest-> orders\n[people] orders entities=people:personal", &["design"]);
        expect(&RULE, "gateway -rest-> orders\n[people] orders entities=people:personal\nplatform: authentication=oidc", &[]);
        expect(&RULE, "gateway -rest-> orders\n[people] orders entities=orders", &[]);
    }
}
