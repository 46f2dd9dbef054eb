//! Asks which value to keep where two changed the same. Until somebody has chosen, theirs stands in the design and mine is kept on
//! this device.

use super::{Icon, dialog::Dialog};
use crate::state::ProjectState;
use domain::edit::merge::{Clash, Side};
use leptos::{ev::SubmitEvent, prelude::*};

/// Opens by itself when something clashes. Closing it puts the choice off.
#[component]
pub fn ClashDialog(open: RwSignal<bool>) -> impl IntoView {
    let state = ProjectState::expect();
    let clashes = state.clashes();
    // One for each clash, in their order. Mine at first: it is what the person has just done.
    let sides = RwSignal::new(Vec::<Side>::new());
    Effect::new(move |before: Option<usize>| {
        let count = clashes.with(Vec::len);
        sides.set(vec![Side::Mine; count]);
        if count > before.unwrap_or_default() {
            open.set(true);
        }
        count
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        open.set(false);
        state.decide(&sides.get_untracked());
    };
    let all = move |side: Side| sides.update(|sides| sides.iter_mut().for_each(|chosen| *chosen = side));
    let several = move || {
        (clashes.with(Vec::len) > 1).then(|| {
            view! {
                <div class="clash__a" role="group" aria-label="All of them">
                    <button type="button" class="btn btn--sm" on:click=move |_| all(Side::Mine)>
                        "All yours"
                    </button>
                    <button type="button" class="btn btn--sm" on:click=move |_| all(Side::Theirs)>
                        "All theirs"
                    </button>
                </div>
            }
        })
    };
    let questions = move || clashes.get().into_iter().enumerate().map(|(i, clash)| question(i, &clash, sides)).collect_view();
    view! {
        <Dialog open id="clash-h" title="Two of you changed the same thing" class="dlg dlg--clash">
            <form class="dlg__b" on:submit=submit>
                <p>"Somebody else saved first. Everything else is merged. Which of these do you want to keep?"</p>
                {several}
                <div class="clashes scroll" tabindex="0" role="group" aria-label="Choices">{questions}</div>
                <div class="dlg__a">
                    <button type="button" class="btn" on:click=move |_| open.set(false)>
                        "Decide later"
                    </button>
                    <button class="btn btn--primary">"Keep what is chosen"</button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

fn question(i: usize, clash: &Clash, sides: RwSignal<Vec<Side>>) -> impl IntoView + use<> {
    let option = |side: Side, whose: &'static str| {
        let chosen = move || sides.with(|sides| sides.get(i) == Some(&side));
        let choose = move |_| {
            sides.update(|sides| {
                if let Some(chosen) = sides.get_mut(i) {
                    *chosen = side;
                }
            })
        };
        view! {
            <label class="clash__o">
                <input type="radio" name=format!("clash-{i}") autofocus=i == 0 && side == Side::Mine prop:checked=chosen on:change=choose/>
                <span class="clash__w">{whose}</span>
                <span class="clash__v">{clash.words(side).to_owned()}</span>
            </label>
        }
    };
    view! {
        <fieldset class="clash">
            <legend>{clash.title.clone()}</legend>
            {option(Side::Mine, "Yours")}
            {option(Side::Theirs, "Theirs")}
        </fieldset>
    }
}

/// In the bar, while choices wait.
#[component]
pub fn ClashReminder(open: RwSignal<bool>) -> impl IntoView {
    let clashes = ProjectState::expect().clashes();
    move || {
        let count = clashes.with(Vec::len);
        (count > 0).then(|| {
            view! {
                <button type="button" class="btn btn--sm" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                    <Icon name="git-merge"/>
                    {if count == 1 { "1 choice waits".to_owned() } else { format!("{count} choices wait") }}
                </button>
            }
        })
    }
}
