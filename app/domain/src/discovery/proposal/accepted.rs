//! What the review finds in a proposal because of an answer: accepted with that answer as the reason, and said in the verdict where no
//! design could satisfy it. Must not accept what the proposal could have drawn otherwise.

use crate::{
    Design,
    analysis::{self, LoadAnalysis},
    decision,
    design::{Authentication, ElementKind, LinkKind},
    discovery::{
        Brief,
        brief::Budget,
        grouped,
        proposal::verdict::{join, plural, words},
        questions,
    },
    ids::ElementId,
    review::{self, Finding, Severity},
    work::Work,
};

/// Before what the verdict says cannot be had.
pub(super) const UNMET: &str = "Not all that was asked for can be had: ";

/// What the verdict says of findings of one rule, as a clause.
type Unmet = fn(&Brief, &Design, &[Finding]) -> String;

/// Findings of one rule that answers bring about.
struct Price {
    code: &'static str,
    /// Why it is accepted; nothing where no answer is behind it.
    reason: fn(&Brief, &Design, &Finding) -> Option<String>,
    /// What the verdict says of all of them, where the answers do not go together.
    unmet: Option<Unmet>,
}

const PRICES: [Price; 11] = [
    Price { code: "COST105", reason: budget, unmet: Some(|_, _, found| lower(&found[0].title)) },
    Price { code: "REL107", reason: standby, unmet: Some(without_standby) },
    Price { code: "TEAM105", reason: many_parts, unmet: Some(|_, _, found| found[0].title.clone()) },
    Price { code: "TEAM101", reason: many_parts, unmet: Some(crowded) },
    Price { code: "OPS111", reason: no_code, unmet: Some(|_, _, found| join(&found.iter().map(|f| f.title.as_str()).collect::<Vec<_>>())) },
    Price { code: "OPS103", reason: watching, unmet: None },
    Price { code: "OPS105", reason: logs, unmet: None },
    Price { code: "REL110", reason: connections, unmet: None },
    Price { code: "SEC104", reason: no_sign_in, unmet: None },
    Price { code: "SEC106", reason: trust, unmet: None },
    Price { code: "SEC108", reason: address, unmet: None },
];

/// Accepts what the answers bring about. Returns what they ask for and no design gives, as clauses.
pub(super) fn accept(design: &mut Design, brief: &Brief) -> Vec<String> {
    let mut unmet = targets(design, brief);
    unmet.extend(another_broker(design, brief));
    let findings = review::review(design, &Work::unlimited()).findings;
    for price in &PRICES {
        let of_rule = findings.iter().filter(|finding| finding.code == price.code && finding.waived.is_none());
        let reasons: Vec<(Finding, String)> =
            of_rule.filter_map(|finding| Some((finding.clone(), (price.reason)(brief, design, finding)?))).collect();
        if reasons.is_empty() {
            continue;
        }
        let (found, reasons): (Vec<Finding>, Vec<String>) = reasons.into_iter().unzip();
        unmet.extend(price.unmet.map(|say| say(brief, design, &found)));
        design.waivers.extend(found.into_iter().map(|finding| finding.key).zip(reasons));
    }
    unmet
}

/// Where a load that somebody named ends: at the part that is full first.
fn end_of_load(design: &Design, load: &LoadAnalysis) -> Option<String> {
    let end = load.full_at_per_second.filter(|end| !load.assumed && *end < load.peak_per_second as f64)?;
    let first = load.parts.iter().max_by(|a, b| a.percent.total_cmp(&b.percent))?;
    if let (true, Some(opened), Some(accepted)) = (first.by_connections, first.connections, first.connections_limit) {
        let (opened, accepted) = (grouped(u64::from(opened)), grouped(u64::from(accepted)));
        let name = design.display_name(&first.element);
        return Some(format!("{name} accepts {accepted} connections of the {opened} that are opened when every copy runs"));
    }
    let (end, peak) = (grouped(end as u64), grouped(load.peak_per_second));
    Some(format!("{} is full at {end} requests a second of the {peak}", design.display_name(&first.element)))
}

/// Targets that journeys miss: those that nobody set are taken back, those that somebody set are told, by the journey that misses most.
fn targets(design: &mut Design, brief: &Brief) -> Vec<String> {
    let assumed = |question: &str| brief.assumed.contains(&question);
    let analysis::Analysis { journeys: measured, load, .. } = analysis::analyse(design, &Work::unlimited());
    for missed in measured.iter().filter(|measured| !measured.meets_latency() || !measured.meets_availability()) {
        let Some(journey) = design.journeys.get_mut(&missed.id) else { continue };
        if assumed("latency") && !missed.meets_latency() {
            journey.latency_p95_ms = None;
        }
        if assumed("availability") && !missed.meets_availability() {
            journey.availability = None;
        }
    }
    let mut unmet: Vec<String> = end_of_load(design, &load).into_iter().collect();
    let late = measured.iter().filter(|measured| !measured.meets_latency()).max_by_key(|measured| measured.latency_ms);
    if let Some(slowest) = late.filter(|_| !assumed("latency")) {
        let target = slowest.latency_target_ms.unwrap_or_default();
        unmet.push(format!("“{}” may take {} ms, more than {target} ms", slowest.name, slowest.latency_ms));
    }
    let down = measured.iter().filter(|measured| !measured.meets_availability());
    let worst = down.min_by(|a, b| a.availability_percent.total_cmp(&b.availability_percent));
    if let Some(worst) = worst.filter(|_| !assumed("availability")) {
        unmet.push(format!("“{}” works {:.2} % of the time, less than {}", worst.name, worst.availability_percent, brief.availability));
    }
    unmet
}

/// A broker that was asked for, and another or none in the design.
fn another_broker(design: &Design, brief: &Brief) -> Option<String> {
    let asked = brief.asked_broker?;
    let Some(record) = decision::records(design).into_iter().find(|record| record.topic == "broker") else {
        let name = questions::find("broker").map_or(asked, |question| question.label_of(asked));
        return Some(format!("{name} was asked for, and no part announces anything to another, so nothing would go through it"));
    };
    let option = |slug: &str| record.options.iter().find(|option| option.slug == slug);
    let (wished, chosen) = (option(asked)?, option(&record.choice)?);
    let why = wished.marks.iter().find_map(|mark| mark.word.strip_prefix(decision::ASKED_FOR_BUT)).unwrap_or("weighs less than the rest");
    (wished.slug != chosen.slug).then(|| format!("{} was asked for and {why}, so it is {}", wished.name, chosen.name))
}

fn budget(brief: &Brief, _: &Design, finding: &Finding) -> Option<String> {
    match brief.asked_target {
        Some(target) => Some(format!("Production platform: {} was asked for, and the budget is too small for it", target.label())),
        // Where another target would fit, that one should have been proposed.
        None if finding.explanation.contains("No target fits") => Some("Budget: nothing that does all this fits it".to_owned()),
        None => None,
    }
}

fn standby(brief: &Brief, design: &Design, finding: &Finding) -> Option<String> {
    let keeps = |id: &ElementId| design.elements.get(id).is_some_and(|e| matches!(e.kind, ElementKind::Datastore | ElementKind::Broker));
    finding.elements.iter().all(keeps).then(|| {
        format!("Availability: the bundle starts one copy; set up a standby or a managed service before you promise {}", brief.availability)
    })
}

/// All that keeps something, on the way of a journey or not.
fn without_standby(brief: &Brief, design: &Design, _: &[Finding]) -> String {
    let keeps = |kind: ElementKind| matches!(kind, ElementKind::Datastore | ElementKind::Broker);
    let alone = design.elements.iter().filter(|(id, e)| keeps(e.kind) && e.replica_count() < 2 && !design.is_cache(id));
    let names: Vec<&str> = alone.map(|(id, _)| design.display_name(id)).collect();
    let shown = if names.len() > 3 { format!("{} stores and brokers", words(names.len())) } else { join(&names) };
    let verb = if names.len() == 1 { "runs" } else { "run" };
    format!("{shown} {verb} as one copy, and a standby or a managed service for {} is yours to set up", brief.availability)
}

fn many_parts(brief: &Brief, _: &Design, _: &Finding) -> Option<String> {
    Some(if brief.keeps_services() {
        "Existing services: they were named, and are kept one by one".to_owned()
    } else {
        "Decomposition: what stands apart has a reason to, and joining more would give a part several jobs".to_owned()
    })
}

fn crowded(brief: &Brief, design: &Design, _: &[Finding]) -> String {
    let services = design.elements.values().filter(|e| matches!(e.kind, ElementKind::Service | ElementKind::Worker)).count();
    format!("{} for {}", plural(services as u64, "service"), plural(u64::from(brief.teams), "team"))
}

fn no_code(brief: &Brief, design: &Design, finding: &Finding) -> Option<String> {
    let go = |id: &ElementId| design.elements.get(id).and_then(|e| e.technology.as_ref()).is_some_and(|t| t.as_str() == "go");
    let named = |id: &ElementId| brief.named.iter().any(|named| named.id == id.as_str());
    let [id] = &finding.elements[..] else { return None };
    go(id).then(|| {
        if named(id) {
            "Existing services: it is written in Go already, and its own image takes the place of the folder".to_owned()
        } else {
            "Languages: Go was asked for, and its code is yours to write".to_owned()
        }
    })
}

fn watching(brief: &Brief, _: &Design, _: &Finding) -> Option<String> {
    brief.asked_watching.map(|_| "Observability: no more than this was asked for".to_owned())
}

fn logs(brief: &Brief, design: &Design, finding: &Finding) -> Option<String> {
    let decided = || "Logs: for this budget they stay where they are written".to_owned();
    watching(brief, design, finding).or_else(|| (brief.budget <= Budget::Under250).then(decided))
}

fn connections(_: &Brief, _: &Design, _: &Finding) -> Option<String> {
    LinkKind::Websocket
        .standing()
        .gap()
        .map(|_| "WebSocket: its code is yours to write, and lets the copies tell each other by the store or a channel".to_owned())
}

fn no_sign_in(brief: &Brief, _: &Design, _: &Finding) -> Option<String> {
    (brief.asked_authentication == Some(Authentication::None)).then(|| "Sign-in: nobody signs in, as was asked for".to_owned())
}

fn trust(_: &Brief, _: &Design, _: &Finding) -> Option<String> {
    Some("Trust between parts: the network is closed, and only linked parts reach each other".to_owned())
}

fn address(_: &Brief, design: &Design, finding: &Finding) -> Option<String> {
    let kafka = design.elements_of(ElementKind::Broker).any(|(_, e)| e.technology.as_ref().is_some_and(|t| t.as_str() == "kafka"));
    let kept = if kafka { "keep this topic for days, not for years" } else { "the broker forgets it once it is delivered" };
    (finding.severity == Severity::Note).then(|| format!("Messaging: whoever acts on it needs it, and {kept}"))
}

/// A title as a clause.
fn lower(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
