//! The small picture of a Design: the same geometry without text. Used by lists, the minimap and the proposal.

use super::{route::Routes, scene::Scene};
use domain::{Design, layout::Rect, protocol::Miniature};

/// Space around the picture, in world pixels.
const MARGIN: i32 = 24;

/// The small picture, in world pixels.
pub fn miniature(design: &Design) -> Miniature {
    let scene = Scene::new(design);
    let routes = Routes::new(&scene);
    of_scene(&scene, &routes)
}

/// The same from a scene that is already there.
pub fn of_scene(scene: &Scene, routes: &Routes) -> Miniature {
    let numbers = |r: &Rect| [r.x, r.y, r.width, r.height];
    let links = scene.links.iter().zip(routes.all());
    Miniature {
        view: scene.bounds().map_or([0; 4], |bounds| numbers(&bounds.inflated(MARGIN))),
        frames: scene.frames.iter().map(|frame| numbers(&frame.rect)).collect(),
        parts: scene.kinds.iter().zip(&scene.rects).map(|(kind, rect)| (kind.slug().to_owned(), numbers(rect))).collect(),
        links: links.map(|(link, points)| (link.class.slug().to_owned(), points.iter().map(|(x, y)| [*x, *y]).collect())).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        design::{Element, ElementKind},
        ids::ElementId,
    };

    #[test]
    fn an_empty_design_has_an_empty_picture() {
        assert_eq!(miniature(&Design::new("Empty")), Miniature::default());
    }

    #[test]
    fn every_part_is_in_the_picture() {
        let mut design = Design::new("Small");
        design.elements.insert(ElementId::new("orders").expect("an id"), Element::new(ElementKind::Service));
        let picture = miniature(&design);
        assert_eq!(picture.parts.len(), 1);
        assert_eq!(picture.parts[0].0, "service");
        assert!(picture.view[2] > 160);
    }
}
