//! The way out: a command for scripts, and the zip.

use super::{Export, compare, tree::size};
use crate::{
    alive,
    api::{self, Progress},
    browser,
    components::{Icon, toast::Toasts},
};
use domain::ids::slugify;
use leptos::{ev::MouseEvent, prelude::*};

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
            let (files, checks) = (listing.files.len() + listing.left_out, listing.checks.len());
            (checks > 0).then(|| format!("All {files} files parsed, {checks} checks passed"))
        })
    };
    let empty = move || export.listing.with(|listing| listing.as_ref().is_none_or(|listing| listing.files.is_empty()));
    let coming = RwSignal::new(None::<Progress>);
    let start = move |event: MouseEvent| {
        // Another tab or another place to save to is the browser's business.
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        if empty() || coming.with_untracked(Option::is_some) {
            return;
        }
        coming.set(Some(Progress { received: 0, total: None }));
        // Read now: the zip comes to whoever has left this page meanwhile, too.
        let (id, revision, targets) = (export.state.id(), export.state.revision().get_untracked(), untrack(|| export.targets()));
        let name = format!("{}.zip", untrack(name));
        alive::go_on(async move {
            let zip = api::bundle(id.clone(), targets, move |progress| _ = coming.try_set(Some(progress))).await;
            match zip {
                Ok(zip) => {
                    browser::save_file(&name, "application/zip", &zip);
                    compare::remember(&id, revision);
                    toasts.say(format!("{name} is downloaded, {}. VERIFICATION.md says what was checked.", size(zip.len() as u64)));
                }
                Err(error) => toasts.error(format!("The zip could not be downloaded. {error}")),
            }
            coming.try_set(None);
        });
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
                {move || match checks() {
                    Some(_) if export.starts_nothing() => {
                        view! {
                            <Icon name="triangle-alert" class="sev--warn"/>
                            "Nothing that runs is drawn yet: these files start nothing"
                        }
                            .into_any()
                    }
                    Some(text) => {
                        view! {
                            <Icon name="circle-check" class="sev--ok"/>
                            {text}
                        }
                            .into_any()
                    }
                    None => ().into_any(),
                }}
            </span>
            <div class="exf__d">
                <a
                    class="btn btn--primary btn--lg"
                    href=path
                    download=move || format!("{}.zip", name())
                    rel="external"
                    aria-disabled=move || (empty() || coming.with(Option::is_some)).then_some("true")
                    on:click=start
                >
                    <Icon name="download"/>
                    {move || coming.get().map_or_else(|| "Download zip".to_owned(), label)}
                </a>
                {move || coming.get().map(|Progress { received, total }| match total {
                    Some(total) => view! { <progress aria-label="Download" max=total.to_string() value=received.to_string()></progress> }.into_any(),
                    None => view! { <progress aria-label="Download"></progress> }.into_any(),
                })}
            </div>
        </footer>
    }
    .into_any()
}

/// What the button says while the zip is on its way.
fn label(progress: Progress) -> String {
    match progress {
        Progress { received: 0, .. } => "Making the zip…".to_owned(),
        Progress { received, total: Some(total) } => format!("{} of {}", size(received), size(total)),
        Progress { received, total: None } => size(received),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_says_how_far_the_download_is() {
        let said = [(0, Some(9)), (214_000, Some(640_000)), (214_000, None)].map(|(received, total)| label(Progress { received, total }));
        assert_eq!(said, ["Making the zip…", "214 KB of 640 KB", "214 KB"]);
    }
}
