//! Money: what is charged, owed, booked, paid out, and what looks wrong about it.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

pub const PAYMENTS: Capability = Capability {
    slug: "payments",
    label: "Payments",
    hint: "Charges, refunds",
    icon: "scale",
    family: Family::Money,
    context: "Payments",
    purpose: "Charges and refunds. The only part that sees the payment provider.",
    service: "payment-service",
    path: "/api/payments",
    entities: &[
        card(
            "payments",
            &[
                ("order_id", Uuid),
                ("amount", Decimal),
                ("currency", Text),
                ("status", Text),
                ("provider_reference", Text),
                ("card_last_four", Text),
            ],
        ),
        card(
            "transactions",
            &[("payment_id", Uuid), ("kind", Text), ("amount", Decimal), ("succeeded", Boolean), ("processed_at", Timestamp)],
        ),
    ],
    operations: &["Charge a card", "Refund a payment", "Show a payment"],
    emits: &[
        emits(
            "payment.processed",
            "A payment went through.",
            &[("payment_id", Uuid), ("order_id", Uuid), ("amount", Decimal), ("currency", Text)],
        ),
        emits("payment.failed", "A payment was declined.", &[("payment_id", Uuid), ("order_id", Uuid), ("reason", Text)]),
    ],
    consumes: &["refund.approved"],
    calls: &[may("fraud", "Risk of a payment", "let small amounts through and hold the others")],
    load_percent: 5,
    reads_per_write: 2,
    externals: &["stripe"],
    ..BASE
};

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
    entities: &[
        card("subscriptions", &[("tenant_id", Uuid), ("plan", Text), ("status", Text), ("payment_method", Text), ("renews_at", Timestamp)]),
        personal(
            "invoices",
            &[("tenant_id", Uuid), ("number", Text), ("amount", Decimal), ("currency", Text), ("due", Timestamp), ("paid", Boolean)],
        ),
        plain("usage_records", &[("subscription_id", Uuid), ("metric", Text), ("quantity", Integer), ("recorded_at", Timestamp)]),
    ],
    operations: &["Issue an invoice", "Record usage", "Remind of a payment", "Change the plan"],
    emits: &[emits(
        "invoice.issued",
        "An invoice is due.",
        &[("invoice_id", Uuid), ("tenant_id", Uuid), ("amount", Decimal), ("currency", Text)],
    )],
    consumes: &["tenant.created", "subscription.started", "subscription.ended"],
    load_percent: 5,
    reads_per_write: 4,
    externals: &["stripe"],
    journey: "Change the plan",
    ..BASE
};

pub const SUBSCRIPTIONS: Capability = Capability {
    slug: "subscriptions",
    label: "Subscription plans",
    hint: "Plans, trials, renewals",
    icon: "repeat",
    family: Family::Money,
    context: "Subscriptions",
    purpose: "Who has which plan, since when, and when it renews or ends.",
    service: "subscription-service",
    path: "/api/subscriptions",
    entities: &[
        personal(
            "subscriptions",
            &[("tenant_id", Uuid), ("plan_id", Uuid), ("status", Text), ("started_at", Timestamp), ("renews_at", Timestamp)],
        ),
        plain("plans", &[("name", Text), ("price", Decimal), ("currency", Text), ("period", Text), ("seats", Integer)]),
        plain("renewals", &[("subscription_id", Uuid), ("at", Timestamp), ("succeeded", Boolean)]),
    ],
    operations: &["Start a trial", "Change the plan", "Renew", "Cancel"],
    emits: &[
        emits("subscription.started", "Somebody took a plan.", &[("subscription_id", Uuid), ("tenant_id", Uuid), ("plan", Text)]),
        emits("subscription.ended", "A plan was cancelled or ran out.", &[("subscription_id", Uuid), ("reason", Text)]),
    ],
    consumes: &["tenant.created"],
    reads_per_write: 20,
    journey: "Take a plan",
    ..BASE
};

pub const LEDGER: Capability = Capability {
    slug: "ledger",
    label: "Ledger",
    hint: "Accounts, double entries",
    icon: "book-open",
    family: Family::Money,
    context: "Ledger",
    purpose: "Every movement of money, booked twice and never changed.",
    subdomain: Subdomain::Core,
    service: "ledger-service",
    path: "/api/ledger",
    entities: &[
        personal("ledger_accounts", &[("number", Text), ("holder", Text), ("currency", Text), ("balance", Decimal), ("open", Boolean)]),
        plain("journal_entries", &[("reference", Text), ("text", Text), ("booked_at", Timestamp)]),
        plain(
            "settlements",
            &[("reference", Text), ("ledger_account_id", Uuid), ("amount", Decimal), ("status", Text), ("settled_at", Timestamp)],
        ),
        plain("postings", &[("journal_entry_id", Uuid), ("ledger_account_id", Uuid), ("amount", Decimal), ("side", Text)]),
    ],
    operations: &["Book an entry", "Show a balance", "Reverse an entry", "Close a period"],
    emits: &[emits("entry.posted", "Money moved between accounts.", &[("entry_id", Uuid), ("amount", Decimal), ("currency", Text)])],
    consumes: &["payment.processed", "invoice.issued", "payout.sent"],
    load_percent: 20,
    reads_per_write: 4,
    journey: "Transfer money",
    ..BASE
};

pub const SELLERS: Capability = Capability {
    slug: "sellers",
    label: "Sellers and payouts",
    hint: "Vendors, commissions, payouts",
    icon: "users",
    family: Family::Money,
    context: "Sellers",
    purpose: "Who sells here, what share stays, and what is paid out to whom.",
    subdomain: Subdomain::Core,
    service: "seller-service",
    path: "/api/sellers",
    entities: &[
        personal("sellers", &[("name", Text), ("email", Text), ("iban", Text), ("verified", Boolean), ("joined_at", Timestamp)]),
        plain("commissions", &[("seller_id", Uuid), ("order_id", Uuid), ("percent", Decimal), ("amount", Decimal)]),
        personal("payouts", &[("seller_id", Uuid), ("amount", Decimal), ("currency", Text), ("status", Text), ("sent_at", Timestamp)]),
    ],
    operations: &["Admit a seller", "Reckon a commission", "Pay a seller out"],
    emits: &[
        emits("seller.joined", "A seller may start to sell.", &[("seller_id", Uuid), ("name", Text)]),
        emits("payout.sent", "A seller was paid.", &[("payout_id", Uuid), ("seller_id", Uuid), ("amount", Decimal)]),
    ],
    consumes: &["order.created", "payment.processed", "identity.verified"],
    externals: &["stripe"],
    reads_per_write: 8,
    journey: "Become a seller",
    ..BASE
};

pub const FRAUD: Capability = Capability {
    slug: "fraud",
    label: "Fraud detection",
    hint: "Risk scores, rules, cases",
    icon: "shield-check",
    family: Family::Money,
    context: "Fraud",
    purpose: "How risky a payment or an account is, and who looks at the doubtful ones.",
    service: "fraud-service",
    path: "/api/fraud",
    entities: &[
        personal("risk_scores", &[("subject", Text), ("score", Integer), ("reasons", Text), ("scored_at", Timestamp)]),
        plain("fraud_rules", &[("name", Text), ("condition", Text), ("weight", Integer), ("active", Boolean)]),
        personal("fraud_cases", &[("risk_score_id", Uuid), ("status", Text), ("handler", Text), ("outcome", Text)]),
    ],
    operations: &["Score a payment", "Open a case", "Decide a case"],
    language: Some(("python-fastapi", "the libraries for learning from data are Python's")),
    emits: &[emits("fraud.suspected", "A payment or an account looks wrong.", &[("case_id", Uuid), ("subject", Text), ("score", Integer)])],
    consumes: &["payment.failed", "order.created", "user.registered"],
    reads_per_write: 1,
    ..BASE
};
