//! The ways to begin.

use super::Begin;
use crate::components::Icon;
use leptos::prelude::*;

/// Questions first; a template or a blank canvas for those who know.
#[component]
pub(super) fn Starts(begin: Begin) -> impl IntoView {
    let busy = begin.busy;
    view! {
        <ul class="starts">
            <li class="st st--main">
                <div class="st__t">
                    <h2>"Answer questions"</h2>
                    <p>"Some twenty questions, then a proposal with its reasons, including when not to split."</p>
                    <div class="st__a">
                        <button type="button" class="btn btn--primary btn--lg" disabled=busy on:click=move |_| begin.blank("discovery")>
                            "Start Discovery"
                        </button>
                        <span class="faint">"About 8 minutes"</span>
                    </div>
                </div>
                <div class="st__v" aria-hidden="true">
                    <span class="qa">
                        <b>"Who will run it?"</b>
                        <i>"3 engineers"</i>
                    </span>
                    <span class="qa">
                        <b>"Busiest hour?"</b>
                        <i>"40 calls"</i>
                    </span>
                    <span class="qa qa--out">
                        <Icon name="lightbulb"/>
                        "One backend, voice apart"
                    </span>
                </div>
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
                <button type="button" class="st" disabled=busy on:click=move |_| begin.blank("studio") aria-keyshortcuts="n">
                    <span class="tile tile--lg k-external">
                        <Icon name="square-dashed"/>
                    </span>
                    <span class="st__h2">"Blank canvas"</span>
                    <span class="st__p">"Place the parts yourself. Review runs from the first link."</span>
                    <span class="st__k">
                        <kbd aria-hidden="true">"N"</kbd>
                    </span>
                </button>
            </li>
        </ul>
    }
    .into_any()
}
