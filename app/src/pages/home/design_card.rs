//! One design in the list: its picture, its name, and how it stands.

use crate::components::{Icon, miniature::MiniaturePicture, when::When};
use domain::protocol::{ProjectSummary, Role};
use leptos::prelude::*;

/// A card that opens the design where the work goes on.
#[component]
pub(super) fn DesignCard(project: ProjectSummary, delete: Callback<ProjectSummary>) -> impl IntoView {
    let forming = project.elements == 0 && project.answered > 0;
    let stage = if forming { "discovery" } else { "studio" };
    let place = if forming { "Discovery".to_owned() } else { format!("r{}", project.revision) };
    let remove = (project.role == Role::Own).then(|| {
        let project = project.clone();
        let label = format!("Delete {}", project.name);
        view! {
            <button type="button" class="btn btn--icon btn--sm dc__d" aria-label=label.clone() title=label on:click=move |_| delete.run(project.clone())>
                <Icon name="trash-2"/>
            </button>
        }
    });
    view! {
        <li>
            <article class="dc">
                <a class="dc__a" href=format!("/p/{}/{stage}", project.id)>
                    <span class=if forming { "dc__m is-forming" } else { "dc__m" }>
                        <MiniaturePicture miniature=project.miniature.clone()/>
                    </span>
                    <span class="dc__t">
                        <strong>{project.name.clone()}</strong>
                        <span class="dc__x">"Edited " <When ms=project.changed_ms/> " · " {place}</span>
                    </span>
                </a>
                <div class="dc__f">{standing(&project, forming)} {remove}</div>
            </article>
        </li>
    }
    .into_any()
}

/// The worst finding, or how far the questions are.
fn standing(project: &ProjectSummary, forming: bool) -> AnyView {
    if forming {
        let all = project.questions;
        let answered = project.answered.min(all);
        return view! {
            <svg class="bar-svg prog" viewBox="0 0 72 5" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-svg__b" width="72" height="5" rx="2.5"></rect>
                <rect class="bar-svg__v" width=(answered * 72 / all.max(1)).to_string() height="5" rx="2.5"></rect>
            </svg>
            <span class="faint dc__s">{format!("{answered} answered")}</span>
        }
        .into_any();
    }
    if project.elements == 0 {
        return view! { <span class="faint dc__s">"Empty"</span> }.into_any();
    }
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let errors = (project.errors > 0).then(|| {
        view! {
            <span class="chip chip--err">
                <Icon name="octagon-alert"/>
                {count(project.errors, "error")}
            </span>
        }
    });
    let warnings = (project.warnings > 0).then(|| {
        view! {
            <span class="chip chip--warn">
                <Icon name="triangle-alert"/>
                {count(project.warnings, "warning")}
            </span>
        }
    });
    let clean = (project.errors + project.warnings == 0).then(|| {
        view! {
            <span class="chip chip--ok">
                <Icon name="circle-check"/>
                {format!("{} of 10 met", project.criteria_met)}
            </span>
        }
    });
    view! {
        {errors}
        {warnings}
        {clean}
    }
    .into_any()
}
