//! A bundle as a zip. Fixed time stamps and one order: the same bundle has the same bytes, always.

use crate::{Bundle, GenerateError};
use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Packs a bundle below one top folder.
pub fn zip(bundle: &Bundle, folder: &str) -> Result<Vec<u8>, GenerateError> {
    pack(bundle, folder).map_err(|error| GenerateError::Internal { file: format!("{folder}.zip"), message: error.to_string() })
}

fn pack(bundle: &Bundle, folder: &str) -> Result<Vec<u8>, ZipError> {
    // The earliest time a zip can tell: 1980-01-01.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Services of one language share most of their files: the bytes are compressed once and copied.
    let mut packed: BTreeMap<(&[u8], bool), String> = BTreeMap::new();
    for (path, file) in bundle.iter() {
        let name = format!("{folder}/{path}");
        let key = (file.bytes.as_slice(), file.executable);
        if let Some(same) = packed.get(&key) {
            zip.deep_copy_file(same, &name)?;
            continue;
        }
        zip.start_file(&name, options.unix_permissions(if file.executable { 0o755 } else { 0o644 }))?;
        zip.write_all(&file.bytes)?;
        packed.insert(key, name);
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BundlePath, File};
    use std::io::Read;

    fn bundle(files: &[(&str, &str, bool)]) -> Bundle {
        let mut bundle = Bundle::default();
        for (path, text, executable) in files {
            let file = File { bytes: text.as_bytes().to_vec(), executable: *executable, artefact: "test", marks: Vec::new() };
            bundle.add(BundlePath::new(*path).expect("a safe path"), file).expect("a new path");
        }
        bundle
    }

    #[test]
    fn a_zip_holds_what_the_bundle_holds() {
        let bundle = bundle(&[("b/run.sh", "same", true), ("a.txt", "same", false), ("c.txt", "same", false), ("d.txt", "", false)]);
        let bytes = zip(&bundle, "shop").expect("a zip");
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
        let mut seen = Vec::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).expect("an entry");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            seen.push((file.name().expect("a name").into_owned(), text, file.unix_mode().map(|mode| mode & 0o777)));
        }
        let entry = |name: &str, text: &str, mode| (name.to_owned(), text.to_owned(), Some(mode));
        assert_eq!(
            seen,
            [
                entry("shop/a.txt", "same", 0o644),
                entry("shop/b/run.sh", "same", 0o755),
                entry("shop/c.txt", "same", 0o644),
                entry("shop/d.txt", "", 0o644)
            ]
        );
    }

    #[test]
    fn the_same_bundle_has_the_same_bytes() {
        let files: &[(&str, &str, bool)] = &[("x/y", "1", false), ("x/z", "2", true)];
        assert_eq!(zip(&bundle(files), "a").expect("a zip"), zip(&bundle(files), "a").expect("a zip"));
    }
}
