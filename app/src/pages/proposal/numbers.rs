//! The numbers the proposal reckons with, and another value for any of them.

use super::{Proposed, SHOWN, decisions::BackToList};
use domain::{
    Edit,
    discovery::{
        Answer, Brief,
        numbers::{self, Number},
    },
    ids::QuestionId,
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The numbers as a page.
#[component]
pub(super) fn NumbersView(proposed: Proposed) -> impl IntoView {
    let rows = numbers::ALL.iter().map(|number| view! { <Row proposed number/> }).collect_view();
    view! {
        <article class="padr scroll" id=SHOWN aria-labelledby="h-adr" tabindex="0">
            <BackToList/>
            <header class="adr__h">
                <div class="row-head">
                    <span class="code-chip">"Assumptions"</span>
                </div>
                <h2 id="h-adr">"Assumed limits"</h2>
            </header>
            <section>
                <p>"These decide what counts as small, busy or too large. Where you know better, put your own number; the proposal follows at once."</p>
            </section>
            <section>
                <ul class="nums">{rows}</ul>
            </section>
        </article>
    }
    .into_any()
}

#[component]
fn Row(proposed: Proposed, number: &'static Number) -> impl IntoView {
    let state = proposed.state;
    let value =
        Memo::new(move |_| state.design().with(|design| Brief::read(&design.brief).numbers.get(number.id)).unwrap_or(number.default));
    let own = move || value.get() != number.default;
    let say = move |answer: Option<Answer>| {
        let Ok(question) = QuestionId::new(number.id) else { return };
        let verb = if answer.is_some() { "Changed the number" } else { "Took back the number" };
        state.dispatch(Edit::SetAnswer { question, answer }, format!("{verb}: {}", number.label));
    };
    let typed = move |event: leptos::ev::Event| {
        if let Ok(n) = event_target_value(&event).trim().parse::<u32>() {
            let n = n.clamp(number.min, number.max);
            say((n != number.default).then(|| Answer::Number(u64::from(n))));
        }
        // The field must say what was taken, also when that is what it was before.
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            field.set_value(&value.get_untracked().to_string());
        }
    };
    let field = format!("n-{}", number.id);
    let back = move || {
        own().then(|| {
            view! {
                <button type="button" class="btn btn--sm btn--quiet" disabled=!state.can_edit() on:click=move |_| say(None)>
                    {format!("Back to {}", number.default)}
                </button>
            }
        })
    };
    view! {
        <li>
            <label for=field.clone()>{number.label}</label>
            <span class="nums__v">
                <input
                    class="field num"
                    id=field
                    type="number"
                    inputmode="numeric"
                    min=number.min.to_string()
                    max=number.max.to_string()
                    value=value.get_untracked().to_string()
                    prop:value=move || value.get().to_string()
                    disabled=!state.can_edit()
                    on:change=typed
                />
                <span class="muted">{number.unit}</span>
                {back}
            </span>
            <p class="faint">{number.about}</p>
        </li>
    }
    .into_any()
}
