//! Small pictures of designs: shapes and lines without words.

use domain::protocol::Miniature;
use leptos::prelude::*;

/// A miniature as SVG. Decoration only: the words beside it must name the design.
#[component]
pub fn MiniaturePicture(miniature: Miniature) -> impl IntoView {
    let [x, y, width, height] = miniature.view;
    let frames = miniature
        .frames
        .into_iter()
        .map(|[x, y, w, h]| view! { <rect class="mn-g" x=x y=y width=w height=h rx="14"></rect> })
        .collect_view();
    let links = miniature
        .links
        .into_iter()
        .map(|(kind, points)| view! { <path class=format!("mn-e mn-e--{}", link_class(&kind)) d=line(&points)></path> })
        .collect_view();
    let parts = miniature
        .parts
        .into_iter()
        .map(|(kind, area)| view! { <path class=format!("mn-n mn-n--{}", part_class(&kind)) d=outline(&kind, area)></path> })
        .collect_view();
    view! {
        <svg class="mini" viewBox=format!("{x} {y} {} {}", width.max(1), height.max(1)) preserveAspectRatio="xMidYMid meet" aria-hidden="true">
            {frames}
            {links}
            {parts}
        </svg>
    }
}

/// The style sheet calls a data store a store.
fn part_class(kind: &str) -> &str {
    if kind == "datastore" { "store" } else { kind }
}

fn link_class(kind: &str) -> &str {
    if kind == "graphql" { "gql" } else { kind }
}

fn line(points: &[[i32; 2]]) -> String {
    points.iter().enumerate().map(|(i, [x, y])| format!("{}{x} {y}", if i == 0 { 'M' } else { 'L' })).collect()
}

/// The silhouette of a kind: gateways have pointed ends, stores are drums, everything else is a rounded card.
pub fn outline(kind: &str, [x, y, w, h]: [i32; 4]) -> String {
    match kind {
        "gateway" => {
            let tip = (h / 2).min(14).min(w / 2);
            let half = h / 2;
            format!("M{} {y}h{}l{tip} {half}l-{tip} {}h-{}l-{tip} -{}z", x + tip, w - 2 * tip, h - half, w - 2 * tip, h - half)
        }
        "datastore" => {
            let (rx, ry) = (f64::from(w) / 2.0, 6);
            format!("M{x} {}a{rx} {ry} 0 0 1 {w} 0v{}a{rx} {ry} 0 0 1 -{w} 0z", y + ry, h - 2 * ry)
        }
        _ => {
            let r = 9.min(w / 2).min(h / 2);
            let (a, b) = (w - 2 * r, h - 2 * r);
            format!(
                "M{} {y}h{a}a{r} {r} 0 0 1 {r} {r}v{b}a{r} {r} 0 0 1 -{r} {r}h-{a}a{r} {r} 0 0 1 -{r} -{r}v-{b}a{r} {r} 0 0 1 {r} -{r}z",
                x + r
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_through_its_points() {
        assert_eq!(line(&[[0, 1], [5, 1], [5, 9]]), "M0 1L5 1L5 9");
        assert_eq!(line(&[]), "");
    }

    #[test]
    fn outlines_stay_inside_their_area() {
        assert_eq!(outline("gateway", [0, 0, 100, 40]), "M14 0h72l14 20l-14 20h-72l-14 -20z");
        assert_eq!(outline("datastore", [10, 10, 40, 30]), "M10 16a20 6 0 0 1 40 0v18a20 6 0 0 1 -40 0z");
        assert!(outline("service", [0, 0, 4, 4]).starts_with("M2 0h0a2 2"));
    }
}
