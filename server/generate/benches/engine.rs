//! Times of the generator: bundles and zips. `make bench` runs them on one thread; what the browser computes is timed in
//! `app/domain/benches`.
use divan::{Bencher, black_box};
use domain::{arbitrary::sized, work::Work};
use generate::{Bundle, Options, archive::Archive, artefacts, generate, zip};

fn main() {
    divan::main();
}

#[divan::bench(args = [10, 100])]
fn bundle_of_services(bencher: Bencher, services: usize) {
    let design = sized(services);
    bencher.bench(|| generate(black_box(&design), &Options::default(), &Work::unlimited()));
}

/// Without what only a full bundle holds: contracts, observability, delivery and the like.
#[divan::bench(args = [10, 100])]
fn essential_bundle_of_services(bencher: Bencher, services: usize) {
    let design = sized(services);
    let essential = artefacts::ALL.iter().filter(|artefact| artefact.essential).map(|artefact| artefact.slug.to_owned());
    let options = Options { artefacts: Some(essential.collect()) };
    bencher.bench(|| generate(black_box(&design), &options, &Work::unlimited()));
}

#[divan::bench(args = [10, 100])]
fn zip_of_services(bencher: Bencher, services: usize) {
    let generated = generate(&sized(services), &Options::default(), &Work::unlimited());
    let pack = |bundle: &Bundle| -> std::io::Result<Vec<u8>> {
        let mut archive = Archive::new("shop", Vec::new());
        bundle.iter().try_for_each(|(path, file)| archive.add(path, file))?;
        archive.finish()
    };
    bencher.bench(|| generated.as_ref().map(|generated| pack(black_box(&generated.bundle))));
}

#[divan::bench(args = [10, 100])]
fn design_to_zip_of_services(bencher: Bencher, services: usize) {
    let design = sized(services);
    bencher.bench(|| zip(black_box(&design), &Options::default(), &Work::unlimited(), std::io::sink()));
}
