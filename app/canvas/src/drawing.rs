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
    words: Vec<Words>,
    /// Nothing has moved since all links were routed together.
    settled: bool,
}

type Words = Option<(Option<&'static str>, String)>;

/// With more links than this, routing all of them again takes longer than somebody waits after an edit.
const MANY_LINKS: usize = 300;
/// Of so many parts one may have moved for the others to stay as they are.
const ONE_MOVED_IN: usize = 20;

/// What a movement changed, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    pub links: BTreeSet<usize>,
    pub frames: BTreeSet<usize>,
}

impl Drawing {
    pub fn new(design: &Design) -> Self {
        let scene = Scene::new(design);
        let words = words(&scene, design);
        Self::routed(scene, words)
    }

    fn routed(scene: Scene, words: Vec<Words>) -> Self {
        let routes = Routes::new(&scene);
        let labels = label::place_all(&scene, &routes, |link| words[link].clone());
        Self { scene, routes, labels, words, settled: true }
    }

    /// A Design that was drawn like this before an edit.
    pub fn after_edit(&self, design: &Design) -> Self {
        let scene = Scene::new(design);
        let words = words(&scene, design);
        self.carried_over(&scene, &words).unwrap_or_else(|| Self::routed(scene, words))
    }

    /// This drawing, where an edit has changed nothing that is drawn. With many links a few moved parts take their own along, as while
    /// they are dragged.
    fn carried_over(&self, scene: &Scene, words: &[Words]) -> Option<Self> {
        let is_large = scene.links.len() > MANY_LINKS;
        if !scene.is_built_like(&self.scene) || words != self.words || !(self.settled || is_large) {
            return None;
        }
        let rects = scene.rects.iter().copied().enumerate();
        let moved: Vec<(usize, Rect)> = rects.filter(|(part, rect)| self.scene.rects[*part] != *rect).collect();
        let few = is_large && moved.len() * ONE_MOVED_IN <= scene.rects.len();
        if !moved.is_empty() && !few {
            return None;
        }
        let mut drawing = self.clone();
        if !moved.is_empty() {
            drawing.move_parts(&moved, None);
        }
        (drawing.scene.frames == scene.frames).then_some(drawing)
    }

    /// Puts parts elsewhere, and into another frame when `frame` says so.
    pub fn move_parts(&mut self, parts: &[(usize, Rect)], frame: Option<Option<usize>>) -> Touched {
        self.settled = false;
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

/// What each link's label says.
fn words(scene: &Scene, design: &Design) -> Vec<Words> {
    scene.links.iter().map(|link| design.links.get(&link.id).and_then(label::words)).collect()
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

    /// Everything that is seen of a drawing.
    fn seen(drawing: &Drawing) -> impl PartialEq + std::fmt::Debug + use<> {
        (drawing.scene.rects.clone(), drawing.scene.frames.clone(), drawing.routes.all().to_vec(), drawing.labels.clone())
    }

    #[test]
    fn a_small_drawing_after_an_edit_is_what_is_drawn_from_nothing() {
        let mut design = design();
        let mut drawing = Drawing::new(&design);
        let (b, ordering) = (ElementId::new("b").expect("an id"), ContextId::new("ordering").expect("an id"));
        let edits: [&dyn Fn(&mut Design); 6] = [
            &|design| design.elements.get_mut(&b).expect("b").description = "Keeps stock".to_owned(),
            &|design| design.contexts.get_mut(&ordering).expect("a context").name = "Ordering and everything else".to_owned(),
            &|design| design.layout.get_mut(&b).expect("b").y = 300,
            &|design| design.links.values_mut().next().expect("a link").label = "Reserve a table".to_owned(),
            &|design| design.elements.get_mut(&b).expect("b").context = Some(ordering.clone()),
            &|design| drop(design.links.pop_last()),
        ];
        for edit in edits {
            // What a drag has left is routed anew.
            let rect = drawing.scene.rects[2].moved(8, 90);
            drawing.move_parts(&[(2, rect)], None);
            edit(&mut design);
            drawing = drawing.after_edit(&design);
            assert_eq!(seen(&drawing), seen(&Drawing::new(&design)));
            assert_eq!(seen(&drawing.after_edit(&design)), seen(&drawing));
        }
    }

    #[test]
    fn in_a_large_drawing_a_moved_part_takes_only_its_own_links_along() {
        let mut design = domain::arbitrary::sized(200);
        for (id, rect) in domain::layout::rects(&design) {
            design.layout.insert(id, Placement { x: rect.x, y: rect.y, ..Placement::default() });
        }
        let before = Drawing::new(&design);
        assert!(before.scene.links.len() > MANY_LINKS, "{} links", before.scene.links.len());
        let part = before.scene.ids.iter().position(|id| id.as_str() == "service-7").expect("a part");
        let rect = before.scene.rects[part];
        design.layout.insert(before.scene.ids[part].clone(), Placement { x: rect.x + 16, y: rect.y + 8, ..Placement::default() });
        let after = before.after_edit(&design);
        assert_eq!((after.scene.rects[part].x, after.scene.rects[part].y), (rect.x + 16, rect.y + 8));
        assert_eq!(after.scene.frames, Scene::new(&design).frames);
        for link in 0..after.scene.links.len() {
            let own = after.scene.links_at[part].contains(&link);
            assert_eq!(after.routes.points(link) != before.routes.points(link), own, "link {link}");
        }
    }

    #[test]
    fn the_middle_of_a_straight_link_lies_between_its_ends() {
        let drawing = Drawing::new(&design());
        assert_eq!(drawing.middle(0), (280, 28));
    }
}
