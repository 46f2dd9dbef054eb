//! How large things are drawn, and the two lines of text on them. Pixels at 100 %. Must not know where things stand.

use super::Placement;
use crate::{
    catalog,
    design::{Element, ElementKind},
    ids::ElementId,
};

/// Step of the canvas grid: positions and sizes are multiples of it.
pub const GRID: i32 = 8;
/// Cards grow with their text up to here; longer names are cut in the middle.
const MAX_CARD_WIDTH: i32 = 240;

/// Size of names on cards, in pixels, with a little room: small type is drawn wider than its outlines say.
pub const NAME_SIZE: f64 = 12.9;

/// Advance widths of Inter at weight 600, in thousandths of the font size, from the space to the tilde.
#[rustfmt::skip]
const INTER_600: [u16; 95] = [
    226, 238, 449, 617, 640, 906, 634, 266, 321, 321, 513, 646, 236, 439, 236, 351, 638, 380, 586,
    613, 644, 592, 606, 539, 604, 606, 236, 239, 646, 646, 646, 553, 996, 693, 643, 725, 697, 599,
    572, 734, 715, 250, 553, 668, 550, 882, 720, 748, 625, 748, 644, 640, 627, 704, 688, 981, 680,
    674, 627, 321, 351, 321, 455, 468, 277, 541, 587, 544, 587, 553, 349, 587, 573, 232, 233, 536,
    232, 869, 573, 570, 587, 587, 356, 505, 350, 573, 540, 796, 527, 540, 508, 421, 330, 421, 646,
];

/// Characters of other scripts by their first and last, and their advance in thousandths of the font size: marks that stand on the
/// character before them, squares of East Asia (one em by their fonts' design), pictures (as the widest fonts draw them).
#[rustfmt::skip]
const ADVANCES: [(u32, u32, u16); 23] = [
    (0x00B7, 0x00B7, 236), (0x0300, 0x036F, 0), (0x0483, 0x0489, 0), (0x0591, 0x05BD, 0), (0x0610, 0x061A, 0), (0x064B, 0x065F, 0),
    (0x1100, 0x115F, 1000), (0x200B, 0x200F, 0), (0x20D0, 0x20F0, 0), (0x2600, 0x27BF, 1250), (0x2E80, 0x303E, 1000),
    (0x3041, 0xA4CF, 1000), (0xA960, 0xA97F, 1000), (0xAC00, 0xD7A3, 1000), (0xF900, 0xFAFF, 1000), (0xFE00, 0xFE0F, 0),
    (0xFE30, 0xFE6F, 1000), (0xFF00, 0xFF60, 1000), (0xFFE0, 0xFFE6, 1000), (0x1F000, 0x1F1FF, 1250), (0x1F200, 0x1FAFF, 1250),
    (0x20000, 0x3FFFD, 1000), (0xE0000, 0xE01EF, 0),
];
/// Any other character, as wide as the wider capitals.
const OTHER_ADVANCE: u16 = 700;

/// Width of a text in the interface's type at weight 600, in pixels. What is not known counts as wide, so that nothing is cut.
pub fn text_width(text: &str, font_size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(advance(u32::from(c)))).sum();
    f64::from(thousandths) * font_size / 1000.0
}

fn advance(c: u32) -> u16 {
    if let Some(known) = c.checked_sub(32).and_then(|i| INTER_600.get(i as usize)) {
        return *known;
    }
    let at = ADVANCES.partition_point(|(_, last, _)| *last < c);
    ADVANCES.get(at).filter(|(first, _, _)| *first <= c).map_or(OTHER_ADVANCE, |(_, _, advance)| *advance)
}

/// A product's name without what stands in brackets: “Node.js” of “Node.js (Express)”.
fn short(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// The second line of a card: technology, port, replicas.
pub fn caption(element: &Element) -> String {
    let technology = element.technology.as_ref().map(|id| catalog::find(id.as_str()).map_or(id.as_str(), |entry| short(entry.name)));
    let mut parts: Vec<String> = technology.map(str::to_owned).into_iter().collect();
    if let Some(port) = element.port {
        parts.push(format!(":{port}"));
    }
    if let Some(replicas) = element.replicas.filter(|_| element.kind.is_deployed()) {
        parts.push(format!("×{replicas}"));
    }
    if !element.modules.is_empty() {
        parts.push(format!("{} modules", element.modules.len()));
    }
    if parts.is_empty() && element.kind == ElementKind::External && !element.description.is_empty() {
        parts.push(element.description.chars().take(40).collect());
    }
    if parts.is_empty() {
        parts.push(element.kind.label().to_owned());
    }
    parts.join(" · ")
}

/// Room beside the text of a card: padding, the kind's tile and the gap after it.
fn text_margins(kind: ElementKind) -> i32 {
    match kind {
        ElementKind::Datastore => 6 + 22 + 6 + 8,
        ElementKind::Gateway => 20 + 28 + 9 + 22,
        ElementKind::Broker => 18 + 28 + 9 + 24,
        ElementKind::External => 10 + 28 + 9 + 20,
        _ => 10 + 28 + 9 + 13,
    }
}

/// Width and height of an element. A placement may widen it: brokers span the parts they join.
pub fn size_of(id: &ElementId, element: &Element, placement: Option<&Placement>) -> (i32, i32) {
    let (least, height) = match element.kind {
        ElementKind::Service if !element.modules.is_empty() => (256, 64 + 24 * (element.modules.len() as i32 + 1).div_euclid(2)),
        ElementKind::Service => (160, 56),
        ElementKind::Frontend => (136, 60),
        ElementKind::Worker => (160, 56),
        ElementKind::Gateway => (256, 56),
        ElementKind::Datastore => (112, 54),
        ElementKind::Broker => (256, 46),
        ElementKind::External => (136, 54),
        ElementKind::Note => return note_size(element, placement),
    };
    let name = text_width(element.title.as_deref().unwrap_or(id.as_str()), NAME_SIZE);
    // What an external system does may be long, and is cut.
    let second = if element.kind == ElementKind::External { 0.0 } else { text_width(&caption(element), 10.5) };
    let wanted = text_margins(element.kind) + name.max(second).ceil() as i32;
    let own = least.max((wanted + GRID - 1).div_euclid(GRID) * GRID).min(MAX_CARD_WIDTH.max(least));
    let width = placement.and_then(|p| p.width).map_or(own, |width| i32::from(width).max(own));
    (width, height)
}

fn note_size(element: &Element, placement: Option<&Placement>) -> (i32, i32) {
    let width = placement.and_then(|p| p.width).map_or(176, i32::from);
    let per_line = f64::from((width - 24).max(40));
    let lines: i32 = element.description.lines().map(|line| (text_width(line, 12.0) / per_line).ceil().max(1.0) as i32).sum();
    (width, (24 + 18 * lines.max(1)).clamp(56, 640).div_euclid(GRID) * GRID)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ElementId {
        ElementId::new(text).expect("an id")
    }

    #[test]
    fn a_card_has_its_kinds_size_and_grows_with_its_name() {
        let service = Element::new(ElementKind::Service);
        assert_eq!(size_of(&id("orders"), &service, None), (160, 56));
        let (width, height) = size_of(&id("subscription-notification"), &service, None);
        assert!(width > 160 && width <= MAX_CARD_WIDTH && width % GRID == 0 && height == 56, "{width}");
    }

    #[test]
    fn characters_of_every_script_have_room() {
        assert!(ADVANCES.windows(2).all(|two| two[0].1 < two[1].0), "in order, so that they are found");
        // Han is one em, a mark stands on the letter before it, a picture is wider than its line is high.
        assert_eq!(text_width("订单", 10.0), 20.0);
        assert_eq!(text_width("e\u{301}", 10.0), text_width("e", 10.0));
        assert!(text_width("🛒", 10.0) > 12.0 && text_width("متجر", 10.0) >= 24.0);
    }

    #[test]
    fn a_placement_widens_but_never_narrows() {
        let broker = Element::new(ElementKind::Broker);
        let wide = Placement { width: Some(900), ..Placement::default() };
        let narrow = Placement { width: Some(40), ..Placement::default() };
        assert_eq!(size_of(&id("events"), &broker, Some(&wide)).0, 900);
        assert_eq!(size_of(&id("events"), &broker, Some(&narrow)).0, 256);
    }

    #[test]
    fn the_caption_says_what_is_known() {
        let mut service = Element::new(ElementKind::Service);
        assert_eq!(caption(&service), "Service");
        service.port = Some(3003);
        service.replicas = Some(3);
        assert_eq!(caption(&service), ":3003 · ×3");
    }
}
