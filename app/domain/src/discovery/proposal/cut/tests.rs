//! What the score must say of cuts that are plainly good or bad.

use super::*;
use crate::{
    discovery::{Answer, Answers, proposal::moves, propose},
    ids::QuestionId,
};

fn answers(pairs: &[(&str, Answer)]) -> Answers {
    pairs.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect()
}

fn shop() -> Design {
    propose(
        None,
        &answers(&[("archetype", Answer::text("e-commerce")), ("engineers", Answer::Number(8)), ("peak-rps", Answer::Number(2_000))]),
    )
    .design
}

fn context(id: &str) -> ContextId {
    ContextId::new(id).unwrap()
}

#[test]
fn the_shop_is_cut_better_than_finer_and_coarser() {
    let cutting = cutting(&shop()).unwrap();
    assert!(cutting.drawn.score >= 85, "{:?}", cutting.drawn);
    assert_eq!((cutting.drawn.nano, cutting.drawn.god), (0, 0));
    assert!(cutting.alternatives.len() >= 3, "{:?}", cutting.alternatives);
    for other in &cutting.alternatives {
        assert!(other.score < cutting.drawn.score, "{} scores {}, the drawn one {}", other.name, other.score, cutting.drawn.score);
        assert!(!other.remark.is_empty());
    }
    assert!(cutting.why.contains("The next best"), "{}", cutting.why);
}

#[test]
fn tearing_an_aggregate_apart_costs_and_putting_it_back_restores_the_score() {
    let mut design = shop();
    let before = score(&design).unwrap();
    let there = moves::move_entity(&design, "order_items", &context("ordering"), &context("identity")).unwrap();
    let back = design.apply(there).unwrap();
    assert!(score(&design).unwrap() < before);
    design.apply(back).unwrap();
    assert_eq!((score(&design).unwrap(), &design), (before, &shop()));
}

#[test]
fn card_data_beside_the_rest_costs() {
    let mut design = shop();
    let before = cutting(&design).unwrap().drawn.apart_percent;
    design.apply(moves::move_entity(&design, "payments", &context("payments"), &context("catalog")).unwrap()).unwrap();
    assert!(cutting(&design).unwrap().drawn.apart_percent < before);
}

#[test]
fn contexts_that_share_data_are_coupled_and_say_why() {
    let cutting = cutting(&shop()).unwrap();
    let pair = cutting.couplings.iter().find(|c| c.from.as_str() == "catalog" && c.to.as_str() == "ordering").unwrap();
    assert!(pair.criteria.iter().any(|weight| weight.criterion == "Shared data" && weight.points > 0), "{pair:?}");
    assert!(pair.criteria.iter().any(|weight| weight.points < 0), "{pair:?}");
}

#[test]
fn one_table_is_no_cut() {
    assert_eq!(cutting(&Design::new("Empty")), None);
}
