//! The bounded contexts: what each is for, what runs it and what it owns.

use super::Proposed;
use crate::{
    components::{
        Icon,
        miniature::MiniaturePicture,
        sketch::{icon_of, style_of},
    },
    shell::leave,
};
use domain::{
    Design,
    design::{Context, ElementKind},
    ids::{ContextId, ElementId},
};
use leptos::prelude::*;

/// The list with a picture of the whole above it.
#[component]
pub(super) fn Contexts(proposed: Proposed) -> impl IntoView {
    let list = move || {
        proposed.design.with(|design| {
            // What sets the system apart comes first.
            let mut contexts: Vec<_> = design.contexts.iter().collect();
            contexts.sort_by_key(|(_, context)| context.subdomain);
            let all = contexts.into_iter().map(|(id, context)| entry(proposed, design, id, context)).collect_view();
            view! { <ul class="cxs">{all}</ul> }
        })
    };
    let picture = move || proposed.design.with(|design| view! { <MiniaturePicture miniature=canvas::miniature(design, &leave())/> });
    let score = move || {
        proposed.design.with(domain::discovery::proposal::cut::score).map(|score| {
            view! {
                <a class="btn btn--sm btn--quiet num" href=proposed.address(Some(super::CUT))>
                    {format!("Boundary score {score} of 100")}
                </a>
            }
        })
    };
    let none = move || {
        proposed.design.with(|design| design.contexts.is_empty()).then(|| {
            view! { <p class="cxs__e faint">"No bounded contexts. A context groups parts that one team changes together; draw them in the studio."</p> }
        })
    };
    view! {
        <section class="pane pane--l pcx" aria-labelledby="h-cx">
            <div class="row-head phead">
                <h2 id="h-cx">"Bounded contexts"</h2>
                {score}
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Contexts, list">
                <div class="pmini">{picture}</div>
                {list}
                {none}
            </div>
        </section>
    }
    .into_any()
}

fn entry(proposed: Proposed, design: &Design, id: &ContextId, context: &Context) -> impl IntoView + use<> {
    let runs: Vec<_> = runners(design, id).into_iter().map(|(label, part)| row(design, label, &part)).collect();
    let owns = if context.entities.is_empty() {
        view! { <span class="faint">"Nothing. It only reacts."</span> }.into_any()
    } else {
        context.entities.iter().map(|entity| table(proposed, design, id, &entity.name)).collect_view().into_any()
    };
    view! {
        <li class="cx">
            <div class="cx__h">
                <h3>{context.name.clone()}</h3>
                <span class="cx__k">{context.subdomain.label()}</span>
            </div>
            <p>{context.purpose.clone()}</p>
            <dl>
                {runs}
                <div>
                    <dt>"Owns"</dt>
                    <dd class="cx__o">{owns}</dd>
                </div>
            </dl>
        </li>
    }
}

/// A table as a button that moves it, where there is somewhere to move it to.
fn table(proposed: Proposed, design: &Design, owner: &ContextId, name: &str) -> impl IntoView + use<> {
    if design.contexts.len() < 2 || !proposed.state.can_edit() {
        return view! { <code class="tb">{name.to_owned()}</code> }.into_any();
    }
    let moving = (owner.clone(), name.to_owned());
    view! {
        <button
            type="button"
            class="tb tb--b"
            title="Move to another context"
            aria-haspopup="dialog"
            on:click=move |_| proposed.moving.set(Some(moving.clone()))
        >
            {name.to_owned()}
        </button>
    }
    .into_any()
}

/// What runs the code of a context: its own parts, or the deployable that hosts it as a module.
fn runners(design: &Design, id: &ContextId) -> Vec<(&'static str, ElementId)> {
    let own = design.members(id).filter(|(_, element)| element.kind.has_code()).map(|(part, element)| (element.kind.label(), part.clone()));
    let host = design.elements.iter().filter(|(_, element)| element.modules.contains(id)).map(|(part, _)| ("Module of", part.clone()));
    own.chain(host).collect()
}

fn row(design: &Design, label: &'static str, part: &ElementId) -> impl IntoView + use<> {
    let element = design.elements.get(part);
    let (kind, icon) = element.map_or((ElementKind::Service, "server"), |element| (element.kind, icon_of(element)));
    view! {
        <div>
            <dt>{label}</dt>
            <dd>
                <span class=format!("tile tile--sm k-{}", style_of(kind))>
                    <Icon name=icon/>
                </span>
                {design.display_name(part).to_owned()}
            </dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::design::Element;

    #[test]
    fn a_module_names_its_host_and_a_service_itself() {
        let mut design = Design::new("x");
        let (orders, menu) = (ContextId::new("orders").unwrap(), ContextId::new("menu").unwrap());
        let mut backend = Element::new(ElementKind::Service);
        backend.modules = vec![menu.clone()];
        design.elements.insert(ElementId::new("backend").unwrap(), backend);
        design.elements.insert(ElementId::new("order-service").unwrap(), Element::new(ElementKind::Service).with_context(orders.clone()));
        design.elements.insert(ElementId::new("order-db").unwrap(), Element::new(ElementKind::Datastore).with_context(orders.clone()));
        let names = |id: &ContextId| runners(&design, id).into_iter().map(|(label, part)| format!("{label} {part}")).collect::<Vec<_>>();
        assert_eq!((names(&menu), names(&orders)), (vec!["Module of backend".to_owned()], vec!["Service order-service".to_owned()]));
    }
}
