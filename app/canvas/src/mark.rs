//! Severity marks: octagon, triangle, disc. The shape alone tells them apart. 18 px, centred on the origin.

use super::outline::polygon;
use domain::review::Severity;

/// Shape, sign and the dot of the sign, as path data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub class: &'static str,
    pub shape: String,
    pub stem: &'static str,
    /// Height of the dot's centre.
    pub dot: &'static str,
}

pub fn mark(severity: Severity) -> Mark {
    match severity {
        Severity::Error => {
            let (near, far) = (3.9, 9.4);
            let octagon = [(-near, -far), (near, -far), (far, -near), (far, near), (near, far), (-near, far), (-far, near), (-far, -near)];
            Mark { class: "err", shape: polygon(&octagon, 2.0, true), stem: "M0 -4.6v5.2", dot: "4.4" }
        }
        Severity::Warning => {
            let triangle = [(0.0, -10.6), (11.2, 8.8), (-11.2, 8.8)];
            Mark { class: "warn", shape: polygon(&triangle, 3.4, true), stem: "M0 -3.2v4.8", dot: "5.2" }
        }
        Severity::Note => Mark { class: "info", shape: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z".to_owned(), stem: "M0 -0.6v4.6", dot: "-4" },
    }
}

/// Icon of a severity in lists.
pub fn icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "octagon-alert",
        Severity::Warning => "triangle-alert",
        Severity::Note => "info",
    }
}
