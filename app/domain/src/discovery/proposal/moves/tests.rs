//! What follows an entity when it moves, and that undo takes everything back.

use super::*;
use crate::{
    discovery::{Answers, proposal::tests::any_answers, propose},
    ids::QuestionId,
    work::Work,
};
use proptest::prelude::*;

fn shop(extra: &[(&str, Answer)]) -> Design {
    let base = [("archetype", Answer::text("e-commerce")), ("engineers", Answer::Number(9)), ("peak-rps", Answer::Number(2_000))];
    let answers: Answers = base.iter().chain(extra).map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect();
    propose(Some("Shop"), &answers).design
}

fn context(id: &str) -> ContextId {
    ContextId::new(id).unwrap()
}

fn moved(design: &Design, entity: &str, from: &str, to: &str) -> Design {
    let mut after = design.clone();
    after.apply(move_entity(design, entity, &context(from), &context(to)).unwrap()).unwrap();
    after
}

fn owners(design: &Design, entity: &str) -> Vec<String> {
    let owns = |(_, context): &(&ContextId, &crate::design::Context)| context.entities.iter().any(|e| e.name == entity);
    design.contexts.iter().filter(owns).map(|(id, _)| id.to_string()).collect()
}

fn published(design: &Design, part: &str) -> Vec<String> {
    let links = design.links.values().filter(|link| link.kind == LinkKind::Publish && link.from.as_str() == part);
    links.flat_map(|link| &link.events).map(ToString::to_string).collect()
}

#[test]
fn an_entity_has_its_new_owner_and_its_old_store_no_longer_speaks_of_it() {
    let design = shop(&[]);
    let after = moved(&design, "inventory", "catalog", "ordering");
    assert_eq!(owners(&after, "inventory"), ["ordering"]);
    assert!(after.elements["order-db"].description.contains("inventory"), "{}", after.elements["order-db"].description);
    assert!(!after.elements["product-db"].description.contains("inventory"));
}

#[test]
fn events_are_announced_by_the_new_owner() {
    let design = shop(&[]);
    assert!(published(&design, "order-service").contains(&"order.created".to_owned()));
    let after = moved(&design, "orders", "ordering", "catalog");
    assert!(published(&after, "product-service").contains(&"order.created".to_owned()));
    assert!(!published(&after, "order-service").contains(&"order.created".to_owned()));
}

#[test]
fn a_key_that_nobody_carries_along_is_looked_up_and_no_longer_when_it_is_at_home() {
    let design = shop(&[]);
    let away = moved(&design, "categories", "catalog", "identity");
    let look_ups = |design: &Design| design.links.values().filter(|link| link.label.starts_with(LOOK_UP)).cloned().collect::<Vec<_>>();
    let [link] = &look_ups(&away)[..] else { panic!("{:?}", look_ups(&away)) };
    assert_eq!((link.from.as_str(), link.to.as_str(), link.label.as_str()), ("product-service", "user-service", "Look up categories"));
    assert!(link.timeout_ms.is_some() && link.fallback.is_some());
    let home = moved(&away, "categories", "identity", "catalog");
    assert_eq!(look_ups(&home), []);
}

#[test]
fn a_part_that_kept_nothing_gets_a_store_and_one_that_keeps_nothing_loses_it() {
    let design = shop(&[("capabilities", Answer::many(["catalog", "orders", "search", "accounts", "notifications", "payments"]))]);
    assert!(!design.elements.contains_key("notification-db"));
    let after = moved(&design, "sessions", "identity", "notifications");
    assert!(after.elements["notification-db"].encrypted, "sessions are about people");
    let after = moved(&after, "search_documents", "search", "catalog");
    assert!(!after.elements.contains_key("search-db"), "{:?}", after.elements.keys().collect::<Vec<_>>());
    assert_eq!(after.problems(), []);
}

#[test]
fn a_proposal_made_anew_keeps_the_move() {
    let design = shop(&[]);
    let after = moved(&design, "inventory", "catalog", "ordering");
    let anew = propose(Some("Shop"), &after.brief).design;
    assert_eq!(owners(&anew, "inventory"), ["ordering"]);
    let back = moved(&after, "inventory", "ordering", "catalog");
    assert_eq!(read(&back.brief), [Move { entity: "inventory".into(), to: context("catalog") }]);
}

#[test]
fn what_cannot_move_says_why() {
    let design = shop(&[]);
    let refused = |entity: &str, from: &str, to: &str| move_entity(&design, entity, &context(from), &context(to)).unwrap_err().to_string();
    assert_eq!(refused("rockets", "catalog", "ordering"), "“catalog” owns no “rockets”");
    assert_eq!(refused("products", "catalog", "nowhere"), "there is no context “nowhere”");
    assert_eq!(refused("products", "catalog", "catalog"), "“catalog” already owns “products”");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_move_is_valid_raises_no_error_and_can_be_undone(answers in any_answers(), pick in any::<prop::sample::Index>(), goal in any::<prop::sample::Index>()) {
        let design = propose(None, &answers).design;
        let owned: Vec<_> = design.contexts.iter().flat_map(|(id, c)| c.entities.iter().map(move |e| (id.clone(), e.name.clone()))).collect();
        prop_assume!(!owned.is_empty() && design.contexts.len() > 1);
        let (from, entity) = owned[pick.index(owned.len())].clone();
        let goals: Vec<_> = design.contexts.keys().filter(|id| **id != from).cloned().collect();
        let to = &goals[goal.index(goals.len())];
        prop_assume!(!design.contexts[to].entities.iter().any(|other| other.name == entity));
        let edit = move_entity(&design, &entity, &from, to).unwrap();
        let mut after = design.clone();
        let inverse = after.apply(edit).unwrap();
        prop_assert_eq!(after.problems(), []);
        let before: std::collections::BTreeSet<_> =
            crate::review::review(&design, &Work::unlimited()).open(crate::review::Severity::Error).filter(|finding| !finding.is_gap()).map(|finding| finding.key.to_string()).collect();
        let raised: Vec<_> = crate::review::review(&after, &Work::unlimited())
            .open(crate::review::Severity::Error).filter(|finding| !finding.is_gap())
            .map(|finding| finding.key.to_string())
            // Card data among other data is what the person asked for, and the review says so.
            .filter(|key| !before.contains(key) && !key.starts_with("SEC"))
            .collect();
        prop_assert_eq!(raised, Vec::<String>::new());
        after.apply(inverse).unwrap();
        prop_assert_eq!(after, design);
    }
}
