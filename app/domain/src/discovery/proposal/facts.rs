//! The few facts a person wants at a glance, with what they were reckoned from, and what is still open.

use super::verdict::{capital, join, plural, words};
use crate::{
    Design, analysis, catalog,
    design::{ElementKind, LinkKind, Target},
    discovery::{
        Answer, Answers, Brief,
        brief::{Budget, Compliance, Development},
        grouped,
        numbers::Numbers,
        questions,
    },
    review::graph::Graph,
};

/// What it costs a month, in euros, from low to high, and the assumption behind it.
pub fn monthly_cost(design: &Design) -> (u64, u64, String) {
    let costs = analysis::costs(&Graph::of(design));
    let (low, high) = costs.iter().find(|cost| cost.chosen).map_or((0, 0), |cost| (cost.low_eur, cost.high_eur));
    let level = match Numbers::read(&design.brief).price_percent {
        100 => String::new(),
        percent => format!(" at {percent} %"),
    };
    (low, high, format!("list prices noted in {}{level}, an assumption", analysis::PRICES_AS_OF))
}

/// Three or four facts, a line each.
pub fn facts(brief: &Brief, design: &Design) -> Vec<String> {
    let (low, high, assumption) = monthly_cost(design);
    let over = match brief.budget {
        Budget::Under50 if low > 50 => ", which is over your budget",
        Budget::Under250 if low > 250 => ", which is over your budget",
        Budget::Under1000 if low > 1_000 => ", which is over your budget",
        _ => "",
    };
    let place = match design.platform.target {
        Target::Compose => "One machine, Docker Compose".to_owned(),
        other => other.label().to_owned(),
    };
    let mut facts = vec![format!("{place}, about €{} to {} a month{over} ({assumption})", grouped(low), grouped(high))];
    facts.push(waiting(design));
    facts.push(development(brief, design));
    facts.extend(personal_data(brief, design));
    facts
}

/// Where data about people lies, when the law asks.
fn personal_data(brief: &Brief, design: &Design) -> Option<String> {
    let stores: Vec<&str> = design
        .elements_of(ElementKind::Datastore)
        .filter(|(id, store)| store.encrypted && design.links_to(id).any(|(_, link)| link.kind == LinkKind::Owns))
        .map(|(id, _)| design.display_name(id))
        .collect();
    if !brief.must(Compliance::Gdpr) || stores.is_empty() {
        return None;
    }
    let shown = if stores.len() > 3 { words(stores.len()) + " stores" } else { join(&stores) };
    Some(format!("GDPR: data about people lies encrypted in {shown}, and a deletion has to reach all of it"))
}

/// What goes on while something is down.
fn waiting(design: &Design) -> String {
    let broker = design.elements_of(ElementKind::Broker).next();
    let consumers: Vec<&str> =
        design.links.values().filter(|link| link.kind == LinkKind::Subscribe).map(|link| design.display_name(&link.from)).collect();
    match (broker, &consumers[..]) {
        (Some((_, element)), [_, ..]) => {
            let name = element.technology.as_ref().and_then(|t| catalog::find(t.as_str())).map_or("the broker", |t| t.name);
            let shown = if consumers.len() > 3 { words(consumers.len()) + " parts" } else { join(&consumers) };
            format!("Work waits in {name} while {shown} {} down", if consumers.len() == 1 { "is" } else { "are" })
        }
        _ => "One deployable: it is up or down as a whole, and every change is one transaction".to_owned(),
    }
}

fn development(brief: &Brief, design: &Design) -> String {
    let deployed: Vec<_> = design.elements.values().filter(|element| element.kind.is_deployed()).collect();
    let memory = |code: bool| {
        let mib: u32 = deployed.iter().filter(|e| code || !e.kind.has_code()).filter_map(|e| e.memory_mib).sum();
        format!("{:.1} GB of memory", f64::from(mib) / 1_024.0)
    };
    match brief.development {
        Development::Compose => {
            format!("On a developer's machine: {} in Docker Compose, up to {}", plural(deployed.len() as u64, "container"), memory(true))
        }
        Development::Kubernetes => format!(
            "On a developer's machine: {} in a local cluster, up to {} beside it",
            plural(deployed.len() as u64, "pod"),
            memory(true)
        ),
        Development::Native => {
            let stores = deployed.iter().filter(|e| !e.kind.has_code()).count();
            format!(
                "On a developer's machine: code runs directly, {} in Docker, up to {}",
                plural(stores as u64, "container"),
                memory(false)
            )
        }
    }
}

/// Questions that are not answered yet, and what they decide.
pub fn open(brief: &Brief, answers: &Answers) -> Vec<String> {
    const DECIDES: &[(&str, &str)] = &[
        ("engineers", "if it should be split at all"),
        ("capabilities", "which parts there are"),
        ("peak-rps", "how many copies run and whether a cache pays"),
        ("target", "which deployment files you get"),
        ("availability", "how many copies must run at the least"),
        ("budget", "what is too expensive to be offered"),
        ("compliance", "what is encrypted and what stands apart"),
        ("authentication", "what the gateway checks"),
    ];
    let shown = questions::shown(answers);
    DECIDES
        .iter()
        .filter(|(id, _)| brief.assumed.contains(id) && !matches!(answers.get(*id), Some(Answer::NotSure)))
        .filter_map(|(id, decides)| Some((shown.iter().position(|question| question.id == *id)? + 1, *id, decides)))
        .map(|(number, id, decides)| {
            let subject = questions::find(id).map_or(id, |question| question.subject);
            capital(&format!("question {number} ({}) decides {decides}", crate::discovery::lower_first(subject)))
        })
        .collect()
}
