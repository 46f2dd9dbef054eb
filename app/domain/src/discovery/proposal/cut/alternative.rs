//! The cuts a Design could have had instead, and the words that weigh them against the one that was drawn.

use super::{Cut, Pairs, relation::Atom};
use crate::discovery::{
    capability::Family,
    numbers::Numbers,
    proposal::verdict::{capital, plural, words},
};
use std::collections::BTreeMap;

/// From the finest to the coarsest; those that come out like the drawn one or like each other are left out.
pub fn cuts(atoms: &[Atom<'_>], pairs: &Pairs, drawn: &[usize], numbers: Numbers) -> Vec<Cut> {
    let each: Vec<usize> = (0..atoms.len()).collect();
    let capability =
        numbered(atoms.iter().map(|atom| atom.origin.map_or_else(|| atom.context.to_string(), |origin| origin.slug.to_owned())));
    let family = numbered(atoms.iter().map(|atom| atom.origin.map_or(Family::Work, |origin| origin.family)));
    let one = vec![0; atoms.len()];
    let mut seen = vec![numbered(drawn.iter())];
    let mut cuts = Vec::new();
    for (slug, name, groups) in [
        ("one-each", "One part a table", each),
        ("capabilities", "One part a capability", capability),
        ("families", "Neighbours joined", family),
        ("one", "Everything in one", one),
    ] {
        let shape = numbered(groups.iter());
        if !seen.contains(&shape) {
            cuts.push(pairs.judge(slug, name, &groups, numbers));
            seen.push(shape);
        }
    }
    cuts
}

/// Groups numbered in the order they come up, so that equal cuts are equal.
fn numbered<T: Ord>(keys: impl Iterator<Item = T>) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    keys.map(|key| {
        let next = numbers.len();
        *numbers.entry(key).or_insert(next)
    })
    .collect()
}

/// What speaks against a cut that was not taken.
pub fn against(cut: &Cut, drawn: &Cut) -> String {
    if cut.god > 0 && cut.parts == 1 {
        return format!("{} in one part: a change anywhere is a change of everything.", capital(&plural(cut.largest as u64, "table")));
    }
    if cut.god > 0 {
        return format!("{} with more tables than one team keeps in its head.", capital(&parts(cut.god)));
    }
    if cut.parts > drawn.parts {
        let lost = drawn.together_percent.saturating_sub(cut.together_percent);
        let small = if cut.nano > drawn.nano { format!(", and {} would be mostly network", parts(cut.nano)) } else { String::new() };
        return format!("{lost} points of what belongs together would go over a network{small}.");
    }
    let lost = drawn.apart_percent.saturating_sub(cut.apart_percent);
    if lost == 0 {
        return format!(
            "{} fewer to run, but {} would release together.",
            capital(&words(drawn.parts - cut.parts)),
            plural(cut.largest as u64, "table")
        );
    }
    format!("{lost} points of what should be apart would share a part, its releases and its failures.")
}

/// What speaks for the cut that was drawn.
pub fn in_favour(cut: &Cut) -> String {
    match (cut.nano, cut.god) {
        (0, 0) => format!("No part too small, none too large: from {} to {}.", cut.smallest, plural(cut.largest as u64, "table")),
        (nano, 0) => format!("{} small enough to join another; none too large.", capital(&parts(nano))),
        (0, god) => format!("{} larger than one team keeps in its head.", capital(&parts(god))),
        (nano, god) => format!("{} very small, {} too large.", capital(&parts(nano)), parts(god)),
    }
}

/// Why this one: what it keeps together and apart, and how the best of the others compares.
pub fn why(drawn: &Cut, alternatives: &[Cut]) -> String {
    let mut text = format!(
        "{} % of what belongs together stays in one part, and {} % of what should be apart is apart.",
        drawn.together_percent, drawn.apart_percent
    );
    let best = alternatives.iter().filter(|cut| cut.god == 0).max_by_key(|cut| cut.score);
    match best {
        Some(best) if best.score > drawn.score => text.push_str(&format!(
            " “{}” scores {} more; it would make {} of {}.",
            best.name,
            best.score - drawn.score,
            plural(best.parts as u64, "part"),
            words(drawn.parts)
        )),
        Some(best) => {
            text.push_str(&format!(" The next best, “{}”, scores {} less.", best.name, drawn.score - best.score));
        }
        None => {}
    }
    text
}

fn parts(n: usize) -> String {
    format!("{} part{}", words(n), if n == 1 { "" } else { "s" })
}
