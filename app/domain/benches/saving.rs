//! What edits cost on a design as large as they come: the numbers that `edit::cost` reckons with are taken from here. Each line says what
//! is reckoned; the measured time should lie below it.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "what cannot be set up cannot be timed; the result is printed")]

use domain::{
    Design, Edit,
    arbitrary::sized,
    decision::{Decision, follow_up, records},
    design::{ElementKind, Journey, Link, Step},
    edit::{ElementField, cost::Meter},
    ids::{ContextId, ElementId, EventId, JourneyId, LinkId, TopicId},
    review::FindingKey,
};
use std::time::Instant;

fn main() {
    let large = largest(false);
    let waived = largest(true);
    println!("{} elements, {} links, {} journeys", large.elements.len(), large.links.len(), large.journeys.len());
    let id = |text: &str| text.parse::<ElementId>().expect("an id");
    let rename = Edit::RenameElement { from: id("web"), to: id("net") };
    time("rename", &large, rename.clone());
    time("rename, waivers and decisions", &waived, rename);
    time("rename, spoken of", &waived, Edit::RenameElement { from: id("service-1"), to: id("one") });
    time("kind of a hub", &large, Edit::ChangeElement { id: id("gateway"), change: ElementField::Kind(ElementKind::Service) });
    let mut lonely = large.clone();
    lonely.apply(large.removal_of_elements(&[id("service-7")].into())).expect("a removal");
    lonely
        .apply(Edit::AddElement { id: id("service-7"), element: Box::new(large.elements["service-7"].clone()), placement: None })
        .expect("added");
    time("remove an element", &lonely, Edit::RemoveElement { id: id("service-7") });
    let free = LinkId::new("free").expect("an id");
    let mut linked = large.clone();
    linked.links.insert(free.clone(), large.links["link-1"].clone());
    time("remove a link", &linked, Edit::RemoveLink { id: free });
    time("remove a context", &large, Edit::RemoveContext { id: ContextId::new("context-3").expect("an id") });
    time("remove an event", &large, Edit::SetEvent { id: EventId::new("thing-0.changed").expect("an id"), event: None });
    let journey = large.journeys.values().next_back().cloned();
    time("set a journey", &large, Edit::SetJourney { id: JourneyId::new("journey-0").expect("an id"), journey });
    time("name", &large, Edit::SetName { name: "Another".into() });

    let began = Instant::now();
    let copy = large.clone();
    println!("copying it                       {:9.3} ms", began.elapsed().as_secs_f64() * 1e3);
    let began = Instant::now();
    let follows = follow_up(&waived).is_some();
    println!("what follows for its decisions   {:9.3} ms ({follows})", began.elapsed().as_secs_f64() * 1e3);
    let began = Instant::now();
    let text = serde_json::to_string(&copy).expect("a design");
    println!(
        "writing it                       {:9.3} ms, {} bytes, weighs {}",
        began.elapsed().as_secs_f64() * 1e3,
        text.len(),
        copy.heap_bytes()
    );
    let began = Instant::now();
    let weight = copy.heap_bytes();
    println!("weighing it                      {:9.3} ms ({weight})", began.elapsed().as_secs_f64() * 1e3);
    weigh(&large);
}

/// Resident memory that copies take, beside what they are said to weigh.
fn weigh(design: &Design) {
    let resident = || {
        let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4_096
    };
    let before = resident();
    let copies: Vec<Design> = (0..10).map(|_| design.clone()).collect();
    println!("ten copies take {} bytes each, and weigh {}", (resident() - before) / copies.len(), design.heap_bytes());
}

fn time(what: &str, design: &Design, edit: Edit) {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let mut own = design.clone();
        let edit = edit.clone();
        let began = Instant::now();
        let applied = own.apply(edit);
        best = best.min(began.elapsed().as_secs_f64());
        if let Err(error) = applied {
            println!("{what}: refused: {error}");
        }
    }
    let reckoned = Meter::new(design).add(&edit);
    println!("{what:32} {:9.3} ms, reckoned {:9.3} ms", best * 1e3, reckoned as f64 / 1e6);
}

/// A design at the limits, or near them.
fn largest(spoken_of: bool) -> Design {
    let mut design = sized(2_400);
    let names: Vec<ElementId> =
        design.elements.keys().filter(|id| id.as_str().starts_with("service") && !id.as_str().ends_with("db")).cloned().collect();
    let mut n = 0;
    while design.links.len() < 19_990 {
        let (from, to) = (names[n % names.len()].clone(), names[(n * 7 + 13) % names.len()].clone());
        design.links.insert(LinkId::new(format!("more-{n}")).expect("an id"), Link::new(from, to, domain::design::LinkKind::Rest));
        n += 1;
    }
    let links: Vec<LinkId> = design.links.keys().filter(|id| id.as_str().starts_with("more")).cloned().collect();
    for journey in 0..450 {
        let steps = (0..100).map(|step| Step { link: links[(journey * 31 + step) % links.len()].clone(), note: String::new() }).collect();
        let value = Journey { name: format!("Journey {journey}"), steps, latency_p95_ms: None, availability: None };
        design.journeys.insert(JourneyId::new(format!("journey-{journey}")).expect("an id"), value);
    }
    if spoken_of {
        for name in names.iter().cycle().take(4_000).enumerate().map(|(n, name)| FindingKey::new("REL101", &format!("{name}+more-{n}"))) {
            design.waivers.insert(name, "It is known and accepted for now".into());
        }
        for record in records(&sized(60)) {
            let decision = Decision { number: Some(record.number), ..Decision::new(record.choice) };
            design.decisions.insert(TopicId::new(record.topic).expect("a topic"), decision);
        }
    }
    design
}
