//! What holds of every merge, and what becomes of the cases that people meet.

use super::{Changed, Merge, Side, merge, merge_changed, tree::document};
use crate::{
    Design, Edit,
    arbitrary::{designs, edit, tapes},
    design::{Context, Element, ElementKind, Entity, Event, Link, LinkKind, Sensitivity},
    edit::{ContextField, ElementField, LinkField, diff},
    ids::{ContextId, ElementId, EventId, LinkId},
    layout::{Placement, rects},
};
use proptest::{prelude::*, test_runner::Config};
use serde_json::Value;
use std::collections::BTreeSet;

fn id<T: TryFrom<String>>(text: &str) -> T {
    T::try_from(text.to_owned()).ok().expect("an id")
}
fn part(name: &str) -> Edit {
    Edit::add_element(id(name), Element::new(ElementKind::Service), None)
}
fn link(from: &str, to: &str) -> Edit {
    Edit::add_link(id(&format!("{from}-{to}")), Link::new(id(from), id(to), LinkKind::Rest))
}
fn describe(name: &str, text: &str) -> Edit {
    Edit::ChangeElement { id: id(name), change: ElementField::Description(text.into()) }
}
/// `orders -rest-> payments` in the context `shop`.
fn shop() -> Design {
    let mut design = Design::new("Shop");
    let context = Context { name: "Shop".into(), entities: vec![Entity::plain("orders")], ..Context::default() };
    let inside = |name: &str| Edit::add_element(id(name), Element::new(ElementKind::Service).with_context(id("shop")), None);
    let edits = vec![Edit::AddContext { id: id("shop"), context }, inside("orders"), inside("payments"), link("orders", "payments")];
    design.apply(Edit::batch(edits)).expect("a shop");
    design
}
fn merged(theirs: &[Edit], mine: &[Edit]) -> Merge {
    let base = shop();
    let merge = merge(&base, theirs, mine).expect("both apply");
    assert_eq!(merge.design.problems(), vec![]);
    merge
}
/// Titles with both values.
fn asked(merge: &Merge) -> Vec<String> {
    merge.clashes.iter().map(|clash| format!("{}: {} | {}", clash.title, clash.words(Side::Theirs), clash.words(Side::Mine))).collect()
}
fn with_mine(merge: &Merge) -> Design {
    let mut design = merge.design.clone();
    for clash in &merge.clashes {
        let edit = clash.keep_mine(&design).expect("it can be kept");
        design.apply(edit).expect("it applies");
    }
    design
}
fn renamed(merge: &Merge) -> Vec<String> {
    merge.names.renamed.iter().map(|renamed| format!("{} -> {}", renamed.from, renamed.to)).collect()
}

#[test]
fn different_fields_of_one_part_are_both_kept() {
    let change = |change| Edit::ChangeElement { id: id("orders"), change };
    let merge = merged(&[describe("orders", "Takes orders")], &[change(ElementField::Replicas(Some(3)))]);
    let orders = &merge.design.elements[&id::<ElementId>("orders")];
    assert_eq!((orders.description.as_str(), orders.replicas, merge.clashes.len()), ("Takes orders", Some(3), 0));
}

#[test]
fn the_same_field_is_asked_for_and_mine_can_be_kept() {
    let name = |name: &str| Edit::SetName { name: name.into() };
    let merge = merged(&[describe("orders", "Theirs"), name("Their shop")], &[describe("orders", "Mine"), name("My shop")]);
    assert_eq!(asked(&merge), ["Description of orders: Theirs | Mine", "Name: Their shop | My shop"]);
    assert_eq!(merge.design.elements[&id::<ElementId>("orders")].description, "Theirs");
    let kept = with_mine(&merge);
    assert_eq!((kept.elements[&id::<ElementId>("orders")].description.as_str(), kept.name.as_str()), ("Mine", "My shop"));
}

#[test]
fn two_who_say_the_same_do_not_clash() {
    assert_eq!(merged(&[describe("orders", "Both")], &[describe("orders", "Both")]).clashes, vec![]);
}

#[test]
fn two_new_parts_of_one_name_both_stay_with_what_speaks_of_them() {
    let at = |x| Some(Placement { x, y: 40, ..Placement::default() });
    let add = || Edit::add_element(id("service"), Element::new(ElementKind::Service), at(500));
    let merge = merged(&[add()], &[add(), link("service", "orders"), describe("service", "Mine")]);
    assert_eq!(renamed(&merge), ["service -> service-2"]);
    let design = &merge.design;
    assert!(design.elements.contains_key("service"));
    assert_eq!(design.elements[&id::<ElementId>("service-2")].description, "Mine");
    assert_eq!(design.links[&id::<LinkId>("service-orders")].from, id("service-2"));
    let rects = rects(design);
    assert!(!rects[&id::<ElementId>("service")].overlaps(&rects[&id::<ElementId>("service-2")]), "they do not cover each other");
    // What undo remembers is about the new name.
    let mut undo = Edit::RemoveElement { id: id("service") };
    merge.names.follow(&mut undo);
    assert_eq!(undo, Edit::RemoveElement { id: id("service-2") });
}

#[test]
fn new_contexts_events_links_journeys_and_entities_are_renamed_too() {
    let context = |purpose: &str| Edit::AddContext {
        id: id("context"),
        context: Context { name: "Context 1".into(), purpose: purpose.into(), ..Context::default() },
    };
    let event =
        |text: &str| Edit::SetEvent { id: id("order.created"), event: Some(Event { description: text.into(), ..Event::default() }) };
    let back = |kind| Edit::add_link(id("payments-orders"), Link::new(id("payments"), id("orders"), kind));
    let journey =
        |name: &str| Edit::SetJourney { id: id("pay"), journey: Some(crate::design::Journey { name: name.into(), ..Default::default() }) };
    let entities = |sensitivity| Edit::ChangeContext {
        id: id("shop"),
        change: ContextField::Entities(vec![Entity::plain("orders"), Entity::plain("cards").with_sensitivity(sensitivity)]),
    };
    let side = |text: &str, kind, sensitivity| vec![context(text), event(text), back(kind), journey(text), entities(sensitivity)];
    let merge = merged(&side("Theirs", LinkKind::Rest, Sensitivity::Card), &side("Mine", LinkKind::Grpc, Sensitivity::Personal));
    assert_eq!(asked(&merge), Vec::<String>::new());
    assert_eq!(renamed(&merge), ["context -> context-2", "order.created -> order.created-2", "pay -> pay-2", "cards -> cards_2"]);
    let design = &merge.design;
    assert_eq!(design.links[&id::<LinkId>("payments-orders-2")].kind, LinkKind::Grpc);
    assert_eq!(design.events[&id::<EventId>("order.created-2")].description, "Mine");
    let names: Vec<&str> = design.contexts[&id::<ContextId>("shop")].entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names, ["orders", "cards", "cards_2"]);
}

#[test]
fn what_they_deleted_and_i_changed_is_asked_for_and_comes_back_with_its_links() {
    let removal = shop().removal_of_elements(&BTreeSet::from([id("payments")]));
    let merge = merged(&[removal], &[describe("payments", "Takes money"), part("ledger"), link("payments", "ledger")]);
    assert_eq!(asked(&merge), ["payments: Deleted | Kept, with my changes"]);
    assert!(!merge.design.elements.contains_key("payments") && merge.design.elements.contains_key("ledger"));
    let kept = with_mine(&merge);
    assert_eq!(kept.elements[&id::<ElementId>("payments")].description, "Takes money");
    assert_eq!(kept.links.keys().map(LinkId::as_str).collect::<Vec<_>>(), ["orders-payments", "payments-ledger"]);
}

#[test]
fn a_new_link_to_what_they_deleted_is_asked_for() {
    let removal = shop().removal_of_elements(&BTreeSet::from([id("payments")]));
    let merge = merged(&[removal], &[part("ledger"), link("ledger", "payments")]);
    assert_eq!(asked(&merge), ["payments: Deleted | Kept, with my changes"]);
    assert!(merge.design.links.is_empty());
    assert!(with_mine(&merge).links.contains_key("ledger-payments"));
}

#[test]
fn what_i_deleted_and_they_changed_stays_with_its_links_until_it_is_decided() {
    let removal = shop().removal_of_elements(&BTreeSet::from([id("payments")]));
    for theirs in [describe("payments", "Takes money"), Edit::batch(vec![part("ledger"), link("ledger", "payments")])] {
        let merge = merged(&[theirs], std::slice::from_ref(&removal));
        assert_eq!(asked(&merge), ["payments: Kept, with their changes | Deleted"]);
        assert!(merge.design.links.contains_key("orders-payments"));
        let kept = with_mine(&merge);
        assert!(!kept.elements.contains_key("payments") && !kept.links.contains_key("orders-payments"));
    }
}

#[test]
fn a_new_part_stays_when_they_deleted_its_context() {
    let mut removal = shop().removal_of_context(&id("shop"));
    if let Edit::Batch { edits } = &mut removal {
        edits.push(describe("orders", "Alone"));
    }
    let mine = Edit::add_element(id("ledger"), Element::new(ElementKind::Service).with_context(id("shop")), None);
    let merge = merged(&[removal], &[mine]);
    assert_eq!(asked(&merge), ["Shop: Deleted | Kept, with my changes"]);
    assert_eq!(merge.design.elements[&id::<ElementId>("ledger")].context, None);
    assert_eq!(with_mine(&merge).elements[&id::<ElementId>("ledger")].context, Some(id("shop")));
}

#[test]
fn a_renamed_part_is_still_the_same_part() {
    let rename = |to: &str| Edit::RenameElement { from: id("orders"), to: id(to) };
    let merge = merged(&[rename("order-service")], &[describe("orders", "Takes orders"), part("ledger"), link("orders", "ledger")]);
    assert_eq!(asked(&merge), Vec::<String>::new());
    assert_eq!(merge.design.elements[&id::<ElementId>("order-service")].description, "Takes orders");
    assert_eq!(merge.design.links[&id::<LinkId>("orders-ledger")].from, id("order-service"));
    let mut undo = describe("orders", "");
    merge.names.follow(&mut undo);
    assert_eq!(undo, describe("order-service", ""));

    let merge = merged(&[describe("orders", "Takes orders")], &[rename("order-service")]);
    assert_eq!(merge.design.elements[&id::<ElementId>("order-service")].description, "Takes orders");

    let merge = merged(&[rename("order-service")], &[rename("ordering")]);
    assert_eq!(asked(&merge), ["Name of order-service: order-service | ordering"]);
    assert!(with_mine(&merge).elements.contains_key("ordering"));

    let another = [rename("order-service"), part("orders"), describe("orders", "Another")];
    let merge = merged(&[describe("orders", "Takes orders")], &another);
    let description = |name: &str| merge.design.elements[&id::<ElementId>(name)].description.clone();
    assert_eq!((description("order-service"), description("orders")), ("Takes orders".into(), "Another".into()));
    assert_eq!(renamed(&merge), Vec::<String>::new());
}

#[test]
fn a_kind_and_a_field_that_do_not_go_together_are_asked_for() {
    let kind = |kind| Edit::ChangeElement { id: id("payments"), change: ElementField::Kind(kind) };
    let theirs = Edit::batch(vec![shop().removal_of_links(&BTreeSet::from([id("orders-payments")])), kind(ElementKind::External)]);
    let mine = Edit::ChangeElement { id: id("payments"), change: ElementField::Replicas(Some(3)) };
    let merge = merged(&[theirs], &[mine]);
    assert_eq!(merge.clashes.len(), 1, "{:?}", asked(&merge));
    assert_eq!(merge.design.elements[&id::<ElementId>("payments")].kind, ElementKind::External);
    assert_eq!(with_mine(&merge).elements[&id::<ElementId>("payments")].replicas, Some(3));
}

#[test]
fn whoever_moves_one_part_does_not_hold_the_others_against_anybody() {
    let base = shop();
    let seen = rects(&base);
    let moved = |name: &str| {
        let rect = seen[&id::<ElementId>(name)];
        let placement = Some(Placement { x: rect.x + 80, y: rect.y, ..Placement::default() });
        crate::edit::holding_others(&base, Edit::Place { id: id(name), placement })
    };
    let merge = merged(&[moved("orders")], &[moved("payments")]);
    assert_eq!(asked(&merge), Vec::<String>::new());
    for name in ["orders", "payments"] {
        assert_eq!(merge.design.layout[&id::<ElementId>(name)].x, seen[&id::<ElementId>(name)].x + 80, "{name}");
    }
}

#[test]
fn settings_and_events_of_one_list_are_merged_one_by_one() {
    let timeout = |ms| Edit::ChangeLink { id: id("orders-payments"), change: LinkField::TimeoutMs(Some(ms)) };
    let merge = merged(&[timeout(500)], &[timeout(900)]);
    assert_eq!(asked(&merge), ["Timeout in ms of orders to payments: 500 | 900"]);
}

#[test]
fn the_proposal_that_two_have_opened_stands_once() {
    let proposal = crate::arbitrary::sized(6);
    let base = Design::new("Shop");
    let open = diff(&base, &proposal);
    let merge =
        merge(&base, std::slice::from_ref(&open), &[open.clone(), Edit::SetSummary { summary: "Mine".into() }]).expect("both apply");
    assert_eq!(renamed(&merge), Vec::<String>::new());
    assert_eq!((merge.design.elements.len(), merge.design.summary.as_str()), (proposal.elements.len(), "Mine"));
}

/// Every value of a document with its path, things and fields alike.
fn leaves(value: &Value, path: &mut Vec<String>, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) if path.first().is_none_or(|first| !["layout", "decisions"].contains(&first.as_str())) => {
            for (key, value) in map {
                path.push(key.clone());
                leaves(value, path, found);
                path.pop();
            }
        }
        value => found.push((path.join("."), value.clone())),
    }
}
fn leaves_of(design: &Design) -> std::collections::BTreeMap<String, Value> {
    let mut found = Vec::new();
    leaves(&document(design), &mut Vec::new(), &mut found);
    found.into_iter().collect()
}
fn edited(base: &Design, tape: &mut crate::arbitrary::Tape) -> (Vec<Edit>, Design) {
    let (mut design, mut edits) = (base.clone(), Vec::new());
    for _ in 0..6 {
        let edit = edit(tape, &design);
        if design.apply(edit.clone()).is_ok() {
            edits.push(edit);
        }
    }
    (edits, design)
}
/// A clash speaks of this field, or of the thing it belongs to, or of something inside.
fn is_asked(merge: &Merge, path: &str) -> bool {
    let thing = |path: &str| path.split('.').take(2).collect::<Vec<_>>().join(".");
    let named = |clash: String| clash.is_empty() || thing(&clash) == thing(path) || clash == "layout";
    // What I deleted stands, and with it what spoke of it.
    let stands = merge.clashes.iter().any(|clash| clash.mine == "Deleted")
        && (path.ends_with(".context") || ["links.", "journeys."].iter().any(|of| path.starts_with(of)));
    stands || merge.clashes.iter().flat_map(|clash| clash.paths()).any(named)
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_result_is_valid_applies_to_theirs_and_drops_nothing(base in designs(), mut one in tapes(), mut two in tapes()) {
        let ((their_edits, theirs), (my_edits, mine)) = (edited(&base, &mut one), edited(&base, &mut two));
        let merge = merge_changed(&base, Changed::by(&base, &their_edits).unwrap(), Changed::by(&base, &my_edits).unwrap());
        prop_assert_eq!(merge.design.problems(), vec![]);
        let mut applied = theirs.clone();
        prop_assert!(applied.apply(diff(&theirs, &merge.design)).is_ok());
        prop_assert_eq!(&applied, &merge.design);

        // Where nothing was renamed, names are the same on all sides and every value can be followed.
        let renames = |edits: &[Edit]| format!("{edits:?}").contains("RenameElement");
        if merge.names.is_empty() && merge.names.renamed.is_empty() && !renames(&their_edits) && !renames(&my_edits) {
            let [old, new_theirs, new_mine, now] = [&base, &theirs, &mine, &merge.design].map(leaves_of);
            for path in old.keys().chain(new_theirs.keys()).chain(new_mine.keys()) {
                let (was, their, my, is) = (old.get(path), new_theirs.get(path), new_mine.get(path), now.get(path));
                // A list of named entries is merged entry by entry.
                if [was, their, my].iter().flatten().any(|value| value.is_array()) || path.starts_with("layout") || is_asked(&merge, path) {
                    continue;
                }
                if my != was && their == was {
                    prop_assert_eq!(is, my, "mine at {}: {:?}", path, asked(&merge));
                }
                if their != was && my == was {
                    prop_assert_eq!(is, their, "theirs at {}: {:?}", path, asked(&merge));
                }
                if their != was && my != was && their != my {
                    prop_assert!(path.starts_with("decisions"), "both at {}, and nobody is asked: {:?}", path, asked(&merge));
                }
            }
        }
    }

    #[test]
    fn who_changed_nothing_changes_nothing(base in designs(), mut tape in tapes()) {
        let (edits, after) = edited(&base, &mut tape);
        let of = |theirs: &[Edit], mine: &[Edit]| merge(&base, theirs, mine).unwrap();
        for mut merge in [of(&edits, &[]), of(&[], &edits)] {
            let mut after = after.clone();
            if format!("{edits:?}").contains("RenameElement") {
                // What spoke of a name that nothing had follows the element that takes it.
                for design in [&mut merge.design, &mut after] {
                    (design.waivers, design.decisions) = Default::default();
                }
            }
            prop_assert_eq!(&merge.design, &after);
            prop_assert_eq!(asked(&merge), Vec::<String>::new());
            prop_assert!(merge.names.renamed.is_empty());
        }
    }

    #[test]
    fn what_is_asked_can_be_answered_either_way(base in designs(), mut one in tapes(), mut two in tapes()) {
        let ((theirs, _), (mine, _)) = (edited(&base, &mut one), edited(&base, &mut two));
        let merge = merge(&base, &theirs, &mine).unwrap();
        let mut now = merge.design.clone();
        for clash in &merge.clashes {
            // A choice may take away what another needs; then it says so and changes nothing.
            if let Ok(edit) = clash.keep_mine(&now) {
                prop_assert!(now.apply(edit).is_ok());
                prop_assert_eq!(now.problems(), vec![]);
            }
        }
        let kept: super::Clash = match merge.clashes.first() {
            Some(clash) => serde_json::from_str(&serde_json::to_string(clash).unwrap()).unwrap(),
            None => return Ok(()),
        };
        prop_assert_eq!(Some(&kept), merge.clashes.first());
    }
}
