//! `retry-without-idempotency` (REL105): A call is repeated although that may do its work twice.

use crate::{
    edit::LinkField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_link},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "REL105",
    slug: "retry-without-idempotency",
    group: Group::Resilience,
    severity: Severity::Error,
    summary: "A call is repeated although that may do its work twice.",
    why: "A timeout does not say whether the work was done. Repeating it charges a card twice or ships a parcel twice.",
    cure: "Make it safe to repeat: send a key with the request, and let the other side answer the second one with the first result. Or do not repeat it.",
    example: "\
orders -rest-> payments timeout_ms=2000 retries=2
",
    sources: &[
        Source::at("Stripe, “Designing robust and predictable APIs with idempotency”", "https://stripe.com/blog/idempotency"),
        Source::at(
            "IETF draft, “The Idempotency-Key HTTP Header Field”",
            "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/",
        ),
    ],
    check,
};

fn check(graph: &Graph) -> Vec<Finding> {
    let repeated = graph.calls().filter(|call| call.link.retries.is_some_and(|retries| retries > 0) && !call.link.idempotent);
    repeated
        .map(|call| {
            let (from, to) = (graph.name(&call.link.from), graph.name(&call.link.to));
            RULE.on_link(graph, call.id)
                .says(
                    format!("Repeating the call to {to} may do it twice"),
                    format!("When an answer is lost, {from} asks again and {to} does the work again: a second charge, a second mail."),
                )
                .fixed(
                    "Make it safe to repeat",
                    vec!["idempotent: yes, with a key in each request".into()],
                    set_link(call.id, LinkField::Idempotent(true)),
                )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders -rest-> payments timeout_ms=2000 retries=2", &["orders-payments"]);
        expect(&RULE, "orders -rest-> payments retries=2 idempotent\norders -rest-> stock retries=0\norders -rest-> mail", &[]);
    }
}
