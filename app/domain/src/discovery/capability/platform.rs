//! What products stand on: files, recordings, devices, data coming in, and switches.

use super::*;
use FieldType::{Boolean, Decimal, Integer, String as Text, Timestamp, Uuid};

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
    entities: &[
        personal("files", &[("name", Text), ("content_type", Text), ("bytes", Integer), ("owner_id", Uuid), ("object_key", Text)]),
        plain("shares", &[("file_id", Uuid), ("recipient", Text), ("may_edit", Boolean), ("expires_at", Timestamp)]),
    ],
    operations: &["Upload a file", "Download a file", "Share a file", "Delete a file"],
    load_percent: 15,
    externals: &["object-storage"],
    journey: "Upload a file",
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
    entities: &[
        plain("recordings", &[("title", Text), ("seconds", Integer), ("status", Text), ("object_key", Text), ("published", Boolean)]),
        plain("renditions", &[("recording_id", Uuid), ("format", Text), ("height", Integer), ("kilobits", Integer), ("object_key", Text)]),
    ],
    operations: &["Upload a recording", "Convert it", "Play it"],
    shape: Shape::Documents,
    language: Some(("go", "it moves many bytes and waits for little")),
    load_percent: 35,
    reads_per_write: 50,
    externals: &["object-storage"],
    apart: Some("it moves far more bytes than everything else together, and must not take the processor from it"),
    journey: "Watch a recording",
    ..BASE
};

pub const DEVICES: Capability = Capability {
    slug: "devices",
    label: "Devices",
    hint: "Registry, readings, commands",
    icon: "radio",
    family: Family::Reach,
    context: "Devices",
    purpose: "Which devices exist, and what they report.",
    subdomain: Subdomain::Core,
    service: "device-service",
    path: "/api/devices",
    entities: &[
        plain("devices", &[("serial_number", Text), ("model", Text), ("firmware", Text), ("place", Text), ("last_seen_at", Timestamp)]),
        plain("readings", &[("device_id", Uuid), ("metric", Text), ("value", Decimal), ("at", Timestamp)]),
    ],
    operations: &["Register a device", "Report a reading", "Send a command", "Update the firmware"],
    shape: Shape::Documents,
    language: Some(("go", "it holds very many connections in little memory")),
    emits: &[emits("reading.received", "A device reported a value.", &[("device_id", Uuid), ("value", Decimal), ("at", Timestamp)])],
    load_percent: 70,
    reads_per_write: 0,
    apart: Some("devices report at their own pace, and a flood of readings must not reach the rest"),
    journey: "Report a reading",
    ..BASE
};

pub const TELEMETRY: Capability = Capability {
    slug: "telemetry",
    label: "Telemetry",
    hint: "Time series, thresholds",
    icon: "gauge",
    family: Family::Insight,
    context: "Telemetry",
    purpose: "How values move over time, and when one leaves its bounds.",
    subdomain: Subdomain::Core,
    service: "telemetry-service",
    path: "/api/telemetry",
    entities: &[
        plain("readings", &[("device_id", Uuid), ("metric", Text), ("value", Decimal), ("at", Timestamp)]),
        plain("rollups", &[("device_id", Uuid), ("metric", Text), ("period", Text), ("average", Decimal), ("peak", Decimal)]),
        plain("thresholds", &[("metric", Text), ("low", Decimal), ("high", Decimal), ("active", Boolean)]),
    ],
    operations: &["Show a curve", "Set a threshold", "Sum up a period"],
    shape: Shape::TimeSeries,
    emits: &[emits("threshold.exceeded", "A value left its bounds.", &[("device_id", Uuid), ("metric", Text), ("value", Decimal)])],
    consumes: &["reading.received", "record.ingested"],
    load_percent: 30,
    reads_per_write: 0,
    journey: "Look at a curve",
    ..BASE
};

pub const INGESTION: Capability = Capability {
    slug: "ingestion",
    label: "Data ingestion",
    hint: "Sources, batches, checks",
    icon: "download",
    family: Family::Insight,
    context: "Ingestion",
    purpose: "Takes data in from outside, checks it, and passes on what is sound.",
    service: "ingestion-service",
    path: "/api/ingestion",
    entities: &[
        plain("sources", &[("name", Text), ("format", Text), ("schedule", Text), ("active", Boolean)]),
        plain("batches", &[("source_id", Uuid), ("records", Integer), ("rejected", Integer), ("received_at", Timestamp)]),
        plain("raw_records", &[("batch_id", Uuid), ("key", Text), ("body", Text), ("valid", Boolean)]),
    ],
    operations: &["Take in a batch", "Reject what is unsound", "Play a batch again"],
    shape: Shape::Documents,
    emits: &[emits("record.ingested", "A sound record came in.", &[("source_id", Uuid), ("key", Text), ("at", Timestamp)])],
    load_percent: 30,
    reads_per_write: 0,
    apart: Some("data comes in bursts, and a burst must not slow the answers"),
    ..BASE
};

pub const FEATURE_FLAGS: Capability = Capability {
    slug: "feature-flags",
    label: "Feature flags",
    hint: "Switches, audiences",
    icon: "cog",
    family: Family::Work,
    context: "Feature flags",
    purpose: "What is switched on for whom, changed without a release.",
    subdomain: Subdomain::Generic,
    service: "flag-service",
    path: "/api/flags",
    entities: &[
        plain("feature_flags", &[("key", Text), ("description", Text), ("enabled", Boolean), ("default_value", Text)]),
        plain("flag_rules", &[("feature_flag_id", Uuid), ("audience", Text), ("percent", Integer), ("value", Text)]),
    ],
    operations: &["Switch a feature", "Say what somebody sees", "Retire a flag"],
    shape: Shape::KeyValue,
    emits: &[emits("flag.changed", "A switch was turned.", &[("key", Text), ("enabled", Boolean)])],
    load_percent: 5,
    reads_per_write: 200,
    ..BASE
};
