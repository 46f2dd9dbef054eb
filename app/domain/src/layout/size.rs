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

/// Width of a text in the interface's type at weight 600, in pixels. Other characters count as wide ones, so that nothing is cut.
pub fn text_width(text: &str, font_size: f64) -> f64 {
    let thousandths: u32 = text
        .chars()
        .map(|c| {
            let known = u32::from(c).checked_sub(32).and_then(|i| INTER_600.get(i as usize)).copied();
            u32::from(known.unwrap_or(if c == '·' { 236 } else { 700 }))
        })
        .sum();
    f64::from(thousandths) * font_size / 1000.0
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
