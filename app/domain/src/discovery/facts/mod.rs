//! Reads the numbers and names in a purpose: how many people, how much a second, how fast, for how much money, on what. Each is an
//! answer to a question of the questionnaire, which a person may correct. Guesses nothing: what fits no pattern is left to the question.

mod names;
mod pieces;
mod units;

use super::{Answer, Answers};
use crate::ids::QuestionId;
use pieces::{Part, Piece};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer read from the purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The id of the question.
    pub question: &'static str,
    pub answer: Answer,
    /// The words it was read from: `two teams of six`.
    pub said: String,
}

/// An answer that was read from the purpose and not given: to be corrected, answer its question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadAnswer {
    /// The id of the question.
    pub question: String,
    pub answer: Answer,
    /// The words it was read from: `two teams of six`.
    pub words: String,
}

/// The answers that are read from the purpose, by question.
pub fn read_answers(answers: &Answers) -> Vec<ReadAnswer> {
    let of = |fact: Fact| ReadAnswer { question: fact.question.to_owned(), answer: fact.answer, words: fact.said };
    complete(answers).1.into_iter().map(of).collect()
}

/// The answers with what the purpose says beside them, and which those are. What a person answered stands.
pub fn complete(answers: &Answers) -> (Answers, Vec<Fact>) {
    let Some(Answer::Text(purpose)) = answers.get("purpose") else { return (answers.clone(), Vec::new()) };
    let facts: Vec<Fact> = read(purpose).into_iter().filter(|fact| !answers.contains_key(fact.question)).collect();
    let mut complete = answers.clone();
    for fact in &facts {
        if let Ok(id) = QuestionId::new(fact.question) {
            complete.insert(id, fact.answer.clone());
        }
    }
    (complete, facts)
}

/// The facts of a text, by question. Of two that disagree the larger number counts, and the first word.
pub fn read(text: &str) -> Vec<Fact> {
    let pieces = pieces::pieces(text);
    let mut reading = Reading { text, pieces: &pieces, facts: BTreeMap::new(), devices: None, interval: None, sizes: Vec::new() };
    for (at, piece) in pieces.iter().enumerate() {
        match piece.part {
            Part::Number(n) => {
                reading.names(at);
                reading.number(at, n);
            }
            Part::Word(_) => {
                reading.names(at);
                reading.pace(at);
            }
            _ => {}
        }
    }
    reading.device_rate();
    reading.facts.into_iter().map(|(question, (answer, said))| Fact { question, answer, said }).collect()
}

/// Pieces between a number and what it counts.
const NEAR: usize = 3;

struct Reading<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    facts: BTreeMap<&'static str, (Answer, String)>,
    /// Devices that report, with the first and the last piece that says so.
    devices: Option<(f64, usize, usize)>,
    /// Numbers that say how large a team is.
    sizes: Vec<usize>,
    /// Seconds between two reports.
    interval: Option<(f64, usize)>,
}

impl Reading<'_> {
    fn word(&self, at: usize) -> &str {
        match self.pieces.get(at).map(|piece| &piece.part) {
            Some(Part::Word(word)) => word,
            _ => "",
        }
    }
    fn sign(&self, at: usize) -> Option<char> {
        match self.pieces.get(at).map(|piece| &piece.part) {
            Some(Part::Sign(sign)) => Some(*sign),
            _ => None,
        }
    }
    fn said(&self, first: usize, last: usize) -> String {
        let last = last.min(self.pieces.len().saturating_sub(1));
        self.text[self.pieces[first].start..self.pieces[last].end].to_owned()
    }
    /// The first of the pieces after `at` that is one of some words, up to a stop or another number.
    fn after(&self, at: usize, words: &[&str]) -> Option<usize> {
        let mut reach =
            (at + 1..self.pieces.len()).take(NEAR).take_while(|i| matches!(self.pieces[*i].part, Part::Word(_) | Part::Sign(_)));
        reach.find(|i| words.contains(&self.word(*i)))
    }
    /// The same for what a number counts: `12 regular users`, but not `12 seats for users`.
    fn counted(&self, at: usize, words: &[&str]) -> Option<usize> {
        self.after(at, words).filter(|last| !(at + 1..*last).any(|i| units::BETWEEN.contains(&self.word(i))))
    }
    /// Whether one of some words stands in the same sentence, before a piece or up to three behind it.
    fn in_sentence(&self, at: usize, words: &[&str]) -> bool {
        let is_stop = |i: &usize| self.pieces[*i].part == Part::Stop;
        let before = (0..at).rev().take_while(|i| !is_stop(i));
        let behind = (at..self.pieces.len()).take(NEAR + 1).take_while(|i| !is_stop(i));
        before.chain(behind).any(|i| words.contains(&self.word(i)))
    }
    fn before(&self, at: usize, words: &[&str], most: usize) -> bool {
        (at.saturating_sub(most)..at).any(|i| words.contains(&self.word(i)))
    }
    fn keep(&mut self, question: &'static str, answer: Answer, said: String) {
        let kept = self.facts.entry(question).or_insert_with(|| (answer.clone(), said.clone()));
        match (&mut kept.0, answer) {
            (Answer::Number(old), Answer::Number(new)) if new > *old => *kept = (Answer::Number(new), said),
            (Answer::Many(all), Answer::Many(more)) => {
                let new: Vec<String> = more.into_iter().filter(|entry| !all.contains(entry)).collect();
                if !new.is_empty() {
                    all.extend(new);
                    if kept.1 != said {
                        kept.1 = format!("{}, {said}", kept.1);
                    }
                }
            }
            _ => {}
        }
    }
    fn count(&mut self, question: &'static str, n: f64, first: usize, last: usize) {
        if n >= 1.0 {
            let said = self.said(first, last);
            self.keep(question, Answer::Number(n.ceil() as u64), said);
        }
    }

    /// What a number says.
    fn number(&mut self, at: usize, n: f64) {
        let said = self.sizes.contains(&at) || self.percentage(at, n) || self.money(at, n) || self.time(at, n);
        if said || self.bytes(at, n) || self.rate(at, n) {
            return;
        }
        if let Some(last) = self.after(at, units::TEAMS) {
            self.count("teams", n, at, last);
            let size = (last + 1..last + 4).take_while(|i| *i < self.pieces.len()).find_map(|i| match self.pieces[i].part {
                Part::Number(size) if (last + 1..i).all(|between| units::OF_SIZE.contains(&self.word(between))) && i > last + 1 => {
                    Some((i, size))
                }
                _ => None,
            });
            if let Some((end, size)) = size {
                self.count("engineers", n * size, at, end);
                self.sizes.push(end);
            }
        } else if at > 1
            && units::TEAMS.contains(&self.word(at - 2))
            && units::OF_SIZE.contains(&self.word(at - 1))
            && !self.is_number(at.wrapping_sub(3))
        {
            self.count("engineers", n, at - 2, at);
        } else if let Some(last) = self.counted(at, units::ENGINEERS) {
            self.count("engineers", n, at, last);
        } else if let Some(last) = self.counted(at, units::DEVICES) {
            self.devices = Some((n, at, last));
        } else if let Some(last) = self.counted(at, units::PEOPLE).filter(|_| !self.before(at, units::GROUPS, NEAR)) {
            self.count("people", n, at, last);
        }
    }
    fn is_number(&self, at: usize) -> bool {
        matches!(self.pieces.get(at).map(|piece| &piece.part), Some(Part::Number(_)))
    }
    fn percentage(&mut self, at: usize, n: f64) -> bool {
        let percent = self.sign(at + 1) == Some('%') || ["percent", "prozent"].contains(&self.word(at + 1));
        // `99 % of the orders` is a share, `99 % of the time` is not.
        let behind = (at + 2..at + 5).map(|i| self.word(i)).find(|word| !units::ARTICLES.contains(word));
        let share = units::OF.contains(&self.word(at + 2)) && !behind.is_some_and(|word| units::WHILES.contains(&word));
        if percent && !share && (99.0..100.0).contains(&n) {
            let said = self.said(at, at + 1);
            self.keep("availability", Answer::text(n.to_string()), said);
        }
        percent
    }
    /// `€400 a month`, `400 euros par mois`: the choice whose bounds hold it.
    fn money(&mut self, at: usize, n: f64) -> bool {
        const SIGNS: [char; 3] = ['€', '$', '£'];
        let before =
            at > 0 && (self.sign(at - 1).is_some_and(|sign| SIGNS.contains(&sign)) || units::CURRENCIES.contains(&self.word(at - 1)));
        let after = self.sign(at + 1).is_some_and(|sign| SIGNS.contains(&sign)) || units::CURRENCIES.contains(&self.word(at + 1));
        if !before && !after {
            return false;
        }
        let (first, unit) = (at - usize::from(before), at + usize::from(after));
        let monthly = self.after(unit, units::MONTHS);
        // English has an `an` as well: `€80 an hour`.
        let par_an = || self.after(unit, &["an"]).filter(|last| self.word(last - 1) == "par");
        let yearly = self.after(unit, units::YEARS).or_else(par_an).map(|last| (last, n / 12.0));
        let named = self.in_sentence(first, units::BUDGET);
        // `Members pay €20 a month` is what they pay, and no budget.
        let price = !named && self.in_sentence(first, units::PRICES);
        let told = monthly.map(|last| (last, n)).or(yearly).or(named.then_some((unit, n)));
        if let Some((last, euros)) = told.filter(|_| !price) {
            let slug = match euros {
                ..50.0 => "under-50",
                ..=250.0 => "50-250",
                ..=1_000.0 => "250-1000",
                _ => "more",
            };
            let said = self.said(first, last);
            self.keep("budget", Answer::text(slug), said);
        }
        true
    }
    /// `300 ms`, `under 2 seconds`, `every ten seconds`.
    fn time(&mut self, at: usize, n: f64) -> bool {
        let unit = self.word(at + 1);
        let seconds = units::TIMES.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds);
        let every = self.before(at, units::EVERY, 1);
        match seconds {
            _ if units::MILLISECONDS.contains(&unit) && !every => self.count("latency", n, at, at + 1),
            Some(1.0) if !every && (self.before(at, units::WITHIN, NEAR) || (at > 0 && self.sign(at - 1) == Some('<'))) => {
                self.count("latency", n * 1_000.0, at, at + 1);
            }
            Some(seconds) if every => self.interval = Some((n * seconds, at + 1)),
            _ => return false,
        }
        true
    }
    /// `50,000 messages a second`, `2000 rps`, `30 000 commandes par jour`.
    fn rate(&mut self, at: usize, n: f64) -> bool {
        if let Some(last) = self.after(at, units::BY_THE_SECOND) {
            self.count("peak-rps", n, at, last);
            return true;
        }
        let Some(what) = self.after(at, units::WORK) else { return false };
        let reach = what + 1..(what + 5).min(self.pieces.len());
        let mut time =
            reach.take_while(|i| units::PER.contains(&self.word(*i)) || self.sign(*i) == Some('/') || self.seconds(*i).is_some());
        if let Some((last, seconds)) = time.find_map(|i| Some((i, self.seconds(i)?))) {
            self.count("peak-rps", (n / seconds).max(1.0), at, last);
        }
        true
    }
    fn seconds(&self, at: usize) -> Option<f64> {
        let word = self.word(at);
        units::TIMES.iter().find(|(name, _)| *name == word).map(|(_, seconds)| *seconds)
    }
    fn bytes(&mut self, at: usize, n: f64) -> bool {
        let unit = self.word(at + 1).to_owned();
        let Some((_, gigabytes)) = units::BYTES.iter().find(|(name, _)| *name == unit) else { return false };
        let raw = self.pieces[at + 1].raw.as_str();
        // `to` and `go` are words as well; the units have a capital.
        if !raw.starts_with(char::is_uppercase) {
            return false;
        }
        let slug = match n * gigabytes {
            ..10.0 => "small",
            ..=100.0 => "medium",
            ..=1_000.0 => "large",
            _ => "huge",
        };
        let said = self.said(at, at + 1);
        self.keep("data-volume", Answer::text(slug), said);
        true
    }
    /// `every minute`, `toutes les minutes`.
    fn pace(&mut self, at: usize) {
        if units::EVERY.contains(&self.word(at)) {
            let unit = at + 1 + usize::from(units::ARTICLES.contains(&self.word(at + 1)));
            self.interval = self.interval.or(self.seconds(unit).map(|seconds| (seconds, unit)));
        }
    }
    /// Devices that report every so many seconds are a rate.
    fn device_rate(&mut self) {
        if let (Some((devices, first, last)), Some((seconds, end))) = (self.devices, self.interval) {
            self.count("peak-rps", devices / seconds, first, last.max(end));
        }
    }
    /// What a name says, unless it is ruled out.
    fn names(&mut self, at: usize) {
        if self.before(at, units::DENIALS, NEAR) {
            return;
        }
        for (name, question, slug) in names::NAMES {
            let words = name.split(' ').count();
            let stands = name.split(' ').enumerate().all(|(i, word)| self.word_or_number(at + i) == word);
            if stands {
                self.named(question, slug, at, at + words - 1);
            }
        }
        let written = names::WRITTEN.iter().find(|(name, _, _)| self.pieces[at].raw == *name);
        if let Some((_, question, slug)) = written.filter(|_| at > 0 && self.before(at, names::BEFORE_WRITTEN, 1)) {
            self.named(question, slug, at, at);
        }
    }
    fn word_or_number(&self, at: usize) -> String {
        match self.pieces.get(at).map(|piece| (&piece.part, &piece.raw)) {
            Some((Part::Word(word), _)) => word.clone(),
            Some((Part::Number(_), raw)) => raw.to_lowercase(),
            _ => String::new(),
        }
    }
    fn named(&mut self, question: &'static str, slug: &str, first: usize, last: usize) {
        let many = ["compliance", "stack", "integrations"].contains(&question);
        let answer = if many { Answer::many([slug]) } else { Answer::text(slug) };
        let said = self.said(first, last);
        self.keep(question, answer, said);
    }
}

#[cfg(test)]
mod tests;
