//! The inspector of the whole design, when nothing is selected: its summary, where it runs, its events.

use super::field::{CheckField, LongField, Section, SelectField};
use crate::{components::Icon, state::editor::Editor};
use domain::{
    Edit, catalog,
    design::{
        ApiVersioning, Authentication, Caching, Cluster, Configuration, Consistency, Discovery, InfrastructureCode, ManagedBroker,
        ManagedGateway, Messaging, Observability, Pipeline, Platform, Protection, Queries, ReleaseStrategy, Resilience, SecretStore,
        ServiceAuthentication, Sidecar, Target,
    },
    edit::PlatformField,
    ids::{EventId, TechnologyId},
};
use leptos::prelude::*;

/// A choice of the platform: what it is called, what it is now, what it may be, and the edit of each option.
macro_rules! choice {
    ($editor:expr, $label:literal, $field:ident, $kind:ident, $variant:ident) => {{
        let editor = $editor;
        let design = editor.project.design();
        let value = Signal::derive(move || design.with(|design| design.platform.$field.label().to_owned()));
        let options: Vec<(String, String)> =
            $kind::ALL.iter().map(|option| (option.label().to_owned(), option.label().to_owned())).collect();
        let changed = move |label: String| {
            if let Some(option) = $kind::ALL.iter().find(|option| option.label() == label) {
                editor.choose(Edit::ChangePlatform { change: PlatformField::$variant(*option) }, format!("{}: {label}", $label));
            }
        };
        let refused = editor.refused(|_| {
            let edit = |option: &$kind| Edit::ChangePlatform { change: PlatformField::$variant(*option) };
            $kind::ALL.iter().map(|option| (option.label().to_owned(), edit(option))).collect()
        });
        let standing = |label: &str| $kind::ALL.iter().find(|option| option.label() == label).map(|option| option.standing());
        view! { <SelectField label=$label value=value options=Signal::stored(options) standing=standing refused=refused changed=changed/> }
    }};
}

#[component]
pub fn DesignInspector() -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let summary = Signal::derive(move || design.with(|design| design.summary.clone()));
    let counts = move || {
        design.with(|design| {
            let plural = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
            format!(
                "{} · {} · {}",
                plural(design.elements.len(), "part"),
                plural(design.links.len(), "link"),
                plural(design.contexts.len(), "context")
            )
        })
    };
    view! {
        <header class="ihead k-acc">
            <span class="tile tile--lg">
                <Icon name="waypoints"/>
            </span>
            <div class="ihead__t">
                <h2>{move || design.with(|design| design.name.clone())}</h2>
                <p class="faint">{counts}</p>
            </div>
        </header>
        <Section title="What it is for">
            <LongField
                label="What it is for"
                value=summary
                placeholder="One or two sentences"
                changed=move |summary| {
                    editor.project.dispatch(Edit::SetSummary { summary }, "Changed the summary");
                }
            />
        </Section>
        <Section title="Platform">
            <div class="props">
                {choice!(editor, "Runs on", target, Target, Target)} {choice!(editor, "Discovery", discovery, Discovery, Discovery)}
                {choice!(editor, "Secrets", secrets, SecretStore, Secrets)} {choice!(editor, "Sign-in", authentication, Authentication, Authentication)}
                {choice!(editor, "Between parts", service_authentication, ServiceAuthentication, ServiceAuthentication)}
                {choice!(editor, "Releases", release, ReleaseStrategy, Release)}
            </div>
        </Section>
        <Ways/>
        <Watching/>
        <Events/>
    }
}

/// How parts work together and how they are looked after: choices that no drawing shows.
#[component]
fn Ways() -> impl IntoView {
    let editor = Editor::expect();
    view! {
        <Section title="Ways of working">
            <div class="props">
                {choice!(editor, "Messages", messaging, Messaging, Messaging)}
                {choice!(editor, "Changes across parts", consistency, Consistency, Consistency)}
                {choice!(editor, "Questions across parts", queries, Queries, Queries)} {choice!(editor, "Caches", caching, Caching, Caching)}
                {choice!(editor, "Calls that fail", resilience, Resilience, Resilience)}
                {choice!(editor, "API versions", api_versioning, ApiVersioning, ApiVersioning)}
                {choice!(editor, "Sensitive data", protection, Protection, Protection)}
                {choice!(editor, "Configuration", configuration, Configuration, Configuration)}
                {choice!(editor, "Sidecar", sidecar, Sidecar, Sidecar)} {choice!(editor, "Cluster", cluster, Cluster, Cluster)}
                {choice!(editor, "Gateway in production", managed_gateway, ManagedGateway, ManagedGateway)}
                {choice!(editor, "Broker in production", managed_broker, ManagedBroker, ManagedBroker)}
                {choice!(editor, "Tests and builds", pipeline, Pipeline, Pipeline)}
                {choice!(editor, "Infrastructure as code", infrastructure, InfrastructureCode, Infrastructure)}
            </div>
        </Section>
    }
    .into_any()
}

/// What watches the system.
#[component]
fn Watching() -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let slot = move |label: &'static str,
                     slot: &'static str,
                     get: fn(&Observability) -> &Option<TechnologyId>,
                     set: fn(&mut Observability, Option<TechnologyId>)| {
        let value = Signal::derive(move || {
            design.with(|design| get(&design.platform.observability).as_ref().map(ToString::to_string).unwrap_or_default())
        });
        let mut options = vec![(String::new(), "None".to_owned())];
        options.extend(
            catalog::all().iter().filter(|entry| entry.observes == Some(slot)).map(|entry| (entry.slug.to_owned(), entry.name.to_owned())),
        );
        let changed = move |slug: String| {
            let mut observability = editor.with_design(|design| design.platform.observability.clone());
            set(&mut observability, TechnologyId::new(slug).ok());
            editor.project.dispatch(
                Edit::ChangePlatform { change: PlatformField::Observability(observability) },
                format!("Changed {}", label.to_lowercase()),
            );
        };
        let standing = |slug: &str| catalog::find(slug)?.standing_in_slot();
        view! { <SelectField label value options=Signal::stored(options) standing changed/> }
    };
    let ids =
        Signal::derive(move || design.with(|design: &domain::Design| Platform::clone(&design.platform).observability.correlation_ids));
    let set_ids = move |on: bool| {
        let mut observability = editor.with_design(|design| design.platform.observability.clone());
        observability.correlation_ids = on;
        editor.project.dispatch(Edit::ChangePlatform { change: PlatformField::Observability(observability) }, "Changed correlation ids");
    };
    view! {
        <Section title="Watched by">
            <div class="props">
                {slot("Metrics", "metrics", |o| &o.metrics, |o, t| o.metrics = t)}
                {slot("Dashboards", "dashboards", |o| &o.dashboards, |o, t| o.dashboards = t)} {slot("Logs", "logs", |o| &o.logs, |o, t| o.logs = t)}
                {slot("Traces", "traces", |o| &o.traces, |o, t| o.traces = t)}
            </div>
            <div class="checks">
                <CheckField label="One id follows a request everywhere" value=ids changed=set_ids/>
            </div>
        </Section>
    }
}

/// Every event, with what it reports; one that no link carries can be removed.
#[component]
fn Events() -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let events = Memo::new(move |_| {
        design.with(|design| {
            let used = |id: &EventId| design.links.values().any(|link| link.events.contains(id));
            design.events.iter().map(|(id, event)| (id.clone(), event.description.clone(), used(id))).collect::<Vec<_>>()
        })
    });
    let row = move |(id, description, used): (EventId, String, bool)| {
        let name = id.to_string();
        let (described, removed) = (id.clone(), id);
        let describe = move |event: web_sys::Event| {
            let text = event_target_value(&event).trim().to_owned();
            let changed = editor.with_design(|design| design.events.get(&described).cloned()).map(|mut event| {
                event.description = text;
                event
            });
            editor.project.dispatch(Edit::SetEvent { id: described.clone(), event: changed }, format!("Described {described}"));
        };
        let remove = move |_| {
            editor.project.dispatch(Edit::SetEvent { id: removed.clone(), event: None }, format!("Removed {removed}"));
        };
        view! {
            <li class="evd">
                <code>{name.clone()}</code>
                {(!used && editor.can_edit())
                    .then(|| {
                        view! {
                            <button type="button" class="btn btn--icon btn--sm" aria-label=format!("Remove {name}") on:click=remove>
                                <Icon name="x"/>
                            </button>
                        }
                    })}
                <input
                    class="field"
                    aria-label=format!("What {name} reports")
                    placeholder="What it reports"
                    maxlength="2000"
                    disabled=!editor.can_edit()
                    prop:value=description
                    on:change=describe
                />
            </li>
        }
    };
    let any = Memo::new(move |_| !events.with(Vec::is_empty));
    view! {
        {move || {
            any.get()
                .then(|| {
                    view! {
                        <Section title="Events">
                            <ul>{move || events.get().into_iter().map(row).collect_view()}</ul>
                        </Section>
                    }
                })
        }}
    }
}
