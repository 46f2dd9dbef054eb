//! The scene with its routes and labels, kept up to date while parts are dragged: only what a movement touches is computed again.

use super::{
    label::{self, Labels, Words},
    route::{Points, Routes},
    scene::Scene,
};
use domain::{Design, layout::Rect, work::Work};
use std::collections::BTreeSet;

/// Everything that has a place on the canvas.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    pub scene: Scene,
    pub routes: Routes,
    pub labels: Labels,
    words: Vec<Option<Words>>,
    /// Nothing has moved since all links were routed together.
    settled: bool,
}

/// With more links than this, routing all of them again takes longer than somebody waits after an edit.
pub const MANY_LINKS: usize = 300;

/// What a movement changed, by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    pub links: BTreeSet<usize>,
    pub frames: BTreeSet<usize>,
}

impl Drawing {
    pub fn new(design: &Design, work: &Work) -> Self {
        let scene = Scene::new(design);
        let words = words(&scene, design);
        Self::routed(scene, words, work)
    }

    fn routed(scene: Scene, words: Vec<Option<Words>>, work: &Work) -> Self {
        let routes = Routes::new(&scene, work);
        let labels = Labels::new(&scene, &routes, |link| words[link].clone(), work);
        Self { scene, routes, labels, words, settled: true }
    }

    /// A Design for which some routes were found before, by the number of the link: what fits them is kept, the others are found.
    pub fn resumed(design: &Design, found: Vec<Points>, work: &Work) -> Self {
        let scene = Scene::new(design);
        let words = words(&scene, design);
        let (routes, missing) = Routes::resumed(&scene, found, work);
        let labels = Labels::new(&scene, &routes, |link| words[link].clone(), work);
        // Where nothing fitted, all were found together.
        let settled = missing == 0 || missing == scene.links.len();
        Self { scene, routes, labels, words, settled }
    }

    /// A Design that was drawn like this before an edit. With many links those keep their routes whose ends are where they were.
    pub fn after_edit(&self, design: &Design, work: &Work) -> Self {
        let scene = Scene::new(design);
        let words = words(&scene, design);
        let is_large = scene.links.len() > MANY_LINKS;
        if (self.settled || is_large) && scene.looks_like(&self.scene) && words == self.words {
            return self.clone();
        }
        let kept = scene.links_kept(&self.scene);
        if is_large && kept.iter().flatten().count() * 2 > scene.links.len() {
            return self.carried_over(scene, words, &kept, work);
        }
        Self::routed(scene, words, work)
    }

    /// The routes and labels of links that are kept, by the number each had, and new ones for the others.
    fn carried_over(&self, scene: Scene, words: Vec<Option<Words>>, kept: &[Option<usize>], work: &Work) -> Self {
        let routes = self.routes.carried_over(&scene, kept, work);
        let label = |link: usize| kept[link].filter(|old| self.words[*old] == words[link]).and_then(|old| self.labels.get(old));
        let labels = Labels::beside(&scene, &routes, label, |link| words[link].clone(), work);
        Self { scene, routes, labels, words, settled: false }
    }

    /// Puts parts elsewhere, and into another frame when `frame` says so.
    pub fn move_parts(&mut self, parts: &[(usize, Rect)], frame: Option<Option<usize>>, work: &Work) -> Touched {
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
        self.routes.update(&self.scene, &touched.links, work);
        self.labels.update(&self.scene, &self.routes, &touched.links, |link| self.words[link].clone(), work);
        touched
    }

    /// Around everything, labels and the ways of links included; `None` when there is nothing.
    pub fn bounds(&self) -> Option<Rect> {
        let labels = self.labels.all().iter().flatten().map(|label| label.rect);
        let bends = self.routes.all().iter().flatten().map(|&(x, y)| Rect { x, y, width: 0, height: 0 });
        self.scene.bounds().map(|bounds| labels.chain(bends).fold(bounds, |all, one| all.union(&one)))
    }

    /// The middle of a link: where its mark and its menu stand.
    pub fn middle(&self, link: usize) -> (i32, i32) {
        let points = self.routes.points(link);
        let length = |a: (i32, i32), b: (i32, i32)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let total: i64 = points.windows(2).map(|w| i64::from(length(w[0], w[1]))).sum();
        let mut left = total / 2;
        for ends in points.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let length = length(a, b);
            if left <= i64::from(length) {
                let left = left as i32;
                return (a.0 + (b.0 - a.0).signum() * left, a.1 + (b.1 - a.1).signum() * left);
            }
            left -= i64::from(length);
        }
        points.last().copied().unwrap_or_default()
    }
}

/// What each link's label says.
fn words(scene: &Scene, design: &Design) -> Vec<Option<Words>> {
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
    use std::collections::BTreeMap;

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
        let mut drawing = Drawing::new(&design(), &Work::unlimited());
        let rect = drawing.scene.rects[0].moved(0, 200);
        let touched = drawing.move_parts(&[(0, rect)], None, &Work::unlimited());
        assert_eq!(touched, Touched { links: BTreeSet::from([0]), frames: BTreeSet::from([0]) });
        assert!(drawing.scene.frames[0].rect.contains(&rect));
        assert!(drawing.scene.frames[0].rect.contains(&drawing.scene.frames[0].title));
    }

    /// Everything that is seen of a drawing.
    fn seen(drawing: &Drawing) -> impl PartialEq + std::fmt::Debug + use<> {
        (drawing.scene.rects.clone(), drawing.scene.frames.clone(), drawing.routes.all().to_vec(), drawing.labels.all().to_vec())
    }

    #[test]
    fn a_small_drawing_after_an_edit_is_what_is_drawn_from_nothing() {
        let mut design = design();
        let mut drawing = Drawing::new(&design, &Work::unlimited());
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
            drawing.move_parts(&[(2, rect)], None, &Work::unlimited());
            edit(&mut design);
            drawing = drawing.after_edit(&design, &Work::unlimited());
            assert_eq!(seen(&drawing), seen(&Drawing::new(&design, &Work::unlimited())));
            assert_eq!(seen(&drawing.after_edit(&design, &Work::unlimited())), seen(&drawing));
        }
    }

    #[test]
    fn in_a_large_drawing_a_moved_part_takes_only_its_own_links_along() {
        let mut design = domain::arbitrary::sized(200);
        for (id, rect) in domain::layout::rects(&design) {
            design.layout.insert(id, Placement { x: rect.x, y: rect.y, ..Placement::default() });
        }
        let before = Drawing::new(&design, &Work::unlimited());
        assert!(before.scene.links.len() > MANY_LINKS, "{} links", before.scene.links.len());
        let part = before.scene.ids.iter().position(|id| id.as_str() == "service-7").expect("a part");
        let rect = before.scene.rects[part];
        design.layout.insert(before.scene.ids[part].clone(), Placement { x: rect.x + 16, y: rect.y + 8, ..Placement::default() });
        let after = before.after_edit(&design, &Work::unlimited());
        assert_eq!((after.scene.rects[part].x, after.scene.rects[part].y), (rect.x + 16, rect.y + 8));
        assert_eq!(after.scene.frames, Scene::new(&design).frames);
        for link in 0..after.scene.links.len() {
            let own = after.scene.links_at[part].contains(&link);
            assert_eq!(after.routes.points(link) != before.routes.points(link), own, "link {link}");
        }
    }

    #[test]
    fn in_a_large_drawing_what_is_added_or_removed_leaves_the_other_links_alone() {
        let mut design = domain::arbitrary::sized(200);
        design.layout = domain::layout::placements(&design);
        let before = Drawing::new(&design, &Work::unlimited());
        let id = |name: &str| ElementId::new(name).expect("an id");
        design.elements.insert(id("added"), Element::new(ElementKind::Service));
        design.layout.insert(id("added"), Placement { x: -400, y: -400, ..Placement::default() });
        design.links.insert(design.free_link_id(&id("added"), &id("service-7")), Link::new(id("added"), id("service-7"), LinkKind::Rest));
        design.elements.remove(&id("service-9-db"));
        design.links.retain(|_, link| link.to != id("service-9-db"));
        let after = before.after_edit(&design, &Work::unlimited());
        let points = |drawing: &Drawing| -> BTreeMap<_, _> {
            let links = drawing.scene.links.iter().enumerate();
            links.map(|(n, link)| (link.id.clone(), (drawing.routes.points(n).to_vec(), drawing.labels.get(n).cloned()))).collect()
        };
        let (was, is) = (points(&before), points(&after));
        assert_eq!(is.len(), was.len());
        let new: Vec<_> = is.iter().filter(|(link, _)| !was.contains_key(*link)).map(|(_, (points, _))| points.len()).collect();
        assert!(new.len() == 1 && new[0] >= 2, "{new:?}");
        assert!(is.iter().all(|(link, drawn)| was.get(link).is_none_or(|before| before == drawn)));
    }

    #[test]
    fn routes_that_were_found_elsewhere_are_taken_over_where_they_fit() {
        let design = design();
        let found = Drawing::new(&design, &Work::unlimited());
        assert_eq!(seen(&Drawing::resumed(&design, found.routes.all().to_vec(), &Work::unlimited())), seen(&found));
        for wrong in [Vec::new(), vec![vec![(0, 0), (5, 5)], vec![(1, 1)]], vec![vec![(-7, 28), (400, 28)]; 3]] {
            assert_eq!(seen(&Drawing::resumed(&design, wrong, &Work::unlimited())), seen(&found));
        }
    }

    #[test]
    fn the_middle_of_a_straight_link_lies_between_its_ends() {
        let drawing = Drawing::new(&design(), &Work::unlimited());
        assert_eq!(drawing.middle(0), (280, 28));
    }
}
