//! What products need around their core: billing, figures, files, devices, and a trail of what happened.

use super::*;
use FieldType::{Decimal, Integer, String as Text, Timestamp, Uuid};

pub const BILLING: Capability = Capability {
    slug: "billing",
    label: "Subscriptions and billing",
    hint: "Plans, invoices, usage",
    icon: "scale",
    family: Family::Money,
    context: "Billing",
    purpose: "Who owes what for which period, and whether it is paid.",
    service: "billing-service",
    path: "/api/billing",
    entities: &[("subscriptions", Sensitivity::Card), personal("invoices"), plain("usage_records")],
    emits: &[emits(
        "invoice.issued",
        "An invoice is due.",
        &[("invoice_id", Uuid), ("tenant_id", Uuid), ("amount", Decimal), ("currency", Text)],
    )],
    consumes: &["tenant.created"],
    load_percent: 5,
    reads_per_write: 4,
    externals: &["stripe"],
    journey: "Change the plan",
    words: &["billing", "invoice", "subscri", "saas", "usage-based", "software as a service"],
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
    entities: &[plain("activity"), plain("reports")],
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
    ],
    load_percent: 10,
    reads_per_write: 1,
    apart: Some("its long queries would slow everything else down, and it may be an hour late"),
    journey: "Look at a report",
    words: &["analytic", "dashboard", "report", "statistic", "kpi", "insight"],
    ..BASE
};

pub const FILES: Capability = Capability {
    slug: "files",
    label: "Files",
    hint: "Upload, share, download",
    icon: "folder",
    context: "Files",
    purpose: "Which files exist, who may see them, and where they lie.",
    subdomain: Subdomain::Generic,
    service: "file-service",
    path: "/api/files",
    entities: &[personal("files"), plain("shares")],
    load_percent: 15,
    externals: &["object-storage"],
    journey: "Upload a file",
    words: &["file", "upload", "document", "attachment"],
    ..BASE
};

pub const MEDIA: Capability = Capability {
    slug: "media",
    label: "Video and audio",
    hint: "Upload, convert, stream",
    icon: "radio",
    family: Family::Reach,
    context: "Media",
    purpose: "Recordings, in the form each viewer's device can play.",
    subdomain: Subdomain::Core,
    service: "media-service",
    path: "/api/media",
    entities: &[plain("recordings"), plain("renditions")],
    shape: Shape::Documents,
    language: Some(("go", "it moves many bytes and waits for little")),
    load_percent: 35,
    reads_per_write: 50,
    externals: &["object-storage"],
    apart: Some("it moves far more bytes than everything else together, and must not take the processor from it"),
    journey: "Watch a recording",
    words: &["video", "audio", "stream", "podcast", "music", "film"],
    ..BASE
};

pub const DEVICES: Capability = Capability {
    slug: "devices",
    label: "Devices",
    hint: "Sensors, readings, commands",
    icon: "radio",
    family: Family::Reach,
    context: "Devices",
    purpose: "Which devices exist, and what they report.",
    subdomain: Subdomain::Core,
    service: "device-service",
    path: "/api/devices",
    entities: &[plain("devices"), plain("readings")],
    shape: Shape::Documents,
    language: Some(("go", "it holds very many connections in little memory")),
    emits: &[emits("reading.received", "A device reported a value.", &[("device_id", Uuid), ("value", Decimal), ("at", Timestamp)])],
    load_percent: 70,
    reads_per_write: 0,
    apart: Some("devices report at their own pace, and a flood of readings must not reach the rest"),
    journey: "Report a reading",
    words: &["device", "sensor", "iot", "telemetry", "machine data", "smart"],
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
    entities: &[plain("endpoints"), plain("attempts")],
    consumes: &["order.created", "payment.processed", "invoice.issued", "task.assigned", "tenant.created", "shipment.sent"],
    words: &["webhook", "callback", "partner api"],
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
    entities: &[personal("audit_entries"), plain("retention_rules")],
    consumes: &["user.registered", "user.signed-up", "order.created", "payment.processed", "tenant.created", "approval.requested"],
    emits: &[emits("audit.sealed", "A day of the trail is closed.", &[("day", Text), ("entries", Integer)])],
    load_percent: 2,
    reads_per_write: 0,
    words: &["audit", "trail", "traceab"],
    ..BASE
};
