//! A small Design that the tests of several artefacts print.

use domain::{
    Design,
    design::{Element, ElementKind, Link, LinkKind, Setting, Target},
    ids::{ElementId, LinkId, TechnologyId},
};

pub(crate) fn part(design: &mut Design, id: &str, kind: ElementKind, technology: &str) {
    let technology = TechnologyId::new(technology).expect("an id");
    design.elements.insert(ElementId::new(id).expect("an id"), Element::new(kind).with_technology(technology));
}

pub(crate) fn link(design: &mut Design, from: &str, to: &str, kind: LinkKind) {
    let [from, to] = [from, to].map(|id| ElementId::new(id).expect("an id"));
    let id = LinkId::new(format!("{from}-{to}")).expect("an id");
    design.links.insert(id, Link::new(from, to, kind));
}

pub(crate) fn change(design: &mut Design, id: &str, change: impl FnOnce(&mut Element)) {
    change(design.elements.get_mut(id).expect("a part"));
}

/// `gateway -rest-> orders -owns-> orders-db`, and orders use Stripe.
pub(crate) fn shop() -> Design {
    let mut design = Design::new("Shop");
    design.platform.target = Target::Kubernetes;
    part(&mut design, "gateway", ElementKind::Gateway, "nginx");
    part(&mut design, "orders", ElementKind::Service, "node-express");
    part(&mut design, "orders-db", ElementKind::Datastore, "postgresql");
    design.elements.insert(ElementId::new("stripe").expect("an id"), Element::new(ElementKind::External));
    link(&mut design, "gateway", "orders", LinkKind::Rest);
    link(&mut design, "orders", "orders-db", LinkKind::Owns);
    link(&mut design, "orders", "stripe", LinkKind::Uses);
    change(&mut design, "orders", |orders| {
        orders.replicas = Some(2);
        orders.max_replicas = Some(6);
        orders.settings.insert("MOTTO".into(), Setting { value: "costs $(NOTHING): \"yes\"".into(), secret: false });
    });
    assert_eq!(design.problems(), []);
    design
}
