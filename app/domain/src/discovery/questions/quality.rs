//! Quality: how fast, how available, how careful, and how closely watched.

use super::{ALWAYS, choice};
use crate::{
    design::{Authentication, ReleaseStrategy, Target},
    discovery::{Input, Part, Question},
    standing::{
        Absence,
        Standing::{self, Partial, Planned, Realised},
    },
};

/// Rules decide what is proposed, reviewed and written down.
const RULES_ON_PAPER: Standing = Planned {
    lacks: "it decides what the review asks for and what the records say; no file of the bundle follows from it",
    by_hand: "encrypt the disks, keep an audit trail, and have both checked",
};
/// Rules that ask who read a secret lead to a store of secrets.
const AUDITED: Standing = Partial {
    lacks: "it decides where secrets are kept, what the review asks for and what the records say; the bundle encrypts no disk and keeps no audit trail",
    by_hand: "encrypt the disks, keep an audit trail, and have both checked",
    absent: Absence::EncryptedDisks,
};

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        id: "latency",
        part: Part::Quality,
        subject: "Speed",
        text: "How fast must an answer be, 95 times of 100?",
        help: "Sets the targets of the journeys, and decides how many calls may stand in a row.",
        input: Input::Number { unit: "ms", min: 10, max: 60_000, suggestions: &[100, 300, 500, 1_000], standing: Realised },
        default_text: "500 ms.",
        shown: ALWAYS,
    },
    Question {
        id: "availability",
        part: Part::Quality,
        subject: "Availability",
        text: "How often must it work?",
        help: "Each further nine costs roughly as much again: copies, machines, people.",
        input: Input::One(&[
            choice("99", "99 %", "7 hours a month may fail", "", Realised),
            choice("99.5", "99.5 %", "3.6 hours a month", "", Realised),
            choice("99.9", "99.9 %", "43 minutes a month", "", Realised),
            choice("99.95", "99.95 %", "22 minutes a month", "", Realised),
            choice("99.99", "99.99 %", "4 minutes a month", "", Realised),
        ]),
        default_text: "99.5 %, which allows 3.6 hours a month.",
        shown: ALWAYS,
    },
    Question {
        id: "compliance",
        part: Part::Quality,
        subject: "Compliance",
        text: "Which rules apply to its data?",
        help: "Decides what is encrypted, what stands apart, and how services prove who they are.",
        input: Input::Many {
            choices: &[
                choice("gdpr", "GDPR", "Data about people in Europe", "shield-check", RULES_ON_PAPER),
                choice("pci-dss", "PCI DSS", "Payment cards", "lock", AUDITED),
                choice("hipaa", "HIPAA", "Health records in the US", "shield-check", AUDITED),
                choice("soc2", "SOC 2", "Audited controls", "file-text", AUDITED),
            ],
            free: None,
        },
        default_text: "GDPR when it stores anything about people; nothing else.",
        shown: ALWAYS,
    },
    Question {
        id: "authentication",
        part: Part::Quality,
        subject: "Sign-in",
        text: "How do users prove who they are?",
        help: "Decides what the gateway checks and what services may trust.",
        input: Input::One(&[
            choice("none", "They do not", "Everything is public", "app-window", Authentication::None.standing()),
            choice("sessions", "Server-side sessions", "A cookie; simple for one backend", "bookmark", Authentication::Sessions.standing()),
            choice("jwt", "Tokens", "JWT, checked at the gateway", "lock", Authentication::Jwt.standing()),
            choice(
                "oidc",
                "An identity provider",
                "OpenID Connect: Keycloak, Entra, Google",
                "shield-check",
                Authentication::Oidc.standing(),
            ),
            choice("api-keys", "API keys", "For programs", "code-xml", Authentication::ApiKeys.standing()),
        ]),
        default_text: "Keys for programs, a provider for staff, tokens for several services, sessions for one.",
        shown: ALWAYS,
    },
    Question {
        id: "observability",
        part: Part::Quality,
        subject: "Watching it",
        text: "How closely do you want to watch it?",
        help: "You cannot repair what you cannot see. More to see is also more to run.",
        input: Input::One(&[
            choice("metrics", "Metrics", "Is it well, and since when", "gauge", Realised),
            choice("logs", "Metrics and logs", "And what it said at the time", "list-tree", Realised),
            choice("full", "Metrics, logs and traces", "And where the time went", "route", Realised),
        ]),
        default_text: "Metrics for one backend; logs beside them for a few parts; traces where calls stand in a row.",
        shown: ALWAYS,
    },
    Question {
        id: "release",
        part: Part::Quality,
        subject: "Releases",
        text: "How should a new version reach users?",
        help: "A cautious release finds a mistake while few people see it.",
        input: Input::One(&[
            choice("rolling", "Rolling", "One copy after the other", "refresh-cw", ReleaseStrategy::Rolling.standing()),
            choice("blue-green", "Blue-green", "A second set, then switch", "copy", ReleaseStrategy::BlueGreen.standing()),
            choice("canary", "Canary", "A few users first", "gauge", ReleaseStrategy::Canary.standing()),
        ]),
        default_text: "Rolling.",
        shown: |brief, _| brief.asked_target.is_some_and(|target| target != Target::Compose),
    },
];
