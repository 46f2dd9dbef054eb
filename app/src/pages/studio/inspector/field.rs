//! The fields of the inspector: a label, a control, and what to do when its value was changed. They hold no state of their own. A field
//! is written anew only when its own value is another one: whoever types there loses nothing when something else of the design changes.
//! What was refused is not shown as if it had been taken.

use crate::{
    components::Icon,
    state::editor::{Editor, Refused},
};
use domain::standing::{Gap, Standing};
use leptos::{ev, html, prelude::*};

/// A section with a head.
#[component]
pub fn Section(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="isec">
            <div class="row-head">
                <h3 class="h-sec">{title}</h3>
            </div>
            {children()}
        </section>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    changed: impl Fn(String) + Copy + Send + Sync + 'static,
    #[prop(default = "120")] maxlength: &'static str,
    #[prop(default = "")] placeholder: &'static str,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    let value = Memo::new(move |_| value.get());
    let change = move |event: web_sys::Event| {
        changed(event_target_value(&event).trim().to_owned());
        put_back(&event, &value.get_untracked());
    };
    view! {
        <label class="prop">
            <span>{label}</span>
            <input
                class="field"
                maxlength=maxlength
                placeholder=placeholder
                disabled=off
                autocomplete="off"
                value=value.get_untracked()
                prop:value=move || value.get()
                on:change=change
            />
        </label>
    }
}

/// Several lines.
#[component]
pub fn LongField(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    changed: impl Fn(String) + Copy + Send + Sync + 'static,
    #[prop(default = "")] placeholder: &'static str,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    let value = Memo::new(move |_| value.get());
    view! {
        <textarea
            class="field itext"
            aria-label=label
            rows="3"
            maxlength="2000"
            placeholder=placeholder
            disabled=off
            prop:value=move || value.get()
            on:change=move |event| changed(event_target_value(&event).trim().to_owned())
        ></textarea>
    }
}

/// A whole number with a unit; empty means nothing is said. What is no number is put back.
#[component]
pub fn NumberField(
    label: &'static str,
    #[prop(into)] value: Signal<Option<u32>>,
    changed: impl Fn(Option<u32>) + Copy + Send + Sync + 'static,
    #[prop(default = "")] unit: &'static str,
    #[prop(into, default = Signal::stored(String::new()))] placeholder: Signal<String>,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    let value = Memo::new(move |_| value.get());
    let shown = move || value.get().map(|n| n.to_string()).unwrap_or_default();
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        match text.trim() {
            "" => changed(None),
            text => _ = text.parse().map(|number| changed(Some(number))),
        }
        put_back(&event, &untrack(shown));
    };
    view! {
        <label class="prop">
            <span>{label}</span>
            <span class="prop__u">
                <input class="field num" inputmode="numeric" maxlength="9" placeholder=move || placeholder.get() disabled=off autocomplete="off" prop:value=shown on:change=change/>
                {(!unit.is_empty()).then(|| view! { <span class="faint">{unit}</span> })}
            </span>
        </label>
    }
}

fn put_back(event: &web_sys::Event, text: &str) {
    use wasm_bindgen::JsCast;
    if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        input.set_value(text);
    }
}

/// One of several. Options are value and label.
#[component]
pub fn SelectField(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    /// What the bundle makes of a value, by its option.
    #[prop(optional)]
    standing: Option<fn(&str) -> Option<Standing>>,
    /// Options that are not offered, and why.
    #[prop(optional)]
    refused: Option<Signal<Refused>>,
    changed: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    let select = NodeRef::<html::Select>::new();
    let chosen = move |event: ev::Event| {
        changed(event_target_value(&event));
        if let Some(select) = select.get_untracked() {
            select.set_value(&value.get_untracked());
        }
    };
    let gap = move |option: &str| standing.and_then(|standing| standing(option)?.gap());
    let refused = move || refused.map(|refused| refused.get()).unwrap_or_default();
    let why = move || (!refused().is_empty()).then(|| format!("why-not-{}", label.to_lowercase().replace(' ', "-")));
    let reasons = move || {
        let name = |option: &str| options.with(|all| all.iter().find(|(slug, _)| slug == option).map(|(_, label)| label.clone()));
        why().map(|id| view! { <small class="prop__not" id=id>{by_reason(&refused(), name).join(" ")}</small> })
    };
    let all = move || {
        let (now, refused) = (value.get(), refused());
        options
            .get()
            .into_iter()
            .map(|(option, label)| {
                let chosen = option == now;
                let label = gap(&option).map_or(label.clone(), |gap| format!("{label} ({})", gap.short()));
                let off = refused.contains_key(&option);
                let label = if off { format!("{label}, not possible here") } else { label };
                view! { <option value=option selected=chosen disabled=off>{label}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="prop">
            <span>{label}</span>
            <select class="field" aria-label=label aria-describedby=why node_ref=select disabled=off on:change=chosen>
                {all}
            </select>
            {reasons}
            {move || value.with(|now| gap(now)).map(gap_text)}
        </label>
    }
}

/// Why options are not offered: those with the same reason in one sentence.
fn by_reason(refused: &Refused, name: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut all: Vec<(&str, Vec<String>)> = Vec::new();
    for (option, reason) in refused {
        let name = name(option).unwrap_or_else(|| option.clone());
        match all.iter_mut().find(|(known, _)| known == reason) {
            Some((_, names)) => names.push(name),
            None => all.push((reason, vec![name])),
        }
    }
    all.into_iter().map(|(reason, names)| format!("Not possible here: {}. {reason}", names.join(", "))).collect()
}

/// What a value lacks, below the field that holds it.
fn gap_text(gap: Gap) -> impl IntoView {
    view! { <small class="prop__gap">{gap.told()}</small> }
}

/// Yes or no.
#[component]
pub fn CheckField(
    label: &'static str,
    #[prop(into)] value: Signal<bool>,
    /// What the bundle makes of “yes”.
    #[prop(optional)]
    standing: Option<Standing>,
    changed: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    view! {
        <label class="ckb">
            <input type="checkbox" disabled=off checked=value.get_untracked() prop:checked=move || value.get() on:change=move |event| changed(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
        {standing.and_then(Standing::gap).map(gap_text)}
    }
}

/// A small number with a button on either side.
#[component]
pub fn Stepper(
    label: &'static str,
    #[prop(into)] value: Signal<u16>,
    changed: impl Fn(u16) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let off = !Editor::expect().can_edit();
    view! {
        <div class="prop">
            <span>{label}</span>
            <span class="stepper">
                <button type="button" aria-label=format!("Fewer {}", label.to_lowercase()) disabled=move || off || value.get() <= 1 on:click=move |_| changed(value.get_untracked().saturating_sub(1).max(1))>
                    <Icon name="minus"/>
                </button>
                <output class="num" aria-label=label>{move || value.get().to_string()}</output>
                <button type="button" aria-label=format!("More {}", label.to_lowercase()) disabled=off on:click=move |_| changed(value.get_untracked().saturating_add(1))>
                    <Icon name="plus"/>
                </button>
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_with_one_reason_are_told_in_one_sentence() {
        let refused: Refused =
            [("a", "No broker."), ("b", "Only here."), ("c", "No broker.")].map(|(o, why)| (o.into(), why.into())).into();
        let name = |option: &str| (option == "a").then(|| "Kafka".to_owned());
        assert_eq!(by_reason(&refused, name), ["Not possible here: Kafka, c. No broker.", "Not possible here: b. Only here."]);
        assert!(by_reason(&Refused::new(), |_| None).is_empty());
    }
}
