//! The API, the pages' answers and the command line from outside. A file here mirrors a resource or a concern of the server.

mod budget;
mod bundles;
mod command_line;
mod diagram;
mod edits;
mod escaping;
mod faults;
mod files;
mod headers;
mod limits;
mod mcp;
mod names;
mod openapi;
mod operations;
mod operator;
mod origin;
mod pages;
mod problems;
mod projects;
mod proposals;
mod recovery;
mod registries;
mod reviews;
mod revisions;
mod shares;

/// A design whose seventh line names a technology that does not exist.
const WRONG_YAML: &str =
    "groundplan: 1\nname: Wrong\nelements:\n  orders:\n    kind: service\n    replicas: 2\n    technology: cobol-on-rails\n";
/// The smallest design worth the name.
const SMALL_YAML: &str = "groundplan: 1\nname: Small\nelements:\n  orders: {kind: service, technology: node-express}\n";
