//! `/rules`: every rule in a line, by group.

use super::severity_chip;
use crate::components::{Title, bar::SiteBar, footer::SiteFooter};
use domain::review::{Group, Rule, rule_path, rules};
use leptos::prelude::*;

#[component]
pub fn RulesPage() -> impl IntoView {
    let contents = Group::ALL
        .map(|group| {
            view! {
                <li>
                    <a href=format!("#{}", anchor(group))>{group.label()}</a>
                    <span class="faint num">{of(group).count()}</span>
                </li>
            }
        })
        .collect_view();
    let groups = Group::ALL
        .map(|group| {
            view! {
                <section id=anchor(group)>
                    <h2>{group.label()}</h2>
                    <ul class="rls">{of(group).map(line).collect_view()}</ul>
                </section>
            }
        })
        .collect_view();
    view! {
        <Title text="Review rules · Groundplan"/>
        <SiteBar/>
        <main id="main" class="rules">
            <h1>"What the review looks for"</h1>
            <p class="muted">
                {format!("{} rules run on every change of a design. Codes never change their meaning, so they can be named in tickets and records.", rules().len())}
            </p>
            <nav aria-label="Groups of rules">
                <ul class="rules__n">{contents}</ul>
            </nav>
            {groups}
        </main>
        <SiteFooter/>
    }
    .into_any()
}

fn of(group: Group) -> impl Iterator<Item = &'static Rule> {
    rules().iter().copied().filter(move |rule| rule.group == group)
}

fn anchor(group: Group) -> String {
    group.label().to_lowercase()
}

fn line(rule: &'static Rule) -> impl IntoView {
    view! {
        <li>
            <a class="rl" href=rule_path(rule.code)>
                <span class="code-chip">{rule.code}</span>
                <span class="rl__t">
                    <strong>{rule.title()}</strong>
                    <span>{rule.summary}</span>
                </span>
                {severity_chip(rule.severity)}
            </a>
        </li>
    }
}
