//! Pages that are only read: the API, the command line, privacy. They run no program, are made once and are served as they are, with the
//! nonce of the answer filled in. What they say is given; nothing here knows of flags or operations.

use crate::{
    components::{footer::SiteFooter, icon::SiteMark},
    shell::{Assets, look},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Stands where the nonce goes. No page says it of itself.
const NONCE: &str = "§nonce§";

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    pub lead: String,
    /// More than one has a list of contents before it.
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// In the address, behind the hash sign.
    pub id: String,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// What sections are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Text(String),
    /// A heading within the section, as code.
    Heading(String),
    Code(String),
    Table {
        head: Vec<&'static str>,
        rows: Vec<Vec<String>>,
    },
    /// A link and its words.
    Link {
        href: &'static str,
        words: &'static str,
    },
}

/// A page as HTML, with a place for the nonce.
#[derive(Debug, Clone)]
pub struct Printed(String);

impl Printed {
    #[must_use]
    pub fn new(paper: &Paper, assets: &Arc<Assets>) -> Self {
        let owner = Owner::new_root(None);
        let html = owner.with(|| {
            provide_context(assets.clone());
            let (head, title) = (look(assets, NONCE), canvas::svg::escaped(&paper.title));
            let body = page(paper).to_html();
            format!("<!DOCTYPE html><html lang=\"en\"><head><title>{title} · Groundplan</title>{head}</head><body>{body}</body></html>")
        });
        owner.unset_with_forced_cleanup();
        Self(html)
    }
    /// The page for an answer whose policy names this nonce.
    #[must_use]
    pub fn with(&self, nonce: &str) -> String {
        self.0.replace(NONCE, &canvas::svg::escaped(nonce))
    }
}

fn page(paper: &Paper) -> impl IntoView + use<> {
    let contents = (paper.sections.len() > 1).then(|| {
        let entry = |section: &Section| {
            view! {
                <li>
                    <a href=format!("#{}", section.id)>{section.title.clone()}</a>
                </li>
            }
        };
        view! {
            <nav aria-label="On this page">
                <ul class="rules__n">{paper.sections.iter().map(entry).collect_view()}</ul>
            </nav>
        }
    });
    view! {
        <a class="skip" href="#main">"Skip to main content"</a>
        <header class="bar bar--home">
            <div class="bar__start">
                <SiteMark/>
                <nav class="nav" aria-label="Site">
                    <a href="/">"Designs"</a>
                    <a href="/guide">"Diagram guide"</a>
                    <a href="/rules">"Review rules"</a>
                </nav>
            </div>
        </header>
        <main id="main" class="rules paper">
            <h1>{paper.title.clone()}</h1>
            <p class="muted">{paper.lead.clone()}</p>
            {contents}
            {paper.sections.iter().map(section).collect_view()}
        </main>
        <SiteFooter/>
    }
}

fn section(section: &Section) -> impl IntoView + use<> {
    view! {
        <section id=section.id.clone()>
            <h2>{section.title.clone()}</h2>
            {section.blocks.iter().map(block).collect_view()}
        </section>
    }
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Text(text) => view! { <p class="paper__t">{text.clone()}</p> }.into_any(),
        Block::Heading(text) => view! {
            <h3 class="paper__h">
                <code>{text.clone()}</code>
            </h3>
        }
        .into_any(),
        Block::Code(text) => view! {
            <pre class="paper__c" tabindex="0" role="group" aria-label="Text">
                {text.clone()}
            </pre>
        }
        .into_any(),
        Block::Table { head, rows } => {
            let cell = |text: &String| view! { <td>{text.clone()}</td> };
            let row = |cells: &Vec<String>| view! { <tr>{cells.iter().map(cell).collect_view()}</tr> };
            view! {
                <div class="paper__w" tabindex="0" role="group" aria-label="Table">
                    <table>
                        <thead>
                            <tr>{head.iter().map(|word| view! { <th scope="col">{*word}</th> }).collect_view()}</tr>
                        </thead>
                        <tbody>{rows.iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
        Block::Link { href, words } => view! {
            <p class="paper__t">
                <a href=*href>{*words}</a>
            </p>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_page_says_what_it_was_given_and_runs_nothing_of_it() {
        let name = |text: &str| -> Arc<str> { text.into() };
        let assets = Arc::new(Assets {
            js: name("/a.js"),
            wasm: name("/a.wasm"),
            parts: BTreeMap::new(),
            css: name("/a.css"),
            icons: name("/a.svg"),
            favicon: name("/f.svg"),
            fonts: Vec::new(),
        });
        let words = "<script>alert(1)</script> & more".to_owned();
        let blocks = vec![Block::Text(words.clone()), Block::Code(words.clone())];
        let paper = Paper { title: words.clone(), lead: words.clone(), sections: vec![Section { id: "s".into(), title: words, blocks }] };
        let html = Printed::new(&paper, &assets).with("n0nce");
        assert!(!html.contains("<script>alert") && html.matches("&lt;script").count() >= 5, "{html}");
        assert!(html.contains("nonce=\"n0nce\"") && !html.contains('§'), "{html}");
    }
}
