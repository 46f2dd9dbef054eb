//! People: who they are, what they may do, whom they belong to, and how they are reached.

use super::*;
use FieldType::{String as Text, Timestamp, Uuid};

pub const ACCOUNTS: Capability = Capability {
    slug: "accounts",
    label: "User accounts",
    hint: "Registration, profiles",
    icon: "group",
    family: Family::People,
    context: "Identity",
    purpose: "Who someone is and what they may do.",
    subdomain: Subdomain::Generic,
    service: "user-service",
    path: "/api/users",
    entities: &[personal("users"), personal("profiles"), personal("sessions")],
    emits: &[emits("user.registered", "Somebody opened an account.", &[("user_id", Uuid), ("email", Text)])],
    load_percent: 10,
    reads_per_write: 10,
    journey: "Open an account",
    words: &["account", "user", "profile", "customer", "sign up", "register", "member", "login", "guest"],
    ..BASE
};

pub const ACCESS: Capability = Capability {
    slug: "access",
    label: "Sign-in and roles",
    hint: "Credentials, roles, permissions",
    icon: "lock",
    family: Family::People,
    context: "Access",
    purpose: "Proves who someone is, and says what the role allows.",
    subdomain: Subdomain::Generic,
    service: "auth-service",
    path: "/api/auth",
    entities: &[personal("credentials"), personal("sessions"), plain("roles")],
    emits: &[emits("user.signed-up", "Somebody can sign in for the first time.", &[("user_id", Uuid), ("email", Text)])],
    load_percent: 10,
    reads_per_write: 10,
    journey: "Sign in",
    words: &["sign-in", "sign in", "authenticat", "permission", "role", "single sign-on", "sso"],
    ..BASE
};

pub const TENANTS: Capability = Capability {
    slug: "tenants",
    label: "Tenants",
    hint: "Organisations and members",
    icon: "boxes",
    family: Family::People,
    context: "Tenancy",
    purpose: "Which organisation somebody works for, and on which plan.",
    subdomain: Subdomain::Core,
    service: "tenant-service",
    path: "/api/tenants",
    entities: &[plain("tenants"), personal("memberships"), plain("plans")],
    emits: &[emits("tenant.created", "An organisation joined.", &[("tenant_id", Uuid), ("plan", Text)])],
    load_percent: 15,
    reads_per_write: 30,
    journey: "Set up an organisation",
    words: &["tenant", "saas", "organisation", "organization", "workspace", "b2b", "software as a service", "companies"],
    ..BASE
};

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
    entities: &[personal("conversations"), personal("messages")],
    shape: Shape::Documents,
    emits: &[emits("message.sent", "Somebody wrote something.", &[("message_id", Uuid), ("conversation_id", Uuid), ("at", Timestamp)])],
    load_percent: 30,
    reads_per_write: 2,
    realtime: true,
    journey: "Write a message",
    words: &["chat", "messag", "conversation", "real-time", "realtime"],
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
    entities: &[personal("tickets"), personal("ticket_messages")],
    emits: &[emits("ticket.opened", "Somebody asks for help.", &[("ticket_id", Uuid), ("subject", Text)])],
    journey: "Ask for help",
    words: &["support", "ticket", "helpdesk", "help desk", "complaint"],
    ..BASE
};

pub const NOTIFICATIONS: Capability = Capability {
    slug: "notifications",
    label: "Notifications",
    hint: "Email, text messages",
    icon: "mail",
    family: Family::Reach,
    context: "Notifications",
    purpose: "Tells people what happened.",
    subdomain: Subdomain::Generic,
    service: "notification-service",
    kind: ElementKind::Worker,
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
        "stock.low",
    ],
    load_percent: 2,
    reads_per_write: 1,
    externals: &["email-provider"],
    words: &["notif", "email", "e-mail", "remind", "confirmation", "sms", "text message"],
    ..BASE
};
