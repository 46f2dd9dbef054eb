//! JSON bodies. What is wrong is said with the path of the field and its line.

use super::{Body, media_type};
use crate::{
    error::{Kind, Problem},
    state::App,
};
use axum::{
    extract::{FromRequest, Request},
    http::HeaderMap,
};
use domain::protocol::FieldError;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A body of JSON that is parsed before the handler runs.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// A body of JSON that the work that wants it parses, in the compute pool: until then only its text takes memory.
#[derive(Debug)]
pub struct JsonText<T>(Body, PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> FromRequest<App> for JsonBody<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        JsonText::from_request(request, app).await?.parse(app).await.map(Self)
    }
}

impl<T> FromRequest<App> for JsonText<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        require_json(request.headers())?;
        let (parts, body) = request.into_parts();
        Ok(Self(Body::read(&parts.headers, body, app).await?, PhantomData))
    }
}

/// Refuses what does not call itself JSON.
pub fn require_json(headers: &HeaderMap) -> Result<(), Problem> {
    match media_type(headers).as_str() {
        "application/json" => Ok(()),
        _ => Err(Problem::new(Kind::MEDIA_TYPE, "Send JSON with “Content-Type: application/json”.")),
    }
}

impl<T: DeserializeOwned> JsonText<T> {
    /// What it says. May take a second.
    pub fn read(&self) -> Result<T, Problem> {
        parse_json(self.0.bytes())
    }
    /// How many bytes it has.
    pub fn size_bytes(&self) -> usize {
        self.0.bytes().len()
    }
}

impl<T: DeserializeOwned + Send + 'static> JsonText<T> {
    /// What it says, read where that harms nobody.
    pub async fn parse(self, app: &App) -> Result<T, Problem> {
        self.0.parse(app, parse_json).await
    }
}

/// Reads JSON; a wrong type is the sender's to mend (422), no JSON at all cannot be read (400).
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut json);
    let value = read.map_err(|error| {
        let path = error.path().to_string();
        describe(if path == "." { String::new() } else { path }, error.inner())
    })?;
    json.end().map_err(|error| describe(String::new(), &error))?;
    Ok(value)
}

fn describe(path: String, error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line() as u64, error.column() as u64);
    let full = error.to_string();
    let message = full.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&full).to_owned();
    let kind = if error.is_data() { Kind::INVALID } else { Kind::UNREADABLE };
    let place = if path.is_empty() { String::new() } else { format!("{path}: ") };
    Problem::new(kind, format!("Line {line}: {place}{message}")).with_errors(vec![FieldError {
        path,
        message,
        line: Some(line).filter(|n| *n > 0),
        column: Some(column).filter(|n| *n > 0),
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::protocol::{EditsRequest, NewProject};

    fn wrong<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> (u16, String, Option<u64>, String) {
        let document = parse_json::<T>(text.as_bytes()).unwrap_err().document();
        let first = document.errors[0].clone();
        (document.status, first.path, first.line, first.message)
    }

    #[test]
    fn a_wrong_type_names_its_field_and_line() {
        let (status, path, line, message) = wrong::<EditsRequest>("{\n \"base\": \"one\",\n \"client_save\": \"a\", \"edits\": []}");
        assert_eq!((status, path.as_str(), line), (422, "base", Some(2)));
        assert!(message.contains("expected u64"), "{message}");
    }

    #[test]
    fn an_unknown_field_is_named() {
        let (status, path, _, message) = wrong::<NewProject>("{\"nmae\": \"x\"}");
        assert_eq!((status, path.as_str()), (422, "nmae"));
        assert!(message.contains("unknown field `nmae`"), "{message}");
    }

    #[test]
    fn what_is_no_json_cannot_be_read() {
        for text in ["", "{", "{} {}", "nul", "\u{0}"] {
            assert_eq!(wrong::<NewProject>(text).0, 400, "{text}");
        }
    }
}
