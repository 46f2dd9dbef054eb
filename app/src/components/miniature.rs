//! Small pictures of designs: shapes and lines without words.

use canvas::miniature::shapes;
use domain::protocol::Miniature;
use leptos::prelude::*;

/// A miniature as SVG. Decoration only: the words beside it must name the design.
#[component]
pub fn MiniaturePicture(miniature: Miniature) -> impl IntoView {
    let [x, y, width, height] = miniature.view;
    let shapes = shapes(&miniature).into_iter().map(|shape| view! { <path class=shape.class d=shape.path></path> }).collect_view();
    view! {
        <svg class="mini" viewBox=format!("{x} {y} {} {}", width.max(1), height.max(1)) preserveAspectRatio="xMidYMid meet" aria-hidden="true">
            {shapes}
        </svg>
    }
    .into_any()
}
