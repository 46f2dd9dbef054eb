//! Reach: conversations, messages out, voice, feeds, and the systems of others.

use super::*;
use FieldType::{Boolean, Integer, String as Text, Timestamp, Uuid};

pub const MESSAGING: Capability = Capability {
    slug: "messaging",
    label: "Chat",
    hint: "Conversations in real time",
    icon: "radio",
    family: Family::Reach,
    context: "Messaging",
    purpose: "Conversations between people, as they happen.",
    subdomain: Subdomain::Core,
    service: "message-service",
    path: "/api/messages",
    entities: &[
        personal("conversations", &[("title", Text), ("members", Text), ("last_message_at", Timestamp)]),
        personal(
            "messages",
            &[("conversation_id", Uuid), ("author_id", Uuid), ("text", Text), ("sent_at", Timestamp), ("edited", Boolean)],
        ),
    ],
    operations: &["Write a message", "Read a conversation", "Show who is there"],
    shape: Shape::Documents,
    emits: &[emits("message.sent", "Somebody wrote something.", &[("message_id", Uuid), ("conversation_id", Uuid), ("at", Timestamp)])],
    load_percent: 30,
    reads_per_write: 2,
    realtime: true,
    journey: "Write a message",
    ..BASE
};

pub const FEED: Capability = Capability {
    slug: "feed",
    label: "Social feed",
    hint: "Posts, follows, timeline",
    icon: "list-tree",
    family: Family::Reach,
    context: "Feed",
    purpose: "What the people somebody follows have to say, newest first.",
    subdomain: Subdomain::Core,
    service: "feed-service",
    path: "/api/feed",
    entities: &[
        personal("posts", &[("author_id", Uuid), ("text", Text), ("media_url", Text), ("likes", Integer), ("posted_at", Timestamp)]),
        personal("follows", &[("follower_id", Uuid), ("followed_id", Uuid), ("since", Timestamp)]),
        plain("feed_entries", &[("reader_id", Uuid), ("post_id", Uuid), ("rank", Integer)]),
    ],
    operations: &["Post", "Follow", "Read the timeline", "Like"],
    shape: Shape::Documents,
    emits: &[emits("post.published", "Somebody posted.", &[("post_id", Uuid), ("author_id", Uuid), ("at", Timestamp)])],
    load_percent: 45,
    reads_per_write: 60,
    journey: "Read the timeline",
    ..BASE
};

pub const MODERATION: Capability = Capability {
    slug: "moderation",
    label: "Moderation",
    hint: "Reports, rules, verdicts",
    icon: "scale",
    family: Family::Reach,
    context: "Moderation",
    purpose: "What may stay, what goes, and who decided.",
    service: "moderation-service",
    path: "/api/moderation",
    entities: &[
        personal(
            "moderation_cases",
            &[("subject", Text), ("reporter_id", Uuid), ("reason", Text), ("status", Text), ("decided_at", Timestamp)],
        ),
        plain("moderation_rules", &[("name", Text), ("pattern", Text), ("action", Text), ("active", Boolean)]),
    ],
    operations: &["Report something", "Decide a case", "Change a rule"],
    emits: &[emits("content.removed", "Something had to go.", &[("subject", Text), ("reason", Text)])],
    consumes: &["post.published", "message.sent"],
    load_percent: 4,
    reads_per_write: 2,
    ..BASE
};

pub const SUPPORT: Capability = Capability {
    slug: "support",
    label: "Customer support",
    hint: "Tickets and answers",
    icon: "circle-help",
    family: Family::Work,
    context: "Support",
    purpose: "Questions and complaints, until they are settled.",
    service: "support-service",
    path: "/api/tickets",
    entities: &[
        personal("tickets", &[("customer_id", Uuid), ("subject", Text), ("status", Text), ("priority", Text), ("handler", Text)]),
        personal(
            "ticket_messages",
            &[("ticket_id", Uuid), ("author", Text), ("text", Text), ("sent_at", Timestamp), ("internal", Boolean)],
        ),
    ],
    operations: &["Open a ticket", "Answer a ticket", "Close a ticket"],
    emits: &[emits("ticket.opened", "Somebody asks for help.", &[("ticket_id", Uuid), ("subject", Text)])],
    journey: "Ask for help",
    ..BASE
};

pub const NOTIFICATIONS: Capability = Capability {
    slug: "notifications",
    label: "Notifications",
    hint: "Tells people what happened",
    icon: "mail",
    family: Family::Reach,
    context: "Notifications",
    purpose: "Tells people what happened.",
    subdomain: Subdomain::Generic,
    service: "notification-service",
    kind: ElementKind::Worker,
    operations: &["Tell somebody", "Keep a message for later"],
    shape: Shape::Nothing,
    consumes: &[
        "order.created",
        "payment.processed",
        "payment.failed",
        "user.registered",
        "user.signed-up",
        "shipment.sent",
        "reservation.created",
        "reservation.cancelled",
        "appointment.booked",
        "delivery.completed",
        "tenant.created",
        "invoice.issued",
        "ticket.opened",
        "task.assigned",
        "course.completed",
        "approval.requested",
        "leave.requested",
        "leave.decided",
        "stock.low",
        "cart.abandoned",
        "refund.approved",
        "points.earned",
        "subscription.ended",
        "payout.sent",
        "identity.rejected",
        "threshold.exceeded",
        "zone.entered",
        "shift.changed",
        "report.ready",
        "workflow.finished",
        "content.removed",
    ],
    load_percent: 2,
    reads_per_write: 1,
    externals: &["email-provider"],
    ..BASE
};

pub const MAILINGS: Capability = Capability {
    slug: "mailings",
    label: "Email and SMS mailings",
    hint: "Templates, lists, bounces",
    icon: "mail",
    family: Family::Reach,
    context: "Mailings",
    purpose: "Mailings and text messages: to whom, in what words, and what came back.",
    service: "mailing-service",
    path: "/api/mailings",
    entities: &[
        plain("templates", &[("name", Text), ("channel", Text), ("subject", Text), ("text", Text)]),
        personal("mailing_lists", &[("name", Text), ("address", Text), ("subscribed", Boolean), ("since", Timestamp)]),
        personal("dispatches", &[("template_id", Uuid), ("recipient", Text), ("status", Text), ("sent_at", Timestamp)]),
    ],
    operations: &["Write a template", "Send a mailing", "Take somebody off a list"],
    emits: &[emits("message.bounced", "A message did not arrive.", &[("recipient", Text), ("reason", Text)])],
    consumes: &["user.registered", "cart.abandoned"],
    load_percent: 3,
    reads_per_write: 1,
    externals: &["email-provider", "sms-provider"],
    journey: "Send a mailing",
    ..BASE
};

pub const VOICE: Capability = Capability {
    slug: "voice",
    label: "Voice ordering",
    hint: "Answers the phone, speaks",
    icon: "phone-call",
    family: Family::Reach,
    context: "Voice",
    purpose: "Answers the phone, understands what the caller wants, and says so.",
    subdomain: Subdomain::Core,
    service: "voice-service",
    path: "/voice",
    entities: &[
        personal("calls", &[("phone", Text), ("started_at", Timestamp), ("seconds", Integer), ("outcome", Text)]),
        personal("transcripts", &[("call_id", Uuid), ("speaker", Text), ("text", Text), ("at", Timestamp)]),
    ],
    operations: &["Take a call", "Understand a wish", "Confirm by voice"],
    language: Some(("python-fastapi", "the libraries for speech are Python's")),
    emits: &[
        emits("reservation.requested", "A caller reserved.", &[("call_id", Uuid), ("at", Timestamp), ("guests", Integer)]),
        emits("order.placed", "A caller ordered.", &[("call_id", Uuid), ("items", Text), ("phone", Text)]),
        emits("call.ended", "A phone call is over.", &[("call_id", Uuid), ("outcome", Text), ("seconds", Integer)]),
    ],
    calls: &[
        may("reservations", "Free tables", "take the wish down and confirm it by message"),
        may("menu", "Dishes", "read out the dishes known from the last call"),
        may("appointments", "Book a time", "take a name and a number, and call back"),
    ],
    load_percent: 5,
    reads_per_write: 1,
    externals: &["phone-line", "elevenlabs"],
    apart: Some("it is Python, holds calls open for minutes and fails differently"),
    realtime: true,
    journey: "Call and order",
    ..BASE
};

pub const WEBHOOKS: Capability = Capability {
    slug: "webhooks",
    label: "Webhooks",
    hint: "Tells other systems",
    icon: "share-2",
    family: Family::Reach,
    context: "Webhooks",
    purpose: "Tells the systems of customers what happened, until they have heard it.",
    subdomain: Subdomain::Generic,
    service: "webhook-service",
    path: "/api/webhooks",
    entities: &[
        plain("endpoints", &[("tenant_id", Uuid), ("url", Text), ("secret_name", Text), ("events", Text), ("active", Boolean)]),
        plain("attempts", &[("endpoint_id", Uuid), ("event", Text), ("status_code", Integer), ("tried_at", Timestamp)]),
    ],
    operations: &["Register an endpoint", "Try again", "Show the attempts"],
    consumes: &[
        "order.created",
        "payment.processed",
        "invoice.issued",
        "task.assigned",
        "tenant.created",
        "shipment.sent",
        "record.ingested",
    ],
    ..BASE
};

pub const INTEGRATIONS: Capability = Capability {
    slug: "integrations",
    label: "Integrations",
    hint: "Connectors, mappings, runs",
    icon: "plug",
    family: Family::Reach,
    context: "Integration",
    purpose: "Speaks the languages of other systems, so that the rest does not have to.",
    service: "integration-service",
    path: "/api/integrations",
    entities: &[
        plain("connectors", &[("name", Text), ("system", Text), ("secret_name", Text), ("active", Boolean)]),
        plain("mappings", &[("connector_id", Uuid), ("source_field", Text), ("target_field", Text), ("rule", Text)]),
        plain("sync_runs", &[("connector_id", Uuid), ("started_at", Timestamp), ("records", Integer), ("failed", Integer)]),
    ],
    operations: &["Set up a connector", "Run an exchange", "Show what failed"],
    emits: &[emits("record.imported", "A record came in from another system.", &[("connector_id", Uuid), ("kind", Text), ("key", Text)])],
    consumes: &["order.created", "product.changed", "invoice.issued"],
    load_percent: 5,
    reads_per_write: 1,
    ..BASE
};
