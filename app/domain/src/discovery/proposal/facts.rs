//! The few facts a person wants at a glance, with what they were reckoned from, and what is still open.

use super::verdict::{capital, join, plural, words};
use crate::{
    Design, catalog,
    design::{ElementKind, LinkKind, Target},
    discovery::{
        Answer, Answers, Brief,
        brief::{Budget, Compliance, Development},
        grouped, questions,
    },
};

/// Prices for reckoning, in euro cents a month. Mid-range list prices of European hosts; a hyperscaler asks more for the
/// same and takes work away for it.
struct Prices {
    core: u64,
    gib_memory: u64,
    gib_disk: u64,
    /// Control plane, load balancer, registry: what is paid before anything runs.
    base: u64,
}

fn prices(target: Target) -> Prices {
    match target {
        Target::Compose => Prices { core: 400, gib_memory: 250, gib_disk: 8, base: 500 },
        Target::Swarm => Prices { core: 500, gib_memory: 300, gib_disk: 8, base: 1_500 },
        Target::Kubernetes => Prices { core: 900, gib_memory: 400, gib_disk: 10, base: 7_000 },
        Target::Ecs | Target::CloudRun | Target::ContainerApps => Prices { core: 3_000, gib_memory: 350, gib_disk: 12, base: 3_000 },
    }
}
/// Share of the limits that is really taken, in percent: low and high.
const USED_PERCENT: (u64, u64) = (35, 80);

/// What it costs a month, in euros, from low to high, and the assumption behind it.
pub fn monthly_cost(design: &Design) -> (u64, u64, String) {
    let prices = prices(design.platform.target);
    let (mut cores, mut memory, mut disk) = (0_u64, 0_u64, 0_u64);
    for element in design.elements.values().filter(|element| element.kind.is_deployed()) {
        let technology = element.technology.as_ref().and_then(|t| catalog::find(t.as_str()));
        let copies = u64::from(element.replica_count());
        cores += copies * u64::from(element.cpu_millicores.or(technology.map(|t| t.cpu_millicores)).unwrap_or(250));
        memory += copies * u64::from(element.memory_mib.or(technology.map(|t| t.memory_mib)).unwrap_or(256));
        disk += copies * u64::from(element.storage_gib.unwrap_or(0));
    }
    let o = &design.platform.observability;
    for technology in [&o.metrics, &o.dashboards, &o.logs, &o.traces].into_iter().flatten().filter_map(|t| catalog::find(t.as_str())) {
        cores += u64::from(technology.cpu_millicores);
        memory += u64::from(technology.memory_mib);
    }
    let at = |percent: u64| {
        let cents =
            prices.base + (cores * prices.core / 1_000 + memory * prices.gib_memory / 1_024) * percent / 100 + disk * prices.gib_disk;
        (cents / 500).max(1) * 5
    };
    let assumption = format!(
        "reckoned with €{} for a core and €{} for a GiB of memory, {} to {} % of the limits used",
        euros(prices.core),
        euros(prices.gib_memory),
        USED_PERCENT.0,
        USED_PERCENT.1
    );
    (at(USED_PERCENT.0), at(USED_PERCENT.1), assumption)
}

fn euros(cents: u64) -> String {
    if cents.is_multiple_of(100) { (cents / 100).to_string() } else { format!("{}.{:02}", cents / 100, cents % 100) }
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
