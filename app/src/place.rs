//! Addresses: which page one means, and what it asks of that page. Pure; the same on the server and in the browser.

/// An address within the studio.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Begins with a slash.
    pub path: String,
    /// Without the question mark.
    pub query: String,
    /// Without the hash sign.
    pub hash: String,
}

impl Address {
    /// Reads `/path?query#hash`; whatever is missing is empty.
    pub fn parse(text: &str) -> Self {
        let (text, hash) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        Self { path: path.to_owned(), query: query.to_owned(), hash: hash.to_owned() }
    }
    /// The page it means.
    pub fn place(&self) -> Place {
        Place::of(&self.path)
    }
    /// Another way to write it, or another place on the same page.
    pub fn shows_the_same_as(&self, other: &Self) -> bool {
        self.place() == other.place() && self.query == other.query
    }
    /// What the address asks for under a name.
    pub fn asked(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        pairs.find(|(key, _)| decoded(key) == name).map(|(_, value)| decoded(value))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        for (sign, text) in [('?', &self.query), ('#', &self.hash)] {
            if !text.is_empty() {
                write!(f, "{sign}{text}")?;
            }
        }
        Ok(())
    }
}

/// Percent-decoded, with `+` as a space; what is no text afterwards loses the bytes that are wrong.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |b: u8| char::from(b).to_digit(16);
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, beyond @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push((hex(*high).unwrap_or_default() * 16 + hex(*low).unwrap_or_default()) as u8);
                rest = beyond;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Pages that run no program: the browser asks the server for them.
pub const PRIVACY: &str = "/privacy";
pub const API: &str = "/docs/api";
pub const COMMAND_LINE: &str = "/docs/command-line";

/// The stages of a design, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    Discovery,
    Proposal,
    Studio,
    Export,
    History,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Discovery, Self::Proposal, Self::Studio, Self::Export, Self::History];

    /// The last segment of its address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Proposal => "proposal",
            Self::Studio => "studio",
            Self::Export => "export",
            Self::History => "history",
        }
    }
    fn of(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.slug() == slug)
    }
}

/// The page an address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Home,
    Guide,
    /// Where recovery links lead.
    Recover,
    Rules,
    Rule {
        code: String,
    },
    /// A design at a stage; without one, at the stage that fits it.
    Project {
        id: String,
        stage: Option<Stage>,
    },
    /// No page has this address.
    Nowhere,
}

impl Place {
    /// Paths as the server's router writes them. Every other path is [`Self::Nowhere`].
    pub const PATTERNS: [&str; 11] = [
        "/",
        "/guide",
        "/recover",
        "/rules",
        "/rules/{code}",
        "/p/{id}",
        "/p/{id}/discovery",
        "/p/{id}/proposal",
        "/p/{id}/studio",
        "/p/{id}/export",
        "/p/{id}/history",
    ];

    /// The page at a path.
    pub fn of(path: &str) -> Self {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        match segments.as_slice() {
            [] => Self::Home,
            ["guide"] => Self::Guide,
            ["recover"] => Self::Recover,
            ["rules"] => Self::Rules,
            ["rules", code] => Self::Rule { code: decoded(code) },
            ["p", id] => Self::Project { id: decoded(id), stage: None },
            ["p", id, slug] => Stage::of(slug).map_or(Self::Nowhere, |stage| Self::Project { id: decoded(id), stage: Some(stage) }),
            _ => Self::Nowhere,
        }
    }

    /// Its name without what it is about: fit for a log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Guide => "guide",
            Self::Recover => "recover",
            Self::Rules => "rules",
            Self::Rule { .. } => "rule",
            Self::Project { stage: None, .. } => "project",
            Self::Project { stage: Some(stage), .. } => stage.slug(),
            Self::Nowhere => "nowhere",
        }
    }

    /// What stays when one goes from one place to another with the same frame: the stages of one design share a frame.
    pub fn frame(&self) -> String {
        match self {
            Self::Rule { code } => format!("rule {code}"),
            Self::Project { id, .. } => format!("project {id}"),
            other => other.name().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        for text in ["/", "/p/a1/studio?select=orders", "/p/a1/discovery?part=business#q-users", "/rules#data"] {
            assert_eq!(Address::parse(text).to_string(), text);
        }
        let address = Address::parse("/p/a/export?x=1&file=docs%2Fa+b.md&file=second&empty");
        assert_eq!(address.asked("file").as_deref(), Some("docs/a b.md"));
        assert_eq!((address.asked("empty").as_deref(), address.asked("none")), (Some(""), None));
    }

    #[test]
    fn what_is_missing_looks_the_same_everywhere_and_stages_do_not() {
        let same = |one, other| Address::parse(one).shows_the_same_as(&Address::parse(other));
        assert!(same("/missing", "/also/missing") && same("/p/a/studio#main", "/p/a/studio"));
        assert!(!same("/p/a/studio", "/p/a/export") && !same("/p/a/export?file=a", "/p/a/export") && !same("/p/a/studio", "/p/b/studio"));
    }

    #[test]
    fn broken_escapes_are_text() {
        assert_eq!(["%", "%4", "%zz", "a%41", "%e2%82", "%C3%A9"].map(decoded), ["%", "%4", "%zz", "aA", "\u{fffd}", "é"]);
    }

    #[test]
    fn every_pattern_is_a_place_and_nothing_else_is() {
        for pattern in Place::PATTERNS {
            let path = pattern.replace("{id}", "a1").replace("{code}", "DATA001");
            assert_ne!(Place::of(&path), Place::Nowhere, "{pattern}");
        }
        for path in ["/nowhere", "/p", "/p/a1/other", "/p/a1/studio/more", "/rules/a/b", "/api/v1/projects", "/s/token"] {
            assert_eq!(Place::of(path), Place::Nowhere, "{path}");
        }
    }

    #[test]
    fn the_stages_of_a_design_share_its_frame() {
        let frame = |path: &str| Place::of(path).frame();
        assert_eq!(frame("/p/a/studio"), frame("/p/a/export/"));
        assert_ne!(frame("/p/a/studio"), frame("/p/b/studio"));
        assert_ne!(frame("/rules/DATA001"), frame("/rules/DATA002"));
    }
}
