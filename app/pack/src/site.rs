//! The finished files with their final names, and the manifest that tells the server about them. It does not build anything.
use crate::{Mode, public, report, style};
use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Everything that will lie in `target/site/pkg`, which the server shows under `/pkg/`.
pub(crate) struct Site {
    mode: Mode,
    files: BTreeMap<String, Vec<u8>>,
    public: BTreeMap<String, String>,
    sheet: String,
    /// The folder of the program.
    program: String,
    parts: BTreeMap<String, BTreeSet<String>>,
}

/// The browser's program: a script, the module that it loads, and what these two load by relative addresses.
#[derive(Default)]
pub(crate) struct Program {
    pub(crate) wasm: Vec<u8>,
    pub(crate) js: String,
    /// Parts of the module and scripts, by the path from the main script.
    pub(crate) beside: BTreeMap<String, Vec<u8>>,
    /// The parts that a lazy function needs, by its name.
    pub(crate) needs: BTreeMap<String, Vec<String>>,
}

const SCRIPT: &str = "groundplan.js";
const MODULE: &str = "groundplan.wasm";

impl Site {
    pub(crate) fn new(mode: Mode) -> Self {
        Self { mode, files: BTreeMap::new(), public: BTreeMap::new(), sheet: String::new(), program: String::new(), parts: BTreeMap::new() }
    }

    /// Takes the files of `public/`; each can be found in the manifest by its path there.
    pub(crate) fn add_public(&mut self, files: &BTreeMap<String, Vec<u8>>) {
        for (path, bytes) in files {
            let named = self.put(path, bytes.clone());
            self.public.insert(path.clone(), named);
        }
    }

    /// Takes the program. Its files name each other, so they keep their names and lie in a folder that is named by all their content.
    pub(crate) fn add_program(&mut self, program: Program) {
        let mut files = program.beside;
        files.insert(SCRIPT.to_owned(), program.js.into_bytes());
        files.insert(MODULE.to_owned(), program.wasm);
        self.program = match self.mode {
            Mode::Dev => "program".to_owned(),
            Mode::Release => format!("program.{}", hash(files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes]))),
        };
        let folder = self.program.clone();
        self.files.extend(files.into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
        for (function, files) in program.needs {
            let part = self.parts.entry(function).or_default();
            part.extend(files.into_iter().map(|file| format!("{folder}/{file}")));
        }
    }

    /// Takes the style sheet. Call it after [`Site::add_public`], whose names it uses.
    ///
    /// # Errors
    /// When the sheet asks for a file that `public/` does not have.
    pub(crate) fn add_sheet(&mut self, sheet: &str) -> Result<()> {
        let sheet = style::rewrite_urls(sheet, |logical| self.public.get(logical).cloned())?;
        self.sheet = self.put("groundplan.css", sheet.into_bytes());
        Ok(())
    }

    /// Keeps the bytes under the name they get, and returns that name.
    fn put(&mut self, path: &str, bytes: Vec<u8>) -> String {
        let named = match self.mode {
            Mode::Dev => path.to_owned(),
            Mode::Release => name_by_content(path, &bytes),
        };
        self.files.insert(named.clone(), bytes);
        named
    }

    /// Makes `folder` hold these files and no others. A file that is right already is left alone, so that Cargo sees no change.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let step = report::Step::start(if self.mode == Mode::Release { "compressing and writing" } else { "writing" });
        let mut wanted = BTreeSet::from(["manifest.json".to_owned()]);
        for (name, bytes) in &self.files {
            let mut sizes = report::bytes(bytes.len() as u64);
            let fresh = write_if_new(&folder.join(name), bytes)?;
            wanted.insert(name.clone());
            if self.mode == Mode::Release && compressible(name) {
                for (suffix, compress) in COMPRESSIONS {
                    let twin = folder.join(format!("{name}.{suffix}"));
                    if fresh || !twin.exists() {
                        write_if_new(&twin, &compress(bytes)?)?;
                    }
                    let _ = write!(sizes, ", {suffix} {}", report::bytes(std::fs::metadata(&twin)?.len()));
                    wanted.insert(format!("{name}.{suffix}"));
                }
            }
            if *name == self.sheet || name.starts_with(&self.program) {
                report::line(&format!("pack:   {name}: {sizes}"));
            }
        }
        write_if_new(&folder.join("manifest.json"), self.manifest().as_bytes())?;
        for stale in public::read(folder)?.into_keys().filter(|path| !wanted.contains(path)) {
            std::fs::remove_file(folder.join(stale))?;
        }
        step.done(&format!("{} files", self.files.len()));
        Ok(())
    }

    /// `{"js", "wasm", "css", "parts": {lazy function: [name]}, "files": {path in public/: name}}`; all names are paths below `/pkg/`.
    fn manifest(&self) -> String {
        let of_program = |name| format!("{}/{name}", self.program);
        let manifest = serde_json::json!({
            "js": of_program(SCRIPT),
            "wasm": of_program(MODULE),
            "css": self.sheet,
            "parts": self.parts,
            "files": self.public,
        });
        format!("{manifest:#}\n")
    }
}

/// Sixteen hexadecimal characters that stand for these pieces.
fn hash<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut sum = Sha256::new();
    for piece in pieces {
        sum.update(u64::try_from(piece.len()).unwrap_or(u64::MAX).to_be_bytes());
        sum.update(piece);
    }
    sum.finalize()[..8].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `fonts/inter.woff2` becomes `fonts/inter.0123456789abcdef.woff2`: the same name means the same bytes, for ever.
fn name_by_content(path: &str, bytes: &[u8]) -> String {
    let hash = hash([bytes]);
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{folder}{slash}{stem}.{hash}.{extension}"),
        None => format!("{folder}{slash}{name}.{hash}"),
    }
}

/// Writes the file unless it holds these bytes already; says whether it wrote.
fn write_if_new(path: &Path, bytes: &[u8]) -> Result<bool> {
    if std::fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

/// Text and wasm shrink; images and fonts are compressed already.
fn compressible(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"].contains(&extension)
}

type Compress = fn(&[u8]) -> Result<Vec<u8>>;
/// The endings that the server looks for, with their makers.
const COMPRESSIONS: [(&str, Compress); 2] = [("br", brotli), ("gz", gzip)];

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(mode: Mode) -> Site {
        let mut site = Site::new(mode);
        site.add_public(&BTreeMap::from([("fonts/a.woff2".to_owned(), b"font".to_vec())]));
        site.add_program(program("export default load"));
        site.add_sheet("src:url(/fonts/a.woff2)").unwrap();
        site
    }

    fn program(js: &str) -> Program {
        Program {
            wasm: b"wasm".to_vec(),
            js: js.to_owned(),
            beside: BTreeMap::from([("split_drawing.wasm".to_owned(), b"part".to_vec())]),
            needs: BTreeMap::from([("drawing".to_owned(), vec!["split_drawing.wasm".to_owned()])]),
        }
    }

    #[test]
    fn names_carry_the_content_in_release_and_everything_refers_to_them() {
        let site = site(Mode::Release);
        assert_eq!(site.public["fonts/a.woff2"], name_by_content("fonts/a.woff2", b"font"));
        assert!(String::from_utf8_lossy(&site.files[&site.sheet]).contains(&site.public["fonts/a.woff2"]));
        assert_ne!(name_by_content("a.js", b"1"), name_by_content("a.js", b"2"));
        assert!(site.files.contains_key(&format!("{}/split_drawing.wasm", site.program)));
    }

    #[test]
    fn a_change_anywhere_in_the_program_renames_its_folder() {
        let folder = |program: Program| {
            let mut site = Site::new(Mode::Release);
            site.add_program(program);
            site.program
        };
        let first = folder(program("export default load"));
        assert_eq!(first, folder(program("export default load")));
        assert_ne!(first, folder(program("export default other")));
        assert_ne!(first, folder(Program { beside: BTreeMap::new(), ..program("export default load") }));
    }

    #[test]
    fn names_are_plain_in_development_and_the_manifest_is_what_the_server_reads() {
        let expected = serde_json::json!({
            "js": "program/groundplan.js",
            "wasm": "program/groundplan.wasm",
            "css": "groundplan.css",
            "parts": { "drawing": ["program/split_drawing.wasm"] },
            "files": { "fonts/a.woff2": "fonts/a.woff2" },
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&site(Mode::Dev).manifest()).unwrap(), expected);
    }

    #[test]
    fn writing_again_touches_nothing_and_old_files_go() {
        let folder = std::env::temp_dir().join(format!("groundplan-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("old.js"), "old").unwrap();
        let site = site(Mode::Release);
        site.write(&folder).unwrap();
        let first = public::read(&folder).unwrap();
        assert!(!first.contains_key("old.js") && first.contains_key(&format!("{}.br", site.sheet)));
        let written = std::fs::metadata(folder.join("manifest.json")).unwrap().modified().unwrap();
        site.write(&folder).unwrap();
        assert_eq!(std::fs::metadata(folder.join("manifest.json")).unwrap().modified().unwrap(), written);
        assert_eq!(public::read(&folder).unwrap(), first);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
