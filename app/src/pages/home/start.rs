//! The ways to begin. Each is a form, which the server answers as well: nobody who is early, or runs no scripts, presses in vain.

use super::{Begin, UNTITLED};
use crate::{
    answers::Loaded,
    components::{Icon, miniature::MiniaturePicture},
};
use domain::{discovery::UNNAMED, protocol::StarterEntry};
use leptos::prelude::*;

/// Questions first; a template or a blank canvas for those who know.
#[component]
pub(super) fn Starts(begin: Begin, starters: Loaded<Vec<StarterEntry>>) -> impl IntoView {
    let is_busy = move || begin.busy.get().to_string();
    view! {
        <ul class="starts">
            <li class="st st--main">
                <div class="st__t">
                    <h2>"Answer questions"</h2>
                    <p>"About 20 questions, most optional, then a proposal with its reasons, including when not to split."</p>
                    <form class="st__a" method="post" action="/projects" on:submit=move |event| begin.instead(&event, Begin::questions)>
                        <input type="hidden" name="name" value=UNNAMED/>
                        <input type="hidden" name="stage" value="discovery"/>
                        <button class="btn btn--primary btn--lg" aria-disabled=is_busy>
                            "Start Discovery"
                        </button>
                        <span class="faint">"About 8 minutes"</span>
                    </form>
                </div>
                {move || outcome(starters)}
            </li>
            <li>
                <a class="st" href="#templates">
                    <span class="tile tile--lg k-service">
                        <Icon name="layout-template"/>
                    </span>
                    <h2>"From a template"</h2>
                    <p>"A complete, reviewed design you then change."</p>
                    <span class="st__k">
                        <kbd aria-hidden="true">"T"</kbd>
                    </span>
                </a>
            </li>
            <li>
                <form method="post" action="/projects" on:submit=move |event| begin.instead(&event, Begin::canvas)>
                    <input type="hidden" name="name" value=UNTITLED/>
                    <input type="hidden" name="stage" value="studio"/>
                    <button class="st" aria-disabled=is_busy aria-keyshortcuts="n">
                        <span class="tile tile--lg k-external">
                            <Icon name="square-dashed"/>
                        </span>
                        <span class="st__h2">"Blank canvas"</span>
                        <span class="st__p">"Place the parts yourself. Review runs from the first link."</span>
                        <span class="st__k">
                            <kbd aria-hidden="true">"N"</kbd>
                        </span>
                    </button>
                </form>
            </li>
        </ul>
    }
    .into_any()
}

/// What comes out of it: the first template in small. Decoration; the line above says it in words.
fn outcome(starters: Loaded<Vec<StarterEntry>>) -> AnyView {
    let first = starters.answer().and_then(Result::ok).and_then(|starters| starters.first().cloned());
    view! {
        <div class="st__v" aria-hidden="true">
            <span class="st__m">{first.map(|starter| view! { <MiniaturePicture miniature=starter.miniature/> })}</span>
            <span class="qa">
                <Icon name="scale"/>
                "Decisions with reasons"
            </span>
            <span class="qa qa--out">
                <Icon name="download"/>
                "A zip that starts"
            </span>
        </div>
    }
    .into_any()
}
