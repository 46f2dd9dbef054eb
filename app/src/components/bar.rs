//! The bar of every project page: name, save state, stages, theme, share. And the bar of the pages outside of projects.

use super::{
    Icon,
    clash_dialog::{ClashDialog, ClashReminder},
    icon::{Mark, SiteMark},
    search::SearchButton,
    share::{ShareButton, ShareDialog},
    theme_toggle::ThemeToggle,
    version_name::VersionNameForm,
};
use crate::{
    alive::Alive,
    api,
    components::toast::Toasts,
    navigation::{Navigator, PlaceLink},
    place::{Place, Stage},
    state::{ProjectState, SaveState},
};
use domain::{
    Design, Edit,
    discovery::questions,
    protocol::{NewProject, Role},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// What a stage is called.
fn label_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Discovery => "Discovery",
        Stage::Proposal => "Proposal",
        Stage::Studio => "Studio",
        Stage::Export => "Export",
        Stage::History => "History",
    }
}

/// The bar of home, the guide and the rules.
#[component]
pub fn SiteBar() -> impl IntoView {
    view! {
        <header class="bar bar--home">
            <div class="bar__start">
                <SiteMark/>
                <nav class="nav" aria-label="Site">
                    <PlaceLink to=Place::Home href="/">"Designs"</PlaceLink>
                    <PlaceLink to=Place::Guide href="/guide">"Diagram guide"</PlaceLink>
                    <PlaceLink to=Place::Rules href="/rules">"Review rules"</PlaceLink>
                </nav>
            </div>
            <div class="bar__end">
                <SearchButton/>
                <ThemeToggle/>
            </div>
        </header>
    }
    .into_any()
}

/// The bar of a project.
#[component]
pub fn ProjectBar() -> impl IntoView {
    let state = ProjectState::expect();
    let share_open = RwSignal::new(false);
    let clash_open = RwSignal::new(false);
    let design = state.design();
    view! {
        <header class="bar">
            <div class="bar__start">
                <a class="mark" href="/" aria-label="Groundplan, all designs">
                    <Mark/>
                </a>
                <span class="bar__sep" aria-hidden="true">"/"</span>
                <button class="btn btn--quiet bar__project" type="button" popovertarget="project-menu">
                    <span>{move || design.with(|design| design.name.clone())}</span>
                    <Icon name="chevron-down"/>
                </button>
                <ProjectMenu/>
                <SaveStatus/>
                <ClashReminder open=clash_open/>
            </div>
            <Stages/>
            <div class="bar__end">
                <SearchButton/>
                <ThemeToggle/>
                {(state.role() == Role::Own).then(|| view! { <ShareButton open=share_open/> })}
            </div>
        </header>
        <ClashDialog open=clash_open/>
        {(state.role() == Role::Own).then(|| view! { <ShareDialog open=share_open/> })}
    }
    .into_any()
}

/// Rename, copy, leave. A native popover: it closes on Escape and on a click elsewhere.
#[component]
fn ProjectMenu() -> impl IntoView {
    let state = ProjectState::expect();
    let design = state.design();
    let toasts: Toasts = expect_context();
    let (navigator, alive) = (Navigator::expect(), Alive::here());
    let input = NodeRef::<html::Input>::new();
    // Whoever types there loses nothing when something else of the design changes.
    let name = Memo::new(move |_| design.with(|design| design.name.clone()));
    let rename = move |event: SubmitEvent| {
        event.prevent_default();
        let name = input.get().map(|input| input.value().trim().to_owned()).unwrap_or_default();
        if !name.is_empty() && name != design.with_untracked(|design| design.name.clone()) {
            let label = format!("Renamed to {name}");
            state.dispatch(Edit::SetName { name }, label);
        }
    };
    let copy = move |_| {
        let mut copy = design.get_untracked();
        copy.name = copy_name(&copy.name);
        alive.spawn(async move {
            match api::create_project(NewProject { design: Some(copy), ..NewProject::default() }).await {
                Ok(project) => navigator.go(&format!("/p/{}/studio", project.id)),
                Err(error) => toasts.error(format!("The copy could not be made. {error}")),
            }
        });
    };
    view! {
        <div id="project-menu" class="menu" popover="auto">
            <form class="menu__f" on:submit=rename>
                <label class="lbl" for="project-name">"Name"</label>
                <input
                    node_ref=input
                    class="field"
                    id="project-name"
                    maxlength="120"
                    autocomplete="off"
                    disabled=!state.can_edit()
                    prop:value=move || name.get()
                    value=name.get_untracked()
                />
                <button class="btn" disabled=!state.can_edit() popovertarget="project-menu" popovertargetaction="hide">"Rename"</button>
            </form>
            <VersionNameForm/>
            <a class="menu__i" href=format!("/p/{}/history", state.id())>
                <Icon name="history"/>
                "History of versions"
            </a>
            <button type="button" class="menu__i" popovertarget="project-menu" popovertargetaction="hide" on:click=copy>
                <Icon name="copy-plus"/>
                "Copy as a new design"
            </button>
            <a class="menu__i" href="/">
                <Icon name="layout-template"/>
                "All designs"
            </a>
        </div>
    }
    .into_any()
}

/// The name of a copy, which must still fit.
fn copy_name(name: &str) -> String {
    let stem: String = name.chars().take(domain::design::limits::MAX_LINE_CHARS - 7).collect();
    format!("{stem}, copy")
}

/// What is said without a connection: whether the changes would outlive the tab.
fn offline(changes: usize, is_kept: bool) -> String {
    let (plural, are) = if changes == 1 { ("", "is") } else { ("s", "are") };
    if is_kept {
        format!("Offline, {changes} change{plural} kept on this device")
    } else {
        format!("Offline, {changes} change{plural} {are} not saved yet; keep this tab open")
    }
}

/// The save state in words; spoken politely.
#[component]
fn SaveStatus() -> impl IntoView {
    let state = ProjectState::expect();
    let (save, revision) = (state.save_state(), state.revision());
    let is_kept = state.is_kept();
    let shown = move || {
        let (icon, class, text) = match save.get() {
            _ if !state.can_edit() => ("lock", "save", "View only".to_owned()),
            SaveState::Saved => ("cloud-check", "save", "Saved".to_owned()),
            SaveState::Saving => ("refresh-cw", "save", "Saving".to_owned()),
            SaveState::Offline { changes: n } => ("cloud-off", "save save--warn", offline(n, is_kept.get())),
            SaveState::Retrying { seconds, full } => {
                let why = if full { "No room for more" } else { "Could not save" };
                let close = if is_kept.get() { "" } else { "; keep this tab open" };
                ("cloud-off", "save save--warn", format!("{why}, retrying in {seconds} s{close}"))
            }
            SaveState::Conflict => ("git-merge", "save save--warn", "Merging other changes".to_owned()),
            SaveState::Stopped { reason } => ("lock", "save save--err", reason),
        };
        let saved = matches!(save.get(), SaveState::Saved);
        view! {
            <span class=class>
                <Icon name=icon/>
                <span class="save__t">{text}</span>
                {saved.then(|| view! { <span class="save__rev">{format!("r{}", revision.get())}</span> })}
            </span>
        }
    };
    let retry = move || {
        matches!(save.get(), SaveState::Offline { .. } | SaveState::Retrying { .. }).then(|| {
            view! { <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| state.retry()>"Try now"</button> }
        })
    };
    view! {
        <span role="status" class="save__box">{shown}</span>
        {retry}
    }
    .into_any()
}

/// The four stages; finished ones are ticked.
#[component]
fn Stages() -> impl IntoView {
    let state = ProjectState::expect();
    let id = state.id();
    let design = state.design();
    let place = Navigator::expect().place();
    let stages = Stage::ALL.map(|stage| {
        let (slug, label) = (stage.slug(), label_of(stage));
        let current = move || place.with(|place| matches!(place, Place::Project { stage: Some(shown), .. } if *shown == stage));
        let done = Memo::new(move |_| design.with(|design| is_done(stage, design)));
        view! {
            <li>
                <a href=format!("/p/{id}/{slug}") aria-current=move || current().then_some("page")>
                    {move || {
                        (done.get() && !current())
                            .then(|| {
                                view! {
                                    <Icon name="check" class="stages__done"/>
                                    <span class="vh">"Done: "</span>
                                }
                            })
                    }}
                    {label}
                </a>
            </li>
        }
    });
    view! {
        <nav class="stages" aria-label="Design stages">
            <ol>{stages}</ol>
        </nav>
    }
    .into_any()
}

fn is_done(stage: Stage, design: &Design) -> bool {
    match stage {
        Stage::Discovery => {
            !design.brief.is_empty() && questions::shown(&design.brief).iter().all(|question| design.brief.contains_key(question.id))
        }
        Stage::Proposal => !design.elements.is_empty(),
        Stage::Studio | Stage::Export | Stage::History => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_that_this_device_has_no_room_for_is_not_called_kept() {
        assert_eq!(offline(1, true), "Offline, 1 change kept on this device");
        assert_eq!(offline(1, false), "Offline, 1 change is not saved yet; keep this tab open");
        assert_eq!(offline(2, false), "Offline, 2 changes are not saved yet; keep this tab open");
    }
}
