//! The packed browser half, inside the binary: script, module, style sheet, fonts, icons, compressed beforehand. Debug builds read
//! `target/site/pkg` from the disk instead, so that a change shows without building the server.

use crate::{error::Problem, extract::Path, hex, respond::is_known};
use app::shell::Assets;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;
use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

#[derive(RustEmbed)]
#[folder = "../target/site/pkg"]
#[allow_missing = true] // a fresh clone must compile before its first packing
struct Site;

/// What `pack` says about the files it made; all names are below `/pkg/`.
#[derive(Debug, Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    /// The parts of the module that a lazy function needs, by its name.
    #[serde(default)]
    parts: BTreeMap<String, Vec<String>>,
    /// Name by path in `public/`.
    files: BTreeMap<String, String>,
}

/// Fonts that every page paints its first words with.
const FIRST_FONTS: &[&str] = &["fonts/inter-latin.woff2"];
/// Hexadecimal characters of the content's hash in a name.
const HASH_CHARS: usize = 16;

/// The addresses pages refer to. Without a packed browser half they lead nowhere, and pages are read without scripts.
pub fn addresses() -> Assets {
    let manifest = Site::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_else(|| {
        tracing::warn!("the browser half is not packed: pages have no style and no script");
        let name = |ending: &str| format!("groundplan.{ending}");
        Manifest { js: name("js"), wasm: name("wasm"), css: name("css"), parts: BTreeMap::new(), files: BTreeMap::new() }
    });
    let address = |name: &str| Arc::from(format!("/pkg/{name}"));
    let public = |path: &str| address(manifest.files.get(path).map_or(path, String::as_str));
    Assets {
        js: address(&manifest.js),
        wasm: address(&manifest.wasm),
        css: address(&manifest.css),
        parts: manifest.parts.iter().map(|(part, names)| (part.clone(), names.iter().map(|name| address(name)).collect())).collect(),
        icons: public("icons.svg"),
        favicon: public("favicon.svg"),
        fonts: FIRST_FONTS.iter().map(|path| public(path)).collect(),
    }
}

/// `GET /pkg/{path}`: a packed file, in the best encoding the client takes.
pub async fn show_asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(&path, &headers).unwrap_or_else(|| Problem::not_found("file").into_response())
}

/// `GET /robots.txt`: designs and share links are nobody's to index.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /api/\nDisallow: /p/\nDisallow: /s/\n"
}

fn serve(path: &str, request: &HeaderMap) -> Option<Response> {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(encoding, _)| accepts(accepted, encoding));
    let best = packed.filter_map(|(encoding, suffix)| Some((Site::get(&format!("{path}.{suffix}"))?, Some(encoding)))).next();
    let (file, encoding) = best.or_else(|| Site::get(path).map(|file| (file, None)))?;
    let etag = etag(&file);
    let mut response = if is_known(request, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(body(file));
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(kind.as_ref()).ok()?);
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    };
    let headers = response.headers_mut();
    let cache = if is_named_by_content(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::ETAG, HeaderValue::from_str(&etag).ok()?);
    Some(response)
}

fn body(file: EmbeddedFile) -> Body {
    match file.data {
        Cow::Borrowed(bytes) => Body::from(Bytes::from_static(bytes)),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

fn etag(file: &EmbeddedFile) -> String {
    format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..12]))
}

/// Whether an `Accept-Encoding` header names this encoding without refusing it.
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|part| matches!(part.strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000")))
    })
}

/// `fonts/inter.0123456789abcdef.woff2`, `program.0123456789abcdef/groundplan.js`: the same name always means the same bytes.
fn is_named_by_content(path: &str) -> bool {
    let is_hash = |part: &str| part.len() == HASH_CHARS && part.bytes().all(|b| b.is_ascii_hexdigit());
    path.split('/').any(|name| name.split('.').skip(1).any(is_hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_named_by_content("fonts/inter.0123456789abcdef.woff2"));
        assert!(is_named_by_content("program.0123456789abcdef/groundplan.js"));
        for plain in ["groundplan.js", "program/snippets/a/inline0.js", "0123456789abcdef/plain.js"] {
            assert!(!is_named_by_content(plain), "{plain}");
        }
    }

    #[test]
    fn a_refused_encoding_is_not_accepted() {
        assert!(accepts("gzip, br;q=0.9", "br") && accepts("br", "br"));
        assert!(!accepts("gzip, br;q=0", "br") && !accepts("", "br") && !accepts("brotli", "br"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        for path in ["../Cargo.toml", "..%2fCargo.toml", "/etc/passwd", ""] {
            assert!(serve(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }
}
