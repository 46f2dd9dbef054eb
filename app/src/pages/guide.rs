//! The diagram guide: what every shape, stroke and mark means. Drawn by the same geometry as the studio.

use crate::components::{Title, bar::SiteBar, footer::SiteFooter};
use canvas::{
    mark::mark,
    outline::{Stroke, details, outline},
    route::path,
    scene::LinkClass,
    svg::{has_start_mark, markers},
};
use domain::{design::ElementKind, review::Severity};
use leptos::prelude::*;

/// A kind of part: name and caption in the example, what the shape is, what it means.
const PARTS: [(ElementKind, bool, &str, &str, &str); 9] = [
    (ElementKind::Service, false, "order-service", "Service", "A rounded card. Owns one responsibility and its data."),
    (ElementKind::Frontend, false, "web-ui", "Frontend", "A card with a window bar. What people look at."),
    (ElementKind::Worker, false, "notification-worker", "Worker", "Stacked sheets: several may share the work. Reacts to events."),
    (ElementKind::Gateway, false, "api-gateway", "Gateway", "Pointed ends. The only way in from outside."),
    (ElementKind::Datastore, false, "order-db", "Data store", "A drum with a filled lid. One owner each."),
    (ElementKind::Datastore, true, "cache", "Cache", "A drum with a dashed level: the contents may vanish."),
    (ElementKind::Broker, false, "rabbitmq", "Broker", "A pipe, as wide as the parts it joins. Carries events."),
    (ElementKind::External, false, "Stripe", "External system", "Dashed, no shadow. You do not run it."),
    (ElementKind::Note, false, "Ask Mara", "Note", "A sheet with a folded corner. Words only; nothing is generated from it."),
];

const LINKS: [(LinkClass, &str); 5] = [
    (LinkClass::Rest, "Solid, one filled head. The caller waits for the answer. WebSockets and external systems too."),
    (LinkClass::Grpc, "Heavier, a double head. Waits, and is typed on both ends."),
    (LinkClass::Graphql, "Dash and dot, a hexagon at the caller."),
    (LinkClass::Event, "Dashed, a dot where it is announced, an open head. Nobody waits."),
    (LinkClass::Data, "Thin, a round end on the store. No label needed."),
];

const FINDINGS: [(Severity, &str, &str); 3] = [
    (Severity::Error, "Error", "An octagon. Will break or leak."),
    (Severity::Warning, "Warning", "A triangle. Will hurt under load or in an outage."),
    (Severity::Note, "Note", "A disc. Worth knowing."),
];

/// What every shape and stroke means.
#[component]
pub fn GuidePage() -> impl IntoView {
    view! {
        <Title text="Diagram guide · Groundplan"/>
        <SiteBar/>
        <main id="main" class="gram">
            <svg class="vh" aria-hidden="true">
                <defs inner_html=markers("g-")></defs>
            </svg>
            <h1>"How to read a plan"</h1>
            <p class="muted">"Shape says what a part is, colour confirms it. The line says how two parts talk. Nothing relies on colour alone."</p>
            <h2>"Parts"</h2>
            <div class="gg">{PARTS.map(|(kind, cache, name, title, text)| part(kind, cache, name, title, text)).collect_view()}</div>
            <h2>"Links"</h2>
            <div class="gg gg--5">{LINKS.map(|(class, text)| link(class, text)).collect_view()}</div>
            <h2>"Findings"</h2>
            <div class="gg gg--3">{FINDINGS.map(|(severity, title, text)| finding(severity, title, text)).collect_view()}</div>
            <h2>"Bounded contexts"</h2>
            <p class="muted gram__p">
                "A frame around parts is a bounded context: what one team changes together. Its name stands on the left; Core, Supporting or Generic on the right says how much it sets you apart. A store inside a frame belongs to it."
            </p>
        </main>
        <SiteFooter/>
    }
    .into_any()
}

fn part(kind: ElementKind, cache: bool, name: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    let (w, h) = match kind {
        ElementKind::Gateway | ElementKind::Broker => (200.0, 52.0),
        ElementKind::Datastore => (132.0, 54.0),
        _ => (168.0, 56.0),
    };
    let sheet = (kind == ElementKind::Worker)
        .then(|| view! { <path class="nd-shape nd-back" d=outline(kind, w, h, 0.0) transform="translate(5 5)"></path> });
    let extra = details(kind, w, h, cache)
        .into_iter()
        .map(|(stroke, d)| {
            let class = match stroke {
                Stroke::Lid => "nd-lid",
                Stroke::Line => "nd-line",
                Stroke::Dashed => "nd-line nd-line--dash",
                Stroke::Dot => "nd-dot",
            };
            view! { <path class=class d=d></path> }
        })
        .collect_view();
    let middle = if matches!(kind, ElementKind::Frontend | ElementKind::Datastore) { h / 2.0 + 9.0 } else { h / 2.0 + 4.0 };
    view! {
        <figure class="gc">
            <svg class="gc__s" viewBox="0 0 260 120" aria-hidden="true">
                <g class=format!("nd nd--{} {}", kind.slug(), if kind == ElementKind::Datastore { "nd--store" } else { "" }) transform=format!("translate({} {})", 130.0 - w / 2.0, 60.0 - h / 2.0)>
                    {sheet}
                    <path class="nd-shape" d=outline(kind, w, h, 0.0)></path>
                    {extra}
                    <text class="nd-t" x=w / 2.0 y=middle text-anchor="middle">
                        {name}
                    </text>
                </g>
            </svg>
            <figcaption>
                <strong>{title}</strong>
                <span>{text}</span>
            </figcaption>
        </figure>
    }
}

fn link(class: LinkClass, text: &'static str) -> impl IntoView {
    let slug = class.slug();
    let start = has_start_mark(class).then(|| format!("url(#g-s-{slug})"));
    view! {
        <figure class="gc">
            <svg class="gc__s" viewBox="0 0 200 96" aria-hidden="true">
                <g class=format!("ed ed--{}", class.css())>
                    <path class="ed-line" d=path(class, &[(24, 48), (176, 48)]) marker-start=start marker-end=format!("url(#g-m-{slug})")></path>
                </g>
            </svg>
            <figcaption>
                <strong>{class.label()}</strong>
                <span>{text}</span>
            </figcaption>
        </figure>
    }
}

fn finding(severity: Severity, title: &'static str, text: &'static str) -> impl IntoView {
    let sign = mark(severity);
    view! {
        <figure class="gc">
            <svg class="gc__s" viewBox="-100 -48 200 96" aria-hidden="true">
                <g class=format!("bdg bdg--{}", sign.class)>
                    <path class="bdg-s" d=sign.shape></path>
                    <path class="bdg-g" d=sign.stem></path>
                    <circle class="bdg-d" cy=sign.dot r="1.2"></circle>
                </g>
            </svg>
            <figcaption>
                <strong>{title}</strong>
                <span>{text}</span>
            </figcaption>
        </figure>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_link_is_drawn_in_a_stroke_of_its_own() {
        const STYLE: &str = include_str!("../../../style/canvas/diagram.css");
        for (class, text) in LINKS {
            let drawn = Owner::new().with(|| link(class, text).to_html());
            let name = drawn.split_once("ed ed--").and_then(|(_, rest)| rest.split_once('"')).map(|(name, _)| name.to_owned()).unwrap();
            assert!(STYLE.contains(&format!(".ed--{name} .ed-line")), "no stroke for “ed--{name}”");
        }
    }
}
