//! Under which names something of a design is kept on this device, so that nothing of it stays there once the design is deleted. Must not
//! know what is kept.

use crate::browser;

/// Where the edits of a design that are not saved begin; the name of a page follows.
pub fn queues(design: &str) -> String {
    format!("queue:{design}:")
}

/// Where what is being typed as the answer to a question begins; the name of a tab follows.
pub fn drafts(design: &str, question: &str) -> String {
    format!("draft:{design}:{question}:")
}

/// Where it is noted which revision was downloaded last.
pub fn exported(design: &str) -> String {
    format!("exported.{design}")
}

/// Forgets all of a design that is deleted.
pub fn forget(design: &str) {
    for key in browser::stored_keys("") {
        if is_of(&key, design) {
            browser::store(&key, None);
        }
    }
}

fn is_of(key: &str, design: &str) -> bool {
    key.starts_with(&queues(design)) || key.starts_with(&format!("draft:{design}:")) || key == exported(design)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_design_is_known_by_its_name_alone() {
        let keys = [format!("{}19-7f.2", queues("a1")), format!("{}tab", drafts("a1", "purpose")), exported("a1")];
        assert!(keys.iter().all(|key| is_of(key, "a1")), "{keys:?}");
        let others = [format!("{}19-7f", queues("a12")), format!("{}tab", drafts("a12", "purpose")), exported("a12"), "theme".to_owned()];
        assert!(others.iter().all(|key| !is_of(key, "a1")), "{others:?}");
    }
}
