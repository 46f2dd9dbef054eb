//! Insight: finding things, figures, reports, and a trail of what happened.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

pub const SEARCH: Capability = Capability {
    slug: "search",
    label: "Search",
    hint: "Full text, facets",
    icon: "search",
    family: Family::Insight,
    context: "Search",
    purpose: "Finds things by words, kept in step by events.",
    service: "search-service",
    path: "/api/search",
    entities: &[plain(
        "search_documents",
        &[("subject", Text), ("title", Text), ("body", Text), ("facets", Text), ("indexed_at", Timestamp)],
    )],
    operations: &["Search", "Complete a word", "Build the index anew"],
    shape: Shape::Search,
    consumes: &["product.changed", "content.published", "menu.changed", "post.published", "content.removed"],
    load_percent: 20,
    reads_per_write: 100,
    journey: "Search",
    ..BASE
};

pub const RECOMMENDATIONS: Capability = Capability {
    slug: "recommendations",
    label: "Recommendations",
    hint: "What else somebody may like",
    icon: "wand-sparkles",
    family: Family::Insight,
    context: "Recommendations",
    purpose: "What else somebody may like, learned from what others did.",
    service: "recommendation-service",
    path: "/api/recommendations",
    entities: &[
        personal("interactions", &[("user_id", Uuid), ("product_id", Uuid), ("kind", Text), ("at", Timestamp)]),
        plain("recommendation_models", &[("name", Text), ("version", Integer), ("quality", Decimal), ("active", Boolean)]),
    ],
    operations: &["Recommend", "Record an interaction", "Train the model"],
    shape: Shape::Documents,
    language: Some(("python-fastapi", "the libraries for learning from data are Python's")),
    consumes: &["order.created", "product.changed"],
    load_percent: 15,
    reads_per_write: 20,
    apart: Some("it is Python, needs much memory for its models, and the shop goes on without it"),
    ..BASE
};

pub const ANALYTICS: Capability = Capability {
    slug: "analytics",
    label: "Analytics",
    hint: "Figures and dashboards",
    icon: "gauge",
    family: Family::Insight,
    context: "Analytics",
    purpose: "What happens in the product, counted and compared.",
    service: "analytics-service",
    path: "/api/analytics",
    entities: &[
        plain("activity", &[("subject", Text), ("action", Text), ("value", Decimal), ("at", Timestamp)]),
        plain("reports", &[("name", Text), ("query", Text), ("period", Text), ("shared", Boolean)]),
    ],
    operations: &["Record what happened", "Show a dashboard", "Compare two periods"],
    shape: Shape::Search,
    language: Some(("python-fastapi", "the libraries for figures are Python's")),
    consumes: &[
        "order.created",
        "user.signed-up",
        "user.registered",
        "tenant.created",
        "invoice.issued",
        "task.assigned",
        "course.completed",
        "call.ended",
        "reading.received",
        "reservation.created",
        "record.ingested",
        "post.published",
        "subscription.started",
        "entry.posted",
    ],
    load_percent: 10,
    reads_per_write: 1,
    apart: Some("its long queries would slow everything else down, and it may be an hour late"),
    journey: "Look at a report",
    ..BASE
};

pub const REPORTING: Capability = Capability {
    slug: "reporting",
    label: "Scheduled reports",
    hint: "Exports, statements, deadlines",
    icon: "file-text",
    family: Family::Insight,
    context: "Reporting",
    purpose: "Reports that somebody outside expects: in this form, by that day.",
    service: "report-service",
    path: "/api/reports",
    entities: &[
        plain("reports", &[("name", Text), ("format", Text), ("schedule", Text), ("recipient", Text), ("active", Boolean)]),
        plain("report_runs", &[("report_id", Uuid), ("started_at", Timestamp), ("rows", Integer), ("succeeded", Boolean)]),
    ],
    operations: &["Plan a report", "Run a report", "Download an export"],
    emits: &[emits("report.ready", "A report can be fetched.", &[("report_id", Uuid), ("rows", Integer)])],
    calls: &[may("analytics", "Figures", "use the figures of last night")],
    load_percent: 3,
    reads_per_write: 4,
    journey: "Download an export",
    ..BASE
};

pub const AUDIT: Capability = Capability {
    slug: "audit",
    label: "Audit trail",
    hint: "Who did what, when",
    icon: "history",
    family: Family::Insight,
    context: "Audit",
    purpose: "Who did what and when, kept so that nobody can change it.",
    subdomain: Subdomain::Generic,
    service: "audit-service",
    path: "/api/audit",
    entities: &[
        personal("audit_entries", &[("actor", Text), ("action", Text), ("subject", Text), ("details", Text), ("at", Timestamp)]),
        plain("retention_rules", &[("kind", Text), ("keep_days", Integer), ("legal_basis", Text)]),
    ],
    operations: &["Show a trail", "Prove it is complete", "Apply a retention rule"],
    consumes: &[
        "user.registered",
        "user.signed-up",
        "order.created",
        "payment.processed",
        "tenant.created",
        "approval.requested",
        "flag.changed",
        "entry.posted",
        "identity.verified",
        "fraud.suspected",
        "erasure.requested",
    ],
    emits: &[emits("audit.sealed", "A day of the trail is closed.", &[("day", Text), ("entries", Integer)])],
    load_percent: 2,
    reads_per_write: 0,
    ..BASE
};
