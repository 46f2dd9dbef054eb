//! A Design as a standalone SVG file: the same geometry as the studio, with its own colours for light and dark. Every text is
//! escaped: names come from people.

use super::{
    drawing::Drawing,
    ink::{self, Inks},
    outline::{self, Stroke, rounded},
    route::path,
    scene::{LinkClass, css_kind},
    viewport::MARGIN,
};
use domain::{
    Design,
    design::{Element, ElementKind},
    ids::ElementId,
    layout::{Rect, caption, text_width},
    work::Work,
};
use std::fmt::Write;

/// Marks at the ends of links, for the studio. Their ids start with the prefix, so that two drawings can share a page.
pub fn markers(prefix: &str) -> String {
    marks(prefix, ink::none)
}

fn marks(prefix: &str, inks: Inks) -> String {
    let mark = |id: &str, size: [f64; 4], orient: bool, shape: &str| {
        let [width, height, x, y] = size;
        let orient = if orient { " orient=\"auto\"" } else { "" };
        format!(
            "<marker id=\"{prefix}{id}\" viewBox=\"0 0 {width} {height}\" refX=\"{x}\" refY=\"{y}\" markerWidth=\"{width}\" \
             markerHeight=\"{height}\" markerUnits=\"userSpaceOnUse\"{orient}>{shape}</marker>"
        )
    };
    let path = |class: &str, name: &str, d: &str| format!("<path class=\"{class}\"{} d=\"{d}\"/>", inks(name));
    let arrow = |class: &str| {
        let shape = path(&format!("mk mk--{class}"), &format!("mark-{class}"), "M.8 1.2L9.6 5 .8 8.8z");
        mark(&format!("m-{class}"), [10.0, 10.0, 9.5, 5.0], true, &shape)
    };
    let circle = |class: &str, name: &str, at: u8, r: f64| {
        format!("<circle class=\"mk mk--{class}\"{} cx=\"{at}\" cy=\"{at}\" r=\"{r}\"/>", inks(name))
    };
    [
        arrow("rest"),
        arrow("gql"),
        arrow("path"),
        mark("s-gql", [10.0, 12.0, 1.0, 6.0], true, &path("mko mk--gql", "mark-gql-start", "M5 1.6l3.8 2.2v4.4L5 10.4 1.2 8.2V3.8z")),
        mark("m-grpc", [16.0, 10.0, 15.5, 5.0], true, &path("mk mk--grpc", "mark-grpc", "M.6 1.2L8 5 .6 8.8zM8 1.2L15.6 5 8 8.8z")),
        mark("m-event", [10.0, 12.0, 8.7, 6.0], true, &path("mkl mk--event", "mark-event", "M2 1.6L8.4 6 2 10.4")),
        mark("s-event", [8.0, 8.0, 4.0, 4.0], false, &circle("event", "mark-event-start", 4, 3.0)),
        mark("m-data", [10.0, 10.0, 5.0, 5.0], false, &circle("data", "mark-data", 5, 3.2)),
    ]
    .concat()
}

/// The mark at the start of a link of this class, if it has one.
pub fn has_start_mark(class: LinkClass) -> bool {
    matches!(class, LinkClass::Event | LinkClass::Graphql)
}

/// A file that shows the whole Design.
pub fn svg(design: &Design, work: &Work) -> String {
    let (view, markup) = inked(design, &Drawing::new(design, work), ink::light);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\" \
         font-family=\"Inter,system-ui,sans-serif\">\n<style>{}</style>\n<rect class=\"paper\"{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n{markup}</svg>\n",
        view.x,
        view.y,
        view.width,
        view.height,
        view.width,
        view.height,
        escaped(&summary(design)),
        ink::DARK,
        ink::light("paper"),
        view.x,
        view.y,
        view.width,
        view.height,
    )
}

/// What the drawing covers, and its markup without the `svg` element around it. Styled by the classes of the studio.
pub fn picture(design: &Design, work: &Work) -> (Rect, String) {
    picture_of(design, &Drawing::new(design, work))
}

/// The same from a drawing that is already there.
pub fn picture_of(design: &Design, drawing: &Drawing) -> (Rect, String) {
    inked(design, drawing, ink::none)
}

fn inked(design: &Design, drawing: &Drawing, inks: Inks) -> (Rect, String) {
    let Drawing { scene, routes, labels, .. } = drawing;
    let view = drawing.bounds().unwrap_or_default().inflated(MARGIN);
    let mut out = format!("<defs>{}</defs>\n", marks("", inks));
    for frame in &scene.frames {
        let (r, context) = (&frame.rect, design.contexts.get(&frame.id));
        let (name, subdomain) = context.map_or(("", ""), |c| (c.name.as_str(), c.subdomain.label()));
        let box_path = rounded(f64::from(r.x), f64::from(r.y), f64::from(r.width), f64::from(r.height), 13.0);
        let _ = writeln!(
            out,
            "<path class=\"gr-box\"{} d=\"{box_path}\"/><text class=\"gr-t\"{} x=\"{}\" y=\"{}\">{}</text>\
             <text class=\"gr-tag\"{} x=\"{}\" y=\"{}\" text-anchor=\"end\">{subdomain}</text>",
            inks("gr-box"),
            inks("gr-t"),
            r.x + 13,
            r.y + 20,
            escaped(&cut(name, f64::from(r.width - 90), 12.0)),
            inks("gr-tag"),
            r.right() - 13,
            r.y + 20
        );
    }
    for (n, link) in scene.links.iter().enumerate() {
        let class = link.class.css();
        let start = if has_start_mark(link.class) { format!(" marker-start=\"url(#s-{class})\"") } else { String::new() };
        let _ = writeln!(
            out,
            "<g class=\"ed ed--{class}\"><path class=\"ed-line\"{} d=\"{}\" marker-end=\"url(#m-{class})\"{start}/></g>",
            inks(&format!("line-{class}")),
            path(link.class, routes.points(n))
        );
    }
    for (n, id) in scene.ids.iter().enumerate() {
        if let Some(element) = design.elements.get(id) {
            part(&mut out, design, id, element, &scene.rects[n], scene.caches[n], inks);
        }
    }
    for (n, label) in labels.all().iter().enumerate() {
        let Some(label) = label else { continue };
        let (r, class) = (&label.rect, scene.links[n].class.css());
        let bare = if label.kind.is_none() { " el--bare" } else { "" };
        let ink_of_kind = inks(&format!("kind-{class}"));
        let kind = label
            .kind
            .map(|kind| format!("<text class=\"el-k\"{ink_of_kind} x=\"{}\" y=\"{}\">{kind}</text>", r.x + 7, r.y + 13))
            .unwrap_or_default();
        let ink_of_text = match scene.links[n].class {
            LinkClass::Event => "text-event",
            LinkClass::Grpc if label.kind.is_none() => "text-bare-grpc",
            LinkClass::Graphql if label.kind.is_none() => "text-bare-gql",
            _ => "text",
        };
        let _ = writeln!(
            out,
            "<g class=\"el el--{class}{bare}\"><rect{} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"9.5\"/>{kind}<text class=\"el-t\"{} x=\"{}\" y=\"{}\">{}</text></g>",
            inks("pill"),
            r.x,
            r.y,
            r.width,
            r.height,
            inks(ink_of_text),
            r.x + label.text_x,
            r.y + 13,
            escaped(&label.text)
        );
    }
    (view, out)
}

/// What the drawing shows, in a sentence.
pub fn summary(design: &Design) -> String {
    let parts = design.elements.values().filter(|e| e.kind != ElementKind::Note).count();
    let plural = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    format!("{}, {} and {}", design.name, plural(parts, "part"), plural(design.links.len(), "link"))
}

fn part(out: &mut String, design: &Design, id: &ElementId, element: &Element, rect: &Rect, cache: bool, inks: Inks) {
    let (shape, lid) = match element.kind {
        ElementKind::External => ("nd-shape-external", "nd-lid"),
        ElementKind::Broker => ("nd-shape", "nd-lid-broker"),
        _ => ("nd-shape", "nd-lid"),
    };
    let shape = inks(shape);
    let (w, h) = (f64::from(rect.width), f64::from(rect.height));
    let _ = write!(out, "<g class=\"nd nd--{}\" transform=\"translate({} {})\">", css_kind(element.kind), rect.x, rect.y);
    if element.kind == ElementKind::Worker {
        let _ = write!(
            out,
            "<path class=\"nd-shape nd-back\"{shape} d=\"{}\"/>",
            rounded(outline::SHEET, outline::SHEET, w, h, outline::RADIUS)
        );
    }
    let _ = write!(out, "<path class=\"nd-shape\"{shape} d=\"{}\"/>", outline::outline(element.kind, w, h, 0.0));
    for (stroke, d) in outline::details(element.kind, w, h, cache) {
        let class = match stroke {
            Stroke::Lid => "nd-lid",
            Stroke::Line => "nd-line",
            Stroke::Dashed => "nd-line nd-line--dash",
            Stroke::Dot => "nd-dot",
        };
        let _ = write!(out, "<path class=\"{class}\"{} d=\"{d}\"/>", inks(if class == "nd-lid" { lid } else { class }));
    }
    if element.kind == ElementKind::Note {
        for (n, line) in element.description.lines().take(20).enumerate() {
            let _ = write!(
                out,
                "<text class=\"nd-n\"{} x=\"12\" y=\"{}\">{}</text>",
                inks("nd-n"),
                22 + 18 * n,
                escaped(&cut(line, w - 24.0, 12.0))
            );
        }
        out.push_str("</g>\n");
        return;
    }
    let x = match element.kind {
        ElementKind::Gateway => 24.0,
        ElementKind::Broker => 18.0,
        _ => 14.0,
    };
    let middle = match element.kind {
        ElementKind::Frontend => (h + 11.0) / 2.0,
        ElementKind::Datastore => (h + 8.0) / 2.0,
        _ if !element.modules.is_empty() => 28.0,
        _ => h / 2.0,
    };
    let name = cut(design.display_name(id), w - 2.0 * x, 12.5);
    let second = cut(&caption(element), w - 2.0 * x, 10.5);
    let _ = write!(
        out,
        "<text class=\"nd-t\"{} x=\"{x}\" y=\"{}\">{}</text><text class=\"nd-s\"{} x=\"{x}\" y=\"{}\">{}</text>",
        inks("nd-t"),
        middle - 2.5,
        escaped(&name),
        inks("nd-s"),
        middle + 12.0,
        escaped(&second)
    );
    for (n, module) in element.modules.iter().enumerate() {
        let name = design.contexts.get(module).map_or(module.as_str(), |context| context.name.as_str());
        let (column, row) = (n % 2, n / 2);
        let _ = write!(
            out,
            "<text class=\"nd-s\"{} x=\"{}\" y=\"{}\">{}</text>",
            inks("nd-s"),
            14.0 + column as f64 * (w - 20.0) / 2.0,
            72 + 24 * row as i32,
            escaped(&cut(name, (w - 40.0) / 2.0, 10.5))
        );
    }
    out.push_str("</g>\n");
}

/// A text that fits: cut in the middle, because the ends of names tell them apart.
pub fn cut(text: &str, width: f64, font_size: f64) -> String {
    if text_width(text, font_size) <= width {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    // Whole thousandths of the font size, so that sums are what the whole text measures.
    let thousandths = |c: char| text_width(c.encode_utf8(&mut [0; 4]), 1000.0);
    let mut up_to = vec![0.0];
    for c in &chars {
        up_to.push(up_to[up_to.len() - 1] + thousandths(*c));
    }
    let fits = |keep: &usize| {
        let middle = up_to[chars.len() - keep / 2] - up_to[keep.div_ceil(2)];
        (up_to[chars.len()] - middle + thousandths('…')) * font_size / 1000.0 <= width
    };
    match (2..chars.len()).rev().find(fits) {
        Some(keep) => chars[..keep.div_ceil(2)].iter().chain(['…'].iter()).chain(&chars[chars.len() - keep / 2..]).collect(),
        None => "…".to_owned(),
    }
}

/// Text for markup and for attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::design::Context;

    #[test]
    fn what_people_write_cannot_become_markup() {
        let mut design = Design::new("<script>\"&");
        let context = domain::ids::ContextId::new("c").expect("an id");
        design.contexts.insert(context.clone(), Context { name: "</svg><b>".to_owned(), ..Context::default() });
        let mut note = Element::new(ElementKind::Note).with_context(context);
        note.description = "<img onerror=1>".to_owned();
        design.elements.insert(ElementId::new("note").expect("an id"), note);
        let file = svg(&design, &Work::unlimited());
        assert!(!file.contains("<script") && !file.contains("<b>") && !file.contains("<img"), "{file}");
        assert_eq!(file.matches("</svg>").count(), 1);
    }

    /// Two parts with five reasons to talk: the last links go around, and so do their labels.
    fn two_parts() -> Design {
        let text = "groundplan: 1\nname: Two parts, five reasons\nelements:\n  orders: { kind: service, technology: go }\n  stock: { kind: service, technology: go }\n  events: { kind: broker }\n  provider: { kind: external }\n  orders-db: { kind: datastore }\nlinks:\n";
        let links: String = [
            ("orders", "stock", "rest", "Reserve"),
            ("orders", "stock", "rest", "Release"),
            ("orders", "stock", "rest", "Count"),
            ("orders", "stock", "grpc", "Watch"),
            ("stock", "orders", "graphql", "Confirm"),
            ("orders", "events", "publish", ""),
            ("orders", "orders-db", "owns", ""),
            ("stock", "provider", "uses", "Order more"),
        ]
        .iter()
        .enumerate()
        .map(|(n, (from, to, kind, label))| format!("  l{n}: {{ from: {from}, to: {to}, kind: {kind}, label: '{label}' }}\n"))
        .collect();
        domain::file::read(&format!("{text}{links}")).expect("a Design")
    }

    #[test]
    fn every_shape_has_its_colours_without_a_style_sheet() {
        let file = svg(&two_parts(), &Work::unlimited());
        assert!(!file.contains("var("), "not every program knows custom properties");
        let bare = file.split("<style>").next().unwrap_or_default().to_owned() + file.split("</style>").nth(1).expect("a picture");
        let shapes =
            bare.split('<').filter(|tag| ["path", "rect", "circle", "text"].iter().any(|name| tag.starts_with(&format!("{name} "))));
        for shape in shapes {
            assert!(shape.contains(" fill=\""), "drawn in black: <{shape}");
        }
        let colours: std::collections::BTreeSet<&str> = bare.split("=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(colours.len() > 10, "{colours:?}");
        let own = picture(&two_parts(), &Work::unlimited()).1;
        assert!(!own.contains("fill=") && !own.contains("stroke"), "the studio's pages colour it by classes");
    }

    #[test]
    fn labels_and_ways_lie_inside_the_picture() {
        let starters = domain::starters::all().iter().map(|starter| starter.design().expect("a Design"));
        for design in starters.chain([two_parts()]) {
            let drawing = Drawing::new(&design, &Work::unlimited());
            let (view, _) = picture_of(&design, &drawing);
            for label in drawing.labels.all().iter().flatten() {
                assert!(view.contains(&label.rect), "{}: “{}” at {:?} of {view:?}", design.name, label.text, label.rect);
            }
            for &(x, y) in drawing.routes.all().iter().flatten() {
                assert!(view.holds(x, y), "{}: a link passes {x}, {y} of {view:?}", design.name);
            }
        }
    }

    #[test]
    fn long_names_are_cut_in_the_middle() {
        let short = cut("subscription-notification-service", 120.0, 12.5);
        assert!(short.starts_with("subsc") && short.ends_with("ice") && short.contains('…'), "{short}");
        assert!(text_width(&short, 12.5) <= 120.0);
        assert_eq!(cut("orders", 120.0, 12.5), "orders");
    }
}
