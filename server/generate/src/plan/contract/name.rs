//! Names for code: from the snake case and the slugs of a Design to what schemas, classes and tables are called.

use std::collections::BTreeSet;

/// Nouns whose singular is not their plural without its ending.
const IRREGULAR: &[(&str, &str)] =
    &[("people", "person"), ("children", "child"), ("staff", "staff"), ("inventory", "inventory"), ("series", "series"), ("news", "news")];

/// One of many: `order_items` gives `order_item`, `categories` gives `category`. Only the last word changes.
pub fn singular(plural: &str) -> String {
    let at = plural.rfind(['_', '-']).map_or(0, |at| at + 1);
    let (stem, word) = plural.split_at(at);
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return format!("{stem}{one}");
    }
    let one = if let Some(root) = word.strip_suffix("ies").filter(|root| root.len() > 1) {
        format!("{root}y")
    } else if ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        word[..word.len() - 2].to_owned()
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) && word.len() > 2 {
        word[..word.len() - 1].to_owned()
    } else {
        word.to_owned()
    };
    format!("{stem}{one}")
}

/// `order-items`, `order_items` and `order.items` give `OrderItems`. Starts with a letter when the text does.
pub fn pascal(text: &str) -> String {
    text.split(['_', '-', '.', ' '])
        .filter(|word| !word.is_empty())
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
        })
        .collect()
}

/// `price-and-reserve` gives `priceAndReserve`.
pub fn camel(text: &str) -> String {
    let name = pascal(text);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// Words for people: `order_items` gives `order items`.
pub fn words(text: &str) -> String {
    text.replace(['_', '-', '.'], " ")
}

/// `wanted`, or `wanted2`, `wanted3`, … : the first nobody has; then it is taken.
pub(crate) fn claim(taken: &mut BTreeSet<String>, wanted: &str, separator: &str) -> String {
    let mut name = wanted.to_owned();
    let mut n = 1;
    while !taken.insert(name.clone()) {
        n += 1;
        name = format!("{wanted}{separator}{n}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many() {
        for (many, one) in [
            ("orders", "order"),
            ("order_items", "order_item"),
            ("categories", "category"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("people", "person"),
            ("inventory", "inventory"),
            ("s", "s"),
            ("ies", "ie"),
        ] {
            assert_eq!(singular(many), one);
        }
    }

    #[test]
    fn names_of_types_and_functions() {
        assert_eq!(pascal("order.created"), "OrderCreated");
        assert_eq!(camel("price-and-reserve"), "priceAndReserve");
        assert_eq!(pascal("a__b-"), "AB");
    }

    #[test]
    fn a_name_is_given_once() {
        let mut taken = BTreeSet::new();
        assert_eq!([claim(&mut taken, "a", "-"), claim(&mut taken, "a", "-"), claim(&mut taken, "a", "")], ["a", "a-2", "a2"]);
    }
}
