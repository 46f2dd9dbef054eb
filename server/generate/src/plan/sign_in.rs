//! What the services need to know who asks: keys, issuers and audiences in their environment. Says which parts do not check anybody.
//! Must not decide what an operation asks for: the contracts do.

use super::{
    Access, Env, EnvValue, Plan, Role, RouteKind,
    contract::{self, SignIn},
    secrets::Secrets,
};
use domain::design::Authentication;
use std::collections::BTreeSet;

/// Adds the variables and the secret of the Design's way to sign in to every service that asks for it.
pub(super) fn add_variables(plan: &mut Plan, secrets: &mut Secrets) {
    let Some(way) = contract::sign_in(plan.design.platform.authentication) else { return };
    let slug = plan.slug.clone();
    for container in plan.containers.iter_mut().filter(|c| c.role == Role::Service && contract::has_contract(c)) {
        if way != SignIn::ApiKeys {
            let comment =
                "Ids of the people who may change what belongs to nobody, with commas between them. Whoever is refused is told their own.";
            let value = EnvValue::Variable { name: "ADMINS".into(), default: String::new(), comment: comment.into() };
            container.env.push(Env { name: "ADMINS".into(), value });
        }
        let mut file = |name: &str, id: String| {
            container.env.push(Env { name: name.into(), value: EnvValue::SecretFile(id.clone()) });
            container.secrets.push(id);
        };
        match way {
            SignIn::Jwt | SignIn::Sessions => {
                file("JWT_KEY_FILE", secrets.id_of("jwt", "key", true, ""));
                for name in ["JWT_AUDIENCE", "JWT_ISSUER"] {
                    container.env.push(Env { name: name.into(), value: EnvValue::Plain(slug.clone()) });
                }
            }
            SignIn::ApiKeys => file("API_KEYS_FILE", secrets.api_keys()),
            SignIn::Oidc => {
                container.env.extend(of_provider(&slug));
                // Its keys are there.
                container.egress = true;
            }
        }
    }
}

fn of_provider(slug: &str) -> [Env; 3] {
    let variable = |name: &str, default: &str, comment: &str| {
        let value = EnvValue::Variable { name: name.into(), default: default.into(), comment: comment.into() };
        Env { name: name.into(), value }
    };
    [
        variable(
            "OIDC_ISSUER",
            "",
            "The issuer whose tokens count, such as https://id.example.com/realms/shop. Until it is set, nobody can sign in.",
        ),
        variable("OIDC_AUDIENCE", slug, "The audience that tokens must name: what the provider calls this system."),
        variable("OIDC_SCOPE", "", "A scope that every token must hold. Empty: none."),
    ]
}

/// Parts that are open to whoever reaches them, although people sign in: the gateway asks for nothing, and neither does their code.
pub fn unchecked<'a>(plan: &'a Plan<'_>) -> BTreeSet<&'a str> {
    if plan.design.platform.authentication == Authentication::None {
        return BTreeSet::new();
    }
    let asks = |id: &str| plan.contract(id).is_some_and(|c| c.sign_in.is_some());
    let is_open = |r: &&super::Route| r.kind == RouteKind::Api && r.access == Access::Open;
    plan.routes.iter().filter(is_open).map(|r| r.upstream.as_str()).filter(|id| !asks(id)).collect()
}

pub(super) fn warn_about_the_unchecked(plan: &mut Plan) {
    let open: Vec<String> = unchecked(plan).into_iter().map(str::to_owned).collect();
    for id in open {
        plan.warn(format!(
            "“{id}” is reached through the gateway and its code asks nobody who they are: add that before strangers reach it."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::work::Work;

    fn plan_of<'a>(design: &'a domain::Design) -> Plan<'a> {
        Plan::new(design, &Work::unlimited()).expect("a Plan")
    }

    fn shop(way: &str) -> domain::Design {
        let text = format!(
            "groundplan: 1\nname: Shop\nplatform: {{ authentication: {way} }}\ncontexts: {{ c: {{ name: C, entities: [{{ name: orders }}] }} }}\nelements:\n  gateway: {{ kind: gateway, technology: nginx }}\n  orders: {{ kind: service, context: c }}\n  prices: {{ kind: service, technology: go }}\nlinks:\n  a: {{ from: gateway, to: orders, kind: rest }}\n  b: {{ from: gateway, to: prices, kind: rest }}\n"
        );
        domain::file::read(&text).expect("a Design")
    }

    #[test]
    fn each_way_has_its_variables_and_no_others() {
        let ways: [(&str, &[&str], bool); 4] = [
            ("none", &[], false),
            ("jwt", &["JWT_AUDIENCE", "JWT_ISSUER", "JWT_KEY_FILE"], false),
            ("oidc", &["OIDC_AUDIENCE", "OIDC_ISSUER", "OIDC_SCOPE"], true),
            ("api-keys", &["API_KEYS_FILE"], false),
        ];
        for (way, expected, egress) in ways {
            let design = shop(way);
            let plan = plan_of(&design);
            let orders = plan.container("orders").expect("a part");
            let found: Vec<&str> = orders
                .env
                .iter()
                .map(|e| e.name.as_str())
                .filter(|n| n.contains("_A") || n.contains("_I") || n.contains("_S") || n.contains("_K"))
                .filter(|n| !n.starts_with("SERVICE"))
                .collect();
            assert_eq!((found.as_slice(), orders.egress), (expected, egress), "{way}");
            assert_eq!(orders.secrets.len(), usize::from(matches!(way, "jwt" | "api-keys")), "{way}");
        }
    }

    #[test]
    fn a_part_that_checks_nobody_is_named() {
        for (way, warns) in [("none", false), ("oidc", true), ("api-keys", true), ("sessions", true)] {
            let design = shop(way);
            let plan = plan_of(&design);
            let named = |id: &str| plan.warnings.iter().any(|w| w.contains(&format!("“{id}” is reached")));
            assert_eq!((named("orders"), named("prices")), (false, warns), "{way}: {:?}", plan.warnings);
        }
    }
}
