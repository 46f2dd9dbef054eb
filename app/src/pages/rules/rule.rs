//! `/rules/CODE`: what a rule looks for, why that hurts, an example that is drawn, what mends it, and where that is known from.

use super::{drawing::drawings, severity_chip, severity_words};
use crate::{
    components::{Icon, Title, bar::SiteBar},
    pages::not_found::NotFoundPage,
};
use canvas::mark;
use domain::review::{Finding, Illustration, Rule, Source, criteria_of, rule, rule_path, rules};
use leptos::prelude::*;

#[component]
pub fn RulePage(code: String) -> impl IntoView {
    match rule(&code.to_uppercase()) {
        Some(rule) => page(rule).into_any(),
        None => view! { <NotFoundPage/> }.into_any(),
    }
}

fn page(rule: &'static Rule) -> impl IntoView {
    let illustration = rule.illustration();
    view! {
        <Title text=format!("{} {} · Groundplan", rule.code, rule.title())/>
        <SiteBar/>
        <main id="main" class="rules rule">
            <nav aria-label="Where you are">
                <a href="/rules">"Rules"</a>
                " / "
                <a href=format!("/rules#{}", rule.group.label().to_lowercase())>{rule.group.label()}</a>
            </nav>
            <h1>{rule.title()}</h1>
            <p class="rule__c">
                <span class="code-chip">{rule.code}</span>
                {severity_chip(rule.severity)}
                {illustration.after.is_some().then(|| view! {
                    <span class="chip chip--ok">
                        <Icon name="wand-sparkles"/>
                        "One-click fix"
                    </span>
                })}
            </p>
            <p class="rule__l">{rule.summary}</p>
            <section>
                <h2>"Why it hurts"</h2>
                <p>{rule.why}</p>
            </section>
            <section>
                <h2>"Example"</h2>
                {drawings(&illustration)}
                {illustration.finding.as_ref().map(said)}
                <details class="rule__x">
                    <summary>"The example as text"</summary>
                    <pre tabindex="0" role="group" aria-label="The example as text">{rule.example}</pre>
                </details>
            </section>
            {cure(rule, &illustration)}
            {criteria(rule)}
            <section>
                <h2>"Sources"</h2>
                <ul class="rule__s">{rule.sources.iter().map(source).collect_view()}</ul>
            </section>
            {neighbours(rule)}
        </main>
    }
}

/// What the review says about the example.
fn said(finding: &Finding) -> impl IntoView + use<> {
    let (class, _) = severity_words(finding.severity);
    view! {
        <div class=format!("note note--{class}")>
            <div class="note__h">
                <span class=format!("sev sev--{class}")>
                    <Icon name=mark::icon(finding.severity)/>
                </span>
                <strong>{finding.title.clone()}</strong>
                <span class="code-chip">{finding.code.clone()}</span>
            </div>
            <p>{finding.explanation.clone()}</p>
        </div>
    }
}

fn cure(rule: &'static Rule, illustration: &Illustration) -> impl IntoView + use<> {
    let fix = illustration.finding.as_ref().and_then(|finding| finding.fix.as_ref()).map(|fix| {
        let lines = fix.changes.iter().map(|line| view! { <span class="ln ln--add">{format!("+ {line}\n")}</span> }).collect_view();
        view! {
            <p>"In the studio one click does this for the example: " <strong>{fix.label.clone()}</strong> "."</p>
            <pre class="mini-diff" tabindex="0" role="group" aria-label="What the fix changes">{lines}</pre>
        }
    });
    view! {
        <section>
            <h2>"How to fix it"</h2>
            <p>{rule.cure}</p>
            {fix}
        </section>
    }
}

fn criteria(rule: &'static Rule) -> Option<impl IntoView> {
    let names = criteria_of(rule);
    (!names.is_empty()).then(|| {
        view! {
            <section>
                <h2>"Counts against"</h2>
                <p>"A finding speaks against these success criteria: " {names.join(", ")} "."</p>
            </section>
        }
    })
}

fn source(source: &'static Source) -> impl IntoView {
    match source.url {
        Some(url) => view! {
            <li>
                <a href=url rel="noreferrer">
                    {source.title}
                </a>
            </li>
        }
        .into_any(),
        None => view! { <li>{source.title}</li> }.into_any(),
    }
}

/// The rules before and after, in the order of the index.
fn neighbours(rule: &'static Rule) -> impl IntoView {
    let at = rules().iter().position(|other| other.code == rule.code).unwrap_or_default();
    let link = |other: &'static Rule, class: &'static str, word: &'static str| {
        view! {
            <a class=class href=rule_path(other.code)>
                <span class="faint">{word}</span>
                {format!("{} {}", other.code, other.title())}
            </a>
        }
    };
    let before = at.checked_sub(1).and_then(|i| rules().get(i)).map(|other| link(other, "rule__p", "Previous"));
    let after = rules().get(at + 1).map(|other| link(other, "rule__a", "Next"));
    view! {
        <nav class="rule__w" aria-label="Other rules">
            {before}
            {after}
        </nav>
    }
}
