//! A thousand random Designs with hostile texts: each bundle holds what its file names say, and packs into the same bytes twice.

use domain::{
    arbitrary::designs,
    design::{Design, Target},
    work::Work,
};
use generate::{Bundle, Options, generate};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde::de::IgnoredAny;
use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

const DESIGNS: usize = 1_000;
const THREADS: usize = 2;
/// Unoptimised, packing takes as long as everything else: each of so many is packed, twice.
const PACKED_ONE_IN: usize = 10;

#[test]
fn bundles_of_random_designs_are_what_they_claim_to_be() {
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            scope.spawn(move || check_designs(thread as u8));
        }
    });
}

fn check_designs(seed: u8) {
    // The same Designs in every run: a failure can be looked at again.
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let designs = designs();
    let mut read = BTreeSet::new();
    for number in 0..DESIGNS / THREADS {
        let mut design = designs.new_tree(&mut runner).unwrap().current();
        if number % 2 == 0 {
            design.platform.target = Target::Kubernetes;
        }
        let bundle =
            generate(&design, &Options::default(), &Work::unlimited()).unwrap_or_else(|error| panic!("{error}\n{}", shown(&design))).bundle;
        check_files(&bundle, &design, &mut read);
        if number % PACKED_ONE_IN == 0 {
            check_zip(&design, &bundle);
        }
    }
}

fn shown(design: &Design) -> String {
    domain::file::write(design)
}

/// Files that many bundles share are read once.
fn check_files(bundle: &Bundle, design: &Design, read: &mut BTreeSet<Vec<u8>>) {
    for (path, file) in bundle.iter().filter(|(_, file)| read.insert(file.bytes.clone())) {
        let text = std::str::from_utf8(&file.bytes).unwrap();
        let require = |error: Option<String>| {
            if let Some(error) = error {
                panic!("{path}: {error}\n{text}\nof\n{}", shown(design));
            }
        };
        match path.as_str().rsplit('.').next().unwrap_or_default() {
            "json" => require(serde_json::from_str::<IgnoredAny>(text).err().map(|error| error.to_string())),
            "yaml" | "yml" => require(serde_saphyr::from_multiple::<IgnoredAny>(text).err().map(|error| error.to_string())),
            _ => {}
        }
    }
}

fn check_zip(design: &Design, bundle: &Bundle) {
    let packed = || {
        let mut bytes = Vec::new();
        generate::zip(design, &Options::default(), &Work::unlimited(), &mut bytes).unwrap();
        bytes
    };
    let bytes = packed();
    assert_eq!(bytes, packed(), "two zips of one design differ");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let folder = generate::folder_of(design);
    assert_eq!(zip.len(), bundle.len());
    for (path, file) in bundle.iter() {
        let mut packed = Vec::new();
        zip.by_name(&format!("{folder}/{path}")).unwrap().read_to_end(&mut packed).unwrap();
        assert_eq!(packed, file.bytes, "{path}");
    }
}
