//! Layouts made to hurt: whatever a valid Design holds is drawn in bounded room and in bounded steps, twice the same.

use crate::{
    drawing::Drawing,
    effort::Effort,
    miniature::{self, miniature},
    navigate,
    route::{Routes, Side},
    scene::Scene,
    svg,
};
use domain::{
    Design,
    design::{Context, Element, ElementKind, Link, limits::MAX_COORDINATE},
    ids::{ContextId, ElementId, LinkId},
    layout::{self, Placement, Rect},
    work::Work,
};
use proptest::prelude::*;
use std::process::Command;

/// Set in the process that runs under a memory cap.
const CAPPED: &str = "GROUNDPLAN_CAPPED";
/// What that process may take, with its code and its stacks.
const MOST_KILOBYTES: u32 = 768 * 1024;

/// The process ends where a test takes more memory than that: a test that runs in it cannot bring down the machine.
#[test]
fn hostile_layouts_are_drawn_in_bounded_memory() {
    if std::env::var_os(CAPPED).is_none() && cfg!(target_os = "linux") {
        let script =
            format!("ulimit -v {MOST_KILOBYTES}; exec \"$0\" --exact tests::hostile_layouts_are_drawn_in_bounded_memory --nocapture");
        let output = Command::new("sh").args(["-c", &script]).arg(std::env::current_exe().unwrap()).env(CAPPED, "1").output().unwrap();
        assert!(output.status.success(), "{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        return;
    }
    drawn(&overlapping_contexts(), (0, 0));
    drawn(&far_apart(), (-5, 7));
    random_layouts_are_drawn();
}

/// Draws it in every way, and moves its first part as far as numbers go.
fn drawn(design: &Design, by: (i32, i32)) {
    assert!(design.problems().is_empty(), "{:?}", design.problems());
    let work = Work::unlimited();
    let mut drawing = Drawing::new(design, &work);
    well_formed(&drawing.scene, &drawing.routes);
    let again = Drawing::new(design, &work);
    assert_eq!((drawing.routes.all(), drawing.labels.all()), (again.routes.all(), again.labels.all()));
    assert!(svg(design, &work).ends_with("</svg>\n"));
    assert_eq!(miniature(design, &work).links.len(), design.links.len());
    assert_eq!(miniature::quick(design).parts.len(), design.elements.len());
    for side in Side::ALL {
        navigate::nearest(&drawing.scene, 0, side);
    }
    let rect = drawing.scene.rects[0];
    for to in [rect.moved(by.0, by.1), Rect { x: i32::MIN, y: i32::MAX, ..rect }, Rect { x: i32::MAX, y: 0, ..rect }] {
        drawing.move_parts(&[(0, to)], None, &work);
        well_formed(&drawing.scene, &drawing.routes);
    }
    let mut arranged = design.clone();
    arranged.layout = layout::arrange(design);
    assert!(arranged.problems().is_empty(), "{:?}", arranged.problems());
}

/// Every route runs along the axes from one end to the other.
fn well_formed(scene: &Scene, routes: &Routes) {
    for (n, link) in scene.links.iter().enumerate() {
        let points = routes.points(n);
        assert!(points.len() >= 2, "{points:?}");
        assert!(points.windows(2).all(|w| w[0].0 == w[1].0 || w[0].1 == w[1].1), "{points:?}");
        for (part, point) in [(link.from, points[0]), (link.to, points[points.len() - 1])] {
            assert!(scene.body(part).inflated(1).holds(point.0, point.1), "{points:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    fn random_layouts_are_drawn(
        parts in prop::collection::vec((0usize..8, 0usize..14, -1_000i32..=1_000, -1_000i32..=1_000, prop::option::weighted(0.1, 40u16..20_000)), 2..40),
        links in prop::collection::vec((0usize..40, 0usize..40), 0..80),
        spread in prop_oneof![Just(0), Just(60), Just(400), Just(3_000), Just(MAX_COORDINATE)],
        placed in prop_oneof![3 => Just(1usize), 1 => Just(2usize)],
        by in (-2_000_000i32..2_000_000, -2_000_000i32..2_000_000),
    ) {
        let mut design = Design::new("Random");
        for (n, (kind, context, x, y, width)) in parts.iter().enumerate() {
            let at = |share: i32| (i64::from(share) * i64::from(spread) / 1_000) as i32;
            add(&mut design, n, ElementKind::ALL[*kind], (*context > 0).then_some(*context), Placement { x: at(*x), y: at(*y), width: *width, pinned: n % 3 == 0 });
        }
        // Some have no place yet: they go beside the others.
        design.layout = design.layout.into_iter().step_by(placed).collect();
        for (from, to) in &links {
            connect(&mut design, from % parts.len(), to % parts.len());
        }
        drawn(&design, by);
    }
}

#[test]
fn however_much_there_is_routes_take_bounded_steps() {
    let thousand_links = {
        let mut design = parts(2, |n| (n * 500, n * 300));
        (0..1_000).for_each(|_| connect(&mut design, 0, 1));
        design
    };
    let one_spot = {
        let mut design = parts(600, |_| (0, 0));
        (0..2_000).for_each(|n| connect(&mut design, n % 600, (n + 1 + n / 600) % 600));
        design
    };
    let frames_in_frames = {
        let mut design = parts(400, |n| (if n % 2 == 0 { -n } else { n } * 16, if n % 4 < 2 { -n } else { n } * 16));
        for (n, element) in design.elements.values_mut().enumerate() {
            let context = context(n / 2);
            design.contexts.entry(context.clone()).or_default();
            element.context = Some(context);
        }
        (0..800).for_each(|n| connect(&mut design, n % 400, (n * 7 + 3) % 400));
        design
    };
    for design in [thousand_links, one_spot, frames_in_frames] {
        let scene = Scene::new(&design);
        let work = Work::unlimited();
        let effort = Effort::new(&work, 1 << 21);
        let routes = Routes::within(&scene, &effort);
        well_formed(&scene, &routes);
        // What was begun before the steps were used up is ended.
        assert!(effort.spent() < 1 << 23, "{} steps", effort.spent());
    }
}

fn part(n: usize) -> ElementId {
    ElementId::new(format!("part-{n}")).unwrap()
}

fn context(n: usize) -> ContextId {
    ContextId::new(format!("context-{n}")).unwrap()
}

fn add(design: &mut Design, n: usize, kind: ElementKind, context_number: Option<usize>, placement: Placement) {
    let mut element = Element::new(kind);
    if let Some(number) = context_number {
        let named = Context { name: format!("Context {number}"), ..Context::default() };
        design.contexts.entry(context(number)).or_insert(named);
        element.context = Some(context(number));
    }
    design.elements.insert(part(n), element);
    design.layout.insert(part(n), placement);
}

fn connect(design: &mut Design, from: usize, to: usize) {
    if let Some(kind) = design.possible_link_kinds(&part(from), &part(to)).first() {
        let link = Link::new(part(from), part(to), *kind);
        design.links.insert(LinkId::new(format!("link-{}", design.links.len())).unwrap(), link);
    }
}

fn parts(count: i32, place: impl Fn(i32) -> (i32, i32)) -> Design {
    let mut design = Design::new("Parts");
    for n in 0..count {
        let (x, y) = place(n);
        add(&mut design, n as usize, ElementKind::Service, None, Placement { x, y, ..Placement::default() });
    }
    design
}

/// Fourteen contexts of two parts each, every one of which spans all the others, in rows so close that no usual shape leads through.
fn overlapping_contexts() -> Design {
    let mut design = Design::new("Fourteen frames");
    for n in 0..14_i32 {
        for (side, x) in [(0, 0), (1, 900)] {
            let row = if side == 0 { n } else { 13 - n };
            let at = Placement { x: x + (row % 3) * 120, y: row * 44, ..Placement::default() };
            add(&mut design, (2 * n + side) as usize, ElementKind::Service, Some(n as usize), at);
        }
    }
    for n in 0..14 {
        for other in [(n * 5 + 3) % 14, (n * 9 + 1) % 14] {
            for (from, to) in [(2 * n, 2 * other + 1), (2 * n + 1, 2 * other), (2 * n, 2 * other)] {
                connect(&mut design, from, to);
            }
        }
    }
    design
}

/// Parts at the corners of all the space there is, as wide as can be, joined crosswise.
fn far_apart() -> Design {
    let mut design = parts(16, |n| {
        let far = |plus: bool| if plus { MAX_COORDINATE } else { -MAX_COORDINATE };
        (far(n % 2 == 1), far(n / 2 % 2 == 1))
    });
    for placement in design.layout.values_mut().step_by(3) {
        placement.width = Some(20_000);
    }
    for n in 0..16 {
        connect(&mut design, n, (n + 7) % 16);
        connect(&mut design, n, (n + 2) % 16);
    }
    design
}
