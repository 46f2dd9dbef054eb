//! The small picture of a design in lists: rectangles and straight lines, in the units of the canvas.

use domain::{
    Design,
    design::LinkKind,
    layout::{self, Rect},
    protocol::Miniature,
};

/// Empty space around the picture, in pixels at 100 %.
const MARGIN: i32 = 24;

/// The picture of a design; an empty view when there is nothing to draw.
pub fn of(design: &Design) -> Miniature {
    let rects = layout::rects(design);
    let frames = layout::frames_of(design, &rects);
    let Some(around) = Rect::around(rects.values().chain(frames.values())) else {
        return Miniature::default();
    };
    let parts =
        design.elements.iter().filter_map(|(id, element)| Some((element.kind.slug().to_owned(), corners(rects.get(id)?)))).collect();
    let links = design
        .links
        .values()
        .filter_map(|link| {
            let (from, to) = (rects.get(&link.from)?.centre(), rects.get(&link.to)?.centre());
            Some((class(link.kind).to_owned(), vec![[from.0, from.1], [to.0, to.1]]))
        })
        .collect();
    Miniature { view: corners(&around.inflated(MARGIN)), frames: frames.values().map(corners).collect(), parts, links }
}

fn corners(rect: &Rect) -> [i32; 4] {
    [rect.x, rect.y, rect.width, rect.height]
}

fn class(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Rest | LinkKind::Websocket | LinkKind::Uses => "rest",
        LinkKind::Grpc => "grpc",
        LinkKind::Graphql => "graphql",
        LinkKind::Publish | LinkKind::Subscribe => "event",
        LinkKind::Owns | LinkKind::Reads | LinkKind::Caches => "data",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_design_has_an_empty_picture() {
        assert_eq!(of(&Design::new("Blank")), Miniature::default());
    }

    #[test]
    fn everything_lies_inside_the_view() {
        let text = "groundplan: 1\nname: Two\nelements:\n  a: {kind: service}\n  b: {kind: service}\nlinks:\n  a-b: {from: a, to: b, kind: grpc}\n";
        let picture = of(&domain::file::read(text).unwrap());
        let [x, y, width, height] = picture.view;
        assert_eq!(picture.parts.len(), 2);
        for (_, [left, top, wide, high]) in &picture.parts {
            assert!(*left >= x && *top >= y && left + wide <= x + width && top + high <= y + height);
        }
        assert_eq!(picture.links[0].0, "grpc");
    }
}
