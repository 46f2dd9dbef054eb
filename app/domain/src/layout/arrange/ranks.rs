//! Which rank a block belongs to, and the coordinates of every element.

use super::{
    super::{GRID, Rect},
    Block, Graph, on_grid, order,
};
use crate::design::{ElementKind, LinkKind};
use std::collections::VecDeque;

/// Where the picture begins.
const ORIGIN: i32 = 32;
/// Between blocks of a row.
const SIDE_GAP: i32 = 40;
/// Between two blocks of a row that are linked: an arrow head and a short label.
const LINKED_GAP: i32 = 88;
/// Between a part and an external system beside it: a whole label.
const EXTERNAL_GAP: i32 = 120;
/// Between ranks: a label and some lanes.
const RANK_GAP: i32 = 64;
/// Width and height the picture should fit well: the canvas of an ordinary screen.
const CANVAS: (f64, f64) = (936.0, 760.0);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rank {
    Client,
    Gateway,
    Middle,
    Store,
    Broker,
    Consumer,
    External,
    Note,
}

/// A rectangle for every element.
pub(super) fn place(graph: &Graph, blocks: &[Block]) -> Vec<Rect> {
    let mut drawing = vec![Rect::default(); graph.ids.len()];
    let of = block_of(graph, blocks);
    let links = block_links(graph, blocks, &of);
    let ranks = ranks(graph, blocks, &of);
    let of_rank = |rank: Rank| -> Vec<usize> { (0..blocks.len()).filter(|b| ranks[*b] == rank).collect() };

    let depth = depths(graph, blocks, &of, &ranks);
    let mut middle = of_rank(Rank::Middle);
    middle.sort_by_key(|block| depth[*block]);
    let middle = wrap(&middle, blocks);
    let middle_rows = middle.len();
    let mut rows: Vec<Vec<usize>> = vec![of_rank(Rank::Client), of_rank(Rank::Gateway)];
    rows.extend(middle);
    rows.push(of_rank(Rank::Store));
    rows.extend(wrap(&of_rank(Rank::Consumer), blocks));
    let widths: Vec<i32> = blocks.iter().map(|block| block.width + SIDE_GAP).collect();
    order::order(&mut rows, &links, &widths);

    let mut externals = of_rank(Rank::External);
    let consumers_from = 2 + middle_rows + 1;
    for row in &mut rows[consumers_from..] {
        seat_beside_user(row, &mut externals, &links);
    }

    // Rows from top to bottom, each centred on x = 0.
    let mut corners: Vec<(i32, i32)> = vec![(0, 0); blocks.len()];
    let mut bands: Vec<i32> = Vec::new();
    let mut y = 0;
    let above_middle =
        externals.iter().any(|e| links[*e].iter().any(|user| rows[2..2 + middle_rows].iter().take(1).any(|r| r.contains(user))));
    for (n, row) in rows.iter().enumerate() {
        if n == consumers_from {
            y = brokers(graph, blocks, &of_rank(Rank::Broker), &rows, &of, &mut corners, y, consumers_from);
        }
        bands.push(y);
        let mut height = row.iter().map(|block| blocks[*block].height).max().unwrap_or(0);
        if n == 1 && height == 0 && above_middle {
            height = 56;
        }
        let mut x = -on_grid(row_width(row, blocks, &links) / 2);
        for (i, block) in row.iter().enumerate() {
            if i > 0 {
                x += gap(row[i - 1], *block, blocks, &links, graph);
            }
            corners[*block] = (x, y);
            x += on_grid(blocks[*block].width + GRID - 1);
        }
        if height > 0 {
            let lanes = row.iter().map(|block| links[*block].len()).max().unwrap_or(0).min(8) as i32;
            y += on_grid(height + RANK_GAP + if n < 2 { 4 * lanes } else { 0 } + GRID - 1);
        }
    }
    if consumers_from == rows.len() {
        brokers(graph, blocks, &of_rank(Rank::Broker), &rows, &of, &mut corners, y, consumers_from);
    }

    let lying = of_rank(Rank::Broker);
    let mut seats = Seats { blocks, links: &links, corners: &mut corners, rows: &mut rows, bands: &bands, brokers: &lying };
    seats.seat_externals(&externals, middle_rows);
    let right = seats.outside(Side::Right);
    // Notes stand above everything, at the right: nothing else can be there.
    let mut y = (0..blocks.len()).filter(|b| ranks[*b] != Rank::Note).map(|b| corners[b].1).min().unwrap_or(0) - 24;
    for note in of_rank(Rank::Note) {
        y = on_grid(y - blocks[note].height - 24);
        corners[note] = (right, y);
    }

    // Elements, not frames, stand on the grid: a frame's corner lies half a step beside it.
    let left = (0..blocks.len()).map(|b| corners[b].0).min().unwrap_or(0);
    let top = (0..blocks.len()).map(|b| corners[b].1).min().unwrap_or(0);
    for (block, (x, y)) in blocks.iter().zip(&corners) {
        for (element, rect) in &block.members {
            let nudge = if block.framed { 4 } else { 0 };
            drawing[*element] = rect.moved(on_grid(x - left) + ORIGIN - nudge, on_grid(y - top) + ORIGIN);
        }
    }
    widen_brokers(graph, blocks, &of, &mut drawing);
    drawing
}

fn block_of(graph: &Graph, blocks: &[Block]) -> Vec<usize> {
    let mut of = vec![0; graph.ids.len()];
    for (b, block) in blocks.iter().enumerate() {
        block.members.iter().for_each(|(element, _)| of[*element] = b);
    }
    of
}

/// The other blocks each block is linked with, once each.
fn block_links(graph: &Graph, blocks: &[Block], of: &[usize]) -> Vec<Vec<usize>> {
    let linked = |(b, block): (usize, &Block)| {
        let mut others: Vec<usize> =
            block.members.iter().flat_map(|(e, _)| graph.neighbours(*e)).map(|e| of[e]).filter(|o| *o != b).collect();
        others.sort_unstable();
        others.dedup();
        others
    };
    blocks.iter().enumerate().map(linked).collect()
}

fn ranks(graph: &Graph, blocks: &[Block], of: &[usize]) -> Vec<Rank> {
    let rank = |(b, block): (usize, &Block)| {
        let kind = graph.elements[block.head].kind;
        let called = block.members.iter().any(|(e, _)| graph.incoming[*e].iter().any(|(from, kind)| of[*from] != b && kind.is_call()));
        let consumes = block.members.iter().any(|(e, _)| graph.outgoing[*e].iter().any(|(_, kind)| *kind == LinkKind::Subscribe));
        match kind {
            _ if consumes && !called => Rank::Consumer,
            _ if block.framed => Rank::Middle,
            ElementKind::Frontend => Rank::Client,
            ElementKind::Gateway => Rank::Gateway,
            ElementKind::Service | ElementKind::Worker => Rank::Middle,
            ElementKind::Datastore => Rank::Store,
            ElementKind::Broker => Rank::Broker,
            ElementKind::External if !called && !graph.outgoing[block.head].is_empty() => Rank::Client,
            ElementKind::External => Rank::External,
            ElementKind::Note => Rank::Note,
        }
    };
    blocks.iter().enumerate().map(rank).collect()
}

/// How many links a request takes to reach a block.
fn depths(graph: &Graph, blocks: &[Block], of: &[usize], ranks: &[Rank]) -> Vec<usize> {
    let mut depth = vec![usize::MAX; blocks.len()];
    let mut queue: VecDeque<usize> = (0..blocks.len()).filter(|b| matches!(ranks[*b], Rank::Client | Rank::Gateway)).collect();
    queue.iter().for_each(|b| depth[*b] = 0);
    while let Some(block) = queue.pop_front() {
        for (element, _) in &blocks[block].members {
            for (to, _) in graph.outgoing[*element].iter().filter(|(_, kind)| kind.is_call()) {
                if depth[of[*to]] == usize::MAX {
                    depth[of[*to]] = depth[block] + 1;
                    queue.push_back(of[*to]);
                }
            }
        }
    }
    depth
}

/// Cuts a row into as many rows as fit an ordinary canvas best.
fn wrap(row: &[usize], blocks: &[Block]) -> Vec<Vec<usize>> {
    if row.is_empty() {
        return Vec::new();
    }
    let total: i32 = row.iter().map(|b| blocks[*b].width + SIDE_GAP + 24).sum();
    let mean_height = row.iter().map(|b| blocks[*b].height + RANK_GAP).sum::<i32>() / row.len() as i32;
    let zoom = |rows: i32| {
        let (width, height) = (f64::from(total) / f64::from(rows), f64::from(360 + rows * mean_height));
        (CANVAS.0 / width).min(CANVAS.1 / height)
    };
    let mut best = 1;
    // Fewer rows read better: one more must pay.
    for rows in 2..=row.len().min(64) as i32 {
        if zoom(rows) > zoom(best) * 1.15 {
            best = rows;
        }
    }
    let target = total / best;
    let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
    let mut used = 0;
    for block in row {
        let width = blocks[*block].width + SIDE_GAP + 24;
        let full = used > 0 && used + width / 2 > target;
        if full {
            rows.push(Vec::new());
            used = 0;
        }
        if let Some(last) = rows.last_mut() {
            last.push(*block);
        }
        used += width;
    }
    rows
}

/// Puts external systems that only parts of this row use right after their user.
fn seat_beside_user(row: &mut Vec<usize>, externals: &mut Vec<usize>, links: &[Vec<usize>]) {
    externals.retain(|external| {
        let Some(seat) = row.iter().position(|block| links[*external].first() == Some(block)) else { return true };
        row.insert(seat + 1, *external);
        false
    });
}

fn gap(left: usize, right: usize, blocks: &[Block], links: &[Vec<usize>], graph: &Graph) -> i32 {
    let external = |b: usize| graph.elements[blocks[b].head].kind == ElementKind::External;
    match links[left].contains(&right) {
        true if external(left) || external(right) => EXTERNAL_GAP,
        true => LINKED_GAP,
        false if !blocks[left].framed && !blocks[right].framed => 32,
        false => SIDE_GAP,
    }
}

fn row_width(row: &[usize], blocks: &[Block], links: &[Vec<usize>]) -> i32 {
    let gaps: i32 = row.windows(2).map(|w| if links[w[0]].contains(&w[1]) { LINKED_GAP } else { SIDE_GAP }).sum();
    row.iter().map(|b| blocks[*b].width).sum::<i32>() + gaps
}

/// Brokers lie across the parts they join, one below the other. Returns where the next rank begins.
#[expect(clippy::too_many_arguments, reason = "one step of `place`, on its local values")]
fn brokers(
    graph: &Graph,
    blocks: &[Block],
    brokers: &[usize],
    rows: &[Vec<usize>],
    of: &[usize],
    corners: &mut [(i32, i32)],
    mut y: i32,
    above: usize,
) -> i32 {
    for broker in brokers {
        let joined = graph.neighbours(blocks[*broker].head).map(|e| of[e]).filter(|b| rows[..above].iter().any(|row| row.contains(b)));
        let left = joined.map(|b| corners[b].0).min().unwrap_or(-on_grid(blocks[*broker].width / 2));
        corners[*broker] = (left, y);
        y += on_grid(blocks[*broker].height + RANK_GAP + GRID - 1);
    }
    y
}

/// Stretches unpinned brokers over the parts they join, as far as nothing stands beside them.
fn widen_brokers(graph: &Graph, blocks: &[Block], of: &[usize], drawing: &mut [Rect]) {
    for i in 0..drawing.len() {
        if graph.elements[i].kind != ElementKind::Broker || graph.pinned[i].is_some() || blocks[of[i]].framed {
            continue;
        }
        let Some(span) = Rect::around(graph.neighbours(i).map(|e| &drawing[e]).collect::<Vec<_>>()) else { continue };
        let (left, right) = (on_grid(span.x).min(drawing[i].x), drawing[i].right().max(on_grid(span.right() + GRID - 1)));
        let wide = Rect { x: left, width: right - left, ..drawing[i] };
        if u16::try_from(wide.width).is_ok_and(|width| width <= 20_000)
            && !drawing.iter().enumerate().any(|(j, r)| j != i && r.inflated(24).overlaps(&wide))
        {
            drawing[i] = wide;
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// Finds room for external systems once everything else stands.
struct Seats<'a> {
    blocks: &'a [Block],
    links: &'a [Vec<usize>],
    corners: &'a mut [(i32, i32)],
    rows: &'a mut [Vec<usize>],
    bands: &'a [i32],
    /// They stand in no row.
    brokers: &'a [usize],
}

impl Seats<'_> {
    fn rect(&self, block: usize) -> Rect {
        let (x, y) = self.corners[block];
        Rect { x, y, width: self.blocks[block].width, height: self.blocks[block].height }
    }

    /// Just outside of everything that has a row.
    fn outside(&self, side: Side) -> i32 {
        let edges = self.rows.iter().flatten().map(|b| self.rect(*b));
        match side {
            Side::Right => on_grid(edges.map(|r| r.right()).max().unwrap_or(0) + 80),
            Side::Left => on_grid(edges.map(|r| r.x).min().unwrap_or(0) - 80),
        }
    }

    fn seat_externals(&mut self, externals: &[usize], middle_rows: usize) {
        let (left, right) = (self.outside(Side::Left), self.outside(Side::Right));
        let mut beside: Vec<(usize, i32)> = Vec::new();
        for external in externals {
            let user = self.links[*external].first().copied();
            let row = user.and_then(|user| self.rows.iter().position(|row| row.contains(&user)));
            match (user, row) {
                (Some(user), Some(row)) if row <= 2 && (row < 2 || middle_rows > 0) => {
                    let target = if row == 2 { 1 } else { row };
                    let want = self.rect(user).centre().0 - self.blocks[*external].width / 2;
                    let room = self.free_in_row(target, want, self.blocks[*external].width);
                    self.corners[*external] = (room, self.bands[target]);
                    self.rows[target].push(*external);
                }
                (Some(user), _) => beside.push((*external, self.rect(user).y + if self.blocks[user].framed { 32 } else { 0 })),
                (None, _) => beside.push((*external, 0)),
            }
        }
        beside.sort_by_key(|(external, y)| (*y, *external));
        let (mut left_free, mut right_free) = (i32::MIN, i32::MIN);
        for (external, y) in beside {
            let user = self.links[external].first().map(|user| self.rect(*user).centre().0);
            let block = &self.blocks[external];
            // Whatever was seated in a row meanwhile may reach further out than the rows did.
            let (left, right) = (left.min(self.outside(Side::Left)), right.max(self.outside(Side::Right)));
            let on_left = user.is_some_and(|x| x - left < right - x);
            let (free, x) = if on_left { (&mut left_free, left - on_grid(block.width + 7)) } else { (&mut right_free, right) };
            let y = on_grid(y.max(*free));
            // A broker at this height may reach further out than every row.
            let beside_it = self.brokers.iter().map(|b| self.rect(*b)).filter(|r| r.y < y + block.height + 24 && y < r.y + r.height + 24);
            let x = if on_left {
                beside_it.map(|r| on_grid(r.x - 80 - block.width)).fold(x, i32::min)
            } else {
                beside_it.map(|r| on_grid(r.right() + 80)).fold(x, i32::max)
            };
            *free = y + block.height + 32;
            self.corners[external] = (x, y);
        }
    }

    /// The place nearest to `want` in a row where nothing stands within 48 px.
    fn free_in_row(&self, row: usize, want: i32, width: i32) -> i32 {
        let taken: Vec<Rect> = self.rows[row].iter().map(|b| self.rect(*b)).collect();
        // From where to where a left edge would be too near to something, from left to right and without overlaps.
        let mut barred: Vec<(i32, i32)> = taken.iter().map(|r| (r.x - 48 - width, r.right() + 48)).collect();
        barred.sort_unstable();
        barred.dedup_by(|next, last| {
            let one = next.0 < last.1;
            last.1 = if one { last.1.max(next.1) } else { last.1 };
            one
        });
        let clear = |x: i32| barred[..barred.partition_point(|(from, _)| *from < x)].last().is_none_or(|(_, to)| *to <= x);
        let beside = taken.iter().flat_map(|r| [on_grid(r.right() + 48 + 7), on_grid(r.x - 48 - width)]);
        let all = beside.chain([on_grid(want)]).filter(|x| clear(*x));
        all.min_by_key(|x| (x - want).abs()).unwrap_or(want)
    }
}
