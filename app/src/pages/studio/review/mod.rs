//! The review panel: how many criteria are met, the findings with their fixes, the risks that were accepted, the ten criteria.
//! Live on every change.

mod accepted;
mod criteria;
mod item;

use crate::{
    components::{
        Icon,
        find_field::FindField,
        long_list::{BLOCK, LongList, Standing},
    },
    state::editor::{Editor, RightTab},
};
use accepted::GoneRisks;
use canvas::mark;
use criteria::Criteria;
use domain::review::{Finding, Met, Severity};
use item::FindingItem;
use leptos::prelude::*;

/// The class of a severity in the style sheet.
fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "err",
        Severity::Warning => "warn",
        Severity::Note => "info",
    }
}

#[component]
pub fn ReviewPanel() -> impl IntoView {
    let editor = Editor::expect();
    let shown = Memo::new(move |_| editor.right_tab.get() == RightTab::Review);
    view! {
        <div class="scroll rev" id="tab-review-panel" role="tabpanel" aria-labelledby="tab-review" tabindex="0" hidden=move || !shown.get()>
            {move || shown.get().then(|| view! { <ReviewBody/> })}
        </div>
    }
}

/// About how high a folded finding is, in pixels.
const FINDING_PX: u32 = 52;

fn finding(key: String, at: Standing) -> AnyView {
    view! { <FindingItem key at/> }.into_any()
}

/// Its title, its place or its rule's code has these words, in lower case.
fn is_called(finding: &Finding, wanted: &str) -> bool {
    wanted.is_empty() || [&finding.title, &finding.place, &finding.code].iter().any(|text| text.to_lowercase().contains(wanted))
}

/// What the panel shows while it is open.
#[component]
fn ReviewBody() -> impl IntoView {
    let editor = Editor::expect();
    let count = move |met: Met| editor.review.with(|review| review.scoreboard.iter().filter(|criterion| criterion.met == met).count());
    let open = move |severity: Severity| editor.review.with(|review| review.open(severity).count());
    let counts = move || {
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .filter(|(severity, _)| open(*severity) > 0)
            .map(|(severity, word)| {
                let n = open(severity);
                view! {
                    <span class=format!("chip chip--{}", class_of(severity))>
                        <Icon name=mark::icon(severity)/>
                        {format!("{n} {word}{}", if n == 1 { "" } else { "s" })}
                    </span>
                }
            })
            .collect_view()
    };
    let wanted = RwSignal::new(String::new());
    let keys = move |waived: bool| {
        Memo::new(move |_| {
            let wanted = wanted.get();
            editor.review.with(|review| {
                let found = review.findings.iter().filter(|finding| finding.waived.is_some() == waived && is_called(finding, &wanted));
                found.map(|finding| finding.key.as_str().to_owned()).collect::<Vec<_>>()
            })
        })
    };
    let (open_keys, accepted_keys) = (keys(false), keys(true));
    let is_long = Memo::new(move |_| editor.review.with(|review| review.findings.len() > BLOCK));
    let nothing = move || {
        open_keys.with(Vec::is_empty).then(|| {
            if wanted.with(String::is_empty) {
                "Nothing found. The criteria below say what was looked at."
            } else {
                "No finding is called that."
            }
        })
    };
    view! {
        <div class="row-head rev__top">
            <strong class="num">{move || format!("{} of {} criteria met", count(Met::Yes), editor.review.with(|review| review.scoreboard.len()))}</strong>
        </div>
        <Meter/>
        <div class="rev__h">{counts}</div>
        {move || is_long.get().then(|| view! { <FindField label="Find a finding" wanted/> })}
        <p class="hint" role="status">{nothing}</p>
        <LongList rows=open_keys row_px=FINDING_PX class="fds" row=finding/>
        <section hidden=move || accepted_keys.with(Vec::is_empty)>
            <h3 class="h-sec rev__s">"Accepted risks"</h3>
            <LongList rows=accepted_keys row_px=FINDING_PX class="fds" row=finding/>
        </section>
        <GoneRisks/>
        <h3 class="h-sec rev__s">"Success criteria"</h3>
        <Criteria/>
    }
}

/// Met, partly met, not met: three lengths, set as attributes.
#[component]
fn Meter() -> impl IntoView {
    let editor = Editor::expect();
    move || {
        let [met, part, not] = editor.review.with(|review| {
            [Met::Yes, Met::Partly, Met::No].map(|wanted| review.scoreboard.iter().filter(|criterion| criterion.met == wanted).count())
        });
        let total = (met + part + not).max(1);
        let words = format!("{met} met, {part} partly met, {not} not met");
        let mut x = 0.0;
        let bars = [("m-ok", met), ("m-part", part), ("m-no", not)].map(|(class, n)| {
            let width = n as f64 / total as f64 * 100.0;
            let start = x;
            x += width;
            (n > 0).then(|| view! { <rect class=class x=start y="0" width=(width - 0.8).max(0.0) height="6"></rect> })
        });
        view! {
            <svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label=words>
                {bars}
            </svg>
        }
    }
}
