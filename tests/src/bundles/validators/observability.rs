//! Prometheus' configuration, its rules and their unit tests under promtool; Alertmanager's configuration under amtool.

use crate::bundles::{Asked, Broken, Validator};
use std::{path::Path, process::Command};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "promtool config",
        subjects: |sample| sample.ending("prometheus.yml"),
        asked: Asked::OneByOne(|_, file| ask("promtool", &["check", "config", "--lint-fatal"], file)),
        broken: &[Broken {
            files: &[
                ("observability/prometheus.yml", "rule_files: [rules.yml]\n"),
                ("observability/rules.yml", "groups:\n  - name: a\n    rules:\n      - record: a\n        expr: rate(b\n"),
            ],
            complaint: "could not parse expression",
        }],
    },
    Validator {
        name: "promtool test",
        subjects: |sample| sample.ending("rules.test.yml"),
        asked: Asked::OneByOne(|_, file| ask("promtool", &["test", "rules"], file)),
        broken: &[Broken {
            files: &[
                ("rules.yml", "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: vector(0) > 1\n"),
                (
                    "rules.test.yml",
                    "rule_files: [rules.yml]\ntests:\n  - alert_rule_test: [{ eval_time: 1m, alertname: A, exp_alerts: [{}] }]\n",
                ),
            ],
            complaint: "FAILED",
        }],
    },
    Validator {
        name: "amtool",
        subjects: |sample| sample.ending("alertmanager.yml"),
        asked: Asked::OneByOne(|_, file| ask("amtool", &["check-config"], file)),
        broken: &[Broken {
            files: &[("alertmanager.yml", "route:\n  receiver: nobody\nreceivers:\n  - name: somebody\n")],
            complaint: "undefined receiver",
        }],
    },
];

fn ask(tool: &str, words: &[&str], file: &Path) -> Command {
    let mut command = Command::new(tool);
    command.args(words).arg(file);
    command
}
