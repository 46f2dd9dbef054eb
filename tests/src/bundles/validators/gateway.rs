//! Every nginx configuration under `nginx -t`: of gateways, of static frontends, and of gateways in a cluster.

use crate::bundles::{
    Asked, Broken, Sample, Validator,
    toolbox::{beside, installed},
};
use domain::work::Work;
use generate::plan::Plan;
use std::{fmt::Write, fs, path::Path, process::Command};

pub(super) const VALIDATORS: &[Validator] = &[Validator {
    name: "nginx",
    subjects: |sample| sample.ending("nginx.conf"),
    asked: Asked::OneByOne(nginx),
    broken: &[Broken {
        files: &[("gateway/a/nginx.conf", "events {}\nhttp { server { listen 8080; location / { proxy_pass http://nobody:1; } } }\n")],
        complaint: "host not found in upstream",
    }],
}];

/// Only the parts of the design have names in the network.
fn nginx(sample: &Sample, configuration: &Path) -> Command {
    // Asks for the set-up by name, should it be missing.
    installed("bin");
    let mut hosts = String::from("127.0.0.1 localhost\n");
    // By the names that parts have when they run: an id can mean something else there.
    let plan = Plan::new(&sample.design, &Work::unlimited()).unwrap();
    plan.containers.iter().for_each(|part| writeln!(hosts, "127.0.0.1 {}", part.id).unwrap());
    let file = sample.directory.with_extension("hosts");
    fs::write(&file, hosts).unwrap();
    let mut command = Command::new("sh");
    command.arg(beside("nginx-check.sh")).arg(configuration).arg(file);
    command
}
