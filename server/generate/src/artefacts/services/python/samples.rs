//! Valid values for the tests of a service: `tests/samples.json`.

use crate::{
    GenerateError,
    plan::{
        Container, EnvValue,
        contract::{Access, Contract, Does},
    },
    render,
};
use serde_json::{Value, json};

/// What the tests must know of this service.
pub(super) fn json(container: &Container, contract: &Contract) -> Result<String, GenerateError> {
    let resources: Vec<Value> = contract
        .resources
        .iter()
        .map(|resource| {
            let create = contract.operations_of(&resource.slug).find(|o| o.does == Does::Create);
            json!({
                "path": resource.path,
                "body": resource.example(),
                "required": resource.fields.iter().find(|f| f.required).map(|f| &f.name),
                "server": resource.fields.iter().filter(|f| f.server).map(|f| &f.name).collect::<Vec<_>>(),
                "owned": resource.owned,
                "admin": create.is_some_and(|o| o.access == Access::Admin),
                "signed": create.is_some_and(|o| o.access.asks()),
                "calls": create.is_some_and(|o| !o.calls.is_empty()),
                "announces": create.map(|o| o.announces.len()),
            })
        })
        .collect();
    let environment: serde_json::Map<String, Value> = container
        .env
        .iter()
        .map(|e| {
            let secret = matches!(e.value, EnvValue::SecretFile(_));
            (e.name.clone(), json!({ "value": e.value.effective(), "secret": secret }))
        })
        .collect();
    let operations: Vec<Value> = contract.operations.iter().map(|o| json!({ "id": o.id, "method": o.method, "path": o.path })).collect();
    let events: Vec<Value> =
        contract.consumes.iter().map(|s| json!({ "type": s.message.event, "function": s.handler, "data": s.message.example() })).collect();
    let samples = json!({
        "service": contract.service,
        "environment": environment,
        "operations": operations,
        "resources": resources,
        "actions": contract.actions().map(|o| &o.path).collect::<Vec<_>>(),
        "accounts": contract.accounts,
        "events": events,
    });
    render::json("tests/samples.json", &samples)
}
