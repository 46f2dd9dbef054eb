//! The shapes a system could have had instead: each a whole Design, so that it can be opened and exported like the one proposed.

use super::{Shape, facts::monthly_cost, group, identify::identify, propose_shaped};
use crate::{
    Design,
    design::ElementKind,
    discovery::{Answers, Brief},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One shape with its Design.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    pub shape: Shape,
    /// It is the one that fits.
    pub fits: bool,
    /// Services and workers.
    pub parts: usize,
    /// Containers that run in production, copies not counted.
    pub containers: usize,
    /// Euros a month, from and to.
    pub monthly_cost: (u64, u64),
    /// Laid out and valid, with the answers inside.
    pub design: Design,
}

impl Shape {
    pub const ALL: [Self; 3] = [Self::ModularMonolith, Self::MonolithWithSatellites, Self::Microservices];
    /// As files and flags write it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::ModularMonolith => "modular-monolith",
            Self::MonolithWithSatellites => "monolith-with-satellites",
            Self::Microservices => "microservices",
        }
    }
    pub fn label(self) -> &'static str {
        match self {
            Self::ModularMonolith => "Modular monolith",
            Self::MonolithWithSatellites => "Monolith with satellites",
            Self::Microservices => "Microservices",
        }
    }
}

/// Every shape these answers can take, the simplest first. Shapes that would come out alike are one.
pub fn alternatives(name: Option<&str>, answers: &Answers) -> Vec<Alternative> {
    let brief = Brief::read(answers);
    let found = identify(&brief);
    let apart = found.iter().filter(|f| f.apart.is_some()).count();
    let fits = super::verdict::judge(&brief, &found).shape;
    let possible = |shape: &Shape| match shape {
        Shape::ModularMonolith => true,
        Shape::MonolithWithSatellites => apart > 0 && apart < found.len(),
        Shape::Microservices => found.len() > 1,
    };
    let of = |shape: Shape| {
        let design = propose_shaped(name, answers, Some(shape)).design;
        let (low, high, _) = monthly_cost(&design);
        Alternative {
            shape,
            fits: shape == fits,
            parts: group::count(&brief, &found, shape),
            containers: design
                .elements
                .values()
                .filter(|element| element.kind.is_deployed() && element.kind != ElementKind::External)
                .count(),
            monthly_cost: (low, high),
            design,
        }
    };
    Shape::ALL.into_iter().filter(possible).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::Answer, discovery::proposal::propose, ids::QuestionId, work::Work};

    fn answers(pairs: &[(&str, Answer)]) -> Answers {
        pairs.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect()
    }

    #[test]
    fn every_shape_is_a_design_of_its_own_and_one_is_the_proposal() {
        let answers = answers(&[("archetype", Answer::text("restaurant-voice")), ("engineers", Answer::Number(3))]);
        let all = alternatives(Some("Bella"), &answers);
        assert_eq!(all.iter().map(|a| a.shape).collect::<Vec<_>>(), Shape::ALL);
        for alternative in &all {
            assert_eq!(alternative.design.problems(), []);
            assert!(
                crate::review::review(&alternative.design, &Work::unlimited())
                    .open(crate::review::Severity::Error)
                    .all(|finding| finding.is_gap())
            );
        }
        let fitting = all.iter().find(|a| a.fits).unwrap();
        assert_eq!(fitting.design, propose(Some("Bella"), &answers).design);
        assert!(all[0].parts == 1 && all[1].parts == 2 && all[2].parts >= 2, "{:?}", all.iter().map(|a| a.parts).collect::<Vec<_>>());
    }

    #[test]
    fn a_single_context_has_one_shape() {
        let one = answers(&[("capabilities", Answer::many(["content"]))]);
        assert_eq!(alternatives(None, &one).len(), 1);
    }
}
