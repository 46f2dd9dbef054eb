//! Is this Design valid? Every problem is named by the path of its field, so that a reader of the text form can point at the
//! line. Must not judge the architecture: that is the review's job.

use super::{Context, Design, Element, ElementKind, Event, FieldType, Journey, Link, LinkKind, SCHEMA_VERSION, limits::*};
use crate::{catalog, layout::Placement};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// One thing that makes a Design invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From the top of the document: `elements.orders.port`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// Collects problems below a path.
pub(crate) struct Checker {
    pub problems: Vec<Problem>,
}

impl Checker {
    pub(crate) fn new() -> Self {
        Self { problems: Vec::new() }
    }
    pub(crate) fn wrong(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.problems.push(Problem { path: path.into(), message: message.into() });
    }
    fn require(&mut self, holds: bool, path: &str, message: impl FnOnce() -> String) {
        if !holds {
            self.wrong(path, message());
        }
    }
    /// One line of text: no control characters, not too long.
    pub(crate) fn line(&mut self, path: &str, text: &str) {
        let chars = text.chars().count();
        self.require(chars <= MAX_LINE_CHARS, path, || format!("is {chars} characters long; at most {MAX_LINE_CHARS} fit"));
        self.require(!text.chars().any(char::is_control), path, || "must be one line without control characters".into());
    }
    /// Like [`Self::line`], and something must be there.
    pub(crate) fn name(&mut self, path: &str, text: &str) {
        self.require(!text.trim().is_empty(), path, || "must not be empty".into());
        self.line(path, text);
    }
    /// Several lines of text.
    pub(crate) fn text(&mut self, path: &str, text: &str) {
        let chars = text.chars().count();
        self.require(chars <= MAX_TEXT_CHARS, path, || format!("is {chars} characters long; at most {MAX_TEXT_CHARS} fit"));
        self.require(!text.chars().any(|c| c.is_control() && c != '\n'), path, || {
            "must not hold control characters other than line breaks".into()
        });
    }
    pub(crate) fn count(&mut self, path: &str, what: &str, count: usize, limit: usize) {
        self.require(count <= limit, path, || format!("holds {count} {what}; at most {limit} fit"));
    }
    fn range(&mut self, path: &str, value: Option<u32>, low: u32, high: u32, unit: &str) {
        if let Some(value) = value {
            self.require((low..=high).contains(&value), path, || format!("is {value}{unit}; it must be from {low} to {high}{unit}"));
        }
    }

    pub(crate) fn context(&mut self, path: &str, context: &Context) {
        self.name(&format!("{path}.name"), &context.name);
        self.text(&format!("{path}.purpose"), &context.purpose);
        if let Some(team) = &context.team {
            self.name(&format!("{path}.team"), team);
        }
        self.count(&format!("{path}.entities"), "entities", context.entities.len(), MAX_ENTRIES);
        let mut seen = BTreeSet::new();
        for (i, entity) in context.entities.iter().enumerate() {
            let at = format!("{path}.entities.{i}");
            let path = format!("{at}.name");
            self.require(is_snake_case(&entity.name), &path, || {
                "must start with a letter a to z and hold only a to z, 0 to 9 and “_”, at most 40 characters".into()
            });
            self.require(seen.insert(&entity.name), &path, || format!("“{}” stands here twice", entity.name));
            self.fields(&at, &entity.fields);
        }
    }

    /// The fields of an entity or an event, which stand below `path`.
    fn fields(&mut self, path: &str, fields: &BTreeMap<String, FieldType>) {
        self.count(&format!("{path}.fields"), "fields", fields.len(), MAX_ENTRIES);
        for name in fields.keys() {
            self.require(is_snake_case(name), &format!("{path}.fields.{name}"), || {
                "a field is named in lower case: a to z, 0 to 9 and “_”, at most 40 characters".into()
            });
        }
    }

    /// What can be said of an element without its neighbours.
    pub(crate) fn element(&mut self, path: &str, element: &Element) {
        let at = |field: &str| format!("{path}.{field}");
        if let Some(title) = &element.title {
            self.name(&at("title"), title);
        }
        self.text(&at("description"), &element.description);
        if let Some(technology) = &element.technology {
            match catalog::find(technology.as_str()) {
                None => self.wrong(at("technology"), format!("“{technology}” is not in the catalogue")),
                Some(entry) => self.require(entry.kinds.contains(&element.kind), &at("technology"), || {
                    format!("“{technology}” cannot be a {}", element.kind.label().to_lowercase())
                }),
            }
        }
        let deployed = element.kind.is_deployed();
        let only = |checker: &mut Self, field: &str, given: bool, holds: bool, who: &str| {
            checker.require(!given || holds, &at(field), || format!("only {who} can have this"));
        };
        let code = element.kind.has_code();
        let ours = "parts that run on your platform";
        only(self, "modules", !element.modules.is_empty(), element.kind == ElementKind::Service, "services");
        only(self, "replicas", element.replicas.is_some(), deployed, ours);
        only(self, "max_replicas", element.max_replicas.is_some(), code, "services, frontends and workers");
        only(self, "cpu_millicores", element.cpu_millicores.is_some(), deployed, ours);
        only(self, "memory_mib", element.memory_mib.is_some(), deployed, ours);
        let stores = matches!(element.kind, ElementKind::Datastore | ElementKind::Broker);
        only(self, "storage_gib", element.storage_gib.is_some(), stores, "data stores and brokers");
        only(self, "image", element.image.is_some(), deployed, ours);
        only(self, "settings", !element.settings.is_empty(), element.kind != ElementKind::Note, "parts other than notes");
        only(self, "api_version", element.api_version.is_some(), element.kind != ElementKind::Note, "parts other than notes");
        self.range(&at("port"), element.port.map(u32::from), 1, 65_535, "");
        self.range(&at("replicas"), element.replicas.map(u32::from), 1, u32::from(MAX_REPLICAS), "");
        self.range(&at("max_replicas"), element.max_replicas.map(u32::from), 1, u32::from(MAX_REPLICAS), "");
        self.range(&at("cpu_millicores"), element.cpu_millicores, 10, 64_000, " millicores");
        self.range(&at("memory_mib"), element.memory_mib, 16, 1_048_576, " MiB");
        self.range(&at("storage_gib"), element.storage_gib, 1, 65_536, " GiB");
        if let (Some(max), replicas) = (element.max_replicas, element.replica_count()) {
            self.require(max >= replicas, &at("max_replicas"), || format!("is {max}, less than the {replicas} replicas that always run"));
        }
        if let Some(image) = &element.image {
            self.require(is_image(image), &at("image"), || "must be an image reference such as “postgres:18.1-alpine”".into());
        }
        if let Some(version) = &element.api_version {
            let digits = version.strip_prefix('v').unwrap_or("");
            let fine = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            self.require(fine, &at("api_version"), || "must be “v” and a number, such as “v1”".into());
        }
        self.count(&at("modules"), "modules", element.modules.len(), MAX_ENTRIES);
        self.count(&at("settings"), "settings", element.settings.len(), MAX_ENTRIES);
        for (name, setting) in &element.settings {
            let path = format!("{path}.settings.{name}");
            self.require(is_env_name(name), &path, || {
                "a setting is named in capitals: A to Z, 0 to 9 and “_”, at most 60 characters".into()
            });
            self.text(&format!("{path}.value"), &setting.value);
        }
    }

    /// What can be said of a link without its ends.
    pub(crate) fn link(&mut self, path: &str, link: &Link) {
        self.line(&format!("{path}.label"), &link.label);
        if let Some(fallback) = &link.fallback {
            self.name(&format!("{path}.fallback"), fallback);
        }
        self.require(link.from != link.to, &format!("{path}.to"), || "a part cannot link to itself".into());
        self.range(&format!("{path}.timeout_ms"), link.timeout_ms, 1, 3_600_000, " ms");
        self.range(&format!("{path}.retries"), link.retries.map(u32::from), 0, 20, "");
        self.range(&format!("{path}.calls_per_request"), link.calls_per_request.map(u32::from), 1, 10_000, "");
        self.count(&format!("{path}.events"), "events", link.events.len(), MAX_ENTRIES);
        let mut seen = BTreeSet::new();
        for (i, event) in link.events.iter().enumerate() {
            self.require(seen.insert(event), &format!("{path}.events.{i}"), || format!("“{event}” stands here twice"));
        }
        let call = link.kind.is_call();
        let only = |checker: &mut Self, field: &str, given: bool, holds: bool, who: &str| {
            checker.require(!given || holds, &format!("{path}.{field}"), || format!("only {who} can have this"));
        };
        only(self, "events", !link.events.is_empty(), link.kind.is_event(), "publish and subscribe links");
        only(self, "circuit_breaker", link.circuit_breaker, call, "calls");
        only(self, "fallback", link.fallback.is_some(), call || link.kind == LinkKind::Caches, "calls and caches");
        only(self, "dead_letter", link.dead_letter, link.kind == LinkKind::Subscribe, "subscribe links");
        only(self, "outbox", link.outbox, link.kind == LinkKind::Publish, "publish links");
    }

    pub(crate) fn event(&mut self, path: &str, event: &Event) {
        self.text(&format!("{path}.description"), &event.description);
        self.fields(path, &event.fields);
    }

    pub(crate) fn journey(&mut self, path: &str, journey: &Journey) {
        self.name(&format!("{path}.name"), &journey.name);
        self.count(&format!("{path}.steps"), "steps", journey.steps.len(), MAX_ENTRIES);
        for (i, step) in journey.steps.iter().enumerate() {
            self.line(&format!("{path}.steps.{i}.note"), &step.note);
        }
        self.range(&format!("{path}.latency_p95_ms"), journey.latency_p95_ms, 1, 3_600_000, " ms");
    }

    pub(crate) fn placement(&mut self, path: &str, placement: &Placement) {
        let inside = placement.x.abs() <= MAX_COORDINATE && placement.y.abs() <= MAX_COORDINATE;
        self.require(inside, path, || format!("lies outside the canvas, which reaches {MAX_COORDINATE} pixels either way"));
        self.range(&format!("{path}.width"), placement.width.map(u32::from), 40, 20_000, " pixels");
    }
}

/// What may stand where a link ends.
fn ends_fit(kind: LinkKind, from: ElementKind, to: ElementKind) -> Result<(), &'static str> {
    use ElementKind::*;
    if from == Note || to == Note {
        return Err("a note cannot be linked");
    }
    match kind {
        LinkKind::Publish | LinkKind::Subscribe if to != Broker => Err("publish and subscribe links go to a broker"),
        LinkKind::Owns | LinkKind::Reads | LinkKind::Caches if to != Datastore => Err("data links go to a data store"),
        LinkKind::Uses if to != External => Err("a “uses” link goes to an external system"),
        LinkKind::Rest | LinkKind::Grpc | LinkKind::Graphql | LinkKind::Websocket if matches!(to, Datastore | Broker) => {
            Err("calls do not go to a data store or a broker; use a data or event link")
        }
        _ if matches!(from, Datastore | Broker) => {
            Err("a link starts at the part that needs the other; data stores and brokers need nobody")
        }
        _ => Ok(()),
    }
}

impl Design {
    /// Everything that makes this Design invalid. Empty means: every other module may rely on it.
    pub fn problems(&self) -> Vec<Problem> {
        let mut c = Checker::new();
        c.require(self.version == SCHEMA_VERSION, "groundplan", || {
            format!("is format version {}; this program reads version {SCHEMA_VERSION}", self.version)
        });
        c.name("name", &self.name);
        c.text("summary", &self.summary);
        c.count("contexts", "contexts", self.contexts.len(), MAX_CONTEXTS);
        c.count("elements", "elements", self.elements.len(), MAX_ELEMENTS);
        c.count("links", "links", self.links.len(), MAX_LINKS);
        c.count("events", "events", self.events.len(), MAX_EVENTS);
        c.count("journeys", "journeys", self.journeys.len(), MAX_JOURNEYS);
        c.count("waivers", "waivers", self.waivers.len(), MAX_WAIVERS);
        c.count("brief", "answers", self.brief.len(), MAX_ENTRIES);
        for (id, answer) in &self.brief {
            answer.check(&mut c, &format!("brief.{id}"));
        }
        self.check_platform(&mut c);
        for (id, context) in &self.contexts {
            c.context(&format!("contexts.{id}"), context);
        }
        for (id, element) in &self.elements {
            let path = format!("elements.{id}");
            c.element(&path, element);
            self.check_element_references(&mut c, &path, element);
        }
        for (id, link) in &self.links {
            let path = format!("links.{id}");
            c.link(&path, link);
            self.check_link_references(&mut c, &path, link);
        }
        for (id, event) in &self.events {
            c.event(&format!("events.{id}"), event);
        }
        for (id, journey) in &self.journeys {
            let path = format!("journeys.{id}");
            c.journey(&path, journey);
            self.check_journey_references(&mut c, &path, journey);
        }
        c.count("decisions", "decisions", self.decisions.len(), MAX_ENTRIES);
        for (topic, decision) in &self.decisions {
            decision.check(&mut c, &format!("decisions.{topic}"));
        }
        for (key, reason) in &self.waivers {
            c.name(&format!("waivers.{key}"), reason);
        }
        for (id, placement) in &self.layout {
            let path = format!("layout.{id}");
            c.require(self.elements.contains_key(id), &path, || format!("there is no element “{id}”"));
            c.placement(&path, placement);
        }
        c.problems
    }

    pub(crate) fn check_platform(&self, c: &mut Checker) {
        let o = &self.platform.observability;
        let slots = [("metrics", &o.metrics), ("dashboards", &o.dashboards), ("logs", &o.logs), ("traces", &o.traces)];
        for (slot, technology) in slots {
            if let Some(technology) = technology {
                let known = catalog::find(technology.as_str()).is_some_and(|t| t.observes == Some(slot));
                c.require(known, &format!("platform.observability.{slot}"), || {
                    format!("“{technology}” is not in the catalogue for {slot}")
                });
            }
        }
    }

    pub(crate) fn check_element_references(&self, c: &mut Checker, path: &str, element: &Element) {
        if let Some(context) = &element.context {
            c.require(self.contexts.contains_key(context), &format!("{path}.context"), || format!("there is no context “{context}”"));
        }
        let mut seen = BTreeSet::new();
        for (i, module) in element.modules.iter().enumerate() {
            let path = format!("{path}.modules.{i}");
            c.require(self.contexts.contains_key(module), &path, || format!("there is no context “{module}”"));
            c.require(seen.insert(module), &path, || format!("“{module}” stands here twice"));
        }
    }

    pub(crate) fn check_link_references(&self, c: &mut Checker, path: &str, link: &Link) {
        let (from, to) = (self.elements.get(&link.from), self.elements.get(&link.to));
        c.require(from.is_some(), &format!("{path}.from"), || format!("there is no element “{}”", link.from));
        c.require(to.is_some(), &format!("{path}.to"), || format!("there is no element “{}”", link.to));
        if let (Some(from), Some(to)) = (from, to)
            && let Err(why) = ends_fit(link.kind, from.kind, to.kind)
        {
            c.wrong(format!("{path}.kind"), why);
        }
        for (i, event) in link.events.iter().enumerate() {
            c.require(self.events.contains_key(event), &format!("{path}.events.{i}"), || format!("there is no event “{event}”"));
        }
    }

    pub(crate) fn check_journey_references(&self, c: &mut Checker, path: &str, journey: &Journey) {
        for (i, step) in journey.steps.iter().enumerate() {
            c.require(self.links.contains_key(&step.link), &format!("{path}.steps.{i}.link"), || {
                format!("there is no link “{}”", step.link)
            });
        }
    }
}

/// Whether a link of this kind may join these kinds of element; says why not.
pub(crate) fn link_fits(kind: LinkKind, from: ElementKind, to: ElementKind) -> Result<(), &'static str> {
    ends_fit(kind, from, to)
}

fn is_snake_case(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 40
        && bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn is_env_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 60
        && bytes.next().is_some_and(|b| b.is_ascii_uppercase())
        && bytes.all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// The characters of an OCI reference; a full parse is the engine's business.
fn is_image(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 255
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || b"._-/:@".contains(&b))
}
