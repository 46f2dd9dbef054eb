//! What `groundplan review --format sarif` writes, under the schema of SARIF 2.1.0.

use domain::work::Work;
use std::{fs, process::Command};
use tests::bundles::toolbox::{accepts, installed, python, rejects, scratch};

fn check(file: &std::path::Path) -> Command {
    let schema = installed("npm/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    let mut command = python("check-jsonschema");
    // The schema escapes its expressions as ECMAScript allows outside of Unicode mode, not as Unicode mode demands.
    command.args(["--regex-variant", "nonunicode", "--schemafile"]).arg(schema).arg(file);
    command
}

#[test]
fn the_schema_accepts_the_log_of_every_example() {
    let mut files = Vec::new();
    for rule in domain::review::rules() {
        let mut design = rule.illustration().before;
        // One accepted finding, so that suppressions are judged too.
        if let Some(finding) = domain::review::review(&design, &Work::unlimited()).findings.into_iter().next() {
            design.waivers.insert(finding.key, "We live with it".into());
        }
        let plan = scratch(&format!("{}.yaml", rule.code), &domain::file::write(&design));
        let output =
            Command::new(env!("CARGO_BIN_EXE_groundplan-under-test")).args(["review", "--format", "sarif"]).arg(plan).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
        files.push(scratch(&format!("{}.sarif", rule.code), &String::from_utf8_lossy(&output.stdout)));
    }
    let (first, rest) = files.split_first().unwrap();
    accepts(check(first).args(rest));
}

#[test]
fn the_schema_sees_what_is_wrong() {
    let log = scratch("wrong.sarif", r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}"#);
    assert!(fs::exists(&log).unwrap());
    rejects(&mut check(&log), "'name' is a required property");
}
