//! An answer as it comes over a connection of its own: its head, how long it is, and whether it is whole.
//! Very long bodies are counted, not kept.

use std::io;
use tokio::io::{AsyncRead, AsyncReadExt};

/// Bytes of a body that are kept.
const KEPT_BYTES: usize = 4 << 20;
const PIECE_BYTES: usize = 64 << 10;

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    head: String,
    /// The body, at least as much of it as is kept.
    pub body: Vec<u8>,
    /// Bytes of the body, with the frames of its pieces.
    pub bytes: usize,
}

/// The end of a body in pieces.
const LAST_PIECE: &[u8] = b"0\r\n\r\n";

impl Reply {
    /// Reads the whole answer, by its length, its last piece or the end of the connection. The answer to a HEAD has no body.
    ///
    /// # Errors
    /// When the connection breaks, what comes is no HTTP, or the body ends before it is whole.
    pub async fn read(from: &mut (impl AsyncRead + Unpin), has_body: bool) -> io::Result<Self> {
        let (mut kept, mut piece, mut tail) = (Vec::new(), vec![0; PIECE_BYTES], Vec::new());
        let mut reply: Option<Self> = None;
        loop {
            let read = from.read(&mut piece).await?;
            if read == 0 {
                break;
            }
            tail.extend_from_slice(&piece[read.saturating_sub(LAST_PIECE.len())..read]);
            tail.drain(..tail.len().saturating_sub(LAST_PIECE.len()));
            match &mut reply {
                None => {
                    kept.extend_from_slice(&piece[..read]);
                    reply = Self::begun(&mut kept)?;
                }
                Some(reply) => {
                    let room = KEPT_BYTES.saturating_sub(reply.body.len()).min(read);
                    reply.body.extend_from_slice(&piece[..room]);
                    reply.bytes += read;
                }
            }
            if reply.as_ref().is_some_and(|reply| !has_body || reply.ends(&tail) == Some(true)) {
                break;
            }
        }
        let reply = reply.ok_or_else(|| wrong("the answer ended in its head"))?;
        if has_body && reply.ends(&tail) == Some(false) { Err(wrong("the body ended early")) } else { Ok(reply) }
    }

    /// The answer as far as it came, once its head is there. A leave to send the body is no answer yet.
    fn begun(kept: &mut Vec<u8>) -> io::Result<Option<Self>> {
        let Some(end) = kept.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
        let body = kept.split_off(end + 4);
        let head = String::from_utf8_lossy(&kept[..end]).into_owned();
        let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok()).ok_or_else(|| wrong("no HTTP"))?;
        if status == 100 {
            *kept = body;
            return Self::begun(kept);
        }
        Ok(Some(Self { status, head, bytes: body.len(), body }))
    }

    /// Whether the body ends with these bytes; nothing when only the end of the connection tells.
    fn ends(&self, tail: &[u8]) -> Option<bool> {
        match (self.header("content-length"), self.header("transfer-encoding")) {
            (Some(length), _) => Some(length.parse() == Ok(self.bytes)),
            (None, Some(_)) => Some(tail == LAST_PIECE),
            (None, None) => None,
        }
    }

    /// The value of a header, which the server writes in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub const fn is_success(&self) -> bool {
        self.status / 100 == 2
    }

    /// The kind of its problem document, or nothing.
    pub fn problem(&self) -> &str {
        let text = std::str::from_utf8(&self.body).unwrap_or_default();
        text.split_once("\"/problems/").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
    }

    /// Whether it may be given to anybody at any time: no fault of the server's, and who is turned away hears when to come back.
    pub fn is_permitted(&self) -> bool {
        let says_when = self.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|seconds| seconds > 0));
        match self.status {
            429 | 503 => says_when,
            status => status < 500,
        }
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &str) -> io::Result<Reply> {
        Reply::read(&mut text.as_bytes(), true).await
    }

    #[tokio::test]
    async fn an_answer_is_read_and_a_broken_one_is_none() {
        let reply =
            read("HTTP/1.1 503 x\r\nretry-after: 2\r\ncontent-length: 31\r\n\r\n{\"type\":\"/problems/unavailable\"").await.unwrap();
        assert_eq!((reply.status, reply.bytes, reply.problem(), reply.is_permitted()), (503, 31, "unavailable", true));
        assert_eq!(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 x\r\ncontent-length: 0\r\n\r\n").await.unwrap().status, 404);
        assert!(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n").await.unwrap().is_permitted());
        for broken in ["", "HTTP/1.1 200 OK\r\n", "SMTP\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab"] {
            assert!(read(broken).await.is_err(), "{broken}");
        }
        assert!(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n").await.is_err());
    }

    #[tokio::test]
    async fn what_nobody_may_be_answered_is_told() {
        for (text, is_permitted) in [
            ("HTTP/1.1 500 x\r\nretry-after: 2\r\n\r\n", false),
            ("HTTP/1.1 503 x\r\n\r\n", false),
            ("HTTP/1.1 502 x\r\nretry-after: 2\r\n\r\n", false),
            ("HTTP/1.1 429 x\r\nretry-after: soon\r\n\r\n", false),
            ("HTTP/1.1 429 x\r\nretry-after: 7\r\n\r\n", true),
            ("HTTP/1.1 404 x\r\n\r\n", true),
        ] {
            assert_eq!(read(text).await.unwrap().is_permitted(), is_permitted, "{text}");
        }
    }
}
