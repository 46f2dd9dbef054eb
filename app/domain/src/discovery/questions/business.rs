//! Business: what the system is for, what it must do, and for how many people.

use super::{ALWAYS, choice};
use crate::{
    discovery::{Choice, Input, Part, Question, capability},
    standing::Standing::Realised,
};

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        id: "purpose",
        part: Part::Business,
        subject: "Purpose",
        text: "What is it for?",
        help: "A sentence is enough, in English, German, French or Spanish. What it must do is read from it, and numbers as well: “two teams of six”.",
        input: Input::Text { placeholder: "Guests book a table and order by phone", standing: Realised },
        default_text: "Nothing is read from it; the next two questions decide.",
        shown: ALWAYS,
    },
    Question {
        id: "archetype",
        part: Part::Business,
        subject: "Kind of system",
        text: "Which of these is it most like?",
        help: "Brings the capabilities such systems usually need. You can change them in the next question.",
        input: Input::One(&[
            choice("e-commerce", "Online shop", "Catalogue, orders, payments", "layout-template", Realised),
            choice("saas", "Software as a service", "Tenants, subscriptions, usage", "boxes", Realised),
            choice("restaurant-voice", "Restaurant with voice ordering", "Menu, tables, orders by phone", "phone-call", Realised),
            choice("other", "Something else", "Only what you choose", "square-dashed", Realised),
        ]),
        default_text: "What the purpose sounds like; something else when it says nothing.",
        shown: ALWAYS,
    },
    Question {
        id: "capabilities",
        part: Part::Business,
        subject: "Capabilities",
        text: "What must it do?",
        help: "Each capability brings the data it owns and the events it announces. Together they draw the boundaries.",
        input: Input::Many { choices: CAPABILITIES, free: Some(Realised) },
        default_text: "What such systems usually need, and what the purpose mentions.",
        shown: ALWAYS,
    },
    Question {
        id: "users",
        part: Part::Business,
        subject: "End users",
        text: "Who uses it?",
        help: "Decides what stands in front: a public website, a tool behind a sign-in, or only an API.",
        input: Input::One(&[
            choice("public", "The public", "Anyone with a browser", "app-window", Realised),
            choice("businesses", "Business customers", "Known organisations", "group", Realised),
            choice("staff", "Our own staff", "An internal tool", "lock", Realised),
            choice("programs", "Other programs", "An API, no screens", "code-xml", Realised),
        ]),
        default_text: "The public; business customers for software as a service.",
        shown: ALWAYS,
    },
    Question {
        id: "people",
        part: Part::Business,
        subject: "Number of users",
        text: "How many people use it in a month?",
        help: "Gives a first idea of the load when you do not know it.",
        input: Input::Number {
            unit: "people a month",
            min: 1,
            max: 1_000_000_000,
            suggestions: &[500, 5_000, 50_000, 1_000_000],
            standing: Realised,
        },
        default_text: "5,000 people a month.",
        shown: ALWAYS,
    },
    Question {
        id: "peak-rps",
        part: Part::Business,
        subject: "Expected scale",
        text: "How busy is it at the peak?",
        help: "Decides how many copies run, whether a cache pays, and whether parts need to scale on their own.",
        input: Input::Number {
            unit: "requests a second at peak",
            min: 1,
            max: 1_000_000,
            suggestions: &[10, 100, 300, 2_000],
            standing: Realised,
        },
        default_text: "One request a second for every 200 people a month, at least 5.",
        shown: ALWAYS,
    },
    Question {
        id: "data-volume",
        part: Part::Business,
        subject: "Data volume",
        text: "How much data will there be after a year?",
        help: "Sizes the disks, and tells how soon old data has to go somewhere cheaper.",
        input: Input::One(&[
            choice("small", "Under 10 GB", "", "", Realised),
            choice("medium", "10 to 100 GB", "", "", Realised),
            choice("large", "100 GB to 1 TB", "", "", Realised),
            choice("huge", "More than 1 TB", "", "", Realised),
        ]),
        default_text: "Under 10 GB; more from 100,000 people a month.",
        shown: ALWAYS,
    },
];

const CAPABILITIES: &[Choice] = &{
    let mut choices = [choice("", "", "", "", Realised); capability::COUNT];
    let mut i = 0;
    while i < capability::COUNT {
        let capability = capability::ALL[i];
        choices[i] = choice(capability.slug, capability.label, capability.hint, capability.icon, Realised);
        i += 1;
    }
    choices
};
