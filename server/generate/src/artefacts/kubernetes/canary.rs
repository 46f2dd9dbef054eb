//! A canary of a part: one copy of the next release beside the ones that run. Behind the part's Service it gets its share by number of
//! copies; where the Gateway leads to the part itself, by weights. Only for Designs that decided on canaries.

use super::{Dialect, REGISTRY, ROOT, entrance, files, migration, names::Names, placed::unset, size::is_stateful, workload::Workload};
use crate::{
    GenerateError,
    artefacts::Writer,
    names::in_path,
    plan::{Container, Plan, Role},
    render::render,
};
use domain::design::ReleaseStrategy;
use serde::Serialize;

/// The value of the label that tells the two releases apart.
pub(super) const STABLE: &str = "stable";
const TRIED: &str = "canary";
/// Requests in a hundred that meet the next release, where weights say so.
const WEIGHT: u8 = 5;

/// The Deployment of the next release, and what leads to it.
#[derive(Debug, Serialize)]
struct Canary<'a> {
    #[serde(flatten)]
    workload: Workload<'a>,
    /// What the component puts the release to try in the place of.
    image_name: String,
    plain_image: &'a str,
    registry: &'static str,
    port: u16,
    /// The Job that brings its database up to date, for both releases.
    job: Option<String>,
    /// Both releases, where the Gateway divides requests between them.
    sides: Vec<Side>,
}

#[derive(Debug, Serialize)]
pub(super) struct Side {
    service: String,
    track: &'static str,
    weight: u8,
}

/// Whether a part can be tried on a few: our own code that answers requests and keeps nothing.
pub(super) fn is_tried(plan: &Plan, c: &Container) -> bool {
    let answers = matches!(c.role, Role::Service | Role::Frontend | Role::Gateway);
    plan.design.platform.release == ReleaseStrategy::Canary && answers && c.stack.is_some() && !is_stateful(c)
}

/// The parts that can be.
pub(super) fn tried<'a>(plan: &'a Plan) -> impl Iterator<Item = &'a Container> {
    super::deployed(plan).filter(|c| is_tried(plan, c))
}

impl<'a> Canary<'a> {
    fn new(plan: &'a Plan<'_>, c: &'a Container, names: &'a Names, dialect: Dialect) -> Self {
        let name = names.beside(&c.id, TRIED);
        // A dot is in no id: no part has an image of this name.
        let image_name = unset(&format!("{}.{TRIED}", c.image));
        let image = match dialect {
            Dialect::Kustomize => dialect.plain(&[], &image_name),
            Dialect::Helm => dialect.tried_image(&c.id, &c.image),
        };
        Self {
            workload: Workload::new(plan, c, names, dialect).tried(name, TRIED, image),
            plain_image: &c.image,
            registry: REGISTRY,
            port: c.port,
            job: migration::job(plan, c, names),
            sides: sides(plan, c, names),
            image_name,
        }
    }
}

/// The Services between which the Gateway divides the requests to a part. None where it does not lead to the part itself.
pub(super) fn sides(plan: &Plan, c: &Container, names: &Names) -> Vec<Side> {
    let side = |track: &'static str, weight: u8| Side { service: names.beside(&c.id, track), track, weight };
    let divides = is_tried(plan, c) && entrance::is_entrance(c);
    if divides { vec![side(STABLE, 100 - WEIGHT), side(TRIED, WEIGHT)] } else { Vec::new() }
}

/// The manifest of a part's canary.
pub(in crate::artefacts) fn canary(plan: &Plan, c: &Container, names: &Names, dialect: Dialect) -> Result<Option<String>, GenerateError> {
    is_tried(plan, c).then(|| render("kubernetes/canary.yaml", &Canary::new(plan, c, names, dialect))).transpose()
}

/// What a chart's values say of a canary.
#[derive(Debug, Clone, Copy, Serialize)]
pub(in crate::artefacts) struct Trial {
    /// The share of requests in a hundred, where the Gateway divides them.
    pub weight: Option<u8>,
}

/// For a part whose next release can be tried on a few.
pub(in crate::artefacts) fn trial(plan: &Plan, c: &Container) -> Option<Trial> {
    is_tried(plan, c).then(|| Trial { weight: entrance::is_entrance(c).then_some(WEIGHT) })
}

pub(super) fn write(plan: &Plan, names: &Names, out: &mut Writer) -> Result<(), GenerateError> {
    if tried(plan).next().is_none() {
        return Ok(());
    }
    for container in tried(plan) {
        let folder = format!("{ROOT}/components/canary/{}", in_path(&container.id));
        let canary = Canary::new(plan, container, names, Dialect::Kustomize);
        out.text(format!("{folder}/kustomization.yaml"), render("kubernetes/canary-component.yaml", &canary)?)?;
        out.text(format!("{folder}/canary.yaml"), render("kubernetes/canary.yaml", &canary)?)?;
    }
    out.text(format!("{ROOT}/overlays/canary/kustomization.yaml"), render("kubernetes/canary-overlay.yaml", &files(plan))?)
}
