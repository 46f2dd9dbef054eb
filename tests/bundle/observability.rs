//! Prometheus' configuration, its rules and their unit tests under promtool; Alertmanager's configuration under amtool.

use crate::{
    samples::files,
    toolbox::{accepts, rejects, scratch},
};
use std::{path::Path, process::Command};

fn promtool(words: &[&str], file: &Path) -> Command {
    let mut command = Command::new("promtool");
    command.args(words).arg(file);
    command
}

fn amtool(file: &Path) -> Command {
    let mut command = Command::new("amtool");
    command.arg("check-config").arg(file);
    command
}

#[test]
fn promtool_accepts_every_configuration_and_its_rules() {
    for file in files("observability/prometheus.yml") {
        accepts(&mut promtool(&["check", "config", "--lint-fatal"], &file));
    }
}

#[test]
fn the_rules_pass_their_own_tests() {
    for file in files("observability/tests/rules.test.yml") {
        accepts(&mut promtool(&["test", "rules"], &file));
    }
}

#[test]
fn promtool_sees_what_is_wrong() {
    let rules = scratch("broken-rules.yml", "groups:\n  - name: a\n    rules:\n      - record: a\n        expr: rate(b\n");
    rejects(&mut promtool(&["check", "rules"], &rules), "could not parse expression");
    let rules = "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: vector(0) > 1\n";
    scratch("quiet-rules.yml", rules);
    let test = "rule_files: [quiet-rules.yml]\ntests:\n  - alert_rule_test:\n      - eval_time: 1m\n        alertname: A\n        exp_alerts: [{}]\n";
    rejects(&mut promtool(&["test", "rules"], &scratch("quiet-test.yml", test)), "FAILED");
}

#[test]
fn amtool_accepts_every_configuration() {
    for file in files("observability/alertmanager.yml") {
        accepts(&mut amtool(&file));
    }
}

#[test]
fn amtool_sees_what_is_wrong() {
    let file = scratch("alertmanager.yml", "route:\n  receiver: nobody\nreceivers:\n  - name: somebody\n");
    rejects(&mut amtool(&file), "undefined receiver");
}
