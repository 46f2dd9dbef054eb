//! The names of things. Every id is a short slug, valid as a DNS label, so that it can be a host name, a file name and a
//! Kubernetes object name without any translation. Must not know what the names are for.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// Longest id, in characters: a DNS label allows 63, and generators append suffixes such as `-secret` or `-headless`.
pub const MAX_SLUG_CHARS: usize = 40;
/// Longest event name, in characters. Event names are slugs joined by dots.
pub const MAX_EVENT_NAME_CHARS: usize = 80;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("a name must not be empty")]
    Empty,
    #[error("“{0}” is longer than {1} characters")]
    TooLong(String, usize),
    #[error("“{0}” must start with a letter a to z, go on with a to z, 0 to 9 and “-”, and not end with “-”")]
    NotASlug(String),
}

/// RFC 1035 label: what a Kubernetes Service and a host name both accept.
fn check_slug(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.chars().count() > MAX_SLUG_CHARS {
        return Err(IdError::TooLong(text.chars().take(60).collect(), MAX_SLUG_CHARS));
    }
    let bytes = text.as_bytes();
    let inside = bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-');
    if !inside || !bytes[0].is_ascii_lowercase() || bytes[bytes.len() - 1] == b'-' {
        return Err(IdError::NotASlug(text.to_owned()));
    }
    Ok(())
}

fn check_event_name(text: &str) -> Result<(), IdError> {
    if text.chars().count() > MAX_EVENT_NAME_CHARS {
        return Err(IdError::TooLong(text.chars().take(100).collect(), MAX_EVENT_NAME_CHARS));
    }
    text.split('.').try_for_each(check_slug)
}

/// The nearest id to a free text: lower case, other characters become single dashes. `fallback` stands in when nothing is left.
pub fn slugify(text: &str, fallback: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_start_matches(|c: char| !c.is_ascii_lowercase()).chars().take(MAX_SLUG_CHARS).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { fallback.to_owned() } else { slug.to_owned() }
}

/// `wanted`, or `wanted-2`, `wanted-3`, … : the first that is not `taken`, never longer than an id may be.
pub fn first_free(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let mut n: u32 = 2;
    loop {
        let suffix = format!("-{n}");
        let stem: String = wanted.chars().take(MAX_SLUG_CHARS - suffix.len()).collect();
        let candidate = format!("{}{suffix}", stem.trim_end_matches('-'));
        if !taken(&candidate) {
            return candidate;
        }
        n += 1;
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:ident, $pattern:literal, $max:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the form; says what is wrong with it otherwise.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                $check(&text)?;
                Ok(Self(text))
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                Self::new(text)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "maxLength": $max })
            }
        }
    };
}

id!(/** Names an element: a host name, a folder and a Kubernetes object in the bundle. */ ElementId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a bounded context. */ ContextId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a link. */ LinkId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a journey. */ JourneyId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a catalogue entry. */ TechnologyId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a question of the discovery. */ QuestionId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names a decision topic, such as `gateway` or `broker`. */ TopicId, check_slug, "^[a-z]([a-z0-9-]*[a-z0-9])?$", MAX_SLUG_CHARS);
id!(/** Names an event: slugs joined by dots, such as `order.created`. */ EventId, check_event_name, "^[a-z]([a-z0-9-]*[a-z0-9])?(\\.[a-z]([a-z0-9-]*[a-z0-9])?)*$", MAX_EVENT_NAME_CHARS);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_dns_label() {
        for good in ["a", "orders", "orders-db", "a1", &"a".repeat(40)] {
            assert!(ElementId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "1a", "-a", "a-", "A", "a_b", "a.b", "ä", "a b", &"a".repeat(41)] {
            assert!(ElementId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_event_name_is_ids_joined_by_dots() {
        assert!(EventId::new("order.created").is_ok());
        for bad in ["order.", ".created", "order..created", "Order.Created"] {
            assert!(EventId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn slugify_keeps_what_it_can() {
        assert_eq!(slugify("Order  Service!", "x"), "order-service");
        assert_eq!(slugify("2 Fast", "x"), "fast");
        assert_eq!(slugify("日本", "part"), "part");
        assert!(ElementId::new(slugify(&"ab-".repeat(40), "x")).is_ok());
    }

    #[test]
    fn first_free_counts_up_and_stays_short() {
        assert_eq!(first_free("a", |_| false), "a");
        assert_eq!(first_free("a", |t| t == "a" || t == "a-2"), "a-3");
        let long = "a".repeat(40);
        assert_eq!(first_free(&long, |t| t == long).len(), 40);
    }
}
