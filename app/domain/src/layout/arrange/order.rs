//! The order of blocks within their rows: few crossings and short links, by barycentre and by swapping neighbours.

/// Sorts each row. `links[a]` are the blocks that block `a` is linked with; `width[a]` is its width.
pub(super) fn order(rows: &mut [Vec<usize>], links: &[Vec<usize>], widths: &[i32]) {
    let mut centres = vec![0i32; widths.len()];
    for row in rows.iter() {
        set_centres(row, widths, &mut centres);
    }
    for _ in 0..4 {
        for row in rows.iter_mut() {
            let mean = |block: usize| -> i64 {
                let near = &links[block];
                let sum: i64 = near.iter().map(|n| i64::from(centres[*n])).sum();
                if near.is_empty() { i64::from(centres[block]) } else { sum / near.len() as i64 }
            };
            let mut keyed: Vec<(i64, usize)> = row.iter().map(|block| (mean(*block), *block)).collect();
            keyed.sort_by_key(|(mean, _)| *mean);
            *row = keyed.into_iter().map(|(_, block)| block).collect();
            set_centres(row, widths, &mut centres);
        }
    }
    for _ in 0..8 {
        let mut better = false;
        for row in rows.iter_mut() {
            for i in 1..row.len() {
                let (a, b) = (row[i - 1], row[i]);
                let before = length(a, links, &centres) + length(b, links, &centres);
                let (old_a, old_b) = (centres[a], centres[b]);
                let left = old_a - widths[a] / 2;
                centres[b] = left + widths[b] / 2;
                centres[a] = old_b + widths[b] / 2 - widths[a] / 2;
                if length(a, links, &centres) + length(b, links, &centres) < before {
                    row.swap(i - 1, i);
                    better = true;
                } else {
                    (centres[a], centres[b]) = (old_a, old_b);
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// How far the links of a block reach sideways.
fn length(block: usize, links: &[Vec<usize>], centres: &[i32]) -> i64 {
    links[block].iter().map(|other| i64::from((centres[*other] - centres[block]).abs())).sum()
}

/// Every row is centred on zero.
fn set_centres(row: &[usize], widths: &[i32], centres: &mut [i32]) {
    let total: i32 = row.iter().map(|block| widths[*block]).sum();
    let mut x = -total / 2;
    for block in row {
        centres[*block] = x + widths[*block] / 2;
        x += widths[*block];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_move_towards_what_they_are_linked_with() {
        // Three above, three below, linked crosswise: 0-5, 1-4, 2-3.
        let links = vec![vec![5], vec![4], vec![3], vec![2], vec![1], vec![0]];
        let mut rows = vec![vec![0, 1, 2], vec![3, 4, 5]];
        order(&mut rows, &links, &[100; 6]);
        let at = |block: usize| rows.iter().find_map(|row| row.iter().position(|b| *b == block));
        assert!((0..3).all(|i| at(i) == at(5 - i)), "{rows:?}");
    }
}
