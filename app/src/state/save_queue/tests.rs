//! What becomes of edits on their way to the server.

use super::*;
use domain::{
    Design,
    arbitrary::sized,
    design::{Element, ElementKind},
    edit::{
        ElementField,
        cost::{self, MAX_SAVE_COST_NS},
    },
    ids::ElementId,
    layout::Placement,
    protocol::MAX_LABEL_CHARS,
};

fn id(text: &str) -> ElementId {
    ElementId::new(text).unwrap()
}
fn add(text: &str) -> Edit {
    Edit::add_element(id(text), Element::new(ElementKind::Service), None)
}
fn rename(name: &str) -> Edit {
    Edit::SetName { name: name.into() }
}
fn act(design: &mut Design, queue: &mut SaveQueue, edit: Edit, label: &str) {
    let inverse = design.apply(edit.clone()).unwrap();
    queue.push(edit, inverse, label.into());
}
fn name(text: &'static str) -> impl FnOnce() -> String {
    move || text.to_owned()
}

#[test]
fn a_save_is_sent_once_and_its_edits_leave_when_it_is_acknowledged() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(4, None));
    act(&mut design, &mut queue, add("a"), "Added a");
    act(&mut design, &mut queue, add("b"), "Added b");
    let first = queue.request(&design, name("s1")).unwrap();
    assert_eq!((first.base, first.client_save.as_str(), first.edits.len(), first.label.as_str()), (4, "s1", 2, "Added b and 1 more"));
    act(&mut design, &mut queue, add("c"), "Added c");
    assert_eq!(queue.request(&design, name("s2")).unwrap(), first, "without an answer the same request goes again");
    queue.acknowledge(5, None);
    let second = queue.request(&design, name("s2")).unwrap();
    assert_eq!((second.base, second.client_save.as_str(), second.edits), (5, "s2", vec![add("c")]));
    queue.acknowledge(6, None);
    assert!(queue.is_empty() && queue.request(&design, name("s3")).is_none());
}

#[test]
fn a_conflict_puts_the_own_edits_on_top_of_theirs() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    let mut theirs = design.clone();
    act(&mut design, &mut queue, add("mine"), "Added mine");
    act(&mut design, &mut queue, rename("Mine"), "Renamed");
    queue.request(&design, name("s1"));
    let edits = [add("theirs"), Edit::SetSummary { summary: "Theirs".into() }];
    edits.iter().for_each(|edit| drop(theirs.apply(edit.clone()).unwrap()));
    let merge = queue.merge(&mut design, &Others::Edits(edits.to_vec()), 3, None).unwrap();
    assert!(merge.clashes.is_empty());
    assert_eq!(merge.design, design);
    assert!(design.elements.contains_key(&id("mine")) && design.elements.contains_key(&id("theirs")));
    assert_eq!((design.name.as_str(), design.summary.as_str()), ("Mine", "Theirs"));
    let again = queue.request(&design, name("s2")).unwrap();
    assert_eq!((again.base, again.client_save.as_str(), again.label.as_str()), (3, "s2", "Renamed and 1 more"));
    for edit in again.edits {
        theirs.apply(edit).unwrap();
    }
    assert_eq!(theirs, design, "what is sent leads to what is shown");
}

#[test]
fn a_part_of_the_same_name_is_saved_under_another() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    act(&mut design, &mut queue, add("a"), "Added a");
    let merge = queue.merge(&mut design, &Others::Edits(vec![add("a")]), 2, None).unwrap();
    assert_eq!(merge.names.renamed.len(), 1);
    assert_eq!(design.elements.keys().map(ElementId::as_str).collect::<Vec<_>>(), ["a", "a-2"]);
    assert_eq!(queue.request(&design, name("s2")).unwrap().edits, [add("a-2")]);
}

#[test]
fn a_field_that_both_changed_waits_for_an_answer_and_is_not_sent() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    let theirs = Design::new("Theirs");
    act(&mut design, &mut queue, rename("Mine"), "Renamed");
    let merge = queue.merge(&mut design, &Others::Design(theirs.into()), 2, None).unwrap();
    assert_eq!((merge.clashes.len(), design.name.as_str(), queue.is_empty(), queue.base()), (1, "Theirs", true, 2));
}

#[test]
fn edits_that_do_not_fit_ask_for_a_fresh_design_and_change_nothing() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    act(&mut design, &mut queue, rename("Mine"), "Renamed");
    let before = (design.clone(), queue.clone());
    let gone = Others::Edits(vec![Edit::RemoveElement { id: id("gone") }]);
    assert_eq!(queue.merge(&mut design, &gone, 2, None), None);
    assert_eq!((design, queue), before);
}

#[test]
fn a_kept_queue_is_merged_from_its_own_base() {
    let (base, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    let mut first = base.clone();
    act(&mut first, &mut queue, add("a"), "Added a");
    let mut kept: SaveQueue = serde_json::from_str(&serde_json::to_string(&queue).unwrap()).unwrap();
    let mut theirs = base.clone();
    theirs.apply(add("b")).unwrap();
    let merge = kept.merge_kept(&base, &Others::Design(theirs.into()), 4, None).unwrap();
    assert!(merge.clashes.is_empty() && merge.names.renamed.is_empty());
    assert_eq!(merge.design.elements.len(), 2);
    assert_eq!(kept.request(&merge.design, name("s2")).unwrap().edits, [add("a")]);
}

#[test]
fn a_queue_survives_a_reload() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(7, None));
    act(&mut design, &mut queue, add("a"), "Added a");
    let sent = queue.request(&design, name("s1")).unwrap();
    let mut restored: SaveQueue = serde_json::from_str(&serde_json::to_string(&queue).unwrap()).unwrap();
    let mut fresh = Design::new("x");
    assert_eq!(restored.adopt(&mut fresh, 7, None), vec![]);
    assert!(fresh.elements.contains_key(&id("a")));
    assert_eq!(restored.request(&fresh, name("s2")).unwrap(), sent, "the server may have it already");
}

#[test]
fn what_the_server_refuses_is_taken_back() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    act(&mut design, &mut queue, add("a"), "Added a");
    queue.request(&design, name("s1"));
    act(&mut design, &mut queue, rename("Kept"), "Renamed");
    act(&mut design, &mut queue, Edit::RemoveElement { id: id("a") }, "Removed a");
    assert_eq!(queue.refuse(&mut design), ["Added a", "Removed a"]);
    assert!(design.elements.is_empty());
    assert_eq!((design.name.as_str(), queue.len()), ("Kept", 1));
}

#[test]
fn a_label_is_as_long_as_the_server_takes() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    let long = "N".repeat(120);
    act(&mut design, &mut queue, rename("a"), &format!("Renamed to {long}"));
    let label = || queue.clone().request(&design, name("s")).unwrap().label;
    assert_eq!((label().chars().count(), label().ends_with("NN…")), (MAX_LABEL_CHARS, true));
    let (_, inverse) = (design.apply(rename("b")).unwrap(), rename("a"));
    queue.push(rename("b"), inverse, format!("Deleted the journey {long}\nfor good"));
    let label = queue.request(&design, name("s")).unwrap().label;
    assert_eq!((label.chars().count(), label.ends_with("NN… and 1 more")), (MAX_LABEL_CHARS, true));
    assert!(!label.chars().any(char::is_control));
}

#[test]
fn one_refused_edit_takes_no_other_with_it() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(1, None));
    let mut stored = design.clone();
    for n in 0..9 {
        act(&mut design, &mut queue, add(&format!("part-{n}")), &format!("Added {n}"));
    }
    let mut lost = Vec::new();
    for n in 0..100 {
        let Some(request) = queue.request(&design, || n.to_string()) else { break };
        if !request.edits.contains(&add("part-5")) {
            stored.apply(Edit::Batch { edits: request.edits }).unwrap();
            queue.acknowledge(request.base + 1, None);
        } else if !queue.narrow() {
            lost.extend(queue.refuse(&mut design));
        }
    }
    assert_eq!(lost, ["Added 5"]);
    assert!(queue.is_empty());
    assert_eq!((&stored, stored.elements.len()), (&design, 8));
}

/// Sends everything, as the page does, to a server that refuses what is too much; returns how many requests it took.
fn save_all(queue: &mut SaveQueue, design: &Design, stored: &mut Design) -> usize {
    let mut requests = 0;
    while let Some(request) = queue.request(design, || requests.to_string()) {
        requests += 1;
        assert!(serde_json::to_string(&request).unwrap().len() < 2_000_000);
        let fits = cost::fitting(stored, &request.edits, MAX_SAVE_COST_NS);
        if fits < request.edits.len() {
            assert!(queue.shrink(fits), "a single edit is too much");
            continue;
        }
        stored.apply(Edit::Batch { edits: request.edits }).unwrap();
        queue.acknowledge(request.base + 1, None);
    }
    requests
}

#[test]
fn a_day_without_a_connection_is_saved_in_several_requests() {
    let mut design = sized(500);
    let mut stored = design.clone();
    let mut queue = SaveQueue::new(1, None);
    let services: Vec<ElementId> = design.elements.keys().cloned().collect();
    for n in 0..6_000 {
        let part = services[n % services.len()].clone();
        let description = format!("{n}: {}", "what it does, in a few words ".repeat(8));
        let edit = match n % 3 {
            0 => Edit::Place { id: part, placement: Some(Placement { x: i32::try_from(n).unwrap(), ..Placement::default() }) },
            1 => Edit::ChangeElement { id: part, change: ElementField::Description(description) },
            _ => add(&format!("added-{n}")),
        };
        act(&mut design, &mut queue, edit, "Edited");
    }
    let requests = save_all(&mut queue, &design, &mut stored);
    assert!((2..40).contains(&requests), "{requests}");
    assert_eq!(stored, design);
}

#[test]
fn renames_without_end_are_saved_too() {
    let mut design = sized(2_400);
    let mut stored = design.clone();
    let mut queue = SaveQueue::new(1, None);
    for n in 0..1_000 {
        let (from, to) = if n % 2 == 0 { ("web", "net") } else { ("net", "web") };
        act(&mut design, &mut queue, Edit::RenameElement { from: id(from), to: id(to) }, "Renamed");
    }
    assert!(save_all(&mut queue, &design, &mut stored) > 1);
    assert_eq!(stored, design);
}

#[test]
fn one_edit_that_is_too_long_is_divided() {
    let mut design = sized(1_500);
    for element in design.elements.values_mut() {
        element.description = "what it does ".repeat(60);
    }
    let full = design.clone();
    let mut stored = design.clone();
    let mut queue = SaveQueue::new(1, None);
    let all = design.removal_of_elements(&design.elements.keys().cloned().collect());
    let back = design.apply(all.clone()).unwrap();
    queue.push(all, back.clone(), "Removed everything".into());
    act(&mut design, &mut queue, back, "Undid: Removed everything");
    assert!(save_all(&mut queue, &design, &mut stored) > 3);
    assert_eq!((&stored, &design), (&full, &full));
}

#[test]
fn what_is_divided_can_still_be_taken_back() {
    let mut design = sized(3);
    let before = design.clone();
    let mut queue = SaveQueue::new(1, None);
    let all = design.removal_of_elements(&design.elements.keys().cloned().collect());
    act(&mut design, &mut queue, all, "Removed everything");
    while queue.divide_first() {}
    queue.request(&design, name("s1"));
    queue.merge(&mut design, &Others::Edits(vec![rename("Theirs")]), 2, None).unwrap();
    queue.take_back(&mut design);
    assert_eq!(design, Design { name: "Theirs".into(), ..before });
}

#[test]
fn a_design_of_another_history_brings_its_own_chain() {
    let (mut design, mut queue) = (Design::new("x"), SaveQueue::new(5, Some("old".into())));
    act(&mut design, &mut queue, rename("Mine"), "Renamed");
    assert_eq!(queue.request(&design, name("s1")).unwrap().chain.as_deref(), Some("old"));
    let mut fresh = Design::new("Fresh");
    assert_eq!(queue.adopt(&mut fresh, 5, Some("new".into())), vec![]);
    assert_eq!(queue.request(&fresh, name("s2")).unwrap().chain.as_deref(), Some("new"));
}
