//! Joins the style partials in their stated order and makes the sheet a little smaller. It knows nothing of file names by content.
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::path::Path;

/// One sheet from the partials that `order.txt` names, one path a line, `#` for remarks.
///
/// # Errors
/// When the order names a file that is not there, or leaves one out, or names one twice.
pub(crate) fn join(folder: &Path) -> Result<String> {
    let order = folder.join("order.txt");
    let text = std::fs::read_to_string(&order).with_context(|| format!("cannot read {}", order.display()))?;
    let mut named = BTreeSet::new();
    let mut sheet = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        ensure!(named.insert(line.to_owned()), "style/order.txt names {line} twice");
        let partial =
            std::fs::read_to_string(folder.join(line)).with_context(|| format!("style/order.txt names {line}, which cannot be read"))?;
        sheet.push_str(&partial);
        sheet.push('\n');
    }
    let forgotten: Vec<String> =
        crate::public::read(folder)?.into_keys().filter(|path| path.ends_with(".css") && !named.contains(path)).collect();
    ensure!(forgotten.is_empty(), "style/order.txt does not name {}", forgotten.join(", "));
    Ok(minify(&sheet))
}

/// Replaces the target of every `url(…)` that points at a file of `public/` by what `rename` says.
///
/// # Errors
/// When `rename` does not know the file.
pub(crate) fn rewrite_urls(sheet: &str, rename: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + "url(".len());
        let Some(end) = url_end(after) else {
            bail!("a url( in the style sheet has no end: {}", after.chars().take(60).collect::<String>())
        };
        let raw = &after[..end];
        let target = raw.trim().trim_matches(['"', '\'']);
        out.push_str(before);
        if target.starts_with("data:") || target.starts_with('#') {
            out.push_str(raw);
        } else {
            let logical = target.trim_start_matches("../").trim_start_matches("public/").trim_start_matches('/');
            out.push_str(
                &rename(logical).with_context(|| format!("the style sheet asks for {target}, and public/{logical} does not exist"))?,
            );
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the argument of a `url(` ends: at the closing bracket outside quotes.
fn url_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, ')') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

/// Drops comments and the white space that means nothing. Strings stay as they are; nothing is reordered.
fn minify(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut letters = sheet.chars().peekable();
    let mut space = false;
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'*') => {
                letters.next();
                let mut last = ' ';
                for inner in letters.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                space = true;
            }
            _ if letter.is_whitespace() => space = true,
            _ => {
                let after_mark = out.ends_with(['{', '}', ';', ',']) || out.is_empty();
                if space && !after_mark && !matches!(letter, '{' | '}' | ';' | ',') {
                    out.push(' ');
                }
                space = false;
                if letter == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(letter);
                if matches!(letter, '"' | '\'') {
                    copy_string(letter, &mut letters, &mut out);
                }
            }
        }
    }
    out
}

/// Copies the rest of a string, its closing quote included.
fn copy_string(quote: char, letters: &mut impl Iterator<Item = char>, out: &mut String) {
    let mut escaped = false;
    for letter in letters {
        out.push(letter);
        if letter == quote && !escaped {
            return;
        }
        escaped = letter == '\\' && !escaped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_meaningless_space_goes() {
        let sheet = "/* tokens */\n:root {\n  --a: 1px;\n}\n.card :hover > b, i { width: calc(1px + 2px); content: \"a  { /* b\"; }\n";
        assert_eq!(minify(sheet), r#":root{--a: 1px}.card :hover > b,i{width: calc(1px + 2px);content: "a  { /* b"}"#);
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_string() {
        assert_eq!(minify("a::before { content: \"\\\"  ;\" ; }"), "a::before{content: \"\\\"  ;\"}");
    }

    #[test]
    fn urls_of_public_files_follow_their_new_names() {
        let renamed = rewrite_urls("src:url(/fonts/a.woff2);b:url(\"data:image/svg+xml,(x)\");c:url(#d)", |name| {
            Some(name.replace(".woff2", ".12.woff2"))
        })
        .unwrap();
        assert_eq!(renamed, "src:url(fonts/a.12.woff2);b:url(\"data:image/svg+xml,(x)\");c:url(#d)");
        let error = rewrite_urls("url('/fonts/gone.woff2')", |_| None).unwrap_err().to_string();
        assert!(error.contains("public/fonts/gone.woff2 does not exist"), "{error}");
    }

    #[test]
    fn the_order_is_the_order_and_nothing_is_forgotten() {
        let folder = std::env::temp_dir().join(format!("groundplan-style-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("pages")).unwrap();
        for (name, text) in
            [("order.txt", "# first the tokens\nb.css\npages/a.css\n"), ("b.css", "b { c: d }"), ("pages/a.css", "a { c: d }")]
        {
            std::fs::write(folder.join(name), text).unwrap();
        }
        assert_eq!(join(&folder).unwrap(), "b{c: d}a{c: d}");
        std::fs::write(folder.join("late.css"), "x {}").unwrap();
        assert!(join(&folder).unwrap_err().to_string().contains("does not name late.css"));
        std::fs::write(folder.join("order.txt"), "b.css\nb.css\n").unwrap();
        assert!(join(&folder).unwrap_err().to_string().contains("twice"));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
