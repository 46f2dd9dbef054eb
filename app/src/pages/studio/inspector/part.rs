//! The inspector of a part: the fields its kind has.

use super::{
    events::PartEvents,
    field::{CheckField, LongField, NumberField, Section, SelectField, Stepper, TextField},
    finding::WorstFinding,
    links::PartLinks,
};
use crate::{
    components::Icon,
    state::editor::{Editor, icon_of, kind_and_place},
};
use canvas::scene::css_kind;
use domain::{
    Edit, catalog,
    design::{Element, ElementKind},
    edit::ElementField,
    ids::{ContextId, ElementId, TechnologyId},
    standing::Standing,
};
use leptos::prelude::*;

/// Reads one field of a part; falls back while the part is being removed.
fn read<T: Default + Clone + PartialEq + Send + Sync + 'static>(
    editor: Editor,
    id: &ElementId,
    read: impl Fn(&Element) -> T + Send + Sync + 'static,
) -> Signal<T> {
    let (design, id) = (editor.project.design(), id.clone());
    Memo::new(move |_| design.with(|design| design.elements.get(&id).map(&read).unwrap_or_default())).into()
}

#[component]
pub fn PartInspector(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let kind = editor.with_design(|design| design.elements.get(&id).map(|element| element.kind))?;
    let part = StoredValue::new(id.clone());
    let change = move |change: ElementField, what: &str| {
        let id = part.get_value();
        let label = format!("Changed the {what} of {id}");
        editor.project.dispatch(Edit::ChangeElement { id, change }, label);
    };
    let made_with = |id: ElementId, slug: &str| Edit::ChangeElement { id, change: ElementField::Technology(TechnologyId::new(slug).ok()) };
    let choose_technology = move |slug: String| {
        let id = part.get_value();
        let label = format!("Changed the technology of {id}");
        editor.choose(made_with(id, &slug), label);
    };
    let deployed = kind.is_deployed();
    let code = kind.has_code();
    let is_note = kind == ElementKind::Note;
    let about = id.clone();
    let description = read(editor, &id, |element| element.description.clone());
    let titles = matches!(kind, ElementKind::External);
    let title = read(editor, &id, |element| element.title.clone().unwrap_or_default());
    Some(view! {
        <PartHead id=id.clone() kind/>
        <WorstFinding about=move |finding| finding.elements.contains(&about)/>
        <Section title=if is_note { "Text" } else { "Responsible for" }>
            <LongField
                label=if is_note { "Text" } else { "Responsible for" }
                value=description
                placeholder=if is_note { "" } else { "Its one responsibility, in a sentence" }
                changed=move |text| change(ElementField::Description(text), "description")
            />
        </Section>
        {titles
            .then(|| {
                view! {
                    <Section title="Shown as">
                        <TextField label="Name" value=title changed=move |text| change(ElementField::Title((!text.is_empty()).then_some(text)), "name")/>
                    </Section>
                }
            })}
        {(!is_note)
            .then(|| {
                let technology = read(editor, &id, |element| element.technology.as_ref().map(ToString::to_string).unwrap_or_default());
                let mut technologies: Vec<(String, String)> = vec![(String::new(), "Not chosen".to_owned())];
                technologies.extend(catalog::of_kind(kind).into_iter().map(|entry| (entry.slug.to_owned(), entry.name.to_owned())));
                let slugs: Vec<String> = technologies.iter().map(|(slug, _)| slug.clone()).collect();
                let refused = editor.refused(move |_| slugs.iter().map(|slug| (slug.clone(), made_with(part.get_value(), slug))).collect());
                let context = read(editor, &id, |element| element.context.as_ref().map(ToString::to_string).unwrap_or_default());
                let contexts = Signal::derive(move || {
                    let mut all = vec![(String::new(), "None".to_owned())];
                    design.with(|design| all.extend(design.contexts.iter().map(|(id, context)| (id.to_string(), context.name.clone()))));
                    all
                });
                view! {
                    <Section title="Runtime">
                        <div class="props">
                            {(technologies.len() > 1)
                                .then(|| {
                                    view! {
                                        <SelectField
                                            label="Technology"
                                            value=technology
                                            options=Signal::stored(technologies)
                                            standing=standing_as(kind)
                                            refused
                                            changed=choose_technology
                                        />
                                    }
                                })}
                            <SelectField
                                label="Context"
                                value=context
                                options=contexts
                                changed=move |context| change(ElementField::Context(ContextId::new(context).ok()), "context")
                            />
                            <RuntimeFields id=part.get_value() kind/>
                        </div>
                    </Section>
                    <Section title="Safeguards">
                        <div class="checks">
                            {deployed
                                .then(|| {
                                    let health = read(editor, &part.get_value(), |element| element.health_check);
                                    let exposed = read(editor, &part.get_value(), |element| element.exposed);
                                    view! {
                                        <CheckField label="Health check" value=health changed=move |on| change(ElementField::HealthCheck(on), "health check")/>
                                        <CheckField label="Reachable from outside, past the gateway" value=exposed changed=move |on| change(ElementField::Exposed(on), "exposure")/>
                                    }
                                })}
                            {(kind == ElementKind::Datastore)
                                .then(|| {
                                    let encrypted = read(editor, &part.get_value(), |element| element.encrypted);
                                    view! { <CheckField label="Stored data is encrypted" value=encrypted standing=Element::ENCRYPTED changed=move |on| change(ElementField::Encrypted(on), "encryption")/> }
                                })}
                        </div>
                    </Section>
                    {(code || kind == ElementKind::Broker).then(|| view! { <PartEvents id=part.get_value() kind/> })}
                    <PartLinks id=part.get_value()/>
                }
            })}
    })
}

/// What the bundle makes of a technology, by its slug.
fn standing_as(kind: ElementKind) -> fn(&str) -> Option<Standing> {
    macro_rules! of {
        ($kind:ident) => {
            |slug| catalog::find(slug)?.standing_as(ElementKind::$kind)
        };
    }
    match kind {
        ElementKind::Service => of!(Service),
        ElementKind::Frontend => of!(Frontend),
        ElementKind::Worker => of!(Worker),
        ElementKind::Gateway => of!(Gateway),
        ElementKind::Datastore => of!(Datastore),
        ElementKind::Broker => of!(Broker),
        ElementKind::External => of!(External),
        ElementKind::Note => of!(Note),
    }
}

#[component]
fn PartHead(id: ElementId, kind: ElementKind) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let face = Memo::new(move |_| {
        design.with(|design| {
            let element = design.elements.get(&id)?;
            Some((icon_of(element), design.display_name(&id).to_owned(), kind_and_place(design, element)))
        })
    });
    let menu = move |_| {
        let (width, _) = editor.size.get_untracked();
        let parts = editor.selection.with_untracked(|selection| selection.only_part().cloned());
        if let Some(id) = parts {
            editor.open_menu(canvas::gesture::Target::Part(id), (width - 260.0, 48.0));
        }
    };
    view! {
        <header class=format!("ihead k-{}", css_kind(kind))>
            {move || {
                face.get()
                    .map(|(icon, name, place)| {
                        view! {
                            <span class="tile tile--lg">
                                <Icon name=icon/>
                            </span>
                            <div class="ihead__t">
                                <h2>{name}</h2>
                                <p class="faint">{place}</p>
                            </div>
                        }
                    })
            }}
            {editor
                .can_edit()
                .then(|| {
                    view! {
                        <button type="button" class="btn btn--icon btn--sm" aria-label="More actions" on:click=menu>
                            <Icon name="ellipsis"/>
                        </button>
                    }
                })}
        </header>
    }
}

/// Port, replicas, limits: as far as the kind has them.
#[component]
fn RuntimeFields(id: ElementId, kind: ElementKind) -> impl IntoView {
    let editor = Editor::expect();
    let part = StoredValue::new(id.clone());
    let change = move |change: ElementField, what: &str| {
        let id = part.get_value();
        let label = format!("Changed the {what} of {id}");
        editor.choose(Edit::ChangeElement { id, change }, label);
    };
    let usual = move |pick: fn(&catalog::Technology) -> u32| {
        read(editor, &part.get_value(), move |element| {
            element.technology.as_ref().and_then(|id| catalog::find(id.as_str())).map(|entry| pick(entry).to_string()).unwrap_or_default()
        })
    };
    let (deployed, code) = (kind.is_deployed(), kind.has_code());
    let stores = matches!(kind, ElementKind::Datastore | ElementKind::Broker);
    let port = read(editor, &id, |element| element.port.map(u32::from));
    let replicas = read(editor, &id, Element::replica_count);
    let most = read(editor, &id, |element| element.max_replicas.map(u32::from));
    let cpu = read(editor, &id, |element| element.cpu_millicores);
    let memory = read(editor, &id, |element| element.memory_mib);
    let storage = read(editor, &id, |element| element.storage_gib);
    let image = read(editor, &id, |element| element.image.clone().unwrap_or_default());
    let api = read(editor, &id, |element| element.api_version.clone().unwrap_or_default());
    let small = |n: Option<u32>| n.map(|n| u16::try_from(n).unwrap_or(u16::MAX));
    view! {
        {(kind != ElementKind::External)
            .then(|| {
                view! {
                    <NumberField label="Port" value=port placeholder=usual(|entry| u32::from(entry.port)) changed=move |n| change(ElementField::Port(small(n)), "port")/>
                }
            })}
        {deployed.then(|| view! { <Stepper label="Replicas" value=replicas changed=move |n| change(ElementField::Replicas(Some(n)), "replicas")/> })}
        {code.then(|| view! { <NumberField label="Maximum" value=most unit="replicas" changed=move |n| change(ElementField::MaxReplicas(small(n)), "most replicas")/> })}
        {deployed
            .then(|| {
                view! {
                    <NumberField label="CPU" value=cpu unit="millicores" placeholder=usual(|entry| entry.cpu_millicores) changed=move |n| change(ElementField::CpuMillicores(n), "CPU limit")/>
                    <NumberField label="Memory" value=memory unit="MiB" placeholder=usual(|entry| entry.memory_mib) changed=move |n| change(ElementField::MemoryMib(n), "memory limit")/>
                }
            })}
        {stores.then(|| view! { <NumberField label="Disk" value=storage unit="GiB" changed=move |n| change(ElementField::StorageGib(n), "disk")/> })}
        {(kind == ElementKind::Service || kind == ElementKind::External)
            .then(|| {
                view! {
                    <TextField
                        label="API version"
                        value=api
                        placeholder="v1"
                        maxlength="5"
                        changed=move |text| change(ElementField::ApiVersion((!text.is_empty()).then_some(text)), "API version")
                    />
                }
            })}
        {deployed
            .then(|| {
                view! {
                    <TextField
                        label="Image"
                        value=image
                        placeholder="The technology’s own"
                        maxlength="255"
                        changed=move |text| change(ElementField::Image((!text.is_empty()).then_some(text)), "image")
                    />
                }
            })}
    }
}
