//! Parameters in paths, with our words for what is wrong with them.

use crate::error::{Kind, Problem};
use axum::{
    extract::{FromRequestParts, Path as AnyPath},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

/// The parameters that the pattern of a route names.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // A text that no database keeps names nothing.
        if parts.uri.path().contains("%00") {
            return Err(Problem::not_found("name"));
        }
        let path = AnyPath::<T>::from_request_parts(parts, state).await;
        // All of them are texts, so that it can only be one that is not UTF-8.
        path.map(|AnyPath(parameters)| Self(parameters)).map_err(|_| Problem::new(Kind::UNREADABLE, "The address is not text in UTF-8."))
    }
}
