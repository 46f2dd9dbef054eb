//! Places and times: menus, tables, visits, shifts, and where things are.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

pub const MENU: Capability = Capability {
    slug: "menu",
    label: "Menu",
    hint: "Dishes, prices, allergens",
    icon: "list-tree",
    family: Family::Place,
    context: "Menu",
    purpose: "What the kitchen offers today, with prices and allergens.",
    subdomain: Subdomain::Core,
    service: "menu-service",
    path: "/api/menu",
    entities: &[
        plain("dishes", &[("menu_id", Uuid), ("name", Text), ("description", Text), ("price", Decimal), ("available", Boolean)]),
        plain("menus", &[("name", Text), ("valid_from", Timestamp), ("valid_to", Timestamp)]),
        plain("allergens", &[("dish_id", Uuid), ("code", Text), ("name", Text)]),
    ],
    operations: &["Show today's menu", "Change a dish", "Mark a dish sold out"],
    emits: &[emits("menu.changed", "A dish is new, changed or sold out.", &[("dish_id", Uuid), ("name", Text)])],
    load_percent: 40,
    reads_per_write: 100,
    journey: "Read the menu",
    ..BASE
};

pub const RESERVATIONS: Capability = Capability {
    slug: "reservations",
    label: "Reservations",
    hint: "Tables, rooms, seats",
    icon: "clock",
    family: Family::Place,
    context: "Reservations",
    purpose: "Who comes when, and what is still free.",
    subdomain: Subdomain::Core,
    service: "reservation-service",
    path: "/api/reservations",
    entities: &[
        personal(
            "reservations",
            &[
                ("table_id", Uuid),
                ("guest_name", Text),
                ("phone", Text),
                ("email", Text),
                ("starts_at", Timestamp),
                ("guests", Integer),
                ("status", Text),
            ],
        ),
        plain("tables", &[("name", Text), ("seats", Integer), ("area", Text)]),
        plain("opening_hours", &[("weekday", Integer), ("opens", Text), ("closes", Text)]),
    ],
    operations: &["Find what is free", "Reserve", "Change or cancel", "Show the day"],
    emits: &[
        emits("reservation.created", "A guest reserved.", &[("reservation_id", Uuid), ("at", Timestamp), ("guests", Integer)]),
        emits("reservation.cancelled", "A reservation was taken back.", &[("reservation_id", Uuid)]),
    ],
    consumes: &["reservation.requested"],
    calls: &[may("payments", "Charge", "keep the reservation as unpaid and charge it later")],
    load_percent: 20,
    reads_per_write: 6,
    journey: "Reserve",
    ..BASE
};

pub const APPOINTMENTS: Capability = Capability {
    slug: "appointments",
    label: "Appointments",
    hint: "Calendars of people",
    icon: "clock",
    family: Family::Place,
    context: "Scheduling",
    purpose: "Who meets whom, when and where.",
    subdomain: Subdomain::Core,
    service: "appointment-service",
    path: "/api/appointments",
    entities: &[
        personal(
            "appointments",
            &[("calendar_id", Uuid), ("time_slot_id", Uuid), ("visitor_name", Text), ("reason", Text), ("status", Text)],
        ),
        personal("calendars", &[("owner_name", Text), ("time_zone", Text), ("active", Boolean)]),
        plain("time_slots", &[("calendar_id", Uuid), ("starts_at", Timestamp), ("minutes", Integer), ("taken", Boolean)]),
    ],
    operations: &["Find a free time", "Book a time", "Move or cancel", "Show a calendar"],
    calls: &[may("payments", "Charge", "keep the appointment as unpaid and charge it later")],
    emits: &[emits("appointment.booked", "Somebody booked a time.", &[("appointment_id", Uuid), ("at", Timestamp)])],
    load_percent: 20,
    externals: &["calendar"],
    journey: "Book an appointment",
    ..BASE
};

pub const ROTA: Capability = Capability {
    slug: "rota",
    label: "Shift planning",
    hint: "Shifts, absences, rules",
    icon: "users",
    family: Family::Place,
    context: "Rota",
    purpose: "Who works when, within the rules, and who can step in.",
    service: "rota-service",
    path: "/api/rota",
    entities: &[
        personal(
            "shifts",
            &[("worker_name", Text), ("role", Text), ("starts_at", Timestamp), ("ends_at", Timestamp), ("confirmed", Boolean)],
        ),
        personal("absences", &[("worker_name", Text), ("from", Timestamp), ("to", Timestamp), ("reason", Text)]),
        plain("rota_rules", &[("name", Text), ("most_hours", Integer), ("rest_hours", Integer)]),
    ],
    operations: &["Plan a week", "Swap a shift", "Report an absence"],
    emits: &[emits("shift.changed", "Somebody works at another time.", &[("shift_id", Uuid), ("starts_at", Timestamp)])],
    load_percent: 5,
    reads_per_write: 6,
    journey: "Swap a shift",
    ..BASE
};

pub const GEOLOCATION: Capability = Capability {
    slug: "geolocation",
    label: "Geolocation",
    hint: "Positions, zones, nearby",
    icon: "waypoints",
    family: Family::Place,
    context: "Geolocation",
    purpose: "Where things and people are, and what is near them.",
    service: "geo-service",
    path: "/api/places",
    entities: &[
        plain("places", &[("name", Text), ("latitude", Decimal), ("longitude", Decimal), ("kind", Text)]),
        plain("zones", &[("name", Text), ("outline", Text), ("active", Boolean)]),
        personal(
            "positions",
            &[("subject", Text), ("latitude", Decimal), ("longitude", Decimal), ("accuracy_m", Integer), ("at", Timestamp)],
        ),
    ],
    operations: &["Report a position", "Find what is near", "Tell which zone this is"],
    emits: &[emits("zone.entered", "Something crossed into a zone.", &[("zone_id", Uuid), ("subject", Text), ("at", Timestamp)])],
    load_percent: 25,
    reads_per_write: 2,
    externals: &["maps"],
    journey: "Find what is near",
    ..BASE
};
