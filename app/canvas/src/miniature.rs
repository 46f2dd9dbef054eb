//! The small picture of a Design: the same geometry without text. Used by lists, the minimap and the proposal.

use super::{
    outline,
    route::Routes,
    scene::{LinkClass, Scene, css_kind},
};
use domain::{Design, design::ElementKind, layout::Rect, protocol::Miniature, work::Work};

/// Of so many parts or links each is still seen in a list. More would only make the list heavy.
const MOST_SHOWN: usize = 400;
/// Space around the picture, in world pixels.
const MARGIN: i32 = 24;

/// The small picture, in world pixels.
pub fn miniature(design: &Design, work: &Work) -> Miniature {
    let scene = Scene::new(design);
    let routes = Routes::new(&scene, work);
    of_scene(&scene, &routes)
}

/// The same for lists: each link has the first shape that joins its ends, which at that size looks much the same and is made many times
/// as fast. Of a large design it shows the frames and what stands in none.
pub fn quick(design: &Design) -> Miniature {
    let scene = Scene::new(design);
    let mut picture = of_scene(&scene, &Routes::plain(&scene));
    if picture.parts.len() > MOST_SHOWN || picture.links.len() > MOST_SHOWN {
        picture.links.clear();
        let mut frame_of = scene.frame_of.iter();
        picture.parts.retain(|_| frame_of.next().is_some_and(Option::is_none));
        thin_out(&mut picture.parts);
        thin_out(&mut picture.frames);
    }
    picture
}

/// Leaves out some, evenly, where there are too many.
fn thin_out<T>(shapes: &mut Vec<T>) {
    let every = shapes.len().div_ceil(MOST_SHOWN).max(1);
    let mut number = 0;
    shapes.retain(|_| {
        number += 1;
        number % every == 0
    });
}

/// The same from a scene that is already there.
pub fn of_scene(scene: &Scene, routes: &Routes) -> Miniature {
    let numbers = |r: &Rect| [r.x, r.y, r.width, r.height];
    let links = scene.links.iter().zip(routes.all());
    Miniature {
        view: scene.bounds().map_or([0; 4], |bounds| numbers(&bounds.inflated(MARGIN))),
        frames: scene.frames.iter().map(|frame| numbers(&frame.rect)).collect(),
        parts: scene.kinds.iter().zip(&scene.rects).map(|(kind, rect)| (kind.slug().to_owned(), numbers(rect))).collect(),
        links: links.map(|(link, points)| (link.class.slug().to_owned(), points.iter().map(|(x, y)| [*x, *y]).collect())).collect(),
    }
}

/// The shapes of one class in a miniature, as one path, with the class in the style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub class: String,
    pub path: String,
}

/// Everything to draw, from the back to the front: frames, links, parts, and of those what looks alike together, so that a large design
/// takes no more elements than a small one. Classes: `mn-g`, `mn-e mn-e--grpc`, `mn-n mn-n--service`.
pub fn shapes(miniature: &Miniature) -> Vec<Shape> {
    let frame =
        |[x, y, w, h]: &[i32; 4]| ("mn-g".to_owned(), outline::rounded(f64::from(*x), f64::from(*y), f64::from(*w), f64::from(*h), 14.0));
    let link = |(class, points): &(String, Vec<[i32; 2]>)| {
        let known = LinkClass::ALL.into_iter().find(|c| c.slug() == class).unwrap_or(LinkClass::Rest);
        let line: Vec<(f64, f64)> = points.iter().map(|[x, y]| (f64::from(*x), f64::from(*y))).collect();
        (format!("mn-e mn-e--{}", known.css()), outline::polygon(&line, 10.0, false))
    };
    let part = |(kind, [x, y, w, h]): &(String, [i32; 4])| {
        let kind = ElementKind::ALL.into_iter().find(|k| k.slug() == kind).unwrap_or(ElementKind::Service);
        (format!("mn-n mn-n--{}", css_kind(kind)), part_at(kind, [*x, *y, *w, *h]))
    };
    let mut all = Vec::new();
    together(&mut all, miniature.frames.iter().map(frame));
    together(&mut all, miniature.links.iter().filter(|(_, points)| points.len() > 1).map(link));
    together(&mut all, miniature.parts.iter().map(part));
    all
}

/// Adds shapes, one for each class, in the order in which the classes come.
fn together(all: &mut Vec<Shape>, shapes: impl Iterator<Item = (String, String)>) {
    let first = all.len();
    for (class, path) in shapes {
        match all[first..].iter_mut().find(|shape| shape.class == class) {
            Some(shape) => shape.path.push_str(&path),
            None => all.push(Shape { class, path }),
        }
    }
}

/// The outline of a part in absolute coordinates: miniatures need no groups.
fn part_at(kind: ElementKind, [x, y, w, h]: [i32; 4]) -> String {
    let path = outline::outline(kind, f64::from(w), f64::from(h), 0.0);
    translated(&path, f64::from(x), f64::from(y))
}

/// Path data made by [`outline`], moved. Capital commands hold absolute points; small ones are relative already.
pub(super) fn translated(path: &str, dx: f64, dy: f64) -> String {
    let mut result = String::with_capacity(path.len() + 16);
    let mut absolute = false;
    let mut is_x = true;
    let mut number = String::new();
    let flush = |number: &mut String, result: &mut String, absolute: bool, is_x: &mut bool| {
        if number.is_empty() {
            return;
        }
        match number.parse::<f64>() {
            Ok(value) if absolute => result.push_str(&outline::n(value + if *is_x { dx } else { dy })),
            _ => result.push_str(number),
        }
        *is_x = !*is_x;
        number.clear();
    };
    for c in path.chars() {
        if c.is_ascii_alphabetic() {
            flush(&mut number, &mut result, absolute, &mut is_x);
            absolute = c.is_ascii_uppercase();
            is_x = true;
            result.push(c);
        } else if c == ' ' {
            flush(&mut number, &mut result, absolute, &mut is_x);
            result.push(' ');
        } else {
            number.push(c);
        }
    }
    flush(&mut number, &mut result, absolute, &mut is_x);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{design::Element, ids::ElementId};

    #[test]
    fn an_empty_design_has_an_empty_picture() {
        assert_eq!(miniature(&Design::new("Empty"), &Work::unlimited()), Miniature::default());
    }

    #[test]
    fn every_part_is_in_the_picture() {
        let mut design = Design::new("Small");
        design.elements.insert(ElementId::new("orders").expect("an id"), Element::new(ElementKind::Service));
        let picture = miniature(&design, &Work::unlimited());
        assert_eq!(picture.parts.len(), 1);
        assert_eq!(shapes(&picture)[0].class, "mn-n mn-n--service");
    }

    #[test]
    fn what_looks_alike_is_one_shape() {
        let mut design = Design::new("Two kinds");
        for (name, kind) in [("a", ElementKind::Service), ("b", ElementKind::Broker), ("c", ElementKind::Service)] {
            design.elements.insert(ElementId::new(name).expect("an id"), Element::new(kind));
        }
        let shapes = shapes(&miniature(&design, &Work::unlimited()));
        let outlines: Vec<_> = shapes.iter().map(|shape| (shape.class.as_str(), shape.path.matches('z').count())).collect();
        assert_eq!(outlines, [("mn-n mn-n--service", 2), ("mn-n mn-n--broker", 1)]);
    }

    #[test]
    fn moving_a_path_moves_its_absolute_points_only() {
        assert_eq!(translated("M9 0h142a9 9 0 0 1 9 9zM0 12.5L3 4", 10.0, 20.0), "M19 20h142a9 9 0 0 1 9 9zM10 32.5L13 24");
    }
}
