//! Everything that can go wrong with a request, and the one mapping to RFC 9457 problem documents. What stands in a 5xx is
//! for the log only: its text never leaves.

mod shorten;

use crate::{
    pool::PoolError,
    store::{Full, Outage, Reason, StoreError},
};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    design,
    edit::EditError,
    file::ReadError,
    protocol::{Conflict, FieldError, ProblemDocument, Role},
};
use generate::GenerateError;
use shorten::{MAX_ERRORS, shorten};

/// A kind of problem: its last path segment, its status, its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub slug: &'static str,
    pub status: StatusCode,
    pub title: &'static str,
}

macro_rules! kinds {
    ($($name:ident = $status:ident $slug:literal $title:literal;)+) => {
        impl Kind {
            $(pub const $name: Self = Self { slug: $slug, status: StatusCode::$status, title: $title };)+
            /// Every kind, for the description of the API.
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

kinds! {
    UNREADABLE = BAD_REQUEST "unreadable" "The request cannot be read";
    FORBIDDEN = FORBIDDEN "forbidden" "This takes more rights";
    CROSS_ORIGIN = FORBIDDEN "cross-origin" "The request comes from another site";
    NOT_FOUND = NOT_FOUND "not-found" "There is nothing here";
    SLOW = REQUEST_TIMEOUT "slow" "The request did not arrive in time";
    METHOD = METHOD_NOT_ALLOWED "method-not-allowed" "This cannot be done here";
    NOT_ACCEPTABLE = NOT_ACCEPTABLE "not-acceptable" "The answer has no form that is accepted";
    CONFLICT = CONFLICT "conflict" "Somebody else saved first";
    TOO_LARGE = PAYLOAD_TOO_LARGE "too-large" "The request is too large";
    TOO_MUCH = PAYLOAD_TOO_LARGE "too-much" "The save asks for too much at once";
    DAMAGED = GONE "damaged" "This version cannot be read";
    MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "media-type" "The content type does not fit";
    INVALID = UNPROCESSABLE_ENTITY "invalid" "The request is not valid";
    INVALID_DESIGN = UNPROCESSABLE_ENTITY "invalid-design" "The design is not valid";
    EDIT_REFUSED = UNPROCESSABLE_ENTITY "edit-refused" "The edit does not fit the design";
    TOO_MANY = TOO_MANY_REQUESTS "too-many-requests" "Too many requests";
    FULL = TOO_MANY_REQUESTS "full" "There is no room for more";
    INTERNAL = INTERNAL_SERVER_ERROR "internal" "Something went wrong on our side";
    UNAVAILABLE = SERVICE_UNAVAILABLE "unavailable" "The studio is busy";
    OUTAGE = SERVICE_UNAVAILABLE "outage" "The studio cannot reach what it stores";
}

/// How soon to try again when the database is out of order.
const OUTAGE_RETRY_AFTER_S: u64 = 2;
/// How soon to try again when an owner keeps all that they may: somebody has to delete something first.
const FULL_RETRY_AFTER_S: u64 = 60;
/// How long the servers of one studio may take to be replaced one after the other, about.
const NEWER_RETRY_AFTER_S: u64 = 10;

/// A request that failed.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    kind: Kind,
    detail: String,
    errors: Vec<FieldError>,
    conflict: Option<Conflict>,
    fits: Option<usize>,
    retry_after_s: Option<u64>,
    /// For the log; never sent.
    cause: Option<String>,
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            conflict: None,
            fits: None,
            retry_after_s: None,
            cause: None,
        }))
    }
    /// A fault of ours.
    pub fn internal(cause: impl ToString) -> Self {
        let mut problem = Self::new(Kind::INTERNAL, "The fault is logged under the x-request-id of this answer. Please try again.");
        problem.0.cause = Some(cause.to_string());
        problem
    }
    /// Too much to do at the moment.
    pub fn busy(retry_after_s: u64) -> Self {
        let mut problem = Self::new(Kind::UNAVAILABLE, "Too much is going on at the moment. Please try again shortly.");
        problem.0.retry_after_s = Some(retry_after_s);
        problem
    }
    /// Somebody else saved first.
    fn conflict(conflict: Conflict, detail: String) -> Self {
        let mut problem = Self::new(Kind::CONFLICT, detail);
        problem.0.conflict = Some(conflict);
        problem
    }
    pub fn not_found(what: &str) -> Self {
        Self::new(Kind::NOT_FOUND, format!("There is no such {what}, or this browser may not see it."))
    }
    /// One wrong field of an otherwise readable request.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        let detail = if path.is_empty() { message.clone() } else { format!("{path}: {message}") };
        Self::new(Kind::INVALID, detail).with_errors(vec![FieldError { path, message, line: None, column: None }])
    }
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }
    /// The document that is sent. Long names that it speaks of are shortened, and of very many wrong fields the first are listed.
    pub fn document(self) -> ProblemDocument {
        let Parts { kind, detail, errors, conflict, fits, .. } = *self.0;
        let short = |error: FieldError| FieldError { path: shorten(error.path), message: shorten(error.message), ..error };
        let errors = errors.into_iter().take(MAX_ERRORS).map(short).collect();
        ProblemDocument {
            kind: format!("/problems/{}", kind.slug),
            title: kind.title.to_owned(),
            status: kind.status.as_u16(),
            detail: shorten(detail),
            errors,
            conflict,
            fits,
        }
    }
}

impl Problem {
    /// The one place where failures are logged; the request's span carries its id and route.
    fn log(&self) {
        if let Some(cause) = &self.0.cause {
            tracing::error!(status = self.0.kind.status.as_u16(), cause, "a request failed");
        }
    }
    /// What a tool of an assistant tells of it: the detail, and line by line what is wrong.
    pub fn told(self) -> String {
        self.log();
        let ProblemDocument { detail, errors, .. } = self.document();
        let line = |error: FieldError| {
            let place = error.line.map_or(String::new(), |line| format!("line {line}: "));
            let path = if error.path.is_empty() { String::new() } else { format!("{}: ", error.path) };
            format!("{place}{path}{}", error.message)
        };
        let lines: Vec<String> = errors.into_iter().map(line).filter(|line| !detail.ends_with(line)).collect();
        if lines.is_empty() { detail } else { format!("{detail}\n{}", lines.join("\n")) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.log();
        let status = self.0.kind.status;
        let retry_after_s = self.0.retry_after_s;
        let mut response = (status, Json(self.document())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(what) => Self::not_found(what),
            StoreError::Forbidden { needed } => Self::new(
                Kind::FORBIDDEN,
                match needed {
                    Role::Own => "Only the owner of the project can do this.",
                    Role::Edit | Role::View => "This share link shows the project but cannot change it.",
                },
            ),
            StoreError::Conflict(conflict) => {
                let now = conflict.revision;
                Self::conflict(conflict, format!("The project is at revision {now}. Apply what happened since, then save on that."))
            }
            StoreError::NameTaken(conflict) => {
                let detail = format!(
                    "Nothing was stored: “client_save” names another save, with other edits, that was made on this base. The project is at \
                    revision {}. Apply what happened since, then save on that under a name of its own.",
                    conflict.revision
                );
                Self::conflict(conflict, detail)
            }
            StoreError::Refused(error) => error.into(),
            StoreError::Full(full) => full.into(),
            StoreError::Busy => Self::busy(1),
            StoreError::TooMuch { edits, fits } => too_much(edits, fits),
            StoreError::Unavailable(outage) => outage.into(),
            StoreError::Damaged { revision } => Self::new(
                Kind::DAMAGED,
                format!(
                    "Revision {revision} cannot be read. It is kept as it is; whoever runs the studio can look at it with “groundplan check”."
                ),
            ),
            StoreError::Newer => Self::new(
                Kind::UNAVAILABLE,
                "A newer version of the studio saved this design, and this server is still the older one. Please try again shortly.",
            )
            .with_retry_after(NEWER_RETRY_AFTER_S),
            StoreError::Corrupt(cause) => Self::internal(cause),
        }
    }
}

impl From<PoolError> for Problem {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Busy => Self::busy(2),
            PoolError::TooLong => {
                Self::new(Kind::UNAVAILABLE, "This took too long and was stopped. A smaller design may be quicker.").with_retry_after(30)
            }
            PoolError::Panicked(_) => Self::internal(error),
        }
    }
}

/// A save whose edits fit the design, only not all at once.
fn too_much(edits: usize, fits: usize) -> Problem {
    let way_on = match fits {
        0 => "The first of them is too much by itself: save its parts.".to_owned(),
        _ => format!("The first {fits} fit: save those, and the others on the revision that they become."),
    };
    let mut problem = Problem::new(Kind::TOO_MUCH, format!("{edits} edits on a design of this size take too long for one save. {way_on}"));
    problem.0.fits = Some(fits);
    problem
}

impl From<Full> for Problem {
    fn from(full: Full) -> Self {
        let (limit, has) = match full {
            Full::Projects { most } => ("projects", format!("this browser has {most} designs")),
            Full::Bytes { most } => ("kept", format!("whoever owns this design keeps {} MB of designs and their history", most >> 20)),
        };
        metrics::counter!("groundplan_limit_refusals_total", "limit" => limit, "by" => "owner").increment(1);
        let detail = format!(
            "Nothing was stored: {has}, the most that this studio allows. Delete a design that is no longer needed, then try again."
        );
        Self::new(Kind::FULL, detail).with_retry_after(FULL_RETRY_AFTER_S)
    }
}

impl From<Outage> for Problem {
    fn from(Outage { reason, cause }: Outage) -> Self {
        metrics::counter!("groundplan_store_outages_total", "reason" => reason.slug()).increment(1);
        let what = reason.text();
        let detail = match reason {
            Reason::Silent => format!("In this moment {what}. A save that got no answer may still be made: sent again, it counts once."),
            _ => format!("Nothing was changed: {what}. Please try again shortly."),
        };
        let mut problem = Self::new(Kind::OUTAGE, detail).with_retry_after(OUTAGE_RETRY_AFTER_S);
        problem.0.cause = Some(format!("{what}: {cause}"));
        problem
    }
}

impl From<EditError> for Problem {
    fn from(error: EditError) -> Self {
        let (path, message) = match &error {
            EditError::Invalid { path, message } => (path.clone(), message.clone()),
            other => ("edits".to_owned(), other.to_string()),
        };
        Self::new(Kind::EDIT_REFUSED, format!("Nothing was changed: {error}.")).with_errors(vec![FieldError {
            path,
            message,
            line: None,
            column: None,
        }])
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let detail = match error.problems.as_slice() {
            [one] => match one.line {
                Some(line) => format!("Line {line}: {}", one.message),
                None => one.message.clone(),
            },
            several => format!("{} things are wrong; they are listed in “errors”.", several.len()),
        };
        let errors =
            error.problems.into_iter().map(|p| FieldError { path: p.path, message: p.message, line: p.line, column: p.column }).collect();
        Self::new(Kind::INVALID_DESIGN, detail).with_errors(errors)
    }
}

/// What is wrong with a design that came as part of another document.
pub fn invalid_design(problems: Vec<design::Problem>) -> Problem {
    let detail = match problems.as_slice() {
        [one] => one.to_string(),
        several => format!("{} things are wrong; they are listed in “errors”.", several.len()),
    };
    let errors = problems.into_iter().map(|p| FieldError { path: p.path, message: p.message, line: None, column: None }).collect();
    Problem::new(Kind::INVALID_DESIGN, detail).with_errors(errors)
}

impl From<GenerateError> for Problem {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::UnknownArtefact(_) => Self::invalid("targets", error.to_string()),
            GenerateError::UnknownProfile(_) | GenerateError::TwoChoices => Self::invalid("profile", error.to_string()),
            GenerateError::TooMuch(_) => Self::invalid("links", error.to_string()),
            GenerateError::Internal { .. } | GenerateError::Unwritten(_) => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_text_of_a_fault_of_ours_stays_here() {
        let document = Problem::internal("password=hunter2 in src/secret.rs").document();
        assert!(!serde_json::to_string(&document).unwrap().contains("hunter2"));
        let document = Problem::from(Outage { reason: Reason::Silent, cause: "postgres://u:p@h".into() }).document();
        assert!(!serde_json::to_string(&document).unwrap().contains("postgres"));
    }

    #[test]
    fn what_was_sent_comes_back_shortened() {
        let name = "n".repeat(100_000);
        let errors = (0..1_000).map(|_| FieldError {
            path: format!("brief.{name}"),
            message: format!("“{name}” is wrong"),
            line: None,
            column: None,
        });
        let document = Problem::new(Kind::INVALID, format!("{name} is wrong")).with_errors(errors.collect()).document();
        assert_eq!(document.errors.len(), MAX_ERRORS);
        assert!(serde_json::to_string(&document).unwrap().len() < 32_000);
    }

    #[test]
    fn every_kind_has_its_own_name() {
        let slugs: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.slug).collect();
        assert_eq!(slugs.len(), Kind::ALL.len());
    }
}
