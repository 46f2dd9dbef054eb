//! Values that differ between environments. In the kustomize base they are themselves and the overlays change them; in the templates
//! of the Helm chart they are read from its values. Everything else is the same text in both.

use serde::Serialize;
use std::fmt::Display;

/// Whom a manifest is printed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::artefacts) enum Dialect {
    Kustomize,
    Helm,
}

/// A value in its place, or what stands there instead. The filter `placed` prints it, and prints nothing else.
#[derive(Debug, Serialize)]
pub(in crate::artefacts) struct Placed {
    placed: String,
}

/// Around an action of a Helm template. No other filter lets control characters through, so that text of a Design is never an action.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

impl Dialect {
    /// A number, or a quantity that is made of one; `path` is its place in the values.
    pub(super) fn plain(self, path: &[&str], value: impl Display) -> Placed {
        let placed = match self {
            Self::Kustomize => value.to_string(),
            Self::Helm => action(&value_at(path)),
        };
        Placed { placed }
    }

    /// A text.
    pub(super) fn text(self, path: &[&str], value: &str) -> Placed {
        let placed = match self {
            Self::Kustomize => crate::render::yaml(value),
            Self::Helm => action(&format!("{} | quote", value_at(path))),
        };
        Placed { placed }
    }

    /// The image of a part that is built: the operator says of which registry and release. kustomize's overlays do so by its name.
    pub(super) fn built_image(self, id: &str, name: &str) -> Placed {
        let placed = match self {
            Self::Kustomize => crate::render::yaml(&unset(name)),
            Self::Helm => {
                let tag = format!("{} | default .Values.tag", value_at(&["parts", id, "tag"]));
                format!("\"{}/{name}:{}\"", action(".Values.registry"), action(&tag))
            }
        };
        Placed { placed }
    }

    /// The image of a canary, in a chart.
    pub(super) fn tried_image(self, id: &str, name: &str) -> Placed {
        let tag = value_at(&["parts", id, "canary", "tag"]);
        Placed { placed: format!("\"{}/{name}:{}\"", action(".Values.registry"), action(&tag)) }
    }

    /// The image of the newer release, where a canary may run beside the others.
    pub(super) fn newest_image(self, id: &str, name: &str) -> Placed {
        let (canary, tag) = (value_at(&["parts", id, "canary"]), value_at(&["parts", id, "tag"]));
        let newest = format!("ternary ({canary} \"tag\") ({tag} | default .Values.tag) ({canary} \"enabled\")");
        Placed { placed: format!("\"{}/{name}:{}\"", action(".Values.registry"), action(&newest)) }
    }

    /// A name, in a chart of one revision of its release.
    pub(super) fn of_revision(self, name: &str) -> Placed {
        let placed = match self {
            Self::Kustomize => crate::render::yaml(name),
            Self::Helm => format!("\"{name}-{}\"", action(".Release.Revision")),
        };
        Placed { placed }
    }

    /// Lines that only a chart has, after the line before; they may hold `{{ … }}`.
    pub(super) fn only_in_chart(self, lines: &str) -> Placed {
        let placed = match self {
            Self::Kustomize => String::new(),
            Self::Helm => lines.replace("{{", &OPEN.to_string()).replace("}}", &CLOSE.to_string()),
        };
        Placed { placed }
    }
}

/// The name of a built image until an overlay says of which registry and release. Nobody can have an image of this name: the overlays
/// replace ours and no other.
pub(super) fn unset(name: &str) -> String {
    format!("registry.invalid/{name}")
}

/// `{{ … }}` once the rest of the manifest is escaped.
fn action(expression: &str) -> String {
    format!("{OPEN} {expression} {CLOSE}")
}

/// `index`, because an id may hold dashes.
fn value_at(path: &[&str]) -> String {
    let keys: String = path.iter().map(|key| format!(" \"{key}\"")).collect();
    format!("index .Values{keys}")
}

/// A manifest as a Helm template: braces of the Design's own texts are texts there too.
pub(in crate::artefacts) fn template(manifest: &str) -> String {
    manifest.replace("{{", "{{ \"{{\" }}").replace(OPEN, "{{").replace(CLOSE, "}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_itself_or_read_from_the_values() {
        let print = |dialect: Dialect| {
            let all = [
                dialect.plain(&["parts", "orders-db", "replicas"], 2),
                dialect.text(&["parts", "orders-db", "image"], "a: {{b}}"),
                dialect.built_image("orders", "shop/orders"),
                dialect.only_in_chart("\n{{- end }}"),
            ];
            all.map(|placed| template(&placed.placed))
        };
        assert_eq!(print(Dialect::Kustomize), ["2", "\"a: {{ \"{{\" }}b}}\"", "registry.invalid/shop/orders", ""]);
        assert_eq!(
            print(Dialect::Helm),
            [
                "{{ index .Values \"parts\" \"orders-db\" \"replicas\" }}",
                "{{ index .Values \"parts\" \"orders-db\" \"image\" | quote }}",
                "\"{{ .Values.registry }}/shop/orders:{{ index .Values \"parts\" \"orders\" \"tag\" | default .Values.tag }}\"",
                "\n{{- end }}",
            ]
        );
    }
}
