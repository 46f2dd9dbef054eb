//! Times of what places a diagram: the automatic layout, and routes and labels of all links.
use canvas::drawing::Drawing;
use divan::{Bencher, black_box};
use domain::{Design, arbitrary::sized, layout, layout::Placement, work::Work};

fn main() {
    divan::main();
}

/// A design with about this many elements, placed.
fn with_elements(elements: usize) -> Design {
    let mut design = sized((elements - 3) / 2);
    for (id, rect) in layout::rects(&design) {
        design.layout.insert(id, Placement { x: rect.x, y: rect.y, ..Placement::default() });
    }
    design
}

#[divan::bench(args = [50, 1000])]
fn layout_of_elements(bencher: Bencher, elements: usize) {
    let design = sized((elements - 3) / 2);
    bencher.bench(|| layout::rects(black_box(&design)));
}

#[divan::bench(args = [50, 1000], sample_count = 20)]
fn drawing_of_elements(bencher: Bencher, elements: usize) {
    let design = with_elements(elements);
    bencher.bench(|| Drawing::new(black_box(&design), &Work::unlimited()));
}
