//! The inspector of a link: its kind, its words, and what it does when the other end fails.

use super::{
    super::floats::change_kind,
    events::{AddEvent, EventChips},
    field::{CheckField, NumberField, Section, SelectField, TextField},
    finding::WorstFinding,
};
use crate::{components::Icon, state::editor::Editor};
use domain::{
    Edit,
    design::{Event, Link, LinkKind},
    edit::LinkField,
    ids::{EventId, LinkId},
};
use leptos::prelude::*;

fn read<T: Default + Clone + PartialEq + Send + Sync + 'static>(
    editor: Editor,
    id: &LinkId,
    read: impl Fn(&Link) -> T + Send + Sync + 'static,
) -> Signal<T> {
    let (design, id) = (editor.project.design(), id.clone());
    Memo::new(move |_| design.with(|design| design.links.get(&id).map(&read).unwrap_or_default())).into()
}

#[component]
pub fn LinkInspector(id: LinkId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let link = StoredValue::new(id.clone());
    let about = id.clone();
    let head_id = id.clone();
    let head = Memo::new(move |_| {
        design.with(|design| {
            let link = design.links.get(&head_id)?;
            Some((
                link.kind,
                design.display_name(&link.from).to_owned(),
                design.display_name(&link.to).to_owned(),
                link.from.clone(),
                link.to.clone(),
            ))
        })
    });
    let kind = Memo::new(move |_| head.with(|head| head.as_ref().map(|head| head.0)));
    let kinds_id = id.clone();
    let kinds = Signal::derive(move || {
        design.with(|design| {
            let link = design.links.get(&kinds_id);
            let kinds = link.map(|link| design.possible_link_kinds(&link.from, &link.to)).unwrap_or_default();
            kinds.into_iter().map(|kind| (kind.slug().to_owned(), kind.label().to_owned())).collect::<Vec<_>>()
        })
    });
    let now = Signal::derive(move || kind.get().map(|kind| kind.slug().to_owned()).unwrap_or_default());
    let set_kind = move |slug: String| {
        if let Some(kind) = LinkKind::ALL.into_iter().find(|kind| kind.slug() == slug) {
            editor.choose(change_kind(&link.get_value(), kind), format!("Made it {}", kind.label()));
        }
    };
    let refused_id = id.clone();
    let refused = editor.refused(move |design| {
        let link = design.links.get(&refused_id);
        let kinds = link.map(|link| design.possible_link_kinds(&link.from, &link.to)).unwrap_or_default();
        kinds.into_iter().map(|kind| (kind.slug().to_owned(), change_kind(&refused_id, kind))).collect()
    });
    let standing_of = |slug: &str| LinkKind::ALL.into_iter().find(|kind| kind.slug() == slug).map(LinkKind::standing);
    view! {
        {move || {
            head.get()
                .map(|(kind, from, to, from_id, to_id)| {
                    view! {
                        <header class="ihead">
                            <div class="ihead__t">
                                <h2>{format!("{from} to {to}")}</h2>
                                <p class="faint">{kind.label()}</p>
                            </div>
                        </header>
                        <div class="irow">
                            <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.go_to_part(&from_id)>
                                {from}
                            </button>
                            <Icon name="arrow-right"/>
                            <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| editor.go_to_part(&to_id)>
                                {to}
                            </button>
                        </div>
                    }
                })
        }}
        <WorstFinding about=move |finding| finding.links.contains(&about)/>
        <Section title="Link">
            <div class="props">
                <SelectField label="Kind" value=now options=kinds standing=standing_of refused changed=set_kind/>
            </div>
        </Section>
        {move || kind.get().map(|kind| view! { <LinkFields id=id.clone() kind/> })}
        {editor
            .can_edit()
            .then(|| {
                view! {
                    <div class="irow irow--end">
                        <button type="button" class="btn btn--sm" on:click=move |_| editor.remove_selection()>
                            "Delete this link"
                        </button>
                    </div>
                }
            })}
    }
}

/// The fields that this kind of link has.
#[component]
fn LinkFields(id: LinkId, kind: LinkKind) -> impl IntoView {
    let editor = Editor::expect();
    let link = StoredValue::new(id.clone());
    let change = move |change: LinkField, what: &'static str| {
        editor.project.dispatch(Edit::ChangeLink { id: link.get_value(), change }, format!("Changed the {what} of a link"));
    };
    let call = kind.is_call();
    let label = read(editor, &id, |link| link.label.clone());
    let timeout = read(editor, &id, |link| link.timeout_ms);
    let retries = read(editor, &id, |link| link.retries.map(u32::from));
    let calls = read(editor, &id, |link| link.calls_per_request.map(u32::from));
    let idempotent = read(editor, &id, |link| link.idempotent);
    let breaker = read(editor, &id, |link| link.circuit_breaker);
    let critical = read(editor, &id, |link| link.critical);
    let fallback = read(editor, &id, |link| link.fallback.clone().unwrap_or_default());
    let small = |n: Option<u32>| n.map(|n| u8::try_from(n).unwrap_or(u8::MAX));
    view! {
        {(!kind.is_event() && !kind.is_data())
            .then(|| {
                view! {
                    <Section title="Carries">
                        <div class="props">
                            <TextField label="Path or name" value=label placeholder="/api/orders" changed=move |text| change(LinkField::Label(text), "words")/>
                            <NumberField label="Per request" value=calls unit="calls" changed=move |n| change(LinkField::CallsPerRequest(n.map(|n| u16::try_from(n).unwrap_or(u16::MAX))), "calls")/>
                        </div>
                    </Section>
                }
            })}
        {kind.is_event().then(|| view! { <LinkEvents id=id.clone() kind/> })}
        <Section title="When the other end fails">
            <div class="props">
                <NumberField label="Timeout" value=timeout unit="ms" changed=move |n| change(LinkField::TimeoutMs(n), "timeout")/>
                <NumberField label="Retries" value=retries changed=move |n| change(LinkField::Retries(small(n)), "retries")/>
                {(call || kind == LinkKind::Caches)
                    .then(|| {
                        view! {
                            <TextField
                                label="Fallback"
                                value=fallback
                                placeholder="show the cached list"
                                changed=move |text| change(LinkField::Fallback((!text.is_empty()).then_some(text)), "fallback")
                            />
                        }
                    })}
            </div>
            <div class="checks">
                {call.then(|| view! { <CheckField label="Circuit breaker" value=breaker changed=move |on| change(LinkField::CircuitBreaker(on), "circuit breaker")/> })}
                <CheckField label="Safe to repeat" value=idempotent changed=move |on| change(LinkField::Idempotent(on), "idempotency")/>
                <CheckField label="Required by the caller" value=critical changed=move |on| change(LinkField::Critical(on), "importance")/>
            </div>
        </Section>
    }
}

/// The events of a publish or subscribe link.
#[component]
fn LinkEvents(id: LinkId, kind: LinkKind) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let link = StoredValue::new(id.clone());
    let own = id.clone();
    let events = Memo::new(move |_| {
        design.with(|design| {
            design.links.get(&own).map(|link| link.events.iter().map(|event| (own.clone(), event.clone())).collect()).unwrap_or_default()
        })
    });
    let add = move |text: String| {
        let Ok(event) = EventId::new(text.trim().to_lowercase()) else {
            return editor.toasts.say("An event is named like order.created");
        };
        let edits = editor.with_design(|design| {
            let now = design.links.get(&link.get_value())?;
            if now.events.contains(&event) {
                return None;
            }
            let mut edits = Vec::new();
            if !design.events.contains_key(&event) {
                edits.push(Edit::SetEvent { id: event.clone(), event: Some(Event::default()) });
            }
            let all = now.events.iter().chain([&event]).cloned().collect();
            edits.push(Edit::ChangeLink { id: link.get_value(), change: LinkField::Events(all) });
            Some(edits)
        });
        if let Some(edits) = edits {
            editor.project.dispatch(Edit::batch(edits), format!("Added {event}"));
        }
    };
    let change = move |change: LinkField, what: &'static str| {
        editor.project.dispatch(Edit::ChangeLink { id: link.get_value(), change }, format!("Changed the {what} of a link"));
    };
    let outbox = read(editor, &id, |link| link.outbox);
    let dead_letter = read(editor, &id, |link| link.dead_letter);
    view! {
        <Section title=if kind == LinkKind::Publish { "Publishes" } else { "Subscribes to" }>
            <EventChips events/>
            <AddEvent label="Add an event to this link" add/>
            <div class="checks">
                {if kind == LinkKind::Publish {
                    view! { <CheckField label="Outbox: leaves with the change it reports" value=outbox changed=move |on| change(LinkField::Outbox(on), "outbox")/> }.into_any()
                } else {
                    view! { <CheckField label="Dead letters are kept" value=dead_letter changed=move |on| change(LinkField::DeadLetter(on), "dead letters")/> }.into_any()
                }}
            </div>
        </Section>
    }
}
