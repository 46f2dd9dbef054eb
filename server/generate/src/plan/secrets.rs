//! The inventory of secrets: one id each, whoever asks. Must not hold any value.

use super::{Secret, SecretSource};
use domain::ids::first_free;
use std::collections::{BTreeMap, BTreeSet};

/// Secrets by owner and purpose.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    by_purpose: BTreeMap<(String, String), Secret>,
    taken: BTreeSet<String>,
}

impl Secrets {
    /// The secret of an owner for a purpose such as `password`; the same one when asked again.
    pub(super) fn id_of(&mut self, owner: &str, purpose: &str, generated: bool, example: &str) -> String {
        let key = (owner.to_owned(), purpose.to_owned());
        if let Some(known) = self.by_purpose.get(&key) {
            return known.id.clone();
        }
        // `a` with `b-c` and `a-b` with `c` ask for the same name; the second gets a number.
        let source = if generated { SecretSource::Random } else { SecretSource::Given };
        self.add(
            key,
            &format!("{owner}-{purpose}"),
            Secret { id: String::new(), owner: owner.to_owned(), source, example: example.to_owned() },
        )
    }
    /// The one file with the hashes of the keys of programs.
    pub(super) fn api_keys(&mut self) -> String {
        // No owner has an empty name.
        let key = (String::new(), "api-keys".to_owned());
        if let Some(known) = self.by_purpose.get(&key) {
            return known.id.clone();
        }
        let secret =
            Secret { id: String::new(), owner: "programs that call".into(), source: SecretSource::ApiKeys, example: String::new() };
        self.add(key, "api-keys", secret)
    }
    fn add(&mut self, key: (String, String), wanted: &str, secret: Secret) -> String {
        let id = if self.is_taken(wanted) { first_free(wanted, |id| self.is_taken(id)) } else { wanted.to_owned() };
        self.taken.insert(id.clone());
        self.by_purpose.insert(key, Secret { id: id.clone(), ..secret });
        id
    }
    fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }
    pub(super) fn into_list(self) -> Vec<Secret> {
        let mut list: Vec<Secret> = self.by_purpose.into_values().collect();
        list.sort_by(|a, b| a.id.cmp(&b.id));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_purposes_never_share_a_secret() {
        let mut secrets = Secrets::default();
        let a = secrets.id_of("a", "b-c", true, "");
        assert_eq!(a, secrets.id_of("a", "b-c", true, ""));
        assert_ne!(a, secrets.id_of("a-b", "c", true, ""));
        let keys = secrets.api_keys();
        assert_eq!(keys, secrets.api_keys());
        assert_ne!(keys, secrets.id_of("api", "keys", false, ""));
        assert_eq!(secrets.into_list().len(), 4);
    }
}
