//! Sharing: links that can edit or view, made for a time or until they are taken back, listed, and taken back. The server keeps only
//! their hashes, so each is shown once.

use super::{
    Icon,
    dialog::Dialog,
    link_maker::{LinkMaker, Made},
    recovery::RecoveryLinkMaker,
    toast::Toasts,
    when::{Ends, When},
};
use crate::{
    alive::Alive,
    answers::Loaded,
    api::{self, LINKS_AT_ONCE},
    browser,
    state::ProjectState,
};
use domain::protocol::{Role, ShareEntry};
use leptos::prelude::*;

/// Opens the dialog.
#[component]
pub fn ShareButton(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button class="btn" type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <Icon name="share-2"/>
            <span class="bar__word">"Share"</span>
        </button>
    }
    .into_any()
}

/// Makes, lists and takes back links.
#[component]
pub fn ShareDialog(open: RwSignal<bool>) -> impl IntoView {
    let state = ProjectState::expect();
    let days = RwSignal::new(None);
    let ask = move |role| async move {
        let made = api::create_share(state.id(), role, days.get_untracked()).await;
        made.map(|share| Made { id: Some(share.id), path: share.path })
    };
    let (view, edit) = (move || ask(Role::View), move || ask(Role::Edit));
    // What was made last is shown, and is in the list, which is read again with it.
    let shown = [RwSignal::new(None), RwSignal::new(None)];
    let names = Memo::new(move |before: Option<&[Option<String>; 2]>| {
        let id = |made: &RwSignal<Option<Made>>| made.with(|made| made.as_ref().and_then(|made| made.id.clone()));
        // What is taken back there has gone from the list already.
        [0, 1].map(|i| id(&shown[i]).or_else(|| before?[i].clone()))
    });
    let list = move || {
        let _ = names.get();
        open.get().then(|| view! { <Links shown/> })
    };
    view! {
        <Dialog open id="share-h" title="Share this design" class="dlg dlg--share">
            <p class="lst">
                <label for="share-lasts">"A new view or edit link works"</label>
                <select class="field" id="share-lasts" on:change=move |event| days.set(event_target_value(&event).parse().ok())>
                    <option value="">"until it is revoked"</option>
                    <option value="1">"for 1 day"</option>
                    <option value="7">"for 7 days"</option>
                    <option value="30">"for 30 days"</option>
                </select>
            </p>
            <LinkMaker icon="link-2" title="View link" text="Opens the design without changing it. No account needed." ask=view shown=shown[0]/>
            <LinkMaker icon="pencil" title="Edit link" text="Whoever opens it can change the design. No account needed." ask=edit shown=shown[1]/>
            {list}
            <RecoveryLinkMaker/>
            <p class="dlg__f faint">"Each link is shown once. Whoever has it has access, so send it as you would send a password."</p>
        </Dialog>
    }
    .into_any()
}

/// The links there are.
#[component]
fn Links(shown: [RwSignal<Option<Made>>; 2]) -> impl IntoView {
    view! {
        <section class="shls" aria-labelledby="shl-h">
            <h3 class="h-sec" id="shl-h" tabindex="-1">
                "Links to this design"
            </h3>
            {page(0, shown)}
        </section>
    }
}

/// Links after so many, and those after them once somebody asks for them.
fn page(skip: usize, shown: [RwSignal<Option<Made>>; 2]) -> AnyView {
    let loaded = Loaded::<Vec<ShareEntry>>::get(api::shares_page(&ProjectState::expect().id(), skip));
    let wanted = RwSignal::new(false);
    let next = move || {
        if wanted.get() {
            return page(skip + LINKS_AT_ONCE, shown);
        }
        view! {
            <button type="button" class="btn btn--sm" on:click=move |_| wanted.set(true)>
                "Show more links"
            </button>
        }
        .into_any()
    };
    let list = move || match loaded.answer() {
        None => view! { <p class="hint" role="status">"Looking for links"</p> }.into_any(),
        Some(Ok(links)) if links.is_empty() && skip == 0 => {
            view! { <p class="hint">"Nobody else has a link to this design."</p> }.into_any()
        }
        Some(Ok(links)) => {
            let rows = links.iter().take(LINKS_AT_ONCE).map(|link| view! { <Link link=link.clone() loaded shown/> }).collect_view();
            let more = (links.len() > LINKS_AT_ONCE).then_some(next);
            view! {
                <ul class="shl">{rows}</ul>
                {more}
            }
            .into_any()
        }
        Some(Err(error)) => view! {
            <p class="hint" role="alert">
                {format!("The links could not be listed. {error} ")}
                <button type="button" class="btn btn--sm" on:click=move |_| loaded.again()>
                    "Try again"
                </button>
            </p>
        }
        .into_any(),
    };
    list.into_any()
}

#[component]
fn Link(link: ShareEntry, loaded: Loaded<Vec<ShareEntry>>, shown: [RwSignal<Option<Made>>; 2]) -> impl IntoView {
    let state = ProjectState::expect();
    let toasts: Toasts = expect_context();
    let alive = Alive::here();
    let busy = RwSignal::new(false);
    let (icon, name) = if link.role == Role::View { ("link-2", "View link") } else { ("pencil", "Edit link") };
    let id = StoredValue::new(link.id);
    let has_expired = link.expires_ms.is_some_and(|ms| ms <= browser::now_ms());
    let (verb, done) = if has_expired {
        ("Remove", format!("{name} removed from the list."))
    } else {
        ("Revoke", format!("{name} revoked. Whoever came by it has no access any more."))
    };
    let done = StoredValue::new(done);
    let revoke = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        alive.spawn(async move {
            match api::delete_share(state.id(), id.get_value()).await {
                Ok(()) => {
                    toasts.say(done.get_value());
                    browser::focus("shl-h");
                    loaded.again();
                    let is_revoked = |made: &Made| made.id.as_ref() == Some(&id.get_value());
                    if let Some(made) = shown.into_iter().find(|made| made.with_untracked(|made| made.as_ref().is_some_and(is_revoked))) {
                        made.set(None);
                    }
                }
                Err(error) => {
                    busy.set(false);
                    toasts.error(format!("The link could not be {}d. {error}", verb.to_lowercase()));
                }
            }
        });
    };
    view! {
        <li>
            <Icon name=icon/>
            <span>
                {name} <span class="faint">" · made " <When ms=link.created_ms/></span>
                {link.expires_ms.map(|ms| view! { <span class="faint">" · " <Ends ms/></span> })}
            </span>
            <button type="button" class="btn btn--sm" aria-disabled=move || busy.get().to_string() on:click=revoke>
                {verb}
                <span class="vh">{format!(" this {}", name.to_lowercase())}</span>
            </button>
        </li>
    }
}
