//! Small operations on a Design that leave nothing dangling: what several topics need to put an option in place.

use crate::{
    Design, catalog,
    design::{Element, ElementKind, Link, LinkKind},
    discovery::proposal::place::technology,
    ids::{ElementId, LinkId},
};

/// Takes links out, together with the journey steps over them.
pub(super) fn drop_links(design: &mut Design, gone: impl Fn(&LinkId, &Link) -> bool) {
    design.links.retain(|id, link| !gone(id, link));
    for journey in design.journeys.values_mut() {
        journey.steps.retain(|step| design.links.contains_key(&step.link));
    }
}

/// Takes an element out, together with its links and its place.
pub(super) fn drop_element(design: &mut Design, gone: &ElementId) {
    drop_links(design, |_, link| link.from == *gone || link.to == *gone);
    design.elements.remove(gone);
    design.layout.remove(gone);
}

/// Makes an element with another technology. What belonged to the old one (image, port, limits, settings) goes with it.
pub(super) fn replace_technology(element: &mut Element, slug: &str) {
    let limits = element.cpu_millicores.is_some() || element.memory_mib.is_some();
    element.technology = Some(technology(slug));
    element.image = None;
    element.port = None;
    // The code of a part reads its own settings whatever it is made with; a product reads those of its maker.
    if !element.kind.has_code() {
        element.settings.clear();
    }
    if let Some(entry) = catalog::find(slug).filter(|_| limits) {
        element.cpu_millicores = Some(entry.cpu_millicores);
        element.memory_mib = Some(entry.memory_mib);
    }
}

/// An element of a technology with its limits.
pub(super) fn element(kind: ElementKind, slug: &str, description: &str) -> Element {
    let mut element = Element::new(kind);
    element.description = description.to_owned();
    element.cpu_millicores = Some(0);
    replace_technology(&mut element, slug);
    element
}

pub(super) fn add_link(design: &mut Design, link: Link) -> LinkId {
    let id = design.free_link_id(&link.from, &link.to);
    design.links.insert(id.clone(), link);
    id
}

/// The stores each part owns, by part.
pub(super) fn owned(design: &Design) -> Vec<(ElementId, ElementId)> {
    design.links.values().filter(|link| link.kind == LinkKind::Owns).map(|link| (link.from.clone(), link.to.clone())).collect()
}
