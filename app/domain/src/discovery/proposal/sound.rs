//! What a proposal's own review, analysis and cut say of it: nothing that is not accepted with its reason, told as a gap, or named in the
//! verdict as what nothing can satisfy.

use super::{accepted::UNMET, briefs, tests::any_answers, *};
use crate::{
    analysis,
    design::{Context, Element, ElementKind, LinkKind, Subdomain},
    discovery::brief::Users,
    ids::ElementId,
    review::{self, Met, Severity},
    starters,
    work::Work,
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Rules whose findings in a proposal mean that its answers do not go together.
const CONFLICTS: [&str; 5] = ["COST105", "REL107", "TEAM101", "TEAM105", "OPS111"];

/// What is wrong with the proposal to these answers.
fn faults(answers: &Answers) -> Vec<String> {
    let proposal = propose(None, answers);
    let (design, brief) = (&proposal.design, Brief::read(answers));
    let told = proposal.verdict.explanation.contains(UNMET);
    let mut faults = Vec::new();
    let review = review::review(design, &Work::unlimited());
    let open = review.findings.iter().filter(|finding| finding.waived.is_none());
    let open: Vec<&review::Finding> = open.filter(|finding| finding.severity != Severity::Note && !finding.is_gap()).collect();
    faults.extend(open.iter().map(|finding| format!("{}: {}", finding.key, finding.title)));
    let gap = |key: &review::FindingKey| review.findings.iter().any(|f| f.key == *key && f.is_gap());
    let below = review.scoreboard.iter().filter(|criterion| criterion.met != Met::Yes && !criterion.findings.iter().any(gap));
    faults.extend(below.map(|criterion| format!("{}: {}", criterion.name, criterion.evidence)));
    if design.waivers.keys().any(|key| CONFLICTS.contains(&key.code())) && !told {
        faults.push("the verdict does not say what cannot be had".to_owned());
    }
    for journey in analysis::analyse(design, &Work::unlimited()).journeys {
        let meets = journey.meets_latency() && journey.meets_availability();
        if !meets && !told {
            faults.push(format!("“{}” misses its target, and the verdict does not say so", journey.name));
        }
    }
    if cutting(design).is_some_and(|cutting| cutting.drawn.score == 100 && cutting.drawn.parts > 1 && cutting.couplings.is_empty()) {
        faults.push("boundaries that nothing connects score 100".to_owned());
    }
    faults.extend(unpaid(design));
    let has = |slug: &str| brief.has(slug);
    let strangers = !matches!(brief.users, Users::Staff | Users::Programs) && brief.named.is_empty();
    if strangers
        && brief.assumed.contains(&"capabilities")
        && has("accounts")
        && !has("notifications")
        && !brief.hearing.rules_out("notifications")
    {
        faults.push("people have accounts, and nobody writes to them".to_owned());
    }
    faults
}

fn contexts<'a>(design: &'a Design, element: &Element) -> Vec<&'a Context> {
    element.context.iter().chain(&element.modules).filter_map(|id| design.contexts.get(id)).collect()
}

/// Payments of their own that nothing asks for, beside a service that has something to sell.
fn unpaid(design: &Design) -> Option<String> {
    let mut services = design.elements_of(ElementKind::Service);
    let (payments, _) = services.find(|(_, element)| matches!(contexts(design, element)[..], [only] if only.name == "Payments"))?;
    // Whoever payments wait for cannot ask for one.
    let mut behind = vec![payments];
    let mut next = 0;
    while let Some(at) = behind.get(next) {
        next += 1;
        let calls: Vec<&ElementId> = design.links_from(at).filter(|(_, link)| link.kind.is_call()).map(|(_, link)| &link.to).collect();
        behind.extend(calls.into_iter().filter(|id| !behind.contains(id)).collect::<Vec<_>>());
    }
    let sells = |(id, element): (&ElementId, &Element)| {
        !behind.contains(&id) && contexts(design, element).iter().any(|context| context.subdomain != Subdomain::Generic)
    };
    let asked = design.links_to(payments).any(|(_, link)| link.from.as_str() != place::GATEWAY);
    let hears = design.links_from(payments).any(|(_, link)| link.kind == LinkKind::Subscribe);
    (design.elements_of(ElementKind::Service).any(sells) && !asked && !hears).then(|| "nothing asks for a payment".to_owned())
}

fn assert_sound(all: impl Iterator<Item = (String, Answers)>) {
    let wrong: Vec<String> =
        all.flat_map(|(name, answers)| faults(&answers).into_iter().map(move |fault| format!("{name}: {fault}"))).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Half a thousand Briefs, the same every time.
fn random(seed: u8) -> impl Iterator<Item = (String, Answers)> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    (0..500).map(move |i| (format!("random {seed}.{i}"), any_answers().new_tree(&mut runner).unwrap().current()))
}

#[test]
fn nothing_is_wrong_with_what_is_proposed_to_the_written_briefs_and_the_starters() {
    let written = briefs::cases().into_iter().map(|case| (case.name, case.answers));
    let starters = starters::all().iter().map(|starter| (starter.slug.to_owned(), starter.design().unwrap().brief));
    assert_sound(written.chain(starters));
}

#[test]
fn nothing_is_wrong_with_what_is_proposed_to_five_hundred_random_briefs() {
    assert_sound(random(1));
}

#[test]
fn nothing_is_wrong_with_what_is_proposed_to_five_hundred_more() {
    assert_sound(random(2));
}
