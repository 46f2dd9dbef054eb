//! A Design with the whole catalogue in it: what no starter uses is judged too.

use domain::{
    Design, catalog,
    design::{Context, Element, ElementKind, Entity, FieldType, Link, LinkKind, Sensitivity, Setting, Target},
    ids::{ContextId, ElementId, TechnologyId},
};

/// Every technology as every kind it can be, all linked from one service, with texts that need quoting.
pub fn whole_catalogue() -> Design {
    let mut design = Design::new("The whole catalogue: 100 % \"of it\"");
    design.summary = "Everything # at once, | with *marks* and $(dollars).".into();
    design.platform.target = Target::Kubernetes;
    let fields = FieldType::ALL.iter().map(|kind| (format!("a_{kind:?}").to_lowercase(), *kind)).collect();
    let entities = vec![Entity { name: "accounts".into(), sensitivity: Sensitivity::Personal, fields }];
    let context = ContextId::new("sales").unwrap();
    design.contexts.insert(context.clone(), Context { name: "Sales <&> more".into(), entities, ..Context::default() });
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
    // Somebody who asks in the other two ways.
    let other = design.elements_of(ElementKind::Service).map(|(id, _)| id.clone()).find(|id| *id != hub).unwrap();
    for kind in [LinkKind::Grpc, LinkKind::Graphql] {
        design.links.insert(design.free_link_id(&other, &hub), Link::new(other.clone(), hub.clone(), kind).labelled("Ask: a lot"));
    }
    assert_eq!(design.problems(), []);
    design
}
