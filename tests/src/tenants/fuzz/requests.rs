//! Bytes that no client would send: requests with wrong methods, paths, heads and bodies, and texts that were broken up.

use domain::arbitrary::Tape;

const METHODS: [&str; 12] = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "\u{1}"];
const SEGMENTS: [&str; 40] = [
    "api",
    "v1",
    "projects",
    "p",
    "s",
    "rules",
    "edits",
    "revisions",
    "shares",
    "files",
    "bundle.zip",
    "diagram.svg",
    "studio",
    "proposal",
    "discovery",
    "export",
    "recovery",
    "preview",
    "join",
    "faults",
    "reviews",
    "bundles",
    "pkg",
    "livez",
    "..",
    ".",
    "%2e%2e",
    "%00",
    "%ff",
    "%",
    "",
    "\u{e9}",
    "con",
    "0",
    "-1",
    "18446744073709551616",
    "DATA001",
    "' OR 1=1",
    "<script>",
    "name",
];
const QUERIES: [&str; 14] = [
    "",
    "?",
    "?before=x",
    "?before=-1",
    "?since=99999999999999999999",
    "?since=1&since=2",
    "?targets=,,,",
    "?targets=compose,adr",
    "?path=../../etc/passwd",
    "?path=%00",
    "?select=%ff",
    "?file=groundplan.yaml",
    "?decision=store",
    "?a=b&&&=&%",
];
const HEADERS: [&str; 24] = [
    "Accept: */*",
    "Accept: application/json",
    "Accept-Encoding: br, gzip, \u{fe}",
    "Content-Type: application/json",
    "Content-Type: \u{1}",
    "Content-Type: multipart/form-data; boundary=",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Length: 5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: gzip",
    "Expect: 100-continue",
    "Upgrade: h2c",
    "Connection: upgrade, close",
    "Cookie: groundplan_owner=\u{0}",
    "Cookie: groundplan_owner=aaaa; groundplan_owner=bbbb",
    "Origin: null",
    "Sec-Fetch-Site: cross-site",
    "If-None-Match: \"x\", W/\"y\", *",
    "Range: bytes=0-0,-1,99999999999-",
    "Host: evil.example",
    "X-Forwarded-For: 1.2.3.4, garbage, ::1",
    "no colon",
];
const BODIES: [&str; 10] = [
    "",
    "{}",
    "[]",
    "null",
    "5\r\nhello\r\n0\r\n\r\n",
    "ffffffffffffffff\r\nx",
    "-1\r\n",
    "{\"base\":1,\"client_save\":\"a\",\"edits\":[]}",
    "starter=shop",
    "\u{0}\u{0}",
];

/// A request; most have a line that can be read.
pub(super) fn raw(tape: &mut Tape) -> Vec<u8> {
    let mut path = String::new();
    for _ in 0..=tape.below(6) {
        path.push('/');
        path.push_str(tape.pick::<&str>(&SEGMENTS));
    }
    path.push_str(tape.pick::<&str>(&QUERIES));
    if tape.once_in(20) {
        path.push_str(&"x".repeat(tape.below(80_000)));
    }
    let method = *tape.pick(&METHODS);
    let version = if tape.once_in(12) { *tape.pick(&["HTTP/1.0", "HTTP/2.0", "HTTP/9", ""]) } else { "HTTP/1.1" };
    let mut request = format!("{method} {path} {version}\r\n");
    if !tape.once_in(8) {
        request.push_str("Host: 127.0.0.1\r\n");
    }
    if !tape.once_in(8) {
        request.push_str("Connection: close\r\n");
    }
    for _ in 0..tape.below(5) {
        request.push_str(tape.pick::<&str>(&HEADERS));
        request.push_str("\r\n");
    }
    if tape.once_in(25) {
        request.push_str(&"X-Many: 1\r\n".repeat(tape.below(400)));
    }
    request.push_str("\r\n");
    request.push_str(tape.pick::<&str>(&BODIES));
    request.into_bytes()
}

/// Changes, doubles or leaves out a piece.
pub(super) fn break_up(text: &mut Vec<u8>, tape: &mut Tape) {
    let (at, length) = (tape.below(text.len()), 1 + tape.below(40));
    let end = (at + length).min(text.len());
    match tape.below(4) {
        0 => drop(text.drain(at..end)),
        1 => text.truncate(at),
        2 => {
            let piece = text[at..end].to_vec();
            text.splice(at..at, piece);
        }
        _ => text[at..end].fill(*tape.pick(b"\0\xff\"\\{}[]:,9-eE\n")),
    }
}
