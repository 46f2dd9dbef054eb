//! Designs made to hurt, each of them valid, as the JSON that is sent; made once, since a debug build takes its time.

use crate::client::small_design;
use domain::{
    Design,
    arbitrary::sized,
    design::{Context, Element, ElementKind, Link, limits::MAX_COORDINATE},
    ids::{ContextId, ElementId, LinkId},
    layout::Placement,
};
use std::sync::LazyLock;

type Text = LazyLock<Vec<u8>>;

/// Fourteen contexts of two parts each, every one of which spans all the others.
pub static OVERLAPPING: Text = LazyLock::new(|| json(&overlapping_contexts()));
/// Parts at the corners of all the space there is.
pub static FAR_APART: Text = LazyLock::new(|| json(&far_apart()));
/// A thousand links between two parts.
pub static THOUSAND_LINKS: Text = LazyLock::new(|| json(&thousand_links()));
/// Three thousand parts in one spot.
pub static ONE_SPOT: Text = LazyLock::new(|| json(&one_spot(3_000)));
/// Two hundred contexts, each around all that come before it.
pub static NESTED: Text = LazyLock::new(|| json(&frames_in_frames()));
/// 803 parts as in a real shop: some seconds of work for an export or a picture.
pub static HEAVY: Text = LazyLock::new(|| json(&sized(400)));
/// As much as counts as small: its bundle is longer than what a connection holds.
pub static SMALL_BUT_LONG: Text = LazyLock::new(|| json(&sized(36)));
/// 4,803 parts, of which one save renames the same two 41,458 times.
pub static RENAMED: Text = LazyLock::new(|| json(&sized(2_400)));
/// As many parts as a design may have.
pub static LARGEST: Text = LazyLock::new(|| json(&sized(2_498)));
/// Five hundred parts that each say all they may: a megabyte of text.
pub static WORDY: Text = LazyLock::new(|| json(&wordy()));
/// What anybody draws.
pub static SMALL: Text = LazyLock::new(|| json(&small_design()));

/// Parts of [`WORDY`].
pub const WORDY_PARTS: usize = 500;

fn json(design: &Design) -> Vec<u8> {
    let problems = design.problems();
    assert!(problems.is_empty(), "{problems:?}");
    serde_json::to_vec(design).unwrap()
}

pub fn part(n: usize) -> ElementId {
    ElementId::new(format!("part-{n}")).unwrap()
}

fn add(design: &mut Design, n: usize, context: Option<usize>, x: i32, y: i32) {
    let mut element = Element::new(ElementKind::Service);
    element.context = context.map(|number| {
        let id = ContextId::new(format!("context-{number}")).unwrap();
        design.contexts.entry(id.clone()).or_insert(Context { name: format!("Context {number}"), ..Context::default() });
        id
    });
    design.elements.insert(part(n), element);
    design.layout.insert(part(n), Placement { x, y, ..Placement::default() });
}

fn connect(design: &mut Design, from: usize, to: usize) {
    if let Some(kind) = design.possible_link_kinds(&part(from), &part(to)).first() {
        let link = Link::new(part(from), part(to), *kind);
        design.links.insert(LinkId::new(format!("link-{}", design.links.len())).unwrap(), link);
    }
}

fn overlapping_contexts() -> Design {
    let mut design = Design::new("Fourteen frames");
    for n in 0..14_i32 {
        for (side, x) in [(0, 0), (1, 900)] {
            let row = if side == 0 { n } else { 13 - n };
            add(&mut design, (2 * n + side) as usize, Some(n as usize), x + (row % 3) * 120, row * 44);
        }
    }
    for n in 0..14 {
        for other in [(n * 5 + 3) % 14, (n * 9 + 1) % 14] {
            for (from, to) in [(2 * n, 2 * other + 1), (2 * n + 1, 2 * other), (2 * n, 2 * other)] {
                connect(&mut design, from, to);
            }
        }
    }
    design
}

fn far_apart() -> Design {
    let mut design = Design::new("Corners");
    for n in 0..16 {
        let far = |plus: bool| if plus { MAX_COORDINATE } else { -MAX_COORDINATE };
        add(&mut design, n, Some(n % 4), far(n % 2 == 1), far(n / 2 % 2 == 1));
    }
    for placement in design.layout.values_mut().step_by(3) {
        placement.width = Some(20_000);
    }
    for n in 0..16 {
        connect(&mut design, n, (n + 7) % 16);
        connect(&mut design, n, (n + 2) % 16);
    }
    design
}

fn thousand_links() -> Design {
    let mut design = Design::new("Thousand links");
    (0..2).for_each(|n| add(&mut design, n, None, n as i32 * 500, n as i32 * 300));
    (0..1_000).for_each(|_| connect(&mut design, 0, 1));
    design
}

fn one_spot(parts: usize) -> Design {
    let mut design = Design::new("One spot");
    (0..parts).for_each(|n| add(&mut design, n, Some(n % 90), 0, 0));
    (0..parts * 2).for_each(|n| connect(&mut design, n % parts, (n + 1 + n / parts) % parts));
    design
}

fn frames_in_frames() -> Design {
    let mut design = Design::new("Frames in frames");
    for n in 0..400_i32 {
        let (x, y) = (if n % 2 == 0 { -n } else { n } * 16, if n % 4 < 2 { -n } else { n } * 16);
        add(&mut design, n as usize, Some(n as usize / 2), x, y);
    }
    (0..800).for_each(|n| connect(&mut design, n % 400, (n * 7 + 3) % 400));
    design
}

fn wordy() -> Design {
    let mut design = Design::new("Wordy");
    for n in 0..WORDY_PARTS {
        add(&mut design, n, None, (n % 25) as i32 * 300, (n / 25) as i32 * 200);
    }
    for element in design.elements.values_mut() {
        element.description = "w".repeat(2_000);
    }
    design
}
