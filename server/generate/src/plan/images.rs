//! Image references taken apart. Must not decide which image a part uses.

/// An image reference without its tag and digest: `postgres` of `postgres:18.1-alpine`. A port of a registry is no tag.
pub fn image_name(reference: &str) -> &str {
    let reference = reference.split('@').next().unwrap_or(reference);
    match reference.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => reference,
    }
}

/// Whether a reference pins a release: a tag other than `latest`, or a digest.
pub(super) fn is_pinned(reference: &str) -> bool {
    reference.contains('@') || (image_name(reference) != reference && !reference.ends_with(":latest"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_taken_apart() {
        assert_eq!(image_name("postgres:18.1-alpine"), "postgres");
        assert_eq!(image_name("localhost:5000/team/app"), "localhost:5000/team/app");
        assert_eq!(image_name("localhost:5000/team/app:1@sha256:ab"), "localhost:5000/team/app");
    }

    #[test]
    fn latest_pins_nothing() {
        assert!(is_pinned("a:1") && is_pinned("a@sha256:00"));
        assert!(!is_pinned("a") && !is_pinned("a:latest") && !is_pinned("host:5000/a"));
    }
}
