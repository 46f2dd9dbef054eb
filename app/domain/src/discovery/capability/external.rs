//! Systems outside that capabilities need or a person names: who they are, and what to do on the day they are down.

use crate::{design::Sensitivity, discovery::Choice, standing::Standing};

/// A system somebody else runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct External {
    pub slug: &'static str,
    pub title: &'static str,
    pub purpose: &'static str,
    pub icon: &'static str,
    /// The path or operation of the usual call.
    pub operation: &'static str,
    /// What the caller does while it is down.
    pub fallback: &'static str,
    /// Capabilities that would call it, the likeliest first, when a person asks for it.
    pub callers: &'static [&'static str],
    /// What it gets to see.
    pub sees: Sensitivity,
    /// It calls us rather than the other way round: a phone line, a device.
    pub calls_us: bool,
    /// What the bundle makes of it.
    pub standing: Standing,
}

const BASE: External = External {
    slug: "",
    title: "",
    purpose: "",
    icon: "plug",
    operation: "",
    fallback: "",
    callers: &[],
    sees: Sensitivity::Plain,
    calls_us: false,
    standing: Standing::Realised,
};

/// Every known system outside.
pub const ALL: &[External] = &[
    External {
        slug: "stripe",
        title: "Stripe",
        purpose: "Card payments",
        icon: "b-stripe",
        operation: "/v1/payment_intents",
        fallback: "keep the payment as pending and try again later",
        callers: &["payments", "billing", "orders", "reservations"],
        sees: Sensitivity::Card,
        ..BASE
    },
    External {
        slug: "email-provider",
        title: "Email provider",
        purpose: "Sends email",
        icon: "mail",
        operation: "/send",
        fallback: "keep the message and send it later",
        callers: &["notifications", "accounts", "access"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "sms-provider",
        title: "SMS provider",
        purpose: "Sends text messages",
        icon: "phone-call",
        operation: "/messages",
        fallback: "send an email instead",
        callers: &["notifications", "reservations", "delivery"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "elevenlabs",
        title: "ElevenLabs",
        purpose: "Speech",
        icon: "b-elevenlabs",
        operation: "/v1/text-to-speech",
        fallback: "play a recorded message and offer a call back",
        callers: &["voice"],
        ..BASE
    },
    External {
        slug: "phone-line",
        title: "Phone line",
        purpose: "Brings phone calls in",
        icon: "phone-call",
        operation: "/voice",
        fallback: "let the caller leave a message",
        callers: &["voice"],
        sees: Sensitivity::Personal,
        calls_us: true,
        standing: Standing::Planned {
            lacks: "the line is drawn and described; nothing in the bundle speaks to a provider of telephone lines",
            by_hand: "let the provider of the line call the part that answers",
        },
    },
    External {
        slug: "identity-provider",
        title: "Identity provider",
        purpose: "Sign-in with OpenID Connect",
        icon: "shield-check",
        operation: "/token",
        fallback: "let people who are signed in go on",
        callers: &["access", "accounts", "tenants"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "kyc-provider",
        title: "Identity check provider",
        purpose: "Checks documents and faces",
        icon: "shield-check",
        operation: "/checks",
        fallback: "keep the verification open and try again later",
        callers: &["identity-verification", "sellers", "accounts"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "carrier",
        title: "Parcel carrier",
        purpose: "Labels and tracking",
        icon: "route",
        operation: "/shipments",
        fallback: "print the label later",
        callers: &["shipping", "delivery", "orders"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "maps",
        title: "Maps",
        purpose: "Addresses and routes",
        icon: "waypoints",
        operation: "/routes",
        fallback: "use the straight distance",
        callers: &["delivery", "shipping", "search"],
        ..BASE
    },
    External {
        slug: "object-storage",
        title: "Object storage",
        purpose: "Keeps files",
        icon: "folder",
        operation: "PUT /objects",
        fallback: "refuse new files and go on serving the others",
        callers: &["files", "media", "content", "catalog"],
        ..BASE
    },
    External {
        slug: "erp",
        title: "ERP",
        purpose: "Stock, purchasing, accounts",
        icon: "table-2",
        operation: "/orders",
        fallback: "queue the record and hand it over later",
        callers: &["orders", "inventory", "billing", "catalog"],
        ..BASE
    },
    External {
        slug: "crm",
        title: "CRM",
        purpose: "Customer relations",
        icon: "group",
        operation: "/contacts",
        fallback: "queue the contact and hand it over later",
        callers: &["accounts", "tenants", "support", "reservations"],
        sees: Sensitivity::Personal,
        ..BASE
    },
    External {
        slug: "calendar",
        title: "Calendar",
        purpose: "Appointments of people",
        icon: "clock",
        operation: "/events",
        fallback: "keep the appointment and enter it later",
        callers: &["appointments", "reservations"],
        sees: Sensitivity::Personal,
        ..BASE
    },
];

/// How many there are.
pub const COUNT: usize = ALL.len();

/// A system outside by its slug.
pub fn find(slug: &str) -> Option<&'static External> {
    ALL.iter().find(|external| external.slug == slug)
}

/// As an option of a question.
pub const fn choice(external: &External) -> Choice {
    Choice { slug: external.slug, label: external.title, hint: external.purpose, icon: external.icon, standing: external.standing }
}
