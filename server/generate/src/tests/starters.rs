//! The bundles of the starters: what people see first passes every check, and nothing in it has to be excused.

use super::*;
use domain::starters;

#[test]
fn every_starter_gives_a_bundle_that_passes_the_checks() {
    for starter in starters::all() {
        let design = starter.design().expect("a Design");
        let made = generated(&design);
        assert!(made.checks.len() > 5, "{}: {:?}", starter.slug, made.checks);
        assert_eq!(domain::file::read(text(&made, "groundplan.yaml")).expect("a Design"), design, "{}", starter.slug);
        for (id, _) in design.elements.iter().filter(|(_, element)| element.kind.has_code()) {
            let folder = format!("services/{id}/");
            assert!(made.bundle.iter().any(|(path, _)| path.as_str().starts_with(&folder)), "{} has no {folder}", starter.slug);
        }
    }
}
