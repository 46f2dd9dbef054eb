//! What holds of every Design and every Edit.

use super::*;
use crate::{
    Edit,
    decision::{Decision, Status},
    edit::{EditError, diff},
    file,
    ids::{ElementId, LinkId, TopicId},
    review::FindingKey,
};
use proptest::test_runner::Config;

/// So many cases, or as many as PROPTEST_CASES says.
fn cases(cases: u32) -> Config {
    let asked = Config::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    Config { cases, failure_persistence: None, ..asked }
}

fn bytes(design: &Design) -> String {
    serde_json::to_string(design).unwrap()
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn designs_are_valid_and_round_trip(design in designs()) {
        prop_assert_eq!(design.problems(), vec![]);
        let yaml = file::write(&design);
        let read = file::read(&yaml);
        prop_assert_eq!(read.as_ref().map_err(|e| format!("{e:?}\n{yaml}")), Ok(&design));
        prop_assert_eq!(file::write(&read.unwrap()), yaml);
        let json = bytes(&design);
        prop_assert_eq!(serde_json::from_str::<Design>(&json).unwrap(), design.clone());
        prop_assert_eq!(file::read(&json), Ok(design));
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn edits_apply_and_undo_to_the_same_bytes(design in designs(), mut tape in tapes()) {
        let before = bytes(&design);
        let mut now = design.clone();
        let mut inverses = Vec::new();
        for _ in 0..25 {
            let edit = edit(&mut tape, &now);
            let json = serde_json::to_string(&edit).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Edit>(&json).unwrap(), &edit);
            let at = now.clone();
            match now.apply(edit.clone()) {
                Ok(inverse) => {
                    prop_assert_eq!(now.problems(), vec![], "after {:?}", edit);
                    let mut back = now.clone();
                    let again = back.apply(inverse.clone());
                    prop_assert!(again.is_ok(), "{:?} undone by {:?}: {:?}", edit, inverse, again);
                    prop_assert_eq!(bytes(&back), bytes(&at), "{:?} undone by {:?}", edit, inverse);
                    let mut forth = back;
                    prop_assert!(forth.apply(again.unwrap()).is_ok());
                    prop_assert_eq!(bytes(&forth), bytes(&now), "{:?} done again", edit);
                    inverses.push(inverse);
                }
                Err(_) => prop_assert_eq!(&now, &at, "refused {:?}", edit),
            }
        }
        while let Some(inverse) = inverses.pop() {
            prop_assert!(now.apply(inverse).is_ok());
        }
        prop_assert_eq!(bytes(&now), before);
    }

    #[test]
    fn a_difference_applied_gives_the_other(a in designs(), b in designs()) {
        let mut now = a.clone();
        let undo = now.apply(diff(&a, &b));
        prop_assert!(undo.is_ok(), "{:?}", undo);
        prop_assert_eq!(bytes(&now), bytes(&b));
        prop_assert!(now.apply(undo.unwrap()).is_ok());
        prop_assert_eq!(bytes(&now), bytes(&a));
        prop_assert_eq!(diff(&a, &a), Edit::Batch { edits: vec![] });
    }

    #[test]
    fn a_difference_after_some_edits_applies(a in designs(), mut tape in tapes()) {
        let mut b = a.clone();
        for _ in 0..15 {
            let edit = edit(&mut tape, &b);
            let _ = b.apply(edit);
        }
        let mut now = a.clone();
        let undo = now.apply(diff(&a, &b));
        prop_assert!(undo.is_ok(), "{:?}", undo);
        prop_assert_eq!(bytes(&now), bytes(&b));
    }

    #[test]
    fn renaming_keeps_everything(design in designs(), pick in any::<prop::sample::Index>()) {
        let ids: Vec<ElementId> = design.elements.keys().cloned().collect();
        prop_assume!(!ids.is_empty());
        let from = pick.get(&ids).clone();
        let to = design.free_element_id("a-name-nobody-has");
        let mut now = design.clone();
        now.apply(Edit::RenameElement { from: from.clone(), to: to.clone() }).unwrap();
        prop_assert_eq!(now.problems(), vec![]);
        prop_assert_eq!(now.elements.get(&to), design.elements.get(&from));
        prop_assert_eq!(now.layout.get(&to), design.layout.get(&from));
        let touched: Vec<&LinkId> = design.links_at(&from).map(|(id, _)| id).collect();
        prop_assert_eq!(now.links_at(&to).map(|(id, _)| id).collect::<Vec<_>>(), touched);
        prop_assert_eq!(now.waivers.len(), design.waivers.len());
    }

    #[test]
    fn what_spoke_of_the_new_name_stays_when_a_renaming_is_undone(mut design in designs(), pick in any::<prop::sample::Index>(), clash in any::<bool>()) {
        let ids: Vec<ElementId> = design.elements.keys().cloned().collect();
        prop_assume!(!ids.is_empty());
        let from = pick.get(&ids).clone();
        let to = design.free_element_id("gone-long-ago");
        let subjects = [to.to_string(), format!("{to}+{from}"), format!("{from}+{from}")];
        // The first one clashes as well with what the design itself may say of the old name.
        let clash = clash || design.waivers.contains_key(&FindingKey::new("REL104", from.as_str()));
        for subject in subjects.iter().take(if clash { 3 } else { 2 }) {
            design.apply(Edit::SetWaiver { finding: FindingKey::new("REL104", subject), reason: Some(subject.clone()) }).unwrap();
        }
        let decision = Decision { choice: "go".into(), status: Status::Accepted, override_reason: None, number: None, superseded: vec![] };
        design.apply(Edit::SetDecision { topic: TopicId::new(format!("language-{to}")).unwrap(), decision: Some(decision) }).unwrap();
        let before = bytes(&design);
        match design.apply(Edit::RenameElement { from, to }) {
            Ok(inverse) => prop_assert!(!clash && design.apply(inverse).is_ok()),
            Err(error) => prop_assert!(clash && matches!(error, EditError::Taken { kind: "waiver", .. }), "{:?}", error),
        }
        prop_assert_eq!(bytes(&design), before);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}|[ -~\\n\\t]{0,300}|(groundplan: 1\\n|name: |  |elements:\\n|[a-z]{1,5}: |- |\\{|\\[|\\]|\\}|\"|'|\\||>|&a |\\*a|\\n){0,40}") {
        let _ = file::read(&text);
    }

    #[test]
    fn a_broken_file_is_refused_with_a_place(design in designs(), cut in 0.0..1.0_f64) {
        let yaml = file::write(&design);
        let end = (0..=((yaml.len() as f64 * cut) as usize)).rev().find(|end| yaml.is_char_boundary(*end)).unwrap_or(0);
        if let Err(error) = file::read(&yaml[..end]) {
            prop_assert!(error.problems.iter().all(|problem| !problem.message.is_empty()));
        }
    }
}

#[test]
fn sized_designs_are_valid() {
    for services in [0, 1, 2, 10, 100] {
        let design = sized(services);
        assert_eq!(design.problems(), vec![], "{services}");
        assert_eq!(design.elements_of(crate::design::ElementKind::Service).count(), services);
        assert_eq!(file::read(&file::write(&design)), Ok(design));
    }
}

/// The tests above mean something only when many edits are accepted and many refused.
#[test]
fn edits_are_a_mixture() {
    let (mut accepted, mut refused, mut elements) = (0, 0, 0);
    for seed in 0..100_u32 {
        let mut state = seed;
        let mut number = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 8
        };
        let mut tape = Tape::new((0..3_000).map(|_| number()).collect());
        let mut design = design::design(&mut tape);
        elements += design.elements.len();
        for _ in 0..20 {
            let edit = edit(&mut tape, &design);
            if design.apply(edit).is_ok() { accepted += 1 } else { refused += 1 }
        }
    }
    assert!(accepted > 600 && refused > 300 && elements > 800, "{accepted} accepted, {refused} refused, {elements} elements");
}
