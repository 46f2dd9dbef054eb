//! Paths as a tree of folders and files. Pure.

use domain::protocol::FileEntry;
use std::collections::BTreeMap;

/// A folder's content: folders first, both by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folder {
    pub folders: BTreeMap<String, Folder>,
    /// Name and the file itself.
    pub files: BTreeMap<String, FileEntry>,
}

impl Folder {
    /// Files in here and below.
    pub fn count(&self) -> usize {
        self.files.len() + self.folders.values().map(Folder::count).sum::<usize>()
    }
}

/// The files whose path holds what is searched for, as a tree. A folder that holds nothing but one folder is joined with it.
pub(super) fn tree(files: &[FileEntry], find: &str) -> Folder {
    let wanted = find.trim().to_lowercase();
    let mut root = Folder::default();
    for file in files.iter().filter(|file| file.path.to_lowercase().contains(&wanted)) {
        let mut folder = &mut root;
        let mut segments = file.path.split('/').peekable();
        while let Some(segment) = segments.next() {
            if segments.peek().is_some() {
                folder = folder.folders.entry(segment.to_owned()).or_default();
            } else {
                folder.files.insert(segment.to_owned(), file.clone());
            }
        }
    }
    joined(root)
}

fn joined(folder: Folder) -> Folder {
    let folders = folder
        .folders
        .into_iter()
        .map(|(name, inner)| {
            let mut inner = joined(inner);
            if inner.files.is_empty()
                && inner.folders.len() == 1
                && let Some((only, deeper)) = inner.folders.pop_first()
            {
                return (format!("{name}/{only}"), deeper);
            }
            (name, inner)
        })
        .collect();
    Folder { folders, files: folder.files }
}

/// A size people read: `214 KB`.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..10_000 => format!("{}.{} KB", bytes / 1_000, bytes % 1_000 / 100),
        10_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The icon of a file, by its name.
pub(super) fn icon(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default();
    match name {
        "Dockerfile" => "b-docker",
        _ if name.starts_with(".env") => "lock",
        _ => match ending {
            "yaml" | "yml" | "conf" | "js" | "mjs" | "ts" | "py" | "sh" | "toml" => "file-code",
            "json" => "file-json-2",
            "md" | "txt" => "file-text",
            _ => "file",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<FileEntry> {
        paths.iter().map(|path| FileEntry { path: (*path).into(), bytes: 1, artefact: "x".into(), change: None }).collect()
    }
    /// The tree as indented text.
    fn text(folder: &Folder, depth: usize) -> String {
        let pad = " ".repeat(depth);
        let folders = folder.folders.iter().map(|(name, inner)| format!("{pad}{name}/ {}\n{}", inner.count(), text(inner, depth + 1)));
        let files = folder.files.keys().map(|name| format!("{pad}{name}\n"));
        folders.chain(files).collect()
    }

    #[test]
    fn paths_become_a_tree() {
        let all = files(&[
            "README.md",
            "deploy/k8s/base/a.yaml",
            "deploy/k8s/base/b.yaml",
            "services/orders/Dockerfile",
            "services/menu/app.py",
            "a.yaml",
        ]);
        let expected =
            "deploy/k8s/base/ 2\n a.yaml\n b.yaml\nservices/ 2\n menu/ 1\n  app.py\n orders/ 1\n  Dockerfile\nREADME.md\na.yaml\n";
        assert_eq!(text(&tree(&all, ""), 0), expected);
    }

    #[test]
    fn searching_keeps_the_folders_of_what_is_found() {
        let all = files(&["README.md", "services/orders/Dockerfile", "services/menu/app.py"]);
        assert_eq!(text(&tree(&all, "DOCKER"), 0), "services/orders/ 1\n Dockerfile\n");
        assert_eq!(text(&tree(&all, "menu/"), 0), "services/menu/ 1\n app.py\n");
        assert_eq!(tree(&all, "nothing"), Folder::default());
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!([0, 999, 1_234, 214_000, 1_250_000].map(size), ["0 B", "999 B", "1.2 KB", "214 KB", "1.2 MB"]);
    }
}
