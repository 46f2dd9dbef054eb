//! The way out: a command for scripts, and the zip.

use super::{Export, compare};
use crate::{
    api, browser,
    components::{Icon, toast::Toasts},
};
use domain::ids::slugify;
use leptos::prelude::*;

/// The footer of the page.
#[component]
pub(super) fn Download(export: Export) -> impl IntoView {
    let toasts: Toasts = expect_context();
    let origin = RwSignal::new(String::new());
    Effect::new(move |_| origin.set(browser::origin()));
    let name = move || export.state.design().with(|design| slugify(&design.name, "groundplan"));
    let path = move || api::bundle_path(&export.state.id(), export.targets().as_deref());
    // The projects of a browser open with its cookie only, so a script sends the design itself.
    let command = move || {
        let targets = export.targets().map(|targets| format!("?targets={}", targets.join(","))).unwrap_or_default();
        format!("curl -fsS --data-binary @groundplan.yaml '{}/api/v1/bundles{targets}' -o {}.zip", origin.get(), name())
    };
    let copy = move |_| {
        browser::copy(&command());
        toasts.say("The command is on the clipboard. It takes the groundplan.yaml of the bundle.");
    };
    let checks = move || {
        export.listing.with(|listing| {
            let listing = listing.as_ref()?;
            let (files, checks) = (listing.files.len(), listing.checks.len());
            (checks > 0).then(|| format!("All {files} files parsed, {checks} checks passed"))
        })
    };
    let empty = move || export.listing.with(|listing| listing.as_ref().is_none_or(|listing| listing.files.is_empty()));
    let started = move |_| {
        compare::remember(export);
        toasts.say("The download has started. VERIFICATION.md says what was checked.");
    };
    view! {
        <footer class="exf">
            <div class="curl">
                <span class="curl__p" aria-hidden="true">
                    "$"
                </span>
                <code tabindex="0">{command}</code>
                <button type="button" class="btn btn--sm" on:click=copy>
                    <Icon name="copy"/>
                    "Copy"
                </button>
            </div>
            <span class="exf__c">
                {move || {
                    checks()
                        .map(|text| {
                            view! {
                                <Icon name="circle-check" class="sev--ok"/>
                                {text}
                            }
                        })
                }}
            </span>
            <a
                class="btn btn--primary btn--lg"
                href=path
                download=move || format!("{}.zip", name())
                rel="external"
                aria-disabled=move || empty().then_some("true")
                on:click=started
            >
                <Icon name="download"/>
                "Download zip"
            </a>
        </footer>
    }
    .into_any()
}
