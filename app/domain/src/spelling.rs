//! What somebody probably meant to write.

/// ` (did you mean “engineers”?)`, or nothing when no word is near.
pub(crate) fn did_you_mean(word: &str, words: &[&str]) -> String {
    nearest(word, words).map_or(String::new(), |near| format!(" (did you mean “{near}”?)"))
}

/// The word that one or two slips of the finger turn into this one.
fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    words.iter().copied().map(|other| (distance(word, other), other)).min().filter(|(slips, _)| *slips <= 2).map(|(_, other)| other)
}

/// Levenshtein's distance. Long words are not worth comparing.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}
