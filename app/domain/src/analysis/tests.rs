//! What holds of the analysis of every Design, and worked examples.

use super::{
    assumptions::{GROWTH, POOL},
    *,
};
use crate::{
    arbitrary::{designs, sized},
    design::{Journey, Link, LinkKind, Step},
    discovery::Answer,
    ids::{ElementId, LinkId, QuestionId},
    review::fixture,
    starters,
    work::Work,
};
use proptest::{prelude::*, test_runner::Config};

const SHOP: &str = "
web -rest-> gateway timeout_ms=5000
gateway -rest-> orders timeout_ms=4000
orders -owns-> orders-db
orders -rest-> payments timeout_ms=1000 critical
payments -owns-> payments-db
payments -uses-> ext-bank timeout_ms=800 critical
orders -rest-> hints timeout_ms=300 fallback=none
orders -publish-> bus events=order.created outbox
mail-worker -subscribe-> bus events=order.created
mail-worker -uses-> ext-mail
journey buy: web-gateway gateway-orders orders-payments payments-ext-bank orders-hints orders-bus mail-worker-bus mail-worker-ext-mail availability=99.9
platform: target=kubernetes
";

fn ids(parts: &[ElementId]) -> Vec<&str> {
    parts.iter().map(ElementId::as_str).collect()
}

fn with_peak(text: &str, peak: u64) -> Design {
    let mut design = fixture::design(text);
    design.brief.insert(QuestionId::new("peak-rps").unwrap(), Answer::Number(peak));
    design
}

#[test]
fn a_journey_is_the_sum_of_what_is_waited_for() {
    let analysis = analyse(&fixture::design(SHOP), &Work::unlimited());
    let journey = &analysis.journeys[0];
    let ms: Vec<u64> = journey.steps.iter().map(|step| step.ms).collect();
    // Own work, two ways over the network, and for services their store: 15 + 2 + 8 + 2.
    assert_eq!(ms, [7, 27, 27, 252, 17, 0, 0, 0]);
    assert_eq!((journey.latency_ms, journey.slowest, journey.breaks_at), (330, Some(3), None));
    assert_eq!(ids(&journey.optional), ["hints"]);
    assert_eq!(ids(&journey.later), ["bus", "ext-mail", "mail-worker"]);
    assert_eq!(journey.required.len(), 7, "{:?}", journey.required);
    assert_eq!(journey.worst_wait_ms, Some(5_000));
    assert!(journey.saga.as_ref().is_some_and(|why| why.contains("ext-bank")), "{:?}", journey.saga);
    assert!(journey.availability_percent < 99.9 && !journey.meets_availability());
}

#[test]
fn the_step_that_breaks_the_target_is_named() {
    let mut design = fixture::design(SHOP);
    design.journeys.values_mut().for_each(|journey| journey.latency_p95_ms = Some(60));
    let analysis = analyse(&design, &Work::unlimited());
    assert_eq!(analysis.journeys[0].breaks_at, Some(2));
    assert!(analysis.journeys[0].advice.as_ref().is_some_and(|advice| advice.title.starts_with("ext-bank")));
}

#[test]
fn two_copies_are_the_advice_and_its_edit_helps() {
    let mut design = fixture::design(SHOP);
    let before = analyse(&design, &Work::unlimited());
    let advice = before.journeys[0].advice.clone().expect("advice");
    design.apply(advice.edit.expect("an edit")).expect("an edit that applies");
    let after = analyse(&design, &Work::unlimited());
    assert!(after.journeys[0].availability_percent > before.journeys[0].availability_percent);
}

#[test]
fn the_load_follows_the_links() {
    let analysis = analyse(&with_peak(SHOP, 100), &Work::unlimited());
    let load = |id: &str| analysis.load.parts.iter().find(|part| part.element.as_str() == id).map(|part| part.per_second);
    assert_eq!(load("gateway"), Some(100.0));
    assert_eq!((load("orders"), load("payments"), load("hints")), (Some(100.0), Some(100.0), Some(50.0)));
    assert_eq!((load("bus"), load("mail-worker")), (Some(20.0), Some(20.0)), "a fifth changes something and is announced");
    assert!(!analysis.load.assumed);
}

#[test]
fn a_gateway_divides_and_a_cache_relieves() {
    let text = "gateway -rest-> a\ngateway -rest-> b\na -owns-> a-db\nb -owns-> b-db\nb -caches-> b-cache";
    let analysis = analyse(&with_peak(text, 100), &Work::unlimited());
    let load = |id: &str| analysis.load.parts.iter().find(|part| part.element.as_str() == id).map(|part| part.per_second);
    assert_eq!((load("a"), load("b")), (Some(50.0), Some(50.0)));
    assert_eq!((load("a-db"), load("b-db"), load("b-cache")), (Some(50.0), Some(18.0), Some(40.0)));
}

#[test]
fn a_stated_peak_lands_in_sizes_and_an_assumed_one_changes_nothing() {
    let text = "gateway -rest-> orders\norders -owns-> orders-db\nplatform: target=kubernetes";
    let assumed = sizing(&fixture::design(text));
    assert_eq!((assumed["orders"].replicas, assumed["orders"].max_replicas), (1, None));
    let stated = sizing(&with_peak(text, 1_500));
    assert_eq!((stated["orders"].replicas, stated["orders"].max_replicas), (5, Some(5 * GROWTH)));
    let mut said = with_peak(text, 1_500);
    said.elements.get_mut("orders").unwrap().replicas = Some(2);
    assert_eq!((sizing(&said)["orders"].replicas, sizing(&said)["orders"].max_replicas), (2, None), "what the Design says stands");
}

#[test]
fn pools_are_held_against_the_limit() {
    let mut design = with_peak("gateway -rest-> orders\norders -owns-> orders-db", 100);
    design.elements.get_mut("orders").unwrap().replicas = Some(12);
    design.elements.get_mut("orders-db").unwrap().technology = Some("postgresql".to_owned().try_into().unwrap());
    let analysis = analyse(&design, &Work::unlimited());
    let store = &analysis.load.parts[0];
    assert_eq!((store.connections, store.connections_limit, store.by_connections), (Some(12 * POOL), Some(97), true));
    assert!(analysis.load.advice.as_ref().is_some_and(|advice| advice.title.contains("connections")));
}

#[test]
fn a_stopped_part_takes_its_users_with_it() {
    let analysis = analyse(&fixture::design(SHOP), &Work::unlimited());
    let effects = |id: &str| {
        let blast = analysis.blast.iter().find(|blast| blast.element.as_str() == id).unwrap();
        let parts = blast.parts.iter().map(|part| format!("{} {}", part.element, part.what)).collect::<Vec<_>>().join(", ");
        (parts, blast.journeys[0].effect)
    };
    let (parts, journey) = effects("payments-db");
    assert_eq!(
        parts,
        "payments-db Stopped, gateway Only errors, orders payments fails, payments No data, web Only errors, ext-bank Not called, ext-mail Not called, hints Idle, mail-worker No new events, orders-db Idle"
    );
    assert_eq!(journey, Effect::Fails);
    assert_eq!(effects("hints"), ("hints Stopped, orders Falls back".to_owned(), Effect::Degrades));
    assert_eq!(effects("bus").1, Effect::Queues, "the outbox keeps the events");
    assert_eq!(effects("ext-mail").1, Effect::Queues);
}

#[test]
fn a_wait_without_end_spreads() {
    let analysis =
        analyse(&with_peak("gateway -rest-> orders\norders -rest-> payments\ngateway -rest-> payments", 100), &Work::unlimited());
    let blast = analysis.blast.iter().find(|blast| blast.element.as_str() == "payments").unwrap();
    let advice = blast.spreads.as_ref().expect("it spreads");
    assert!(advice.text.contains("orders"), "{}", advice.text);
    assert_eq!(advice.edit.as_ref().map(crate::Edit::count), Some(2));
}

#[test]
fn journeys_are_suggested_where_none_is_drawn() {
    let mut design = fixture::design(SHOP);
    assert_eq!(suggested_journeys(&design), vec![], "the one there is goes everywhere");
    design.journeys.clear();
    let suggested = suggested_journeys(&design);
    let steps: Vec<Vec<&str>> =
        suggested.iter().map(|(_, journey)| journey.steps.iter().map(|step| step.link.as_str()).collect()).collect();
    assert_eq!(
        steps,
        [[
            "web-gateway",
            "gateway-orders",
            "orders-orders-db",
            "orders-payments",
            "payments-payments-db",
            "payments-ext-bank",
            "orders-bus",
            "mail-worker-bus"
        ]]
    );
}

#[test]
fn starters_have_numbers_worth_showing() {
    for starter in starters::all() {
        let design = starter.design().unwrap();
        let analysis = analyse(&design, &Work::unlimited());
        for journey in &analysis.journeys {
            assert!(journey.latency_ms > 0 && journey.availability_percent > 90.0, "{}: {journey:?}", starter.slug);
        }
        assert!(analysis.costs.iter().all(|cost| cost.low_eur < cost.high_eur), "{}", starter.slug);
    }
}

/// Every number in a value, wherever it stands.
fn all_finite(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(items) => items.iter().all(all_finite),
        serde_json::Value::Object(fields) => fields.values().all(all_finite),
        serde_json::Value::Number(number) => number.as_f64().is_some_and(|number| number.is_finite() && number >= 0.0),
        _ => true,
    }
}

fn finite(analysis: &Analysis) -> bool {
    // JSON writes what is not finite as null, so the fields that are never absent are looked at as well.
    let parts = analysis.load.parts.iter().all(|part| {
        [part.per_second, part.planned_per_second, part.percent].into_iter().all(f64::is_finite)
            && part.storage_gib_per_year.is_none_or(f64::is_finite)
    });
    let journeys = analysis.journeys.iter().all(|journey| (0.0..=100.0).contains(&journey.availability_percent));
    parts && journeys && all_finite(&serde_json::to_value(analysis).unwrap())
}

proptest! {
    #![proptest_config(Config { cases: 128, failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_design_is_analysed(design in designs(), percent in 1_u32..100_000) {
        let analysis = analyse(&design, &Work::unlimited());
        prop_assert!(finite(&analysis), "{:?}", analysis);
        prop_assert!(finite(&analyse_at(&design, percent, &Work::unlimited())));
        prop_assert_eq!(analysis.journeys.len(), design.journeys.len());
        prop_assert_eq!(&serde_json::from_str::<Analysis>(&serde_json::to_string(&analysis).unwrap()).unwrap(), &analysis);
        for (id, size) in sizing(&design) {
            let element = &design.elements[&id];
            prop_assert!(element.replicas.is_none_or(|replicas| replicas == size.replicas));
            prop_assert!(size.max_replicas.is_none_or(|max| max >= size.replicas), "{} {:?}", id, size);
        }
    }

    #[test]
    fn a_further_required_step_never_makes_it_better(design in designs(), pick in any::<prop::sample::Index>()) {
        let calls: Vec<&LinkId> = design.links.iter().filter(|(_, link)| required(link)).map(|(id, _)| id).collect();
        prop_assume!(!calls.is_empty() && !design.journeys.is_empty());
        let more = pick.get(&calls);
        let before = analyse(&design, &Work::unlimited());
        let mut longer = design.clone();
        longer.journeys.values_mut().for_each(|journey: &mut Journey| journey.steps.push(Step { link: (*more).clone(), note: String::new() }));
        for (before, after) in before.journeys.iter().zip(&analyse(&longer, &Work::unlimited()).journeys) {
            prop_assert!(after.latency_ms >= before.latency_ms);
            prop_assert!(after.availability_percent <= before.availability_percent + 1e-9);
        }
    }

    #[test]
    fn more_load_never_asks_for_less(design in designs(), percent in 100_u32..5_000) {
        let (little, much) = (analyse(&design, &Work::unlimited()), analyse_at(&design, percent, &Work::unlimited()));
        for part in &little.load.parts {
            let other = much.load.parts.iter().find(|other| other.element == part.element).unwrap();
            prop_assert!(other.per_second >= part.per_second && other.needed_copies >= part.needed_copies);
        }
    }

    #[test]
    fn advice_applies(design in designs()) {
        let analysis = analyse(&design, &Work::unlimited());
        let of_journeys = analysis.journeys.iter().filter_map(|journey| journey.advice.as_ref());
        let of_blast = analysis.blast.iter().filter_map(|blast| blast.spreads.as_ref());
        for advice in of_journeys.chain(of_blast).chain(&analysis.load.advice) {
            if let Some(edit) = &advice.edit {
                let mut after = design.clone();
                prop_assert!(after.apply(edit.clone()).is_ok(), "{:?}", advice);
            }
        }
    }

    #[test]
    fn suggestions_can_be_taken(design in designs()) {
        let mut after = design.clone();
        for (id, journey) in suggested_journeys(&design) {
            let applied = after.apply(crate::Edit::SetJourney { id, journey: Some(journey) });
            prop_assert!(applied.is_ok(), "{:?}", applied);
        }
        prop_assert_eq!(after.problems(), vec![]);
    }
}

fn required(link: &Link) -> bool {
    link.kind == LinkKind::Owns || (link.kind.is_call() && (link.critical || link.fallback.is_none()))
}

#[test]
fn large_designs_are_analysed() {
    let analysis = analyse(&sized(100), &Work::unlimited());
    assert_eq!(analysis.blast.len(), 203);
    assert!(finite(&analysis));
}
