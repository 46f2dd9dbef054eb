//! Where it runs in production.

use crate::decision::{
    Theme,
    case::Case,
    topic::{Candidate, Criterion, Topic, WISH_WEIGHT, Words, bad, criterion, good, mark, whole},
};
use crate::{
    Design,
    design::{Cluster, Discovery, ElementKind, SecretStore, Target},
    discovery::{
        Level,
        brief::{Budget, Development, Operations},
        proposal::verdict::plural,
    },
    standing::{Absence, Standing},
};

pub(in crate::decision) const TOPIC: Topic = Topic {
    slug: "deployment",
    subject: "Production platform",
    theme: Theme::Operations,
    questions: &["target", "availability", "budget", "operations", "development", "skills"],
    rules: &["REL107", "OPS106", "OPS107"],
    about: |design| whole(design.elements.values().any(|e| e.kind.is_deployed())),
    choice: |case| slug_of(case.design.platform.target, case.design.platform.cluster).to_owned(),
    criteria,
    options,
    words: words_of,
    set: |design, _, _, option| {
        if let Some((target, cluster)) = place_of(option) {
            move_to(design, target, cluster);
        }
    },
};

/// What can be chosen, in the order of plainness: the target, and who runs its cluster.
const PLACES: [(Target, Cluster); 9] = [
    (Target::Compose, Cluster::Own),
    (Target::Swarm, Cluster::Own),
    (Target::Kubernetes, Cluster::Own),
    (Target::Kubernetes, Cluster::Gke),
    (Target::Kubernetes, Cluster::Eks),
    (Target::Kubernetes, Cluster::Aks),
    (Target::Ecs, Cluster::Own),
    (Target::CloudRun, Cluster::Own),
    (Target::ContainerApps, Cluster::Own),
];

fn slug_of(target: Target, cluster: Cluster) -> &'static str {
    match (target, cluster) {
        (Target::Kubernetes, Cluster::Gke) => "gke",
        (Target::Kubernetes, Cluster::Eks) => "eks",
        (Target::Kubernetes, Cluster::Aks) => "aks",
        _ => slug(target),
    }
}
fn place_of(option: &str) -> Option<(Target, Cluster)> {
    PLACES.into_iter().find(|(target, cluster)| slug_of(*target, *cluster) == option)
}

/// The word in files, which is also the slug of the question's choice.
fn slug(target: Target) -> &'static str {
    match target {
        Target::Compose => "compose",
        Target::Swarm => "swarm",
        Target::Kubernetes => "kubernetes",
        Target::Ecs => "ecs",
        Target::CloudRun => "cloud-run",
        Target::ContainerApps => "container-apps",
    }
}

fn icon(target: Target) -> &'static str {
    match target {
        Target::Compose => "b-docker",
        Target::Swarm => "boxes",
        Target::Kubernetes => "b-kubernetes",
        _ => "cloud",
    }
}

/// Who runs the core of a cluster, for the word of a mark.
fn keeper(cluster: Cluster) -> &'static str {
    match cluster {
        Cluster::Own => "you",
        Cluster::Gke => "Google",
        Cluster::Eks => "Amazon",
        Cluster::Aks => "Microsoft",
    }
}

/// How parts find each other there without anything more to run.
pub(in crate::decision) fn own_dns(target: Target) -> Discovery {
    match target {
        Target::Compose | Target::Swarm => Discovery::ComposeDns,
        Target::Kubernetes => Discovery::KubernetesDns,
        Target::Ecs | Target::CloudRun | Target::ContainerApps => Discovery::CloudDns,
    }
}
/// Where the platform itself keeps secrets.
pub(in crate::decision) fn own_secrets(target: Target) -> SecretStore {
    match target {
        Target::Compose | Target::Swarm => SecretStore::DockerSecrets,
        Target::Kubernetes => SecretStore::KubernetesSecrets,
        Target::Ecs => SecretStore::AwsSecretsManager,
        Target::CloudRun => SecretStore::GcpSecretManager,
        Target::ContainerApps => SecretStore::AzureKeyVault,
    }
}

/// The target, and what only makes sense with it. What runs anywhere (Consul, Vault) stays.
fn move_to(design: &mut Design, target: Target, cluster: Cluster) {
    design.platform.target = target;
    design.platform.cluster = cluster;
    if !matches!(design.platform.discovery, Discovery::Consul | Discovery::Eureka) {
        design.platform.discovery = own_dns(target);
    }
    if design.platform.secrets != SecretStore::Vault {
        design.platform.secrets = own_secrets(target);
    }
}

/// What the bundle makes of a target and of who runs its cluster.
fn standing(target: Target, cluster: Cluster) -> Standing {
    if target == Target::Kubernetes { cluster.standing().in_part(Absence::ClusterObjects) } else { target.standing() }
}

fn deployed(design: &Design) -> u64 {
    design.elements.values().filter(|e| e.kind.is_deployed() && e.kind != ElementKind::Datastore).count() as u64
}

fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let survives = match case.brief.availability.percent() {
        a if a >= 99.95 => 4,
        a if a >= 99.9 => 3,
        _ => 0,
    };
    let mut all = vec![
        criterion(format!("Carries {}", plural(deployed(case.design), "part")), 3),
        criterion("Goes on when a machine fails", survives),
        criterion("Fits the budget", 3),
        criterion("Easy to run", if case.brief.operations == Operations::OnCall { 1 } else { 3 }),
        criterion("Close to development", 1),
        criterion("Not tied to one cloud", if case.brief.operations == Operations::Nobody { 1 } else { 2 }),
    ];
    if case.brief.asked_target.is_some() {
        all.push(criterion("Asked for", WISH_WEIGHT));
    }
    all
}

fn options(case: &Case<'_>) -> Vec<Candidate> {
    let parts = deployed(case.design);
    let skill = if case.brief.skills.is_empty() { Level::None } else { case.brief.knows("kubernetes") };
    let busy = case.brief.peak_rps >= 1_000;
    let by_budget = |least: Budget, comfortable: Budget| match case.brief.budget {
        b if b >= comfortable => mark(4, "easily"),
        b if b >= least => mark(2, "just"),
        _ => mark(0, "no"),
    };
    PLACES
        .iter()
        .map(|(target, cluster)| {
            let managed = *target == Target::Kubernetes && *cluster != Cluster::Own;
            let carries = match target {
                Target::Compose if busy || parts > 10 => mark(0, "too much for one machine"),
                Target::Compose if parts > 6 => mark(2, "just"),
                Target::Swarm if busy || parts > 15 => mark(2, "with care"),
                Target::Compose | Target::Swarm => mark(4, "easily"),
                Target::Kubernetes => mark(4, "easily"),
                _ => mark(3, "yes"),
            };
            let survives = match target {
                Target::Compose => mark(0, "stands still"),
                Target::Swarm => mark(3, "moves what has no data"),
                _ => mark(4, "moves it"),
            };
            let budget = match target {
                Target::Compose => by_budget(Budget::Under50, Budget::Under50),
                Target::Swarm => by_budget(Budget::Under250, Budget::Under250),
                Target::Kubernetes => by_budget(Budget::Under250, Budget::Under1000),
                _ => by_budget(Budget::Under1000, Budget::More),
            };
            let easy = match target {
                Target::Compose => mark(4, "one machine"),
                Target::Swarm => mark(3, "a few machines"),
                Target::Kubernetes if skill == Level::Strong => mark(3, "known well"),
                Target::Kubernetes if managed => mark(2, format!("its core run by {}", keeper(*cluster))),
                Target::Kubernetes => mark(1, "a platform to learn"),
                _ => mark(3, "run by the cloud"),
            };
            let close = match (target, case.brief.development) {
                (Target::Compose | Target::Swarm, Development::Compose) | (Target::Kubernetes, Development::Kubernetes) => {
                    mark(4, "the same")
                }
                (_, Development::Native) => mark(1, "different"),
                _ => mark(2, "the same images"),
            };
            let free = match target {
                Target::Compose | Target::Swarm => mark(4, "any machine"),
                Target::Kubernetes if managed => mark(2, "its network and disks"),
                Target::Kubernetes => mark(4, "any cluster"),
                _ => mark(0, "tied"),
            };
            let mut marks = vec![carries, survives, budget, easy, close, free];
            if let Some(asked) = case.brief.asked_target {
                marks.push(match case.brief.asked_cluster {
                    _ if asked != *target => mark(0, "no"),
                    wished if wished == *cluster => mark(4, "yes"),
                    Cluster::Own => mark(3, "a kind of it"),
                    _ => mark(1, "another cluster"),
                });
            }
            let name = if managed { cluster.label() } else { target.label() };
            Candidate::new(slug_of(*target, *cluster), name, icon(*target), marks, standing(*target, *cluster))
        })
        .collect()
}

fn words_of(case: &Case<'_>, chosen: &Candidate) -> Words {
    let parts = plural(deployed(case.design), "part");
    let (target, cluster) = place_of(&chosen.slug).unwrap_or_default();
    let context = format!(
        "{parts} beside their stores must run, {}. {} allows {:.0} minutes a month in which they do not.",
        if case.is_asked() {
            format!("for {} requests a second at peak", crate::discovery::grouped(case.brief.peak_rps))
        } else {
            "together".to_owned()
        },
        case.brief.availability,
        case.brief.availability.downtime_minutes_per_month()
    );
    let consequences = match target {
        Target::Compose => vec![
            good("One file describes everything; one command starts it"),
            good("The same file runs on every developer's machine"),
            bad("When the machine stops, everything stops"),
            bad("A larger machine is the only way to grow"),
        ],
        Target::Swarm => vec![
            good("The Compose file goes on working, on several machines"),
            good("What has no data moves when a machine fails"),
            bad("Data stays on its machine unless you share the disks"),
            bad("No autoscaling; few people work on Swarm today"),
        ],
        Target::Kubernetes if cluster != Cluster::Own => vec![
            good("Restarts, rolling releases and autoscaling come with it"),
            good(format!("{} runs and upgrades its core; the manifests are those of any cluster", keeper(cluster))),
            bad("A platform to learn, though not to run"),
            bad(format!("Its network, disks and rights are those of {} alone", keeper(cluster))),
        ],
        Target::Kubernetes => vec![
            good("Restarts, rolling releases and autoscaling come with it"),
            good("Every cloud offers it, and so does your own hardware"),
            bad("A platform to learn, to upgrade and to watch"),
            bad("It costs something before the first part runs"),
        ],
        _ => vec![
            good("No machines of yours to patch"),
            good("Copies follow the load"),
            bad("Each core costs several times what a plain machine asks"),
            bad("Leaving means new deployment files"),
        ],
    };
    let revisit = match target {
        Target::Compose => "One machine no longer carries it, or a restart costs more than a second machine.",
        Target::Swarm => "Parts must scale with the load, or nobody knows Swarm any more.",
        Target::Kubernetes => "It takes more time to run than the parts it runs.",
        _ => "The bill passes what people to run machines would cost.",
    };
    Words { title: format!("{} in production", chosen.name), context, consequences, revisit_when: revisit.to_owned(), elements: Vec::new() }
}
