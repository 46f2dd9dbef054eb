//! Forms of people without scripts.

use super::Body;
use crate::{
    error::{Kind, Problem},
    state::App,
};
use axum::{
    Form,
    extract::{FromRequest, Request},
    http::StatusCode,
};
use serde::de::DeserializeOwned;

/// The fields of a form.
#[derive(Debug)]
pub struct FormBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for FormBody<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let body = Body::read(&parts.headers, body, app).await?;
        let whole = Request::from_parts(parts, axum::body::Body::from(body.bytes().to_vec()));
        let form = Form::<T>::from_request(whole, app).await;
        form.map(|Form(fields)| Self(fields)).map_err(|rejection| match rejection.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::new(Kind::MEDIA_TYPE, "Send a form, or JSON to /api/v1/projects."),
            _ => Problem::new(Kind::INVALID, format!("The form is not valid: {}.", rejection.body_text())),
        })
    }
}
