//! What became of the services that somebody had identified already, and what was said of them set into the design.

use super::place::{element, technology};
use crate::{
    Design,
    design::{ElementKind, LinkKind},
    discovery::{Answers, Brief, brief::Named},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A service that was named, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptService {
    /// The name as it was given.
    pub name: String,
    /// The element of the design that it is.
    pub element: String,
    /// The slug of the capability its name speaks of; null when it speaks of none.
    pub capability: Option<String>,
    /// What was understood, and why.
    pub why: String,
}

/// What becomes of each service that was named, in the order given.
pub fn kept_services(answers: &Answers) -> Vec<KeptService> {
    let brief = Brief::read(answers);
    let of = |named: &Named| KeptService {
        name: named.name.clone(),
        element: named.id.clone(),
        capability: named.capability.map(|capability| capability.slug.to_owned()),
        why: why(named),
    };
    brief.named.iter().map(of).collect()
}

fn why(named: &Named) -> String {
    let mut why = match named.capability {
        _ if named.front => "Kept as the frontend: its name says that people see it".to_owned(),
        Some(capability) => {
            format!("Kept under its name as {}: {}", capability.label.to_lowercase(), capability.purpose.trim_end_matches('.'))
        }
        None => "Kept under its name; what it does is yours to say, as no known capability goes by it".to_owned(),
    };
    let said = [named.technology, named.store, named.grpc.then_some("gRPC")];
    let said: Vec<&str> = said.into_iter().flatten().collect();
    if !said.is_empty() {
        why.push_str(&format!(" ({})", said.join(", ")));
    }
    why.push('.');
    why
}

/// Language, store and protocol as they were said, over what was decided for the rest.
pub(super) fn keep(design: &mut Design, brief: &Brief) {
    for named in &brief.named {
        let id = element(&named.id);
        let stores: Vec<_> =
            design.links_from(&id).filter(|(_, link)| link.kind == LinkKind::Owns).map(|(_, link)| link.to.clone()).collect();
        if let (Some(slug), Some(service)) = (named.technology, design.elements.get_mut(&id))
            && matches!(service.kind, ElementKind::Service | ElementKind::Worker)
        {
            service.technology = Some(technology(slug));
        }
        for store in stores {
            if let (Some(slug), Some(store)) = (named.store, design.elements.get_mut(&store)) {
                store.technology = Some(technology(slug));
            }
        }
        if named.grpc {
            let services =
                |design: &Design, id| design.elements.get(id).is_some_and(|e| matches!(e.kind, ElementKind::Service | ElementKind::Worker));
            let calls: Vec<_> = design
                .links
                .iter()
                .filter(|(_, link)| link.to == id && link.kind == LinkKind::Rest && services(design, &link.from))
                .map(|(link, _)| link.clone())
                .collect();
            for link in calls {
                if let Some(link) = design.links.get_mut(&link) {
                    link.kind = LinkKind::Grpc;
                }
            }
        }
    }
}
