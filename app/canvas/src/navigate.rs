//! Moving between parts by keyboard: reading order, and the nearest part in a direction.

use super::{route::Side, scene::Scene};

/// Parts from top to bottom and left to right, in rows: what starts within half a card of the first is one row.
pub fn reading_order(scene: &Scene) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scene.ids.len()).collect();
    order.sort_by_key(|part| (scene.rects[*part].centre().1, scene.rects[*part].x));
    let mut row_start = i32::MIN / 2;
    let mut row = 0;
    let mut keyed: Vec<(i32, i32, usize)> = Vec::with_capacity(order.len());
    for part in order {
        let (x, y) = scene.rects[part].centre();
        if y - row_start > 28 {
            row += 1;
            row_start = y;
        }
        keyed.push((row, x, part));
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, part)| part).collect()
}

/// The nearest part in a direction: straight ahead counts more than aside.
pub fn nearest(scene: &Scene, from: usize, direction: Side) -> Option<usize> {
    let (x, y) = scene.rects[from].centre();
    let score = |part: usize| {
        let (px, py) = scene.rects[part].centre();
        let (ahead, aside) = match direction {
            Side::Right => (px - x, py - y),
            Side::Left => (x - px, py - y),
            Side::Bottom => (py - y, px - x),
            Side::Top => (y - py, px - x),
        };
        (ahead > 0 && aside.abs() <= 2 * ahead).then_some(ahead + 2 * aside.abs())
    };
    (0..scene.ids.len()).filter(|part| *part != from).filter_map(|part| Some((score(part)?, part))).min().map(|(_, part)| part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Design,
        design::{Element, ElementKind},
        ids::ElementId,
        layout::Placement,
    };

    fn scene(parts: &[(&str, i32, i32)]) -> Scene {
        let mut design = Design::new("Drawing");
        for (name, x, y) in parts {
            let id = ElementId::new(*name).expect("an id");
            design.elements.insert(id.clone(), Element::new(ElementKind::Service));
            design.layout.insert(id, Placement { x: *x, y: *y, ..Placement::default() });
        }
        Scene::new(&design)
    }

    fn names(scene: &Scene, parts: &[usize]) -> Vec<String> {
        parts.iter().map(|part| scene.ids[*part].to_string()).collect()
    }

    #[test]
    fn reading_goes_row_by_row() {
        let scene = scene(&[("d", 0, 200), ("b", 300, 8), ("a", 0, 0), ("c", 600, 0)]);
        assert_eq!(names(&scene, &reading_order(&scene)), ["a", "b", "c", "d"]);
    }

    #[test]
    fn arrows_go_to_the_nearest_in_their_direction() {
        let scene = scene(&[("here", 300, 300), ("right", 600, 310), ("below", 320, 500), ("far", 1200, 300)]);
        let from = scene.number(&ElementId::new("here").expect("an id")).expect("a part");
        let go = |side| nearest(&scene, from, side).map(|part| scene.ids[part].to_string());
        assert_eq!(go(Side::Right).as_deref(), Some("right"));
        assert_eq!(go(Side::Bottom).as_deref(), Some("below"));
        assert_eq!(go(Side::Left), None);
    }
}
