//! A whole number: a field with a button at either end, and a few likely values.

use super::question_card::Asked;
use crate::components::Icon;
use domain::discovery::Answer;
use leptos::prelude::*;

/// A number between two bounds. Out of range is brought into range, and what is no number changes nothing.
#[component]
pub(super) fn Number(asked: Asked, unit: &'static str, min: u64, max: u64, suggestions: &'static [u64]) -> impl IntoView {
    let number = Memo::new(move |_| match asked.answer.get() {
        Some(Answer::Number(number)) => Some(number),
        _ => None,
    });
    let say = move |number: u64| asked.say(Some(Answer::Number(number.clamp(min, max))));
    let start = suggestions.get(suggestions.len() / 2).copied().unwrap_or(min);
    let fewer = move |_| say(number.get_untracked().map_or(start, |n| n - step(n.saturating_sub(1)).min(n)));
    let more = move |_| say(number.get_untracked().map_or(start, |n| n + step(n)));
    let shown = move || number.get().map(grouped).unwrap_or_default();
    let typed = move |event: leptos::ev::Event| {
        match parse(&event_target_value(&event)) {
            Some(n) => say(n),
            None if number.get_untracked().is_some() => asked.say(None),
            None => {}
        }
        // The field must say what was taken, also when that is what it was before.
        if let Some(field) = event_target_field(&event) {
            field.set_value(&untrack(shown));
        }
    };
    let likely = suggestions
        .iter()
        .map(|&n| {
            view! {
                <button type="button" class="btn btn--sm" aria-pressed=move || (number.get() == Some(n)).to_string() disabled=asked.locked() on:click=move |_| say(n)>
                    {grouped(n)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="numq">
            <span class="stepper stepper--lg">
                <button type="button" aria-label=format!("Fewer {unit}") disabled=asked.locked() on:click=fewer>
                    <Icon name="minus"/>
                </button>
                <input
                    class="num"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="20"
                    aria-label=format!("{}, {unit}", asked.question.subject)
                    placeholder="?"
                    value=untrack(shown)
                    prop:value=shown
                    disabled=asked.locked()
                    on:change=typed
                />
                <button type="button" aria-label=format!("More {unit}") disabled=asked.locked() on:click=more>
                    <Icon name="plus"/>
                </button>
            </span>
            <span class="numq__u">{unit}</span>
            <span class="numq__s" role="group" aria-label="Likely values">
                {likely}
            </span>
        </div>
    }
    .into_any()
}

fn event_target_field(event: &leptos::ev::Event) -> Option<web_sys::HtmlInputElement> {
    use wasm_bindgen::JsCast;
    event.target()?.dyn_into().ok()
}

/// How far one press goes: a tenth of the order of magnitude.
fn step(n: u64) -> u64 {
    let mut step = 1;
    while step * 20 <= n {
        step *= 10;
    }
    step
}

/// A number as people type it: spaces, commas, points and apostrophes between the digits are theirs to choose.
fn parse(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\'' | '’') && !c.is_whitespace()).collect();
    digits.parse().ok()
}

/// A number with its thousands apart: `50,000`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in
            [("2000", Some(2_000)), ("2,000", Some(2_000)), (" 2 000 ", Some(2_000)), ("2’000", Some(2_000)), ("", None), ("many", None)]
        {
            assert_eq!(parse(text), number, "{text}");
        }
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn steps_fit_the_size_of_the_number() {
        assert_eq!([0, 3, 19, 20, 199, 200, 5_000].map(step), [1, 1, 1, 10, 10, 100, 1_000]);
    }
}
