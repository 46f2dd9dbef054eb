//! The verdict in a strip: what fits, how large it is, and the way on.

use super::Proposed;
use crate::{
    components::{Icon, dialog::Dialog},
    navigation::Navigator,
};
use domain::{design::ElementKind, discovery::opened, edit::diff};
use leptos::{ev::MouseEvent, prelude::*};

/// Title, explanation, counts, and the two ways on.
#[component]
pub(super) fn VerdictStrip(proposed: Proposed) -> impl IntoView {
    let state = proposed.state;
    let replace_open = RwSignal::new(false);
    let answered = move || state.design().with(|design| !design.brief.is_empty());
    let title = move || match (proposed.drawn.get(), answered()) {
        (true, false) => state.design().with(|design| design.name.clone()),
        _ => proposed.proposal.with(|proposal| proposal.verdict.title.clone()),
    };
    let text = move || match (proposed.drawn.get(), answered()) {
        (true, false) => {
            "This design was not made from answers, so there is no verdict on its shape. The decisions are read from the design.".to_owned()
        }
        _ => proposed.proposal.with(|proposal| proposal.verdict.explanation.clone()),
    };
    let counts = move || {
        let decisions = proposed.records.with(Vec::len);
        proposed.design.with(|design| {
            let code =
                design.elements.values().filter(|element| matches!(element.kind, ElementKind::Service | ElementKind::Worker)).count();
            let tables = design.contexts.values().map(|context| context.entities.len()).sum::<usize>();
            [(design.contexts.len(), "context"), (code, "service"), (tables, "table"), (decisions, "decision")]
        })
    };
    let count = |(n, one): (usize, &'static str)| {
        view! {
            <div>
                <dt>{format!("{one}{}", if n == 1 { "" } else { "s" })}</dt>
                <dd class="num">{n}</dd>
            </div>
        }
    };
    let waiting = move || {
        let n = proposed.records.with(|records| records.iter().filter(|record| super::decisions::waits(record)).count());
        match (n, proposed.drawn.get()) {
            (0, false) => "Nothing is drawn yet. The studio and the export draw it; undo takes it back.".to_owned(),
            (0, true) => "These decisions belong to your edited design.".to_owned(),
            (1, _) => "1 decision still waits for you. You can draw meanwhile.".to_owned(),
            (n, _) => format!("{n} decisions still wait for you. You can draw meanwhile."),
        }
    };
    let navigator = Navigator::expect();
    let studio = format!("/p/{}/studio", state.id());
    let open = {
        let studio = studio.clone();
        move |event: MouseEvent| {
            if proposed.drawn.get_untracked() || !state.can_edit() {
                return; // The link alone leads there.
            }
            event.prevent_default();
            if state.draw_proposal() {
                navigator.go(&studio);
            }
        }
    };
    let replace = {
        let studio = studio.clone();
        move |_| {
            replace_open.set(false);
            let next = state.design().with_untracked(|current| proposed.proposal.with_untracked(|proposal| opened(proposal, current)));
            let edit = state.design().with_untracked(|current| diff(current, &next));
            if state.dispatch(edit, "Replaced the design with the proposal") {
                navigator.go(&studio);
            }
        }
    };
    let renew = move || {
        (proposed.drawn.get() && answered() && state.can_edit()).then(|| {
            view! {
                <button type="button" class="btn btn--sm btn--quiet" on:click=move |_| replace_open.set(true)>
                    "Redraw from the answers"
                </button>
            }
        })
    };
    view! {
        <header class="verdict">
            <div class="verdict__t">
                <h1>{title}</h1>
                <p>{text}</p>
            </div>
            <dl class="verdict__n">{move || counts().map(count)}</dl>
            <div class="verdict__a">
                <a class="btn btn--lg" href=format!("/p/{}/discovery", state.id())>
                    "Edit answers"
                </a>
                <a class="btn btn--primary btn--lg" href=studio on:click=open>
                    "Open in Studio"
                    <Icon name="arrow-right"/>
                </a>
                <p class="faint">{waiting} " " {renew}</p>
            </div>
        </header>
        <Dialog open=replace_open id="replace-h" title="Replace the design?">
            <div class="dlg__b">
                <p>
                    "What you drew and decided yourself will be replaced by what the answers lead to now. Undo brings it back, and every revision is kept."
                </p>
                <div class="dlg__a">
                    <button type="button" class="btn" on:click=move |_| replace_open.set(false)>
                        "Keep my design"
                    </button>
                    <button type="button" class="btn btn--primary" on:click=replace>
                        "Replace it"
                    </button>
                </div>
            </div>
        </Dialog>
    }
    .into_any()
}
