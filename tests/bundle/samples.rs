//! The bundles under test, written to disk once: every starter, and one Design with the whole catalogue in it.

use domain::{
    Design, catalog,
    design::{Context, Element, ElementKind, Link, LinkKind, Setting, Target},
    ids::{ContextId, ElementId, TechnologyId},
};
use generate::{Options, generate};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// A bundle on disk.
pub struct Sample {
    pub directory: PathBuf,
    pub design: Design,
    /// Paths from `directory`, in order.
    pub files: Vec<String>,
}

impl Sample {
    /// The files whose name ends so.
    pub fn ending(&self, end: &str) -> impl Iterator<Item = PathBuf> {
        self.files.iter().filter(move |path| path.ends_with(end)).map(|path| self.directory.join(path))
    }
}

/// Files of all samples whose name ends so. There must be some.
pub fn files(end: &str) -> Vec<PathBuf> {
    let found: Vec<PathBuf> = SAMPLES.iter().flat_map(|sample| sample.ending(end)).collect();
    assert!(!found.is_empty(), "no bundle holds a file that ends in {end}");
    found
}

pub static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bundles");
    let _ = fs::remove_dir_all(&root);
    let starters = domain::starters::all().iter().map(|starter| (starter.slug, starter.design().unwrap()));
    starters.chain([("whole-catalogue", whole_catalogue())]).map(|(slug, design)| write(&root.join(slug), design)).collect()
});

fn write(directory: &Path, design: Design) -> Sample {
    let every = generate::artefacts::ALL.iter().map(|artefact| artefact.slug.to_owned()).collect();
    let generated = generate(&design, &Options { artefacts: Some(every) }).unwrap();
    let mut files = Vec::new();
    for (path, file) in generated.bundle.iter() {
        let target = directory.join(path.as_str());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, &file.bytes).unwrap();
        files.push(path.as_str().to_owned());
    }
    Sample { directory: directory.to_owned(), design, files }
}

/// Every technology as every kind it can be, all linked from one service, with texts that need quoting.
pub fn whole_catalogue() -> Design {
    let mut design = Design::new("The whole catalogue: 100 % \"of it\"");
    design.summary = "Everything # at once, | with *marks* and $(dollars).".into();
    design.platform.target = Target::Kubernetes;
    let context = ContextId::new("sales").unwrap();
    design.contexts.insert(context.clone(), Context { name: "Sales <&> more".into(), ..Context::default() });
    let hub = ElementId::new("hub").unwrap();
    let mut centre = Element::new(ElementKind::Service).with_technology(TechnologyId::new("node-express").unwrap()).with_context(context);
    centre.description = "Talks to: everything, {{ always }} #1".into();
    centre.replicas = Some(2);
    centre.max_replicas = Some(5);
    centre.settings.insert("MOTTO".into(), Setting { value: "it's $(NOT) a \"$VARIABLE\" #".into(), secret: false });
    centre.settings.insert("LICENCE_KEY".into(), Setting { value: String::new(), secret: true });
    design.elements.insert(hub.clone(), centre);
    design.elements.insert(ElementId::new("partner").unwrap(), Element::new(ElementKind::External));
    for technology in catalog::all() {
        for kind in technology.kinds.iter().filter(|kind| kind.is_deployed()) {
            let id = ElementId::new(format!("{}-{}", technology.slug, kind.slug())).unwrap();
            design.elements.insert(id, Element::new(*kind).with_technology(TechnologyId::new(technology.slug).unwrap()));
        }
        let slot = &mut design.platform.observability;
        let slot = match technology.observes {
            Some("metrics") => &mut slot.metrics,
            Some("dashboards") => &mut slot.dashboards,
            Some("logs") => &mut slot.logs,
            Some("traces") => &mut slot.traces,
            _ => continue,
        };
        *slot = Some(TechnologyId::new(technology.slug).unwrap());
    }
    for id in design.elements.keys().cloned().collect::<Vec<_>>() {
        let (from, to) = if design.elements[&id].kind == ElementKind::Gateway { (&id, &hub) } else { (&hub, &id) };
        if let Some(kind) = design.possible_link_kinds(from, to).first().copied() {
            let mut link = Link::new(from.clone(), to.clone(), kind);
            link.timeout_ms = matches!(kind, LinkKind::Rest).then_some(2_000);
            design.links.insert(design.free_link_id(from, to), link);
        }
    }
    assert_eq!(design.problems(), []);
    design
}
