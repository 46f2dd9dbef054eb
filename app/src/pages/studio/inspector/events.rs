//! What a part announces and listens to. Adding an event here makes the event, and the link to the broker, when they are missing.

use super::field::Section;
use crate::{components::Icon, state::editor::Editor};
use domain::{
    Design, Edit,
    design::{ElementKind, Event, Link, LinkKind},
    edit::LinkField,
    ids::{ElementId, EventId, LinkId, slugify},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

#[component]
pub fn PartEvents(id: ElementId, kind: ElementKind) -> impl IntoView {
    if kind == ElementKind::Broker {
        return view! { <BrokerEvents id/> }.into_any();
    }
    view! {
        <PartEventList id=id.clone() kind=LinkKind::Publish/>
        <PartEventList id kind=LinkKind::Subscribe/>
    }
    .into_any()
}

/// The text a person typed as an event's name: `Order created` becomes `order.created` only when they wrote the dot.
fn event_id(text: &str) -> Option<EventId> {
    let parts: Vec<String> = text.split('.').map(|part| slugify(part, "")).filter(|part| !part.is_empty()).collect();
    EventId::new(parts.join(".")).ok()
}

/// Everything it takes for a part to announce an event, or to listen to it.
fn adding(design: &Design, part: &ElementId, kind: LinkKind, event: &EventId) -> Result<Edit, &'static str> {
    let mut edits = Vec::new();
    if !design.events.contains_key(event) {
        edits.push(Edit::SetEvent { id: event.clone(), event: Some(Event::default()) });
    }
    match design.links_from(part).find(|(_, link)| link.kind == kind) {
        Some((id, link)) => {
            if link.events.contains(event) {
                return Err("It stands there already");
            }
            let events = link.events.iter().chain([event]).cloned().collect();
            edits.push(Edit::ChangeLink { id: id.clone(), change: LinkField::Events(events) });
        }
        None => {
            // The broker that carries the event already, or any.
            let carries = design.links.values().find(|link| link.events.contains(event)).map(|link| link.to.clone());
            let broker = carries.or_else(|| design.elements_of(ElementKind::Broker).next().map(|(id, _)| id.clone()));
            let broker = broker.ok_or("There is no broker yet. Add one from the palette first.")?;
            let mut link = Link::new(part.clone(), broker.clone(), kind);
            link.events = vec![event.clone()];
            edits.push(Edit::add_link(design.free_link_id(part, &broker), link));
        }
    }
    Ok(Edit::batch(edits))
}

#[component]
fn PartEventList(id: ElementId, kind: LinkKind) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let part = StoredValue::new(id.clone());
    let events = Memo::new(move |_| {
        design.with(|design| {
            let links = design.links_from(&id).filter(|(_, link)| link.kind == kind);
            links.flat_map(|(link_id, link)| link.events.iter().map(move |event| (link_id.clone(), event.clone()))).collect::<Vec<_>>()
        })
    });
    let title = if kind == LinkKind::Publish { "Publishes" } else { "Subscribes to" };
    let add = move |text: String| {
        let Some(event) = event_id(&text) else { return };
        match editor.with_design(|design| adding(design, &part.get_value(), kind, &event)) {
            Ok(edit) => {
                editor.project.dispatch(edit, format!("{} {} {event}", part.get_value(), title.to_lowercase()));
            }
            Err(why) => editor.toasts.say(why),
        }
    };
    view! {
        <Section title>
            <EventChips events/>
            <AddEvent label=if kind == LinkKind::Publish { "Announce an event" } else { "Listen to an event" } add/>
        </Section>
    }
}

/// Events of links, each with a button that takes it off its link.
#[component]
pub fn EventChips(events: Memo<Vec<(LinkId, EventId)>>) -> impl IntoView {
    let editor = Editor::expect();
    let chip = move |(link, event): (LinkId, EventId)| {
        let name = event.to_string();
        let remove = move |_| {
            let rest = editor.with_design(|design| {
                design.links.get(&link).map(|link| link.events.iter().filter(|other| **other != event).cloned().collect())
            });
            if let Some(rest) = rest {
                editor
                    .project
                    .dispatch(Edit::ChangeLink { id: link.clone(), change: LinkField::Events(rest) }, format!("Took {event} off"));
            }
        };
        view! {
            <li class="evc">
                <Icon name="radio"/>
                <span>{name.clone()}</span>
                {editor
                    .can_edit()
                    .then(|| {
                        view! {
                            <button type="button" aria-label=format!("Remove {name}") on:click=remove>
                                <Icon name="x"/>
                            </button>
                        }
                    })}
            </li>
        }
    };
    view! { <ul class="evs">{move || events.get().into_iter().map(chip).collect_view()}</ul> }
}

/// A field for the name of an event, with the known ones to choose from.
#[component]
pub fn AddEvent(label: &'static str, add: impl Fn(String) + Copy + Send + Sync + 'static) -> impl IntoView {
    let editor = Editor::expect();
    if !editor.can_edit() {
        return ().into_any();
    }
    let design = editor.project.design();
    let input = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            add(input.value());
            input.set_value("");
        }
    };
    let list = format!("events-{}", slugify(label, "list"));
    let known =
        move || design.with(|design| design.events.keys().map(|event| view! { <option value=event.to_string()></option> }).collect_view());
    view! {
        <form class="addl" on:submit=submit>
            <input node_ref=input class="field" aria-label=label placeholder="order.created" list=list.clone() maxlength="80" autocomplete="off"/>
            <datalist id=list>{known}</datalist>
            <button class="btn btn--sm">"Add"</button>
        </form>
    }
    .into_any()
}

/// What goes through a broker, and who is at its ends.
#[component]
fn BrokerEvents(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let lines = Memo::new(move |_| {
        design.with(|design| {
            let mut lines: Vec<(String, String)> = Vec::new();
            for event in design.events.keys() {
                let ends = |kind: LinkKind| -> Vec<&str> {
                    design
                        .links_to(&id)
                        .filter(|(_, link)| link.kind == kind && link.events.contains(event))
                        .map(|(_, link)| design.display_name(&link.from))
                        .collect()
                };
                let (from, to) = (ends(LinkKind::Publish), ends(LinkKind::Subscribe));
                if !from.is_empty() || !to.is_empty() {
                    let or_nobody = |names: Vec<&str>| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
                    lines.push((event.to_string(), format!("{} to {}", or_nobody(from), or_nobody(to))));
                }
            }
            lines
        })
    });
    view! {
        <Section title="Carries">
            <ul class="evl">
                {move || {
                    lines
                        .get()
                        .into_iter()
                        .map(|(event, ends)| {
                            view! {
                                <li>
                                    <code>{event}</code>
                                    <span class="faint">{ends}</span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::design::Element;

    fn part(name: &str) -> ElementId {
        ElementId::new(name).expect("an id")
    }

    fn design() -> Design {
        let mut design = Design::new("Shop");
        design.elements.insert(part("mailer"), Element::new(ElementKind::Worker));
        design
    }

    #[test]
    fn an_event_cannot_travel_without_a_broker() {
        let event = event_id("order.created").expect("an event");
        assert!(adding(&design(), &part("mailer"), LinkKind::Subscribe, &event).is_err());
    }

    #[test]
    fn the_first_event_makes_the_event_and_the_link() {
        let mut design = design();
        design.elements.insert(part("rabbitmq"), Element::new(ElementKind::Broker));
        let event = event_id("Order.Created ").expect("an event");
        assert_eq!(event.as_str(), "order.created");
        let edit = adding(&design, &part("mailer"), LinkKind::Subscribe, &event).expect("an edit");
        design.apply(edit).expect("it applies");
        assert!(design.events.contains_key(&event));
        assert_eq!(design.links.values().next().map(|link| link.events.clone()), Some(vec![event.clone()]));
        assert!(adding(&design, &part("mailer"), LinkKind::Subscribe, &event).is_err(), "it stands there already");
    }
}
