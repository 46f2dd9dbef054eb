//! Bytes as hexadecimal digits, two each and in small letters, and back.

use std::fmt::Write;

/// The digits of some bytes.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes that so many digits stand for, in letters of either size; nothing when they are others.
pub fn decode<const N: usize>(digits: &str) -> Option<[u8; N]> {
    // A sign would be read as part of a number.
    if digits.len() != 2 * N || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(encode(&[0, 0xab, 255]), "00abff");
        assert_eq!((decode("00abff"), decode("00ABff")), (Some([0, 0xab, 255]), Some([0, 0xab, 255])));
        for wrong in ["00abf", "00abfff", "00abfg", "+0abff", "00abä"] {
            assert_eq!(decode::<3>(wrong), None, "{wrong}");
        }
    }
}
