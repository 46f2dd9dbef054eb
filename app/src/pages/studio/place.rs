//! Places elements by script: the content security policy allows no style attributes in the markup.

use domain::layout::Rect;
use web_sys::HtmlElement;

/// Sets one property of an element's own style.
pub fn set(element: &HtmlElement, property: &str, value: &str) {
    // Fails only for style declarations that cannot be changed; an element's own can.
    let _ = HtmlElement::style(element).set_property(property, value);
}

/// Puts an element at a rectangle of the world.
pub fn at_rect(element: &HtmlElement, rect: &Rect) {
    set(element, "transform", &format!("translate({}px,{}px)", rect.x, rect.y));
    set(element, "width", &format!("{}px", rect.width));
    set(element, "height", &format!("{}px", rect.height));
}

/// Moves an element to a screen point.
pub fn at_point(element: &HtmlElement, x: f64, y: f64) {
    set(element, "transform", &format!("translate({x}px,{y}px)"));
}
