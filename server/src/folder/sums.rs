//! The checksums of what a bundle wrote into a folder: the memory that tells its files from those of people, as a file of lines.

use super::{Folder, Refused, SUMS};
use crate::hex;
use generate::BundlePath;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// The first line: what this file is, and which artefacts were chosen.
const HEAD: &str = "# Groundplan wrote these files; sha256sum --check reads this. Artefacts:";

/// The checksum of some bytes, in small letters.
pub fn sum(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes))
}

/// What the bundle wrote, by path: several sums after a writing that did not end.
#[derive(Debug, Default)]
pub(super) struct Sums {
    written: BTreeMap<String, BTreeSet<String>>,
    /// The artefacts that were chosen; nothing when those that fit the design were.
    pub artefacts: Option<BTreeSet<String>>,
    /// Whether the folder holds them in a file that this writing made. One from before may have another name elsewhere, or half a line
    /// at its end, so nothing is added to it.
    is_own: bool,
}

impl Sums {
    /// What an earlier writing left, or nothing.
    pub fn read(folder: &Folder) -> Result<Self, Refused> {
        let Some(found) = folder.read(SUMS)? else { return Ok(Self::default()) };
        let text = String::from_utf8(found.bytes).ok().filter(|text| text.starts_with(HEAD));
        let foreign = || Refused::Failed {
            name: SUMS.into(),
            error: "Groundplan keeps its checksums under this name, but did not write this file; move it away".into(),
        };
        let text = text.ok_or_else(foreign)?;
        let mut sums = Self::default();
        let mut lines = text.lines();
        let chosen = lines.next().and_then(|head| head.strip_prefix(HEAD)).unwrap_or_default().trim();
        sums.artefacts = (chosen != "fitting").then(|| chosen.split(',').map(str::to_owned).collect());
        for (sum, path) in lines.filter_map(|line| line.split_once("  ")) {
            let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
            if is_sum && BundlePath::new(path).is_ok() {
                sums.written.entry(path.to_owned()).or_default().insert(sum.to_owned());
            }
        }
        Ok(sums)
    }

    /// Whether the bundle wrote these bytes there.
    pub fn knows(&self, path: &str, sum: &str) -> bool {
        self.written.get(path).is_some_and(|sums| sums.contains(sum))
    }
    /// Whether the bundle wrote anything there.
    pub fn names(&self, path: &str) -> bool {
        self.written.contains_key(path)
    }
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.written.keys().map(String::as_str)
    }

    /// Remembers what is about to be written, in the folder before it is.
    pub fn note(&mut self, folder: &Folder, path: &str, sum: &str) -> Result<(), Refused> {
        if self.knows(path, sum) {
            return Ok(());
        }
        if !self.is_own {
            folder.replace(SUMS, self.text().as_bytes(), false)?;
            self.is_own = true;
        }
        folder.append(SUMS, format!("{sum}  {path}\n").as_bytes())?;
        self.written.entry(path.to_owned()).or_default().insert(sum.to_owned());
        Ok(())
    }

    /// Forgets what was there before: each of these paths has this one sum now, and of the others only those stay that are to be kept.
    pub fn settle(mut self, folder: &Folder, now: BTreeMap<String, String>, keep: impl Fn(&str) -> bool) -> Result<(), Refused> {
        self.written.retain(|path, _| keep(path));
        self.written.extend(now.into_iter().map(|(path, sum)| (path, BTreeSet::from([sum]))));
        folder.replace(SUMS, self.text().as_bytes(), false)
    }

    fn text(&self) -> String {
        let chosen =
            self.artefacts.as_ref().map_or_else(|| "fitting".to_owned(), |slugs| slugs.iter().cloned().collect::<Vec<_>>().join(","));
        let mut text = format!("{HEAD} {chosen}\n");
        for (path, sums) in &self.written {
            for sum in sums {
                // Writing into a text does not fail.
                let _ = writeln!(text, "{sum}  {path}");
            }
        }
        text
    }
}
