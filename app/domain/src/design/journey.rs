//! Journeys: named user-visible flows over links, with their targets.

use crate::ids::LinkId;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{borrow::Cow, fmt};

/// A flow a user would notice the absence of.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// What the user does: `Check out`.
    pub name: String,
    /// The links it takes, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// 95 of 100 must be faster than this, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_p95_ms: Option<u32>,
    /// How often it must work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
}

/// One step of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub link: LinkId,
    /// What happens in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A share of time in which something works, exact to a thousandth of a percent. Written as a percentage: `99.9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Availability {
    thousandths_of_percent: u32,
}

impl Availability {
    /// From a percentage between 0 and 100; `None` outside.
    pub fn from_percent(percent: f64) -> Option<Self> {
        // The bound makes the cast exact; NaN fails the comparison.
        (0.0..=100.0).contains(&percent).then(|| Self { thousandths_of_percent: (percent * 1000.0).round() as u32 })
    }
    pub fn percent(self) -> f64 {
        f64::from(self.thousandths_of_percent) / 1000.0
    }
    /// Minutes in a month of 30 days in which it may fail.
    pub fn downtime_minutes_per_month(self) -> f64 {
        (100.0 - self.percent()) / 100.0 * 30.0 * 24.0 * 60.0
    }
}

impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent())
    }
}
impl Serialize for Availability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.percent())
    }
}
impl<'de> Deserialize<'de> for Availability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(deserializer)?;
        Self::from_percent(percent).ok_or_else(|| D::Error::custom("an availability is a percentage between 0 and 100"))
    }
}
impl JsonSchema for Availability {
    fn schema_name() -> Cow<'static, str> {
        "Availability".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": 100 })
    }
}
