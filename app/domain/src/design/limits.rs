//! How large a Design and its texts may be. Beyond these a Design is refused with a message that names the limit.

/// Elements in one Design.
pub const MAX_ELEMENTS: usize = 5_000;
/// Links in one Design.
pub const MAX_LINKS: usize = 20_000;
/// Bounded contexts in one Design.
pub const MAX_CONTEXTS: usize = 1_000;
/// Events in one Design.
pub const MAX_EVENTS: usize = 5_000;
/// Journeys in one Design.
pub const MAX_JOURNEYS: usize = 500;
/// Waivers in one Design.
pub const MAX_WAIVERS: usize = 5_000;
/// Entries of any list or map inside one part: entities, settings, steps, fields.
pub const MAX_ENTRIES: usize = 200;
/// Characters of a single-line text such as a title.
pub const MAX_LINE_CHARS: usize = 120;
/// Characters of a text that may have several lines, such as a description.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// Replicas of one element.
pub const MAX_REPLICAS: u16 = 500;
/// Coordinates on the canvas, in pixels at 100 %, either side of the origin.
pub const MAX_COORDINATE: i32 = 1_000_000;
