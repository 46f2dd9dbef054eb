//! The only HTTP client code: typed functions over the shapes of [`domain::protocol`]. In the browser they use `fetch`; the
//! server gathers what a page shows through a [`ServerTransport`] to its own router, so that both see the same API.

#[cfg_attr(all(target_arch = "wasm32", feature = "hydrate"), path = "browser.rs")]
#[cfg_attr(not(all(target_arch = "wasm32", feature = "hydrate")), path = "server.rs")]
mod transport;

use crate::{locks, place::Stage};
use domain::protocol::{
    BundleListing, EditsRequest, EditsResponse, FileText, NewProject, NewProjectId, NewShare, ProblemDocument, Project, RecoveryLink,
    RecoveryPreview, RecoveryToken, RevisionEntry, RevisionName, Role, ShareLink,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{future::Future, pin::Pin, sync::Arc};

/// A problem as the client keeps it: what a conflict holds is read by the one who can do something about it.
pub type Problem = ProblemDocument<serde_json::Value>;

/// How a call ends when there is no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// The server could not be reached.
    #[error("There is no connection to the server.")]
    Offline,
    /// The server did not answer within [`TIMEOUT_MS`].
    #[error("The server did not answer in time.")]
    TimedOut,
    /// The server said what is wrong.
    #[error("{}", .0.detail)]
    Problem(Box<Problem>),
    /// An answer that is not in the expected form.
    #[error("The server answered {status} in a form this page does not understand.")]
    Unreadable { status: u16 },
}

impl ApiError {
    /// The HTTP status, when there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Offline | Self::TimedOut => None,
            Self::Problem(problem) => Some(problem.status),
            Self::Unreadable { status } => Some(*status),
        }
    }
    /// Trying the same call again later may work.
    pub fn is_passing(&self) -> bool {
        self.status().is_none_or(|status| matches!(status, 408 | 425 | 429) || status >= 500)
    }
    /// The same call will never be taken, and nobody else's save is the reason.
    pub fn is_for_good(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status != 409) && !self.is_passing()
    }
    /// How many edits one save may hold, when the server said that these are too many.
    pub fn fits(&self) -> Option<usize> {
        if let Self::Problem(problem) = self { problem.fits } else { None }
    }
    /// The owner keeps as much as they may: it works again once something was deleted.
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == "/problems/full")
    }
}

/// The verbs the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// One call of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCall {
    pub method: Method,
    /// From the root, query included: `/api/v1/projects`.
    pub path: String,
    /// JSON.
    pub body: Option<String>,
    pub accept: &'static str,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiReply {
    pub status: u16,
    pub body: String,
    /// How many seconds the server asks to wait before the next try.
    pub retry_after_s: Option<u32>,
}

impl ApiReply {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
    /// Reads the answer, or the problem it says.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        if !self.is_success() {
            return Err(refusal(self.status, &self.body));
        }
        serde_json::from_str(&self.body).map_err(|_| ApiError::Unreadable { status: self.status })
    }
}

/// Carries a call to the server's own router, with the cookies of the request that is being rendered.
pub type ServerTransport = Arc<dyn Fn(ApiCall) -> Pin<Box<dyn Future<Output = ApiReply> + Send>> + Send + Sync>;

/// How long the browser waits for an answer, or for the next piece of a long one, in milliseconds.
pub const TIMEOUT_MS: i32 = 20_000;

/// How far a download has come, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub received: u64,
    /// Known once the server has said it.
    pub total: Option<u64>,
}

/// The projects this browser owns or has joined.
const PROJECTS: &str = "/api/v1/projects";

/// Designs that a list shows at once. One more is asked for, to know whether there are more.
pub const DESIGNS_AT_ONCE: usize = 60;

/// Designs of a list: a [`domain::protocol::ProjectSummary`] each, the last changed first unless they go by name.
pub fn designs_path(find: &str, by_name: bool, skip: usize) -> String {
    let given = |text: String, default: &str| (text != default).then_some(text);
    let order = if by_name { "name" } else { "changed" };
    let query = query(&[
        ("find", given(find.to_owned(), "")),
        ("order", given(order.to_owned(), "changed")),
        ("skip", given(skip.to_string(), "0")),
        ("limit", Some((DESIGNS_AT_ONCE + 1).to_string())),
    ]);
    format!("{PROJECTS}{query}")
}

/// The starters of the gallery: a [`domain::protocol::StarterEntry`] each.
pub const STARTERS: &str = "/api/v1/starters";

/// Where one project with its design is: a [`Project`].
pub fn project_path(id: &str) -> String {
    format!("/api/v1/projects/{}", encoded(id))
}

/// The same with what a stage needs beside the design: the studio draws.
pub fn project_path_for(id: &str, stage: Option<Stage>) -> String {
    let draws = matches!(stage, None | Some(Stage::Studio));
    format!("{}{}", project_path(id), if draws { "?routes=true" } else { "" })
}

/// A new project: blank, from a starter, or from a design. The first of a browser brings the cookie that says whose it is: another tab
/// that makes one meanwhile waits for it, or there would be two owners, and one of them lost.
pub async fn create_project<D: Serialize>(new: NewProject<D>) -> Result<NewProjectId, ApiError> {
    locks::one_at_a_time("first-owner", post(PROJECTS.into(), &new)).await
}

/// One project with its design.
pub async fn project(id: String) -> Result<Project, ApiError> {
    get(project_path(&id)).await
}

/// One project as it was at a revision.
pub async fn revision(id: String, n: u64) -> Result<Project, ApiError> {
    get(revision_path(&id, n)).await
}

/// Where a project is as it was at a revision: a [`Project`].
pub fn revision_path(id: &str, n: u64) -> String {
    format!("/api/v1/projects/{}/revisions/{n}", encoded(id))
}

/// Deletes a project for good.
pub async fn delete_project(id: String) -> Result<(), ApiError> {
    reply(ApiCall { method: Method::Delete, path: project_path(&id), body: None, accept: JSON }).await.map(|_| ())
}

/// Saves edits; a problem with a `conflict` says what happened since the base revision. After a refusal, also how many seconds the
/// server asks to wait.
pub async fn save_edits(id: String, edits: EditsRequest) -> Result<EditsResponse, (ApiError, Option<u32>)> {
    let unreadable = (ApiError::Unreadable { status: 0 }, None);
    let body = Some(serde_json::to_string(&edits).map_err(|_| unreadable)?);
    let path = format!("/api/v1/projects/{}/edits", encoded(&id));
    let reply = transport::send(ApiCall { method: Method::Post, path, body, accept: JSON }).await.map_err(|error| (error, None))?;
    reply.decode().map_err(|error| (error, reply.retry_after_s))
}

/// A new link to a project for one role, for so many days or until it is taken back. It is shown once.
pub async fn create_share(id: String, role: Role, expires_in_days: Option<u32>) -> Result<ShareLink, ApiError> {
    post(shares_path(&id), &NewShare { role, expires_in_days }).await
}

/// Links that a list shows at once. One more is asked for, to know whether there are more.
pub const LINKS_AT_ONCE: usize = 100;

/// Where links to a project are listed, after so many: a [`domain::protocol::ShareEntry`] each.
pub fn shares_page(id: &str, skip: usize) -> String {
    let query = query(&[("skip", (skip > 0).then(|| skip.to_string())), ("limit", Some((LINKS_AT_ONCE + 1).to_string()))]);
    format!("{}{query}", shares_path(id))
}

/// Where the links to a project are.
pub fn shares_path(id: &str) -> String {
    format!("/api/v1/projects/{}/shares", encoded(id))
}

/// Takes a link back, and with it what it gave.
pub async fn delete_share(id: String, share: String) -> Result<(), ApiError> {
    let path = format!("{}/{}", shares_path(&id), encoded(&share));
    reply(ApiCall { method: Method::Delete, path, body: None, accept: JSON }).await.map(|_| ())
}

/// A new recovery link for this browser. It is shown once.
pub async fn create_recovery() -> Result<RecoveryLink, ApiError> {
    reply(ApiCall { method: Method::Post, path: "/api/v1/recovery".into(), body: None, accept: JSON }).await?.decode()
}

/// What would come together if this browser opened a recovery link.
pub async fn preview_recovery(token: String) -> Result<RecoveryPreview, ApiError> {
    post("/api/v1/recovery/preview".into(), &RecoveryToken { token }).await
}

/// Joins this browser and the one that made a recovery link.
pub async fn join_recovery(token: String) -> Result<(), ApiError> {
    let body = serde_json::to_string(&RecoveryToken { token }).map_err(|_| ApiError::Unreadable { status: 0 })?;
    reply(ApiCall { method: Method::Post, path: "/api/v1/recovery/join".into(), body: Some(body), accept: JSON }).await.map(|_| ())
}

/// Names a revision, which keeps it for good.
pub async fn name_revision(id: String, revision: u64, name: String) -> Result<(), ApiError> {
    let body = serde_json::to_string(&RevisionName { name }).map_err(|_| ApiError::Unreadable { status: 0 })?;
    let path = format!("/api/v1/projects/{}/revisions/{revision}/name", encoded(&id));
    reply(ApiCall { method: Method::Post, path, body: Some(body), accept: JSON }).await.map(|_| ())
}

/// Which bundle of a project is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// As in [`bundle_path`].
    pub targets: Option<Vec<String>>,
    /// An earlier revision to compare with.
    pub since: Option<u64>,
}

/// What the bundle of a project holds.
pub async fn files(id: String, wanted: &Wanted) -> Result<BundleListing, ApiError> {
    get(files_path(&id, None, wanted)).await
}

/// The text of one file of the bundle.
pub async fn file_text(id: String, path: String, wanted: &Wanted) -> Result<FileText, ApiError> {
    get(files_path(&id, Some(path), wanted)).await
}

/// Where the listing of a bundle is, or the text of one of its files.
pub fn files_path(id: &str, path: Option<String>, wanted: &Wanted) -> String {
    let targets = wanted.targets.as_ref().map(|targets| targets.join(","));
    let query = query(&[("path", path), ("targets", targets), ("since", wanted.since.map(|since| since.to_string()))]);
    format!("/api/v1/projects/{}/files{query}", encoded(id))
}

/// Saves that are asked for at once.
pub const SAVES_AT_ONCE: usize = 100;

/// Which saves of a project are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SavesAsked {
    /// Only those before this revision.
    pub before: Option<u64>,
    /// Only those that somebody named.
    pub named: bool,
}

/// Where the saves of a project are, newest first: a [`RevisionEntry`] each.
pub fn revisions_path(id: &str, asked: &SavesAsked) -> String {
    let query = query(&[
        ("before", asked.before.map(|before| before.to_string())),
        ("named", asked.named.then(|| "true".to_owned())),
        ("limit", Some(SAVES_AT_ONCE.to_string())),
    ]);
    format!("/api/v1/projects/{}/revisions{query}", encoded(id))
}

/// Saves of a project.
pub async fn revisions(id: String, asked: &SavesAsked) -> Result<Vec<RevisionEntry>, ApiError> {
    get(revisions_path(&id, asked)).await
}

/// Where the zip of a project is. `targets` are slugs of artefacts; the ones that fit the design when absent.
pub fn bundle_path(id: &str, targets: Option<&[String]>) -> String {
    format!("/api/v1/projects/{}/bundle.zip{}", encoded(id), query(&[("targets", targets.map(|t| t.join(",")))]))
}

/// The zip of a project, as in [`bundle_path`]. `progress` hears of every piece that arrives.
pub async fn bundle(id: String, targets: Option<Vec<String>>, progress: impl Fn(Progress) + 'static) -> Result<Vec<u8>, ApiError> {
    let call = ApiCall { method: Method::Get, path: bundle_path(&id, targets.as_deref()), body: None, accept: "application/zip" };
    let (status, bytes) = transport::receive(call, progress).await?;
    if (200..300).contains(&status) { Ok(bytes) } else { Err(refusal(status, &String::from_utf8_lossy(&bytes))) }
}

const JSON: &str = "application/json";

/// The call that reads what is at a path.
pub fn question(path: String) -> ApiCall {
    ApiCall { method: Method::Get, path, body: None, accept: JSON }
}

/// Reads what is at a path.
pub async fn get<T: DeserializeOwned>(path: String) -> Result<T, ApiError> {
    reply(question(path)).await?.decode()
}

async fn post<T: DeserializeOwned>(path: String, body: &impl Serialize) -> Result<T, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable { status: 0 })?;
    reply(ApiCall { method: Method::Post, path, body: Some(body), accept: JSON }).await?.decode()
}

async fn reply(call: ApiCall) -> Result<ApiReply, ApiError> {
    let reply = transport::send(call).await?;
    if reply.is_success() { Ok(reply) } else { Err(refusal(reply.status, &reply.body)) }
}

fn refusal(status: u16, body: &str) -> ApiError {
    serde_json::from_str::<Problem>(body).map_or(ApiError::Unreadable { status }, |problem| ApiError::Problem(Box::new(problem)))
}

/// The query string of the parameters that are given.
fn query(parameters: &[(&str, Option<String>)]) -> String {
    let mut text = String::new();
    for (name, value) in parameters {
        if let Some(value) = value {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(&format!("{name}={}", encoded(value)));
        }
    }
    text
}

/// Percent-encoded for a path segment or a query value. Commas stay, because lists of slugs read better with them.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_zip_names_its_targets() {
        assert_eq!(bundle_path("a1", None), "/api/v1/projects/a1/bundle.zip");
        let targets = ["compose".to_owned(), "adr".to_owned()];
        assert_eq!(bundle_path("a/1", Some(&targets)), "/api/v1/projects/a%2F1/bundle.zip?targets=compose,adr");
    }

    #[test]
    fn a_list_says_what_it_wants() {
        assert_eq!(designs_path("", false, 0), "/api/v1/projects?limit=61");
        assert_eq!(designs_path("my shop", true, 60), "/api/v1/projects?find=my%20shop&order=name&skip=60&limit=61");
        assert_eq!(
            [0, 100].map(|skip| shares_page("a1", skip)),
            ["?", "?skip=100&"].map(|from| format!("/api/v1/projects/a1/shares{from}limit=101"))
        );
        assert_eq!(revisions_path("a1", &SavesAsked::default()), "/api/v1/projects/a1/revisions?limit=100");
        let named = SavesAsked { before: Some(38), named: true };
        assert_eq!(revisions_path("a1", &named), "/api/v1/projects/a1/revisions?before=38&named=true&limit=100");
    }

    #[test]
    fn a_query_holds_what_is_given() {
        assert_eq!(query(&[("a", None)]), "");
        assert_eq!(query(&[("a", None), ("b", Some("x y&z".into())), ("c", Some("1".into()))]), "?b=x%20y%26z&c=1");
    }

    #[test]
    fn only_passing_errors_are_tried_again() {
        let problem = |status| {
            ApiError::Problem(Box::new(Problem {
                kind: String::new(),
                title: String::new(),
                status,
                detail: String::new(),
                errors: Vec::new(),
                conflict: None,
                fits: None,
            }))
        };
        assert!(ApiError::Offline.is_passing());
        assert!([408, 425, 429, 500, 503].iter().all(|status| problem(*status).is_passing()));
        assert!(!problem(404).is_passing() && !problem(409).is_passing() && !problem(422).is_passing());
        let for_good = [408, 429, 409, 503, 404, 422].map(|status| problem(status).is_for_good());
        assert_eq!(for_good, [false, false, false, false, true, true], "what was kept on the device is not given up because of a limit");
        assert!(!ApiError::Offline.is_for_good() && !ApiError::Unreadable { status: 400 }.is_for_good());
    }
}
