//! Selling: catalogue, stock, orders, payments and what helps people buy.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Uuid};

pub const CATALOG: Capability = Capability {
    slug: "catalog",
    label: "Product catalogue",
    hint: "Products, categories, prices",
    icon: "table-2",
    family: Family::Selling,
    context: "Catalog",
    purpose: "What can be bought, and how many are left.",
    subdomain: Subdomain::Core,
    service: "product-service",
    path: "/api/products",
    entities: &[plain("products"), plain("categories"), plain("inventory")],
    shape: Shape::Documents,
    emits: &[emits(
        "product.changed",
        "A product is new, changed or gone.",
        &[("product_id", Uuid), ("price", Decimal), ("available", Boolean)],
    )],
    load_percent: 55,
    reads_per_write: 50,
    journey: "Look at a product",
    words: &["product", "catalog", "shop", "store", "sell", "e-commerce", "ecommerce", "merchand", "price list", "goods"],
    ..BASE
};

pub const INVENTORY: Capability = Capability {
    slug: "inventory",
    label: "Stock and warehouse",
    hint: "Levels, movements, places",
    icon: "boxes",
    family: Family::Selling,
    context: "Inventory",
    purpose: "What lies where, and what is promised to whom.",
    service: "inventory-service",
    path: "/api/inventory",
    entities: &[plain("inventory"), plain("warehouses"), plain("stock_movements")],
    emits: &[emits("stock.low", "Less is left than the reorder level.", &[("product_id", Uuid), ("left", Integer)])],
    consumes: &["order.cancelled"],
    load_percent: 10,
    reads_per_write: 4,
    words: &["stock", "inventory", "warehouse"],
    ..BASE
};

pub const ORDERS: Capability = Capability {
    slug: "orders",
    label: "Orders",
    hint: "Basket, checkout, history",
    icon: "list-tree",
    family: Family::Selling,
    context: "Ordering",
    purpose: "From basket to confirmed order, and its history.",
    subdomain: Subdomain::Core,
    service: "order-service",
    path: "/api/orders",
    entities: &[personal("orders"), plain("order_items")],
    emits: &[
        emits(
            "order.created",
            "A customer placed an order.",
            &[("order_id", Uuid), ("customer_id", Uuid), ("total", Decimal), ("currency", Text)],
        ),
        emits("order.cancelled", "An order will not be carried out.", &[("order_id", Uuid), ("reason", Text)]),
    ],
    consumes: &["payment.processed", "order.placed"],
    calls: &[
        must("catalog", "Price and reserve"),
        must("inventory", "Reserve"),
        must("menu", "Check dishes"),
        may("promotions", "Discounts", "sell at the list price"),
        must("payments", "Charge"),
    ],
    load_percent: 12,
    reads_per_write: 3,
    journey: "Check out",
    words: &["order", "checkout", "basket", "cart", "buy", "purchase", "takeaway", "take-away"],
    ..BASE
};

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
    entities: &[("payments", Sensitivity::Card), ("transactions", Sensitivity::Card)],
    emits: &[
        emits(
            "payment.processed",
            "A payment went through.",
            &[("payment_id", Uuid), ("order_id", Uuid), ("amount", Decimal), ("currency", Text)],
        ),
        emits("payment.failed", "A payment was declined.", &[("payment_id", Uuid), ("order_id", Uuid), ("reason", Text)]),
    ],
    load_percent: 5,
    reads_per_write: 2,
    externals: &["stripe"],
    words: &["pay", "charge", "refund", "checkout", "credit card", "deposit"],
    ..BASE
};

pub const PROMOTIONS: Capability = Capability {
    slug: "promotions",
    label: "Promotions",
    hint: "Coupons and discounts",
    icon: "bookmark",
    family: Family::Selling,
    context: "Promotions",
    purpose: "Who gets what discount, and why.",
    service: "promotion-service",
    path: "/api/promotions",
    entities: &[plain("coupons")],
    load_percent: 5,
    reads_per_write: 30,
    words: &["promotion", "coupon", "discount", "voucher"],
    ..BASE
};

pub const SHIPPING: Capability = Capability {
    slug: "shipping",
    label: "Shipping",
    hint: "Parcels, labels, tracking",
    icon: "route",
    family: Family::Selling,
    context: "Shipping",
    purpose: "From a paid order to a parcel at the door.",
    service: "shipping-service",
    path: "/api/shipments",
    entities: &[personal("shipments"), plain("tracking_steps")],
    emits: &[emits("shipment.sent", "A parcel left.", &[("shipment_id", Uuid), ("order_id", Uuid), ("tracking_code", Text)])],
    consumes: &["payment.processed"],
    externals: &["carrier"],
    words: &["ship", "parcel", "tracking", "logistic", "freight"],
    ..BASE
};

pub const REVIEWS: Capability = Capability {
    slug: "reviews",
    label: "Reviews and ratings",
    hint: "What buyers say",
    icon: "sparkles",
    family: Family::Selling,
    context: "Reviews",
    purpose: "What buyers think of what they bought.",
    service: "review-service",
    path: "/api/reviews",
    entities: &[personal("reviews"), plain("ratings")],
    shape: Shape::Documents,
    consumes: &["order.created"],
    reads_per_write: 40,
    words: &["review", "rating", "rate "],
    ..BASE
};

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
    entities: &[plain("search_documents")],
    shape: Shape::Search,
    consumes: &["product.changed", "content.published", "menu.changed"],
    load_percent: 20,
    reads_per_write: 100,
    journey: "Search",
    words: &["search", "find products", "full text", "facet"],
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
    entities: &[personal("interactions"), plain("recommendation_models")],
    shape: Shape::Documents,
    language: Some(("python-fastapi", "the libraries for learning from data are Python's")),
    consumes: &["order.created", "product.changed"],
    load_percent: 15,
    reads_per_write: 20,
    apart: Some("it is Python, needs much memory for its models, and the shop goes on without it"),
    words: &["recommend", "personalis", "personaliz", "suggest"],
    ..BASE
};
