//! One backend or several services? Weighs what the Brief says and gives every reason with its weight. Draws nothing.

use super::{Extraction, Found, Outcome, Reason, Shape, Verdict};
use crate::{
    design::{ElementKind, Target},
    discovery::{
        Brief, Level,
        brief::{Budget, CurrentSystem, Operations},
        questions,
    },
};

/// Services a team can own.
pub fn services_a_team_can_own(brief: &Brief) -> usize {
    usize::try_from((brief.engineers * 10 / brief.numbers.tenths_per_service).max(2)).unwrap_or(2)
}

/// From this balance on a monolith is a start rather than the goal: one more team or a fuller load would turn it.
const NEARLY: i32 = -5;
/// Copies of the backend from which its busiest module is better off alone.
const MANY_COPIES: u32 = 4;
/// More would be a plan for a system nobody has yet.
const MOST_EXTRACTIONS: usize = 3;

/// What fits, and why.
pub fn judge(brief: &Brief, found: &[Found]) -> Verdict {
    let reasons = weigh(brief, found);
    let sum: i32 = reasons.iter().map(|reason| reason.weight).sum();
    let apart = found.iter().any(|f| f.apart.is_some()) && found.iter().any(|f| f.apart.is_none());
    let shape = match () {
        () if (sum > 0 || brief.keeps_services()) && found.len() > 1 => Shape::Microservices,
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
    let small_team = brief.numbers.small_team;
    let names = |list: Vec<&str>| join(&list);
    let inside: Vec<_> = found.iter().filter(|f| shape == Shape::ModularMonolith || f.apart.is_none()).collect();
    let modules = names(inside.iter().map(|f| f.context.name.as_str()).collect());
    let mut led: Vec<String> = reasons.iter().filter(|r| r.weight * towards > 0).take(3).map(|r| r.answer.clone()).collect();
    if led.is_empty() {
        led.push("your wish".to_owned());
    }
    let led = sentence(&join(&led.iter().map(String::as_str).collect::<Vec<_>>()));
    let balance: i32 = reasons.iter().map(|reason| reason.weight).sum();
    let extract_first = if shape == Shape::Microservices { Vec::new() } else { extractions(brief, &inside) };
    let advice = match () {
        () if shape == Shape::Microservices => Outcome::Microservices,
        () if shape == Shape::MonolithWithSatellites || (balance >= NEARLY && !extract_first.is_empty()) => Outcome::MonolithFirst,
        () => Outcome::ModularMonolith,
    };
    let satellites: Vec<&str> = found.iter().filter(|f| f.apart.is_some()).map(|f| f.context.name.as_str()).collect();
    let start = match (advice, &extract_first[..]) {
        _ if shape == Shape::MonolithWithSatellites => format!("Start with one backend, and {} beside it", join(&satellites)),
        (Outcome::MonolithFirst, [first, second, ..]) => {
            format!("Start with one backend, then take out {} and {}", first.context, second.context)
        }
        (Outcome::MonolithFirst, [only]) => format!("Start with one backend, then take out {}", only.context),
        _ => format!("Start with one backend, not {} services", words(found.len())),
    };
    let (title, explanation) = match shape {
        Shape::Microservices if brief.keeps_services() => (
            format!("{} services, those you named kept one by one", capital(&words(services))),
            format!("Your services stay as they are cut, under their names.{}", against_services(&reasons)),
        ),
        Shape::Microservices => (
            format!(
                "{} services{}",
                capital(&words(services)),
                match services {
                    n if n > services_a_team_can_own(brief) => ", more than this team can own",
                    n if n < found.len() => " fit this team, no more for now",
                    _ => " fit this team",
                }
            ),
            format!(
                "{led} {} the split. Below {small_team} engineers the same {} contexts belong in one modular monolith.",
                if led.contains(" and ") { "justify" } else { "justifies" },
                words(found.len())
            ),
        ),
        Shape::ModularMonolith if found.len() == 1 => (
            "One backend is all it takes".to_owned(),
            format!("{led}: there is one bounded context, {modules}, so there is nothing to split."),
        ),
        Shape::ModularMonolith => (
            start,
            format!(
                "{led}: a modular monolith is the better start. Keep {modules} as modules with their own tables, so any of them can be taken out later."
            ),
        ),
        Shape::MonolithWithSatellites => {
            let apart: Vec<_> = found.iter().filter_map(|f| Some(format!("{} stays apart: {}.", f.context.name, f.apart?))).collect();
            (
                start,
                format!(
                    "{led}: a modular monolith is the better start. Keep {modules} as modules with their own tables. {}",
                    apart.join(" ")
                ),
            )
        }
    };
    let would_change = match shape {
        Shape::Microservices => format!("Fewer than {small_team} engineers, or nobody to operate it"),
        _ => format!("{small_team} or more engineers, or two teams releasing on their own schedule"),
    };
    let roadmap = roadmap(brief, &inside, &extract_first);
    Verdict { shape, title, explanation, reasons, would_change, balance, advice, extract_first, roadmap }
}

/// What would speak for fewer services than there are, where that outweighs the rest.
fn against_services(reasons: &[Reason]) -> String {
    let against: Vec<&str> = reasons.iter().filter(|reason| reason.weight < 0).take(2).map(|reason| reason.answer.as_str()).collect();
    if against.is_empty() || reasons.iter().map(|reason| reason.weight).sum::<i32>() > 0 {
        return String::new();
    }
    let verb = if against.len() == 1 { "speaks" } else { "speak" };
    format!(" For a new system, {} {verb} for fewer.", join(&against))
}

fn weigh(brief: &Brief, found: &[Found]) -> Vec<Reason> {
    let numbers = brief.numbers;
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
        n if n < numbers.small_team => (-6, "a small team pays for every service it runs"),
        n if n < numbers.comfortable_team => (1, "enough people to own a few services"),
        n if n < numbers.large_team => (4, "each service can have people who know it"),
        _ => (6, "in one code base so many people wait for each other"),
    };
    say("engineers", plural(u64::from(engineers), "engineer"), team.1.to_owned(), team.0);
    if brief.teams > 1 && engineers >= numbers.small_team {
        let weight = if brief.teams > 2 { 4 } else { 2 };
        say("teams", plural(u64::from(brief.teams), "team"), "teams release on their own schedule".to_owned(), weight);
    }
    let contexts = found.len();
    let domain = match contexts {
        n if n <= numbers.simple_contexts as usize => (-3, "a simple domain has few boundaries worth a network"),
        n if n < numbers.rich_contexts as usize => (0, ""),
        _ => (2, "a rich domain with boundaries that are clear"),
    };
    say("capabilities", plural(contexts as u64, "bounded context"), domain.1.to_owned(), domain.0);
    let rps = format!("{} requests a second at peak", crate::discovery::grouped(brief.peak_rps));
    let (hot, cold) = (found.iter().map(Found::load_percent).max().unwrap_or(0), found.iter().map(Found::load_percent).min().unwrap_or(0));
    match brief.peak_rps {
        n if n < u64::from(numbers.quiet_rps) => {
            say("peak-rps", rps, "one process carries that; nothing needs to scale on its own".to_owned(), -2)
        }
        n if n >= u64::from(numbers.busy_rps) && hot >= 3 * cold.max(1) => say(
            "peak-rps",
            rps,
            format!("the busiest part gets {} times the load of the quietest and wants to scale on its own", hot / cold.max(1)),
            3,
        ),
        n if n >= u64::from(numbers.busy_rps) => say("peak-rps", rps, "more than one process should carry alone".to_owned(), 1),
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
    if brief.skills.get("docker") == Some(&Level::None) {
        say("skills", "nobody knows Docker".to_owned(), "every part more is one more image to build and to keep up to date".to_owned(), -1);
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

/// What to take out first, and the sign that it is time.
fn extractions(brief: &Brief, inside: &[&Found]) -> Vec<Extraction> {
    if inside.len() < 2 {
        return Vec::new();
    }
    let mut order: Vec<_> = inside.to_vec();
    order.sort_by_key(|f| std::cmp::Reverse(f.load_percent()));
    let mut all: Vec<Extraction> = Vec::new();
    let mut say = |found: &Found, when: String, why: String| {
        if all.iter().all(|other| other.context != found.context.name) {
            all.push(Extraction { context: found.context.name.clone(), when, why });
        }
    };
    if let [busiest, .., quietest] = order[..]
        && busiest.load_percent() >= 3 * quietest.load_percent().max(1)
    {
        let times = busiest.load_percent() / quietest.load_percent().max(1);
        say(
            busiest,
            format!("when the backend needs more than {MANY_COPIES} copies because of it"),
            format!("it gets {times} times the requests of {}", quietest.context.name),
        );
    }
    if let Some(background) = inside.iter().find(|f| f.kind() == ElementKind::Worker) {
        say(background, "when it delays answers".to_owned(), "it reacts to events only, so nobody waits for it".to_owned());
    }
    if let Some(core) = order.iter().skip(1).find(|f| f.context.subdomain == crate::design::Subdomain::Core) {
        let why = if brief.teams > 1 {
            "it changes most, and there is more than one team"
        } else {
            "it is what sets the product apart, and changes most"
        };
        say(core, "when a second team wants to release it on its own schedule".to_owned(), why.to_owned());
    }
    all.truncate(MOST_EXTRACTIONS);
    all
}

/// The way there: out of the current system when there is one, then out of the monolith.
fn roadmap(brief: &Brief, inside: &[&Found], extractions: &[Extraction]) -> Vec<String> {
    let mut steps = Vec::new();
    if brief.current_system == CurrentSystem::Monolith {
        steps.push("Put the gateway in front of the current system and send everything to it, unchanged.".to_owned());
        if !inside.is_empty() {
            steps.push("Move one context after the other, its data with it, until the current system answers nothing.".to_owned());
        }
    }
    for extraction in extractions {
        steps.push(format!("Take out {} {}: {}.", extraction.context, extraction.when, extraction.why));
    }
    if !extractions.is_empty() {
        steps.push("Each time: send its path to the new part at the gateway, move its tables, then delete the module.".to_owned());
    }
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
