//! Answers of the API that a page begins with. The server gathers them before it renders, so that rendering waits for nothing and
//! stays on one thread; they travel inside the page, so that it comes alive with what it shows. Later pages ask for theirs.

use crate::{
    alive::Alive,
    api::{self, ApiError, ApiReply, SavesAsked, ServerTransport, Wanted},
    pages::export::first,
    place::{Address, Place, Stage},
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Answers by the path that was asked. Each is taken once: whoever comes back later wants a newer one.
#[derive(Debug, Clone, Default)]
pub struct Answers(Arc<Mutex<BTreeMap<String, ApiReply>>>);

/// The attributes by which the browser finds an answer in the page.
const PATH: &str = "data-answer";
const STATUS: &str = "data-status";

impl Answers {
    /// Asks for all that the page at an address shows first.
    pub async fn gather(address: &Address, ask: &ServerTransport) -> Self {
        let answers = Self::default();
        match address.place() {
            Place::Home => {
                answers.ask(api::designs_path("", false, 0), ask).await;
                answers.ask(api::STARTERS.to_owned(), ask).await;
            }
            Place::Project { id, stage } => {
                let project = answers.ask(api::project_path_for(&id, stage), ask).await;
                if project.is_success() && stage == Some(Stage::History) {
                    answers.ask(api::revisions_path(&id, &SavesAsked::default()), ask).await;
                    if let Some(at) = address.asked("at").and_then(|at| at.parse().ok()) {
                        answers.ask(api::revision_path(&id, at), ask).await;
                    }
                }
                if project.is_success() && stage == Some(Stage::Export) {
                    let listing = answers.ask(api::files_path(&id, None, &Wanted::default()), ask).await;
                    let file = listing.decode().ok().and_then(|listing| first::file_to_show(&listing, address.asked("file").as_deref()));
                    if file.is_some() {
                        answers.ask(api::files_path(&id, file, &Wanted::default()), ask).await;
                    }
                }
            }
            Place::Guide | Place::Recover | Place::Rules | Place::Rule { .. } | Place::Nowhere => {}
        }
        answers
    }

    async fn ask(&self, path: String, ask: &ServerTransport) -> ApiReply {
        let reply = ask(api::question(path.clone())).await;
        self.add(path, reply.clone());
        reply
    }

    /// Keeps an answer.
    pub fn add(&self, path: String, reply: ApiReply) {
        self.with(|answers| answers.insert(path, reply));
    }

    /// The answers as they travel in the page: text that no script runs and that cannot end its element.
    #[must_use]
    pub fn to_html(&self) -> String {
        let script = |(path, reply): (&String, &ApiReply)| {
            // In JSON a `<` stands in a text, where it may be written as its number. Paths are percent-encoded.
            let body = reply.body.replace('<', "\\u003c");
            format!(
                "<script type=\"application/json\" {PATH}=\"{}\" {STATUS}=\"{}\">{body}</script>",
                path.replace('&', "&amp;"),
                reply.status
            )
        };
        self.with(|answers| answers.iter().map(script).collect())
    }

    /// The answers inside the page that was opened.
    #[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
    #[must_use]
    pub fn of_the_document() -> Self {
        use wasm_bindgen::JsCast;
        let answers = Self::default();
        let Ok(found) = document().query_selector_all(&format!("script[{PATH}]")) else { return answers };
        let elements = (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<web_sys::Element>().ok());
        for element in elements {
            if let (Some(path), Some(status)) = (element.get_attribute(PATH), element.get_attribute(STATUS)) {
                answers.add(
                    path,
                    ApiReply {
                        status: status.parse().unwrap_or_default(),
                        body: element.text_content().unwrap_or_default(),
                        retry_after_s: None,
                    },
                );
            }
        }
        answers
    }

    /// Forgets what no page took while the program took over the page.
    pub fn clear(&self) {
        self.with(BTreeMap::clear);
    }

    fn with<T>(&self, use_them: impl FnOnce(&mut BTreeMap<String, ApiReply>) -> T) -> T {
        use_them(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The answer to a path, when the page came with it.
pub fn given<T: DeserializeOwned>(path: &str) -> Option<Result<T, ApiError>> {
    let reply = use_context::<Answers>()?.with(|answers| answers.remove(path))?;
    Some(reply.decode())
}

/// What a part of a page shows of an answer: nothing yet, the answer, or why there is none.
#[derive(Debug)]
pub struct Loaded<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<Arc<T>, ApiError>>>,
    path: StoredValue<String>,
    alive: Alive,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Loaded<T> {
    /// The answer to a path: at once when the page came with it, else as soon as it comes.
    pub fn get(path: String) -> Self {
        let given = given(&path).map(|answer| answer.map(Arc::new));
        let is_given = given.is_some();
        let loaded = Self { answer: RwSignal::new(given), path: StoredValue::new(path), alive: Alive::here() };
        if !is_given {
            Effect::new(move |_| loaded.ask());
        }
        loaded
    }
    /// Asks again.
    pub fn again(self) {
        self.answer.set(None);
        self.ask();
    }
    fn ask(self) {
        let path = self.path.get_value();
        self.alive.spawn(async move { self.answer.set(Some(api::get(path).await.map(Arc::new))) });
    }
    /// What came, if anything did.
    pub fn answer(self) -> Option<Result<Arc<T>, ApiError>> {
        self.answer.get()
    }
    /// The answer for whoever asks once, outside of a view.
    pub fn answer_now(self) -> Option<Result<Arc<T>, ApiError>> {
        self.answer.get_untracked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_cannot_end_its_element() {
        let answers = Answers::default();
        let body = r#"{"name":"</script><script>alert(1)</script><!--"}"#;
        answers.add("/api/v1/projects/a?x=1&y=2".to_owned(), ApiReply { status: 200, body: body.to_owned(), retry_after_s: None });
        let html = answers.to_html();
        assert_eq!(html.matches('<').count(), 2, "{html}");
        assert!(html.contains(r#"data-answer="/api/v1/projects/a?x=1&amp;y=2" data-status="200""#), "{html}");
        let text = html.split_once('>').unwrap().1.trim_end_matches("</script>");
        let (read, sent): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(body).unwrap());
        assert_eq!(read, sent);
    }

    #[test]
    fn an_answer_is_taken_once() {
        let owner = Owner::new();
        owner.with(|| {
            let answers = Answers::default();
            answers.add("/a".to_owned(), ApiReply { status: 200, body: "[1]".to_owned(), retry_after_s: None });
            answers.add("/b".to_owned(), ApiReply { status: 404, body: "nothing".to_owned(), retry_after_s: None });
            provide_context(answers);
            assert_eq!(given::<Vec<u8>>("/a"), Some(Ok(vec![1])));
            assert_eq!(given::<Vec<u8>>("/a"), None);
            assert_eq!(given::<Vec<u8>>("/b"), Some(Err(ApiError::Unreadable { status: 404 })));
        });
    }
}
