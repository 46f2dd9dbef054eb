//! The editor of the studio: one signal for each part, link and frame, so that a change touches what changed and nothing else.
//! Shows the project; changes it through [`ProjectState`] alone.

mod act;
mod analyse;
mod arrange;
mod journeys;
mod overlay;
mod pointer;
mod steer;
mod sync;
mod view;

pub use act::{Block, Refused, block_of_kind, part_dom_id};
pub use overlay::{LinkMark, Overlay, PartMark, Pill, Tone};
pub use view::{FrameView, LinkView, PartView, icon_of, icon_of_kind, kind_and_place, spoken_link};

use super::{ProjectState, selection::Selection};
use crate::{alive::Alive, components::toast::Toasts};
use canvas::{
    drawing::Drawing,
    gesture::{Gesture, Tool},
    snap::Guide,
    viewport::{Room, Viewport},
};
use domain::{
    Design,
    analysis::{Analysis, analyse},
    ids::{ContextId, ElementId, JourneyId, LinkId},
    layout::Rect,
    review::{Review, Severity},
    work::Work,
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// How a card is shown beyond its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartState {
    pub selected: bool,
    pub dragged: bool,
    /// A wire is being drawn and may end here.
    pub welcomes: bool,
    /// The wire ends here.
    pub targeted: bool,
    /// The one that Tab leads to.
    pub reachable: bool,
}

/// The signals of one part.
#[derive(Debug, Clone)]
pub struct PartSignals {
    pub view: ArcRwSignal<PartView>,
    pub state: ArcRwSignal<PartState>,
    pub badge: ArcRwSignal<Option<Severity>>,
    /// What the overlay says about it.
    pub mark: ArcRwSignal<Option<PartMark>>,
}

/// The signals of one link.
#[derive(Debug, Clone)]
pub struct LinkSignals {
    pub view: ArcRwSignal<LinkView>,
    pub selected: ArcRwSignal<bool>,
    pub badge: ArcRwSignal<Option<Severity>>,
    /// What the overlay says about it.
    pub mark: ArcRwSignal<Option<LinkMark>>,
}

/// The signals of one frame.
#[derive(Debug, Clone)]
pub struct FrameSignals {
    pub view: ArcRwSignal<FrameView>,
    pub selected: ArcRwSignal<bool>,
    pub target: ArcRwSignal<bool>,
}

/// A point of the world or of the screen.
type Point = (f64, f64);

/// What floats on the canvas at a world point.
#[derive(Debug, Clone, PartialEq)]
pub enum Float {
    /// The kind of a link just drawn.
    LinkKind { link: LinkId, at: (f64, f64) },
    /// What to put where a wire ended in the open.
    NewPart { from: ElementId, at: (f64, f64) },
    /// The menu of the selection, at a screen point.
    Menu { at: (f64, f64) },
    /// The field that names the part to connect to.
    ConnectTo { from: ElementId, at: (f64, f64) },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftTab {
    Add,
    Outline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightTab {
    Inspect,
    Review,
    Analyse,
}

/// On a phone one view at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneTab {
    Diagram,
    Review,
    Analyse,
    Outline,
}

/// Parts on their way.
#[derive(Debug, Clone, Default)]
struct Drag {
    start: Vec<(usize, Rect)>,
    bounds: Rect,
    others: Vec<Rect>,
    /// The frame all of them came from.
    home: Option<Option<usize>>,
    frames: Vec<Option<Rect>>,
    whole_frame: bool,
}

/// The editor. Cheap to copy; found by [`Editor::expect`] below the studio page.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The page is open.
    pub alive: Alive,
    pub project: ProjectState,
    pub toasts: Toasts,
    pub part_ids: RwSignal<Vec<ElementId>>,
    pub link_ids: RwSignal<Vec<LinkId>>,
    pub frame_ids: RwSignal<Vec<ContextId>>,
    parts: StoredValue<BTreeMap<ElementId, PartSignals>>,
    links: StoredValue<BTreeMap<LinkId, LinkSignals>>,
    frames: StoredValue<BTreeMap<ContextId, FrameSignals>>,
    drawing: StoredValue<Drawing>,
    drag: StoredValue<Option<Drag>>,
    gesture: StoredValue<Gesture>,
    pub selection: RwSignal<Selection>,
    pub view: RwSignal<Viewport>,
    /// Width and height of the canvas, in screen pixels.
    pub size: RwSignal<(f64, f64)>,
    room: StoredValue<Room>,
    fitting: StoredValue<arrange::Fitting>,
    pub tool: RwSignal<Tool>,
    /// The part under the pointer.
    hovered: RwSignal<Option<ElementId>>,
    /// The part that shows the keyboard focus.
    pub focused: RwSignal<Option<ElementId>>,
    /// A block picked from the palette; the next click on the canvas puts it there.
    pub placing: RwSignal<Option<Block>>,
    pub guides: RwSignal<Vec<Guide>>,
    /// Where the dragged parts are, while they are dragged.
    pub position: RwSignal<Option<(i32, i32, i32, i32)>>,
    pub marquee: RwSignal<Option<(f64, f64, f64, f64)>>,
    /// From and to, in the world.
    pub wire: RwSignal<Option<(Point, Point)>>,
    pub float: RwSignal<Option<Float>>,
    pub renaming: RwSignal<Option<ElementId>>,
    pub review: RwSignal<Arc<Review>>,
    pub analysis: RwSignal<Arc<Analysis>>,
    /// What is drawn over the diagram.
    pub overlay: RwSignal<Overlay>,
    /// The journey that is looked at.
    pub journey: RwSignal<Option<JourneyId>>,
    /// The part that is stopped in thought.
    pub stopped: RwSignal<Option<ElementId>>,
    /// The load that is looked at, in percent of the peak.
    pub load_percent: RwSignal<u32>,
    /// A journey being drawn: the links clicked so far.
    pub drawn: RwSignal<Option<Vec<LinkId>>>,
    /// The finding that is unfolded in the review.
    pub open_finding: RwSignal<Option<String>>,
    pub left_tab: RwSignal<LeftTab>,
    pub right_tab: RwSignal<RightTab>,
    pub phone_tab: RwSignal<PhoneTab>,
    pub left_open: RwSignal<bool>,
    pub right_open: RwSignal<bool>,
    pub palette_open: RwSignal<bool>,
    pub keys_open: RwSignal<bool>,
    /// A gesture is going on: the world gets its own layer.
    pub moving: RwSignal<bool>,
    /// Said to people who listen.
    pub spoken: RwSignal<String>,
    /// Counts the drawings: up with every change of the design.
    pub version: RwSignal<u32>,
    /// A tidied layout travels to its places.
    pub travelling: RwSignal<bool>,
}

impl std::fmt::Debug for Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Editor").finish_non_exhaustive()
    }
}

impl Editor {
    /// The editor of a project. Nothing is drawn before [`Self::show`].
    pub fn new(project: ProjectState) -> Self {
        Self {
            alive: Alive::here(),
            project,
            toasts: expect_context(),
            part_ids: RwSignal::default(),
            link_ids: RwSignal::default(),
            frame_ids: RwSignal::default(),
            parts: StoredValue::default(),
            links: StoredValue::default(),
            frames: StoredValue::default(),
            drawing: StoredValue::default(),
            drag: StoredValue::default(),
            gesture: StoredValue::default(),
            selection: RwSignal::default(),
            view: RwSignal::default(),
            size: RwSignal::default(),
            room: StoredValue::default(),
            fitting: StoredValue::default(),
            tool: RwSignal::default(),
            hovered: RwSignal::default(),
            focused: RwSignal::default(),
            placing: RwSignal::default(),
            guides: RwSignal::default(),
            position: RwSignal::default(),
            marquee: RwSignal::default(),
            wire: RwSignal::default(),
            float: RwSignal::default(),
            renaming: RwSignal::default(),
            review: RwSignal::new(Arc::new(Review { findings: Vec::new(), scoreboard: Vec::new() })),
            analysis: RwSignal::new(Arc::new(analyse(&Design::new(""), &Work::unlimited()))),
            overlay: RwSignal::new(Overlay::Plan),
            journey: RwSignal::default(),
            stopped: RwSignal::default(),
            load_percent: RwSignal::new(100),
            drawn: RwSignal::default(),
            open_finding: RwSignal::default(),
            left_tab: RwSignal::new(LeftTab::Add),
            right_tab: RwSignal::new(RightTab::Inspect),
            phone_tab: RwSignal::new(PhoneTab::Diagram),
            left_open: RwSignal::new(true),
            right_open: RwSignal::new(true),
            palette_open: RwSignal::new(false),
            keys_open: RwSignal::new(false),
            moving: RwSignal::new(false),
            spoken: RwSignal::default(),
            version: RwSignal::new(0),
            travelling: RwSignal::new(false),
        }
    }
    /// The editor of the page around the caller.
    pub fn expect() -> Self {
        expect_context()
    }

    /// The page is still open.
    pub fn is_alive(&self) -> bool {
        self.alive.is_alive()
    }
    pub fn can_edit(&self) -> bool {
        self.project.can_edit()
    }
    /// Reads the design without subscribing to it.
    pub fn with_design<T>(&self, read: impl FnOnce(&Design) -> T) -> T {
        self.project.design().with_untracked(read)
    }
    pub fn with_drawing<T>(&self, read: impl FnOnce(&Drawing) -> T) -> T {
        self.drawing.with_value(read)
    }
    pub fn part(&self, id: &ElementId) -> Option<PartSignals> {
        self.parts.with_value(|parts| parts.get(id).cloned())
    }
    pub fn link(&self, id: &LinkId) -> Option<LinkSignals> {
        self.links.with_value(|links| links.get(id).cloned())
    }
    pub fn frame(&self, id: &ContextId) -> Option<FrameSignals> {
        self.frames.with_value(|frames| frames.get(id).cloned())
    }
    pub fn rect(&self, id: &ElementId) -> Option<Rect> {
        self.with_drawing(|drawing| drawing.scene.number(id).map(|part| drawing.scene.rects[part]))
    }
    /// Takes note of the part under the pointer.
    pub fn hover(&self, part: Option<ElementId>) {
        sync::put_shared(self.hovered, part);
    }
    /// The part from which links can be drawn now.
    pub fn ported(&self) -> Option<ElementId> {
        self.hovered.get().or_else(|| self.focused.get())
    }
    /// The world point in the middle of the canvas.
    pub fn middle_of_view(&self) -> (f64, f64) {
        let (width, height) = self.size.get_untracked();
        self.view.get_untracked().world_from_screen(width / 2.0, height / 2.0)
    }
    pub fn say(&self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }
}
