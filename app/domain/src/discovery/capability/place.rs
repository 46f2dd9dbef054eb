//! Places and appointments: menus, tables, visits, deliveries, and the phone.

use super::*;
use FieldType::{Integer, String as Text, Timestamp, Uuid};

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
    entities: &[plain("dishes"), plain("menus"), plain("allergens")],
    emits: &[emits("menu.changed", "A dish is new, changed or sold out.", &[("dish_id", Uuid), ("name", Text)])],
    load_percent: 40,
    reads_per_write: 100,
    journey: "Read the menu",
    words: &["menu", "dish", "food", "restaurant", "pizzeria", "kitchen", "cafe"],
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
    entities: &[personal("reservations"), plain("tables"), plain("opening_hours")],
    emits: &[
        emits("reservation.created", "A guest reserved.", &[("reservation_id", Uuid), ("at", Timestamp), ("guests", Integer)]),
        emits("reservation.cancelled", "A reservation was taken back.", &[("reservation_id", Uuid)]),
    ],
    consumes: &["reservation.requested"],
    load_percent: 20,
    reads_per_write: 6,
    journey: "Reserve",
    words: &["reserv", "book a table", "book table", "booking", "table", "restaurant", "hotel", "room", "seat", "book "],
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
    entities: &[personal("appointments"), personal("calendars"), plain("time_slots")],
    emits: &[emits("appointment.booked", "Somebody booked a time.", &[("appointment_id", Uuid), ("at", Timestamp)])],
    load_percent: 20,
    externals: &["calendar"],
    journey: "Book an appointment",
    words: &["appointment", "calendar", "schedul", "clinic", "barber", "salon", "doctor"],
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
    entities: &[personal("deliveries"), personal("couriers")],
    emits: &[emits("delivery.completed", "It arrived.", &[("delivery_id", Uuid), ("order_id", Uuid), ("at", Timestamp)])],
    consumes: &["order.created"],
    load_percent: 10,
    reads_per_write: 1,
    externals: &["maps"],
    realtime: true,
    journey: "Follow a delivery",
    words: &["deliver", "courier", "driver", "rider"],
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
    entities: &[personal("calls"), personal("transcripts")],
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
    words: &["voice", "phone", "call ", "telephone", "speech", "spoken"],
    ..BASE
};
