//! Contracts under the tools that other people read them with: OpenAPI, AsyncAPI, protobuf, GraphQL.

use crate::bundles::{Asked, Broken, Sample, Validator, toolbox::node};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub(super) const VALIDATORS: &[Validator] = &[
    Validator {
        name: "redocly",
        subjects: |sample| sample.chosen(|path| path.starts_with("contracts/openapi/")),
        asked: Asked::Together(redocly),
        broken: &[Broken { files: &[("contracts/openapi/a.yaml", OPENAPI)], complaint: "path-parameters-defined" }],
    },
    Validator {
        name: "asyncapi parser",
        subjects: |sample| sample.chosen(|path| path.starts_with("contracts/asyncapi/")),
        asked: Asked::Together(|paths| script("asyncapi-check.mjs", paths)),
        broken: &[Broken { files: &[("contracts/asyncapi/a.yaml", ASYNCAPI)], complaint: "#/channels/b' does not exist" }],
    },
    Validator {
        name: "buf",
        subjects: |sample| sample.folders_with("buf.yaml"),
        asked: Asked::OneByOne(buf),
        broken: &[Broken {
            files: &[("contracts/proto/buf.yaml", "version: v2\n"), ("contracts/proto/a/v1/a.proto", PROTOBUF)],
            complaint: "cannot find `Nothing`",
        }],
    },
    Validator {
        name: "graphql",
        subjects: |sample| sample.ending(".graphql"),
        asked: Asked::Together(|paths| script("graphql-check.mjs", paths)),
        broken: &[
            Broken { files: &[("a.graphql", "type Query {\n  a: Nothing\n}\n")], complaint: "Unknown type" },
            Broken { files: &[("a.graphql", "type Query {\n  __a: Int\n}\n")], complaint: "must not begin with" },
        ],
    },
];

/// Valid but for the path, which speaks of a parameter that nobody describes.
const OPENAPI: &str = "openapi: 3.1.1\ninfo: { title: A, version: 1.0.0, license: { name: A, url: https://example.org } }\n\
    servers: [{ url: / }]\npaths:\n  /a/{id}:\n    get:\n      operationId: a\n      summary: A.\n      security: []\n\
    \x20     responses: { '200': { description: A. }, '404': { description: B. } }\n";
const ASYNCAPI: &str = "asyncapi: 3.0.0\ninfo: { title: A, version: 1.0.0 }\nchannels: { a: { address: a } }\n\
    operations:\n  s: { action: send, channel: { $ref: '#/channels/b' } }\n";
const PROTOBUF: &str = "syntax = \"proto3\";\npackage a.v1;\nmessage A {\n  Nothing a = 1;\n}\n";

fn redocly(paths: &[PathBuf]) -> Command {
    let mut command = node("node_modules/@redocly/cli/bin/cli.js");
    command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    command.args(["lint", "--extends=recommended-strict", "--format=stylish", "--max-problems=20"]).args(paths);
    command
}

fn script(name: &str, paths: &[PathBuf]) -> Command {
    let mut command = node(name);
    command.args(paths);
    command
}

fn buf(_: &Sample, folder: &Path) -> Command {
    let mut command = node("node_modules/@bufbuild/buf/bin/buf");
    command.arg("lint").current_dir(folder);
    command
}
