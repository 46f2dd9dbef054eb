//! The canvas: pointer events in, one transformed world, and what floats above it. The geometry is `canvas`'s business.

use super::{
    card::PartCard,
    floats::Floats,
    frame::FrameBox,
    minimap::Minimap,
    overlay::{DrawingBar, OverlayLegend, OverlaySwitch},
    part_list::PartList,
    phone::PhoneSheet,
    place,
    ports::Ports,
    tools::{Legend, Tools},
    wires::{Labels, Wires},
};
use crate::{
    browser,
    shell::leave,
    state::editor::{Editor, Overlay},
};
use canvas::{
    drawing::Drawing,
    gesture::{Event, Held, Target, Tool},
    svg,
    viewport::{Detail, Insets, Room, Shape},
};
use domain::{
    ids::{ContextId, ElementId, LinkId},
    layout::Rect,
};
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, PointerEvent, ResizeObserver};

/// With more parts than this there are no shadows, no layer of its own for what moves, and plainer shapes from afar: a browser would spend
/// more on those than on all the rest.
const MOST_RICH: usize = 200;
/// Pixels a line of a wheel stands for.
const WHEEL_LINE: f64 = 16.0;

#[component]
pub fn Stage(
    /// The editor runs; before that the server's picture is shown.
    live: RwSignal<bool>,
) -> impl IntoView {
    let editor = Editor::expect();
    let design = editor.project.design();
    let stage = NodeRef::<html::Main>::new();
    let world = NodeRef::<html::Div>::new();
    // Hears of the first size and of every later one, after the layout and before the browser paints.
    Effect::new(move |_| {
        let Some(stage) = stage.get() else { return };
        let seen = stage.clone();
        let hear = Closure::<dyn FnMut()>::new(move || {
            if editor.is_alive() {
                measure(editor, &seen);
            }
        });
        // Every browser that runs this program has it.
        let Ok(observer) = ResizeObserver::new(hear.as_ref().unchecked_ref()) else { return };
        observer.observe(&stage);
        // What is in the document already has its size.
        measure(editor, &stage);
        let watch = StoredValue::new_local((observer, hear));
        on_cleanup(move || _ = watch.try_with_value(|(observer, _)| observer.disconnect()));
    });
    Effect::new(move |_| {
        let view = editor.view.get();
        if let Some(world) = world.get() {
            place::set(&world, "transform", &format!("translate({}px,{}px) scale({})", view.x, view.y, view.zoom));
        }
        if let Some(stage) = stage.get() {
            let step = 20.0 * if view.zoom < 0.5 { view.zoom * 2.0 } else { view.zoom };
            place::set(&stage, "background-size", &format!("{step}px {step}px"));
            place::set(&stage, "background-position", &format!("{}px {}px", view.x, view.y));
        }
    });
    let class = move || {
        let mut class = String::from("stage");
        let tool = if editor.placing.with(Option::is_some) { " is-placing" } else { "" };
        class.push_str(tool);
        class.push_str(match editor.tool.get() {
            Tool::Select => "",
            Tool::Pan => " is-panning",
            Tool::Connect => " is-connecting",
        });
        class
    };
    let detail = Memo::new(move |_| editor.view.with(|view| view.detail()));
    let world_class = move || {
        let mut class = String::from("world");
        class.push_str(match detail.get() {
            Detail::Full => "",
            Detail::NoLabels => " is-far",
            Detail::Miniature => " is-far is-tiny",
        });
        if editor.moving.get() {
            class.push_str(" is-moving");
        }
        if editor.travelling.get() {
            class.push_str(" is-travelling");
        }
        if editor.wire.with(Option::is_some) {
            class.push_str(" is-wiring");
        }
        if editor.part_ids.with(|ids| ids.len() <= MOST_RICH) {
            class.push_str(" is-rich");
        }
        class
    };
    let summary = move || design.with(|design| format!("{}. Use Tab to move between parts.", svg::summary(design)));
    view! {
        <main
            class=class
            id="main"
            data-overlay=move || editor.overlay.get().css()
            node_ref=stage
            on:pointerdown=move |event| pressed(editor, &event)
            on:pointermove=move |event| moved(editor, &event)
            on:pointerover=move |event| hovered(editor, &event)
            on:pointerleave=move |_| editor.hover(None)
            on:pointerup=move |event| released(editor, &event)
            on:pointercancel=move |_| editor.pointer(Event::Cancel)
            on:wheel=move |event| wheel(editor, &event)
            on:dblclick=move |event| double_click(editor, &event)
            on:contextmenu=move |event| context_menu(editor, &event)
        >
            <h1 class="vh">{move || design.with(|design| format!("Studio: {}", design.name))}</h1>
            <Show when=move || live.get() fallback=|| view! { <Picture/> <PartList/> }>
                <div class=world_class node_ref=world role="group" aria-roledescription="architecture diagram" aria-label=summary>
                    <For each=move || editor.frame_ids.get() key=Clone::clone children=|id| view! { <FrameBox id/> }/>
                    <Wires/>
                    <For each=move || editor.part_ids.get() key=Clone::clone children=|id| view! { <PartCard id/> }/>
                    {editor.can_edit().then(|| view! { <Ports/> })}
                    <Labels/>
                </div>
                <Empty/>
                <Floats/>
            </Show>
            <OverlaySwitch/>
            <Show when=move || editor.overlay.get() == Overlay::Plan fallback=|| view! { <OverlayLegend/> }>
                <Legend/>
            </Show>
            <DrawingBar/>
            <Tools/>
            <Minimap live/>
            <PhoneSheet/>
        </main>
    }
}

/// What the picture covers, and its markup.
fn picture(editor: Editor) -> (Rect, String) {
    let routes = editor.project.routes();
    editor.with_design(|design| svg::picture_of(design, &Drawing::resumed(design, routes, &leave())))
}

/// What the server draws. The browser never draws it: after hydration the editor is there.
#[component]
fn Picture() -> impl IntoView {
    let editor = Editor::expect();
    let (view, markup) = if cfg!(feature = "ssr") { picture(editor) } else { Default::default() };
    let (summary, parts) = editor.with_design(|design| (svg::summary(design), design.elements.len()));
    view! {
        <div class="picture" data-shape=Shape::of(&view).css()>
            <svg
                class=if parts <= MOST_RICH { "dg is-rich" } else { "dg" }
                role="img"
                aria-label=summary
                width=view.width
                height=view.height
                viewBox=format!("{} {} {} {}", view.x, view.y, view.width, view.height)
                preserveAspectRatio="xMidYMid meet"
                inner_html=markup
            ></svg>
        </div>
    }
}

/// The empty canvas says how to begin.
#[component]
fn Empty() -> impl IntoView {
    let editor = Editor::expect();
    let id = editor.project.id();
    move || {
        editor.part_ids.with(Vec::is_empty).then(|| {
            view! {
                <div class="blank">
                    <h2>"Nothing placed yet"</h2>
                    {if editor.can_edit() {
                        view! {
                            <p>"Drag a block here from the left, or press " <kbd>"S"</kbd> " for a service and click."</p>
                            <p><a href=format!("/p/{id}/discovery")>"Answer questions"</a> " to get a proposal instead."</p>
                        }
                            .into_any()
                    } else {
                        view! { <p>"The owner has not drawn anything."</p> }.into_any()
                    }}
                </div>
            }
        })
    }
}

fn stage_element() -> Option<HtmlElement> {
    document().get_element_by_id("main").and_then(|element| element.dyn_into().ok())
}

fn measure(editor: Editor, stage: &HtmlElement) {
    let size = (f64::from(stage.client_width()), f64::from(stage.client_height()));
    let style = window().get_computed_style(stage).ok().flatten();
    let inset = |name| style.as_ref().and_then(|style| Insets::from_css(&style.get_property_value(name).ok()?)).unwrap_or_default();
    editor.measured(size, Room { wide: inset("--room-wide"), tall: inset("--room-tall") });
}

/// The pointer, from the canvas's corner.
fn on_stage(client_x: i32, client_y: i32) -> (f64, f64) {
    let corner = stage_element().map(|stage| stage.get_bounding_client_rect());
    let (left, top) = corner.map_or((0.0, 0.0), |rect| (rect.left(), rect.top()));
    (f64::from(client_x) - left, f64::from(client_y) - top)
}

/// The world point under a screen point; `None` outside of the canvas.
pub fn world_at(editor: Editor, client_x: i32, client_y: i32) -> Option<(f64, f64)> {
    let over = document().element_from_point(client_x as f32, client_y as f32)?;
    over.closest("#main").ok()??;
    if over.closest(".float").ok()?.is_some() {
        return None;
    }
    let (x, y) = on_stage(client_x, client_y);
    Some(editor.view.get_untracked().world_from_screen(x, y))
}

fn attribute_of(element: &Element, name: &str) -> Option<String> {
    element.closest(&format!("[{name}]")).ok()??.get_attribute(name)
}

fn target_of(event: &web_sys::Event) -> Option<Target> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    if element.closest(".float,.sheet,input,textarea").ok()?.is_some() {
        return None;
    }
    if let Some(id) = attribute_of(&element, "data-port").and_then(|id| ElementId::new(id).ok()) {
        return Some(Target::Port(id));
    }
    if let Some(id) = attribute_of(&element, "data-part").and_then(|id| ElementId::new(id).ok()) {
        return Some(Target::Part(id));
    }
    if let Some(id) = attribute_of(&element, "data-link").and_then(|id| LinkId::new(id).ok()) {
        return Some(Target::Link(id));
    }
    if let Some(id) = attribute_of(&element, "data-frame").and_then(|id| ContextId::new(id).ok()) {
        return Some(Target::Frame(id));
    }
    Some(Target::Canvas)
}

fn held(event: &PointerEvent) -> Held {
    Held { shift: event.shift_key(), alt: event.alt_key(), pan: event.buttons() & 4 != 0, touch: event.pointer_type() == "touch" }
}

fn pressed(editor: Editor, event: &PointerEvent) {
    let Some(target) = target_of(event) else { return };
    if event.button() == 2 {
        return;
    }
    let (x, y) = on_stage(event.client_x(), event.client_y());
    if let Some(block) = editor.placing.get_untracked() {
        event.prevent_default();
        let at = editor.view.get_untracked().world_from_screen(x, y);
        return editor.add(&block, Some(at));
    }
    if event.button() == 1 {
        event.prevent_default();
    }
    if let Some(stage) = stage_element() {
        let _ = stage.set_pointer_capture(event.pointer_id());
    }
    // A text field on the canvas gives up the focus when something else is pressed.
    if target == Target::Canvas {
        browser::blur();
    }
    if let Target::Part(id) | Target::Port(id) = &target {
        editor.make_reachable(id);
    }
    editor.pointer(Event::Down { pointer: event.pointer_id(), x, y, target, held: held(event) });
}

fn moved(editor: Editor, event: &PointerEvent) {
    if editor.is_idle() {
        return;
    }
    let (x, y) = on_stage(event.client_x(), event.client_y());
    editor.pointer(Event::Move { pointer: event.pointer_id(), x, y, held: held(event) });
}

/// While something is held the pointer is over the canvas itself, whatever lies below it.
fn hovered(editor: Editor, event: &PointerEvent) {
    if !editor.is_idle() {
        return;
    }
    let over = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let part = over.and_then(|over| attribute_of(&over, "data-port").or_else(|| attribute_of(&over, "data-part")));
    editor.hover(part.and_then(|id| ElementId::new(id).ok()));
}

fn released(editor: Editor, event: &PointerEvent) {
    if editor.is_idle() {
        return;
    }
    let (x, y) = on_stage(event.client_x(), event.client_y());
    editor.pointer(Event::Up { pointer: event.pointer_id(), x, y });
}

fn wheel(editor: Editor, event: &web_sys::WheelEvent) {
    let over_float = event.target().and_then(|t| t.dyn_into::<Element>().ok()).and_then(|e| e.closest(".float,.sheet").ok().flatten());
    if over_float.is_some() {
        return;
    }
    event.prevent_default();
    let unit = if event.delta_mode() == 1 { WHEEL_LINE } else { 1.0 };
    let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.ctrl_key() || event.meta_key() {
        let (x, y) = on_stage(event.client_x(), event.client_y());
        let factor = (-dy / 400.0).clamp(-0.5, 0.5).exp();
        editor.view.update(|view| *view = view.zoomed(factor, x, y));
    } else {
        let (dx, dy) = if event.shift_key() && dx == 0.0 { (dy, 0.0) } else { (dx, dy) };
        editor.view.update(|view| *view = view.panned(-dx, -dy));
    }
}

fn double_click(editor: Editor, event: &web_sys::MouseEvent) {
    // The first press captured the pointer, so the event itself names the canvas: what lies under the pointer counts.
    let Some(under) = document().element_from_point(event.client_x() as f32, event.client_y() as f32) else { return };
    let id = attribute_of(&under, "data-port").or_else(|| attribute_of(&under, "data-part")).and_then(|id| ElementId::new(id).ok());
    if id.is_some() && editor.can_edit() && editor.wide_enough() {
        editor.renaming.set(id);
    }
}

fn context_menu(editor: Editor, event: &web_sys::MouseEvent) {
    let Some(target) = target_of(event) else { return };
    event.prevent_default();
    let (x, y) = on_stage(event.client_x(), event.client_y());
    editor.open_menu(target, (x, y));
}
