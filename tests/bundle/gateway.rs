//! A gateway in a cluster, for real: nginx with the generated configuration behind a hop that says who the client is, asked by many.

use std::process::Command;
use tests::bundles::{
    Sample,
    sample::temporary,
    toolbox::{accepts, beside, installed},
};

/// Pages that bring a policy of their own, an interface, and people who sign in.
const TICKET_WINDOW: &str = "groundplan: 1
name: Ticket window
platform: { target: kubernetes, discovery: kubernetes-dns, secrets: kubernetes-secrets, authentication: jwt }
contexts:
  people: { name: People, purpose: Who someone is., team: A, entities: [{ name: users, sensitivity: personal, fields: { email: string } }] }
elements:
  gateway: { kind: gateway, technology: nginx, replicas: 2 }
  web: { kind: frontend, technology: nextjs }
  user-service: { kind: service, technology: node-express, context: people, api_version: v1 }
  user-db: { kind: datastore, technology: postgresql, context: people }
links:
  w: { from: web, to: gateway, kind: rest, label: /api }
  g: { from: gateway, to: user-service, kind: rest, label: /api/users, timeout_ms: 5000 }
  o: { from: user-service, to: user-db, kind: owns }
";

#[test]
fn clients_are_told_apart_behind_a_balancer_and_pages_keep_their_policy() {
    installed("bin");
    let sample = Sample::new(&temporary().join("gateway"), "ticket-window", domain::file::read(TICKET_WINDOW).unwrap());
    let configuration = sample.directory.join("deploy/kubernetes/base/configuration/gateway/nginx.conf");
    let mut command = Command::new("sh");
    accepts(command.arg(beside("gateway-run.sh")).arg(configuration).arg(beside("gateway-clients.mjs")));
}
