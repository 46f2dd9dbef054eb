//! JSON Schemas (2020-12) of what travels: records, their inputs, pages, messages, problems. Values, for every printer to use.

use super::{Contract, Field, Message, Resource, resource::MAX_STRING_CHARS};
use domain::design::FieldType;
use serde_json::{Map, Value, json};

/// Digits of a decimal: at most 14 before the point and 4 behind it, as the columns hold them.
pub const DECIMAL_PATTERN: &str = r"^-?\d{1,14}(\.\d{1,4})?$";

/// The schema of one value. An optional one may also be null.
pub fn of_kind(kind: FieldType, required: bool) -> Value {
    let (name, mut schema) = match kind {
        FieldType::String if required => ("string", json!({ "minLength": 1, "maxLength": MAX_STRING_CHARS })),
        FieldType::String => ("string", json!({ "maxLength": MAX_STRING_CHARS })),
        FieldType::Integer => ("integer", json!({ "minimum": -9_007_199_254_740_991_i64, "maximum": 9_007_199_254_740_991_i64 })),
        FieldType::Decimal => ("string", json!({ "pattern": DECIMAL_PATTERN })),
        FieldType::Boolean => ("boolean", json!({})),
        FieldType::Timestamp => ("string", json!({ "format": "date-time" })),
        FieldType::Uuid => ("string", json!({ "format": "uuid" })),
    };
    schema["type"] = if required { json!(name) } else { json!([name, "null"]) };
    schema
}

fn properties<'f>(fields: impl IntoIterator<Item = &'f Field>, with_examples: bool) -> Map<String, Value> {
    fields
        .into_iter()
        .map(|field| {
            let mut schema = of_kind(field.kind, field.required);
            if with_examples {
                schema["examples"] = json!([field.example]);
            }
            (field.name.clone(), schema)
        })
        .collect()
}

fn object(properties: Map<String, Value>, required: Vec<&str>, closed: bool) -> Value {
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if closed {
        schema["additionalProperties"] = json!(false);
    }
    schema
}

impl Resource {
    /// What clients send.
    pub fn input_schema(&self) -> Value {
        let theirs = || self.fields.iter().filter(|f| !f.server);
        let required = theirs().filter(|f| f.required).map(|f| f.name.as_str()).collect();
        object(properties(theirs(), true), required, true)
    }
    /// What they get.
    pub fn record_schema(&self) -> Value {
        let mut all = properties(&self.fields, false);
        all.insert("id".into(), json!({ "type": "string", "format": "uuid" }));
        all.insert("version".into(), json!({ "type": "integer", "minimum": 1 }));
        all.insert("created_at".into(), json!({ "type": "string", "format": "date-time" }));
        all.insert("updated_at".into(), json!({ "type": "string", "format": "date-time" }));
        let own = ["id", "version", "created_at", "updated_at"];
        object(all, own.into_iter().chain(self.fields.iter().filter(|f| f.required).map(|f| f.name.as_str())).collect(), false)
    }
    /// A page of records; `item` is the schema of one or a reference to it.
    pub fn page_schema(item: &Value) -> Value {
        json!({
            "type": "object",
            "required": ["items", "next_cursor"],
            "properties": { "items": { "type": "array", "items": item }, "next_cursor": { "type": ["string", "null"] } },
        })
    }
    /// A body that the input schema accepts.
    pub fn example(&self) -> Value {
        Value::Object(self.fields.iter().filter(|f| !f.server).map(|f| (f.name.clone(), f.example.clone())).collect())
    }
}

impl Message {
    /// The schema of `data`. Consumers must bear members they do not know.
    pub fn data_schema(&self) -> Value {
        let all = self.fields.iter().map(|f| (f.name.clone(), of_kind(f.kind, f.required))).collect();
        object(all, self.fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect(), false)
    }
    /// The whole event as it travels: CloudEvents 1.0 in structured JSON.
    pub fn event_schema(&self) -> Value {
        json!({
            "type": "object",
            "required": ["specversion", "id", "source", "type", "time", "datacontenttype", "correlationid", "data"],
            "properties": {
                "specversion": { "const": "1.0" },
                "id": { "type": "string", "format": "uuid" },
                "source": { "type": "string", "minLength": 1 },
                "type": { "const": self.event },
                "time": { "type": "string", "format": "date-time" },
                "datacontenttype": { "const": "application/json" },
                "subject": { "type": "string" },
                "correlationid": { "type": "string", "minLength": 1, "maxLength": 64 },
                "traceparent": { "type": "string" },
                "data": self.data_schema(),
            },
        })
    }
    /// Data that the schema accepts.
    pub fn example(&self) -> Value {
        Value::Object(self.fields.iter().map(|f| (f.name.clone(), super::resource::example(&f.name, f.kind))).collect())
    }
}

/// What another part sends to ask for an action.
pub fn action_request() -> Value {
    json!({
        "type": "object",
        "required": ["reference_id"],
        "additionalProperties": false,
        "properties": {
            "reference_id": { "type": "string", "format": "uuid", "description": "The caller's record that this is about." },
            "details": { "type": "object", "description": "What the caller knows about it." },
        },
    })
}

/// The answer to an action.
pub fn action_response() -> Value {
    json!({
        "type": "object",
        "required": ["id", "operation", "reference_id", "status", "created_at"],
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "operation": { "type": "string" },
            "reference_id": { "type": "string", "format": "uuid" },
            "status": { "const": "accepted" },
            "created_at": { "type": "string", "format": "date-time" },
        },
    })
}

/// RFC 9457.
pub fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": { "type": "string" },
            "instance": { "type": "string" },
            "correlation_id": { "type": "string" },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["path", "message"],
                    "properties": { "path": { "type": "string" }, "message": { "type": "string" } },
                },
            },
        },
    })
}

/// What people send to register and to log in.
pub fn credentials() -> Value {
    json!({
        "type": "object",
        "required": ["email", "password"],
        "additionalProperties": false,
        "properties": {
            "email": { "type": "string", "format": "email", "maxLength": 254, "examples": ["ada@example.org"] },
            "password": { "type": "string", "minLength": 10, "maxLength": 128, "examples": ["correct horse battery"] },
        },
    })
}

/// Who is signed in; the answer to registering.
pub fn account() -> Value {
    json!({
        "type": "object",
        "required": ["id", "email"],
        "properties": { "id": { "type": "string", "format": "uuid" }, "email": { "type": "string" } },
    })
}

/// The answer to logging in.
pub fn token() -> Value {
    json!({
        "type": "object",
        "required": ["access_token", "token_type", "expires_in"],
        "properties": {
            "access_token": { "type": "string" },
            "token_type": { "const": "Bearer" },
            "expires_in": { "type": "integer", "minimum": 1 },
        },
    })
}

impl Contract {
    /// The named schemas of its HTTP interface, by name: `Order`, `OrderInput`, `OrderPage`, …; `reference` makes the reference to one.
    pub fn schemas(&self, reference: fn(&str) -> Value) -> Map<String, Value> {
        let mut all = Map::new();
        for resource in &self.resources {
            let name = &resource.type_name;
            all.insert(name.clone(), resource.record_schema());
            all.insert(format!("{name}Input"), resource.input_schema());
            all.insert(format!("{name}Page"), Resource::page_schema(&reference(name)));
        }
        if self.actions().next().is_some() {
            all.insert("ActionRequest".into(), action_request());
            all.insert("ActionResponse".into(), action_response());
        }
        if self.accounts.is_some() {
            all.insert("Credentials".into(), credentials());
            all.insert("AccountIdentity".into(), account());
            all.insert("AccessToken".into(), token());
        }
        all.insert("Problem".into(), problem());
        all
    }
}
