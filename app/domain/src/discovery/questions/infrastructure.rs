//! Infrastructure: where it runs, what it may cost, and who looks after it.

use super::{ALWAYS, choice};
use crate::{
    catalog,
    design::{Cluster, Pipeline, SecretStore, Target},
    discovery::{Choice, Input, Part, Question},
    standing::{
        Absence, Description,
        Standing::{self, Describes, Planned, Realised},
    },
};

/// What the team may know. Also read by the marks “known to the team” of the decisions.
pub(crate) const SKILLS: &[Choice] = &[
    choice("node", "Node.js", "", "b-nodedotjs", Realised),
    choice("python", "Python", "", "b-python", Realised),
    choice("go", "Go", "", "b-go", NOT_PROPOSED),
    choice("java", "Java", "", "b-spring", Realised),
    choice("rust", "Rust", "", "b-rust", Realised),
    choice("docker", "Docker", "", "b-docker", Realised),
    choice("kubernetes", "Kubernetes", "", "b-kubernetes", Realised),
    choice("postgresql", "PostgreSQL", "", "b-postgresql", Realised),
    choice("mongodb", "MongoDB", "", "b-mongodb", Realised),
    choice("rabbitmq", "RabbitMQ", "", "b-rabbitmq", Realised),
    choice("kafka", "Kafka", "", "b-apachekafka", Realised),
];

/// Written in Go, a part would start and do nothing of its work.
pub(super) const NOT_PROPOSED: Standing = Planned {
    lacks: "no part is proposed in Go yet, because its folder would start and do nothing of its work",
    by_hand: "write such a part yourself, and name the image it is built into",
};
/// What runs on Kubernetes runs on a small cluster too, whatever is answered.
const CLUSTER_AT_HOME: Standing = Planned {
    lacks: "no file follows from it: Docker Compose starts everything, and manifests for Kubernetes have an overlay for a local cluster anyway",
    by_hand: "apply that overlay where there is one",
};
/// The bundle starts everything in containers on any machine.
const BY_HAND_AT_HOME: Standing = Planned {
    lacks: "the bundle starts the parts in containers on a developer's machine too",
    by_hand: "start a part by itself with the command in its README",
};

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        id: "target",
        part: Part::Infrastructure,
        subject: "Production",
        text: "Where will it run in production?",
        help: "Decides the deployment files you get and how much there is to operate.",
        input: Input::One(&[
            choice("compose", "One machine", "Docker Compose on a VM", "server", Target::Compose.standing()),
            choice("swarm", "Docker Swarm", "A few machines, Compose files", "boxes", Target::Swarm.standing()),
            choice("kubernetes", "Kubernetes", "Many services, a platform to run", "b-kubernetes", Target::Kubernetes.standing()),
            choice(
                "gke",
                "Google GKE",
                "A cluster run by Google",
                "b-kubernetes",
                Cluster::Gke.standing().in_part(Absence::ClusterObjects),
            ),
            choice("eks", "AWS EKS", "A cluster run by Amazon", "b-kubernetes", Cluster::Eks.standing().in_part(Absence::ClusterObjects)),
            choice(
                "aks",
                "Azure AKS",
                "A cluster run by Microsoft",
                "b-kubernetes",
                Cluster::Aks.standing().in_part(Absence::ClusterObjects),
            ),
            choice("ecs", "AWS ECS", "Managed containers on Fargate", "cloud", Target::Ecs.standing()),
            choice("cloud-run", "Google Cloud Run", "Managed containers, scales to zero", "cloud", Target::CloudRun.standing()),
            choice("container-apps", "Azure Container Apps", "Managed containers on Azure", "cloud", Target::ContainerApps.standing()),
        ]),
        default_text: "The least that carries the load and the availability you ask for.",
        shown: ALWAYS,
    },
    Question {
        id: "development",
        part: Part::Infrastructure,
        subject: "Development",
        text: "How will it run on a developer's machine?",
        help: "The closer to production, the fewer surprises; the lighter, the faster each day.",
        input: Input::One(&[
            choice("compose", "Docker Compose", "Everything in containers", "b-docker", Realised),
            choice("kubernetes", "A local cluster", "kind or minikube", "b-kubernetes", CLUSTER_AT_HOME),
            choice("native", "Without containers", "Only the stores in containers", "code-xml", BY_HAND_AT_HOME),
        ]),
        default_text: "Docker Compose.",
        shown: |brief, _| brief.asked_target.is_some_and(|target| target != Target::Compose),
    },
    Question {
        id: "budget",
        part: Part::Infrastructure,
        subject: "Budget",
        text: "What may it cost to run each month?",
        help: "Rules options out early, so you are not offered what you cannot pay for.",
        input: Input::One(&[
            choice("under-50", "Under €50", "", "", Realised),
            choice("50-250", "€50 to 250", "", "", Realised),
            choice("250-1000", "€250 to 1,000", "", "", Realised),
            choice("more", "More", "", "", Realised),
        ]),
        default_text: "€50 to 250; more from 5 engineers or 500 requests a second.",
        shown: ALWAYS,
    },
    Question {
        id: "engineers",
        part: Part::Infrastructure,
        subject: "Team size",
        text: "How many engineers build and run it?",
        help: "The strongest single reason for or against splitting a system.",
        input: Input::Number { unit: "engineers", min: 1, max: 5_000, suggestions: &[1, 3, 8, 20], standing: Realised },
        default_text: "4 engineers.",
        shown: ALWAYS,
    },
    Question {
        id: "teams",
        part: Part::Infrastructure,
        subject: "Teams",
        text: "In how many teams?",
        help: "Teams that release on their own schedule are what services are for.",
        input: Input::Number { unit: "teams", min: 1, max: 500, suggestions: &[1, 2, 3, 5], standing: Describes(Description::Team) },
        default_text: "One team for every 8 engineers.",
        shown: |brief, _| brief.engineers >= 5,
    },
    Question {
        id: "skills",
        part: Part::Infrastructure,
        subject: "Expertise",
        text: "What does the team know?",
        help: "What somebody has run before at three in the morning is worth more than what is new.",
        input: Input::Levels(SKILLS),
        default_text: "Some of everything, nothing in depth.",
        shown: ALWAYS,
    },
    Question {
        id: "operations",
        part: Part::Infrastructure,
        subject: "Operations",
        text: "Who looks after it when it runs?",
        help: "Every service more is one more thing to deploy, watch and repair.",
        input: Input::One(&[
            choice("nobody", "Nobody in particular", "Whoever has time", "circle-help", Realised),
            choice("shared", "The developers", "In working hours", "group", Realised),
            choice("on-call", "Someone on call", "At night as well", "clock", Realised),
        ]),
        default_text: "The developers, in working hours.",
        shown: ALWAYS,
    },
    Question {
        id: "gateway",
        part: Part::Infrastructure,
        subject: "Gateway",
        text: "Is there a gateway you prefer?",
        help: "It is the one door: routing, TLS, sign-in checks and limits.",
        input: Input::One(&[
            choice("decide", "Let Groundplan decide", "By what it has to do", "wand-sparkles", Realised),
            choice("nginx", "nginx", "Plain and fast", "b-nginx", catalog::standing("nginx")),
            choice("kong", "Kong", "Plugins for keys, limits, tokens", "b-kong", catalog::standing("kong")),
            choice("traefik", "Traefik", "Finds containers by itself", "b-traefikproxy", catalog::standing("traefik")),
        ]),
        default_text: "Groundplan decides.",
        shown: |brief, _| brief.likely_parts > 1,
    },
    Question {
        id: "secrets",
        part: Part::Infrastructure,
        subject: "Secrets",
        text: "Where should passwords and keys be kept?",
        help: "They must never be in a file of the repository.",
        input: Input::One(&[
            choice("platform", "With the platform", "Docker or Kubernetes secrets", "lock", Realised),
            choice("vault", "HashiCorp Vault", "One place for all, with an audit log", "shield-check", SecretStore::Vault.standing()),
            choice("cloud", "The cloud's own store", "AWS, Azure or Google", "cloud", SecretStore::AwsSecretsManager.standing()),
            choice("environment", "An environment file", "Simplest; on the machine only", "file-text", SecretStore::Environment.standing()),
        ]),
        default_text: "With the platform it runs on.",
        shown: |brief, _| brief.asked_target.is_some_and(|target| target != Target::Compose),
    },
    Question {
        id: "repository",
        part: Part::Infrastructure,
        subject: "Source code",
        text: "Where will the code live?",
        help: "Decides what tests and builds each change.",
        input: Input::One(&[
            choice("github", "GitHub", "Actions run beside the code", "git-branch", Pipeline::GithubActions.standing()),
            choice("gitlab", "GitLab", "Its own pipelines, hosted or yours", "git-branch", Pipeline::GitlabCi.standing()),
            choice("own", "A server of our own", "Nothing leaves the house; Jenkins", "server", Pipeline::Jenkins.standing()),
        ]),
        default_text: "GitHub.",
        shown: |brief, _| brief.engineers >= 5,
    },
];
