//! People: who they are, what they may do, whom they belong to, and what they agreed to.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

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
    entities: &[
        personal("users", &[("email", Text), ("name", Text), ("locale", Text), ("active", Boolean), ("last_seen_at", Timestamp)]),
        personal("profiles", &[("user_id", Uuid), ("display_name", Text), ("phone", Text), ("address", Text), ("picture_url", Text)]),
        personal("sessions", &[("user_id", Uuid), ("device", Text), ("expires_at", Timestamp), ("revoked", Boolean)]),
    ],
    operations: &["Open an account", "Change the profile", "Close an account"],
    emits: &[emits("user.registered", "Somebody opened an account.", &[("user_id", Uuid), ("email", Text)])],
    load_percent: 10,
    reads_per_write: 10,
    journey: "Open an account",
    ..BASE
};

pub const PROFILES: Capability = Capability {
    slug: "profiles",
    label: "Profiles",
    hint: "Public pages, preferences",
    icon: "users",
    family: Family::People,
    context: "Profiles",
    purpose: "What somebody shows of themselves, and how they like things to be.",
    service: "profile-service",
    path: "/api/profiles",
    entities: &[
        personal("profiles", &[("user_id", Uuid), ("display_name", Text), ("about", Text), ("picture_url", Text), ("public", Boolean)]),
        personal("preferences", &[("user_id", Uuid), ("key", Text), ("value", Text)]),
        personal("addresses", &[("user_id", Uuid), ("street", Text), ("postcode", Text), ("city", Text), ("country", Text)]),
    ],
    operations: &["Show a profile", "Change a preference", "Add an address"],
    emits: &[emits("profile.changed", "Somebody changed what others see.", &[("user_id", Uuid), ("display_name", Text)])],
    consumes: &["user.registered"],
    load_percent: 12,
    reads_per_write: 25,
    journey: "Show a profile",
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
    entities: &[
        personal("credentials", &[("user_id", Uuid), ("email", Text), ("password_hash", Text), ("second_factor", Boolean)]),
        personal("sessions", &[("user_id", Uuid), ("role_id", Uuid), ("expires_at", Timestamp), ("revoked", Boolean)]),
        plain("roles", &[("name", Text), ("permissions", Text), ("built_in", Boolean)]),
    ],
    operations: &["Sign in", "Sign out", "Give a role", "Reset a password"],
    emits: &[emits("user.signed-up", "Somebody can sign in for the first time.", &[("user_id", Uuid), ("email", Text)])],
    load_percent: 10,
    reads_per_write: 10,
    journey: "Sign in",
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
    entities: &[
        plain("tenants", &[("name", Text), ("slug", Text), ("plan_id", Uuid), ("active", Boolean)]),
        personal("memberships", &[("tenant_id", Uuid), ("user_id", Uuid), ("role", Text), ("invited_at", Timestamp)]),
        plain("plans", &[("name", Text), ("price", Decimal), ("currency", Text), ("seats", Integer)]),
    ],
    operations: &["Set up an organisation", "Invite a member", "Change a role", "Close an organisation"],
    emits: &[emits("tenant.created", "An organisation joined.", &[("tenant_id", Uuid), ("plan", Text)])],
    load_percent: 15,
    reads_per_write: 30,
    journey: "Set up an organisation",
    ..BASE
};

pub const VERIFICATION: Capability = Capability {
    slug: "identity-verification",
    label: "Identity verification",
    hint: "Documents, checks, outcome",
    icon: "shield-check",
    family: Family::People,
    context: "Verification",
    purpose: "Whether somebody is who they say, and how that was found out.",
    service: "verification-service",
    path: "/api/verifications",
    entities: &[
        personal("verifications", &[("user_id", Uuid), ("status", Text), ("method", Text), ("decided_at", Timestamp)]),
        personal(
            "identity_documents",
            &[("verification_id", Uuid), ("kind", Text), ("country", Text), ("number", Text), ("expires", Timestamp)],
        ),
        personal("identity_checks", &[("verification_id", Uuid), ("name", Text), ("passed", Boolean), ("details", Text)]),
    ],
    operations: &["Start a verification", "Hand in a document", "Decide"],
    emits: &[
        emits("identity.verified", "Somebody is who they say.", &[("user_id", Uuid), ("verification_id", Uuid)]),
        emits("identity.rejected", "The proof did not hold.", &[("user_id", Uuid), ("reason", Text)]),
    ],
    consumes: &["user.registered"],
    load_percent: 3,
    reads_per_write: 2,
    externals: &["kyc-provider"],
    journey: "Prove who you are",
    ..BASE
};

pub const CONSENT: Capability = Capability {
    slug: "consent",
    label: "Consent and privacy",
    hint: "Consents, data requests",
    icon: "lock",
    family: Family::People,
    context: "Privacy",
    purpose: "What people agreed to, and what they asked to see or to have deleted.",
    subdomain: Subdomain::Generic,
    service: "privacy-service",
    path: "/api/privacy",
    entities: &[
        personal("consents", &[("user_id", Uuid), ("purpose", Text), ("given", Boolean), ("version", Text), ("at", Timestamp)]),
        personal("data_requests", &[("user_id", Uuid), ("kind", Text), ("status", Text), ("due", Timestamp)]),
    ],
    operations: &["Give a consent", "Take a consent back", "Ask for one's data", "Ask for deletion"],
    emits: &[emits("erasure.requested", "Somebody wants their data deleted.", &[("user_id", Uuid), ("due", Timestamp)])],
    load_percent: 2,
    reads_per_write: 10,
    journey: "Ask for one's data",
    ..BASE
};
