//! The inspector of a bounded context: name, kind of subdomain, team, purpose, the data it owns, its parts.

use super::field::{LongField, Section, SelectField, TextField};
use crate::{components::Icon, state::editor::Editor};
use domain::{
    Edit,
    design::{Context, Entity, Sensitivity, Subdomain},
    edit::ContextField,
    ids::{ContextId, ElementId, slugify},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

fn read<T: Default + Clone + PartialEq + Send + Sync + 'static>(
    editor: Editor,
    id: &ContextId,
    read: impl Fn(&Context) -> T + Send + Sync + 'static,
) -> Signal<T> {
    let (design, id) = (editor.project.design(), id.clone());
    Memo::new(move |_| design.with(|design| design.contexts.get(&id).map(&read).unwrap_or_default())).into()
}

#[component]
pub fn ContextInspector(id: ContextId) -> impl IntoView {
    let editor = Editor::expect();
    let context = StoredValue::new(id.clone());
    let change = move |change: ContextField, what: &'static str| {
        editor.project.dispatch(Edit::ChangeContext { id: context.get_value(), change }, format!("Changed the {what} of a context"));
    };
    let name = read(editor, &id, |context| context.name.clone());
    let purpose = read(editor, &id, |context| context.purpose.clone());
    let team = read(editor, &id, |context| context.team.clone().unwrap_or_default());
    let subdomain = read(editor, &id, |context| context.subdomain.label().to_owned());
    let options = Subdomain::ALL.map(|subdomain| (subdomain.label().to_owned(), subdomain.label().to_owned())).to_vec();
    let set_subdomain = move |label: String| {
        if let Some(subdomain) = Subdomain::ALL.into_iter().find(|subdomain| subdomain.label() == label) {
            change(ContextField::Subdomain(subdomain), "subdomain");
        }
    };
    view! {
        <header class="ihead k-acc">
            <span class="tile tile--lg">
                <Icon name="square-dashed"/>
            </span>
            <div class="ihead__t">
                <h2>{move || name.get()}</h2>
                <p class="faint">"Bounded context"</p>
            </div>
        </header>
        <Section title="Context">
            <div class="props">
                <TextField label="Name" value=name changed=move |text| if !text.is_empty() { change(ContextField::Name(text), "name") }/>
                <SelectField label="Subdomain" value=subdomain options=Signal::stored(options) changed=set_subdomain/>
                <TextField label="Team" value=team changed=move |text| change(ContextField::Team((!text.is_empty()).then_some(text)), "team")/>
            </div>
        </Section>
        <Section title="Responsible for">
            <LongField label="Responsible for" value=purpose changed=move |text| change(ContextField::Purpose(text), "purpose")/>
        </Section>
        <Entities id=id.clone()/>
        <Members id/>
        {editor
            .can_edit()
            .then(|| {
                view! {
                    <div class="irow irow--end">
                        <button type="button" class="btn btn--sm" on:click=move |_| editor.remove_selection()>
                            "Delete the context, keep its parts"
                        </button>
                    </div>
                }
            })}
    }
}

/// The things it stores and owns.
#[component]
fn Entities(id: ContextId) -> impl IntoView {
    let editor = Editor::expect();
    let context = StoredValue::new(id.clone());
    let entities = read(editor, &id, |context| context.entities.clone());
    let input = NodeRef::<html::Input>::new();
    let set = move |entities: Vec<Entity>, label: String| {
        editor.project.dispatch(Edit::ChangeContext { id: context.get_value(), change: ContextField::Entities(entities) }, label);
    };
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let name = slugify(&input.value(), "").replace('-', "_");
        if !name.is_empty() {
            let mut all = entities.get_untracked();
            all.push(Entity::plain(name.clone()));
            set(all, format!("Added {name}"));
            input.set_value("");
        }
    };
    let row = move |(at, entity): (usize, Entity)| {
        let name = entity.name.clone();
        let removed = name.clone();
        let options = Sensitivity::ALL
            .map(|s| view! { <option value=s.label() selected=s == entity.sensitivity>{s.label()}</option> })
            .collect_view();
        let protect = move |event: web_sys::Event| {
            let label = event_target_value(&event);
            let mut all = entities.get_untracked();
            if let (Some(entity), Some(sensitivity)) = (all.get_mut(at), Sensitivity::ALL.into_iter().find(|s| s.label() == label)) {
                entity.sensitivity = sensitivity;
                set(all, "Changed how carefully data is handled".to_owned());
            }
        };
        let remove = move |_| {
            let mut all = entities.get_untracked();
            if at < all.len() {
                all.remove(at);
                set(all, format!("Removed {removed}"));
            }
        };
        let off = !editor.can_edit();
        view! {
            <li class="ent">
                <Icon name="table-2"/>
                <code>{name.clone()}</code>
                <select class="field" aria-label=format!("Sensitivity of {name}") disabled=off on:change=protect>
                    {options}
                </select>
                <button type="button" class="btn btn--icon btn--sm" aria-label=format!("Remove {name}") disabled=off on:click=remove>
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    view! {
        <Section title="Owns data">
            <ul>{move || entities.get().into_iter().enumerate().map(row).collect_view()}</ul>
            {editor
                .can_edit()
                .then(|| {
                    view! {
                        <form class="addl" on:submit=add>
                            <input node_ref=input class="field" aria-label="Name of the data" placeholder="orders" maxlength="40" autocomplete="off"/>
                            <button class="btn btn--sm">"Add"</button>
                        </form>
                    }
                })}
        </Section>
    }
}

#[component]
fn Members(id: ContextId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let members = Memo::new(move |_| {
        design.with(|design| {
            design.members(&id).map(|(id, _)| (id.clone(), design.display_name(id).to_owned())).collect::<Vec<(ElementId, String)>>()
        })
    });
    view! {
        <Section title="Parts">
            <ul class="cns">
                {move || {
                    members
                        .get()
                        .into_iter()
                        .map(|(id, name)| {
                            view! {
                                <li>
                                    <button type="button" class="cn" on:click=move |_| editor.go_to_part(&id)>
                                        <span class="cn__n">{name}</span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Section>
    }
}
