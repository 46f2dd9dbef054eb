//! The cut: how well the bounded contexts of a Design keep together what belongs together and apart what does not, beside the
//! cuts that are coarser and finer. Computed from the Design alone, so it follows every edit.

mod alternative;
pub mod relation;
#[cfg(test)]
mod tests;

use crate::{
    Design,
    discovery::{Brief, numbers::Numbers},
    ids::ContextId,
};
use relation::{Atom, Relation, atoms, criteria_of, relate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One way to cut, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cut {
    /// `drawn`, `one-each`, `capabilities`, `families` or `one`.
    pub slug: String,
    /// `As drawn`, `One part a table`, …
    pub name: String,
    /// From 0 to 100: the harmonic mean of the two shares below, so that neither can be bought with the other.
    pub score: u32,
    /// How much of what belongs together stays in one part, in percent of its points.
    pub together_percent: u32,
    /// How much of what should be apart is in different parts, in percent of its points.
    pub apart_percent: u32,
    pub parts: usize,
    /// Tables of the smallest part that has any, and of the largest.
    pub smallest: usize,
    pub largest: usize,
    /// Parts with no more tables than the limit, and so mostly network.
    pub nano: usize,
    /// Parts with more tables than the limit, and so several jobs.
    pub god: usize,
    /// What speaks against it; what speaks for it, for the cut that was drawn.
    pub remark: String,
}

/// What ties two contexts together and what keeps them apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Coupling {
    pub from: ContextId,
    pub to: ContextId,
    /// Points for one part.
    pub together: u32,
    /// Points for two.
    pub apart: u32,
    /// The criteria that hold, the heaviest first: `Shared data +4`.
    pub criteria: Vec<Weight>,
}

/// One criterion with what it adds up to; below zero it speaks for two parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weight {
    pub criterion: String,
    pub points: i32,
}

/// The cut of a Design with the alternatives and the reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cutting {
    pub drawn: Cut,
    /// From the finest to the coarsest.
    pub alternatives: Vec<Cut>,
    /// Why this one, in two or three sentences.
    pub why: String,
    /// Pairs of contexts that something ties together, the strongest tie first.
    pub couplings: Vec<Coupling>,
}

/// Points of a tie that nobody has drawn: those of shared data.
const MISSING_TIE: u32 = 4;

/// Judges the cut of a Design. `None` when there is nothing to judge: fewer than two entities, or entities that nothing ties together.
pub fn cutting(design: &Design) -> Option<Cutting> {
    let atoms = atoms(design);
    if atoms.len() < 2 {
        return None;
    }
    let numbers = Brief::read(&design.brief).numbers;
    let pairs = Pairs::of(&atoms);
    let groups: Vec<usize> =
        atoms.iter().map(|atom| design.contexts.keys().position(|id| id == atom.context).unwrap_or_default()).collect();
    if !pairs.tie() {
        return None;
    }
    let mut drawn = pairs.judge("drawn", "As drawn", &groups, numbers);
    let mut alternatives = alternative::cuts(&atoms, &pairs, &groups, numbers);
    alternatives.iter_mut().for_each(|cut| cut.remark = alternative::against(cut, &drawn));
    drawn.remark = alternative::in_favour(&drawn);
    let why = alternative::why(&drawn, &alternatives);
    Some(Cutting { drawn, alternatives, why, couplings: couplings(design, &atoms) })
}

/// The score alone, for showing what a move would do to it. `None` when there is nothing to cut.
pub fn score(design: &Design) -> Option<u32> {
    let atoms = atoms(design);
    let groups: Vec<usize> =
        atoms.iter().map(|atom| design.contexts.keys().position(|id| id == atom.context).unwrap_or_default()).collect();
    let pairs = Pairs::of(&atoms);
    pairs.tie().then(|| pairs.judge("drawn", "", &groups, Numbers::default()).score)
}

/// Every pair of entities that something ties or parts.
struct Pairs {
    related: Vec<(usize, usize, Relation)>,
}

impl Pairs {
    fn of(atoms: &[Atom<'_>]) -> Self {
        let each = (0..atoms.len()).flat_map(|a| (a + 1..atoms.len()).map(move |b| (a, b)));
        let related = each.map(|(a, b)| (a, b, relate(&atoms[a], &atoms[b])));
        Self { related: related.filter(|(.., relation)| *relation != Relation::default()).collect() }
    }

    /// Whether anything ties two entities together; where nothing does, no boundary is right or wrong.
    fn tie(&self) -> bool {
        self.related.iter().any(|(.., relation)| relation.together > 0)
    }

    /// `groups` says for every entity in which part it is.
    fn judge(&self, slug: &str, name: &str, groups: &[usize], numbers: Numbers) -> Cut {
        let (mut kept, mut together, mut parted, mut apart) = (0_u32, 0_u32, 0_u32, 0_u32);
        for (a, b, relation) in &self.related {
            let same = groups[*a] == groups[*b];
            together += relation.together;
            apart += relation.apart;
            if same {
                kept += relation.together;
            } else {
                parted += relation.apart;
            }
        }
        // The parts of one system have something to do with each other. Where nothing leads from one to another, that is missing.
        let several = groups.iter().any(|group| Some(group) != groups.first());
        if several && kept == together {
            together += MISSING_TIE;
        }
        let percent = |part: u32, of: u32| (part * 100).checked_div(of).unwrap_or(100);
        let (together_percent, apart_percent) = (percent(kept, together), percent(parted, apart));
        let score = (2 * together_percent * apart_percent).checked_div(together_percent + apart_percent).unwrap_or(0);
        let mut sizes = std::collections::BTreeMap::<usize, usize>::new();
        groups.iter().for_each(|group| *sizes.entry(*group).or_default() += 1);
        let over = |limit: u32| sizes.values().filter(|size| **size > limit as usize).count();
        Cut {
            slug: slug.to_owned(),
            name: name.to_owned(),
            score,
            together_percent,
            apart_percent,
            parts: sizes.len(),
            smallest: sizes.values().copied().min().unwrap_or(0),
            largest: sizes.values().copied().max().unwrap_or(0),
            nano: sizes.len() - over(numbers.nano_entities),
            god: over(numbers.god_entities),
            remark: String::new(),
        }
    }
}

fn couplings(design: &Design, atoms: &[Atom<'_>]) -> Vec<Coupling> {
    let ids: Vec<&ContextId> = design.contexts.keys().collect();
    let mut all = Vec::new();
    for (i, from) in ids.iter().enumerate() {
        for to in &ids[i + 1..] {
            let (mut coupling, mut weights) = ((0, 0), std::collections::BTreeMap::<&'static str, i32>::new());
            for a in atoms.iter().filter(|atom| atom.context == *from) {
                for b in atoms.iter().filter(|atom| atom.context == *to) {
                    for criterion in criteria_of(a, b) {
                        *weights.entry(criterion.label).or_default() += criterion.points;
                        let side = if criterion.points > 0 { &mut coupling.0 } else { &mut coupling.1 };
                        *side += criterion.points.unsigned_abs();
                    }
                }
            }
            if coupling.0 == 0 {
                continue;
            }
            let mut criteria: Vec<_> =
                weights.into_iter().map(|(criterion, points)| Weight { criterion: criterion.to_owned(), points }).collect();
            criteria.sort_by_key(|weight| -weight.points);
            all.push(Coupling { from: (*from).clone(), to: (*to).clone(), together: coupling.0, apart: coupling.1, criteria });
        }
    }
    all.sort_by_key(|coupling| std::cmp::Reverse(coupling.together));
    all
}
