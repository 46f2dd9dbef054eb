//! Findings as SARIF 2.1.0, which code-scanning services read.

use domain::review::{Finding, Review, Rule, Severity, rule, rule_path};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What was reviewed.
pub(super) struct Reviewed<'a> {
    /// The path of the file, or words for standard input.
    pub name: &'a str,
    /// Its text, where the lines of findings are looked up.
    pub text: &'a str,
    /// The address of the studio that has the pages of the rules, without a slash at the end.
    pub studio: &'a str,
}

/// The log of one run over one file.
pub(super) fn log(reviewed: &Reviewed, review: &Review) -> Value {
    let codes: BTreeSet<&str> = review.findings.iter().map(|finding| finding.code.as_str()).collect();
    let rules: Vec<&Rule> = codes.into_iter().filter_map(rule).collect();
    let described: Vec<Value> = rules.iter().map(|rule| describe(rule, reviewed.studio)).collect();
    let position = |code: &str| rules.iter().position(|rule| rule.code == code);
    let results: Vec<Value> = review.findings.iter().map(|finding| result(reviewed, finding, position(&finding.code))).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Groundplan",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described,
            } },
            "results": results,
        }],
    })
}

fn describe(rule: &Rule, studio: &str) -> Value {
    let address = format!("{studio}{}", rule_path(rule.code));
    let sources: String = rule
        .sources
        .iter()
        .map(|source| source.url.map_or_else(|| format!("- {}\n", source.title), |url| format!("- [{}]({url})\n", source.title)))
        .collect();
    json!({
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.why },
        "help": {
            "text": format!("{} {}", rule.why, rule.cure),
            "markdown": format!("**Why it hurts.** {}\n\n**What mends it.** {}\n\n**Sources.**\n\n{sources}", rule.why, rule.cure),
        },
        "helpUri": address,
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group] },
    })
}

fn result(reviewed: &Reviewed, finding: &Finding, rule: Option<usize>) -> Value {
    let parts = finding.elements.iter().map(|id| ("elements", id.as_str()));
    let links = finding.links.iter().map(|id| ("links", id.as_str()));
    let logical: Vec<Value> =
        links.chain(parts).map(|(map, id)| json!({ "name": id, "fullyQualifiedName": format!("{map}.{id}"), "kind": "element" })).collect();
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(reviewed.name) },
            "region": { "startLine": line_of(reviewed.text, finding) },
        },
    });
    if !logical.is_empty() {
        location["logicalLocations"] = json!(logical);
    }
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": format!("{} ({}): {}", finding.title, finding.place, finding.explanation) },
        "locations": [location],
        "partialFingerprints": { "groundplanFinding/v1": finding.key.as_str() },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    if let Some(reason) = &finding.waived {
        result["suppressions"] = json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
    }
    result
}

/// A path as a relative reference: what may not stand in one is escaped.
fn uri(name: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    name.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The line that defines the first part or link of a finding, from 1; the first line when the text does not say it in YAML's
/// block form.
fn line_of(text: &str, finding: &Finding) -> usize {
    let wanted = finding.links.first().map(|id| ("links:", id.as_str()));
    let Some((map, id)) = wanted.or_else(|| finding.elements.first().map(|id| ("elements:", id.as_str()))) else { return 1 };
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        if !line.starts_with([' ', '#']) && !line.trim().is_empty() {
            inside = line.trim_end() == map;
        } else if inside && line.trim().strip_suffix(':').is_some_and(|key| key.trim_matches(['"', '\'']) == id) {
            return at + 1;
        }
    }
    1
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{review::review, work::Work};

    const TEXT: &str = "groundplan: 1\nname: Shop\nelements:\n  orders:\n    kind: service\n  payments:\n    kind: service\nlinks:\n  orders-payments:\n    from: orders\n    to: payments\n    kind: rest\n    critical: true\n";

    #[test]
    fn a_result_points_at_its_line_and_its_rule() {
        let review = review(&domain::file::read(TEXT).unwrap(), &Work::unlimited());
        let reviewed = Reviewed { name: "plans/my shop.yaml", text: TEXT, studio: "https://plan.example.org" };
        let log = log(&reviewed, &review);
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        let found = results.iter().find(|result| result["ruleId"] == "REL104").unwrap();
        let place = &found["locations"][0]["physicalLocation"];
        assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&json!("plans/my%20shop.yaml"), &json!(9)));
        let rule = &run["tool"]["driver"]["rules"][found["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!((&rule["id"], &rule["helpUri"]), (&json!("REL104"), &json!("https://plan.example.org/rules/REL104")));
    }
}
