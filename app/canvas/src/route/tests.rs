//! What a route must be, on small drawings and on random ones.

use super::*;
use domain::{
    Design,
    design::{Element, ElementKind, Link},
    ids::{ElementId, LinkId},
    layout::Placement,
};
use proptest::prelude::*;

fn id(text: &str) -> ElementId {
    ElementId::new(text).expect("an id")
}

/// Parts as name, kind, x and y; links as pairs of names.
fn drawing(parts: &[(&str, ElementKind, i32, i32)], links: &[(&str, &str)]) -> Design {
    let mut design = Design::new("Drawing");
    for (name, kind, x, y) in parts {
        design.elements.insert(id(name), Element::new(*kind));
        design.layout.insert(id(name), Placement { x: *x, y: *y, ..Placement::default() });
    }
    for (n, (from, to)) in links.iter().enumerate() {
        let kind = design.possible_link_kinds(&id(from), &id(to))[0];
        design.links.insert(LinkId::new(format!("link-{n}")).expect("an id"), Link::new(id(from), id(to), kind));
    }
    design
}

fn routes(design: &Design) -> (Scene, Routes) {
    let scene = Scene::new(design);
    let routes = Routes::new(&scene, &Work::unlimited());
    (scene, routes)
}

/// Parts other than its ends that a route passes through.
fn hits(scene: &Scene, routes: &Routes, link: usize) -> Vec<String> {
    let ends = [scene.links[link].from, scene.links[link].to];
    let inside = |piece: lanes::Piece| scene.near(&piece.area()).into_iter().filter(move |part| !ends.contains(part));
    lanes::pieces(link, routes.points(link)).flat_map(inside).map(|part| scene.ids[part].to_string()).collect()
}

#[test]
fn parts_that_face_each_other_are_joined_by_a_straight_line() {
    use ElementKind::*;
    let (_, routes) = routes(&drawing(&[("orders", Service, 0, 0), ("orders-db", Datastore, 24, 100)], &[("orders", "orders-db")]));
    assert_eq!(routes.points(0), [(80, 56), (80, 100)]);
}

#[test]
fn an_event_passes_beside_the_store_under_its_service() {
    use ElementKind::*;
    let parts = [("orders", Service, 0, 0), ("orders-db", Datastore, 24, 96), ("events", Broker, -40, 220)];
    let (scene, routes) = routes(&drawing(&parts, &[("orders", "orders-db"), ("orders", "events")]));
    assert_eq!(routes.points(1), [(148, 56), (148, 220)]);
    assert_eq!(hits(&scene, &routes, 1), Vec::<String>::new());
}

#[test]
fn a_subscription_is_drawn_from_the_broker_to_its_consumer() {
    use ElementKind::*;
    let (scene, routes) = routes(&drawing(&[("events", Broker, 0, 0), ("mailer", Worker, 40, 140)], &[("mailer", "events")]));
    assert_eq!(scene.ids[scene.links[0].from].as_str(), "events");
    assert_eq!(routes.points(0)[0].1, 46);
}

#[test]
fn the_outermost_pair_takes_the_outermost_lane() {
    use ElementKind::*;
    let parts = [("gateway", Gateway, 400, 0), ("far", Service, 0, 200), ("near", Service, 200, 200)];
    let (_, routes) = routes(&drawing(&parts, &[("gateway", "far"), ("gateway", "near")]));
    let (far, near) = (routes.points(0), routes.points(1));
    assert!(far[1].1 < near[1].1 && far[0].0 < near[0].0, "{far:?} {near:?}");
}

#[test]
fn the_bends_that_are_left_are_known() {
    use Side::*;
    for (way, heading, arriving, bends) in [
        ((10, 0), Right, Right, 0),
        ((10, 5), Right, Right, 2),
        ((-10, 0), Right, Right, 4),
        ((10, 5), Right, Bottom, 1),
        ((10, -5), Right, Bottom, 3),
        ((-10, 5), Right, Bottom, 3),
        ((0, 5), Right, Left, 2),
        ((0, -10), Top, Top, 0),
    ] {
        assert_eq!(maze::bends(way, heading, arriving), bends, "{way:?} from {heading:?} to {arriving:?}");
    }
}

#[test]
fn a_way_through_a_crowd_is_found_at_the_ends_of_the_canvas() {
    use ElementKind::*;
    let far = 1_000_000 - 400;
    let parts =
        [("a", Service, -far, -far), ("wall", Service, -far + 220, -far), ("b", Service, far, -far), ("c", Service, far - 220, -far)];
    let (scene, routes) = routes(&drawing(&parts, &[("a", "b")]));
    assert_eq!(hits(&scene, &routes, 0), Vec::<String>::new());
}

#[test]
fn a_link_goes_around_a_part_in_its_way() {
    use ElementKind::*;
    let parts = [("a", Service, 0, 0), ("wall", Service, 220, 0), ("b", Service, 440, 0)];
    let (scene, routes) = routes(&drawing(&parts, &[("a", "b")]));
    assert_eq!(hits(&scene, &routes, 0), Vec::<String>::new());
}

#[test]
fn routes_are_read_as_they_were_written() {
    let routes = vec![vec![(-1_000_000, 5), (7, 5), (7, -12)], Vec::new(), vec![(0, 0), (0, 80)]];
    assert_eq!(read(&written(&routes)), routes);
    assert_eq!(read("1 2 x 4\n\n99999999999 1"), [vec![(1, 2)], Vec::new(), Vec::new()]);
}

#[test]
fn moving_a_part_changes_only_its_own_links() {
    use ElementKind::*;
    let parts = [("a", Service, 0, 0), ("b", Service, 300, 120), ("c", Service, 600, 0)];
    let (mut scene, mut routes) = routes(&drawing(&parts, &[("a", "b"), ("b", "c"), ("a", "c")]));
    let before = routes.points(1).to_vec();
    let a = scene.number(&id("a")).expect("a part");
    scene.move_to(a, scene.rects[a].moved(0, 300));
    let own = scene.links_at[a].iter().copied().collect();
    routes.update(&scene, &own, &Work::unlimited());
    assert_eq!(routes.points(1), before);
    assert_eq!(routes.points(0)[0].1.clamp(300, 356), routes.points(0)[0].1, "{:?}", routes.points(0));
}

/// Parts by kind, links by the positions of their ends, laid out.
fn tidy(parts: &[usize], links: &[(usize, usize)]) -> Design {
    let mut design = Design::new("Random");
    for (n, kind) in parts.iter().enumerate() {
        design.elements.insert(id(&format!("part-{n}")), Element::new(ElementKind::ALL[*kind]));
    }
    for (n, (from, to)) in links.iter().enumerate() {
        let (from, to) = (id(&format!("part-{}", from % parts.len())), id(&format!("part-{}", to % parts.len())));
        if let Some(kind) = design.possible_link_kinds(&from, &to).first() {
            design.links.insert(LinkId::new(format!("link-{n}")).expect("an id"), Link::new(from, to, *kind));
        }
    }
    design.layout = domain::layout::arrange(&design);
    design
}

#[test]
fn an_external_system_beside_a_broker_does_not_stand_on_it() {
    for (parts, links) in [([5, 6, 5, 6], [(1, 3), (3, 0), (3, 1)]), ([6, 6, 5, 5], [(0, 1), (1, 2), (1, 0)])] {
        let design = tidy(&parts, &links);
        let (scene, routes) = routes(&design);
        for link in 0..scene.links.len() {
            assert_eq!(hits(&scene, &routes, link), Vec::<String>::new(), "{:?}", design.layout);
        }
    }
}

proptest! {
    #[test]
    fn every_route_is_orthogonal_and_joins_its_ends(
        parts in prop::collection::vec((0usize..8, 0i32..160, 0i32..120), 2..24),
        links in prop::collection::vec((0usize..24, 0usize..24), 0..40),
    ) {
        let mut design = Design::new("Random");
        for (n, (kind, x, y)) in parts.iter().enumerate() {
            let name = id(&format!("part-{n}"));
            design.elements.insert(name.clone(), Element::new(ElementKind::ALL[*kind]));
            design.layout.insert(name, Placement { x: x * 8, y: y * 8, ..Placement::default() });
        }
        for (n, (from, to)) in links.iter().enumerate() {
            let (from, to) = (id(&format!("part-{}", from % parts.len())), id(&format!("part-{}", to % parts.len())));
            if let Some(kind) = design.possible_link_kinds(&from, &to).first() {
                design.links.insert(LinkId::new(format!("link-{n}")).expect("an id"), Link::new(from, to, *kind));
            }
        }
        let (scene, routes) = routes(&design);
        for (n, link) in scene.links.iter().enumerate() {
            let points = routes.points(n);
            prop_assert!(points.len() >= 2);
            prop_assert!(points.windows(2).all(|w| w[0].0 == w[1].0 || w[0].1 == w[1].1), "{points:?}");
            for (part, point) in [(link.from, points[0]), (link.to, points[points.len() - 1])] {
                prop_assert!(scene.body(part).inflated(1).holds(point.0, point.1), "{points:?}");
            }
        }
    }

    #[test]
    fn on_a_tidy_layout_no_link_passes_through_a_part(
        parts in prop::collection::vec(0usize..7, 2..30),
        links in prop::collection::vec((0usize..30, 0usize..30), 0..30),
    ) {
        let design = tidy(&parts, &links);
        let (scene, routes) = routes(&design);
        for link in 0..scene.links.len() {
            prop_assert_eq!(hits(&scene, &routes, link), Vec::<String>::new(), "{:?}", routes.points(link));
        }
    }
}
