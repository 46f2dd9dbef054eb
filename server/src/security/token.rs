//! Random tokens and their hashes. A token is shown to one browser and never stored, nor logged.

use crate::{error::Problem, store::Hashed};
use sha2::{Digest, Sha256};

/// Without letters that look alike; 5 bits a character.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstvwxyz0123456789";
/// 26 characters of 5 bits hold 128.
const TOKEN_CHARS: usize = 26;
/// 16 characters of 5 bits: ids are unguessable too, although they open nothing by themselves.
const ID_CHARS: usize = 16;

/// 128 random bits as text.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new one from the operating system's source.
    pub fn random() -> Result<Self, Problem> {
        random_text::<TOKEN_CHARS>().map(Self)
    }
    /// A token as a browser sent it; `None` when it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = text.len() == TOKEN_CHARS && text.bytes().all(|b| ALPHABET.contains(&b));
        ours.then(|| Self(text.to_owned()))
    }
    /// The text, to be sent to the one who may have it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
    /// What is stored and compared.
    pub fn hashed(&self) -> Hashed {
        Hashed(Sha256::digest(self.0.as_bytes()).into())
    }
}

/// A new id for a project or a share link.
pub fn random_id() -> Result<String, Problem> {
    random_text::<ID_CHARS>()
}

/// 128 random bits.
pub fn random_key() -> Result<[u8; 16], Problem> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(bytes)
}

fn random_text<const N: usize>() -> Result<String, Problem> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(bytes.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_come_back() {
        let (a, b) = (Token::random().unwrap(), Token::random().unwrap());
        assert_ne!(a.reveal(), b.reveal());
        assert_eq!(Token::parse(a.reveal()).unwrap().hashed(), a.hashed());
        assert_ne!(a.hashed(), b.hashed());
    }

    #[test]
    fn other_texts_are_no_tokens() {
        for text in ["", "short", &"a".repeat(27), &"A".repeat(26), &"'".repeat(26)] {
            assert!(Token::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_token_does_not_show_in_debug_output() {
        let token = Token::random().unwrap();
        assert!(!format!("{token:?}").contains(token.reveal()));
    }
}
