//! Pinned parts stay. Everything else moves along with them and then makes room.

use super::{
    super::{GRID, Rect},
    Block, Graph, on_grid,
};

/// Between a pinned part and what had to make room for it.
const CLEARANCE: i32 = 40;

/// Puts pinned parts back to their places and clears the space they take.
pub(super) fn settle(graph: &Graph, blocks: &[Block], drawing: &mut [Rect]) {
    let held: Vec<usize> = (0..drawing.len()).filter(|i| graph.pinned[*i].is_some()).collect();
    let Some(first) = held.first().copied() else { return };
    let target = |i: usize| graph.pinned[i].map_or((drawing[i].x, drawing[i].y), |p| (p.x, p.y));
    // The whole picture follows the first pinned part, so that little has to give way.
    let (dx, dy) = (target(first).0 - drawing[first].x, target(first).1 - drawing[first].y);
    drawing.iter_mut().for_each(|rect| *rect = rect.moved(on_grid(dx), on_grid(dy)));

    let mut taken = Taken::default();
    let (anchored, mut free): (Vec<&Block>, Vec<&Block>) =
        blocks.iter().partition(|block| block.members.iter().any(|(i, _)| graph.pinned[*i].is_some()));
    for block in anchored {
        let Some(anchor) = block.members.iter().map(|(i, _)| *i).find(|i| graph.pinned[*i].is_some()) else { continue };
        let place = graph.pinned[anchor].unwrap_or_default();
        let (dx, dy) = (place.x - drawing[anchor].x, place.y - drawing[anchor].y);
        let mut members = Taken::default();
        for (i, _) in &block.members {
            match graph.pinned[*i] {
                Some(p) => drawing[*i] = Rect { x: p.x, y: p.y, width: graph.sizes[*i].0, height: graph.sizes[*i].1 },
                None => drawing[*i] = drawing[*i].moved(dx, dy),
            }
        }
        for (i, _) in block.members.iter().filter(|(i, _)| graph.pinned[*i].is_some()) {
            members.add(drawing[*i]);
        }
        for (i, _) in block.members.iter().filter(|(i, _)| graph.pinned[*i].is_none()) {
            drawing[*i] = members.clear(drawing[*i], GRID * 2);
            members.add(drawing[*i]);
        }
        outline(block, drawing).into_iter().for_each(|rect| taken.add(rect));
    }
    free.sort_by_cached_key(|block| outline(block, drawing).map(|r| (r.y, r.x)));
    for block in free {
        let Some(now) = outline(block, drawing) else { continue };
        let then = taken.clear(now, CLEARANCE);
        for (i, _) in &block.members {
            drawing[*i] = drawing[*i].moved(then.x - now.x, then.y - now.y);
        }
        taken.add(then);
    }
}

fn outline(block: &Block, drawing: &[Rect]) -> Option<Rect> {
    let members = Rect::around(block.members.iter().map(|(i, _)| &drawing[*i]))?;
    Some(if block.framed { super::super::frame_around(&members) } else { members })
}

/// What stands already, from left to right.
#[derive(Default)]
struct Taken(Vec<Rect>);

impl Taken {
    fn add(&mut self, rect: Rect) {
        let place = self.0.partition_point(|other| other.x <= rect.x);
        self.0.insert(place, rect);
    }

    /// The rectangle, moved right past everything it would lie on. What was passed once is never met again.
    fn clear(&self, mut rect: Rect, gap: i32) -> Rect {
        for other in self.0.iter() {
            if other.x >= rect.right() {
                break;
            }
            if other.overlaps(&rect) {
                let shift = other.right() + gap - rect.x;
                rect.x += (shift + GRID - 1).div_euclid(GRID) * GRID;
            }
        }
        rect
    }
}
