//! Every tool of the table: it accepts what bundles hold, those of a few random Designs too, and it rejects something broken.
//! Hundreds of random Designs are for `make verify`.

use crate::samples::{RANDOM, SAMPLES};
use tests::bundles::{Refusal, Seen, validators};

macro_rules! every {
    ($($test:ident: $name:literal),+ $(,)?) => {
        $( mod $test {
            #[test]
            fn accepts_every_file() {
                super::accepts_every_file($name);
            }
            #[test]
            fn sees_what_is_wrong() {
                tests::bundles::validators::find($name).must_reject_what_is_broken();
            }
        } )+
        #[test]
        fn the_table_is_complete() {
            assert_eq!(validators::all().map(|validator| validator.name).collect::<Vec<_>>(), [$($name),+]);
        }
    };
}

every!(
    docker_compose: "docker compose",
    compose_specification: "compose specification",
    kustomize: "kustomize",
    helm: "helm",
    kubernetes_validate_1_35: "kubernetes-validate 1.35",
    kubernetes_validate_1_36: "kubernetes-validate 1.36",
    kubernetes_validate_1_37: "kubernetes-validate 1.37",
    kubernetes_models: "kubernetes-models",
    nginx: "nginx",
    redocly: "redocly",
    asyncapi_parser: "asyncapi parser",
    buf: "buf",
    graphql: "graphql",
    hadolint: "hadolint",
    node: "node",
    ruff: "ruff",
    promtool_config: "promtool config",
    promtool_test: "promtool test",
    amtool: "amtool",
    github: "github",
    zizmor: "zizmor",
    make: "make",
    shellcheck: "shellcheck",
    markdownlint: "markdownlint",
    remark_links: "remark links",
    mermaid: "mermaid",
    yamllint: "yamllint",
    json: "json",
);

fn accepts_every_file(name: &str) {
    let mut seen = Seen::default();
    let [fixed, random] = [&SAMPLES, &RANDOM].map(|samples| validators::find(name).judge(samples, &mut seen));
    let judged = fixed.0 + random.0;
    assert!(fixed.0 > 0, "no bundle holds anything for {name}");
    let refusals: Vec<Refusal> = fixed.1.into_iter().chain(random.1).collect();
    let said: Vec<String> = refusals.iter().map(|refusal| format!("{}\n{}", refusal.subject.display(), refusal.said)).collect();
    assert!(refusals.is_empty(), "{name} refuses {} of {judged}:\n{}", refusals.len(), said.join("\n"));
}
