//! Which words of a sentence are denied, and which speak of what exists already: from its negators to where their clause or list ends.

use super::{
    lexicon::Grammar,
    token::{Break, Token},
};

/// A phrase of grammar that was found, with the first and the last of its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub grammar: Grammar,
    pub first: usize,
    pub last: usize,
}

/// What is said of each word of a sentence.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub denied: Vec<bool>,
    pub existing: Vec<bool>,
}

/// The nouns after a negator, at most: `no kind of user account`.
const MOST_NOUNS: usize = 4;
/// A member of a list, in words at most.
const MOST_IN_LIST: usize = 3;

struct Reading<'a> {
    tokens: &'a [Token],
    signs: &'a [Sign],
    /// Nouns begin with capitals: they end what a negator before them denies.
    capital_nouns: bool,
}

/// Reads one sentence. The signs count from its first word.
pub(super) fn scopes(tokens: &[Token], signs: &[Sign], capital_nouns: bool) -> Scopes {
    let reading = Reading { tokens, signs, capital_nouns };
    let mut scopes = Scopes { denied: vec![false; tokens.len()], existing: vec![false; tokens.len()] };
    for sign in signs {
        let denies = matches!(sign.grammar, Grammar::DeniesNouns | Grammar::DeniesClause | Grammar::DeniesWhole);
        if denies && reading.is_void(sign) {
            continue;
        }
        let flags = if denies { &mut scopes.denied } else { &mut scopes.existing };
        let range = match sign.grammar {
            Grammar::DeniesNouns | Grammar::HasNouns => reading.nouns(sign.last + 1),
            Grammar::DeniesClause => reading.clause(sign.first),
            Grammar::DeniesWhole | Grammar::HasWhole => reading.whole(sign),
            _ => continue,
        };
        range.into_iter().for_each(|i| flags[i] = true);
    }
    scopes
}

impl Reading<'_> {
    fn is(&self, at: usize, grammar: Grammar) -> bool {
        self.signs.iter().any(|sign| sign.grammar == grammar && (sign.first..=sign.last).contains(&at))
    }
    fn starts(&self, at: usize, grammars: &[Grammar]) -> bool {
        self.signs.iter().any(|sign| sign.first == at && grammars.contains(&sign.grammar))
    }
    /// A denial inside a condition (`if nobody pays`), or one that is no denial (`not only`).
    fn is_void(&self, sign: &Sign) -> bool {
        let mut harmless = self.signs.iter().filter(|other| other.grammar == Grammar::Harmless);
        if harmless.any(|other| other.first <= sign.last && sign.first <= other.last) {
            return true;
        }
        let begin = self.clause_begin(sign.first);
        (begin..sign.first).any(|at| self.is(at, Grammar::Conditions))
    }
    fn clause_begin(&self, at: usize) -> usize {
        let ends = |i: &usize| self.tokens[*i].after != Break::Nothing || self.is(*i, Grammar::Contrast);
        (0..at).rev().find(ends).map_or(0, |i| i + 1)
    }
    fn ends(&self, at: usize) -> bool {
        const ENDS: &[Grammar] =
            &[Grammar::Contrast, Grammar::Opens, Grammar::Conditions, Grammar::DeniesNouns, Grammar::DeniesClause, Grammar::DeniesWhole];
        self.starts(at, ENDS)
    }
    /// The nouns from `from` on, and the list they begin.
    fn nouns(&self, from: usize) -> Vec<usize> {
        let (mut range, mut at, mut count) = (Vec::new(), from, 0);
        while at < self.tokens.len() && !self.ends(at) {
            if self.is(at, Grammar::Or) || (self.is(at, Grammar::And) && self.listed(at + 1, MOST_IN_LIST)) {
                (at, count) = (at + 1, 0);
                continue;
            }
            if self.is(at, Grammar::And) || (count > 0 && self.is(at, Grammar::Marks)) {
                break;
            }
            range.push(at);
            count += 1;
            match self.tokens[at].after {
                Break::Nothing if count >= MOST_NOUNS || self.noun_is_over(at) => break,
                Break::Nothing => {}
                Break::Comma if self.list_goes_on(at + 1) => count = 0,
                _ => break,
            }
            at += 1;
        }
        range
    }
    /// After a capital the next word, in small letters, is no part of the noun any more.
    fn noun_is_over(&self, at: usize) -> bool {
        let next = at + 1;
        let goes_on = self.is(next, Grammar::Or) || self.is(next, Grammar::And);
        self.capital_nouns && at > 0 && self.tokens[at].capital && self.tokens.get(next).is_some_and(|next| !next.capital) && !goes_on
    }
    /// The rest of a clause.
    fn clause(&self, from: usize) -> Vec<usize> {
        let mut range = Vec::new();
        for at in from..self.tokens.len() {
            let own = self.signs.iter().any(|sign| sign.first <= from && at <= sign.last && from <= sign.last);
            if !own && (self.ends(at) || (self.is(at, Grammar::And) && !self.listed(at + 1, MOST_IN_LIST - 1))) {
                break;
            }
            range.push(at);
            match self.tokens[at].after {
                Break::Nothing => {}
                Break::Comma if self.list_goes_on(at + 1) => {}
                _ => break,
            }
        }
        range
    }
    /// The clause around a sign.
    fn whole(&self, sign: &Sign) -> Vec<usize> {
        (self.clause_begin(sign.first)..sign.first).chain(self.clause(sign.first)).collect()
    }
    /// A member of a list and nothing more begins here: few words, no verb, no article.
    fn listed(&self, from: usize, most: usize) -> bool {
        let end = self.member_end(from);
        end > from && end - from <= most
    }
    /// Behind the member of a list that begins here; `from` itself when none does.
    fn member_end(&self, from: usize) -> usize {
        let mut at = from + usize::from(self.is(from, Grammar::Articles));
        while at < self.tokens.len() && !self.is(at, Grammar::Or) && !self.is(at, Grammar::And) {
            if self.is(at, Grammar::Marks) || self.ends(at) {
                return from;
            }
            at += 1;
            if self.tokens[at - 1].after != Break::Nothing {
                break;
            }
        }
        at
    }
    /// Short members follow, the last of them after an `or` or `and`.
    fn list_goes_on(&self, from: usize) -> bool {
        let mut at = from;
        while at < self.tokens.len() {
            if self.is(at, Grammar::Or) || self.is(at, Grammar::And) {
                return self.listed(at + 1, MOST_IN_LIST);
            }
            if !self.listed(at, MOST_IN_LIST) {
                return false;
            }
            at = self.member_end(at);
            if at == 0 || !matches!(self.tokens[at - 1].after, Break::Nothing | Break::Comma) {
                return false;
            }
        }
        false
    }
}
