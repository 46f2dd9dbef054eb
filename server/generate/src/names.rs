//! Names of files and folders that are made of names of the Design. Ids may be words that a disk cannot hold; this is the one place that
//! says what stands in a path instead. Must not know where the name is put.

use std::borrow::Cow;

/// The rule, as it stands in VERIFICATION.md.
pub(crate) const RULE: &str = "A name that Windows keeps for a device, such as con or aux, and the name readme, beside which a folder has its README.md, get an underscore at their end where they are part of a path; a name of more than 60 characters is cut and ends in eight digits that stand for the rest.";

/// What Windows keeps, with whatever ending, in any folder.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// These with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];
/// Longest name in a path, in bytes.
const MAX_NAME_BYTES: usize = 60;

/// Whether Windows keeps a segment of a path for a device: what stands before its first dot counts.
pub(crate) fn is_device(segment: &str) -> bool {
    let stem = segment.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered =
        |device: &&str| stem.strip_prefix(*device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(numbered)
}

/// The name of a file, without its ending, or of a folder, for a name of the Design. No id has an underscore: two names never become one.
pub(crate) fn in_path(name: &str) -> Cow<'_, str> {
    if name.len() > MAX_NAME_BYTES {
        let cut: String = name.chars().take(MAX_NAME_BYTES - 9).collect();
        return Cow::Owned(format!("{cut}_{:08x}", crate::plan::addresses::spread(name)));
    }
    if is_device(name) || name.eq_ignore_ascii_case("readme") { Cow::Owned(format!("{name}_")) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_and_readme_get_an_underscore() {
        for (name, in_a_path) in [
            ("orders", "orders"),
            ("con", "con_"),
            ("aux", "aux_"),
            ("nul", "nul_"),
            ("prn", "prn_"),
            ("com1", "com1_"),
            ("lpt0", "lpt0_"),
            ("readme", "readme_"),
            ("console", "console"),
            ("com", "com"),
            ("com10", "com10"),
            ("con-a", "con-a"),
        ] {
            assert_eq!(in_path(name), in_a_path);
            assert!(!is_device(&in_path(name)));
        }
        assert!(is_device("CON.js") && is_device("lpt9.tar.gz") && !is_device("a.con"));
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let (one, other) = (format!("{}a", "x".repeat(70)), format!("{}b", "x".repeat(70)));
        assert_eq!(in_path(&one).len(), MAX_NAME_BYTES);
        assert_ne!(in_path(&one), in_path(&other));
    }
}
