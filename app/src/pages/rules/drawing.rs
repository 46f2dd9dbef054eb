//! The example of a rule, drawn: with the fault, and with the fault mended. Laid out by itself, as a new design is.

use crate::components::sketch::Sketch;
use domain::{Design, ids::ElementId, review::Illustration};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// One drawing, or two with what the fix changes marked.
pub fn drawings(illustration: &Illustration) -> impl IntoView + use<> {
    let concerned: BTreeSet<ElementId> = illustration.finding.iter().flat_map(|finding| finding.elements.iter().cloned()).collect();
    let after = illustration.after.as_ref().map(|after| (after.clone(), mended(&illustration.before, after, &concerned)));
    let title = if after.is_some() { "Before" } else { "The pattern" };
    let class = if after.is_some() { "rule__d rule__d--2" } else { "rule__d" };
    view! {
        <div class=class>
            {drawing(title, illustration.before.clone(), concerned, "triangle-alert")}
            {after.map(|(design, changed)| drawing("After the fix", design, changed, "circle-check"))}
        </div>
    }
}

fn drawing(title: &'static str, design: Design, marked: BTreeSet<ElementId>, sign: &'static str) -> impl IntoView {
    view! {
        <div>
            <h3 class="h-sec">{title}</h3>
            <Sketch design=Signal::stored(design) changed=Signal::stored(marked) uncertain=Signal::stored(BTreeSet::new()) sign/>
        </div>
    }
}

/// What to mark after the fix: what it changes; where it changes no part, those that were concerned, or else all.
fn mended(before: &Design, after: &Design, concerned: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
    let here = |ids: BTreeSet<ElementId>| -> BTreeSet<ElementId> { ids.into_iter().filter(|id| after.elements.contains_key(id)).collect() };
    let candidates = [here(changed(before, after)), here(concerned.clone()), after.elements.keys().cloned().collect()];
    candidates.into_iter().find(|ids| !ids.is_empty()).unwrap_or_default()
}

/// Parts that are new or different, and parts at links that are.
fn changed(before: &Design, after: &Design) -> BTreeSet<ElementId> {
    let parts = after.elements.iter().filter(|(id, element)| before.elements.get(*id) != Some(element)).map(|(id, _)| id.clone());
    let links = after.links.iter().filter(|(id, link)| before.links.get(*id) != Some(link));
    parts.chain(links.flat_map(|(_, link)| [link.from.clone(), link.to.clone()])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::review::rule;

    #[test]
    fn the_picture_after_a_fix_differs_from_the_one_before() {
        let owner = Owner::new();
        owner.with(|| {
            for rule in domain::review::rules() {
                let drawn = rule.illustration();
                if drawn.after.is_some() {
                    let html = drawings(&drawn).to_html();
                    assert!(html.contains("skt-s--circle-check"), "{}: nothing is marked after the fix", rule.code);
                }
            }
        });
    }

    #[test]
    fn what_a_fix_changes_is_marked() {
        let marked = |code: &str| {
            let drawn = rule(code).unwrap().illustration();
            changed(&drawn.before, &drawn.after.unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(marked("DATA001"), ["stock", "stock-db"]);
        assert_eq!(marked("REL104"), ["orders", "payments"]);
    }
}
