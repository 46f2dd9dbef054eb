//! A Design as a standalone SVG file: the same geometry as the studio, with its own style for light and dark. Every text is
//! escaped: names come from people.

use super::{
    drawing::Drawing,
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

/// Marks at the ends of links. Their ids start with the prefix, so that two drawings can share a page.
pub fn markers(prefix: &str) -> String {
    let arrow = |class: &str| {
        format!(
            "<marker id=\"{prefix}m-{class}\" viewBox=\"0 0 10 10\" refX=\"9.5\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"mk mk--{class}\" d=\"M.8 1.2L9.6 5 .8 8.8z\"/></marker>"
        )
    };
    let mut all = arrow("rest") + &arrow("gql") + &arrow("path");
    let _ = write!(
        all,
        "<marker id=\"{prefix}s-gql\" viewBox=\"0 0 10 12\" refX=\"1\" refY=\"6\" markerWidth=\"10\" markerHeight=\"12\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"mko mk--gql\" d=\"M5 1.6l3.8 2.2v4.4L5 10.4 1.2 8.2V3.8z\"/></marker>\
         <marker id=\"{prefix}m-grpc\" viewBox=\"0 0 16 10\" refX=\"15.5\" refY=\"5\" markerWidth=\"16\" markerHeight=\"10\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"mk mk--grpc\" d=\"M.6 1.2L8 5 .6 8.8zM8 1.2L15.6 5 8 8.8z\"/></marker>\
         <marker id=\"{prefix}m-event\" viewBox=\"0 0 10 12\" refX=\"8.7\" refY=\"6\" markerWidth=\"10\" markerHeight=\"12\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"mkl mk--event\" d=\"M2 1.6L8.4 6 2 10.4\"/></marker>\
         <marker id=\"{prefix}s-event\" viewBox=\"0 0 8 8\" refX=\"4\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         markerUnits=\"userSpaceOnUse\"><circle class=\"mk mk--event\" cx=\"4\" cy=\"4\" r=\"3\"/></marker>\
         <marker id=\"{prefix}m-data\" viewBox=\"0 0 10 10\" refX=\"5\" refY=\"5\" markerWidth=\"10\" markerHeight=\"10\" \
         markerUnits=\"userSpaceOnUse\"><circle class=\"mk mk--data\" cx=\"5\" cy=\"5\" r=\"3.2\"/></marker>"
    );
    all
}

/// The mark at the start of a link of this class, if it has one.
pub fn has_start_mark(class: LinkClass) -> bool {
    matches!(class, LinkClass::Event | LinkClass::Graphql)
}

/// A file that shows the whole Design.
pub fn svg(design: &Design, work: &Work) -> String {
    let (view, markup) = picture(design, work);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {} {}\" width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"{}\">\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n{markup}</svg>\n",
        view.x,
        view.y,
        view.width,
        view.height,
        view.width,
        view.height,
        escaped(&summary(design)),
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
    let Drawing { scene, routes, labels, .. } = drawing;
    let bounds = labels.all().iter().flatten().fold(scene.bounds().unwrap_or_default(), |all, label| all.union(&label.rect));
    let view = bounds.inflated(MARGIN);
    let mut out = format!("<defs>{}</defs>\n", markers(""));
    for frame in &scene.frames {
        let (r, context) = (&frame.rect, design.contexts.get(&frame.id));
        let (name, subdomain) = context.map_or(("", ""), |c| (c.name.as_str(), c.subdomain.label()));
        let box_path = rounded(f64::from(r.x), f64::from(r.y), f64::from(r.width), f64::from(r.height), 13.0);
        let _ = writeln!(
            out,
            "<path class=\"gr-box\" d=\"{box_path}\"/><text class=\"gr-t\" x=\"{}\" y=\"{}\">{}</text>\
             <text class=\"gr-tag\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{subdomain}</text>",
            r.x + 13,
            r.y + 20,
            escaped(&cut(name, f64::from(r.width - 90), 12.0)),
            r.right() - 13,
            r.y + 20
        );
    }
    for (n, link) in scene.links.iter().enumerate() {
        let class = link.class.css();
        let start = if has_start_mark(link.class) { format!(" marker-start=\"url(#s-{class})\"") } else { String::new() };
        let _ = writeln!(
            out,
            "<g class=\"ed ed--{class}\"><path class=\"ed-line\" d=\"{}\" marker-end=\"url(#m-{class})\"{start}/></g>",
            path(link.class, routes.points(n))
        );
    }
    for (n, id) in scene.ids.iter().enumerate() {
        if let Some(element) = design.elements.get(id) {
            part(&mut out, design, id, element, &scene.rects[n], scene.caches[n]);
        }
    }
    for (n, label) in labels.all().iter().enumerate() {
        let Some(label) = label else { continue };
        let (r, class) = (&label.rect, scene.links[n].class.css());
        let bare = if label.kind.is_none() { " el--bare" } else { "" };
        let kind =
            label.kind.map(|kind| format!("<text class=\"el-k\" x=\"{}\" y=\"{}\">{kind}</text>", r.x + 7, r.y + 13)).unwrap_or_default();
        let _ = writeln!(
            out,
            "<g class=\"el el--{class}{bare}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"9.5\"/>{kind}<text class=\"el-t\" x=\"{}\" y=\"{}\">{}</text></g>",
            r.x,
            r.y,
            r.width,
            r.height,
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

fn part(out: &mut String, design: &Design, id: &ElementId, element: &Element, rect: &Rect, cache: bool) {
    let (w, h) = (f64::from(rect.width), f64::from(rect.height));
    let _ = write!(out, "<g class=\"nd nd--{}\" transform=\"translate({} {})\">", css_kind(element.kind), rect.x, rect.y);
    if element.kind == ElementKind::Worker {
        let _ = write!(out, "<path class=\"nd-shape nd-back\" d=\"{}\"/>", rounded(outline::SHEET, outline::SHEET, w, h, outline::RADIUS));
    }
    let _ = write!(out, "<path class=\"nd-shape\" d=\"{}\"/>", outline::outline(element.kind, w, h, 0.0));
    for (stroke, d) in outline::details(element.kind, w, h, cache) {
        let class = match stroke {
            Stroke::Lid => "nd-lid",
            Stroke::Line => "nd-line",
            Stroke::Dashed => "nd-line nd-line--dash",
            Stroke::Dot => "nd-dot",
        };
        let _ = write!(out, "<path class=\"{class}\" d=\"{d}\"/>");
    }
    if element.kind == ElementKind::Note {
        for (n, line) in element.description.lines().take(20).enumerate() {
            let _ = write!(out, "<text class=\"nd-n\" x=\"12\" y=\"{}\">{}</text>", 22 + 18 * n, escaped(&cut(line, w - 24.0, 12.0)));
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
        "<text class=\"nd-t\" x=\"{x}\" y=\"{}\">{}</text><text class=\"nd-s\" x=\"{x}\" y=\"{}\">{}</text>",
        middle - 2.5,
        escaped(&name),
        middle + 12.0,
        escaped(&second)
    );
    for (n, module) in element.modules.iter().enumerate() {
        let name = design.contexts.get(module).map_or(module.as_str(), |context| context.name.as_str());
        let (column, row) = (n % 2, n / 2);
        let _ = write!(
            out,
            "<text class=\"nd-s\" x=\"{}\" y=\"{}\">{}</text>",
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

/// The tokens of the diagram, without `light-dark()`: other programs read this file too.
const STYLE: &str = "\
:root{--canvas:#F4F5F8;--raised:#FFF;--surface:#FFF;--nl:#C3CAD4;--ctl:#808998;--line:#E4E7EC;--fl:#D6DBE3;--t1:#141922;--t2:#475061;--t3:#616B7B;\
--service:#1F5AD6;--frontend:#A82878;--store:#187341;--store-t:#E2F3E8;--broker:#AD4D08;--broker-t:#FCEBDC;--rest:#5A6575}\
@media (prefers-color-scheme:dark){:root{--canvas:#0B0E12;--raised:#191E26;--surface:#13171D;--nl:#3A424F;--ctl:#687283;--line:#232932;--fl:#2A313C;--t1:#E9ECF2;--t2:#ABB3C0;--t3:#8B94A3;\
--service:#86ABFF;--frontend:#F08CC6;--store:#64CC8F;--store-t:#12301F;--broker:#F4A261;--broker-t:#38230F;--rest:#97A1B0}}\
text{font-family:Inter,system-ui,sans-serif}\
.paper{fill:var(--canvas)}.gr-box{fill:var(--surface);fill-opacity:.55;stroke:var(--fl);stroke-width:1.25}.gr-t{font-size:12px;font-weight:600;fill:var(--t2)}.gr-tag{font-size:10.5px;fill:var(--t3)}\
.nd-shape{fill:var(--raised);stroke:var(--nl);stroke-width:1.25}.nd-line{fill:none;stroke:var(--nl)}.nd-line--dash{stroke-dasharray:3 3}.nd-dot{fill:var(--frontend)}\
.nd-lid{fill:var(--store-t);stroke:var(--nl);stroke-width:1.25}.nd--broker .nd-lid{fill:var(--broker-t)}.nd--external .nd-shape{stroke:var(--ctl);stroke-dasharray:5 4;fill:var(--surface)}\
.nd-t{font-size:12.5px;font-weight:600;fill:var(--t1)}.nd-s{font-size:10.5px;fill:var(--t3)}.nd-n{font-size:12px;fill:var(--t2)}\
.ed-line{fill:none;stroke:var(--rest);stroke-width:1.5}.ed--grpc .ed-line{stroke:var(--service);stroke-width:2.25}.ed--gql .ed-line{stroke:var(--frontend);stroke-width:1.75;stroke-dasharray:9 3 1.5 3}\
.ed--event .ed-line{stroke:var(--broker);stroke-width:1.75;stroke-dasharray:5 4}.ed--data .ed-line{stroke:var(--store)}\
.mk--rest{fill:var(--rest)}.mk--grpc{fill:var(--service)}.mk.mk--gql{fill:var(--frontend)}.mko{fill:var(--surface);stroke:var(--frontend);stroke-width:1.5}.mk.mk--event{fill:var(--broker)}\
.mkl{fill:none;stroke:var(--broker);stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}.mk--data{fill:var(--store)}\
.el rect{fill:var(--canvas);stroke:var(--line)}.el-k{font-size:10.5px;font-weight:650;fill:var(--rest)}.el-t{font-size:10.5px;font-family:'JetBrains Mono',monospace;letter-spacing:-.3px;fill:var(--t2)}\
.el--grpc .el-k{fill:var(--service)}.el--gql .el-k{fill:var(--frontend)}.el--event .el-t{fill:var(--broker)}.el--grpc.el--bare .el-t{fill:var(--service)}.el--gql.el--bare .el-t{fill:var(--frontend)}";

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

    #[test]
    fn long_names_are_cut_in_the_middle() {
        let short = cut("subscription-notification-service", 120.0, 12.5);
        assert!(short.starts_with("subsc") && short.ends_with("ice") && short.contains('…'), "{short}");
        assert!(text_width(&short, 12.5) <= 120.0);
        assert_eq!(cut("orders", 120.0, 12.5), "orders");
    }
}
