//! Which parts of the forming design hang on questions that nobody has answered yet. Pure: it asks the proposal engine what
//! would be without them.

use domain::{
    Design,
    discovery::{Answer, Answers, Input, propose, questions},
    ids::{ElementId, QuestionId},
};
use std::collections::BTreeSet;

/// Parts that some answer to an open question would take away. Only questions with single choices are tried, because the
/// others have too many answers to try.
pub(super) fn uncertain(answers: &Answers, design: &Design) -> BTreeSet<ElementId> {
    let open = questions::shown(answers)
        .into_iter()
        .filter(|question| !matches!(answers.get(question.id), Some(answer) if *answer != Answer::NotSure));
    let mut uncertain = BTreeSet::new();
    for question in open {
        let (Input::One(choices), Ok(id)) = (question.input, QuestionId::new(question.id)) else { continue };
        for choice in choices {
            let mut tried = answers.clone();
            tried.insert(id.clone(), Answer::text(choice.slug));
            let other = propose(None, &tried).design;
            uncertain.extend(design.elements.keys().filter(|id| !other.elements.contains_key(*id)).cloned());
        }
    }
    uncertain
}

/// Parts that are new or different, and so marked for a while.
pub(super) fn changed(before: &Design, after: &Design) -> BTreeSet<ElementId> {
    after.elements.iter().filter(|(id, element)| before.elements.get(*id) != Some(element)).map(|(id, _)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::design::{Element, ElementKind};

    fn design(parts: &[(&str, Option<u16>)]) -> Design {
        let mut design = Design::new("x");
        for (id, replicas) in parts {
            let mut element = Element::new(ElementKind::Service);
            element.replicas = *replicas;
            design.elements.insert(ElementId::new(*id).unwrap(), element);
        }
        design
    }

    #[test]
    fn new_and_different_parts_are_changed() {
        let before = design(&[("a", None), ("b", None), ("gone", None)]);
        let after = design(&[("a", None), ("b", Some(3)), ("c", None)]);
        assert_eq!(changed(&before, &after).iter().map(ElementId::as_str).collect::<Vec<_>>(), ["b", "c"]);
    }
}
