//! The ways in from outside, by the Gateway API: one Gateway and one route for each part that the Design opens.

use super::canary::Side;
use crate::plan::{Container, Role};
use serde::Serialize;

/// A way in.
#[derive(Debug, Serialize)]
pub(in crate::artefacts) struct Entrance<'a> {
    pub id: &'a str,
    port: u16,
    /// The GatewayClass that a cluster most likely has, given the gateway the Design names.
    pub class: &'static str,
    /// The Services of two releases, where the next one can be tried on a few.
    sides: Vec<Side>,
}

/// Stores and brokers are never opened: HTTP routes could not carry them.
pub(super) fn is_entrance(container: &Container) -> bool {
    container.host_port.is_some() && !matches!(container.role, Role::Datastore | Role::Broker)
}

impl<'a> Entrance<'a> {
    pub(super) fn new(container: &'a Container, sides: Vec<Side>) -> Self {
        let class = match container.technology.slug {
            "nginx" => "nginx",
            "kong" => "kong",
            "traefik" => "traefik",
            _ => "istio",
        };
        Self { id: &container.id, port: container.port, class, sides }
    }
}
