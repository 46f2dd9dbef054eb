//! Whole bundles: of a small Design, file by file; of Designs with something missing; of random ones.

mod absence;
mod cases;
mod crowded;
mod law;
mod paths;
mod python;
mod random;
mod small;
mod starters;

use super::*;
use domain::work::Work;

/// Reads a Design from YAML without its first two lines.
fn design(yaml: &str) -> Design {
    domain::file::read(&format!("groundplan: 1\nname: Shop\n{yaml}")).unwrap_or_else(|error| panic!("{:#?}", error.problems))
}

fn generated(design: &Design) -> Generated {
    generate(design, &Options::default(), &Work::unlimited()).unwrap_or_else(|error| panic!("{error}"))
}

fn text<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let file = generated.bundle.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(&file.bytes).expect("text")
}
