//! The packages a service needs, with everything they need in turn, from the lock file that `lock.py` writes. Must not choose versions.

use crate::GenerateError;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

const LOCK: &str = include_str!("lock.txt");

/// One locked package.
struct Package<'l> {
    version: &'l str,
    needs: Vec<&'l str>,
    /// SHA-256 of its wheels for the images and of those that run anywhere.
    hashes: Vec<&'l str>,
}

static LOCKED: LazyLock<BTreeMap<&'static str, Package<'static>>> = LazyLock::new(|| {
    LOCK.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut parts = line.split(" | ");
            let (name, version) = parts.next()?.split_once("==")?;
            let needs = parts.next()?.split_whitespace().filter(|need| *need != "-").collect();
            Some((name, Package { version, needs, hashes: parts.next()?.split_whitespace().collect() }))
        })
        .collect()
});

/// Pins for the packages and all they need: with hashes for images, without for any other machine.
pub(super) fn pins(wanted: &[&str], with_hashes: bool) -> Result<String, GenerateError> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = wanted.to_vec();
    while let Some(name) = open.pop() {
        if !found.insert(name) {
            continue;
        }
        let package = LOCKED.get(name).ok_or_else(|| GenerateError::Internal {
            file: "services/python/lock.txt".into(),
            message: format!("has no package “{name}”; run lock.py beside it"),
        })?;
        open.extend(&package.needs);
    }
    let mut text = String::new();
    for name in found {
        let Some(package) = LOCKED.get(name) else { continue };
        text.push_str(&format!("{name}=={}", package.version));
        if with_hashes {
            for hash in &package.hashes {
                text.push_str(&format!(" \\\n    --hash=sha256:{hash}"));
            }
        }
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_brings_what_it_needs() {
        let text = pins(&["fastapi"], false).expect("pins");
        assert!(text.lines().any(|line| line.starts_with("starlette==")), "{text}");
        assert!(!text.contains("hash") && !text.contains("sqlalchemy"), "{text}");
    }

    #[test]
    fn every_package_has_a_hash_and_what_it_needs() {
        for (name, package) in LOCKED.iter() {
            assert!(!package.hashes.is_empty(), "{name} has no hash");
            assert!(package.needs.iter().all(|need| LOCKED.contains_key(need)), "{name} needs something that is not locked");
        }
        assert!(pins(&["no-such-package"], true).is_err());
    }
}
