//! A design as the body of a request: `groundplan.yaml`, or the same as JSON.

use super::{body_bytes, media_type};
use crate::error::{Kind, Problem, invalid_design};
use axum::extract::{FromRequest, Request};
use domain::Design;

/// What designs may be sent as. The form type is what `curl --data-binary @groundplan.yaml` says when told nothing else.
const MEDIA_TYPES: &[&str] = &[
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/x-yaml",
    "text/plain",
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "",
];

/// A valid design.
#[derive(Debug)]
pub struct DesignBody(pub Design);

impl<S: Send + Sync> FromRequest<S> for DesignBody {
    type Rejection = Problem;
    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !MEDIA_TYPES.contains(&media_type(request.headers()).as_str()) {
            return Err(Problem::new(Kind::MEDIA_TYPE, "Send a design as application/yaml or application/json."));
        }
        let bytes = body_bytes(request, state).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Problem::new(Kind::UNREADABLE, "The design is not text in UTF-8."))?;
        domain::file::read(text).map(Self).map_err(Problem::from)
    }
}

/// Checks a design that came inside another document; readers of whole files do this themselves.
pub fn check_design(design: &Design) -> Result<(), Problem> {
    if design.version != domain::design::SCHEMA_VERSION {
        return Err(Problem::new(
            Kind::INVALID_DESIGN,
            format!("groundplan: version {} is not known here; {} is.", design.version, domain::design::SCHEMA_VERSION),
        ));
    }
    let problems = design.problems();
    if problems.is_empty() { Ok(()) } else { Err(invalid_design(problems)) }
}
