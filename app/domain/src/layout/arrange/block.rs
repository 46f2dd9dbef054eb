//! Blocks: what is laid out as one piece. A context with its members, or a part outside of any context with its own stores.

use super::{
    super::{FRAME_BOTTOM, FRAME_SIDE, FRAME_TOP, Rect},
    Graph, on_grid,
};
use crate::{
    design::{ElementKind, LinkKind},
    ids::ContextId,
};
use std::collections::BTreeMap;

/// Between a part and the stores under it: a data link and its round head.
const STORE_GAP: i32 = 40;
/// Between stores of one owner.
const STORE_STEP: i32 = 16;
/// Between parts of one context: room for a short label.
const COLUMN_GAP: i32 = 56;
/// Between rows of one context.
const ROW_GAP: i32 = 48;

/// A piece of the picture. Members stand relative to its top left corner.
pub(super) struct Block {
    pub members: Vec<(usize, Rect)>,
    pub width: i32,
    pub height: i32,
    pub framed: bool,
    /// The first member that is not a store, or the first of all: what the block is about.
    pub head: usize,
}

pub(super) fn blocks(graph: &Graph) -> Vec<Block> {
    let mut contexts: BTreeMap<&ContextId, Vec<usize>> = BTreeMap::new();
    let mut lone: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, element) in graph.elements.iter().enumerate() {
        match &element.context {
            Some(context) => contexts.entry(context).or_default().push(i),
            None => lone.entry(keeper(graph, i).unwrap_or(i)).or_default().push(i),
        }
    }
    let framed = contexts.into_values().map(|members| block(graph, &members, true));
    framed.chain(lone.into_values().map(|members| block(graph, &members, false))).collect()
}

/// The only user of a store that belongs to no context, when that user belongs to none either.
fn keeper(graph: &Graph, store: usize) -> Option<usize> {
    if graph.elements[store].kind != ElementKind::Datastore {
        return None;
    }
    let mut users = graph.incoming[store].iter().map(|(user, _)| *user);
    let user = users.next()?;
    let fits = graph.elements[user].context.is_none() && matches!(graph.elements[user].kind, ElementKind::Service | ElementKind::Worker);
    (fits && users.all(|other| other == user)).then_some(user)
}

/// Who a store of this block stands under.
fn owner(graph: &Graph, members: &[usize], store: usize) -> Option<usize> {
    let inside = |kind: fn(LinkKind) -> bool| {
        graph.incoming[store].iter().find(|(user, link)| kind(*link) && holds(members, *user)).map(|(user, _)| *user)
    };
    inside(|kind| kind == LinkKind::Owns).or_else(|| inside(LinkKind::is_data))
}

/// A part with the stores under it.
struct Column {
    members: Vec<(usize, Rect)>,
    width: i32,
    height: i32,
    rank: u8,
}

fn column(graph: &Graph, head: Option<usize>, stores: &[usize]) -> Column {
    let (head_width, head_height) = head.map_or((0, 0), |head| graph.sizes[head]);
    let per_row = if stores.len() > 4 { 3 } else { 2 };
    let row_width = |row: &[usize]| row.iter().map(|s| graph.sizes[*s].0).sum::<i32>() + STORE_STEP * (row.len() as i32 - 1);
    let width = on_grid(stores.chunks(per_row).map(row_width).fold(head_width, i32::max) + 7);
    let mut members = Vec::new();
    let mut y = 0;
    if let Some(head) = head {
        members.push((head, Rect { x: on_grid((width - head_width) / 2), y, width: head_width, height: head_height }));
        y = on_grid(head_height + 7);
    }
    for row in stores.chunks(per_row) {
        y += if y == 0 { 0 } else { STORE_GAP };
        let mut x = on_grid((width - row_width(row)) / 2);
        let mut tallest = 0;
        for store in row {
            let (width, height) = graph.sizes[*store];
            members.push((*store, Rect { x, y, width, height }));
            x += on_grid(width + STORE_STEP + 7);
            tallest = tallest.max(height);
        }
        y += on_grid(tallest + 7);
    }
    let width = members.iter().map(|(_, r)| on_grid(r.right() + 7)).fold(width, i32::max);
    let rank = head.map_or(3, |head| match graph.elements[head].kind {
        ElementKind::Frontend | ElementKind::Gateway => 0,
        ElementKind::Service => 1,
        ElementKind::Worker => 2,
        ElementKind::Datastore => 3,
        _ => 4,
    });
    Column { members, width, height: y, rank }
}

fn block(graph: &Graph, members: &[usize], framed: bool) -> Block {
    let mut stores: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut heads = Vec::new();
    for &member in members {
        if graph.elements[member].kind == ElementKind::Datastore {
            stores.entry(owner(graph, members, member)).or_default().push(member);
        } else {
            heads.push(member);
        }
    }
    let mut columns: Vec<Column> =
        heads.iter().map(|&head| column(graph, Some(head), stores.get(&Some(head)).map_or(&[], Vec::as_slice))).collect();
    // A caller stands before the part it calls, so that links inside a context point to the right.
    columns.sort_by_cached_key(|c| (c.rank, calls_into(graph, members, c.members[0].0)));
    if let Some(orphans) = stores.get(&None) {
        columns.push(column(graph, None, orphans));
    }
    let per_row = if columns.len() <= 3 { 3 } else { (columns.len() as f64).sqrt().ceil() as usize };
    let (mut placed, mut y, mut width): (Vec<(usize, Rect)>, i32, i32) = (Vec::new(), 0, 0);
    let rows: Vec<&[Column]> = columns.chunks(per_row.max(1)).collect();
    for row in &rows {
        y += if y == 0 { 0 } else { ROW_GAP };
        let mut x = 0;
        for column in *row {
            x += if x == 0 { 0 } else { COLUMN_GAP };
            placed.extend(column.members.iter().map(|(i, rect)| (*i, rect.moved(x, y))));
            x += column.width;
        }
        width = width.max(x);
        y += row.iter().map(|column| column.height).max().unwrap_or(0);
    }
    let head = heads.first().or(members.first()).copied().unwrap_or_default();
    let head = columns.first().and_then(|c| c.members.first()).map_or(head, |(first, _)| *first);
    if !framed {
        return Block { members: placed, width, height: y, framed, head };
    }
    let inside = placed.into_iter().map(|(i, rect)| (i, rect.moved(FRAME_SIDE, FRAME_TOP))).collect();
    Block { members: inside, width: width + 2 * FRAME_SIDE, height: y + FRAME_TOP + FRAME_BOTTOM, framed, head }
}

/// How many members call this one.
fn calls_into(graph: &Graph, members: &[usize], element: usize) -> usize {
    graph.incoming[element].iter().filter(|(from, kind)| kind.is_call() && holds(members, *from)).count()
}

/// Members are in order of their numbers.
fn holds(members: &[usize], element: usize) -> bool {
    members.binary_search(&element).is_ok()
}
