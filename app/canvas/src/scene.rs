//! A Design by numbers: rectangles, frames and links, with an index of what is near. Everything drawn starts from here.

use super::outline::SHEET;
use domain::{
    Design,
    design::{ElementKind, LinkKind},
    ids::{ContextId, ElementId, LinkId},
    layout::{self, Rect, text_width},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    numbers: BTreeMap<ElementId, usize>,
    index: Index,
}

impl Scene {
    pub fn new(design: &Design) -> Self {
        Self::with_rects(design, &layout::rects(design))
    }

    /// The Design with its parts drawn at these rectangles.
    pub fn with_rects(design: &Design, rects: &BTreeMap<ElementId, Rect>) -> Self {
        let frames: Vec<SceneFrame> = layout::frames_of(design, rects)
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
            scene.index.insert(scene.ids.len(), rect);
            scene.ids.push(id.clone());
            scene.kinds.push(element.kind);
            scene.rects.push(*rect);
            scene.frame_of.push(element.context.as_ref().and_then(|context| frame_numbers.get(context)).copied());
        }
        scene.links_at = vec![Vec::new(); scene.ids.len()];
        for (id, link) in &design.links {
            let (Some(&from), Some(&to)) = (scene.numbers.get(&link.from), scene.numbers.get(&link.to)) else { continue };
            let (from, to) = if link.kind == LinkKind::Subscribe { (to, from) } else { (from, to) };
            scene.links_at[from].push(scene.links.len());
            scene.links_at[to].push(scene.links.len());
            scene.links.push(SceneLink { id: id.clone(), from, to, class: LinkClass::of(link.kind) });
        }
        scene.frames = frames;
        scene
    }

    /// The same parts in the same frames with the same links, wherever they stand.
    pub fn is_built_like(&self, other: &Self) -> bool {
        (&self.ids, &self.kinds, &self.frame_of, &self.links) == (&other.ids, &other.kinds, &other.frame_of, &other.links)
            && self.frames.iter().map(|frame| &frame.id).eq(other.frames.iter().map(|frame| &frame.id))
    }

    pub fn number(&self, id: &ElementId) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// Fits these frames around their members again.
    pub fn refit(&mut self, frames: &BTreeSet<usize>) {
        for &frame in frames {
            let members = (0..self.rects.len()).filter(|part| self.frame_of[*part] == Some(frame)).map(|part| &self.rects[part]);
            if let Some(bounds) = Rect::around(members) {
                let old = self.frames[frame].rect;
                let rect = layout::frame_around(&bounds);
                self.frames[frame].title = self.frames[frame].title.moved(rect.x - old.x, rect.y - old.y);
                self.frames[frame].rect = rect;
            }
        }
    }

    /// Moves a part; frames and routes must be brought up to date by the caller.
    pub fn move_to(&mut self, part: usize, rect: Rect) {
        self.index.remove(part, &self.rects[part]);
        self.rects[part] = rect;
        self.index.insert(part, &rect);
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
        let mut found = self.index.near(area);
        found.retain(|part| self.rects[*part].overlaps(area));
        found
    }

    /// Around everything; `None` when there is nothing.
    pub fn bounds(&self) -> Option<Rect> {
        Rect::around(self.rects.iter().chain(self.frames.iter().map(|frame| &frame.rect)))
    }
}

/// Which parts are in which square of the canvas.
#[derive(Debug, Clone, Default)]
struct Index {
    squares: HashMap<(i32, i32), Vec<usize>>,
}

const SQUARE: i32 = 256;

impl Index {
    fn squares(rect: &Rect) -> impl Iterator<Item = (i32, i32)> + use<> {
        let (left, right) = (rect.x.div_euclid(SQUARE), rect.right().div_euclid(SQUARE));
        let (top, bottom) = (rect.y.div_euclid(SQUARE), rect.bottom().div_euclid(SQUARE));
        (left..=right).flat_map(move |x| (top..=bottom).map(move |y| (x, y)))
    }
    fn insert(&mut self, part: usize, rect: &Rect) {
        Self::squares(rect).for_each(|square| self.squares.entry(square).or_default().push(part));
    }
    fn remove(&mut self, part: usize, rect: &Rect) {
        for square in Self::squares(rect) {
            if let Some(parts) = self.squares.get_mut(&square) {
                parts.retain(|other| *other != part);
            }
        }
    }
    fn near(&self, area: &Rect) -> Vec<usize> {
        let mut found: Vec<usize> = Self::squares(area).filter_map(|square| self.squares.get(&square)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
