//! What part of the canvas is seen, and how large. Screen points are pixels from the canvas's own corner; world points are
//! pixels at 100 %.

use domain::layout::Rect;

pub const LEAST_ZOOM: f64 = 0.25;
pub const MOST_ZOOM: f64 = 2.0;
/// World space kept around a picture that is shown whole, by the server and by the studio alike.
pub const MARGIN: i32 = 32;
/// A picture at least so much wider than high is fitted between what floats above and below, any other between what floats at
/// its sides.
const WIDE: f64 = 1.2;

/// screen = world × zoom + (x, y).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    pub x: f64,
    pub y: f64,
    pub zoom: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { x: 0.0, y: 0.0, zoom: 1.0 }
    }
}

/// How much is drawn at a zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    Full,
    /// Under 60 %: no labels on links.
    NoLabels,
    /// Under 40 %: cards without text.
    Miniature,
}

/// Room on the canvas that is covered by tools: top, right, bottom, left.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Insets {
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub left: f64,
}

/// Which way a picture reaches farther.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Wide,
    Tall,
}

impl Shape {
    pub fn of(world: &Rect) -> Self {
        if f64::from(world.width) >= WIDE * f64::from(world.height) { Self::Wide } else { Self::Tall }
    }
    /// The value of `data-shape`, by which the style sheet leaves the same room.
    pub fn css(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Tall => "tall",
        }
    }
}

/// What floats on the canvas leaves free, for pictures of either shape. The style sheet says how much.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    pub wide: Insets,
    pub tall: Insets,
}

impl Room {
    pub fn for_picture(&self, world: &Rect) -> Insets {
        match Shape::of(world) {
            Shape::Wide => self.wide,
            Shape::Tall => self.tall,
        }
    }
}

impl Insets {
    /// From the value of the style sheet's `inset`: four lengths in pixels, `148px 12px 148px 12px`.
    pub fn from_css(text: &str) -> Option<Self> {
        let mut lengths = text.split_whitespace().map(|length| length.strip_suffix("px")?.parse::<f64>().ok());
        let mut next = || lengths.next().flatten();
        Some(Self { top: next()?, right: next()?, bottom: next()?, left: next()? })
    }
}

impl Viewport {
    pub fn world_from_screen(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.x) / self.zoom, (y - self.y) / self.zoom)
    }
    pub fn screen_from_world(&self, x: f64, y: f64) -> (f64, f64) {
        (x * self.zoom + self.x, y * self.zoom + self.y)
    }
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..*self }
    }
    /// Zoomed by a factor; the world point under the screen point stays under it.
    pub fn zoomed(&self, factor: f64, x: f64, y: f64) -> Self {
        // A picture that was fitted may be smaller than anybody can zoom out to.
        let zoom = (self.zoom * factor).clamp(LEAST_ZOOM.min(self.zoom), MOST_ZOOM);
        let (wx, wy) = self.world_from_screen(x, y);
        Self { x: x - wx * zoom, y: y - wy * zoom, zoom }
    }
    /// Shows all of a rectangle in a canvas of this size, centred in what the insets leave free, at 100 % at most.
    pub fn fit(world: &Rect, width: f64, height: f64, insets: Insets) -> Self {
        let free = ((width - insets.left - insets.right).max(1.0), (height - insets.top - insets.bottom).max(1.0));
        let (w, h) = (f64::from(world.width.max(1)), f64::from(world.height.max(1)));
        let zoom = (free.0 / w).min(free.1 / h).min(1.0);
        let x = insets.left + (free.0 - w * zoom) / 2.0 - f64::from(world.x) * zoom;
        let y = insets.top + (free.1 - h * zoom) / 2.0 - f64::from(world.y) * zoom;
        Self { x: x.round(), y: y.round(), zoom }
    }
    /// The world rectangle a canvas of this size shows.
    pub fn visible(&self, width: f64, height: f64) -> Rect {
        let ((left, top), (right, bottom)) = (self.world_from_screen(0.0, 0.0), self.world_from_screen(width, height));
        Rect { x: left as i32, y: top as i32, width: (right - left) as i32, height: (bottom - top) as i32 }
    }
    /// Moved as little as it takes to show a rectangle.
    pub fn showing(&self, world: &Rect, width: f64, height: f64) -> Self {
        const EDGE: f64 = 40.0;
        let shift = |low: f64, high: f64, size: f64| {
            if low < EDGE || high - low > size - 2.0 * EDGE {
                EDGE - low
            } else if high > size - EDGE {
                size - EDGE - high
            } else {
                0.0
            }
        };
        let (left, top) = self.screen_from_world(f64::from(world.x), f64::from(world.y));
        let (right, bottom) = self.screen_from_world(f64::from(world.right()), f64::from(world.bottom()));
        self.panned(shift(left, right, width), shift(top, bottom, height))
    }
    pub fn detail(&self) -> Detail {
        match self.zoom {
            z if z < 0.4 => Detail::Miniature,
            z if z < 0.6 => Detail::NoLabels,
            _ => Detail::Full,
        }
    }
    pub fn percent(&self) -> i32 {
        (self.zoom * 100.0).round() as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let view = Viewport { x: 30.0, y: -12.0, zoom: 0.8 };
        let before = view.world_from_screen(200.0, 100.0);
        let after = view.zoomed(1.5, 200.0, 100.0).world_from_screen(200.0, 100.0);
        assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9);
    }

    #[test]
    fn zoom_has_limits() {
        assert_eq!(Viewport::default().zoomed(100.0, 0.0, 0.0).percent(), 200);
        assert_eq!(Viewport::default().zoomed(0.001, 0.0, 0.0).percent(), 25);
    }

    #[test]
    fn fitting_shows_everything_clear_of_the_tools() {
        let world = Rect { x: -100, y: 50, width: 3000, height: 1000 };
        let insets = Insets { bottom: 60.0, ..Insets::default() };
        let view = Viewport::fit(&world, 900.0, 700.0, insets);
        let (left, top) = view.screen_from_world(-100.0, 50.0);
        let (right, bottom) = view.screen_from_world(2900.0, 1050.0);
        assert!(left >= 0.0 && top >= 0.0 && right <= 900.0 && bottom <= 640.0, "{left} {top} {right} {bottom}");
    }

    #[test]
    fn fitting_shows_everything_of_a_large_picture_on_a_small_screen() {
        let world = Rect { x: 0, y: 0, width: 9_000, height: 2_000 };
        let view = Viewport::fit(&world, 390.0, 600.0, Insets::default());
        let (right, bottom) = view.screen_from_world(9_000.0, 2_000.0);
        assert!(view.zoom < LEAST_ZOOM && right <= 391.0 && bottom <= 600.0, "{view:?}");
        assert_eq!(view.zoomed(0.8, 0.0, 0.0).zoom, view.zoom, "and zooming out does not zoom in");
        assert!(view.zoomed(1.25, 0.0, 0.0).zoom > view.zoom);
    }

    #[test]
    fn the_room_follows_from_the_shape() {
        let inset = |side| Insets { left: side, ..Insets::default() };
        let room = Room { wide: inset(1.0), tall: inset(2.0) };
        let of = |width, height| room.for_picture(&Rect { x: 0, y: 0, width, height }).left;
        assert_eq!((of(120, 100), of(119, 100), of(0, 0)), (1.0, 2.0, 1.0));
    }

    #[test]
    fn insets_are_read_from_the_style_sheet() {
        assert_eq!(Insets::from_css(" 1px 2.5px 3px 4px"), Some(Insets { top: 1.0, right: 2.5, bottom: 3.0, left: 4.0 }));
        assert_eq!(Insets::from_css("1px 2px"), None);
        assert_eq!(Insets::from_css(""), None);
    }

    #[test]
    fn a_small_picture_is_not_blown_up() {
        let view = Viewport::fit(&Rect { x: 0, y: 0, width: 100, height: 100 }, 900.0, 700.0, Insets::default());
        assert_eq!(view.percent(), 100);
    }

    #[test]
    fn detail_follows_the_zoom() {
        let at = |zoom| Viewport { zoom, ..Viewport::default() }.detail();
        assert_eq!((at(1.0), at(0.59), at(0.39)), (Detail::Full, Detail::NoLabels, Detail::Miniature));
    }
}
