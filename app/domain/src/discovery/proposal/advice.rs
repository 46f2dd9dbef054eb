//! Advice for the side panel: what the answers mean so far, in a few words, with what it rests on.

use super::{Advice, Shape, Verdict, facts::monthly_cost};
use crate::{
    Design,
    decision::{Record, Status},
    design::Target,
    discovery::{
        Brief,
        brief::{Budget, Compliance},
        capability, grouped,
    },
};

/// The verdict first, then what deserves a word, then what was understood from the purpose.
pub fn advice(brief: &Brief, verdict: &Verdict, design: &Design, decisions: &[Record]) -> Vec<Advice> {
    let mut all = vec![shape(verdict)];
    all.extend(cost(brief, design));
    all.extend(availability(brief, design));
    all.extend(cards(brief));
    all.extend(close(decisions));
    all.extend(heard(brief));
    all
}

fn shape(verdict: &Verdict) -> Advice {
    let towards = if verdict.shape == Shape::Microservices { 1 } else { -1 };
    let rests_on = verdict.reasons.iter().filter(|r| r.weight * towards > 0).take(4).map(|r| r.answer.clone()).collect();
    Advice { title: verdict.title.clone(), text: verdict.explanation.clone(), rests_on, would_change: verdict.would_change.clone() }
}

fn cost(brief: &Brief, design: &Design) -> Option<Advice> {
    let (low, high, assumption) = monthly_cost(design);
    let limit = match brief.budget {
        Budget::Under50 => 50,
        Budget::Under250 => 250,
        Budget::Under1000 => 1_000,
        Budget::More => return None,
    };
    (low > limit).then(|| Advice {
        title: "This costs more than you want to pay".to_owned(),
        text: format!("It would be about €{} to {} a month, {assumption}.", grouped(low), grouped(high)),
        rests_on: vec![format!("{} a month", brief.budget.label()), design.platform.target.label().to_owned()],
        would_change: "A smaller target, fewer copies, or one backend".to_owned(),
    })
}

fn availability(brief: &Brief, design: &Design) -> Option<Advice> {
    let single = design.platform.target == Target::Compose;
    (single && brief.availability.percent() >= 99.9).then(|| Advice {
        title: "One machine cannot promise this".to_owned(),
        text: format!(
            "{} allows {:.0} minutes a month. A restart of the only machine takes some of them, and a broken disk takes all.",
            brief.availability,
            brief.availability.downtime_minutes_per_month()
        ),
        rests_on: vec![format!("{} availability", brief.availability), "one machine".to_owned()],
        would_change: "A target with several machines".to_owned(),
    })
}

fn cards(brief: &Brief) -> Option<Advice> {
    let takes_cards = brief.has("payments") || brief.has("billing");
    (takes_cards && !brief.must(Compliance::PciDss)).then(|| Advice {
        title: "Let the payment provider see the cards, not you".to_owned(),
        text: "With the provider's own form, card numbers never reach your servers, and most of PCI DSS does not either.".to_owned(),
        rests_on: vec!["payments".to_owned()],
        would_change: "Card numbers in your own forms".to_owned(),
    })
}

/// Decisions that could have gone the other way.
fn close(decisions: &[Record]) -> Option<Advice> {
    let waiting: Vec<_> = decisions.iter().filter(|record| record.status == Status::Proposed).collect();
    let first = waiting.first()?;
    let name = first.options.iter().find(|option| option.slug == first.choice).map(|option| option.name.as_str())?;
    Some(Advice {
        title: format!("{} could go either way", first.subject),
        text: format!("{name} fits best, by little. Look at it before you build on it."),
        rests_on: first.answers.iter().take(3).map(|answer| answer.answer.clone()).collect(),
        would_change: "Answers to what was assumed".to_owned(),
    })
}

fn heard(brief: &Brief) -> Option<Advice> {
    let wanted = &brief.hearing.wanted;
    if wanted.is_empty() || !brief.assumed.contains(&"capabilities") {
        return None;
    }
    let label = |slug: &str| capability::find(slug).map_or_else(String::new, |c| c.label.to_lowercase());
    let pairs: Vec<_> = wanted.iter().take(4).map(|found| format!("“{}” for {}", found.said, label(found.capability))).collect();
    Some(Advice {
        title: "Understood from your words".to_owned(),
        text: format!("{}.", pairs.join(", ")),
        rests_on: vec![format!("“{}”", super::words::quoted(&brief.purpose))],
        would_change: "Your own choice of capabilities".to_owned(),
    })
}
