//! Which contexts share a deployable: all of them, all but those that stay apart, or as few as the team can own. Knows
//! nothing of elements and links.

use super::{Found, Shape, verdict::services_a_team_can_own};
use crate::{
    design::{ElementKind, Sensitivity},
    discovery::{Brief, capability::Shape as DataShape, numbers::Numbers},
};

/// One deployable, with the contexts it hosts.
#[derive(Debug, Clone)]
pub struct Deployable {
    /// Its element id.
    pub id: String,
    /// Indices of its contexts; the first gave it its name.
    pub contexts: Vec<usize>,
}

impl Deployable {
    pub fn hosts<'a>(&'a self, found: &'a [Found]) -> impl Iterator<Item = &'a Found> + 'a {
        self.contexts.iter().filter_map(|i| found.get(*i))
    }
    pub fn load_percent(&self, found: &[Found]) -> u32 {
        self.hosts(found).map(Found::load_percent).sum()
    }
    /// Answers requests unless all it hosts are workers; the backend always does.
    pub fn kind(&self, found: &[Found]) -> ElementKind {
        if self.id != BACKEND && self.hosts(found).all(|f| f.kind() == ElementKind::Worker) {
            ElementKind::Worker
        } else {
            ElementKind::Service
        }
    }
    pub fn has(&self, found: &[Found], capability: &str) -> bool {
        self.hosts(found).any(|f| f.has(capability))
    }
    /// Its store: the shape of the only context's data, tables for several, none when nothing is kept.
    pub fn shape(&self, found: &[Found]) -> DataShape {
        let mut shapes = self.hosts(found).map(Found::shape).filter(|shape| *shape != DataShape::Nothing);
        match (shapes.next(), shapes.next()) {
            (None, _) => DataShape::Nothing,
            (Some(only), None) => only,
            _ => DataShape::Relational,
        }
    }
}

/// The id of the deployable that holds most.
pub const BACKEND: &str = "backend";

/// How many deployables a shape gives.
pub fn count(brief: &Brief, found: &[Found], shape: Shape) -> usize {
    group(brief, found, shape).len()
}

/// Puts contexts into deployables.
pub fn group(brief: &Brief, found: &[Found], shape: Shape) -> Vec<Deployable> {
    let single = |i: usize| Deployable { id: found[i].service.clone(), contexts: vec![i] };
    match shape {
        Shape::Microservices => join_to_fit(brief, found, (0..found.len()).map(single).collect()),
        Shape::ModularMonolith => vec![Deployable { id: BACKEND.to_owned(), contexts: (0..found.len()).collect() }],
        Shape::MonolithWithSatellites => {
            let (apart, inside): (Vec<_>, Vec<_>) = (0..found.len()).partition(|i| found[*i].apart.is_some());
            let backend = (!inside.is_empty()).then(|| Deployable { id: BACKEND.to_owned(), contexts: inside });
            backend.into_iter().chain(apart.into_iter().map(single)).collect()
        }
    }
}

/// Joins the two closest services until there are no more than the team can own, or joining would make a god service.
fn join_to_fit(brief: &Brief, found: &[Found], mut parts: Vec<Deployable>) -> Vec<Deployable> {
    let most = services_a_team_can_own(brief);
    while parts.len() > most {
        let Some((a, b)) = closest_pair(found, &parts, brief.numbers) else { break };
        let joined = parts.remove(b);
        parts[a].contexts.extend(joined.contexts);
        parts[a].contexts.sort_by_key(|i| (std::cmp::Reverse(found[*i].load_percent()), *i));
        if let Some(first) = parts[a].contexts.first().copied() {
            parts[a].id.clone_from(&found[first].service);
        }
    }
    parts
}

fn closest_pair(found: &[Found], parts: &[Deployable], numbers: Numbers) -> Option<(usize, usize)> {
    let (god_entities, god_modules) = (numbers.god_entities as usize, numbers.god_modules as usize);
    let may_join = |part: &Deployable| {
        part.kind(found) == ElementKind::Service
            && part
                .hosts(found)
                .all(|f| !f.kept && f.apart.is_none() && !matches!(f.sensitivity(), Sensitivity::Card | Sensitivity::Health))
    };
    let entities = |part: &Deployable| part.hosts(found).map(|f| f.context.entities.len()).sum::<usize>();
    let pairs = (0..parts.len()).flat_map(|a| (a + 1..parts.len()).map(move |b| (a, b)));
    pairs
        .filter(|(a, b)| {
            let (a, b) = (&parts[*a], &parts[*b]);
            may_join(a) && may_join(b) && a.contexts.len() + b.contexts.len() <= god_modules && entities(a) + entities(b) <= god_entities
        })
        .min_by_key(|(a, b)| {
            let (a, b) = (&parts[*a], &parts[*b]);
            let family = a.hosts(found).any(|x| b.hosts(found).any(|y| x.family() == y.family()));
            (!family, a.load_percent(found) + b.load_percent(found))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::{Answer, capability},
        ids::QuestionId,
    };

    fn parts(capabilities: &[&str], engineers: u64, shape: Shape) -> Vec<String> {
        let answers = [
            (QuestionId::new("capabilities").unwrap(), Answer::many(capabilities.iter().copied())),
            (QuestionId::new("engineers").unwrap(), Answer::Number(engineers)),
        ];
        let brief = Brief::read(&answers.into());
        group(&brief, &super::super::identify::identify(&brief), shape).into_iter().map(|part| part.id).collect()
    }

    #[test]
    fn a_small_team_gets_fewer_services_than_contexts() {
        let shop = ["catalog", "orders", "payments", "accounts", "notifications"];
        assert_eq!(parts(&shop, 8, Shape::Microservices).len(), 5);
        let five = parts(&shop, 5, Shape::Microservices);
        assert_eq!(five.len(), 4, "payments and the worker stay on their own: {five:?}");
        assert!(five.contains(&"payment-service".to_owned()) && five.contains(&"notification-service".to_owned()));
    }

    #[test]
    fn nothing_becomes_a_god_service() {
        let all: Vec<_> = capability::ALL.iter().map(|c| c.slug).collect();
        let brief = Brief::read(&[(QuestionId::new("capabilities").unwrap(), Answer::many(all))].into());
        let found = super::super::identify::identify(&brief);
        for part in group(&brief, &found, Shape::Microservices) {
            assert!(part.contexts.len() <= brief.numbers.god_modules as usize, "{part:?}");
        }
    }

    #[test]
    fn satellites_stay_outside_the_backend() {
        let parts = parts(&["menu", "reservations", "voice"], 3, Shape::MonolithWithSatellites);
        assert_eq!(parts, ["backend", "voice-service"]);
    }
}
