//! The phone: look, review, read. A sheet tells about the tapped part; drawing needs a larger screen, and it says so.

use super::tools::LinkSample;
use crate::{
    components::Icon,
    state::{
        editor::{Editor, LeftTab, PhoneTab, RightTab, icon_of, kind_and_place},
        selection::Selection,
    },
};
use canvas::{
    mark,
    scene::{LinkClass, css_kind},
};
use domain::{ids::ElementId, layout::caption};
use leptos::prelude::*;

#[component]
pub fn PhoneTabs() -> impl IntoView {
    let editor = Editor::expect();
    let found = move || editor.review.with(|review| review.findings.iter().filter(|finding| finding.waived.is_none()).count());
    let tab = move |tab: PhoneTab, icon: &'static str, name: &'static str| {
        let choose = move |_| {
            match tab {
                PhoneTab::Review => editor.right_tab.set(RightTab::Review),
                PhoneTab::Analyse => editor.right_tab.set(RightTab::Analyse),
                PhoneTab::Outline => editor.left_tab.set(LeftTab::Outline),
                PhoneTab::Diagram => {}
            }
            editor.phone_tab.set(tab);
        };
        let count = move || {
            (tab == PhoneTab::Review && found() > 0)
                .then(|| view! { <span class="pt__n num">{found()} <span class="vh">" findings"</span></span> })
        };
        view! {
            <li>
                <button type="button" aria-current=move || (editor.phone_tab.get() == tab).then_some("page") on:click=choose>
                    <Icon name=icon/>
                    <span>{name}</span>
                    {count}
                </button>
            </li>
        }
    };
    view! {
        <nav class="ptabs" aria-label="Views">
            <ul>
                {tab(PhoneTab::Diagram, "waypoints", "Diagram")} {tab(PhoneTab::Review, "shield-check", "Review")}
                {tab(PhoneTab::Analyse, "gauge", "Analyse")}
                {tab(PhoneTab::Outline, "list-tree", "Outline")}
            </ul>
        </nav>
    }
}

/// Zoom buttons, a hint, and the sheet of the tapped part. Hidden by the style sheet on larger screens.
#[component]
pub fn PhoneSheet() -> impl IntoView {
    let editor = Editor::expect();
    let part = Memo::new(move |_| editor.selection.with(|selection| selection.only_part().cloned()));
    view! {
        <div class="float pz" role="group" aria-label="Zoom">
            <button type="button" class="pb" aria-label="Zoom in" on:click=move |_| editor.zoom_by(1.25)>
                <Icon name="plus"/>
            </button>
            <button type="button" class="pb" aria-label="Zoom out" on:click=move |_| editor.zoom_by(0.8)>
                <Icon name="minus"/>
            </button>
            <button type="button" class="pb" aria-label="Fit to screen" on:click=move |_| editor.fit()>
                <Icon name="scan"/>
            </button>
        </div>
        <p class="ph">"Drag to move, pinch to zoom. Drawing needs a larger screen."</p>
        {move || part.get().map(|id| view! { <Sheet id/> })}
    }
}

#[component]
fn Sheet(id: ElementId) -> impl IntoView {
    let editor = Editor::expect();
    let full = RwSignal::new(false);
    let design = editor.project.design();
    let shown = id.clone();
    let head = move || {
        design.with(|design| {
            let element = design.elements.get(&shown)?;
            let (name, place) = (design.display_name(&shown).to_owned(), kind_and_place(design, element));
            Some(view! {
                <header class=format!("ihead k-{}", css_kind(element.kind))>
                    <span class="tile tile--lg">
                        <Icon name=icon_of(element)/>
                    </span>
                    <div class="ihead__t">
                        <h2>{name}</h2>
                        <p class="faint">{format!("{place} · {}", caption(element))}</p>
                    </div>
                    <button type="button" class="pb" aria-label="Close details" on:click=move |_| editor.select(Selection::default())>
                        <Icon name="x"/>
                    </button>
                </header>
            })
        })
    };
    let about = id.clone();
    let worst = move || {
        let finding = editor
            .review
            .with(|review| review.findings.iter().find(|finding| finding.waived.is_none() && finding.elements.contains(&about)).cloned())?;
        let key = finding.key.as_str().to_owned();
        let open = move |_| {
            editor.right_tab.set(RightTab::Review);
            editor.open_finding.set(Some(key.clone()));
            editor.phone_tab.set(PhoneTab::Review);
        };
        Some(view! {
            <button type="button" class="pf" on:click=open>
                <Icon name=mark::icon(finding.severity)/>
                <span>
                    <strong>{finding.title}</strong>
                    <span class="faint">{finding.place}</span>
                </span>
                <span class="code-chip">{finding.code}</span>
                <Icon name="chevron-right"/>
            </button>
        })
    };
    let links = move || {
        design.with(|design| {
            design
                .links_at(&id)
                .map(|(_, link)| {
                    let other = if link.from == id { &link.to } else { &link.from };
                    let what = if link.kind.is_event() {
                        link.events.first().map(ToString::to_string).unwrap_or_default()
                    } else {
                        link.label.clone()
                    };
                    view! {
                        <li>
                            <LinkSample class=LinkClass::of(link.kind) width=30/>
                            <span>{design.display_name(other).to_owned()}</span>
                            <span class="faint mono">{what}</span>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <section class=move || if full.get() { "sheet is-full" } else { "sheet" } aria-label="Details">
            <button type="button" class="sheet__g" aria-label="Expand details" aria-expanded=move || full.get().to_string() on:click=move |_| full.update(|on| *on = !*on)>
                <span></span>
            </button>
            {head}
            {worst}
            <ul class="plk">{links}</ul>
        </section>
    }
}
