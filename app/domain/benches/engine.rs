//! Times of what the browser computes: proposal, review, analysis, decisions and edits. Compiles this package alone, in a minute.
#![expect(clippy::expect_used, reason = "what cannot be set up cannot be timed")]

use divan::{Bencher, black_box};
use domain::arbitrary::sized;
use domain::decision::{Decision, records};
use domain::discovery::{Answer, Answers};
use domain::ids::{ElementId, JourneyId, LinkId, QuestionId, TopicId};
use domain::{Design, Edit, work::Work};

fn main() {
    divan::main();
}

/// The answers of the first journey: a shop with eight engineers on Kubernetes.
fn answers() -> Answers {
    let say = |id: &str, answer: Answer| (QuestionId::new(id).expect("a question's id"), answer);
    [
        say("archetype", Answer::text("e-commerce")),
        say("peak-rps", Answer::Number(2_000)),
        say("engineers", Answer::Number(8)),
        say("target", Answer::text("kubernetes")),
        say("availability", Answer::text("99.9")),
    ]
    .into_iter()
    .collect()
}

/// A design with about this many elements: two for each service, three shared; a journey to every tenth service, and every
/// decision written down.
fn with_elements(elements: usize) -> Design {
    let mut design = sized((elements - 3) / 2);
    let ways_in: Vec<LinkId> =
        design.links_from(&ElementId::new("gateway").expect("an id")).map(|(id, _)| id.clone()).step_by(10).collect();
    let pattern = design.journeys.values().next().cloned().expect("a journey");
    for (n, link) in ways_in.into_iter().enumerate() {
        let mut journey = pattern.clone();
        journey.steps.last_mut().expect("a step").link = link;
        design.journeys.insert(JourneyId::new(format!("look-around-{n}")).expect("an id"), journey);
    }
    for record in records(&design) {
        let decision = Decision { number: Some(record.number), ..Decision::new(record.choice) };
        design.decisions.insert(TopicId::new(record.topic).expect("a topic"), decision);
    }
    design
}

/// An element to add, as somebody does on the canvas.
fn addition(design: &Design) -> Edit {
    let (id, element) = design.elements.iter().next_back().expect("an element");
    Edit::add_element(ElementId::new(format!("{id}-copy")).expect("an id"), element.clone(), None)
}

#[divan::bench]
fn proposal(bencher: Bencher) {
    let answers = answers();
    bencher.bench(|| domain::discovery::proposal::propose(None, black_box(&answers)));
}

#[divan::bench(args = [50, 1_000])]
fn review_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| domain::review::review(black_box(&design), &Work::unlimited()));
}

#[divan::bench(args = [50, 1_000])]
fn analysis_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| domain::analysis::analyse(black_box(&design), &Work::unlimited()));
}

/// What the browser does after an edit: both in under 2 ms for 50 elements, under 16 ms for 1,000.
#[divan::bench(args = [50, 1_000])]
fn review_and_analysis_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| {
        (domain::review::review(black_box(&design), &Work::unlimited()), domain::analysis::analyse(black_box(&design), &Work::unlimited()))
    });
}

#[divan::bench(args = [50, 1_000])]
fn decisions_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| records(black_box(&design)));
}

#[divan::bench(args = [50, 1_000])]
fn edit_and_undo_in_elements(bencher: Bencher, elements: usize) {
    let mut design = with_elements(elements);
    let edit = addition(&design);
    bencher.bench_local(|| {
        let inverse = design.apply(edit.clone()).expect("a valid edit");
        design.apply(inverse).expect("its inverse")
    });
}

/// An edit with what it means for the decisions.
#[divan::bench(args = [50, 1_000])]
fn edit_with_log_and_undo_in_elements(bencher: Bencher, elements: usize) {
    let mut design = with_elements(elements);
    let edit = addition(&design);
    bencher.bench_local(|| {
        let applied = domain::decision::apply_with_log(&mut design, edit.clone()).expect("a valid edit");
        design.apply(applied.inverse).expect("its inverse")
    });
}

#[divan::bench]
fn read_design_file(bencher: Bencher) {
    let text = domain::file::write(&with_elements(50));
    bencher.bench(|| domain::file::read(black_box(&text)).expect("a design"));
}
