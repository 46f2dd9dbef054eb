//! Findings as SARIF 2.1.0, which code-scanning services read.

use domain::review::{Finding, Review, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The log of one run over one file.
pub(super) fn log(file: &str, review: &Review) -> Value {
    let rules: BTreeMap<&str, &Finding> = review.findings.iter().map(|finding| (finding.code.as_str(), finding)).collect();
    let rules: Vec<Value> = rules
        .values()
        .map(|finding| json!({ "id": finding.code, "name": finding.rule, "defaultConfiguration": { "level": level(finding.severity) } }))
        .collect();
    let results: Vec<Value> = review.findings.iter().map(|finding| result(file, finding)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Groundplan", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "results": results,
        }],
    })
}

fn result(file: &str, finding: &Finding) -> Value {
    let parts = finding.elements.iter().map(|id| ("elements", id.as_str()));
    let links = finding.links.iter().map(|id| ("links", id.as_str()));
    let logical: Vec<Value> =
        parts.chain(links).map(|(map, id)| json!({ "name": id, "fullyQualifiedName": format!("{map}.{id}"), "kind": "element" })).collect();
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": format!("{}: {}", finding.title, finding.explanation) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": file }, "region": { "startLine": 1 } },
            "logicalLocations": logical,
        }],
        "partialFingerprints": { "groundplanFinding/v1": finding.key.as_str() },
    });
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
