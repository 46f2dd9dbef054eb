//! The outline of every kind of part as SVG path data, with its top left corner at the origin. Draws no text.

use domain::design::ElementKind;
use std::fmt::Write;

/// Corner radius of cards.
pub const RADIUS: f64 = 9.0;
/// How far a gateway's ends reach in.
const POINT: f64 = 13.0;
/// Height of half a drum's lid.
const LID: f64 = 6.0;
/// Width of half a pipe's cap.
const CAP: f64 = 8.0;
/// How far a worker's second sheet lies behind.
pub const SHEET: f64 = 5.0;

/// A number as SVG likes it: at most one decimal.
pub(crate) fn n(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Adding zero turns the negative zero into the positive one.
    format!("{}", rounded + 0.0)
}

/// A rectangle with round corners.
pub fn rounded(x: f64, y: f64, width: f64, height: f64, radius: f64) -> String {
    let r = radius.min(width / 2.0).min(height / 2.0);
    let (w, h) = (n(width - 2.0 * r), n(height - 2.0 * r));
    let (r, mw, mh) = (n(r), n(-(width - 2.0 * r)), n(-(height - 2.0 * r)));
    let start = (n(x + radius.min(width / 2.0).min(height / 2.0)), n(y));
    format!(
        "M{} {}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 -{r} {r}h{mw}a{r} {r} 0 0 1 -{r} -{r}v{mh}a{r} {r} 0 0 1 {r} -{r}z",
        start.0, start.1
    )
}

/// A polygon or a line with round corners.
pub fn polygon(points: &[(f64, f64)], radius: f64, closed: bool) -> String {
    let count = points.len();
    let mut path = String::new();
    for (i, &p) in points.iter().enumerate() {
        let end = i == 0 || i + 1 == count;
        if !closed && end {
            let _ = write!(path, "{}{} {}", if i == 0 { 'M' } else { 'L' }, n(p.0), n(p.1));
            continue;
        }
        let (a, b) = (points[(i + count - 1) % count], points[(i + 1) % count]);
        let (to_a, to_b) = ((p.0 - a.0).hypot(p.1 - a.1), (b.0 - p.0).hypot(b.1 - p.1));
        let r = radius.min(to_a / 2.0).min(to_b / 2.0);
        let towards = |q: (f64, f64), length: f64| {
            let share = if length > 0.0 { r / length } else { 0.0 };
            (p.0 + (q.0 - p.0) * share, p.1 + (q.1 - p.1) * share)
        };
        let (start, stop) = (towards(a, to_a), towards(b, to_b));
        let command = if i == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}Q{} {} {} {}", n(start.0), n(start.1), n(p.0), n(p.1), n(stop.0), n(stop.1));
    }
    if closed {
        path.push('z');
    }
    path
}

/// The outline, `out` pixels outside of the shape itself: 0 for the shape, 4 for the focus ring.
pub fn outline(kind: ElementKind, width: f64, height: f64, out: f64) -> String {
    let (w, h, o) = (width, height, out);
    match kind {
        ElementKind::Gateway => {
            let k = o * 0.42;
            let (l, r) = (POINT - k, w - POINT + k);
            let tip = o * 1.08;
            polygon(&[(l, -o), (r, -o), (w + tip, h / 2.0), (r, h + o), (l, h + o), (-tip, h / 2.0)], 5.0, true)
        }
        ElementKind::Datastore => {
            let (x, wide, y, tall) = (-o, w + 2.0 * o, -o * 0.6, h + o * 1.2);
            let (rx, ry) = (n(wide / 2.0), n(LID + o * 0.2));
            let side = n(tall - 2.0 * LID);
            format!("M{} {}a{rx} {ry} 0 0 1 {} 0v{side}a{rx} {ry} 0 0 1 {} 0z", n(x), n(y + LID), n(wide), n(-wide))
        }
        ElementKind::Broker => {
            let (x, wide, y, tall) = (-o * 0.8, w + o * 1.6, -o, h + 2.0 * o);
            let run = wide - 2.0 * CAP;
            let half = n(tall / 2.0);
            format!("M{} {}h{}a{CAP} {half} 0 0 1 0 {}h{}a{CAP} {half} 0 0 1 0 {}z", n(x + CAP), n(y), n(run), n(tall), n(-run), n(-tall))
        }
        ElementKind::Worker if o > 0.0 => rounded(-o, -o, w + 2.0 * o + SHEET, h + 2.0 * o + SHEET, RADIUS + o),
        ElementKind::Note => {
            let fold = if o > 0.0 { 0.0 } else { 12.0 };
            polygon(&[(-o, -o), (w + o - fold, -o), (w + o, fold - o), (w + o, h + o), (-o, h + o)], if o > 0.0 { 4.0 } else { 2.0 }, true)
        }
        _ => rounded(-o, -o, w + 2.0 * o, h + 2.0 * o, RADIUS + o),
    }
}

/// What a detail of a shape is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// Filled with the kind's tint, outlined.
    Lid,
    /// A quiet line.
    Line,
    /// A quiet dashed line.
    Dashed,
    /// Filled with the kind's ink.
    Dot,
}

/// The details that tell kinds apart: window bar, lid, pipe cap. `cache` is for stores whose contents may vanish.
pub fn details(kind: ElementKind, width: f64, height: f64, cache: bool) -> Vec<(Stroke, String)> {
    let (w, h) = (width, height);
    match kind {
        ElementKind::Frontend => {
            let dot = |x: f64| (Stroke::Dot, format!("M{} 6a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0z", n(x - 1.6)));
            vec![(Stroke::Line, format!("M0 11.5h{}", n(w))), dot(9.0), dot(15.0), dot(21.0)]
        }
        ElementKind::Datastore => {
            let half = n(w / 2.0);
            let lid = format!("M0 {LID}a{half} {LID} 0 0 1 {w} 0a{half} {LID} 0 0 1 {} 0z", n(-w));
            let mut all = vec![(Stroke::Lid, lid)];
            if cache {
                all.push((Stroke::Dashed, format!("M0 {}a{half} {LID} 0 0 0 {w} 0", LID + 5.0)));
            }
            all
        }
        ElementKind::Broker => {
            let half = n(h / 2.0);
            vec![(Stroke::Lid, format!("M{} 0a{CAP} {half} 0 0 1 0 {h}a{CAP} {half} 0 0 1 0 {}z", n(w - CAP), n(-h)))]
        }
        ElementKind::Note => vec![(Stroke::Line, format!("M{} 0v12h12", n(w - 12.0)))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_a_closed_path() {
        for kind in ElementKind::ALL {
            for out in [0.0, 4.0] {
                let path = outline(kind, 160.0, 56.0, out);
                assert!(path.starts_with('M') && path.ends_with('z') && !path.contains("NaN"), "{kind:?}: {path}");
            }
        }
    }

    #[test]
    fn an_open_line_starts_and_ends_where_it_was_told() {
        let line = polygon(&[(0.0, 0.0), (40.0, 0.0), (40.0, 60.0)], 9.0, false);
        assert_eq!(line, "M0 0L31 0Q40 0 40 9L40 60");
    }

    #[test]
    fn numbers_have_one_decimal_and_no_negative_zero() {
        assert_eq!((n(1.25), n(-0.01), n(3.0)), ("1.3".into(), "0".into(), "3".into()));
    }
}
