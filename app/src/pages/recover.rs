//! A recovery link, opened: shows what would come together, and joins the browsers only when the person agrees. The secret stands
//! behind the `#`, which browsers send nowhere; it is taken out of the address before anything else happens.

use crate::{
    alive::Alive,
    api::{self, ApiError},
    browser,
    components::{Icon, Title, bar::SiteBar, footer::SiteFooter, when::When},
};
use domain::protocol::{Belongings, NamedDesign, RecoveryPreview};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// Designs that are shown at once; the others unfold.
const SHOWN: usize = 6;

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
    /// No link yet: it can be pasted. What was pasted before, and why it leads nowhere.
    Asked {
        pasted: String,
        wrong: Option<String>,
    },
    Looking,
    Found {
        token: String,
        preview: RecoveryPreview,
        failed: Option<String>,
    },
    Joined,
}

/// The page of recovery links.
#[component]
pub fn RecoverPage() -> impl IntoView {
    let stage = RwSignal::new(Stage::Asked { pasted: String::new(), wrong: None });
    let alive = Alive::here();
    let look = Callback::new(move |token: String| {
        stage.set(Stage::Looking);
        alive.spawn(async move {
            let next = match api::preview_recovery(token.clone()).await {
                Ok(preview) => Stage::Found { token, preview, failed: None },
                Err(error) => Stage::Asked { pasted: token, wrong: Some(why(&error)) },
            };
            stage.set(next);
        });
    });
    Effect::new(move |_| {
        if let Some(token) = browser::take_fragment() {
            look.run(token);
        }
    });
    let shown = move || match stage.get() {
        Stage::Asked { pasted, wrong } => view! { <Paste pasted wrong look/> }.into_any(),
        Stage::Looking => view! { <p class="muted" role="status">"Looking at what the link leads to."</p> }.into_any(),
        Stage::Found { token, preview, failed } => view! { <Found token preview failed stage/> }.into_any(),
        Stage::Joined => view! { <Joined/> }.into_any(),
    };
    view! {
        <Title text="Recovery link · Groundplan"/>
        <SiteBar/>
        <main id="main" class="rcv">
            <h1>"Recovery link"</h1>
            <noscript>
                <p class="note note--acc">"The secret of the link is read by this page's script only, so it takes JavaScript."</p>
            </noscript>
            {shown}
        </main>
        <SiteFooter/>
    }
    .into_any()
}

fn why(error: &ApiError) -> String {
    if error.status() == Some(404) {
        "This link leads nowhere: it is cut short, or a newer one has ended it.".to_owned()
    } else {
        error.to_string()
    }
}

/// What stands behind the `#` of a pasted link, or all of what was pasted.
fn token_of(pasted: &str) -> String {
    let pasted = pasted.trim();
    pasted.rsplit_once('#').map_or(pasted, |(_, token)| token).to_owned()
}

/// Asks for the link.
#[component]
fn Paste(pasted: String, wrong: Option<String>, look: Callback<String>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let token = input.get().map(|input| token_of(&input.value())).unwrap_or_default();
        if !token.is_empty() {
            look.run(token);
        }
    };
    view! {
        <p class="muted">"Paste the link that another browser showed you, or that you kept."</p>
        <form class="rcv__f" on:submit=submit>
            <label class="lbl" for="recovery-link">"Link"</label>
            <div class="rcv__r">
                <input
                    node_ref=input
                    class="field"
                    id="recovery-link"
                    autocomplete="off"
                    spellcheck="false"
                    required=true
                    value=pasted
                    aria-describedby="recovery-link-e"
                    aria-invalid=wrong.is_some().to_string()
                />
                <button class="btn btn--primary">"Look"</button>
            </div>
            <div role="alert" id="recovery-link-e">{wrong.map(|wrong| view! { <p class="rcv__e">{wrong}</p> })}</div>
        </form>
    }
    .into_any()
}

/// What would come together, and the button that does it.
#[component]
fn Found(token: String, preview: RecoveryPreview, failed: Option<String>, stage: RwSignal<Stage>) -> impl IntoView {
    if preview.is_own {
        return view! {
            <p class="muted">"This browser has the designs of this link already. Keep the link for the day when it does not."</p>
            <p class="rcv__a">
                <a class="btn btn--primary" href="/">"All designs"</a>
            </p>
        }
        .into_any();
    }
    let (theirs, ours) = (preview.theirs.clone(), preview.ours.clone());
    let busy = RwSignal::new(false);
    let alive = Alive::here();
    let join = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (token, preview) = (token.clone(), preview.clone());
        alive.spawn(async move {
            let next = match api::join_recovery(token.clone()).await {
                Ok(()) => Stage::Joined,
                Err(error) => Stage::Found { token, preview, failed: Some(why(&error)) },
            };
            stage.set(next);
        });
    };
    let warning = (ours.count > 0).then(|| {
        view! {
            <p class="note note--warn rcv__w">
                "Whoever holds this link or a browser that joined by it will own the designs of this browser too. Open links of your own only. It cannot be taken back."
            </p>
        }
    });
    view! {
        <p class="muted">"The link brings these two together: both browsers will have all of the designs, and each can open, change and delete them."</p>
        <div class="rcv__c">
            <Names title="What the link brings" none="No design is behind this link." belongings=theirs/>
            {(ours.count > 0).then(|| view! { <Names title="What this browser has" none="" belongings=ours/> })}
        </div>
        {warning}
        <div role="alert">{failed.map(|failed| view! { <p class="rcv__e">{failed}</p> })}</div>
        <p class="rcv__a">
            <button type="button" class="btn btn--primary" aria-disabled=move || busy.get().to_string() on:click=join>
                <Icon name="git-merge"/>
                "Bring them together"
            </button>
            <a class="btn" href="/">"Leave everything as it is"</a>
        </p>
    }
    .into_any()
}

#[component]
fn Names(title: &'static str, none: &'static str, belongings: Belongings) -> impl IntoView {
    let Belongings { count, mut designs } = belongings;
    let rest = designs.split_off(designs.len().min(SHOWN));
    let untold = count.saturating_sub(designs.len() + rest.len());
    let untold = (untold > 0).then(|| view! { <p class="faint">{format!("and {untold} more")}</p> });
    let row = |design: NamedDesign| {
        view! {
            <li>
                <span>{design.name}</span>
                " "
                <span class="faint">"Edited " <When ms=design.changed_ms/></span>
            </li>
        }
    };
    let unfolds = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{format!("{} more", rest.len())}</summary>
                <ul>{rest.into_iter().map(row).collect_view()}</ul>
                {untold}
            </details>
        }
    });
    view! {
        <section class="rcv__b">
            <h2>{title}</h2>
            {(count == 0).then(|| view! { <p class="faint">{none}</p> })}
            <ul>{designs.into_iter().map(row).collect_view()}</ul>
            {unfolds}
        </section>
    }
}

#[component]
fn Joined() -> impl IntoView {
    view! {
        <p class="muted" role="status">"Done. Both browsers have the same designs from now on."</p>
        <p class="rcv__a">
            <a class="btn btn--primary" href="/">"All designs"</a>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::token_of;

    #[test]
    fn a_whole_link_and_its_secret_alone_both_do() {
        assert_eq!(token_of(" https://plan.example.org/recover#abc23 \n"), "abc23");
        assert_eq!(token_of("abc23"), "abc23");
        assert_eq!(token_of("https://plan.example.org/recover#"), "");
    }
}
