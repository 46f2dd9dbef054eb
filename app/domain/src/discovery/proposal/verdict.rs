//! One backend or several services? Weighs what the Brief says and gives every reason with its weight. Draws nothing.

use super::{Found, Reason, Shape, Verdict};
use crate::{
    design::{ElementKind, Target},
    discovery::{
        Brief, Level,
        brief::{Budget, CurrentSystem, Operations, SMALL_TEAM},
        questions,
    },
};

/// Every number that weighs. Weights are thirds of the strongest reason, a team too small; sources: the field's rule "not
/// with fewer than 5 people, a simple application, no independent scaling or little operations experience", and Team
/// Topologies for what a team can carry.
pub mod numbers {
    /// Engineers from which services are as cheap to own as modules.
    pub const COMFORTABLE_TEAM: u32 = 8;
    /// Engineers from which one code base becomes a queue.
    pub const LARGE_TEAM: u32 = 20;
    /// Contexts up to which a domain is simple.
    pub const SIMPLE_CONTEXTS: usize = 3;
    /// Contexts from which it is rich.
    pub const RICH_CONTEXTS: usize = 5;
    /// Requests a second below which one process carries everything.
    pub const QUIET_RPS: u64 = 100;
    /// Requests a second from which parts want to scale on their own.
    pub const BUSY_RPS: u64 = 1_000;
    /// Engineers one service needs to be owned rather than inherited, in tenths.
    pub const TENTHS_OF_ENGINEER_PER_SERVICE: u32 = 12;
}
use numbers::*;

/// Services a team can own.
pub fn services_a_team_can_own(engineers: u32) -> usize {
    usize::try_from((engineers * 10 / TENTHS_OF_ENGINEER_PER_SERVICE).max(2)).unwrap_or(2)
}

/// What fits, and why.
pub fn judge(brief: &Brief, found: &[Found]) -> Verdict {
    let reasons = weigh(brief, found);
    let sum: i32 = reasons.iter().map(|reason| reason.weight).sum();
    let apart = found.iter().any(|f| f.apart.is_some()) && found.iter().any(|f| f.apart.is_none());
    let shape = match () {
        () if sum > 0 && found.len() > 1 => Shape::Microservices,
        () if apart => Shape::MonolithWithSatellites,
        () => Shape::ModularMonolith,
    };
    explain(brief, found, shape, reasons)
}

/// The same verdict with a shape a person wants; the reasons stay what they are.
pub fn explain(brief: &Brief, found: &[Found], shape: Shape, mut reasons: Vec<Reason>) -> Verdict {
    // The heaviest first; equal weights keep the order of the questions.
    let towards = if shape == Shape::Microservices { 1 } else { -1 };
    reasons.sort_by_key(|reason| (-reason.weight.abs(), -reason.weight * towards));
    let services = super::group::count(brief, found, shape);
    let names = |list: Vec<&str>| join(&list);
    let inside: Vec<_> = found.iter().filter(|f| shape == Shape::ModularMonolith || f.apart.is_none()).collect();
    let modules = names(inside.iter().map(|f| f.context.name.as_str()).collect());
    let mut led: Vec<String> = reasons.iter().filter(|r| r.weight * towards > 0).take(3).map(|r| r.answer.clone()).collect();
    if led.is_empty() {
        led.push("your wish".to_owned());
    }
    let led = sentence(&join(&led.iter().map(String::as_str).collect::<Vec<_>>()));
    let (title, explanation) = match shape {
        Shape::Microservices => (
            format!(
                "{} services fit this team{}",
                capital(&words(services)),
                if services < found.len() { ", no more for now" } else { "" }
            ),
            format!(
                "{led} {} the split. Below {SMALL_TEAM} engineers the same {} contexts belong in one modular monolith.",
                if led.contains(" and ") { "justify" } else { "justifies" },
                words(found.len())
            ),
        ),
        Shape::ModularMonolith if found.len() == 1 => (
            "One backend is all it takes".to_owned(),
            format!("{led}: there is one bounded context, {modules}, so there is nothing to split."),
        ),
        Shape::ModularMonolith => (
            format!("Start with one backend, not {} services", words(found.len())),
            format!(
                "{led}: a modular monolith is the better start. Keep {modules} as modules with their own tables, so any of them can be taken out later."
            ),
        ),
        Shape::MonolithWithSatellites => {
            let apart: Vec<_> = found.iter().filter_map(|f| Some(format!("{} stays apart: {}.", f.context.name, f.apart?))).collect();
            (
                format!("Start with one backend, not {} services", words(found.len())),
                format!(
                    "{led}: a modular monolith is the better start. Keep {modules} as modules with their own tables. {}",
                    apart.join(" ")
                ),
            )
        }
    };
    let would_change = match shape {
        Shape::Microservices => format!("Fewer than {SMALL_TEAM} engineers, or nobody to operate it"),
        _ => format!("{SMALL_TEAM} or more engineers, or two teams releasing on their own schedule"),
    };
    Verdict { shape, title, explanation, reasons, would_change, roadmap: roadmap(brief, &inside, shape) }
}

fn weigh(brief: &Brief, found: &[Found]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut say = |question: &'static str, answer: String, meaning: String, weight: i32| {
        if weight != 0 {
            // Who names the kind of system has chosen its usual capabilities.
            let implied = question == "capabilities" && !brief.assumed.contains(&"archetype");
            let assumed = if brief.assumed.contains(&question) && !implied { " (assumed)" } else { "" };
            reasons.push(Reason { question: question.to_owned(), answer: format!("{answer}{assumed}"), meaning, weight });
        }
    };
    let engineers = brief.engineers;
    let team = match engineers {
        n if n < SMALL_TEAM => (-6, "a small team pays for every service it runs"),
        n if n < COMFORTABLE_TEAM => (1, "enough people to own a few services"),
        n if n < LARGE_TEAM => (4, "each service can have people who know it"),
        _ => (6, "in one code base so many people wait for each other"),
    };
    say("engineers", plural(u64::from(engineers), "engineer"), team.1.to_owned(), team.0);
    if brief.teams > 1 && engineers >= SMALL_TEAM {
        let weight = if brief.teams > 2 { 4 } else { 2 };
        say("teams", plural(u64::from(brief.teams), "team"), "teams release on their own schedule".to_owned(), weight);
    }
    let contexts = found.len();
    let domain = match contexts {
        0..=SIMPLE_CONTEXTS => (-3, "a simple domain has few boundaries worth a network"),
        n if n < RICH_CONTEXTS => (0, ""),
        _ => (2, "a rich domain with boundaries that are clear"),
    };
    say("capabilities", plural(contexts as u64, "bounded context"), domain.1.to_owned(), domain.0);
    let rps = format!("{} requests a second at peak", crate::discovery::grouped(brief.peak_rps));
    let (hot, cold) = (found.iter().map(Found::load_percent).max().unwrap_or(0), found.iter().map(Found::load_percent).min().unwrap_or(0));
    match brief.peak_rps {
        n if n < QUIET_RPS => say("peak-rps", rps, "one process carries that; nothing needs to scale on its own".to_owned(), -2),
        n if n >= BUSY_RPS && hot >= 3 * cold.max(1) => say(
            "peak-rps",
            rps,
            format!("the busiest part gets {} times the load of the quietest and wants to scale on its own", hot / cold.max(1)),
            3,
        ),
        n if n >= BUSY_RPS => say("peak-rps", rps, "more than one process should carry alone".to_owned(), 1),
        _ => {}
    }
    match brief.operations {
        Operations::Nobody => {
            say("operations", "nobody to operate it".to_owned(), "every service more is one more thing to watch and repair".to_owned(), -3)
        }
        Operations::Shared => {}
        Operations::OnCall => say("operations", "someone on call".to_owned(), "there is somebody to repair it at night".to_owned(), 1),
    }
    let orchestrated = brief.asked_target == Some(Target::Kubernetes);
    if brief.skills.get("kubernetes") == Some(&Level::Strong) {
        say("skills", "Kubernetes is known well".to_owned(), "many parts are routine for this team".to_owned(), 1);
    } else if orchestrated && brief.skills.get("kubernetes") == Some(&Level::None) {
        say("skills", "nobody knows Kubernetes".to_owned(), "the platform has to be learned first".to_owned(), -2);
    }
    match brief.budget {
        Budget::Under50 => say("budget", format!("{} a month", brief.budget.label()), "that pays for one small machine".to_owned(), -4),
        Budget::Under250 => say("budget", format!("{} a month", brief.budget.label()), "that pays for few machines".to_owned(), -1),
        Budget::Under1000 | Budget::More => {}
    }
    if brief.availability.percent() >= 99.95 {
        say(
            "availability",
            format!("{} availability", brief.availability),
            "one failing part must not take the others with it".to_owned(),
            1,
        );
    }
    match brief.current_system {
        CurrentSystem::Services => say("current-system", "services already run".to_owned(), "the way of working is there".to_owned(), 2),
        CurrentSystem::Monolith | CurrentSystem::None => {}
    }
    debug_assert!(reasons.iter().all(|reason| questions::find(&reason.question).is_some()));
    reasons
}

/// What to take out first, and when: the strangler fig, one branch at a time.
fn roadmap(brief: &Brief, inside: &[&Found], shape: Shape) -> Vec<String> {
    let mut steps = Vec::new();
    if brief.current_system == CurrentSystem::Monolith {
        steps.push("Put the gateway in front of the current system and send everything to it, unchanged.".to_owned());
        if let Some(first) = inside.iter().min_by_key(|f| (f.load_percent(), f.context.entities.len())) {
            steps.push(format!("Move {} first: it is the smallest. The gateway sends its path here, the rest stays.", first.context.name));
        }
        steps.push("Move one context after the other, its data with it, until the current system answers nothing.".to_owned());
    }
    if shape == Shape::Microservices || inside.len() < 2 {
        return steps;
    }
    let mut order: Vec<_> = inside.to_vec();
    order.sort_by_key(|f| std::cmp::Reverse(f.load_percent()));
    if let Some(busiest) = order.first() {
        steps.push(format!(
            "Take out {} first, when the backend needs more than {} copies because of it: it gets the most requests.",
            busiest.context.name, 4
        ));
    }
    if let Some(background) = inside.iter().find(|f| f.kind() == ElementKind::Worker) {
        steps.push(format!(
            "Take out {} when it delays answers: it reacts to events only, so nobody waits for it.",
            background.context.name
        ));
    }
    if let Some(core) = order.iter().skip(1).find(|f| f.context.subdomain == crate::design::Subdomain::Core) {
        steps.push(format!("Take out {} when a second team wants to release it on its own schedule.", core.context.name));
    }
    steps.push("Each time: send its path to the new part at the gateway, move its tables, then delete the module.".to_owned());
    steps
}

pub(crate) fn plural(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", crate::discovery::grouped(n), if n == 1 { "" } else { "s" })
}
/// Small numbers as words.
pub(crate) fn words(n: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
fn sentence(text: &str) -> String {
    capital(text)
}
/// `a, b and c`.
pub(crate) fn join(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discovery::Answer, ids::QuestionId};

    fn verdict(answers: &[(&str, Answer)]) -> Verdict {
        let brief = Brief::read(&answers.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect());
        judge(&brief, &super::super::identify::identify(&brief))
    }

    #[test]
    fn eight_engineers_and_a_busy_shop_get_services() {
        let verdict = verdict(&[
            ("archetype", Answer::text("e-commerce")),
            ("engineers", Answer::Number(8)),
            ("peak-rps", Answer::Number(2_000)),
            ("availability", Answer::text("99.9")),
            ("target", Answer::text("kubernetes")),
        ]);
        assert_eq!((verdict.shape, verdict.title.as_str()), (Shape::Microservices, "Five services fit this team"));
        assert_eq!(verdict.reasons[0].answer, "8 engineers");
        assert!(verdict.explanation.contains("8 engineers"), "{}", verdict.explanation);
    }

    #[test]
    fn three_engineers_and_a_simple_app_get_one_backend_and_hear_why() {
        let verdict =
            verdict(&[("purpose", Answer::text("Guests reserve a table and get a confirmation")), ("engineers", Answer::Number(3))]);
        assert_eq!(verdict.shape, Shape::ModularMonolith);
        assert!(verdict.title.starts_with("Start with one backend"), "{}", verdict.title);
        assert!(verdict.explanation.starts_with("3 engineers"), "{}", verdict.explanation);
        assert!(verdict.reasons.iter().any(|r| r.question == "engineers" && r.weight < 0));
        assert!(!verdict.roadmap.is_empty());
    }

    #[test]
    fn voice_stays_apart_from_a_monolith() {
        let verdict = verdict(&[("archetype", Answer::text("restaurant-voice")), ("engineers", Answer::Number(3))]);
        assert_eq!(verdict.shape, Shape::MonolithWithSatellites);
        assert!(verdict.explanation.contains("Voice stays apart: it is Python"), "{}", verdict.explanation);
    }

    #[test]
    fn an_existing_monolith_is_strangled_step_by_step() {
        let verdict = verdict(&[("archetype", Answer::text("e-commerce")), ("current-system", Answer::text("monolith"))]);
        assert!(verdict.roadmap[0].contains("gateway in front"), "{:?}", verdict.roadmap);
    }
}
