//! The template engine and its quoting filters: every value that reaches a file passes the filter of that file's format. Must not
//! decide anything; a template that could not be rendered is a fault of ours.

mod quote;

use crate::{GenerateError, artefacts, origin::Mark, verify};
use serde::Serialize;
use std::sync::LazyLock;
use tera::{Context, Error, Kwargs, Map, State, Tera, TeraResult};

/// A YAML scalar, for models that hold a finished one.
pub(crate) use quote::yaml;

/// Filters that end every `{{ … }}` in a template. `token`, `num` and `placed` do not quote: they refuse what would need it.
#[cfg(test)]
const QUOTING: &[&str] =
    &["yaml", "compose", "json", "html", "shell", "dockerfile", "markdown", "cell", "mermaid", "comment", "token", "num", "placed"];

static ENGINE: LazyLock<Result<Tera, String>> = LazyLock::new(|| engine().map_err(|error| error.to_string()));

fn engine() -> TeraResult<Tera> {
    let mut tera = Tera::new();
    // One escape for all formats would be wrong for all but one.
    tera.autoescape_on(Vec::<&str>::new());
    macro_rules! quoting {
        ($($name:ident),+) => { $(tera.register_filter(stringify!($name), |text: &str, _: Kwargs, _: &State| quote::$name(text));)+ };
    }
    quoting!(yaml, compose, json, html, shell, dockerfile, markdown, cell, mermaid, comment);
    tera.register_filter("token", |text: &str, _: Kwargs, _: &State| {
        quote::token(text).map(str::to_owned).ok_or_else(|| Error::message(format!("“{text}” needs quoting; it is no plain token")))
    });
    // Does not quote: what it gives still passes the filter of its format.
    tera.register_filter("in_path", |name: &str, _: Kwargs, _: &State| crate::names::in_path(name).into_owned());
    tera.register_filter("num", |number: i64, _: Kwargs, _: &State| number.to_string());
    // Finished by the model; only `Placed` of the manifests has this form, and a text of a Design never has.
    tera.register_filter("placed", |value: &Map, _: Kwargs, _: &State| {
        let placed = value.iter().find(|(key, _)| key.as_str() == Some("placed")).and_then(|(_, text)| text.as_str());
        placed.map(str::to_owned).ok_or_else(|| Error::message("is not a placed value"))
    });
    mark_filters(&mut tera);
    tera.add_raw_templates(templates())?;
    Ok(tera)
}

/// Filters that print no value but mark their line with what it comes from. What is no plain token marks nothing.
fn mark_filters(tera: &mut Tera) {
    let printed = |mark: Mark, ids: &[&str]| if ids.iter().all(|id| quote::token(id).is_some()) { mark.printed() } else { String::new() };
    tera.register_filter("from_part", move |id: &str, _: Kwargs, _: &State| printed(Mark::Part(id.to_owned()), &[id]));
    tera.register_filter("from_link", move |id: &str, _: Kwargs, _: &State| printed(Mark::Link(id.to_owned()), &[id]));
    tera.register_filter("from_decision", move |topic: &str, _: Kwargs, _: &State| printed(Mark::Decision(topic.to_owned()), &[topic]));
    tera.register_filter("from_rule", move |code: &str, _: Kwargs, _: &State| printed(Mark::Rule(code.to_owned()), &[code]));
    tera.register_filter("from_call", move |to: &str, kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let by: &str = kwargs.must_get("by")?;
        Ok(printed(Mark::Call { from: by.to_owned(), to: to.to_owned() }, &[by, to]))
    });
    // A network is named after its two ends.
    tera.register_filter("from_network", move |name: &str, _: Kwargs, _: &State| {
        let ends = name.split_once('.');
        ends.map_or_else(String::new, |(from, to)| printed(Mark::Call { from: from.to_owned(), to: to.to_owned() }, &[from, to]))
    });
}

fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    artefacts::ALL.iter().flat_map(|artefact| artefact.templates).chain(verify::TEMPLATES).copied()
}

/// Renders a template with the fields of a model.
pub fn render(template: &str, model: &impl Serialize) -> Result<String, GenerateError> {
    Prepared::new(model)?.render(template)
}

/// The text of a JSON file.
pub fn json(file: &str, content: &impl Serialize) -> Result<String, GenerateError> {
    serde_json::to_string_pretty(content).map_err(|error| GenerateError::internal(file, error.to_string()))
}

/// A model as templates read it: made once where several print the same.
#[derive(Debug)]
pub struct Prepared(Context);

impl Prepared {
    pub fn new<M: Serialize>(model: &M) -> Result<Self, GenerateError> {
        let wrong = |error: Error| GenerateError::internal(std::any::type_name::<M>(), error.to_string());
        Context::from_serialize(model).map(Self).map_err(wrong)
    }
    pub fn render(&self, template: &str) -> Result<String, GenerateError> {
        let wrong = |message: String| GenerateError::internal(template, message);
        let engine = ENGINE.as_ref().map_err(|error| wrong(error.clone()))?;
        engine.render(template, &self.0).map_err(|error| wrong(with_sources(&error)))
    }
}

fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_parses() {
        assert_eq!(ENGINE.as_ref().err(), None);
    }

    #[test]
    fn every_value_in_a_template_passes_a_quoting_filter() {
        for (name, text) in templates() {
            // What stands between `raw` and `endraw` is text of the file, such as the expressions of a workflow.
            let spoken: String = text
                .split("{% raw %}")
                .enumerate()
                .map(|(i, rest)| if i == 0 { rest } else { rest.split_once("{% endraw %}").map_or("", |(_, after)| after) })
                .collect();
            for expression in spoken.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
                let last = expression.trim_matches(|c: char| c == '-' || c.is_whitespace()).rsplit('|').next().unwrap_or("").trim();
                let last = last.split('(').next().unwrap_or_default();
                assert!(QUOTING.contains(&last) || last.starts_with("from_"), "{name}: {{{{{expression}}}}} ends in no quoting filter");
            }
            assert!(!text.contains("| safe"), "{name} marks a value as safe");
        }
    }

    #[test]
    fn an_unknown_template_is_our_fault() {
        assert!(matches!(render("no-such.tera", &Map::new()), Err(GenerateError::Internal { file, .. }) if file == "no-such.tera"));
    }
}
