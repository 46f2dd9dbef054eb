//! Technical: what exists already, and what the team likes to work with.

use super::{ALWAYS, choice};
use crate::{
    catalog,
    design::ManagedBroker,
    discovery::{Choice, Input, Part, Question, brief::CurrentSystem, capability::external},
    standing::Standing::Realised,
};

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        id: "current-system",
        part: Part::Technical,
        subject: "Current system",
        text: "Is there a system today?",
        help: "An existing system is replaced step by step behind the gateway, not all at once.",
        input: Input::One(&[
            choice("none", "Nothing yet", "A fresh start", "sparkles", Realised),
            choice("monolith", "One application", "It is to be taken apart or replaced", "server", Realised),
            choice("services", "Several services", "Some already run", "boxes", Realised),
        ]),
        default_text: "Nothing yet.",
        shown: ALWAYS,
    },
    Question {
        id: "existing-services",
        part: Part::Technical,
        subject: "Existing services",
        text: "Which services or modules do you have or see already?",
        help: "Each is kept as a service under its name. Say in brackets what you know of it: “cart (Go, gRPC, Redis)”.",
        input: Input::Many { choices: &[], free: Some(Realised) },
        default_text: "None that matter for the new design.",
        shown: |brief, _| brief.current_system != CurrentSystem::None || !brief.existing.is_empty(),
    },
    Question {
        id: "stack",
        part: Part::Technical,
        subject: "Languages",
        text: "What would you like to write it in?",
        help: "The first is used wherever nothing speaks for another. Parts such as speech say when they need their own.",
        input: Input::Many {
            choices: &[
                choice("node-express", "Node.js", "Express", "b-nodedotjs", catalog::standing("node-express")),
                choice("python-fastapi", "Python", "FastAPI", "b-python", catalog::standing("python-fastapi")),
                choice("go", "Go", "Standard library", "b-go", super::infrastructure::NOT_PROPOSED),
                choice("java-spring", "Java", "Spring Boot", "b-spring", catalog::standing("java-spring")),
                choice("rust-axum", "Rust", "axum", "b-rust", catalog::standing("rust-axum")),
            ],
            free: None,
        },
        default_text: "What the team knows best; Node.js when nobody says.",
        shown: ALWAYS,
    },
    Question {
        id: "database",
        part: Part::Technical,
        subject: "Databases",
        text: "Which database do you prefer?",
        help: "A preference counts, but data of another shape may still get another store, with the reason.",
        input: Input::One(&[
            choice("decide", "The best for each part", "By the shape of its data", "wand-sparkles", Realised),
            choice("postgresql", "PostgreSQL", "Tables, and JSON beside them", "b-postgresql", catalog::standing("postgresql")),
            choice("mysql", "MySQL", "Tables, widely hosted", "b-mysql", catalog::standing("mysql")),
            choice("mongodb", "MongoDB", "Documents", "b-mongodb", catalog::standing("mongodb")),
        ]),
        default_text: "The best for each part.",
        shown: ALWAYS,
    },
    Question {
        id: "integrations",
        part: Part::Technical,
        subject: "Existing systems to integrate",
        text: "What must it talk to?",
        help: "Every system outside can be slow or down, so each gets a timeout, a limit and a plan for that day.",
        input: Input::Many { choices: EXTERNALS, free: Some(Realised) },
        default_text: "Only what the chosen capabilities need.",
        shown: ALWAYS,
    },
    Question {
        id: "communication",
        part: Part::Technical,
        subject: "Communication style",
        text: "How should the parts talk to each other?",
        help: "Calls are easy to follow; events keep parts apart when one of them is slow or down.",
        input: Input::One(&[
            choice("decide", "Let Groundplan decide", "By load and by who needs an answer", "wand-sparkles", Realised),
            choice("request", "Calls first", "Ask and wait for the answer", "repeat", Realised),
            choice("events", "Events first", "Announce facts, react later", "radio", Realised),
        ]),
        default_text: "Groundplan decides.",
        shown: |brief, _| brief.likely_parts > 1,
    },
    Question {
        id: "broker",
        part: Part::Technical,
        subject: "Broker",
        text: "Is there a message broker you prefer?",
        help: "It carries what parts announce, and keeps it for those that are down. Where nothing is announced there is none.",
        input: Input::One(&[
            choice("decide", "Let Groundplan decide", "By load and by who listens", "wand-sparkles", Realised),
            choice("rabbitmq", "RabbitMQ", "Queues and dead letters", "b-rabbitmq", catalog::standing_as_broker("rabbitmq")),
            choice("kafka", "Apache Kafka", "A log that is read again", "b-apachekafka", catalog::standing_as_broker("kafka")),
            choice("nats", "NATS", "One small program", "b-natsdotio", catalog::standing_as_broker("nats")),
            choice("redis", "Redis Streams", "Small, in memory", "b-redis", catalog::standing_as_broker("redis")),
            choice("pubsub", "Google Pub/Sub", "Run by Google", "cloud", ManagedBroker::PubSub.standing()),
            choice("sqs-sns", "Amazon SQS and SNS", "Run by Amazon", "cloud", ManagedBroker::SqsSns.standing()),
            choice("service-bus", "Azure Service Bus", "Run by Microsoft", "cloud", ManagedBroker::ServiceBus.standing()),
        ]),
        default_text: "Groundplan decides.",
        shown: |brief, _| brief.likely_parts > 1,
    },
];

const EXTERNALS: &[Choice] = &{
    let mut choices = [choice("", "", "", "", Realised); external::COUNT];
    let mut i = 0;
    while i < external::COUNT {
        choices[i] = external::choice(&external::ALL[i]);
        i += 1;
    }
    choices
};
