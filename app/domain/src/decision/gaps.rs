//! What a Design asks for and its bundle does not hold: one list for the README, the records and the review. Reads standings; must
//! not know any value by name.

use super::{Theme, case::Case, log::questions_of, topic::About};
use crate::{
    Design, catalog,
    design::{Element, ElementKind, Link, LinkKind, Target},
    discovery::Brief,
    edit::{ElementField, LinkField, Said},
    ids::{ElementId, LinkId},
    standing::{Absence, Gap, Standing},
};
use std::collections::BTreeSet;

/// A choice that the bundle does not hold, or holds in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrealised {
    pub place: Place,
    /// The topic or the field it was chosen in: `secrets`, `encrypted`.
    pub what: &'static str,
    /// What was chosen: `Secrets, HashiCorp Vault`.
    pub name: String,
    pub theme: Theme,
    pub gap: Gap,
}

/// Where it was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// For the whole.
    Design,
    Element(ElementId),
    Link(LinkId),
}

impl Unrealised {
    /// For a list of what is left to do, as a line.
    pub fn to_do(&self) -> String {
        format!("{}: {}", self.name, self.gap.to_do())
    }
}

/// Everything chosen in a Design that its bundle does not hold: what was decided for the whole, then parts, then links.
pub fn gaps(design: &Design) -> Vec<Unrealised> {
    let mut all = Vec::new();
    let owned: BTreeSet<&ElementId> = design.links.values().filter(|link| link.kind == LinkKind::Owns).map(|link| &link.to).collect();
    all.extend(design.elements.iter().flat_map(|(id, element)| of_element(design, id, element, owned.contains(id))));
    all.extend(of_links(design));
    // What parts and links ask to be done for them is not asked for the whole again.
    let mut whole = of_the_whole(design);
    whole.retain(|unrealised| all.iter().all(|other| other.gap.by_hand != unrealised.gap.by_hand));
    whole.extend(all);
    whole
}

fn of_the_whole(design: &Design) -> Vec<Unrealised> {
    let brief = Brief::read(&design.brief);
    // What a topic decides for one part or one link stands there.
    let whole = questions_of(design).into_iter().filter(|question| question.about == About::Whole);
    // What is missing elsewhere is not missing here.
    let is_missing = |standing: &Standing| match standing {
        Standing::Partial { absent, .. } => !(absent.is_elsewhere_than_kubernetes() && design.platform.target == Target::Kubernetes),
        _ => true,
    };
    let gap = |question: super::log::Question| {
        let case = Case::new(design, &brief, &question.about);
        let choice = (question.topic.choice)(&case);
        let chosen = (question.topic.options)(&case).into_iter().find(|candidate| candidate.slug == choice)?;
        let name = format!("{}, {}", question.topic.subject, chosen.name);
        Some(Unrealised {
            what: question.topic.slug,
            place: Place::Design,
            name,
            theme: question.topic.theme,
            gap: Some(chosen.standing).filter(is_missing)?.gap()?,
        })
    };
    whole.filter_map(gap).collect()
}

fn of_element(design: &Design, id: &ElementId, element: &Element, owned: bool) -> Vec<Unrealised> {
    let named = |what: &str| format!("{}, {what}", design.display_name(id));
    let entry = element.technology.as_ref().and_then(|slug| catalog::find(slug.as_str()));
    // Somebody else's image holds what it holds; a store that nobody owns keeps no records.
    let lacks = |standing: &Standing| match standing {
        Standing::Partial { absent: Absence::Records, .. } => owned,
        _ => element.image.is_none(),
    };
    let made = entry.and_then(|entry| Some((entry.name, entry.standing_as(element.kind).filter(lacks)?.gap()?)));
    let theme = if element.kind == ElementKind::Datastore { Theme::Data } else { Theme::Structure };
    let mut all: Vec<Unrealised> = made
        .into_iter()
        .map(|(name, gap)| Unrealised { what: "technology", place: Place::Element(id.clone()), name: named(name), theme, gap })
        .collect();
    let usual = Element::new(element.kind);
    for field in ElementField::between(&usual, element) {
        if let Said::All(standing) = field.said()
            && let Some(gap) = standing.gap()
        {
            all.push(Unrealised {
                what: field.name(),
                place: Place::Element(id.clone()),
                name: named(field.name()),
                theme: Theme::Security,
                gap,
            });
        }
    }
    all
}

fn of_links(design: &Design) -> Vec<Unrealised> {
    let mut all = Vec::new();
    for (id, link) in &design.links {
        let named = |what: &str| format!("{} to {}, {what}", design.display_name(&link.from), design.display_name(&link.to));
        let theme = if link.kind.is_data() { Theme::Data } else { Theme::Communication };
        if let Some(gap) = link.kind.standing().gap() {
            all.push(Unrealised { what: "kind", place: Place::Link(id.clone()), name: named(link.kind.label()), theme, gap });
        }
        let from_outside = design.elements.get(&link.from).is_some_and(|from| from.kind == ElementKind::External);
        if let Some(gap) = Link::WRITTEN_FROM_OUTSIDE.gap().filter(|_| link.kind == LinkKind::Publish && from_outside) {
            all.push(Unrealised { what: "from", place: Place::Link(id.clone()), name: named("written from outside"), theme, gap });
        }
        let usual = Link::new(link.from.clone(), link.to.clone(), link.kind);
        for field in LinkField::between(&usual, link) {
            if let Said::All(standing) = field.said()
                && let Some(gap) = standing.gap()
                // What happens anyway is no gap.
                && !(matches!(field, LinkField::Outbox(_)) && has_outbox(design, &link.from))
            {
                all.push(Unrealised {
                    what: field.name(),
                    place: Place::Link(id.clone()),
                    name: named(field.name()),
                    theme: Theme::Data,
                    gap,
                });
            }
        }
    }
    all
}

/// The generated code of a part sends its events from an outbox when it owns a store in which a change and an event can be written
/// together.
pub(super) fn has_outbox(design: &Design, part: &ElementId) -> bool {
    design.links_from(part).any(|(_, link)| {
        let store = design.elements.get(&link.to).filter(|_| link.kind == LinkKind::Owns);
        let entry = store.and_then(|store| catalog::find(store.technology.as_ref()?.as_str()));
        entry.is_some_and(|entry| entry.standing_as(ElementKind::Datastore) == Some(Standing::Realised))
    })
}
