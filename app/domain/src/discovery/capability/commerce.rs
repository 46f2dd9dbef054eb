//! Selling: what is offered, at what price, and how somebody comes to buy it.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

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
    entities: &[
        plain(
            "products",
            &[
                ("sku", Text),
                ("name", Text),
                ("description", Text),
                ("category_id", Uuid),
                ("price", Decimal),
                ("currency", Text),
                ("available", Boolean),
            ],
        ),
        plain("categories", &[("name", Text), ("parent_id", Uuid), ("position", Integer)]),
        plain("inventory", &[("product_id", Uuid), ("on_hand", Integer), ("reserved", Integer), ("reorder_level", Integer)]),
    ],
    operations: &["List products", "Show a product", "Change a price", "Retire a product"],
    shape: Shape::Documents,
    emits: &[emits(
        "product.changed",
        "A product is new, changed or gone.",
        &[("product_id", Uuid), ("price", Decimal), ("available", Boolean)],
    )],
    load_percent: 55,
    reads_per_write: 50,
    journey: "Look at a product",
    ..BASE
};

pub const CART: Capability = Capability {
    slug: "cart",
    label: "Cart",
    hint: "Baskets, wish lists",
    icon: "bookmark",
    family: Family::Selling,
    context: "Cart",
    purpose: "What somebody is about to buy, kept until it is bought or forgotten.",
    service: "cart-service",
    path: "/api/carts",
    entities: &[
        personal("carts", &[("customer_id", Uuid), ("currency", Text), ("expires_at", Timestamp), ("coupon_code", Text)]),
        plain("cart_items", &[("cart_id", Uuid), ("product_id", Uuid), ("quantity", Integer), ("unit_price", Decimal)]),
    ],
    operations: &["Put something in", "Take something out", "Show the cart", "Hand it to the checkout"],
    shape: Shape::KeyValue,
    emits: &[emits("cart.abandoned", "Nobody came back to a full cart.", &[("cart_id", Uuid), ("customer_id", Uuid), ("total", Decimal)])],
    consumes: &["order.created"],
    calls: &[may("catalog", "Current prices", "show the price from when it was put in")],
    load_percent: 15,
    reads_per_write: 2,
    journey: "Fill the cart",
    ..BASE
};

pub const ORDERS: Capability = Capability {
    slug: "orders",
    label: "Orders",
    hint: "Checkout, order history",
    icon: "list-tree",
    family: Family::Selling,
    context: "Ordering",
    purpose: "From basket to confirmed order, and its history.",
    subdomain: Subdomain::Core,
    service: "order-service",
    path: "/api/orders",
    entities: &[
        personal(
            "orders",
            &[
                ("customer_id", Uuid),
                ("status", Text),
                ("total", Decimal),
                ("currency", Text),
                ("shipping_address", Text),
                ("placed_at", Timestamp),
            ],
        ),
        plain("order_items", &[("order_id", Uuid), ("product_id", Uuid), ("name", Text), ("quantity", Integer), ("unit_price", Decimal)]),
    ],
    operations: &["Place an order", "Cancel an order", "Show an order", "List a customer's orders"],
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
        may("cart", "Take over the cart", "ask the customer to fill it again"),
        may("pricing", "Final price", "sell at the price of the catalogue"),
        may("promotions", "Discounts", "sell at the list price"),
        must("payments", "Charge"),
    ],
    load_percent: 12,
    reads_per_write: 3,
    journey: "Check out",
    ..BASE
};

pub const PRICING: Capability = Capability {
    slug: "pricing",
    label: "Pricing",
    hint: "Price lists, taxes, quotes",
    icon: "scale",
    family: Family::Selling,
    context: "Pricing",
    purpose: "What something costs for whom, on what day, with which tax.",
    subdomain: Subdomain::Core,
    service: "pricing-service",
    path: "/api/prices",
    entities: &[
        plain("price_lists", &[("name", Text), ("currency", Text), ("valid_from", Timestamp), ("valid_to", Timestamp)]),
        plain("prices", &[("price_list_id", Uuid), ("product_id", Uuid), ("amount", Decimal), ("minimum_quantity", Integer)]),
        plain("tax_rates", &[("country", Text), ("category", Text), ("percent", Decimal)]),
    ],
    operations: &["Quote a price", "Change a price list", "Look up a tax rate"],
    emits: &[emits("price.changed", "A price is different from now on.", &[("product_id", Uuid), ("amount", Decimal), ("currency", Text)])],
    load_percent: 20,
    reads_per_write: 100,
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
    entities: &[plain(
        "coupons",
        &[("code", Text), ("percent_off", Decimal), ("valid_from", Timestamp), ("valid_to", Timestamp), ("uses_left", Integer)],
    )],
    operations: &["Check a coupon", "Redeem a coupon", "Plan a promotion"],
    load_percent: 5,
    reads_per_write: 30,
    ..BASE
};

pub const LOYALTY: Capability = Capability {
    slug: "loyalty",
    label: "Loyalty",
    hint: "Points, tiers, rewards",
    icon: "sparkles",
    family: Family::Selling,
    context: "Loyalty",
    purpose: "What a customer has earned by coming back, and what it is worth.",
    service: "loyalty-service",
    path: "/api/loyalty",
    entities: &[
        personal("loyalty_accounts", &[("customer_id", Uuid), ("points", Integer), ("tier", Text), ("joined_at", Timestamp)]),
        plain("point_movements", &[("loyalty_account_id", Uuid), ("order_id", Uuid), ("points", Integer), ("reason", Text)]),
        plain("rewards", &[("name", Text), ("points_needed", Integer), ("available", Boolean)]),
    ],
    operations: &["Show the balance", "Earn points", "Redeem a reward"],
    emits: &[emits("points.earned", "A customer earned points.", &[("customer_id", Uuid), ("points", Integer), ("tier", Text)])],
    consumes: &["order.created", "order.cancelled"],
    reads_per_write: 6,
    journey: "Redeem a reward",
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
    entities: &[
        personal("reviews", &[("product_id", Uuid), ("author_id", Uuid), ("title", Text), ("text", Text), ("approved", Boolean)]),
        plain("ratings", &[("product_id", Uuid), ("review_id", Uuid), ("stars", Integer)]),
    ],
    operations: &["Write a review", "List reviews", "Show the average rating"],
    shape: Shape::Documents,
    consumes: &["order.created"],
    reads_per_write: 40,
    ..BASE
};
