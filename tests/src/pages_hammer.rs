//! Asks for pages, many at once, as many different people: every page must be answered, and hold nothing of anybody but its reader.

use crate::client::{Client, small_design};
use anyhow::{Context as _, Result, ensure};
use domain::Design;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// What to ask.
#[derive(Debug, Clone, Copy)]
pub struct Hammer {
    /// People, each with a design of their own.
    pub owners: usize,
    /// Requests at the same time.
    pub clients: usize,
    /// Pages in all.
    pub pages: u64,
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Pages by status.
    pub statuses: BTreeMap<u16, u64>,
    /// Pages that came by page.
    pub pages: BTreeMap<&'static str, u64>,
    pub took: Duration,
}

impl Report {
    /// Pages in a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.statuses.values().sum::<u64>() as f64 / self.took.as_secs_f64()
    }
}

/// The pages, by name: where they are for a project, and whether they show its words.
const PAGES: [(&str, &str, bool); 10] = [
    ("home", "/", true),
    ("list", "/api/v1/projects", true),
    ("discovery", "/p/{}/discovery", true),
    ("proposal", "/p/{}/proposal", true),
    ("studio", "/p/{}/studio", true),
    ("export", "/p/{}/export?file=groundplan.yaml", true),
    ("studio part", "/p/{}/studio?select=orders", true),
    ("decision", "/p/{}/proposal?decision=store", true),
    ("rules", "/rules", false),
    ("rule", "/rules/DATA001", false),
];

/// Somebody with a design that holds a word nobody else has.
struct Person {
    client: Client,
    project: String,
    word: String,
}

/// How the word of a person begins and ends. Nothing else that a page holds looks like it.
const BEGIN: &str = "zq4";
const END: char = 'q';

fn word(number: usize) -> String {
    format!("{BEGIN}{number:05}{END}")
}

/// The words of people in a text, each once.
fn words(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .match_indices(BEGIN)
        .filter_map(|(at, _)| {
            let word = text.get(at..at + BEGIN.len() + 6)?;
            let number = word.strip_prefix(BEGIN)?.strip_suffix(END)?;
            number.bytes().all(|b| b.is_ascii_digit()).then_some(word)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn design_of(word: &str) -> Design {
    let mut design = small_design();
    design.name = format!("Shop {word}");
    design.summary = format!("What {word} sells.");
    for element in design.elements.values_mut() {
        element.description = format!("A part of {word}.");
    }
    design
}

/// Asks the studio at an address.
///
/// # Errors
/// At the first page that is not answered with 200 (503 with Retry-After is counted and asked again), lacks its reader's word or holds
/// another's.
pub async fn hammer(url: &str, Hammer { owners, clients, pages }: Hammer) -> Result<Report> {
    let mut people = Vec::new();
    for number in 0..owners {
        let (client, word) = (Client::browser(url), word(number));
        let project = client.create(design_of(&word)).await.id;
        people.push(Person { client, project, word });
    }
    let (people, next) = (Arc::new(people), Arc::new(AtomicU64::new(0)));
    let began = Instant::now();
    let walks: Vec<_> = (0..clients)
        .map(|_| {
            let (people, next) = (people.clone(), next.clone());
            tokio::spawn(async move { walk(&people, &next, pages).await })
        })
        .collect();
    let mut report = Report::default();
    for walk in walks {
        let part = walk.await??;
        part.statuses.into_iter().for_each(|(status, n)| *report.statuses.entry(status).or_default() += n);
        part.pages.into_iter().for_each(|(page, n)| *report.pages.entry(page).or_default() += n);
    }
    report.took = began.elapsed();
    Ok(report)
}

async fn walk(people: &[Person], next: &AtomicU64, pages: u64) -> Result<Report> {
    let mut report = Report::default();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= pages {
            return Ok(report);
        }
        // Neighbouring requests are of different people and of different pages; every person sees every page in the end.
        let (page, path, is_personal) = PAGES[(number % PAGES.len() as u64) as usize];
        let person = &people[((number / PAGES.len() as u64 + number * 7) % people.len() as u64) as usize];
        let path = path.replace("{}", &person.project);
        loop {
            let answer = person.client.try_send(person.client.request(reqwest::Method::GET, &path)).await.with_context(|| path.clone())?;
            let status = answer.status.as_u16();
            *report.statuses.entry(status).or_default() += 1;
            if let (503, Ok(seconds)) = (status, answer.header("retry-after").parse()) {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                continue;
            }
            let text = answer.text();
            ensure!(status == 200, "page {number}, {path}: {status}\n{text}");
            let found = words(&text);
            let expected: &[&str] = if is_personal { &[&person.word] } else { &[] };
            ensure!(found == expected, "page {number}, {path} of {} holds the words {found:?}", person.word);
            *report.pages.entry(page).or_default() += 1;
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_people_are_found() {
        let text = format!("{} and {} and {}, zq4, zq41q", word(7), word(12), word(7));
        assert_eq!(words(&text), [word(7), word(12)]);
        assert!(words("zq4abcdeq zq4").is_empty());
    }
}
