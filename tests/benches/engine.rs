//! Times of the pure parts: proposal, review, analysis, edits, bundles, zips. `make bench` runs them on one thread.
use divan::{Bencher, black_box};
use domain::arbitrary::sized;
use domain::discovery::{Answer, Answers};
use domain::ids::{ElementId, QuestionId};
use domain::{Design, Edit};
use generate::{Options, archive, generate};

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

/// A design with about this many elements: two for each service, three shared.
fn with_elements(elements: usize) -> Design {
    sized((elements - 3) / 2)
}

#[divan::bench]
fn proposal(bencher: Bencher) {
    let answers = answers();
    bencher.bench(|| domain::discovery::proposal::propose(None, black_box(&answers)));
}

#[divan::bench(args = [50, 1_000])]
fn review_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| domain::review::review(black_box(&design)));
}

/// What the browser does after an edit: both in under 2 ms for 50 elements, under 16 ms for 1,000.
#[divan::bench(args = [50, 1_000])]
fn review_and_analysis_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| (domain::review::review(black_box(&design)), domain::analysis::analyse(black_box(&design))));
}

#[divan::bench(args = [50, 1_000])]
fn edit_and_undo_in_elements(bencher: Bencher, elements: usize) {
    let mut design = with_elements(elements);
    let (id, element) = design.elements.iter().next_back().map(|(id, element)| (id.clone(), element.clone())).expect("an element");
    let copy = ElementId::new(format!("{id}-copy")).expect("an id");
    bencher.bench_local(|| {
        let inverse = design.apply(Edit::add_element(copy.clone(), element.clone(), None)).expect("a valid edit");
        design.apply(inverse).expect("its inverse")
    });
}

#[divan::bench(args = [10, 100])]
fn bundle_of_services(bencher: Bencher, services: usize) {
    let design = sized(services);
    bencher.bench(|| generate(black_box(&design), &Options::default()).expect("a bundle"));
}

#[divan::bench(args = [10, 100])]
fn zip_of_services(bencher: Bencher, services: usize) {
    let bundle = generate(&sized(services), &Options::default()).expect("a bundle").bundle;
    bencher.bench(|| archive::zip(black_box(&bundle), "shop").expect("a zip"));
}

#[divan::bench(args = [10, 100])]
fn design_to_zip_of_services(bencher: Bencher, services: usize) {
    let design = sized(services);
    bencher.bench(|| {
        let generated = generate(black_box(&design), &Options::default()).expect("a bundle");
        archive::zip(&generated.bundle, "shop").expect("a zip")
    });
}

#[divan::bench]
fn read_design_file(bencher: Bencher) {
    let text = domain::file::write(&with_elements(50));
    bencher.bench(|| domain::file::read(black_box(&text)).expect("a design"));
}
