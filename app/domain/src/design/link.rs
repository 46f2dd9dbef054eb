//! Links: directed relations. A link goes from the part that needs to the part that is needed, so a subscription goes from
//! the consumer to the broker, although the canvas draws its arrow the way the events travel.

use super::{Resilience, element::is_false};
use crate::{
    ids::{ElementId, EventId},
    standing::{
        Absence,
        Standing::{self, Partial, Planned, Realised},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a link means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    Rest,
    Grpc,
    Graphql,
    Websocket,
    /// From an element to a broker: it announces events.
    Publish,
    /// From an element to a broker: it consumes events.
    Subscribe,
    /// From an element to its data store: the only writer.
    Owns,
    /// From an element to a data store it may only read.
    Reads,
    /// From an element to a store whose contents may vanish.
    Caches,
    /// From an element to an external system.
    Uses,
}

impl LinkKind {
    pub const ALL: [Self; 10] = [
        Self::Rest,
        Self::Grpc,
        Self::Graphql,
        Self::Websocket,
        Self::Publish,
        Self::Subscribe,
        Self::Owns,
        Self::Reads,
        Self::Caches,
        Self::Uses,
    ];
    /// The name people read: "gRPC".
    pub fn label(self) -> &'static str {
        match self {
            Self::Rest => "REST",
            Self::Grpc => "gRPC",
            Self::Graphql => "GraphQL",
            Self::Websocket => "WebSocket",
            Self::Publish => "Publishes",
            Self::Subscribe => "Subscribes",
            Self::Owns => "Owns data",
            Self::Reads => "Reads data",
            Self::Caches => "Caches",
            Self::Uses => "Uses",
        }
    }
    /// The word in files: `rest`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Grpc => "grpc",
            Self::Graphql => "graphql",
            Self::Websocket => "websocket",
            Self::Publish => "publish",
            Self::Subscribe => "subscribe",
            Self::Owns => "owns",
            Self::Reads => "reads",
            Self::Caches => "caches",
            Self::Uses => "uses",
        }
    }
    /// What the bundle makes of a link of this kind.
    pub const fn standing(self) -> Standing {
        match self {
            Self::Rest | Self::Publish | Self::Subscribe | Self::Owns | Self::Caches | Self::Uses => Realised,
            Self::Grpc => Partial {
                lacks: "the bundle holds the .proto file; the code of both parts speaks HTTP and JSON",
                by_hand: "write the server and the client from the .proto file",
                absent: Absence::GrpcServer,
            },
            Self::Graphql => Partial {
                lacks: "the bundle holds a schema; no part answers its queries",
                by_hand: "write the resolvers",
                absent: Absence::GraphqlResolvers,
            },
            Self::Websocket => Partial {
                lacks: "the gateway lets connections through; no part holds one open",
                by_hand: "write what accepts the connection and sends over it",
                absent: Absence::WebsocketServer,
            },
            Self::Reads => Partial {
                lacks: "the part is told where the store is; no code reads it, and it gets the account that may write",
                by_hand: "write the queries, and create an account that may only read",
                absent: Absence::Reader,
            },
        }
    }
    /// The caller waits for an answer over the network, from a part of ours or somebody else's.
    pub fn is_call(self) -> bool {
        matches!(self, Self::Rest | Self::Grpc | Self::Graphql | Self::Websocket | Self::Uses)
    }
    /// Goes to a broker.
    pub fn is_event(self) -> bool {
        matches!(self, Self::Publish | Self::Subscribe)
    }
    /// Goes to a data store.
    pub fn is_data(self) -> bool {
        matches!(self, Self::Owns | Self::Reads | Self::Caches)
    }
}

/// A directed relation between two elements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub from: ElementId,
    pub to: ElementId,
    pub kind: LinkKind,
    /// The path (`/api/orders`) or the operation (`Charge`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What a publish or subscribe link carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventId>,
    /// How long the caller waits for one attempt, in milliseconds. No timeout when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u32>,
    /// Attempts after the first. None when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<u8>,
    /// Sending it twice does no more than sending it once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotent: bool,
    /// Stops calling for a while after repeated failures.
    #[serde(default, skip_serializing_if = "is_false")]
    pub circuit_breaker: bool,
    /// What the caller does instead when the call fails: `show the cached list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// The caller cannot do its work without the answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub critical: bool,
    /// Messages that cannot be handled are put aside instead of lost or retried for ever.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dead_letter: bool,
    /// Events leave in the same transaction as the change they report.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outbox: bool,
    /// Calls made for one request to the caller. 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls_per_request: Option<u16>,
}

impl Link {
    /// What the bundle makes of a link by which a system outside writes to a broker itself.
    pub const WRITTEN_FROM_OUTSIDE: Standing = Planned {
        lacks: "the broker of the bundle listens to the parts of the bundle only, so nothing from outside reaches it",
        by_hand: "give it a listener with TLS and a key for each device, or put a bridge for the protocol of the devices, such as MQTT, in front of it",
    };
    pub fn new(from: ElementId, to: ElementId, kind: LinkKind) -> Self {
        Self {
            from,
            to,
            kind,
            label: String::new(),
            events: Vec::new(),
            timeout_ms: None,
            retries: None,
            idempotent: false,
            circuit_breaker: false,
            fallback: None,
            critical: false,
            dead_letter: false,
            outbox: false,
            calls_per_request: None,
        }
    }
    /// How often a call is repeated: what the link says, unless the platform says that nothing is.
    pub fn repetitions(&self, level: Resilience) -> u8 {
        if level >= Resilience::Retries { self.retries.unwrap_or(0) } else { 0 }
    }
    /// Whether a call has a breaker: what the link says, unless the platform says that none has.
    pub fn breaks(&self, level: Resilience) -> bool {
        self.circuit_breaker && level >= Resilience::Breakers
    }
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}
