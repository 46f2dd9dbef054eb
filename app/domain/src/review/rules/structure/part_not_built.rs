//! `part-not-built` (STR106): a part is made with something that the bundle holds no code for.

use crate::{
    decision::Theme,
    review::{
        Severity,
        rule::{Group, Rule, Source},
        unbuilt,
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "STR106",
    slug: "part-not-built",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "A part is made with something that the bundle holds no code for.",
    why: "The folder of the part looks complete and is not: it starts, tells that it is well, and does little or nothing of its work.",
    cure: "Choose a language that the bundle holds, name the image that your own code is built into, or accept this with a reason that says who writes it.",
    example: "\
orders: technology=java-spring
",
    sources: &[Source::at(
        "Michael Nygard, “Documenting Architecture Decisions”",
        "https://cognitect.com/blog/2011/11/15/documenting-architecture-decisions",
    )],
    check: |graph| unbuilt::findings(&RULE, graph, &[Theme::Structure]),
};

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "a: technology=java-spring", &["a+technology"]);
        expect(&RULE, "a: technology=node-express", &[]);
    }
}
