//! What systems can do, as a table: each capability with its bounded context, the data it owns, what it announces and hears,
//! whom it asks and what it needs from outside. Facts only; the proposal engine decides what to make of them.

mod commerce;
pub mod external;
mod fulfilment;
mod insight;
mod money;
mod people;
mod place;
mod platform;
mod reach;
mod work;

pub use external::External;

use crate::{
    design::{ElementKind, FieldType, Sensitivity, Subdomain},
    ids::slugify,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::LazyLock};

/// One thing a business can do.
#[derive(Debug, Clone, Copy)]
pub struct Capability {
    pub slug: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub icon: &'static str,
    /// Capabilities of one family belong together when parts must be joined.
    pub family: Family,
    /// Name of its bounded context.
    pub context: &'static str,
    /// What the context is responsible for.
    pub purpose: &'static str,
    pub subdomain: Subdomain,
    /// Id of its service.
    pub service: &'static str,
    /// A service that answers requests, or a worker that reacts to events.
    pub kind: ElementKind,
    /// Where its interface begins; empty for workers.
    pub path: &'static str,
    /// What it owns. When two chosen capabilities name the same entity, the later one in the table owns it.
    pub entities: &'static [Owned],
    /// What is typically asked of it, as verb phrases.
    pub operations: &'static [&'static str],
    pub shape: Shape,
    /// The language it is best written in, and why.
    pub language: Option<(&'static str, &'static str)>,
    pub emits: &'static [Emitted],
    /// Events it acts on.
    pub consumes: &'static [&'static str],
    pub calls: &'static [Call],
    /// Its share of the requests at peak, in percent of all.
    pub load_percent: u32,
    /// Reads for every write.
    pub reads_per_write: u32,
    /// Slugs of systems outside.
    pub externals: &'static [&'static str],
    /// Why it stays a part of its own even beside a monolith.
    pub apart: Option<&'static str>,
    /// Holds connections open.
    pub realtime: bool,
    /// What a user does with it, as a verb phrase: the name of a journey. Empty when nobody would say so.
    pub journey: &'static str,
}

/// An entity it owns.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    /// Plural, snake case.
    pub name: &'static str,
    pub sensitivity: Sensitivity,
    /// Beside `id`, `created_at` and `updated_at`, which every entity has. A field `order_id` refers to one of `orders`.
    pub fields: &'static [(&'static str, FieldType)],
}

/// Capabilities that change together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    Selling,
    Place,
    People,
    Money,
    Work,
    Reach,
    Insight,
}

impl Family {
    /// In the order they are offered.
    pub const ALL: [Self; 7] = [Self::Selling, Self::Money, Self::Place, Self::People, Self::Reach, Self::Work, Self::Insight];
    pub fn label(self) -> &'static str {
        match self {
            Self::Selling => "Selling and carrying out",
            Self::Money => "Money",
            Self::Place => "Places and times",
            Self::People => "People and access",
            Self::Reach => "Reaching people and things",
            Self::Work => "Working together",
            Self::Insight => "Finding and understanding",
        }
    }
}

/// The shape of its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "DataShape")]
pub enum Shape {
    /// It keeps nothing of its own.
    Nothing,
    /// Rows that refer to each other and change together.
    Relational,
    /// Records that differ from one another and are read whole.
    Documents,
    /// Text and figures to search through.
    Search,
    /// Values by key, read and written whole, many of them short-lived.
    KeyValue,
    /// Measurements by time, written once and summed up later.
    TimeSeries,
}

impl Shape {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Nothing => "Keeps nothing of its own",
            Self::Relational => "Rows that refer to each other",
            Self::Documents => "Records read whole",
            Self::Search => "Text and figures to search",
            Self::KeyValue => "Values by key",
            Self::TimeSeries => "Measurements by time",
        }
    }
    /// The kind of store it is typically kept in.
    pub fn datastore(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Relational => "relational",
            Self::Documents => "document",
            Self::Search => "search",
            Self::KeyValue => "key-value",
            Self::TimeSeries => "time series",
        }
    }
}

/// How requests come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Load {
    /// Twenty reads or more for every write: copies and caches help.
    ReadHeavy,
    /// Reads and writes.
    Mixed,
    /// Hardly anything but writes, often many at once.
    WriteBursts,
    /// Connections that stay open.
    HeldOpen,
    /// Nobody waits for it.
    Background,
}

impl Load {
    /// In a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::ReadHeavy => "Mostly read",
            Self::Mixed => "Read and written",
            Self::WriteBursts => "Written in bursts",
            Self::HeldOpen => "Connections held open",
            Self::Background => "In the background",
        }
    }
}

/// Reads for every write from which a capability counts as read-heavy.
const READ_HEAVY: u32 = 20;

impl Capability {
    /// The most careful handling any of its entities needs.
    pub fn sensitivity(&self) -> Sensitivity {
        self.entities.iter().map(|entity| entity.sensitivity).max().unwrap_or_default()
    }
    /// How requests come.
    pub fn load(&self) -> Load {
        match () {
            () if self.kind == ElementKind::Worker => Load::Background,
            () if self.realtime => Load::HeldOpen,
            () if self.reads_per_write == 0 => Load::WriteBursts,
            () if self.reads_per_write >= READ_HEAVY => Load::ReadHeavy,
            () => Load::Mixed,
        }
    }
    /// Those it asks, those that ask it, and those it shares an event with; in the table's order.
    pub fn neighbours(&self) -> Vec<&'static Capability> {
        let announces = |from: &Capability, to: &Capability| from.emits.iter().any(|event| to.consumes.contains(&event.name));
        let asks = |from: &Capability, to: &Capability| from.calls.iter().any(|call| call.to == to.slug);
        let near = |other: &Capability| asks(self, other) || asks(other, self) || announces(self, other) || announces(other, self);
        ALL.iter().copied().filter(|other| other.slug != self.slug && near(other)).collect()
    }
}

/// An event it announces.
#[derive(Debug, Clone, Copy)]
pub struct Emitted {
    pub name: &'static str,
    pub description: &'static str,
    pub fields: &'static [(&'static str, FieldType)],
}

/// A question it asks another capability and waits for.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub to: &'static str,
    /// The operation, as a verb: `Charge`.
    pub operation: &'static str,
    /// What it does without an answer. Nothing helps when absent: the call is critical.
    pub fallback: Option<&'static str>,
    /// Asking twice does no more than asking once.
    pub idempotent: bool,
}

const fn must(to: &'static str, operation: &'static str) -> Call {
    Call { to, operation, fallback: None, idempotent: true }
}
const fn may(to: &'static str, operation: &'static str, fallback: &'static str) -> Call {
    Call { to, operation, fallback: Some(fallback), idempotent: true }
}
const fn emits(name: &'static str, description: &'static str, fields: &'static [(&'static str, FieldType)]) -> Emitted {
    Emitted { name, description, fields }
}
type Fields = &'static [(&'static str, FieldType)];

const fn plain(name: &'static str, fields: Fields) -> Owned {
    Owned { name, sensitivity: Sensitivity::Plain, fields }
}
const fn personal(name: &'static str, fields: Fields) -> Owned {
    Owned { name, sensitivity: Sensitivity::Personal, fields }
}
const fn card(name: &'static str, fields: Fields) -> Owned {
    Owned { name, sensitivity: Sensitivity::Card, fields }
}
const fn health(name: &'static str, fields: Fields) -> Owned {
    Owned { name, sensitivity: Sensitivity::Health, fields }
}

/// What most capabilities have in common.
const BASE: Capability = Capability {
    slug: "",
    label: "",
    hint: "",
    icon: "cog",
    family: Family::Work,
    context: "",
    purpose: "",
    subdomain: Subdomain::Supporting,
    service: "",
    kind: ElementKind::Service,
    path: "",
    entities: &[],
    operations: &[],
    shape: Shape::Relational,
    language: None,
    emits: &[],
    consumes: &[],
    calls: &[],
    load_percent: 5,
    reads_per_write: 5,
    externals: &[],
    apart: None,
    realtime: false,
    journey: "",
};

/// Every capability, in the order they are offered.
pub const ALL: &[&Capability] = &[
    &commerce::CATALOG,
    &fulfilment::INVENTORY,
    &commerce::CART,
    &commerce::ORDERS,
    &money::PAYMENTS,
    &commerce::PRICING,
    &commerce::PROMOTIONS,
    &commerce::LOYALTY,
    &fulfilment::SHIPPING,
    &fulfilment::RETURNS,
    &fulfilment::PURCHASING,
    &commerce::REVIEWS,
    &insight::SEARCH,
    &insight::RECOMMENDATIONS,
    &money::SELLERS,
    &place::MENU,
    &place::RESERVATIONS,
    &place::APPOINTMENTS,
    &place::ROTA,
    &fulfilment::DELIVERY,
    &place::GEOLOCATION,
    &reach::VOICE,
    &people::ACCOUNTS,
    &people::PROFILES,
    &people::ACCESS,
    &people::TENANTS,
    &people::VERIFICATION,
    &people::CONSENT,
    &reach::MESSAGING,
    &reach::FEED,
    &reach::MODERATION,
    &reach::SUPPORT,
    &reach::NOTIFICATIONS,
    &reach::MAILINGS,
    &work::PROJECTS,
    &work::CONTENT,
    &work::LEARNING,
    &work::RECORDS,
    &work::APPROVALS,
    &work::LEAVE,
    &work::WORKFLOW,
    &money::BILLING,
    &money::SUBSCRIPTIONS,
    &money::LEDGER,
    &money::FRAUD,
    &insight::ANALYTICS,
    &insight::REPORTING,
    &platform::FILES,
    &platform::MEDIA,
    &platform::DEVICES,
    &platform::TELEMETRY,
    &platform::INGESTION,
    &reach::WEBHOOKS,
    &reach::INTEGRATIONS,
    &platform::FEATURE_FLAGS,
    &insight::AUDIT,
];

/// How many there are.
pub const COUNT: usize = ALL.len();

/// Capabilities by the slugs of their contexts' names. Asked for every context at every edit.
static BY_CONTEXT: LazyLock<BTreeMap<String, &Capability>> =
    LazyLock::new(|| ALL.iter().rev().map(|capability| (slugify(capability.context, ""), *capability)).collect());

/// The capability that a context came from, by the context's name.
pub(crate) fn of_context(name: &str) -> Option<&'static Capability> {
    BY_CONTEXT.get(&slugify(name, "")).copied()
}

/// A capability by its slug.
pub fn find(slug: &str) -> Option<&'static Capability> {
    ALL.iter().copied().find(|capability| capability.slug == slug)
}

#[cfg(test)]
mod tests;
