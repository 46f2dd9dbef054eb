//! The contract model: what every part with code offers, asks for, announces, hears and keeps, resolved from the Design. OpenAPI,
//! AsyncAPI, protobuf and GraphQL files, the service code of every language and its tests are printed from it, so that they agree by
//! construction. Must not know any language or file format beyond JSON Schema.
//!
//! **Who has one.** Every built container of role service or worker whose stack is Node or Python: `plan.contract(id)`.
//!
//! **Resources.** The entities of the part's context and modules (see [`resource`] for who gets a context's entities). Records have
//! `id` (a UUID, version 7, so that ids sort by time), the fields of the entity, `version` (starts at 1, grows with each change),
//! `created_at` and `updated_at`. An entity without fields gets [`resource::FALLBACK_FIELDS`]: a required `name` and an optional
//! `note`. Only those records are kept whose resource is `owned` together with `owner_id`, the subject of the token that made them;
//! another person's records answer 404, but for listing and reading by the person whom [`Resource::approver`] names. Fields that only the service may say (`status`, `total`, `role`, `provider_reference`, …) are in
//! what clients get and not in what they send; they are null until its own code sets them.
//!
//! **Operations.** Five of each resource below its `path` (list, create, read, replace, delete); `describe` at the base path of a
//! service without resources; `register`, `login` and `me` where accounts are hosted; and one **action** for each operation that
//! another part's call link names in its label (`Charge` gives `POST /internal/charge`). Lists are read in pages:
//! `?limit=` (1 to 100, 20 when absent) and `?cursor=` (opaque: the id after which the page begins); newest first; the answer is
//! `{"items": […], "next_cursor": "…" | null}`. Creating accepts the header `Idempotency-Key` (at most 128 characters of
//! `[A-Za-z0-9._:-]`): the same key of the same person gives the record that the first call made. Replacing and reading give
//! `ETag: "<version>"`; replacing honours `If-Match` (412 when it has moved on). Every error is a problem document of RFC 9457 in
//! `application/problem+json`: `type` (`about:blank`), `title`, `status`, `detail`, `instance` (the path), `correlation_id`, and
//! for 400 `errors: [{"path": "/total", "message": "…"}]`. Bodies with members that the schema does not name are refused.
//!
//! **Actions** are commands of other parts: the body is `{"reference_id": "<uuid>", "details": {…}}`, the answer 202 with
//! `{"id", "operation", "reference_id", "status": "accepted", "created_at"}`. They are kept in the table `requests`, unique by
//! operation and `reference_id`, so asking twice gives the first answer. No gateway routes to `/internal`: the network is their guard.
//!
//! **Access.** [`Access::Public`], [`Access::SignedIn`] (by what [`SignIn`] says), [`Access::Admin`] for changes of what belongs to
//! nobody (403 for all but those whose ids stand in `ADMINS`), or [`Access::Internal`].
//! - Our own tokens ([`SignIn::Jwt`]; for [`SignIn::Sessions`] also in the cookie `session`) are JWTs signed with HS256: key in the file
//!   that `JWT_KEY_FILE` names, `iss` from `JWT_ISSUER`, `aud` from `JWT_AUDIENCE`, `sub` the user's UUID, `exp` [`TOKEN_SECONDS`] after
//!   issue. Passwords are hashed (scrypt or Argon2id) and kept in the table `credentials` (`id`, `email` unique and in lower case,
//!   `password_hash`, `created_at`).
//! - A provider's tokens ([`SignIn::Oidc`]) are JWTs of `OIDC_ISSUER` for `OIDC_AUDIENCE`, and with `OIDC_SCOPE` where it is set (403
//!   without). Keys come from the provider's discovery document. The id of a person is the UUID, version 5 in the namespace of URLs, of
//!   `<issuer> <sub>`: the same in every language.
//! - Keys of programs ([`SignIn::ApiKeys`]) come in `X-API-Key` and are compared with `<name>:<SHA-256>[:read]`, the lines of the file that
//!   `API_KEYS_FILE` names. The id of a program is the UUID, version 5 in the namespace of URLs, of `urn:api-key:<name>`. One that ends in
//!   `:read` gets 403 for everything but reading.
//!
//! **Events** are CloudEvents 1.0 in structured JSON: `specversion`, `id` (UUID), `source` (the container), `type` (the event's
//! name), `time`, `datacontenttype`, `correlationid`, optionally `traceparent` and `subject` (the record's id), and `data` by the
//! message's schema. They leave through the table `outbox` where the part owns a SQL or document store
//! ([`Publication::outbox`]), in the transaction of the change; [`Operation::announces`] says which, and where each field of `data`
//! comes from. A consumer remembers what it
//! has handled (table `inbox` where it owns a store), retries `retries` times, then puts the message aside where
//! [`Subscription::dead_letter`] says. [`Channel`] says what addresses mean at each broker.
//!
//! **Clients.** One per outgoing call link, with the link's own numbers. While handling [`Operation::calls`] (and
//! [`Subscription::calls`]) they are called in order. A critical one that fails answers 503 with `Retry-After` and nothing is kept;
//! one that is not logs its fallback text and the work goes on. A client whose `<STEM>_URL` is empty (external systems start so) takes
//! its fallback at once. Calls to our own parts pass on what the caller signed in with, all pass on `traceparent`, ours `x-correlation-id`.

mod client;
mod event;
mod message;
mod model;
pub mod name;
mod operation;
pub mod resource;
pub mod schema;
mod store;
#[cfg(test)]
mod tests;

pub use event::*;
pub use model::*;
pub use resource::DEFAULT_VERSION;
pub(super) use resource::versioned;

use super::{ById, Container, Plan, Role, Stack, container::Names};
use crate::GenerateError;
use domain::{Design, design::Authentication, ids::ElementId};
use std::collections::BTreeMap;

/// How long a token is valid, in seconds.
pub const TOKEN_SECONDS: u32 = 3_600;
/// What a client waits for one attempt when its link says nothing, in milliseconds.
pub const DEFAULT_TIMEOUT_MS: u32 = 2_000;
/// Most parts that one operation calls, and most events that it announces. With more, the files of one part grow as the product of its
/// links, and no code does so much at one request.
pub const MOST_AT_ONCE: usize = 50;
/// Most fields of messages, counted at every link that names their events (an event itself is one). Each part's code prints all of its own,
/// so that a bundle grows as the product of links, events and fields: beyond this, a few hundred kilobytes of a Design fill a server's memory.
pub const MOST_MESSAGE_FIELDS: usize = 250_000;
/// How often a message is tried again when its link says nothing.
pub const DEFAULT_RETRIES: u8 = 3;

/// The element of each container.
type Elements<'a> = BTreeMap<&'a str, &'a ElementId>;

/// Whether the code of a container follows a contract.
pub(super) fn has_contract(container: &Container) -> bool {
    matches!(container.role, Role::Service | Role::Worker) && matches!(container.stack, Some(Stack::Node | Stack::Python))
}

/// What the Design's way to sign in means for the code.
pub(super) fn sign_in(authentication: Authentication) -> Option<SignIn> {
    match authentication {
        Authentication::Jwt => Some(SignIn::Jwt),
        Authentication::Sessions => Some(SignIn::Sessions),
        Authentication::Oidc => Some(SignIn::Oidc),
        Authentication::ApiKeys => Some(SignIn::ApiKeys),
        Authentication::None => None,
    }
}

/// Refuses what one bundle does not hold, before anything is resolved.
pub(super) fn bound_messages(design: &Design) -> Result<(), GenerateError> {
    let weight = |event| 1 + design.events.get(event).map_or(0, |event| event.fields.len());
    let all: usize = design.links.values().flat_map(|link| &link.events).map(weight).sum();
    if all <= MOST_MESSAGE_FIELDS {
        return Ok(());
    }
    Err(GenerateError::TooMuch(format!(
        "the events that links name have {all} fields in all, counted at each link; a bundle holds {MOST_MESSAGE_FIELDS}: name fewer events at a link, or give them fewer fields"
    )))
}

/// Resolves the contracts. Containers, paths and variables must be there.
pub(super) fn add_contracts(plan: &mut Plan, names: &Names) {
    let sign_in = sign_in(plan.design.platform.authentication);
    let accounts = sign_in.is_some_and(SignIn::has_accounts);
    let keepers = resource::Keepers::of(plan, names);
    let host = accounts.then(|| operation::accounts_host(plan, names, &keepers)).flatten();
    let elements: Elements = names.iter().map(|(element, name)| (name.as_str(), element)).collect();
    let mut contracts = ById::default();
    for (element, name) in names {
        plan.work.go_on();
        let (Some(container), Some(design)) = (plan.container(name), plan.design.elements.get(element)) else { continue };
        if !has_contract(container) {
            continue;
        }
        let is_service = container.role == Role::Service;
        let resources = if is_service { resource::resources(plan, &keepers, element, container, sign_in.is_some()) } else { Vec::new() };
        contracts.push(Contract {
            service: name.clone(),
            title: container.title.clone(),
            description: container.description.clone(),
            role: container.role,
            api_version: design.api_version.clone().unwrap_or_else(|| resource::DEFAULT_VERSION.to_owned()),
            resources,
            operations: Vec::new(),
            publishes: Vec::new(),
            consumes: Vec::new(),
            clients: client::clients(plan, names, element),
            stores: store::stores(plan, names, element),
            own_prefix: store::own_prefix(plan, element),
            sign_in: sign_in.filter(|_| is_service),
            accounts: (host.as_ref() == Some(element)).then(|| operation::accounts(container)),
        });
    }
    for contract in &mut contracts {
        operation::add_operations(plan, names, &elements, contract);
    }
    client::resolve_lists(&mut contracts);
    message::add_messages(plan, names, &elements, &mut contracts);
    for contract in contracts.iter().filter(|c| c.clients.len() > MOST_AT_ONCE) {
        let (service, all) = (&contract.service, contract.clients.len());
        plan.warn(format!("“{service}” calls {all} others: its code calls the first {MOST_AT_ONCE} at each request."));
    }
    for warning in client::unanswered(&contracts).into_iter().chain(message::unannounced(&contracts)) {
        plan.warn(warning);
    }
    if accounts && host.is_none() && contracts.iter().any(|c| c.role == Role::Service) {
        plan.warn("People sign in, but no gateway leads to a part that could keep accounts, so nothing in the bundle issues tokens: sign them with the secret that JWT_KEY_FILE names.");
    }
    plan.contracts = contracts;
}
