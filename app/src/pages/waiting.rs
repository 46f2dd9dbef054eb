//! The page of somebody whose request was not served now: why, and when to come back. It runs no program, as whoever is told to wait
//! should not load one, and is rendered once: each answer fills in its words.

use crate::{
    components::{Icon, icon::SiteMark},
    shell::{Assets, look},
};
use canvas::svg::escaped;
use leptos::prelude::*;
use std::sync::Arc;

/// Stands around the name of a word that is filled in. Nothing else on the page has it.
const SLOT: char = '§';

/// The page, with slots for its words.
#[derive(Debug)]
pub struct Waiting(String);

/// What one answer says.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Random; the content security policy of the answer names it.
    pub nonce: &'a str,
    /// A few words: `Too many requests`.
    pub title: &'a str,
    pub detail: &'a str,
    /// When it is worth trying again, if that is known.
    pub wait_s: Option<u64>,
    /// Where to try again: a path.
    pub address: &'a str,
}

impl Waiting {
    /// Renders the page.
    #[must_use]
    pub fn new(assets: &Arc<Assets>) -> Self {
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            provide_context(assets.clone());
            let head = look(assets, "§nonce§");
            let body = view! { <Page/> }.to_html();
            format!("<!DOCTYPE html><html lang=\"en\"><head><title>§title§ · Groundplan</title>{head}</head><body>{body}</body></html>")
        });
        owner.unset_with_forced_cleanup();
        Self(html)
    }

    /// The page with these words in it, whatever they hold.
    #[must_use]
    pub fn with(&self, words: Words<'_>) -> String {
        let soon = words.wait_s.map(|seconds| format!("It is worth trying again in {}.", in_words(seconds))).unwrap_or_default();
        let mut html = String::with_capacity(self.0.len() + words.detail.len());
        for (number, piece) in self.0.split(SLOT).enumerate() {
            match piece {
                _ if number % 2 == 0 => html.push_str(piece),
                "nonce" => html.push_str(&escaped(words.nonce)),
                "title" => html.push_str(&escaped(words.title)),
                "detail" => html.push_str(&escaped(words.detail)),
                "soon" => html.push_str(&soon),
                "address" => html.push_str(&escaped(words.address)),
                _ => {}
            }
        }
        html
    }
}

/// As people say it.
fn in_words(seconds: u64) -> String {
    match seconds {
        1 => "a second".to_owned(),
        0..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[component]
fn Page() -> impl IntoView {
    view! {
        <header class="bar bar--home">
            <div class="bar__start">
                <SiteMark/>
            </div>
        </header>
        <main id="main" class="empty">
            <span class="tile tile--lg k-external">
                <Icon name="clock"/>
            </span>
            <h1>"§title§"</h1>
            <p>"§detail§"</p>
            <p>"§soon§"</p>
            <p class="empty__a">
                <a class="btn btn--primary" href="§address§">
                    <Icon name="refresh-cw"/>
                    "Try again"
                </a>
                <a class="btn" href="/">
                    "All designs"
                </a>
            </p>
        </main>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn times_are_said_as_people_say_them() {
        assert_eq!([1, 30, 90, 91, 3_600].map(in_words), ["a second", "30 seconds", "90 seconds", "2 minutes", "60 minutes"]);
    }
}
