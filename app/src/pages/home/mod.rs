//! Home: where designs begin, and where they are found again.

mod design_card;
mod designs;
mod listing;
mod start;
mod templates;

use crate::{
    alive::Alive,
    answers::Loaded,
    api,
    components::{Title, bar::SiteBar, footer::SiteFooter, toast::Toasts},
    navigation::Navigator,
};
use designs::Designs;
use domain::{
    discovery::UNNAMED,
    protocol::{NewProject, ProjectSummary},
};
use leptos::{ev, prelude::*};
use start::Starts;
use templates::Templates;

/// Home never sends a design, so it does not carry the code for one.
type Start = NewProject<()>;

/// What a design is called that begins with an empty canvas.
const UNTITLED: &str = "Untitled design";

/// Begins a project and opens it at a stage. Only one at a time.
#[derive(Clone, Copy)]
struct Begin {
    busy: RwSignal<bool>,
    run: Callback<(Start, &'static str)>,
}

impl Begin {
    fn new(projects: Loaded<Vec<ProjectSummary>>) -> Self {
        let toasts: Toasts = expect_context();
        let (navigator, alive) = (Navigator::expect(), Alive::here());
        let busy = RwSignal::new(false);
        let run = Callback::new(move |(new, stage): (Start, &'static str)| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let first = projects.answer_now().is_some_and(|answer| answer.is_ok_and(|listed| listed.is_empty()));
            alive.spawn(async move {
                match api::create_project(new).await {
                    Ok(project) => {
                        if first {
                            toasts.say(
                                "Your first design is kept for this browser. “Share” has a recovery link for when its cookies are gone.",
                            );
                        }
                        navigator.go(&format!("/p/{}/{stage}", project.id));
                    }
                    Err(error) => {
                        busy.set(false);
                        toasts.error(format!("The design could not be created. {error}"));
                    }
                }
            });
        });
        Self { busy, run }
    }
    /// Questions first.
    fn questions(self) {
        self.run.run((Start { name: Some(UNNAMED.to_owned()), ..Start::default() }, "discovery"));
    }
    /// An empty design.
    fn canvas(self) {
        self.run.run((Start { name: Some(UNTITLED.to_owned()), ..Start::default() }, "studio"));
    }
    /// Does it here instead of sending the form.
    fn instead(self, event: &ev::SubmitEvent, begin: fn(Self)) {
        event.prevent_default();
        begin(self);
    }
    /// A copy of a starter.
    fn starter(self, slug: String) {
        self.run.run((Start { starter: Some(slug), ..Start::default() }, "studio"));
    }
}

/// Where everything begins.
#[component]
pub fn HomePage() -> impl IntoView {
    let projects = Loaded::get(api::designs_path("", false, 0));
    let begin = Begin::new(projects);
    let starters = Loaded::get(api::STARTERS.to_owned());
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() || in_field(&event) || is_dialog_open() {
                return;
            }
            match event.key().as_str() {
                "n" | "N" => begin.canvas(),
                "t" | "T" => crate::browser::focus("templates"),
                _ => {}
            }
        });
        on_cleanup(move || keys.remove());
    });
    view! {
        <Title text="Designs · Groundplan"/>
        <SiteBar/>
        <main id="main" class="home">
            <div class="home__h">
                <h1>"What are you planning?"</h1>
                <p>"Answer a few questions. Get an explained architecture, a diagram to edit, and a zip that starts with one command."</p>
            </div>
            <Starts begin starters/>
            <noscript>
                <p class="note note--acc">"Groundplan draws in your browser. Without JavaScript you can begin a design and read everything, but not change it."</p>
            </noscript>
            <Templates begin starters projects/>
            <Designs projects/>
        </main>
        <SiteFooter/>
    }
    .into_any()
}

/// What a dialog asks is answered first.
fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Letters typed into a field are not commands.
fn in_field(event: &ev::KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
