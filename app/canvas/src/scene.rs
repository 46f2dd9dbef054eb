//! A Design by numbers: rectangles, frames and links, with an index of what is near. Everything drawn starts from here.

use super::{
    outline::SHEET,
    squares::{Spot, Squares},
};
use domain::{
    Design,
    design::{ElementKind, LinkKind},
    ids::{ContextId, ElementId, LinkId},
    layout::{self, Rect, text_width},
};
use std::collections::{BTreeMap, BTreeSet};

/// Nothing is drawn further out than this and nothing larger than that: four times and more what a Design may hold, and little enough
/// for lengths and prices to be added up.
const FARTHEST: i32 = 1 << 22;
const LARGEST: i32 = 1 << 16;

fn held(rect: &Rect) -> Rect {
    let (x, y) = (rect.x.clamp(-FARTHEST, FARTHEST), rect.y.clamp(-FARTHEST, FARTHEST));
    Rect { x, y, width: rect.width.clamp(0, LARGEST), height: rect.height.clamp(0, LARGEST) }
}

/// How a link is drawn. Several kinds of link share a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkClass {
    Rest,
    Grpc,
    Graphql,
    Event,
    Data,
}

impl LinkClass {
    pub const ALL: [Self; 5] = [Self::Rest, Self::Grpc, Self::Graphql, Self::Event, Self::Data];
    pub fn of(kind: LinkKind) -> Self {
        match kind {
            LinkKind::Rest | LinkKind::Websocket | LinkKind::Uses => Self::Rest,
            LinkKind::Grpc => Self::Grpc,
            LinkKind::Graphql => Self::Graphql,
            LinkKind::Publish | LinkKind::Subscribe => Self::Event,
            LinkKind::Owns | LinkKind::Reads | LinkKind::Caches => Self::Data,
        }
    }
    /// The word in miniatures.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Grpc => "grpc",
            Self::Graphql => "graphql",
            Self::Event => "event",
            Self::Data => "data",
        }
    }
    /// The suffix of the class in the style sheet.
    pub fn css(self) -> &'static str {
        if self == Self::Graphql { "gql" } else { self.slug() }
    }
    /// The name in the legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rest => "REST",
            Self::Grpc => "gRPC",
            Self::Graphql => "GraphQL",
            Self::Event => "Event",
            Self::Data => "Data access",
        }
    }
}

/// The suffix of a kind's class in the style sheet, where a data store is a store.
pub fn css_kind(kind: ElementKind) -> &'static str {
    if kind == ElementKind::Datastore { "store" } else { kind.slug() }
}

/// A link between numbered parts, in the direction it is drawn: events leave the broker towards their consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneLink {
    pub id: LinkId,
    pub from: usize,
    pub to: usize,
    pub class: LinkClass,
}

/// A frame with the rectangle its name takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneFrame {
    pub id: ContextId,
    pub rect: Rect,
    pub title: Rect,
}

/// What is drawn, by numbers.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    pub ids: Vec<ElementId>,
    pub kinds: Vec<ElementKind>,
    pub rects: Vec<Rect>,
    /// The number of the frame each part belongs to.
    pub frame_of: Vec<Option<usize>>,
    pub frames: Vec<SceneFrame>,
    pub links: Vec<SceneLink>,
    pub links_at: Vec<Vec<usize>>,
    /// Stores whose contents may vanish: every link to one says so.
    pub caches: Vec<bool>,
    numbers: BTreeMap<ElementId, usize>,
    part_squares: Squares<Spot>,
    frame_squares: Squares<Spot>,
    title_squares: Squares<Spot>,
}

impl Scene {
    pub fn new(design: &Design) -> Self {
        Self::with_rects(design, &layout::rects(design))
    }

    /// The Design with its parts drawn at these rectangles.
    pub fn with_rects(design: &Design, rects: &BTreeMap<ElementId, Rect>) -> Self {
        let rects: BTreeMap<ElementId, Rect> = rects.iter().map(|(id, rect)| (id.clone(), held(rect))).collect();
        let frames: Vec<SceneFrame> = layout::frames_of(design, &rects)
            .into_iter()
            .map(|(id, rect)| {
                let name = design.contexts.get(&id).map_or("", |context| context.name.as_str());
                let title = Rect { x: rect.x + 8, y: rect.y + 4, width: text_width(name, 12.0) as i32 + 12, height: 22 };
                SceneFrame { id, rect, title }
            })
            .collect();
        let frame_numbers: BTreeMap<&ContextId, usize> = frames.iter().enumerate().map(|(i, frame)| (&frame.id, i)).collect();
        let mut scene = Self::default();
        for (id, element) in &design.elements {
            let Some(rect) = rects.get(id) else { continue };
            scene.numbers.insert(id.clone(), scene.ids.len());
            scene.part_squares.insert(Spot { number: scene.ids.len(), area: *rect });
            scene.ids.push(id.clone());
            scene.kinds.push(element.kind);
            scene.rects.push(*rect);
            scene.frame_of.push(element.context.as_ref().and_then(|context| frame_numbers.get(context)).copied());
        }
        scene.links_at = vec![Vec::new(); scene.ids.len()];
        let mut keeps: Vec<Option<bool>> = vec![None; scene.ids.len()];
        for (id, link) in &design.links {
            let (Some(&from), Some(&to)) = (scene.numbers.get(&link.from), scene.numbers.get(&link.to)) else { continue };
            keeps[to] = Some(keeps[to].unwrap_or(false) || link.kind != LinkKind::Caches);
            let (from, to) = if link.kind == LinkKind::Subscribe { (to, from) } else { (from, to) };
            scene.links_at[from].push(scene.links.len());
            scene.links_at[to].push(scene.links.len());
            scene.links.push(SceneLink { id: id.clone(), from, to, class: LinkClass::of(link.kind) });
        }
        let is_cache = |(keeps, kind): (&Option<bool>, &ElementKind)| *keeps == Some(false) && *kind == ElementKind::Datastore;
        scene.caches = keeps.iter().zip(&scene.kinds).map(is_cache).collect();
        for (number, frame) in frames.iter().enumerate() {
            scene.frame_squares.insert(Spot { number, area: frame.rect });
            scene.title_squares.insert(Spot { number, area: frame.title });
        }
        scene.frames = frames;
        scene
    }

    /// Everything stands at the same place.
    pub fn looks_like(&self, other: &Self) -> bool {
        (&self.ids, &self.kinds, &self.rects, &self.caches) == (&other.ids, &other.kinds, &other.rects, &other.caches)
            && (&self.frame_of, &self.frames, &self.links) == (&other.frame_of, &other.frames, &other.links)
    }

    /// For each link the number it had in another scene, when it ran between the same parts at the same places there.
    pub fn links_kept(&self, before: &Self) -> Vec<Option<usize>> {
        let numbers: BTreeMap<&LinkId, usize> = before.links.iter().enumerate().map(|(number, link)| (&link.id, number)).collect();
        let stays = |now: usize, then: usize| {
            (&self.ids[now], self.kinds[now], self.rects[now]) == (&before.ids[then], before.kinds[then], before.rects[then])
        };
        let kept = |link: &SceneLink| {
            let number = *numbers.get(&link.id)?;
            let was = &before.links[number];
            (link.class == was.class && stays(link.from, was.from) && stays(link.to, was.to)).then_some(number)
        };
        self.links.iter().map(kept).collect()
    }

    pub fn number(&self, id: &ElementId) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Fits these frames around their members again.
    pub fn refit(&mut self, frames: &BTreeSet<usize>) {
        let mut bounds: BTreeMap<usize, Rect> = BTreeMap::new();
        for (frame, rect) in self.frame_of.iter().zip(&self.rects) {
            if let Some(frame) = frame.filter(|frame| frames.contains(frame)) {
                bounds.entry(frame).and_modify(|all| *all = all.union(rect)).or_insert(*rect);
            }
        }
        for (number, bounds) in bounds {
            let frame = &mut self.frames[number];
            self.frame_squares.remove(&Spot { number, area: frame.rect });
            self.title_squares.remove(&Spot { number, area: frame.title });
            let rect = layout::frame_around(&bounds);
            frame.title = frame.title.moved(rect.x - frame.rect.x, rect.y - frame.rect.y);
            frame.rect = rect;
            self.frame_squares.insert(Spot { number, area: frame.rect });
            self.title_squares.insert(Spot { number, area: frame.title });
        }
    }

    /// Moves a part; frames and routes must be brought up to date by the caller.
    pub fn move_to(&mut self, part: usize, rect: Rect) {
        self.part_squares.remove(&Spot { number: part, area: self.rects[part] });
        self.rects[part] = held(&rect);
        self.part_squares.insert(Spot { number: part, area: self.rects[part] });
    }

    /// What links attach to: a worker's second sheet belongs to it.
    pub fn body(&self, part: usize) -> Rect {
        let rect = self.rects[part];
        match self.kinds[part] {
            ElementKind::Worker => Rect { width: rect.width + SHEET as i32, height: rect.height + SHEET as i32, ..rect },
            _ => rect,
        }
    }

    /// Parts that touch an area, in order of their numbers.
    pub fn near(&self, area: &Rect) -> Vec<usize> {
        let mut found = Vec::new();
        self.each_part(area, |part| found.push(part));
        found.sort_unstable();
        found
    }

    /// Every part that touches an area, in any order. Answers how many steps that took, as the next two do.
    pub(crate) fn each_part(&self, area: &Rect, mut found: impl FnMut(usize)) -> usize {
        self.part_squares.each(area, |spot| found(spot.number))
    }

    /// Every frame that touches an area.
    pub(crate) fn each_frame(&self, area: &Rect, mut found: impl FnMut(usize)) -> usize {
        self.frame_squares.each(area, |spot| found(spot.number))
    }

    /// Every frame whose name touches an area.
    pub(crate) fn each_title(&self, area: &Rect, mut found: impl FnMut(usize)) -> usize {
        self.title_squares.each(area, |spot| found(spot.number))
    }

    /// Around everything; `None` when there is nothing.
    pub fn bounds(&self) -> Option<Rect> {
        Rect::around(self.rects.iter().chain(self.frames.iter().map(|frame| &frame.rect)))
    }
}
