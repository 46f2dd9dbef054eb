//! From a running monolith to the proposed parts, one context at a time: the strangler fig (M. Fowler, “StranglerFigApplication”,
//! 2004; S. Newman, “Monolith to Microservices”, 2019). Reads a Design with its Brief; changes nothing.

use super::{
    Brief,
    brief::CurrentSystem,
    proposal::{
        cut::relation::{Atom, atoms},
        place::GATEWAY,
        verdict::{join, plural},
    },
};
use crate::{
    Design,
    design::{ElementKind, LinkKind, Sensitivity, Subdomain},
    ids::{ContextId, ElementId},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The way from what runs today to what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MigrationPlan {
    /// What comes before the first context moves.
    pub preparation: Vec<String>,
    /// One context after the other, in order.
    pub moves: Vec<ContextMove>,
    /// What ends it.
    pub completion: Vec<String>,
}

/// One context on its way out of the current system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContextMove {
    pub context: ContextId,
    pub name: String,
    /// The part it moves into.
    pub part: Option<ElementId>,
    /// How much it is worth to have it out: 1 to 10.
    pub value: u32,
    /// How much still ties it to what stays behind when its turn comes, in keys and calls.
    pub ties: u32,
    /// Why at this place in the order.
    pub why: String,
    /// What the façade sends where, before and after.
    pub routes: Vec<Route>,
    /// How its data gets across, in order.
    pub data: Vec<String>,
    /// When it counts as moved; only then does the next one begin.
    pub exit: Vec<String>,
    /// How to go back until then.
    pub way_back: String,
}

/// One path at the façade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Route {
    pub path: String,
    pub before: String,
    pub after: String,
}

/// Copies of requests that must give the same answer before real ones are sent, in days of comparing.
const COMPARE_DAYS: u32 = 7;
/// Requests sent to the new part first, in percent.
const FIRST_PERCENT: u32 = 5;
/// Days without a way back being used, after which the old tables may go.
const QUIET_DAYS: u32 = 30;

/// The plan, for a Brief whose current system is a monolith. `None` otherwise, and when nothing has to move.
pub fn migration_plan(design: &Design) -> Option<MigrationPlan> {
    let brief = Brief::read(&design.brief);
    if brief.current_system != CurrentSystem::Monolith || design.contexts.is_empty() {
        return None;
    }
    let gateway = design.elements_of(ElementKind::Gateway).next().map_or("the gateway", |(id, _)| design.display_name(id));
    let current = "the current system";
    let atoms = atoms(design);
    let mut left: Vec<&ContextId> = design.contexts.keys().collect();
    let mut moves = Vec::new();
    while !left.is_empty() {
        // The most value for the fewest ties to what is still behind; the id settles what is equal.
        let best = left.iter().enumerate().max_by_key(|(i, id)| {
            let ties = ties(design, &atoms, id, &left);
            (i64::from(value(design, &brief, id)) * 3 - i64::from(ties) * 2, std::cmp::Reverse(*i))
        });
        let Some((at, _)) = best else { break };
        let id = left.remove(at);
        moves.push(context_move(design, &brief, &atoms, id, &left, current, moves.len()));
    }
    Some(MigrationPlan {
        preparation: vec![
            format!("Put {gateway} in front of {current} and send everything to it, unchanged. Nobody should notice."),
            format!(
                "Measure what runs today at {gateway}: requests, errors and the 95th percentile of every path. Those are the numbers to beat."
            ),
            "Freeze new features in the contexts that move next; fix what is broken, build nothing.".to_owned(),
            format!("Deploy the first new part beside {current}, with its pipeline, its alarms and no traffic."),
        ],
        moves,
        completion: vec![
            format!("Take the path “/” away from {current} once {gateway} has sent nothing to it for {QUIET_DAYS} days."),
            "Keep its last backup as long as the law asks for, then switch it off and end its contracts.".to_owned(),
            "Delete the code that copied data and compared answers: it has no owner any more.".to_owned(),
        ],
    })
}

/// Core contexts and busy ones gain most from being out.
fn value(design: &Design, brief: &Brief, id: &ContextId) -> u32 {
    let Some(context) = design.contexts.get(id) else { return 1 };
    let subdomain = match context.subdomain {
        Subdomain::Core => 5,
        Subdomain::Supporting => 3,
        Subdomain::Generic => 1,
    };
    let load = brief.capabilities.iter().filter(|c| c.context == context.name).map(|c| c.load_percent).sum::<u32>();
    (subdomain + (load / 10).min(5)).clamp(1, 10)
}

/// Keys and calls between a context and those that are still behind.
fn ties(design: &Design, atoms: &[Atom<'_>], id: &ContextId, left: &[&ContextId]) -> u32 {
    let behind = |other: &ContextId| other != id && left.contains(&other);
    let of = |context: &ContextId| atoms.iter().filter(move |atom| atom.context == context).collect::<Vec<_>>();
    let keys =
        of(id).iter().map(|a| atoms.iter().filter(|b| behind(b.context) && (a.refers_to(b) || b.refers_to(a))).count()).sum::<usize>();
    let own = runners(design, id);
    let others: Vec<_> = left.iter().filter(|other| **other != id).flat_map(|other| runners(design, other)).collect();
    let between = |a: &ElementId, b: &ElementId| (own.contains(a) && others.contains(b)) || (own.contains(b) && others.contains(a));
    let calls = design.links.values().filter(|link| link.kind.is_call() && between(&link.from, &link.to)).count();
    u32::try_from(keys + calls).unwrap_or(u32::MAX)
}

fn runners(design: &Design, id: &ContextId) -> Vec<ElementId> {
    let code = design.elements.iter().filter(|(_, e)| e.kind.has_code() && (e.context.as_ref() == Some(id) || e.modules.contains(id)));
    code.map(|(part, _)| part.clone()).collect()
}

fn context_move(
    design: &Design,
    brief: &Brief,
    atoms: &[Atom<'_>],
    id: &ContextId,
    left: &[&ContextId],
    current: &str,
    before: usize,
) -> ContextMove {
    let name = design.contexts.get(id).map_or_else(|| id.to_string(), |context| context.name.clone());
    let part = runners(design, id).into_iter().next();
    let into = part.as_ref().map_or("the new part", |part| design.display_name(part)).to_owned();
    let still: Vec<&ContextId> = left.to_vec();
    let (value, ties) = (value(design, brief, id), ties(design, atoms, id, &still));
    let loose = if ties == 0 {
        "nothing ties it to what stays behind".to_owned()
    } else {
        format!("{} to what stays behind", plural(u64::from(ties), "tie"))
    };
    let why = match (before, left.is_empty()) {
        (_, true) => format!("Last: by now {loose}."),
        (0, _) => format!("First: worth {value} of 10, and {loose}. The whole way is learned on it."),
        _ => format!("Worth {value} of 10, and {loose} once those before it are out."),
    };
    let routes: Vec<Route> = paths(design, brief, id, part.as_ref())
        .into_iter()
        .map(|path| Route { path, before: current.to_owned(), after: into.clone() })
        .collect();
    let exit = exit(design, &routes, &into);
    ContextMove {
        context: id.clone(),
        value,
        ties,
        why,
        data: data(design, atoms, id, left, current, &into),
        exit,
        way_back: match routes.first() {
            Some(route) => format!(
                "Send {} to {current} again. Until the old tables are gone, what was written since is copied back every night.",
                route.path
            ),
            None => "Let the current system do the work again: its code is still there.".to_owned(),
        },
        name,
        part,
        routes,
    }
}

/// The paths of a context: those of its capabilities, or those the gateway has for its part.
fn paths(design: &Design, brief: &Brief, id: &ContextId, part: Option<&ElementId>) -> Vec<String> {
    let name = design.contexts.get(id).map_or("", |context| context.name.as_str());
    let known: Vec<String> =
        brief.capabilities.iter().filter(|c| c.context == name && !c.path.is_empty()).map(|c| c.path.to_owned()).collect();
    if !known.is_empty() {
        return known;
    }
    let gateway = |from: &ElementId| from.as_str() == GATEWAY || design.elements.get(from).is_some_and(|e| e.kind == ElementKind::Gateway);
    let routed = design.links.values().filter(|link| Some(&link.to) == part && gateway(&link.from) && link.label.starts_with('/'));
    let hosted = part.and_then(|part| design.elements.get(part)).is_some_and(|element| element.modules.len() > 1);
    if hosted { vec![format!("/api/{id}")] } else { routed.map(|link| link.label.clone()).collect() }
}

fn data(design: &Design, atoms: &[Atom<'_>], id: &ContextId, left: &[&ContextId], current: &str, into: &str) -> Vec<String> {
    let Some(context) = design.contexts.get(id).filter(|context| !context.entities.is_empty()) else {
        return vec![format!("Nothing to move: {into} keeps no tables. Let {current} announce the events it reacts to.")];
    };
    let tables: Vec<&str> = context.entities.iter().map(|entity| entity.name.as_str()).collect();
    let mut steps = vec![
        format!("Create {} in the store of {into} and copy what is there.", join(&tables)),
        format!("Let {current} report every later change, from its log or by triggers, and apply it to the copy until both agree."),
    ];
    let keys: Vec<&str> = atoms
        .iter()
        .filter(|a| a.context != id && left.contains(&a.context) && atoms.iter().any(|b| b.context == id && a.refers_to(b)))
        .map(|a| a.name)
        .collect();
    if !keys.is_empty() {
        steps.push(format!(
            "{} {} keys to these tables: drop the foreign keys there, and ask {into} instead of joining.",
            join(&keys),
            if keys.len() == 1 { "holds" } else { "hold" }
        ));
    }
    if context.entities.iter().any(|entity| entity.sensitivity != Sensitivity::Plain) {
        steps.push("Encrypt the copy from the first row on, and record who reads it.".to_owned());
    }
    steps.push(format!("Turn the direction round: {into} writes, {current} reads its copy for as long as it needs to."));
    steps.push(format!("Delete the old tables {QUIET_DAYS} days after the last read."));
    steps
}

fn exit(design: &Design, routes: &[Route], into: &str) -> Vec<String> {
    let mut exit = Vec::new();
    if !routes.is_empty() {
        exit.push(format!("Copies of real requests got the same answers from {into} for {COMPARE_DAYS} days."));
        exit.push(format!("{FIRST_PERCENT} %, then half, then all requests go to {into}, with no more errors and no slower than before."));
    }
    let target = design.journeys.values().filter_map(|journey| journey.latency_p95_ms).min();
    if let Some(ms) = target {
        exit.push(format!("95 of 100 answers come within {ms} ms."));
    }
    let publishes = design.links.values().any(|link| link.kind == LinkKind::Publish && design.display_name(&link.from) == into);
    if publishes {
        exit.push("Its events arrive, in both directions, and nothing waits in a dead-letter queue.".to_owned());
    }
    exit.push("Nobody has used the way back in the last week.".to_owned());
    exit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        discovery::{Answer, proposal::tests::any_answers, propose},
        ids::QuestionId,
    };
    use proptest::prelude::*;

    fn shop(current: &str, engineers: u64) -> Design {
        let answers = [
            ("archetype", Answer::text("e-commerce")),
            ("current-system", Answer::text(current)),
            ("engineers", Answer::Number(engineers)),
            ("peak-rps", Answer::Number(2_000)),
        ];
        propose(None, &answers.into_iter().map(|(id, answer)| (QuestionId::new(id).unwrap(), answer)).collect()).design
    }

    #[test]
    fn only_a_monolith_is_strangled() {
        assert_eq!(migration_plan(&shop("none", 9)), None);
        assert_eq!(migration_plan(&shop("services", 9)), None);
        assert!(migration_plan(&shop("monolith", 9)).is_some());
    }

    #[test]
    fn every_context_moves_once_with_routes_data_and_an_end() {
        for engineers in [3, 9] {
            let design = shop("monolith", engineers);
            let plan = migration_plan(&design).unwrap();
            let mut moved: Vec<_> = plan.moves.iter().map(|step| &step.context).collect();
            moved.sort();
            assert_eq!(moved, design.contexts.keys().collect::<Vec<_>>());
            for step in &plan.moves {
                assert!(step.part.is_some() && !step.data.is_empty() && step.exit.len() >= 2, "{step:?}");
            }
            let orders = plan.moves.iter().find(|step| step.name == "Ordering").unwrap();
            assert_eq!((orders.routes[0].path.as_str(), orders.routes[0].before.as_str()), ("/api/orders", "the current system"));
        }
    }

    #[test]
    fn value_and_ties_decide_the_order() {
        let plan = migration_plan(&shop("monolith", 9)).unwrap();
        let at = |name: &str| plan.moves.iter().position(|step| step.name == name).unwrap();
        assert!(at("Catalog") < at("Notifications"), "the busiest core context is worth most");
        assert!(plan.moves[0].why.starts_with("First"), "{}", plan.moves[0].why);
        assert_eq!(plan.moves.last().unwrap().ties, 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]
        #[test]
        fn any_brief_with_a_monolith_has_a_plan_for_every_context(answers in any_answers()) {
            let mut answers = answers;
            answers.insert(QuestionId::new("current-system").unwrap(), Answer::text("monolith"));
            let design = propose(None, &answers).design;
            let plan = migration_plan(&design);
            prop_assert_eq!(plan.as_ref().map_or(0, |plan| plan.moves.len()), design.contexts.len());
            prop_assert!(plan.iter().flat_map(|plan| &plan.moves).all(|step| (1..=10).contains(&step.value)));
        }
    }
}
