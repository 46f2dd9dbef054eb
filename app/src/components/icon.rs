//! Icons by name, from the one sprite. Names that begin with `b-` are marks of products.

use leptos::prelude::*;

/// An icon of the sprite; decoration only, so the words beside it must say what it means.
#[component]
pub fn Icon(
    /// Name of the symbol: `search`, `b-postgresql`.
    #[prop(into)]
    name: String,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let mark = if name.starts_with("b-") { "i--b " } else { "" };
    view! {
        <svg class=format!("i {mark}{class}") aria-hidden="true">
            <use href=symbol(&name)></use>
        </svg>
    }
    .into_any()
}

/// Groundplan's own mark: two rooms and a door. Drawn here, so that the door can take the accent of the theme.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="i" viewBox="0 0 24 24" fill="none" aria-hidden="true">
            <path d="M20 12V20.5H3.5V3.5H20V6" stroke="currentColor" stroke-width="2.5" stroke-linecap="square"></path>
            <path d="M3.5 13H11M11 13V10" stroke="currentColor" stroke-width="2.5"></path>
            <path class="gp-arc" d="M20 6A6 6 0 0 0 14 12H20" stroke-width="1.75"></path>
        </svg>
    }
    .into_any()
}

/// The mark with the name, which leads home.
#[component]
pub fn SiteMark() -> impl IntoView {
    view! {
        <a class="mark mark--w" href="/" aria-label="Groundplan, all designs">
            <Mark/>
            <span>"Groundplan"</span>
        </a>
    }
    .into_any()
}

/// The address of a symbol, for `use` elements.
pub fn symbol(name: &str) -> String {
    format!("{}#{name}", sprite())
}

#[cfg(all(target_arch = "wasm32", feature = "hydrate"))]
fn sprite() -> String {
    use std::sync::OnceLock;
    static SPRITE: OnceLock<String> = OnceLock::new();
    let read = || {
        let document = web_sys::window()?.document()?;
        document.query_selector("meta[name=icon-sprite]").ok()??.get_attribute("content")
    };
    SPRITE.get_or_init(|| read().unwrap_or_default()).clone()
}

#[cfg(not(all(target_arch = "wasm32", feature = "hydrate")))]
fn sprite() -> String {
    use_context::<std::sync::Arc<crate::shell::Assets>>().map(|assets| assets.icons.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    const SPRITE: &str = include_str!("../../../public/icons.svg");

    fn sources(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                all.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn the_sprite_holds_exactly_what_is_used() {
        let symbols: BTreeSet<&str> = SPRITE.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut code = String::new();
        for folder in ["app/src", "app/domain/src", "server/generate/src"] {
            sources(&root.join(folder), &mut code);
        }
        let unused: Vec<_> = symbols.iter().filter(|symbol| !code.contains(&format!("\"{symbol}\""))).collect();
        assert!(unused.is_empty(), "nothing uses {unused:?}");
        let named =
            ["<Icon name=\"", "icon: \""].into_iter().flat_map(|sign| code.split(sign).skip(1)).filter_map(|rest| rest.split('"').next());
        let choices = domain::discovery::questions::all().iter().flat_map(|question| question.choices()).map(|choice| choice.icon);
        let missing: BTreeSet<&str> =
            named.chain(choices).filter(|name| !name.is_empty() && !name.contains(['{', '\\', ' ']) && !symbols.contains(name)).collect();
        assert!(missing.is_empty(), "the sprite lacks {missing:?}");
    }
}
