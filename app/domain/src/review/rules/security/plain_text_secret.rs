//! `plain-text-secret` (SEC102): A secret stands in the design as plain text.

use crate::{
    design::Setting,
    edit::ElementField,
    review::{
        Finding, Severity,
        graph::Graph,
        rule::{Group, Rule, Source, set_element},
    },
};

pub(in crate::review) static RULE: Rule = Rule {
    code: "SEC102",
    slug: "plain-text-secret",
    group: Group::Security,
    severity: Severity::Error,
    summary: "A secret stands in the design as plain text.",
    why: "Everybody who sees the design, the repository or a log knows it, and it cannot be changed without changing them all.",
    cure: "Mark it as secret. The value then lives in the secret store, and files only name it.",
    example: "\
orders: STRIPE_API_KEY=sk_live_1
",
    sources: &[
        Source::at(
            "OWASP, “Secrets Management Cheat Sheet”",
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        ),
        Source::at("The Twelve-Factor App, “Config”", "https://12factor.net/config"),
    ],
    check,
};

/// Words that mean a secret when they stand in a name by themselves.
const WORDS: &[&str] =
    &["PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "SECRET", "SECRETS", "TOKEN", "APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY"];
/// Last words that mean something about a secret, and not the secret.
const ABOUT: &[&str] = &[
    "FILE",
    "PATH",
    "NAME",
    "ID",
    "TTL",
    "EXPIRY",
    "LIFETIME",
    "TIMEOUT",
    "SECONDS",
    "MINUTES",
    "LENGTH",
    "URL",
    "ISSUER",
    "ALGORITHM",
    "HEADER",
];

fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in &graph.nodes {
        for (name, _) in node.element.settings.iter().filter(|(name, setting)| is_plain_secret(name, setting)) {
            let mut settings = node.element.settings.clone();
            settings.insert(name.clone(), Setting { value: String::new(), secret: true });
            let subject = format!("{}.{}", node.id, name.to_lowercase().replace('_', "-"));
            findings.push(
                RULE.on(&subject, graph.name(node.id))
                    .with_elements(vec![node.id.clone()])
                    .says(
                        format!("{name} is plain text"),
                        format!("Everybody who sees this design or its repository can use {name}, and nobody would notice."),
                    )
                    .fixed(
                        "Keep it as a secret",
                        vec![format!("{name}: secret, its value removed from here")],
                        set_element(node.id, ElementField::Settings(settings)),
                    ),
            );
        }
    }
    findings
}

fn is_plain_secret(name: &str, setting: &Setting) -> bool {
    if setting.secret || setting.value.trim().is_empty() {
        return false;
    }
    let words: Vec<&str> = name.split('_').collect();
    let last = words.last().copied().unwrap_or_default();
    let named = words.iter().any(|word| WORDS.contains(word)) && !ABOUT.contains(&last) && !words.contains(&"PUBLIC");
    named || has_password(&setting.value)
}

/// `scheme://user:password@host`.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::review::fixture::expect;

    #[test]
    fn fires_and_stays_silent() {
        expect(&RULE, "orders: STRIPE_API_KEY=sk_live_1", &["orders.stripe-api-key"]);
        expect(&RULE, "orders: !STRIPE_API_KEY=sk LEVEL=info TOKEN_TTL=60 JWT_PUBLIC_KEY=abc PASSWORD_FILE=/run/x MONKEY=1", &[]);
        expect(&RULE, "orders: DATABASE_URL=postgres://app:hunter2@db/orders", &["orders.database-url"]);
        expect(&RULE, "orders: DATABASE_URL=postgres://app@db/orders", &[]);
    }
}
