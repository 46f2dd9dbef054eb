//! The catalogue of technologies: one file each, pinned to a supported release, with the date it was checked.
//! Holds facts about products only; what is made of them is the generators' business.

mod technology;

use crate::{design::ElementKind, standing::Standing};
use schemars::JsonSchema;
use serde::Serialize;

/// One technology: everything the studio and the generators must know about a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Technology {
    pub slug: &'static str,
    /// `PostgreSQL`.
    pub name: &'static str,
    /// The kinds of element it can be.
    pub kinds: &'static [ElementKind],
    /// What the bundle makes of it: one for each of `kinds`, then one for its slot of the observability; none for what nobody
    /// chooses, because it comes along with something else.
    pub standings: &'static [Standing],
    /// Name of its symbol in the icon sprite.
    pub icon: &'static str,
    /// The image repository: `postgres`. For languages, the base image of the services written in it.
    pub image: &'static str,
    /// The pinned tag with its patch level, never `latest`.
    pub tag: &'static str,
    /// What compiles the code, when that is another image than the one it runs in.
    pub builder: Option<BaseImage>,
    /// What the container is started with, after the image's entry point; the image's own command when empty. A `$` is meant
    /// for the shell inside: generators escape it as their format asks.
    pub args: &'static [&'static str],
    /// The port it listens on by default.
    pub port: u16,
    /// Further ports, by name.
    pub extra_ports: &'static [Port],
    /// Environment the container needs.
    pub env: &'static [EnvVar],
    /// Where the container reads its configuration: a file, or a directory when the last part has no extension.
    pub config: Option<&'static str>,
    /// Where its data lives in the container; nothing is kept when absent.
    pub volume: Option<&'static str>,
    /// How to tell that it works.
    pub probe: Probe,
    /// The numeric user it runs as.
    pub uid: u32,
    /// Directories that must be writable when the root file system is read-only, beside the volume.
    pub writable: &'static [&'static str],
    /// Whether it runs with a read-only root file system at all.
    pub read_only_root: bool,
    /// Default limits of one replica.
    pub cpu_millicores: u32,
    pub memory_mib: u32,
    /// SPDX expression.
    pub licence: &'static str,
    pub homepage: &'static str,
    /// ISO date until which the release is supported, or an empty text where its makers state none.
    pub supported_until: &'static str,
    /// ISO date of the last check against release records (Docker's official images, endoflife.date) or, where there are none,
    /// against public files that run this very tag.
    pub checked: &'static str,
    /// What to know before choosing it, in a sentence or two.
    pub notes: &'static str,
    /// The slot of the platform's observability it fills: `metrics`, `dashboards`, `logs` or `traces`.
    pub observes: Option<&'static str>,
    /// The technology it is deployed along with: what collects logs for the one that keeps them.
    pub companion_of: Option<&'static str>,
    /// The language of services made with it.
    pub language: Option<Language>,
}

/// A further port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Port {
    pub name: &'static str,
    pub number: u16,
}

/// An image that is only built with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BaseImage {
    pub image: &'static str,
    pub tag: &'static str,
}

/// An environment variable of a product's image. `value` may hold the marks that [`fill`] replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EnvVar {
    pub name: &'static str,
    pub value: EnvValue,
}

/// Where the value of an environment variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnvValue {
    Plain(&'static str),
    /// A secret read from a file named in this variable (`POSTGRES_PASSWORD_FILE`); the text is the secret's suffix.
    SecretFile(&'static str),
    /// A secret the image can only take from the variable itself; the text is the secret's suffix.
    Secret(&'static str),
}

/// How to tell that a product works. A command must exist in the image; it may hold the marks that [`fill`] replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Probe {
    /// A command run in the container.
    Command(&'static [&'static str]),
    /// A GET request; `command` does the same inside the container, for compose. An empty command means the image holds no
    /// program that could ask.
    Http { path: &'static str, port: u16, command: &'static [&'static str] },
}

/// The languages services are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    Node,
    Python,
    Rust,
    Go,
    Java,
    /// Files served as they are, built with Node.
    Static,
}

impl Technology {
    /// What the bundle makes of it as an element of a kind.
    pub fn standing_as(&self, kind: ElementKind) -> Option<Standing> {
        let at = self.kinds.iter().position(|known| *known == kind)?;
        self.standings.get(at).copied()
    }
    /// What the bundle makes of it in its slot of the observability.
    pub fn standing_in_slot(&self) -> Option<Standing> {
        self.observes.and_then(|_| self.standings.last().copied())
    }
}

/// All technologies, in catalogue order.
pub fn all() -> &'static [&'static Technology] {
    technology::ALL
}

/// The technologies that an element of a kind can be made with, those that are mostly that first.
pub fn of_kind(kind: ElementKind) -> Vec<&'static Technology> {
    let mut found: Vec<_> = all().iter().copied().filter(|technology| technology.kinds.contains(&kind)).collect();
    found.sort_by_key(|technology| technology.kinds.first() != Some(&kind));
    found
}

/// A technology by its slug.
pub fn find(slug: &str) -> Option<&'static Technology> {
    all().iter().copied().find(|technology| technology.slug == slug)
}

/// What the bundle makes of a technology as what it is first. Stops the build for a slug that is not there.
pub(crate) const fn standing(slug: &str) -> Standing {
    entry(slug).standings[0]
}

/// What the bundle makes of a technology as a broker. Stops the build for a slug that is not there, or is none.
pub(crate) const fn standing_as_broker(slug: &str) -> Standing {
    let entry = entry(slug);
    let mut i = 0;
    while i < entry.kinds.len() {
        if matches!(entry.kinds[i], ElementKind::Broker) {
            return entry.standings[i];
        }
        i += 1;
    }
    panic!("not a broker")
}

const fn entry(slug: &str) -> &'static Technology {
    let mut i = 0;
    while i < technology::ALL.len() {
        if is_same(technology::ALL[i].slug.as_bytes(), slug.as_bytes()) {
            return technology::ALL[i];
        }
        i += 1;
    }
    panic!("no such technology")
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// What stands in the slots of the platform's observability, and what is deployed along with it. Every store of traces is
/// filled by the same collector.
pub fn watching<'s>(slots: impl IntoIterator<Item = &'s str>) -> Vec<&'static Technology> {
    let chosen: Vec<&Technology> = slots.into_iter().filter_map(find).collect();
    let with = |technology: &&'static Technology| {
        let stands_for = if technology.observes == Some("traces") { "jaeger" } else { technology.slug };
        all().iter().copied().filter(move |other| other.companion_of == Some(stands_for))
    };
    chosen.iter().flat_map(|technology| std::iter::once(*technology).chain(with(technology))).collect()
}

/// Puts an element in the place of the marks: `{id}` its id, `{name}` its id with underscores (database names), `{port}` the
/// port it listens on. Generators replace one more, `{purpose}`: the flags that follow from what its data is worth.
pub fn fill(text: &str, id: &str, port: u16) -> String {
    text.replace("{id}", id).replace("{name}", &id.replace('-', "_")).replace("{port}", &port.to_string())
}

#[cfg(test)]
mod tests;
