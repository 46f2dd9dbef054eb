//! Automatic layout, in ranks: clients, gateways, contexts, shared stores, brokers, consumers; external systems at the outside.
//! The same Design gets the same picture. Must not change anything but positions.

mod block;
mod order;
mod pinned;
mod ranks;

use super::{GRID, Placement, size_of};
use crate::{
    Design,
    design::{Element, LinkKind, limits::MAX_COORDINATE},
    ids::ElementId,
};
use block::Block;
use std::collections::BTreeMap;

/// Where everything goes. Pinned elements stay; nothing overlaps as long as the pinned ones leave it room.
pub fn arrange(design: &Design) -> BTreeMap<ElementId, Placement> {
    let graph = Graph::new(design);
    let blocks = block::blocks(&graph);
    let mut drawing = ranks::place(&graph, &blocks);
    pinned::settle(&graph, &blocks, &mut drawing);
    graph
        .ids
        .iter()
        .zip(&drawing)
        .enumerate()
        .map(|(i, (id, rect))| {
            let kept = graph.pinned[i].unwrap_or_default();
            let own = size_of(id, graph.elements[i], None).0;
            let width = if kept.pinned { kept.width } else { u16::try_from(rect.width).ok().filter(|_| rect.width != own) };
            // The canvas ends somewhere, however much is on it.
            let on_canvas = |n: i32| n.clamp(-MAX_COORDINATE, MAX_COORDINATE);
            ((*id).clone(), Placement { x: on_canvas(rect.x), y: on_canvas(rect.y), width, pinned: kept.pinned })
        })
        .collect()
}

/// The Design by numbers, so that layout is arithmetic on vectors.
struct Graph<'a> {
    ids: Vec<&'a ElementId>,
    elements: Vec<&'a Element>,
    sizes: Vec<(i32, i32)>,
    /// The placement of elements that must stay.
    pinned: Vec<Option<Placement>>,
    /// Ends of the links that start here.
    outgoing: Vec<Vec<(usize, LinkKind)>>,
    /// Starts of the links that end here.
    incoming: Vec<Vec<(usize, LinkKind)>>,
}

impl<'a> Graph<'a> {
    fn new(design: &'a Design) -> Self {
        let ids: Vec<&ElementId> = design.elements.keys().collect();
        let elements: Vec<&Element> = design.elements.values().collect();
        let numbers: BTreeMap<&ElementId, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let pinned: Vec<Option<Placement>> = ids.iter().map(|id| design.layout.get(*id).copied().filter(|p| p.pinned)).collect();
        let sizes = (0..ids.len()).map(|i| size_of(ids[i], elements[i], pinned[i].as_ref())).collect();
        let mut outgoing = vec![Vec::new(); ids.len()];
        let mut incoming = vec![Vec::new(); ids.len()];
        for link in design.links.values() {
            if let (Some(from), Some(to)) = (numbers.get(&link.from), numbers.get(&link.to)) {
                outgoing[*from].push((*to, link.kind));
                incoming[*to].push((*from, link.kind));
            }
        }
        Self { ids, elements, sizes, pinned, outgoing, incoming }
    }

    fn neighbours(&self, element: usize) -> impl Iterator<Item = usize> {
        self.outgoing[element].iter().chain(&self.incoming[element]).map(|(other, _)| *other)
    }
}

/// The nearest step of the grid at or below.
fn on_grid(n: i32) -> i32 {
    n.div_euclid(GRID) * GRID
}

#[cfg(test)]
mod tests {
    use super::super::{Rect, frames};
    use super::*;
    use crate::{
        design::{Context, ElementKind, Link},
        ids::{ContextId, LinkId},
    };
    use proptest::prelude::*;

    fn rects(design: &Design, placements: &BTreeMap<ElementId, Placement>) -> BTreeMap<ElementId, Rect> {
        let rect = |(id, p): (&ElementId, &Placement)| {
            let (width, height) = size_of(id, &design.elements[id], Some(p));
            (id.clone(), Rect { x: p.x, y: p.y, width, height })
        };
        placements.iter().map(rect).collect()
    }

    /// Everything that makes a picture untidy, in words.
    fn untidy(design: &Design) -> Vec<String> {
        let mut design = design.clone();
        design.layout = arrange(&design);
        let rects = rects(&design, &design.layout);
        let frames: Vec<(ContextId, Rect)> = frames(&design).into_iter().collect();
        let mut wrong = Vec::new();
        let all: Vec<(&ElementId, &Rect)> = rects.iter().collect();
        for (i, (a, ra)) in all.iter().enumerate() {
            if ra.x % GRID != 0 || ra.y % GRID != 0 {
                wrong.push(format!("{a} is off the grid: {ra:?}"));
            }
            wrong.extend(all[i + 1..].iter().filter(|(_, rb)| ra.overlaps(rb)).map(|(b, _)| format!("{a} lies on {b}")));
            for (context, frame) in &frames {
                let member = design.elements[*a].context.as_ref() == Some(context);
                if frame.overlaps(ra) && !member {
                    wrong.push(format!("{a} lies on the frame of {context}"));
                }
            }
        }
        for (i, (a, fa)) in frames.iter().enumerate() {
            wrong.extend(frames[i + 1..].iter().filter(|(_, fb)| fa.overlaps(fb)).map(|(b, _)| format!("{a} lies on {b}")));
        }
        wrong
    }

    /// `parts` are kind and context numbers, `links` pairs of part numbers; pairs that cannot be joined are left out.
    fn design_of(parts: &[(usize, usize)], links: &[(usize, usize)]) -> Design {
        let mut design = Design::new("Random");
        for (n, (kind, context)) in parts.iter().enumerate() {
            let mut element = Element::new(ElementKind::ALL[kind % 8]);
            if context % 5 != 0 {
                let id = ContextId::new(format!("context-{context}")).expect("an id");
                design.contexts.entry(id.clone()).or_insert_with(|| Context { name: format!("Context {context}"), ..Context::default() });
                element.context = Some(id);
            }
            design.elements.insert(ElementId::new(format!("part-{n}")).expect("an id"), element);
        }
        for (n, (from, to)) in links.iter().enumerate() {
            let id = |i: usize| ElementId::new(format!("part-{}", i % parts.len().max(1))).expect("an id");
            if let Some(kind) = design.possible_link_kinds(&id(*from), &id(*to)).first() {
                design.links.insert(LinkId::new(format!("link-{n}")).expect("an id"), Link::new(id(*from), id(*to), *kind));
            }
        }
        design
    }

    proptest! {
        #[test]
        fn nothing_lies_on_anything_else(
            parts in prop::collection::vec((0usize..8, 0usize..12), 0..60),
            links in prop::collection::vec((0usize..60, 0usize..60), 0..90),
        ) {
            prop_assert_eq!(untidy(&design_of(&parts, &links)), Vec::<String>::new());
        }

        #[test]
        fn a_pinned_part_stays_and_the_others_make_room(
            parts in prop::collection::vec((0usize..8, 0usize..12), 1..40),
            links in prop::collection::vec((0usize..40, 0usize..40), 0..60),
            at in (0usize..40, -50i32..150, -50i32..150),
        ) {
            let mut design = design_of(&parts, &links);
            let id = ElementId::new(format!("part-{}", at.0 % parts.len())).expect("an id");
            let place = Placement { x: at.1 * GRID, y: at.2 * GRID, width: None, pinned: true };
            design.layout.insert(id.clone(), place);
            prop_assert_eq!(arrange(&design)[&id], place);
            prop_assert_eq!(untidy(&design), Vec::<String>::new());
        }
    }

    #[test]
    fn ranks_follow_the_request() {
        let mut design = Design::new("Shop");
        let add = |design: &mut Design, id: &str, kind| {
            design.elements.insert(ElementId::new(id).expect("an id"), Element::new(kind));
        };
        add(&mut design, "web", ElementKind::Frontend);
        add(&mut design, "gateway", ElementKind::Gateway);
        add(&mut design, "orders", ElementKind::Service);
        add(&mut design, "orders-db", ElementKind::Datastore);
        add(&mut design, "events", ElementKind::Broker);
        add(&mut design, "mailer", ElementKind::Worker);
        for (from, to) in [("web", "gateway"), ("gateway", "orders"), ("orders", "orders-db"), ("orders", "events"), ("mailer", "events")] {
            let (from, to) = (ElementId::new(from).expect("an id"), ElementId::new(to).expect("an id"));
            let kind = design.possible_link_kinds(&from, &to)[0];
            design.links.insert(design.free_link_id(&from, &to), Link::new(from, to, kind));
        }
        let placed = arrange(&design);
        let y = |id: &str| placed[&ElementId::new(id).expect("an id")].y;
        let order = ["web", "gateway", "orders", "orders-db", "events", "mailer"];
        assert!(order.windows(2).all(|pair| y(pair[0]) < y(pair[1])), "{placed:?}");
    }

    #[test]
    fn a_thousand_elements_take_no_time() {
        let parts: Vec<(usize, usize)> = (0..1000).map(|n| (n * 7 % 8, n / 4)).collect();
        let links: Vec<(usize, usize)> = (0..1500).map(|n| (n * 31 % 1000, n * 17 % 1000)).collect();
        let design = design_of(&parts, &links);
        let started = std::time::Instant::now();
        assert_eq!(arrange(&design).len(), 1000);
        assert!(started.elapsed().as_millis() < 2000, "{:?}", started.elapsed());
    }
}
