//! Labels on links: what they say and where they stand, clear of parts, frames' names and each other.

use super::{
    effort::Effort,
    route::{MANY, Routes},
    scene::{LinkClass, Scene},
    squares::{Spot, Squares},
};
use domain::{
    design::{Link, LinkKind},
    layout::{Rect, text_width},
    work::Work,
};
use std::collections::BTreeSet;

/// Steps that labels take at most, for a whole drawing and after a movement; those that are left then stand in the middle of their links.
const MOST_STEPS: u64 = 1 << 27;
const MOST_STEPS_OF_A_MOVE: u64 = 1 << 23;

/// Height of a label.
pub const HEIGHT: i32 = 19;
/// Height above the line of a label that has no room on it.
const ABOVE: i32 = 20;

/// A label in world pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// `REST`; absent when there is no room for it, and on events.
    pub kind: Option<&'static str>,
    pub text: String,
    pub rect: Rect,
    /// Where the text begins, from the left edge.
    pub text_x: i32,
}

/// The kind word and the text of a link's label; nothing for links that need none.
pub fn words(link: &Link) -> Option<Words> {
    let class = LinkClass::of(link.kind);
    let kind = match link.kind {
        LinkKind::Uses => None,
        LinkKind::Websocket => Some("WS"),
        kind if matches!(class, LinkClass::Rest | LinkClass::Grpc | LinkClass::Graphql) => Some(kind.label()),
        _ => None,
    };
    let text = match class {
        LinkClass::Event => match link.events.as_slice() {
            [] => String::new(),
            [only] => only.to_string(),
            [first, rest @ ..] => format!("{first} +{}", rest.len()),
        },
        LinkClass::Data => String::new(),
        _ => link.label.clone(),
    };
    if text.is_empty() && (kind.is_none() || link.kind == LinkKind::Rest) {
        return None;
    }
    Some((kind, text))
}

/// Width of a label: the kind word in the interface's type, the text in the type of code.
fn widths(kind: Option<&str>, text: &str) -> (i32, i32) {
    let word = kind.map_or(0, |kind| text_width(kind, 10.7).ceil() as i32);
    let code = text.chars().map(code_advance).sum::<f64>().ceil() as i32;
    let gap = if word > 0 && code > 0 { 5 } else { 0 };
    (14 + word + gap + code, 7 + word + gap)
}

/// Size of the text in pixels, and by how much its characters stand closer than the type has them.
const CODE_SIZE: f64 = 10.5;
const CODE_SPACING: f64 = -0.3;
/// The type of code holds Latin, Greek and Cyrillic, all of one width: three fifths of an em. Others come from wider types.
const LAST_OF_CODE_TYPE: char = '\u{52F}';

fn code_advance(c: char) -> f64 {
    if c <= LAST_OF_CODE_TYPE {
        return 0.6 * CODE_SIZE + CODE_SPACING;
    }
    text_width(c.encode_utf8(&mut [0; 4]), CODE_SIZE)
}

/// What a link's label says: the kind word and the text.
pub type Words = (Option<&'static str>, String);

/// The labels of a drawing, by the link's number.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    labels: Vec<Option<Label>>,
    squares: Squares<Spot>,
}

impl Labels {
    /// Places the labels of all links, in order of their numbers.
    pub fn new(scene: &Scene, routes: &Routes, words_of: impl Fn(usize) -> Option<Words>, work: &Work) -> Self {
        Self::beside(scene, routes, |_| None, words_of, work)
    }

    /// Places labels beside those that stand already.
    pub fn beside<'a>(
        scene: &Scene,
        routes: &Routes,
        standing: impl Fn(usize) -> Option<&'a Label>,
        words_of: impl Fn(usize) -> Option<Words>,
        work: &Work,
    ) -> Self {
        let mut labels = Self::default();
        let mut left = Vec::new();
        for link in 0..scene.links.len() {
            let label = standing(link).cloned();
            match &label {
                Some(label) => labels.squares.insert(Spot { number: link, area: label.rect }),
                None => left.push(link),
            }
            labels.labels.push(label);
        }
        labels.place(scene, routes, left.into_iter(), words_of, &Effort::new(work, MOST_STEPS));
        labels
    }

    /// Places the labels of these links again; all others stay where they are.
    pub fn update(
        &mut self,
        scene: &Scene,
        routes: &Routes,
        links: &BTreeSet<usize>,
        words_of: impl Fn(usize) -> Option<Words>,
        work: &Work,
    ) {
        let many = links.len() > MANY;
        if many {
            self.squares.remove_where(|spot| links.contains(&spot.number));
        }
        for &link in links {
            if let Some(label) = self.labels[link].take().filter(|_| !many) {
                self.squares.remove(&Spot { number: link, area: label.rect });
            }
        }
        self.place(scene, routes, links.iter().copied(), words_of, &Effort::new(work, MOST_STEPS_OF_A_MOVE));
    }

    fn place(
        &mut self,
        scene: &Scene,
        routes: &Routes,
        links: impl Iterator<Item = usize>,
        words_of: impl Fn(usize) -> Option<Words>,
        effort: &Effort,
    ) {
        for link in links {
            let Some(words) = words_of(link) else { continue };
            let label = place(scene, routes.points(link), words, &self.squares, effort);
            self.squares.insert(Spot { number: link, area: label.rect });
            self.labels[link] = Some(label);
        }
    }

    pub fn get(&self, link: usize) -> Option<&Label> {
        self.labels[link].as_ref()
    }

    pub fn all(&self) -> &[Option<Label>] {
        &self.labels
    }
}

/// Places one label. `taken` are the labels that stand already.
fn place(scene: &Scene, points: &[(i32, i32)], words: Words, taken: &Squares<Spot>, effort: &Effort) -> Label {
    let (kind, text) = words;
    let (width, text_x) = widths(kind, &text);
    let mut runs: Vec<((i32, i32), (i32, i32))> = points.windows(2).map(|w| (w[0], w[1])).collect();
    runs.sort_by_key(|(a, b)| std::cmp::Reverse((a.0 - b.0).abs() + (a.1 - b.1).abs()));
    let clear = |rect: &Rect| {
        let room = rect.inflated(3);
        let mut clear = true;
        effort.spend(scene.each_part(&room, |_| clear = false));
        if clear {
            effort.spend(taken.each(&room, |_| clear = false) + scene.each_title(rect, |_| clear = false));
        }
        // The first place will do when nobody looks any more.
        clear || effort.is_spent()
    };
    for (a, b) in &runs {
        let (horizontal, length) = (a.1 == b.1, (a.0 - b.0).abs() + (a.1 - b.1).abs());
        if length < if horizontal { width + 32 } else { HEIGHT + 24 } {
            continue;
        }
        let slack = length / 2 - if horizontal { width / 2 + 16 } else { HEIGHT / 2 + 12 };
        let middle = ((a.0 + b.0) / 2, (a.1 + b.1) / 2);
        for shift in (0..=slack / 8).flat_map(|i| [i * 8, -i * 8]) {
            let (x, y) = if horizontal { (middle.0 + shift, middle.1) } else { (middle.0, middle.1 + shift) };
            let rect = Rect { x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT };
            if clear(&rect) {
                return Label { kind, text, rect, text_x };
            }
        }
    }
    // No run has room for it: the bare text, above the longest run.
    let text = if text.is_empty() { kind.unwrap_or_default().to_owned() } else { text };
    let (width, text_x) = widths(None, &text);
    let (a, b) = runs.first().copied().unwrap_or_default();
    let middle = ((a.0 + b.0) / 2, (a.1 + b.1) / 2);
    let tries = [(0, -ABOVE), (0, ABOVE), (0, 0), (0, -2 * ABOVE), (0, 2 * ABOVE)];
    let at = |(dx, dy): (i32, i32)| Rect { x: middle.0 + dx - width / 2, y: middle.1 + dy - HEIGHT / 2, width, height: HEIGHT };
    let rect = tries.into_iter().map(at).find(|rect| clear(rect)).unwrap_or_else(|| at(tries[0]));
    Label { kind: None, text, rect, text_x }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Design,
        design::{Element, ElementKind},
        ids::ElementId,
        layout::Placement,
    };

    fn labels(gap: i32) -> (Scene, Label) {
        let mut design = Design::new("Drawing");
        let (a, b) = (ElementId::new("orders").expect("an id"), ElementId::new("payments").expect("an id"));
        for (id, x) in [(&a, 0), (&b, 160 + gap)] {
            design.elements.insert(id.clone(), Element::new(ElementKind::Service));
            design.layout.insert(id.clone(), Placement { x, ..Placement::default() });
        }
        let link = Link::new(a.clone(), b.clone(), LinkKind::Grpc).labelled("Charge");
        design.links.insert(design.free_link_id(&a, &b), link.clone());
        let scene = Scene::new(&design);
        let routes = Routes::new(&scene, &Work::unlimited());
        let label = Labels::new(&scene, &routes, |_| words(&link), &Work::unlimited()).get(0).cloned().expect("a label");
        (scene, label)
    }

    #[test]
    fn a_long_run_has_room_for_kind_and_text() {
        let (scene, label) = labels(240);
        assert_eq!((label.kind, label.text.as_str()), (Some("gRPC"), "Charge"));
        assert!(scene.near(&label.rect).is_empty());
        assert_eq!(label.rect.centre().1, 28, "it lies on the line");
    }

    #[test]
    fn a_label_has_room_for_every_script() {
        let width = |text| widths(None, text).0 - 14;
        assert_eq!(width("Charge"), 36);
        assert_eq!(width("预留库存并锁定价格"), 95, "nine squares of 10.5 pixels");
        assert_eq!(width("Größe"), 30);
    }

    #[test]
    fn a_short_run_keeps_the_text_only_above_the_line() {
        let (_, label) = labels(64);
        assert_eq!((label.kind, label.text.as_str()), (None, "Charge"));
        assert!(label.rect.bottom() < 28);
    }

    #[test]
    fn data_links_need_no_label() {
        let (a, b) = (ElementId::new("a").expect("an id"), ElementId::new("b").expect("an id"));
        assert_eq!(words(&Link::new(a, b, LinkKind::Owns)), None);
    }
}
