//! A client from outside. As a browser it keeps the studio's cookie and names its origin; as a program it does neither. Every answer it
//! gets from the API is held against the description of the API.

use crate::schema;
use domain::protocol::{EditsRequest, NewProject, ProblemDocument, Project};
use domain::{Design, Edit};
use reqwest::{Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Mutex;

/// Talks to one studio.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    is_browser: bool,
    cookie: Mutex<Option<String>>,
}

/// An answer that was read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or("?"))
    }
    /// The body, which must have this shape and status 2xx.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }
    /// The problem document, which must have this status.
    pub fn problem(&self, status: u16) -> ProblemDocument {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let document: ProblemDocument = serde_json::from_slice(&self.bytes).unwrap();
        assert_eq!(document.status, status);
        assert!(!document.title.is_empty() && !document.detail.is_empty() && document.kind.starts_with("/problems/"));
        document
    }
}

impl Client {
    pub fn browser(url: &str) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, url: url.to_owned(), is_browser: true, cookie: Mutex::default() }
    }
    pub fn program(url: &str) -> Self {
        Self { is_browser: false, ..Self::browser(url) }
    }
    /// The same browser at another address, such as the same studio after a restart.
    pub fn at(&self, url: &str) -> Self {
        let cookie = self.cookie.lock().unwrap().clone();
        Self { cookie: Mutex::new(cookie), is_browser: self.is_browser, ..Self::browser(url) }
    }
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// A request of this client, to be completed and given to [`Self::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let changes = method != Method::GET;
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if self.is_browser && changes {
            request = request.header("origin", &self.url);
        }
        if let Some(cookie) = self.cookie() {
            request = request.header("cookie", cookie);
        }
        request
    }
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.try_send(request).await.unwrap()
    }
    /// Fails when the studio has gone away.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Answer> {
        let request = request.build()?;
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response: Response = self.http.execute(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        if self.is_browser
            && let Some(cookie) = headers.get("set-cookie")
        {
            let pair = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
            *self.cookie.lock().unwrap() = pair;
        }
        let answer = Answer { status, headers, bytes: response.bytes().await?.to_vec() };
        if let Some(description) = schema::description(&self.http, &self.url, &path).await {
            schema::check(description, method.as_str(), &path, &answer);
        }
        Ok(answer)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }
    /// A body of any kind.
    pub async fn post_text(&self, path: &str, content_type: &str, body: impl Into<String>) -> Answer {
        self.send(self.request(Method::POST, path).header("content-type", content_type).body(body.into())).await
    }

    pub async fn create(&self, design: Design) -> Project {
        self.post("/api/v1/projects", &NewProject { design: Some(design), ..NewProject::default() }).await.json()
    }
    pub async fn save(&self, id: &str, base: u64, client_save: &str, edits: Vec<Edit>) -> Answer {
        self.post(&format!("/api/v1/projects/{id}/edits"), &save(base, client_save, edits)).await
    }
    pub async fn project(&self, id: &str) -> Project {
        self.get(&format!("/api/v1/projects/{id}")).await.json()
    }
}

/// A save as the wire has it.
pub fn save(base: u64, client_save: &str, edits: Vec<Edit>) -> EditsRequest {
    EditsRequest { base, chain: None, client_save: client_save.to_owned(), edits, label: String::new() }
}

/// A design of two services over REST and a database.
pub fn small_design() -> Design {
    let text = "groundplan: 1\nname: Small shop\nelements:\n  orders: {kind: service, technology: node-express}\n  stock: {kind: service, technology: python-fastapi}\n  \
                orders-db: {kind: datastore, technology: postgresql}\nlinks:\n  orders-stock: {from: orders, to: stock, kind: rest}\n  \
                orders-owns: {from: orders, to: orders-db, kind: owns}\n";
    domain::file::read(text).unwrap()
}

/// Renames the design: an edit that always fits.
pub fn rename(name: &str) -> Edit {
    Edit::SetName { name: name.to_owned() }
}
