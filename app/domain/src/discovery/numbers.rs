//! The numbers the proposal reckons with: each with its default, its bounds and where it comes from. A Brief may hold another
//! value for any of them, under the number's id, beside the answers.

use super::{Answer, Answers};

/// A number that can be overridden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The id under which another value is kept among the answers.
    pub id: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub default: u32,
    pub min: u32,
    pub max: u32,
    /// What it decides, and where it comes from.
    pub about: &'static str,
}

macro_rules! numbers {
    ($($field:ident: $id:literal, $label:literal, $unit:literal, $default:literal in $min:literal..=$max:literal, $about:literal;)+) => {
        /// Every number, in the order it is shown.
        pub const ALL: &[Number] = &[$(
            Number { id: $id, label: $label, unit: $unit, default: $default, min: $min, max: $max, about: $about }
        ),+];

        /// The numbers of a Brief: the defaults, or what a person put in their place.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Numbers { $(pub $field: u32),+ }

        impl Default for Numbers {
            fn default() -> Self {
                Self { $($field: $default),+ }
            }
        }

        impl Numbers {
            /// Reads the numbers; what is absent, no number or out of bounds takes the default.
            pub fn read(answers: &Answers) -> Self {
                Self { $($field: read(answers, $id, $min, $max).unwrap_or($default)),+ }
            }
            /// A number by its id.
            pub fn get(&self, id: &str) -> Option<u32> {
                match id { $($id => Some(self.$field),)+ _ => None }
            }
        }
    };
}

numbers! {
    small_team: "number-small-team", "Small team", "engineers", 5 in 1..=50,
        "Below this many engineers one deployable is the default. The field's rule: no services with fewer than five people.";
    comfortable_team: "number-comfortable-team", "Comfortable team", "engineers", 8 in 2..=100,
        "From this many engineers services are as cheap to own as modules: two teams of four (Team Topologies).";
    large_team: "number-large-team", "Large team", "engineers", 20 in 3..=500,
        "From this many engineers one code base becomes a queue.";
    tenths_per_service: "number-tenths-per-service", "Engineers for a service", "tenths", 12 in 1..=100,
        "How many engineers one service needs to be owned rather than inherited, in tenths.";
    simple_contexts: "number-simple-contexts", "Simple domain", "contexts", 3 in 1..=20,
        "Up to this many contexts a domain is simple, and has few boundaries worth a network.";
    rich_contexts: "number-rich-contexts", "Rich domain", "contexts", 5 in 2..=40,
        "From this many contexts a domain is rich, with boundaries that are clear.";
    quiet_rps: "number-quiet-rps", "Quiet", "requests a second", 100 in 1..=100_000,
        "Below this load one process carries everything.";
    busy_rps: "number-busy-rps", "Busy", "requests a second", 1_000 in 2..=1_000_000,
        "From this load parts want to scale on their own.";
    nano_entities: "number-nano-entities", "Too small", "tables", 1 in 0..=3,
        "A context with no more tables than this and a single caller joins its caller: more network than work.";
    god_entities: "number-god-entities", "Too large", "tables", 12 in 6..=60,
        "No context and no service gets more tables than this: about what a team keeps in its head.";
    god_modules: "number-god-modules", "Too many jobs", "contexts", 5 in 2..=20,
        "No service that is one of several hosts more contexts than this.";
    price_percent: "number-price-percent", "Prices", "% of list", 100 in 10..=1_000,
        "Costs rest on list prices that were noted once: an assumption, no offer. Ask your provider, and say here how far off they are.";
}

fn read(answers: &Answers, id: &str, min: u32, max: u32) -> Option<u32> {
    match answers.get(id)? {
        Answer::Number(n) => u32::try_from(*n).ok().filter(|n| (min..=max).contains(n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::questions, ids::QuestionId};
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_valid_distinct_and_no_question() {
        let ids: BTreeSet<_> = ALL.iter().map(|number| number.id).collect();
        assert_eq!(ids.len(), ALL.len());
        for number in ALL {
            assert!(QuestionId::new(number.id).is_ok() && questions::find(number.id).is_none(), "{}", number.id);
            assert!((number.min..=number.max).contains(&number.default) && !number.about.is_empty(), "{}", number.id);
            assert_eq!(Numbers::default().get(number.id), Some(number.default));
        }
    }

    #[test]
    fn another_value_counts_inside_its_bounds_only() {
        let with = |answer: Answer| Numbers::read(&[(QuestionId::new("number-small-team").unwrap(), answer)].into()).small_team;
        assert_eq!([with(Answer::Number(9)), with(Answer::Number(0)), with(Answer::text("nine"))], [9, 5, 5]);
    }
}
