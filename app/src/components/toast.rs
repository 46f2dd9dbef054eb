//! Toasts: one line, one action, bottom centre. Errors stay until they are closed; the rest goes after some seconds, but not
//! while somebody points at it or has the focus in it.

use super::{Icon, typed::upright};
use crate::alive;
use leptos::prelude::*;
use std::{sync::Arc, time::Duration};

/// How long a toast stays, in seconds; longer with an action to take back.
const STAYS_S: u64 = 6;
const STAYS_WITH_ACTION_S: u64 = 8;

type Run = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    error: bool,
    action: Option<(&'static str, Run)>,
    /// Runs when the toast goes without its action having been taken.
    gone: Option<Run>,
}

/// Says things at the bottom of the page.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Something happened.
    pub fn say(&self, text: impl Into<String>) {
        self.add(text.into(), false, None, None);
    }
    /// Something did not work. Stays until closed.
    pub fn error(&self, text: impl Into<String>) {
        self.add(text.into(), true, None, None);
    }
    /// Something happened that can be acted on: `action` runs on a press of the button, `gone` when the offer has passed.
    pub fn offer(
        &self,
        text: impl Into<String>,
        label: &'static str,
        action: impl Fn() + Send + Sync + 'static,
        gone: impl Fn() + Send + Sync + 'static,
    ) {
        self.add(text.into(), false, Some((label, Arc::new(action))), Some(Arc::new(gone)));
    }

    fn add(&self, text: String, error: bool, action: Option<(&'static str, Run)>, gone: Option<Run>) {
        let text = upright(&text);
        if error && self.shown.with_untracked(|shown| shown.iter().any(|toast| toast.error && toast.text == text)) {
            return; // It stands there already.
        }
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let stays = if action.is_some() { STAYS_WITH_ACTION_S } else { STAYS_S };
        self.shown.update(|shown| shown.push(Toast { id, text, error, action, gone }));
        if !error {
            self.close_after(id, Duration::from_secs(stays));
        }
    }
    fn close_after(self, id: u32, wait: Duration) {
        alive::later(wait, move || {
            if self.held.get_untracked() {
                self.close_after(id, Duration::from_secs(1));
            } else {
                self.close(id, true);
            }
        });
    }
    fn close(&self, id: u32, let_go: bool) {
        let closed = self.shown.try_update(|shown| shown.iter().position(|toast| toast.id == id).map(|i| shown.remove(i))).flatten();
        if let (true, Some(Toast { gone: Some(gone), .. })) = (let_go, closed) {
            gone();
        }
    }
}

impl std::fmt::Debug for Toast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toast").field("text", &self.text).finish_non_exhaustive()
    }
}

/// Makes [`Toasts`] available to everything below.
pub fn provide_toasts() {
    provide_context(Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0), held: RwSignal::new(false) });
}

/// Where toasts appear.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts: Toasts = expect_context();
    let one = move |toast: Toast| {
        let id = toast.id;
        let icon = if toast.error { "octagon-alert" } else { "info" };
        let class = if toast.error { "toast toast--err" } else { "toast" };
        let action = toast.action.map(|(label, run)| {
            let act = move |_| {
                toasts.close(id, false);
                run();
            };
            view! { <button type="button" class="btn btn--sm btn--quiet" on:click=act>{label}</button> }
        });
        view! {
            <li class=class>
                <Icon name=icon/>
                <span>{toast.text}</span>
                {action}
                <button type="button" class="btn btn--sm btn--icon" aria-label="Close this notice" on:click=move |_| toasts.close(id, true)>
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    view! {
        <div
            class="toasts"
            role="status"
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <ul class="toasts__l">
                <For each=move || toasts.shown.get() key=|toast| toast.id children=one/>
            </ul>
        </div>
    }
    .into_any()
}
