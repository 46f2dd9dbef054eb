//! The unit of systemd under systemd's own tools.

use super::text;
use std::process::Command;
use tests::bundles::toolbox::{Outcome, accepts, rejects, run, scratch};

/// What `systemd-analyze security` may rate it, in tenths: 0 may do nothing, 10 may do anything. 2 to 5 is usual for a careful one.
const MOST_EXPOSED: u32 = 12;

fn systemd_analyze() -> Command {
    let mut command = Command::new("systemd-analyze");
    // Without colours and pages.
    command.env("SYSTEMD_COLORS", "0").env("SYSTEMD_PAGER", "");
    command
}

/// The unit with a program that this machine has.
fn here(name: &str, unit: &str) -> std::path::PathBuf {
    scratch(name, &unit.replace("/usr/local/bin/groundplan", env!("CARGO_BIN_EXE_groundplan-under-test")))
}

#[test]
fn systemd_understands_every_line() {
    let unit = text("systemd/groundplan.service");
    let verify = |name: &str, unit: &str| {
        let mut command = systemd_analyze();
        run(command.arg("verify").arg(here(name, unit)))
    };
    let Outcome { content, said } = verify("groundplan.service", &unit);
    assert!(content && said.is_empty(), "{said}");
    // It goes on after a word that it does not know, and only says so.
    let Outcome { said, .. } = verify("misspelt/groundplan.service", &unit.replace("ProtectClock=", "ProtectClok="));
    assert!(said.contains("ProtectClok"), "{said}");
}

#[test]
fn it_may_do_little() {
    let unit = text("systemd/groundplan.service");
    let rated = |name: &str, unit: &str| {
        let mut command = systemd_analyze();
        command.args(["security", "--offline=yes", &format!("--threshold={MOST_EXPOSED}")]).arg(here(name, unit));
        command
    };
    let said = accepts(&mut rated("groundplan.service", &unit));
    assert!(said.contains("Overall exposure level"), "{said}");
    let open: String = unit.lines().filter(|line| !line.starts_with("SystemCallFilter")).map(|line| format!("{line}\n")).collect();
    rejects(&mut rated("open/groundplan.service", &open), "Overall exposure level");
}

#[test]
fn it_waits_for_readiness_and_keeps_to_its_folder() {
    let unit = text("systemd/groundplan.service");
    for line in [
        "ExecStartPost=/usr/local/bin/groundplan ready --wait 60",
        "StateDirectory=groundplan",
        "Environment=GROUNDPLAN_DATA=/var/lib/groundplan",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line} is missing");
    }
    let account = text("systemd/groundplan.sysusers");
    assert!(account.contains("\nu groundplan - "), "the unit's user is not made");
}
