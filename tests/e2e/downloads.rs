//! What the downloaded zip holds. It looks at names and at a few words; validators look at the rest.
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// Files that the e-commerce design on Kubernetes must have, whatever else is there.
const EXPECTED: [&str; 16] = [
    "README.md",
    "VERIFICATION.md",
    "groundplan.yaml",
    "groundplan.schema.json",
    "compose.yaml",
    "compose.override.yaml",
    "compose.prod.yaml",
    ".env.example",
    "docs/decisions/README.md",
    "docs/decisions/0001-decomposition.md",
    "deploy/kubernetes/base/kustomization.yaml",
    "deploy/kubernetes/base/parts/notification-worker.yaml",
    "deploy/kubernetes/overlays/dev/kustomization.yaml",
    "deploy/kubernetes/overlays/prod/kustomization.yaml",
    "gateway/api-gateway/nginx.conf",
    "services/notification-worker/Dockerfile",
];

/// Opens the zip and compares.
///
/// # Errors
/// With the names that are missing, and those that are there.
pub fn check(zip: &Path) -> Result<()> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(zip).with_context(|| format!("{}", zip.display()))?)?;
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at)?;
        let name = entry.name()?.into_owned();
        ensure!(entry.enclosed_name().is_some(), "{name} leaves its folder");
        let mut text = String::new();
        entry.read_to_string(&mut text).with_context(|| name.clone())?;
        files.insert(name, text);
    }
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let top = names.first().and_then(|name| name.split('/').next()).context("an empty zip")?;
    let missing: Vec<&str> = EXPECTED.into_iter().filter(|name| !files.contains_key(&format!("{top}/{name}"))).collect();
    ensure!(missing.is_empty(), "missing: {missing:?}\nin the zip: {names:#?}");
    let design = files.iter().find(|(name, _)| name.ends_with("groundplan.yaml")).map(|(_, text)| text).context("no design")?;
    ensure!(design.contains("notification-worker"), "the worker that was added is not in groundplan.yaml:\n{design}");
    Ok(())
}
