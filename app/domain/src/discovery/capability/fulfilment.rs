//! Carrying out: stock, parcels, couriers, returns and what has to be bought in.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

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
    entities: &[
        plain(
            "inventory",
            &[("product_id", Uuid), ("warehouse_id", Uuid), ("on_hand", Integer), ("reserved", Integer), ("reorder_level", Integer)],
        ),
        plain("warehouses", &[("name", Text), ("address", Text), ("active", Boolean)]),
        plain("stock_movements", &[("inventory_id", Uuid), ("quantity", Integer), ("reason", Text), ("moved_at", Timestamp)]),
    ],
    operations: &["Reserve stock", "Release a reservation", "Book a delivery in", "Count a shelf"],
    emits: &[emits("stock.low", "Less is left than the reorder level.", &[("product_id", Uuid), ("left", Integer)])],
    consumes: &["order.cancelled", "return.received", "goods.received"],
    load_percent: 10,
    reads_per_write: 4,
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
    entities: &[
        personal(
            "shipments",
            &[
                ("order_id", Uuid),
                ("carrier", Text),
                ("tracking_code", Text),
                ("recipient", Text),
                ("address", Text),
                ("status", Text),
                ("sent_at", Timestamp),
            ],
        ),
        plain("tracking_steps", &[("shipment_id", Uuid), ("place", Text), ("status", Text), ("at", Timestamp)]),
    ],
    operations: &["Create a shipment", "Print a label", "Follow a parcel"],
    emits: &[emits("shipment.sent", "A parcel left.", &[("shipment_id", Uuid), ("order_id", Uuid), ("tracking_code", Text)])],
    consumes: &["payment.processed"],
    externals: &["carrier"],
    ..BASE
};

pub const RETURNS: Capability = Capability {
    slug: "returns",
    label: "Returns",
    hint: "Sent back, checked, refunded",
    icon: "rotate-ccw",
    family: Family::Selling,
    context: "Returns",
    purpose: "What came back, in which state, and what the customer gets for it.",
    service: "return-service",
    path: "/api/returns",
    entities: &[
        personal("returns", &[("order_id", Uuid), ("customer_id", Uuid), ("reason", Text), ("status", Text), ("announced_at", Timestamp)]),
        plain("return_items", &[("return_id", Uuid), ("product_id", Uuid), ("quantity", Integer), ("condition", Text)]),
    ],
    operations: &["Announce a return", "Check what arrived", "Approve the refund"],
    emits: &[
        emits("return.received", "What was sent back has arrived.", &[("return_id", Uuid), ("order_id", Uuid)]),
        emits("refund.approved", "The customer gets money back.", &[("return_id", Uuid), ("order_id", Uuid), ("amount", Decimal)]),
    ],
    load_percent: 3,
    reads_per_write: 3,
    journey: "Send something back",
    ..BASE
};

pub const PURCHASING: Capability = Capability {
    slug: "purchasing",
    label: "Purchasing",
    hint: "Suppliers, purchase orders",
    icon: "table-2",
    family: Family::Selling,
    context: "Purchasing",
    purpose: "What is ordered from whom, and when it comes.",
    service: "purchasing-service",
    path: "/api/purchasing",
    entities: &[
        plain("suppliers", &[("name", Text), ("email", Text), ("lead_days", Integer), ("active", Boolean)]),
        plain("purchase_orders", &[("supplier_id", Uuid), ("status", Text), ("total", Decimal), ("currency", Text), ("due", Timestamp)]),
        plain("purchase_order_lines", &[("purchase_order_id", Uuid), ("product_id", Uuid), ("quantity", Integer), ("unit_price", Decimal)]),
    ],
    operations: &["Order from a supplier", "Receive goods", "Compare suppliers"],
    emits: &[emits("goods.received", "A supplier delivered.", &[("purchase_order_id", Uuid), ("product_id", Uuid), ("quantity", Integer)])],
    consumes: &["stock.low"],
    load_percent: 3,
    reads_per_write: 4,
    journey: "Order from a supplier",
    ..BASE
};

pub const DELIVERY: Capability = Capability {
    slug: "delivery",
    label: "Delivery",
    hint: "Couriers, routes, live position",
    icon: "waypoints",
    family: Family::Place,
    context: "Delivery",
    purpose: "Which courier brings what where, and when.",
    service: "delivery-service",
    path: "/api/deliveries",
    entities: &[
        personal(
            "deliveries",
            &[
                ("order_id", Uuid),
                ("courier_id", Uuid),
                ("address", Text),
                ("status", Text),
                ("promised_at", Timestamp),
                ("arrived_at", Timestamp),
            ],
        ),
        personal("couriers", &[("name", Text), ("phone", Text), ("vehicle", Text), ("on_duty", Boolean)]),
    ],
    operations: &["Assign a courier", "Follow a delivery", "Confirm the handover"],
    emits: &[emits("delivery.completed", "It arrived.", &[("delivery_id", Uuid), ("order_id", Uuid), ("at", Timestamp)])],
    consumes: &["order.created"],
    load_percent: 10,
    reads_per_write: 1,
    externals: &["maps"],
    realtime: true,
    journey: "Follow a delivery",
    ..BASE
};
