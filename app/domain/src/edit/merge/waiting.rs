//! Choices that wait while the Design goes on: each is put anew against what has become of it, so that it can still be made.

use super::{Changed, Clash, Merge, merge_changed};
use crate::{Design, Edit};

impl Merge {
    /// What is still to be chosen, after this merge, of what waited before it. `before` is the Design that the choices were put on.
    #[must_use]
    pub fn still_waiting(&self, mut clashes: Vec<Clash>, before: &Design) -> Vec<Clash> {
        let mut before = before.clone();
        for (from, to) in &self.names.elements {
            if before.apply(Edit::RenameElement { from: from.clone(), to: to.clone() }).is_ok() {
                clashes.iter_mut().for_each(|clash| clash.follow(from, to));
            }
        }
        still_waiting(clashes, &before, &self.design)
    }
}

/// What is still to be chosen once a Design has become another: theirs may be another value now, or gone, or mine after all.
#[must_use]
pub fn still_waiting(clashes: Vec<Clash>, before: &Design, now: &Design) -> Vec<Clash> {
    clashes.into_iter().flat_map(|clash| anew(clash, before, now)).collect()
}

fn anew(clash: Clash, before: &Design, now: &Design) -> Vec<Clash> {
    let mut mine = before.clone();
    let Ok(edit) = clash.keep_mine(before) else { return vec![clash] };
    if mine.apply(edit.clone()).is_err() {
        return vec![clash];
    }
    let mine = Changed::to(before, mine, &[edit]);
    let merge = merge_changed(before, Changed::to(before, now.clone(), &[]), mine);
    match merge.clashes {
        asked if !asked.is_empty() => asked,
        _ if merge.design == *now => Vec::new(), // They say the same by now.
        _ => vec![clash],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Side, merge};
    use super::*;
    use crate::{
        design::{Element, ElementKind, Link, LinkKind},
        edit::ElementField,
        ids::{ElementId, LinkId},
    };
    use std::collections::BTreeSet;

    fn id(text: &str) -> ElementId {
        ElementId::new(text).unwrap()
    }
    fn describe(text: &str) -> Edit {
        Edit::ChangeElement { id: id("orders"), change: ElementField::Description(text.into()) }
    }
    /// `orders -> payments`, their description, and mine that waits.
    fn clashing() -> (Design, Vec<Clash>) {
        let mut design = Design::new("Shop");
        for name in ["orders", "payments"] {
            design.apply(Edit::add_element(id(name), Element::new(ElementKind::Service), None)).unwrap();
        }
        let link = Link::new(id("orders"), id("payments"), LinkKind::Rest);
        design.apply(Edit::add_link(LinkId::new("orders-payments").unwrap(), link)).unwrap();
        let merge = merge(&design, &[describe("Theirs")], &[describe("Mine")]).unwrap();
        assert_eq!(merge.clashes.len(), 1);
        (merge.design, merge.clashes)
    }
    /// What waits after they did something more, and the Design then.
    fn after(theirs: &[Edit]) -> (Design, Vec<Clash>) {
        let (before, clashes) = clashing();
        let merge = merge(&before, theirs, &[]).unwrap();
        let waiting = merge.still_waiting(clashes, &before);
        (merge.design, waiting)
    }
    fn asked(waiting: &[Clash]) -> Vec<String> {
        waiting.iter().map(|clash| format!("{}: {} | {}", clash.title, clash.words(Side::Theirs), clash.words(Side::Mine))).collect()
    }
    fn keep(design: &mut Design, waiting: &[Clash]) {
        for clash in waiting {
            let edit = clash.keep_mine(design).expect("it can be kept");
            design.apply(edit).expect("it applies");
        }
    }

    #[test]
    fn a_choice_about_a_part_that_they_delete_brings_it_back_with_my_value_and_its_links() {
        let removal = clashing().0.removal_of_elements(&BTreeSet::from([id("orders")]));
        let (mut design, waiting) = after(&[removal]);
        assert!(!design.elements.contains_key("orders"));
        assert_eq!(asked(&waiting), ["orders: Deleted | Kept, with my changes"]);
        keep(&mut design, &waiting);
        assert_eq!(design.elements[&id("orders")].description, "Mine");
        assert!(design.links.contains_key("orders-payments"));
    }

    #[test]
    fn a_choice_waits_on_while_others_do_other_things_or_give_another_value() {
        let other = Edit::SetName { name: "Other".into() };
        assert_eq!(asked(&after(&[other]).1), ["Description of orders: Theirs | Mine"]);
        let (mut design, waiting) = after(&[describe("Theirs again")]);
        assert_eq!(asked(&waiting), ["Description of orders: Theirs again | Mine"]);
        keep(&mut design, &waiting);
        assert_eq!(design.elements[&id("orders")].description, "Mine");
    }

    #[test]
    fn nothing_is_to_be_chosen_once_they_say_the_same() {
        assert_eq!(asked(&after(&[describe("Mine")]).1), Vec::<String>::new());
    }

    #[test]
    fn a_choice_follows_the_new_name_of_its_part() {
        let (mut design, waiting) = after(&[Edit::RenameElement { from: id("orders"), to: id("sales") }]);
        assert_eq!(waiting.iter().map(|clash| clash.path.as_str()).collect::<Vec<_>>(), ["elements.sales.description"]);
        keep(&mut design, &waiting);
        assert_eq!(design.elements[&id("sales")].description, "Mine");
    }

    #[test]
    fn what_cannot_be_kept_names_the_part_that_is_gone() {
        let (mut design, clashes) = clashing();
        let removal = design.removal_of_elements(&BTreeSet::from([id("orders")]));
        design.apply(removal).unwrap();
        assert_eq!(clashes[0].keep_mine(&design).unwrap_err().to_string(), "there is no element “orders”");
        assert_eq!(asked(&still_waiting(clashes, &design, &design)).len(), 1, "it is not let go for that");
    }
}
