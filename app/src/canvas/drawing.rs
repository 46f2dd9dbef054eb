//! The scene with its routes and labels, kept up to date while parts are dragged: only what a movement touches is computed again.

use super::{
    label::{self, Label},
    route::Routes,
    scene::Scene,
};
use domain::{Design, layout::Rect};
use std::collections::BTreeSet;

/// Everything that has a place on the canvas.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    pub scene: Scene,
    pub routes: Routes,
    pub labels: Vec<Option<Label>>,
    words: Vec<Option<(Option<&'static str>, String)>>,
}

/// What a movement changed, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    pub links: BTreeSet<usize>,
    pub frames: BTreeSet<usize>,
}

impl Drawing {
    pub fn new(design: &Design) -> Self {
        let scene = Scene::new(design);
        let routes = Routes::new(&scene);
        let words: Vec<_> = scene.links.iter().map(|link| design.links.get(&link.id).and_then(label::words)).collect();
        let labels = label::place_all(&scene, &routes, |link| words[link].clone());
        Self { scene, routes, labels, words }
    }

    /// Puts parts elsewhere, and into another frame when `frame` says so.
    pub fn move_parts(&mut self, parts: &[(usize, Rect)], frame: Option<Option<usize>>) -> Touched {
        let mut touched = Touched::default();
        for &(part, rect) in parts {
            touched.frames.extend(self.scene.frame_of[part]);
            if let Some(frame) = frame {
                self.scene.frame_of[part] = frame;
                touched.frames.extend(frame);
            }
            self.scene.move_to(part, rect);
            touched.links.extend(&self.scene.links_at[part]);
        }
        self.scene.refit(&touched.frames);
        let links: Vec<usize> = touched.links.iter().copied().collect();
        self.routes.update(&self.scene, &links);
        let mut taken: Vec<Rect> = Vec::new();
        for (link, label) in self.labels.iter().enumerate() {
            if let Some(label) = label.as_ref().filter(|_| !touched.links.contains(&link)) {
                taken.push(label.rect);
            }
        }
        for link in links {
            self.labels[link] = self.words[link].clone().map(|words| {
                let label = label::place(&self.scene, &self.routes, link, words, &taken);
                taken.push(label.rect);
                label
            });
        }
        touched
    }

    /// Around everything, labels included; `None` when there is nothing.
    pub fn bounds(&self) -> Option<Rect> {
        let labels = self.labels.iter().flatten().map(|label| label.rect);
        self.scene.bounds().map(|bounds| labels.fold(bounds, |all, label| all.union(&label)))
    }

    /// The middle of a link: where its mark and its menu stand.
    pub fn middle(&self, link: usize) -> (i32, i32) {
        let points = self.routes.points(link);
        let total: i32 = points.windows(2).map(|w| (w[0].0 - w[1].0).abs() + (w[0].1 - w[1].1).abs()).sum();
        let mut left = total / 2;
        for ends in points.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let length = (a.0 - b.0).abs() + (a.1 - b.1).abs();
            if left <= length {
                return (a.0 + (b.0 - a.0).signum() * left, a.1 + (b.1 - a.1).signum() * left);
            }
            left -= length;
        }
        points.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        design::{Context, Element, ElementKind, Link, LinkKind},
        ids::{ContextId, ElementId},
        layout::Placement,
    };

    fn design() -> Design {
        let mut design = Design::new("Drawing");
        let context = ContextId::new("ordering").expect("an id");
        design.contexts.insert(context.clone(), Context { name: "Ordering".to_owned(), ..Context::default() });
        for (name, x) in [("a", 0), ("b", 400), ("c", 800)] {
            let id = ElementId::new(name).expect("an id");
            let mut element = Element::new(ElementKind::Service);
            element.context = (name == "a").then(|| context.clone());
            design.elements.insert(id.clone(), element);
            design.layout.insert(id, Placement { x, ..Placement::default() });
        }
        for (from, to) in [("a", "b"), ("b", "c")] {
            let (from, to) = (ElementId::new(from).expect("an id"), ElementId::new(to).expect("an id"));
            design.links.insert(design.free_link_id(&from, &to), Link::new(from, to, LinkKind::Grpc).labelled("Do"));
        }
        design
    }

    #[test]
    fn a_movement_touches_its_own_links_and_frame_only() {
        let mut drawing = Drawing::new(&design());
        let rect = drawing.scene.rects[0].moved(0, 200);
        let touched = drawing.move_parts(&[(0, rect)], None);
        assert_eq!(touched, Touched { links: BTreeSet::from([0]), frames: BTreeSet::from([0]) });
        assert!(drawing.scene.frames[0].rect.contains(&rect));
        assert!(drawing.scene.frames[0].rect.contains(&drawing.scene.frames[0].title));
    }

    #[test]
    fn the_middle_of_a_straight_link_lies_between_its_ends() {
        let drawing = Drawing::new(&design());
        assert_eq!(drawing.middle(0), (280, 28));
    }
}
