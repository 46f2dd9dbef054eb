//! The Brief: what follows from the answers. Every gap is filled with the question's stated default, and remembered.
//! Says what was asked for, never what to build.

mod choices;
mod named;
mod reader;

pub use named::Named;

pub use choices::{
    Archetype, Budget, Communication, Compliance, CurrentSystem, DatabasePreference, Development, Operations, Repository, SecretsWish,
    Users, Volume, Watching,
};

use super::{
    Answer, Answers, Level,
    capability::{self, Capability, External},
    facts::{self, Fact},
    hearing::{self, Hearing},
    numbers::Numbers,
    proposal::moves::{self, Move},
};
use crate::design::{Authentication, Availability, Cluster, ReleaseStrategy, Sensitivity, Target};
use reader::Reader;
use std::collections::BTreeMap;

/// People a month who together make one request a second at the peak. A common first estimate: 30 visits a month with 30
/// requests each, a tenth of them in the busiest hour of 30 days, give about one a second for 150 to 300 people.
pub const PEOPLE_PER_RPS: u64 = 200;
/// The load nobody needs to plan below.
pub const LEAST_RPS: u64 = 5;
/// Engineers in a team. Source: Team Topologies, five to nine people.
pub const ENGINEERS_PER_TEAM: u32 = 8;

/// The answers, read: typed, complete, with what was assumed.
#[derive(Debug, Clone)]
pub struct Brief {
    pub purpose: String,
    pub archetype: Archetype,
    /// In the table's order, each once.
    pub capabilities: Vec<&'static Capability>,
    /// Capabilities in a person's own words that the table does not know.
    pub own_capabilities: Vec<String>,
    /// What the purpose says: what it asks for, rules out, takes for given and leaves open.
    pub hearing: Hearing,
    /// Answers that were read from the purpose, because nobody gave them.
    pub facts: Vec<Fact>,
    pub users: Users,
    /// People a month.
    pub people: u64,
    /// Requests a second at the peak.
    pub peak_rps: u64,
    pub volume: Volume,
    pub current_system: CurrentSystem,
    /// The services identified already, as they were given.
    pub existing: Vec<String>,
    /// The same, read: each is kept under its name.
    pub named: Vec<Named>,
    /// Technologies for services, the preferred first; never empty.
    pub stack: Vec<&'static str>,
    pub database: DatabasePreference,
    pub integrations: Vec<&'static External>,
    /// Systems to integrate that the table does not know.
    pub own_integrations: Vec<String>,
    pub communication: Communication,
    /// The broker a person asked for.
    pub asked_broker: Option<&'static str>,
    /// The target a person asked for.
    pub asked_target: Option<Target>,
    /// Who runs the cluster, where a person asked for one of a cloud.
    pub asked_cluster: Cluster,
    pub development: Development,
    pub budget: Budget,
    pub engineers: u32,
    pub teams: u32,
    pub skills: BTreeMap<&'static str, Level>,
    pub operations: Operations,
    /// The gateway a person asked for.
    pub gateway: Option<&'static str>,
    pub secrets: SecretsWish,
    pub repository: Repository,
    /// 95 of 100 answers must be faster, in milliseconds.
    pub latency_ms: u32,
    pub availability: Availability,
    pub compliance: Vec<Compliance>,
    /// The sign-in a person asked for.
    pub asked_authentication: Option<Authentication>,
    /// How closely a person wants to watch.
    pub asked_watching: Option<Watching>,
    pub release: ReleaseStrategy,
    /// Parts with code that are likely, for deciding what to ask.
    pub likely_parts: usize,
    /// What the proposal reckons with.
    pub numbers: Numbers,
    /// Entities a person gave to another context.
    pub moves: Vec<Move>,
    /// Ids of questions whose default was taken.
    pub assumed: Vec<&'static str>,
}

/// The brokers that can be asked for: those that run in a container, and those of the clouds.
const BROKERS: &[&str] = &["rabbitmq", "kafka", "nats", "redis", "pubsub", "sqs-sns", "service-bus"];
/// Whoever names so many services left none out that the purpose speaks of.
const ALL_NAMED: usize = 10;

impl Brief {
    /// Reads answers; never fails, because nonsense takes the default.
    pub fn read(answers: &Answers) -> Self {
        let (answers, facts) = facts::complete(answers);
        let answers = &answers;
        let mut r = Reader::new(answers);
        let asked_authentication = r.platform("authentication", Authentication::ALL);
        let signs_in = matches!(asked_authentication, Some(Authentication::Jwt | Authentication::Sessions | Authentication::Oidc));
        let asked_users = r.one("users");
        let purpose = r.text("purpose").unwrap_or_default();
        let hearing = hearing::hear(&purpose);
        let archetype = r.one("archetype").unwrap_or_else(|| Archetype::heard(&hearing));
        let existing = r.many("existing-services").unwrap_or_default();
        let named = named::named(&existing);
        let wanted = r.many("capabilities");
        let (mut slugs, own_capabilities) = match wanted {
            Some(entries) => sort_out(entries),
            None => {
                // Who names the services has named what they do; who names many has named all there is to do.
                let usual = if named.len() < 2 { archetype.capabilities() } else { &[] };
                let mut slugs: Vec<_> = usual.to_vec();
                if named.len() < ALL_NAMED {
                    slugs.extend(hearing.wanted.iter().map(|found| found.capability));
                }
                implied(&mut slugs);
                if slugs.is_empty() && named.len() < 2 {
                    slugs.extend(Archetype::Other.capabilities_when_nothing_is_said());
                }
                // What the purpose rules out or has already, no kind of system brings in.
                slugs.retain(|slug| !hearing.rules_out(slug));
                // Strangers who sign in have accounts, and are written to when they forget their password.
                let strangers = !matches!(asked_users, Some(Users::Staff | Users::Programs));
                if strangers && signs_in && named.len() < 2 && !slugs.contains(&"access") {
                    slugs.push("accounts");
                }
                if strangers && slugs.contains(&"accounts") && named.len() < 2 && (signs_in || !hearing.rules_out("notifications")) {
                    slugs.push("notifications");
                }
                (slugs, Vec::new())
            }
        };
        let current_system =
            r.one("current-system").unwrap_or(if named.is_empty() { CurrentSystem::None } else { CurrentSystem::Services });
        slugs.extend(named.iter().filter_map(|named| named.capability).map(|capability| capability.slug));
        let capabilities: Vec<_> = capability::ALL.iter().copied().filter(|c| slugs.contains(&c.slug)).collect();
        let users = asked_users.unwrap_or(if archetype == Archetype::Saas { Users::Businesses } else { Users::Public });
        let people = r.number("people", 1, 1_000_000_000).unwrap_or(5_000);
        let peak_rps = r.number("peak-rps", 1, 1_000_000).unwrap_or((people / PEOPLE_PER_RPS).clamp(LEAST_RPS, 1_000_000));
        let volume = r.one("data-volume").unwrap_or(match people {
            0..100_000 => Volume::Small,
            100_000..2_000_000 => Volume::Medium,
            _ => Volume::Large,
        });
        let skills = r.levels("skills");
        let stack = r.stack(&skills);
        let database = r.one("database").unwrap_or(DatabasePreference::Decide);
        let (integrations, own_integrations) = r.integrations();
        let communication = r.one("communication").unwrap_or(Communication::Decide);
        let asked_broker = r.slug("broker", BROKERS, "decide");
        let (asked_target, asked_cluster) = r.place("target").unzip();
        let development = r.one("development").unwrap_or(Development::Compose);
        let engineers = r.number("engineers", 1, 5_000).map_or(4, |n| u32::try_from(n).unwrap_or(u32::MAX));
        let budget = r.one("budget").unwrap_or(match (engineers, peak_rps) {
            (20.., _) | (_, 5_000..) => Budget::More,
            (5.., _) | (_, 500..) => Budget::Under1000,
            _ => Budget::Under250,
        });
        let teams = r.number("teams", 1, 500).map_or_else(|| engineers.div_ceil(ENGINEERS_PER_TEAM), |n| u32::try_from(n).unwrap_or(1));
        let operations = r.one("operations").unwrap_or(Operations::Shared);
        let gateway = r.slug("gateway", &["nginx", "kong", "traefik"], "decide");
        let secrets = r.one("secrets").unwrap_or(SecretsWish::Platform);
        let repository = r.one("repository").unwrap_or(Repository::Github);
        let latency_ms = r.number("latency", 10, 60_000).map_or(500, |n| u32::try_from(n).unwrap_or(500));
        let availability = r.availability();
        let personal = capabilities.iter().any(|c| c.sensitivity() != Sensitivity::Plain);
        let compliance = r.compliance(personal);
        let asked_watching = r.one("observability");
        let release = r.platform("release", ReleaseStrategy::ALL).unwrap_or_default();
        let apart = capabilities.iter().filter(|c| c.apart.is_some()).count();
        let all = capabilities.len() + own_capabilities.len() + named.iter().filter(|named| named.capability.is_none()).count();
        let numbers = Numbers::read(answers);
        let likely_parts = if engineers < numbers.small_team { (apart + 1).min(all.max(1)) } else { all.max(1) };
        Self {
            purpose,
            archetype,
            capabilities,
            own_capabilities,
            hearing,
            facts,
            users,
            people,
            peak_rps,
            volume,
            current_system,
            existing,
            named,
            stack,
            database,
            integrations,
            own_integrations,
            communication,
            asked_broker,
            asked_target,
            asked_cluster: asked_cluster.unwrap_or_default(),
            development,
            budget,
            engineers,
            teams: teams.min(engineers),
            skills,
            operations,
            gateway,
            secrets,
            repository,
            latency_ms,
            availability,
            compliance,
            asked_authentication,
            asked_watching,
            release,
            likely_parts,
            numbers,
            moves: moves::read(answers),
            assumed: r.assumed,
        }
    }

    /// How well the team knows a technology or a subject of the `skills` question; `Some` when nobody said.
    pub fn knows(&self, technology: &str) -> Level {
        let subject = match technology {
            "node-express" | "nextjs" | "static-site" => "node",
            "python-fastapi" => "python",
            "java-spring" => "java",
            "rust-axum" => "rust",
            "swarm" | "compose" => "docker",
            other => other,
        };
        match self.skills.get(subject) {
            Some(level) => *level,
            // The list names four stores and brokers; who names some of them would have named these as well.
            None if self.skills.is_empty() => Level::Some,
            None => Level::None,
        }
    }
    /// Services run already, and were named: they stay as they are cut.
    pub fn keeps_services(&self) -> bool {
        self.current_system == CurrentSystem::Services && self.named.iter().filter(|named| !named.front).count() > 1
    }
    pub fn must(&self, rule: Compliance) -> bool {
        self.compliance.contains(&rule)
    }
    pub fn has(&self, capability: &str) -> bool {
        self.capabilities.iter().any(|c| c.slug == capability)
    }
    /// The answer a person would have to give explicitly to get what was read; `None` for questions that only a person can
    /// answer otherwise (a preference that was left open).
    pub fn explicit(&self, question: &str) -> Option<Answer> {
        let text = |slug: &str| Some(Answer::text(slug));
        match question {
            "purpose" => text(&self.purpose),
            "archetype" => text(self.archetype.slug()),
            "capabilities" => {
                Some(Answer::many(self.capabilities.iter().map(|c| c.slug.to_owned()).chain(self.own_capabilities.iter().cloned())))
            }
            "users" => text(self.users.slug()),
            "people" => Some(Answer::Number(self.people)),
            "peak-rps" => Some(Answer::Number(self.peak_rps)),
            "data-volume" => text(self.volume.slug()),
            "current-system" => text(self.current_system.slug()),
            "existing-services" => Some(Answer::many(self.existing.clone())),
            "stack" => Some(Answer::many(self.stack.iter().copied())),
            "database" => text(self.database.slug()),
            "integrations" => {
                Some(Answer::many(self.integrations.iter().map(|e| e.slug.to_owned()).chain(self.own_integrations.iter().cloned())))
            }
            "communication" => text(self.communication.slug()),
            "broker" => text(self.asked_broker.unwrap_or("decide")),
            "development" => text(self.development.slug()),
            "budget" => text(self.budget.slug()),
            "engineers" => Some(Answer::Number(u64::from(self.engineers))),
            "teams" => Some(Answer::Number(u64::from(self.teams))),
            "operations" => text(self.operations.slug()),
            "gateway" => text(self.gateway.unwrap_or("decide")),
            "secrets" => text(self.secrets.slug()),
            "repository" => text(self.repository.slug()),
            "latency" => Some(Answer::Number(u64::from(self.latency_ms))),
            "availability" => Some(Answer::Text(self.availability.percent().to_string())),
            "compliance" => Some(Answer::many(self.compliance.iter().map(|rule| rule.slug()))),
            "release" => Some(Answer::Text(reader::word(self.release))),
            _ => None,
        }
    }
}

/// What a purpose means without a word of it, where it asks for the first: nobody pays without an account, and no ledger is
/// believed without a trail.
const IMPLIED: &[(&str, &[&str])] = &[
    ("payments", &["accounts", "notifications"]),
    ("appointments", &["accounts", "notifications"]),
    ("sellers", &["accounts"]),
    ("approvals", &["accounts"]),
    ("leave", &["accounts", "notifications"]),
    ("records", &["accounts"]),
    ("ledger", &["audit"]),
];

/// Adds what is implied by what is there.
fn implied(slugs: &mut Vec<&'static str>) {
    let more: Vec<_> = IMPLIED.iter().filter(|(slug, _)| slugs.contains(slug)).flat_map(|(_, more)| *more).copied().collect();
    slugs.extend(more);
}

/// Entries that are known capabilities, by slug, by label or by what they speak of; and the rest.
fn sort_out(entries: Vec<String>) -> (Vec<&'static str>, Vec<String>) {
    let (mut known, mut own) = (Vec::new(), Vec::<String>::new());
    for entry in entries {
        let lower = entry.to_lowercase();
        let exact = capability::ALL.iter().find(|c| c.slug == lower || c.label.to_lowercase() == lower || c.service == lower);
        let heard = || hearing::hear(&entry).wanted.first().and_then(|found| capability::find(found.capability));
        match exact.copied().or_else(heard) {
            Some(capability) => known.push(capability.slug),
            None if own.iter().any(|other| other.to_lowercase() == lower) => {}
            None => own.push(entry),
        }
    }
    (known, own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::QuestionId;

    fn brief(answers: &[(&str, Answer)]) -> Brief {
        Brief::read(&answers.iter().map(|(id, answer)| (QuestionId::new(*id).unwrap(), answer.clone())).collect())
    }

    #[test]
    fn nothing_said_is_a_complete_brief_with_everything_assumed() {
        let brief = brief(&[]);
        assert!(!brief.capabilities.is_empty() && !brief.stack.is_empty());
        assert_eq!((brief.engineers, brief.people, brief.peak_rps, brief.latency_ms), (4, 5_000, 25, 500));
        assert_eq!(brief.assumed.len(), crate::discovery::questions::all().len());
    }

    #[test]
    fn nonsense_takes_the_default() {
        let odd = brief(&[
            ("engineers", Answer::text("many")),
            ("peak-rps", Answer::Number(0)),
            ("archetype", Answer::Number(7)),
            ("skills", Answer::many(["node"])),
            ("target", Answer::text("mainframe")),
            ("stack", Answer::many(["cobol"])),
        ]);
        let plain = brief(&[]);
        assert_eq!((odd.engineers, odd.peak_rps, odd.archetype, odd.asked_target), (plain.engineers, 25, plain.archetype, None));
        assert_eq!(odd.stack, plain.stack);
    }

    #[test]
    fn the_purpose_brings_capabilities() {
        let brief = brief(&[("purpose", Answer::text("Guests book a table by phone"))]);
        assert!(brief.has("reservations") && brief.has("voice"));
        assert!(brief.hearing.wanted.iter().any(|found| found.said == "book a table"));
    }

    #[test]
    fn own_words_for_a_known_capability_are_understood() {
        let brief = brief(&[("capabilities", Answer::many(["Stock and warehouse", "order-service", "Drone fleet"]))]);
        assert!(brief.has("inventory") && brief.has("orders"));
        assert_eq!(brief.own_capabilities, ["Drone fleet"]);
    }

    #[test]
    fn what_the_team_knows_best_is_the_language() {
        let levels = [("python".to_owned(), Level::Strong), ("node".to_owned(), Level::Some)].into();
        assert_eq!(brief(&[("skills", Answer::Levels(levels))]).stack[0], "python-fastapi");
    }
}
