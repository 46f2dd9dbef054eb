//! What stands behind a value that somebody can choose: whether the bundle holds it, holds a part of it, or holds nothing of it yet.
//! Each value says so where it is defined, and nothing else may guess it.

use schemars::JsonSchema;
use serde::Serialize;

/// What a bundle makes of a value. A test over every value keeps it true: what is realised or partial changes a file that runs, what
/// is planned changes none, and a partial value lacks what it says it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Standing {
    /// The bundle holds all of it.
    Realised,
    /// The bundle holds a part of it.
    Partial {
        /// What is missing, in words that may follow a colon, without a full stop.
        lacks: &'static str,
        /// What a person does about it, as an order without a full stop.
        by_hand: &'static str,
        /// How the test sees that it is still missing.
        #[serde(skip)]
        absent: Absence,
    },
    /// The bundle holds nothing of it.
    Planned {
        /// What is missing, in words that may follow a colon, without a full stop.
        lacks: &'static str,
        /// What a person does about it, as an order without a full stop.
        by_hand: &'static str,
    },
    /// It only says something to people, or to whoever computes with it; no file that runs could follow from it.
    Describes(Description),
}

/// What a value that only describes is about: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Description {
    Name,
    Text,
    Team,
    /// The class of a context: core, supporting or generic.
    Class,
    Layout,
}

/// Something that a partial value lacks. The test has a probe for each, which fails as soon as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Absence {
    /// Code in the language that was chosen.
    OwnCode,
    /// A page made with the framework that was chosen.
    Framework,
    /// Code that keeps records in the store that was chosen.
    Records,
    /// Definitions of what runs at the cloud that was chosen.
    CloudDefinitions,
    /// Objects that only the cluster of one cloud knows.
    ClusterObjects,
    /// What brings secrets from the store that was chosen, elsewhere than on Kubernetes.
    SecretReader,
    /// What collects logs in a cluster.
    LogCollector,
    /// Disks that the bundle encrypts.
    EncryptedDisks,
    /// A canary elsewhere than on Kubernetes.
    Canary,
    /// A list of sessions that ended.
    EndedSessions,
    /// A server that speaks gRPC.
    GrpcServer,
    /// A resolver of GraphQL.
    GraphqlResolvers,
    /// Code that holds a connection open.
    WebsocketServer,
    /// Code that reads another part's store.
    Reader,
}

impl Absence {
    /// It is missing elsewhere than on Kubernetes, and there alone.
    pub const fn is_elsewhere_than_kubernetes(self) -> bool {
        matches!(self, Self::SecretReader | Self::Canary)
    }
}

/// What a value lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Nothing of it is generated.
    pub whole: bool,
    pub lacks: &'static str,
    pub by_hand: &'static str,
}

impl Standing {
    /// What it lacks, if anything.
    pub const fn gap(self) -> Option<Gap> {
        match self {
            Self::Partial { lacks, by_hand, .. } => Some(Gap { whole: false, lacks, by_hand }),
            Self::Planned { lacks, by_hand } => Some(Gap { whole: true, lacks, by_hand }),
            Self::Realised | Self::Describes(_) => None,
        }
    }
    /// The same where something that is realised comes along with it.
    pub const fn in_part(self, absent: Absence) -> Self {
        match self {
            Self::Planned { lacks, by_hand } => Self::Partial { lacks, by_hand, absent },
            other => other,
        }
    }
    /// One word for lists: `realised`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Realised => "realised",
            Self::Partial { .. } => "partial",
            Self::Planned { .. } => "planned",
            Self::Describes(_) => "describes",
        }
    }
}

impl Gap {
    /// For a narrow place beside the name of the value.
    pub const fn short(self) -> &'static str {
        if self.whole { "planned" } else { "in part" }
    }
    /// For the place where the value is chosen: `planned, not generated: the bundle starts no Consul`.
    pub fn mark(self) -> String {
        let how = if self.whole { "planned, not generated" } else { "generated in part" };
        format!("{how}: {}", self.lacks)
    }
    /// Below the place where the value was chosen: the mark, and what a person does about it.
    pub fn told(self) -> String {
        let how = if self.whole { "Planned, not generated" } else { "Generated in part" };
        format!("{how}: {}", self.to_do())
    }
    /// For lists of what is left to do: what is missing and what a person does about it, as sentences.
    pub fn to_do(self) -> String {
        format!("{}. {}.", self.lacks, crate::discovery::proposal::verdict::capital(self.by_hand))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_told_at_the_choice_and_in_the_list() {
        let planned = Standing::Planned { lacks: "the bundle starts no Consul", by_hand: "run its servers" };
        let gap = planned.gap().expect("a gap");
        assert_eq!(gap.mark(), "planned, not generated: the bundle starts no Consul");
        assert_eq!(gap.to_do(), "the bundle starts no Consul. Run its servers.");
        assert_eq!((Standing::Realised.gap(), Standing::Describes(Description::Name).gap()), (None, None));
    }
}
