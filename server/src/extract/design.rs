//! A design as the body of a request: `groundplan.yaml`, or the same as JSON.

use super::{Body, media_type};
use crate::{
    error::{Kind, Problem, invalid_design},
    state::App,
};
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

/// The text of a design. To be [read](Self::read) in the compute pool, by the work that wants the design: until then only its text
/// takes memory.
#[derive(Debug)]
pub struct DesignBody(Body);

impl FromRequest<App> for DesignBody {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !MEDIA_TYPES.contains(&media_type(request.headers()).as_str()) {
            return Err(Problem::new(Kind::MEDIA_TYPE, "Send a design as application/yaml or application/json."));
        }
        let (parts, body) = request.into_parts();
        Body::read(&parts.headers, body, app).await.map(Self)
    }
}

impl DesignBody {
    pub fn size_bytes(&self) -> usize {
        self.0.bytes().len()
    }

    /// The design, when it is valid. May take a second.
    pub fn read(&self) -> Result<Design, Problem> {
        let text = std::str::from_utf8(self.0.bytes()).map_err(|_| Problem::new(Kind::UNREADABLE, "The design is not text in UTF-8."))?;
        domain::file::read(text).map_err(Problem::from)
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
