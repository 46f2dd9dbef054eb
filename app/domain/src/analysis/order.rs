//! Orders in which a graph with circles can be walked once. Must not know what the nodes are.

use crate::review::graph::Graph;

/// Every node after the nodes it leads to, as far as circles allow: a circle is cut where the walk closes it.
pub fn last_to_first(count: usize, next: &[Vec<usize>]) -> Vec<usize> {
    let (mut done, mut seen) = (Vec::with_capacity(count), vec![false; count]);
    for root in 0..count {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((node, child)) = work.pop() {
            match next[node].get(child) {
                Some(&to) => {
                    work.push((node, child + 1));
                    if !std::mem::replace(&mut seen[to], true) {
                        work.push((to, 0));
                    }
                }
                None => done.push(node),
            }
        }
    }
    done
}

/// Parts in an order where what is called comes before its callers.
pub fn callers_last(graph: &Graph) -> Vec<usize> {
    let callees = |node: &crate::review::graph::Node| -> Vec<usize> {
        node.out.iter().map(|link| &graph.links[*link]).filter(|edge| edge.link.kind.is_call()).map(|edge| edge.to).collect()
    };
    let next: Vec<Vec<usize>> = graph.nodes.iter().map(callees).collect();
    last_to_first(graph.nodes.len(), &next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_led_to_comes_first_and_circles_end() {
        assert_eq!(last_to_first(3, &[vec![1], vec![2], vec![]]), [2, 1, 0]);
        assert_eq!(last_to_first(3, &[vec![1], vec![0, 2], vec![]]), [2, 1, 0]);
        assert_eq!(last_to_first(2, &[vec![], vec![0]]), [0, 1]);
    }
}
