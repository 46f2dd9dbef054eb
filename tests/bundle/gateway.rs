//! Every nginx configuration under `nginx -t`: of gateways, of static frontends, and of gateways in a cluster.

use crate::{
    samples::SAMPLES,
    toolbox::{accepts, beside, installed, rejects, scratch},
};
use std::{fmt::Write, path::Path, process::Command};

fn nginx(configuration: &Path, hosts: &Path) -> Command {
    // Asks for the set-up by name, should it be missing.
    installed("bin");
    let mut command = Command::new("sh");
    command.arg(beside("nginx-check.sh")).arg(configuration).arg(hosts);
    command
}

#[test]
fn nginx_accepts_every_configuration() {
    let mut seen = 0;
    for sample in SAMPLES.iter() {
        let mut hosts = String::from("127.0.0.1 localhost\n");
        sample.design.elements.keys().for_each(|id| writeln!(hosts, "127.0.0.1 {id}").unwrap());
        let hosts = scratch("hosts", &hosts);
        for configuration in sample.ending("nginx.conf") {
            accepts(&mut nginx(&configuration, &hosts));
            seen += 1;
        }
    }
    assert!(seen >= SAMPLES.len(), "{seen} configurations only");
}

#[test]
fn nginx_sees_what_is_wrong() {
    let hosts = scratch("no-hosts", "127.0.0.1 localhost\n");
    let unknown = scratch("unknown.conf", "events {}\nhttp { server { listen 8080; location / { proxy_pass http://nobody:1; } } }\n");
    rejects(&mut nginx(&unknown, &hosts), "host not found in upstream");
}
