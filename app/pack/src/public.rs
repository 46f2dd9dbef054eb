//! Reads a folder of files as they are. It changes nothing in them.
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// All files below `folder`, by their path from there with `/` between the parts. No folder, no files.
///
/// # Errors
/// When a file cannot be read or its name is not text.
pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    if folder.is_dir() {
        collect(folder, "", &mut files).with_context(|| format!("cannot read {}", folder.display()))?;
    }
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| anyhow::anyhow!("{} is not a name in UTF-8", name.display()))?;
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
