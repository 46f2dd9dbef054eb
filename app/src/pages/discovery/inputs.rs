//! Ways to answer, on the browser's own radio buttons, check boxes and fields: their keys work as everywhere.

use super::question_card::Asked;
use crate::{
    alive::Alive,
    browser,
    components::{Icon, typed::as_typed},
};
use domain::{
    design::limits::{MAX_ENTRIES, MAX_LINE_CHARS},
    discovery::{
        Answer, Choice, Level,
        capability::{self, Family},
    },
};
use leptos::{ev::SubmitEvent, html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{collections::BTreeMap, time::Duration};

/// From this many options on they are shown in groups that open and close.
const MANY_CHOICES: usize = 30;
/// How long after the last key a text is taken as an answer.
const TYPING_PAUSE: Duration = Duration::from_millis(700);
/// What another tab was typing and has neither changed nor taken as an answer for so long was typed in a tab that is gone.
const DRAFT_IS_LEFT: Duration = Duration::from_secs(3);

/// One of several options: cards when they have hints, segments otherwise.
#[component]
pub(super) fn One(asked: Asked, choices: &'static [Choice]) -> impl IntoView {
    let cards = choices.iter().any(|choice| !choice.hint.is_empty());
    let options = choices
        .iter()
        .map(|choice| {
            let chosen = Memo::new(move |_| asked.answer.get() == Some(Answer::text(choice.slug)));
            let input = view! {
                <input
                    type="radio"
                    name=asked.question.id
                    value=choice.slug
                    checked=chosen.get_untracked()
                    prop:checked=chosen
                    disabled=asked.locked()
                    on:change=move |_| asked.say(Some(Answer::text(choice.slug)))
                />
            };
            if cards {
                view! { <OptionCard choice>{input}</OptionCard> }.into_any()
            } else {
                view! {
                    <label>
                        {input}
                        <span>{choice.label}</span>
                    </label>
                }
                .into_any()
            }
        })
        .collect_view();
    view! { <div class=if cards { "ops" } else { "seg seg--form" }>{options}</div> }.into_any()
}

/// An option as a card around its input.
#[component]
fn OptionCard(choice: &'static Choice, children: Children) -> impl IntoView {
    let icon = (!choice.icon.is_empty()).then(|| view! { <Icon name=choice.icon/> });
    view! {
        <label class="op">
            {children()}
            <span class="op__i">{icon}</span>
            <span class="op__t">
                <strong>{choice.label}</strong>
                {(!choice.hint.is_empty()).then(|| view! { <span>{choice.hint}</span> })}
                {choice.standing.gap().map(|gap| view! { <span class="op__g">{gap.mark()}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// Any number of options, and free entries beside them.
#[component]
pub(super) fn Many(asked: Asked, choices: &'static [Choice], free: bool) -> impl IntoView {
    // Until somebody chooses, what is suggested counts: taking one away keeps the others.
    let entries = Memo::new(move |_| match asked.answer.get() {
        Some(Answer::Many(entries)) => entries,
        _ => asked.suggested(),
    });
    let assumed = move || !matches!(asked.answer.get(), Some(Answer::Many(_))) && !entries.with(Vec::is_empty);
    let set = move |entry: String, on: bool| {
        let mut next = entries.get_untracked();
        next.retain(|other| *other != entry);
        if on && next.len() < MAX_ENTRIES {
            next.push(entry);
        }
        asked.say(Some(Answer::Many(next)));
    };
    let card = move |choice: &'static Choice| {
        let chosen = Memo::new(move |_| entries.with(|entries| entries.iter().any(|entry| entry == choice.slug)));
        view! {
            <OptionCard choice>
                <input
                    type="checkbox"
                    name=asked.question.id
                    value=choice.slug
                    checked=chosen.get_untracked()
                    prop:checked=chosen
                    disabled=asked.locked()
                    on:change=move |event| set(choice.slug.to_owned(), event_target_checked(&event))
                />
            </OptionCard>
        }
    };
    let options = match groups(choices) {
        groups if groups.len() > 1 => groups
            .into_iter()
            .map(|(name, choices)| {
                let count = {
                    let choices = choices.clone();
                    Memo::new(move |_| {
                        entries.with(|entries| choices.iter().filter(|c| entries.iter().any(|entry| entry == c.slug)).count())
                    })
                };
                let all = choices.len();
                let cards = choices.into_iter().map(card).collect_view();
                view! {
                    <details class="opg" open=count.get_untracked() != 0>
                        <summary>
                            <Icon name="chevron-right"/>
                            <strong>{name}</strong>
                            <span class="num">{move || format!("{} of {all}", count.get())}</span>
                        </summary>
                        <div class="ops ops--many">{cards}</div>
                    </details>
                }
            })
            .collect_view()
            .into_any(),
        _ => {
            let cards = choices.iter().map(card).collect_view();
            (!choices.is_empty()).then_some(view! { <div class="ops ops--many">{cards}</div> }).into_any()
        }
    };
    let own = move || entries.get().into_iter().filter(|entry| choices.iter().all(|choice| choice.slug != entry)).collect::<Vec<_>>();
    let one_own = move |entry: String| {
        let gone = entry.clone();
        view! {
            <li class="chip chip--acc">
                {entry.clone()}
                <button type="button" class="chip__x" aria-label=format!("Remove {entry}") on:click=move |_| set(gone.clone(), false)>
                    <Icon name="x"/>
                </button>
            </li>
        }
    };
    view! {
        <div class="many">
            {options}
            <p class="q__d" hidden=move || !assumed()>
                "Suggested by your answers above. Change what does not fit."
            </p>
            {free
                .then(|| {
                    view! {
                        <ul class="many__own" aria-label="Added by you">
                            <For each=own key=|entry| entry.clone() children=one_own/>
                        </ul>
                        <FreeEntry asked add=Callback::new(move |entry| set(entry, true))/>
                    }
                })}
        </div>
    }
    .into_any()
}

/// Options by family when they are capabilities, so that a long list can be looked through; else one group.
fn groups(choices: &'static [Choice]) -> Vec<(&'static str, Vec<&'static Choice>)> {
    let of = |family: Family| choices.iter().filter(move |choice| capability::find(choice.slug).is_some_and(|c| c.family == family));
    if choices.len() < MANY_CHOICES {
        return vec![("", choices.iter().collect())];
    }
    Family::ALL.into_iter().map(|family| (family.label(), of(family).collect())).collect()
}

/// A field for an entry that is not among the options.
#[component]
fn FreeEntry(asked: Asked, add: Callback<String>) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get() else { return };
        let entry = field.value().trim().to_owned();
        if !entry.is_empty() {
            add.run(entry);
            field.set_value("");
        }
    };
    view! {
        <form class="many__f" on:submit=submit>
            <input
                node_ref=field
                class="field"
                maxlength=MAX_LINE_CHARS.to_string()
                placeholder="Something else"
                aria-label=format!("{}: something else", asked.question.subject)
                autocomplete="off"
                disabled=asked.locked()
            />
            <button class="btn" disabled=asked.locked()>
                <Icon name="plus"/>
                "Add"
            </button>
        </form>
    }
    .into_any()
}

/// Free text, taken when the typing pauses. What is typed until then is on this device at once, so that a tab that dies loses no letter.
#[component]
pub(super) fn Text(asked: Asked, placeholder: &'static str) -> impl IntoView {
    let text = move || match asked.answer.get() {
        Some(Answer::Text(text)) => text,
        _ => String::new(),
    };
    let pause = StoredValue::new(None::<TimeoutHandle>);
    let typing = StoredValue::new(String::new());
    // Nothing is written over what is being typed.
    let shown = move || {
        let (text, typing) = (text(), typing.get_value());
        if pause.with_value(Option::is_some) { typing } else { as_typed(typing, text, |text| text.trim().to_owned()) }
    };
    let alive = Alive::here();
    let draft = StoredValue::new(asked.draft_key());
    let answer = move |text: &str| {
        let text = text.trim().to_owned();
        // An emptied field takes the answer back, but does not undo “not sure”.
        match (text.is_empty(), asked.answer.get_untracked()) {
            (true, Some(Answer::NotSure) | None) => {}
            (true, _) => asked.say(None),
            (false, _) => asked.say(Some(Answer::Text(text))),
        }
    };
    let take = move |key: &str, text: &str| {
        browser::store(key, None);
        answer(text);
    };
    let stop = move || {
        if let Some(timer) = pause.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let typed = move |event| {
        let text = event_target_value(&event);
        // Where there is no room for it, the pause comes soon.
        browser::store(&draft.get_value(), Some(&text));
        typing.set_value(text.clone());
        stop();
        let done = move || {
            pause.set_value(None);
            take(&draft.get_value(), &text);
        };
        pause.set_value(alive.after_with_handle(TYPING_PAUSE, done));
    };
    let left = move |event| {
        stop();
        typing.set_value(event_target_value(&event));
        take(&draft.get_value(), &event_target_value(&event));
    };
    Effect::new(move |_| {
        if asked.locked() {
            return;
        }
        for (key, text) in asked.kept_drafts() {
            if key == draft.get_value() {
                take(&key, &text);
            } else {
                alive.after(DRAFT_IS_LEFT, move || {
                    if browser::stored(&key).as_ref() == Some(&text) {
                        take(&key, &text);
                    }
                });
            }
        }
    });
    view! {
        <textarea
            class="field field--text"
            rows="3"
            maxlength="2000"
            placeholder=placeholder
            aria-label=asked.question.text
            autocomplete="off"
            disabled=asked.locked()
            prop:value=shown
            on:input=typed
            on:change=left
        ></textarea>
        // What stands inside a text area is not escaped on the way to the browser, so nothing does: without scripts the words are here.
        <p class="q__now">{text}</p>
    }
    .into_any()
}

const LEVELS: [(Level, &str); 3] = [(Level::None, "None"), (Level::Some, "Some"), (Level::Strong, "Strong")];

/// A level for each of several subjects.
#[component]
pub(super) fn Levels(asked: Asked, subjects: &'static [Choice]) -> impl IntoView {
    let levels = Memo::new(move |_| match asked.answer.get() {
        Some(Answer::Levels(levels)) => levels,
        _ => BTreeMap::new(),
    });
    let set = move |subject: &'static str, level: Level| {
        let mut next = levels.get_untracked();
        next.insert(subject.to_owned(), level);
        asked.say(Some(Answer::Levels(next)));
    };
    let rows = subjects
        .iter()
        .map(|subject| {
            let name = format!("{}-{}", asked.question.id, subject.slug);
            let options = LEVELS.map(|(level, word)| {
                let chosen = Memo::new(move |_| levels.with(|levels| levels.get(subject.slug) == Some(&level)));
                view! {
                    <label>
                        <input
                            type="radio"
                            name=name.clone()
                            checked=chosen.get_untracked()
                            prop:checked=chosen
                            disabled=asked.locked()
                            on:change=move |_| set(subject.slug, level)
                        />
                        <span>{word}</span>
                    </label>
                }
            });
            view! {
                <div class="sk" role="radiogroup" aria-label=subject.label>
                    <span class="sk__n">
                        <Icon name=subject.icon/>
                        {subject.label}
                    </span>
                    {options}
                </div>
            }
        })
        .collect_view();
    view! { <div class="sks">{rows}</div> }.into_any()
}
