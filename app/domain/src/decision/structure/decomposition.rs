//! One deployable or several: the verdict of the proposal, as a decision.

use crate::decision::{
    Theme,
    case::{Case, list, parts},
    topic::{Candidate, Criterion, Topic, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::ElementKind,
    discovery::{
        Shape,
        proposal::{
            self, Verdict,
            group::{self, BACKEND},
            identify::identify,
            verdict::{capital, judge, plural, words},
        },
    },
    standing::Standing,
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "decomposition",
    subject: "Decomposition",
    theme: Theme::Structure,
    questions: &["engineers", "teams", "capabilities", "peak-rps", "operations", "budget"],
    rules: &["STR102", "STR103", "TEAM101", "TEAM102"],
    about: |design| whole(!design.brief.is_empty() && !parts(design).is_empty()),
    choice: |case| shape_of(case.design).slug().to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| *design = redrawn(design, option),
};

fn shape_of(design: &Design) -> Shape {
    let backend = design.elements.get(BACKEND).is_some_and(|element| !element.modules.is_empty());
    match parts(design).len() {
        0 | 1 => Shape::ModularMonolith,
        _ if backend => Shape::MonolithWithSatellites,
        _ => Shape::Microservices,
    }
}

/// The reasons of a verdict that rest on some questions, as bars for splitting.
fn bars(verdict: &Verdict, questions: &[&str], splitting: bool) -> u8 {
    let sum: i32 = verdict.reasons.iter().filter(|r| questions.contains(&r.question.as_str())).map(|r| r.weight).sum();
    let towards = if splitting { sum } else { -sum };
    u8::try_from((2 + towards.signum() * (towards.abs() + 1) / 2).clamp(0, 4)).unwrap_or(2)
}

const FORCES: [(&str, &[&str]); 4] = [
    ("The team can carry it", &["engineers", "teams", "current-system"]),
    ("Follows the domain", &["capabilities"]),
    ("Scales and fails where it must", &["peak-rps", "availability"]),
    ("Can be operated and paid", &["operations", "skills", "budget"]),
];

fn criteria(_: &Case<'_>) -> Vec<Criterion> {
    let forces = FORCES.iter().map(|(name, _)| criterion(*name, 1));
    forces.chain([criterion("All reasons together", 10)]).collect()
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let found = identify(case.brief);
    let verdict = judge(case.brief, &found);
    let apart = found.iter().filter(|f| f.apart.is_some()).count();
    let sum: i32 = verdict.reasons.iter().map(|reason| reason.weight).sum();
    let shapes = [
        (Shape::ModularMonolith, "server", true),
        (Shape::MonolithWithSatellites, "plug", apart > 0 && apart < found.len()),
        (Shape::Microservices, "boxes", found.len() > 1),
    ];
    let mut candidates = Vec::new();
    for (shape, icon, possible) in shapes {
        // What would come out the same as another option is none.
        if !possible {
            continue;
        }
        let splitting = shape == Shape::Microservices;
        let n = group::count(case.brief, &found, shape);
        let mut marks: Vec<_> = FORCES
            .iter()
            .map(|(_, questions)| {
                let bars = bars(&verdict, questions, splitting);
                let word = match bars {
                    4 => "clearly",
                    3 => "yes",
                    2 => "either way",
                    1 => "hardly",
                    _ => "no",
                };
                mark(bars, word)
            })
            .collect();
        let fits = shape == verdict.shape;
        let word =
            if splitting { format!("{sum:+}, {}", plural(n as u64, "part")) } else { format!("{:+}, {}", -sum, plural(n as u64, "part")) };
        marks.push(mark(if fits { 4 } else { 1 }, word));
        candidates.push(Candidate::new(shape.slug(), shape.label(), icon, marks, Standing::Realised));
    }
    candidates
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let found = identify(case.brief);
    let verdict = judge(case.brief, &found);
    let shape = Shape::ALL.into_iter().find(|shape| shape.slug() == chosen.slug).unwrap_or_else(|| shape_of(case.design));
    let parts = case.parts();
    let reasons: Vec<String> = verdict.reasons.iter().take(4).map(|r| format!("{}: {}", r.answer, r.meaning)).collect();
    let joined: Vec<_> = found.iter().flat_map(|f| &f.joined).copied().collect();
    let mut context = format!(
        "The capabilities asked for give {}: {}.",
        plural(found.len() as u64, "bounded context"),
        list(found.iter().map(|f| f.context.name.as_str()))
    );
    if !joined.is_empty() {
        context.push_str(&format!(" {} joined its only caller, because one entity is too little for a part of its own.", list(joined)));
    }
    context.push_str(&format!(" What weighs: {}.", reasons.join("; ")));
    let consequences = match shape {
        Shape::Microservices => vec![
            good("Each part is released, scaled and repaired on its own"),
            good("A part that fails leaves the others running"),
            bad("Data that belongs together is spread; what spans parts is consistent a moment later"),
            bad(format!("{} to deploy and to watch", capital(&plural(parts.len() as u64, "part")))),
        ],
        _ => {
            let mut all = vec![
                good("One thing to build, deploy and watch"),
                good("A change across modules is one commit and one transaction"),
                bad("Everything is released together and scales together"),
                bad("Boundaries hold only as long as everybody keeps them"),
            ];
            all.extend(verdict.roadmap.first().map(|step| good(format!("Later, step by step. {step}"))));
            all
        }
    };
    let title = match shape {
        Shape::Microservices => format!("{} parts, each with its own job", capital(&words(parts.len()))),
        Shape::MonolithWithSatellites => {
            format!("One backend, {} beside it", list(parts.iter().map(|id| id.as_str()).filter(|id| *id != BACKEND)))
        }
        Shape::ModularMonolith => "One backend with modules".to_owned(),
    };
    let elements =
        parts.into_iter().filter(|id| case.design.elements.get(*id).is_some_and(|e| e.kind != ElementKind::Note)).cloned().collect();
    Words { title, context, consequences, revisit_when: format!("{}.", verdict.would_change), elements }
}

/// The proposal again, in another shape. What a person changed otherwise is kept where the new shape still has it.
fn redrawn(design: &Design, option: &str) -> Design {
    let wanted = Shape::ALL.into_iter().find(|shape| shape.slug() == option);
    let mut new = proposal::propose_shaped(Some(&design.name), &design.brief, wanted).design;
    new.summary.clone_from(&design.summary);
    new.waivers.clone_from(&design.waivers);
    new
}
