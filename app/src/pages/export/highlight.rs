//! Colours for code: a small scanner that is good enough to read by, and that never loses or invents a character. Pure.

/// What a file is written in, as far as colours go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Yaml,
    Json,
    Dockerfile,
    Shell,
    Nginx,
    Markdown,
    JavaScript,
    Python,
    Plain,
}

/// A piece of a line: its class, when it has one, and its text.
pub(super) type Token = (Option<&'static str>, String);

const KEY: Option<&str> = Some("s-key");
const STRING: Option<&str> = Some("s-str");
const NUMBER: Option<&str> = Some("s-num");
const COMMENT: Option<&str> = Some("s-com");
const KEYWORD: Option<&str> = Some("s-kw");

impl Language {
    /// By the name of the file.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        if name.starts_with("Dockerfile") {
            return Self::Dockerfile;
        }
        match name.rsplit('.').next().unwrap_or_default() {
            "yaml" | "yml" => Self::Yaml,
            "json" => Self::Json,
            "sh" | "bash" | "example" | "env" | "Makefile" | "mk" => Self::Shell,
            "conf" => Self::Nginx,
            "md" => Self::Markdown,
            "js" | "mjs" | "cjs" | "ts" => Self::JavaScript,
            "py" => Self::Python,
            _ => Self::Plain,
        }
    }
    /// What starts a comment that runs to the end of the line.
    fn comment(self) -> Option<&'static str> {
        match self {
            Self::Yaml | Self::Dockerfile | Self::Shell | Self::Nginx | Self::Python => Some("#"),
            Self::JavaScript => Some("//"),
            Self::Json | Self::Markdown | Self::Plain => None,
        }
    }
    fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::Dockerfile => &[
                "ADD",
                "ARG",
                "AS",
                "CMD",
                "COPY",
                "ENTRYPOINT",
                "ENV",
                "EXPOSE",
                "FROM",
                "HEALTHCHECK",
                "LABEL",
                "RUN",
                "STOPSIGNAL",
                "USER",
                "VOLUME",
                "WORKDIR",
            ],
            Self::Shell => &[
                "case", "do", "done", "elif", "else", "esac", "exit", "export", "fi", "for", "function", "if", "in", "return", "set",
                "then", "while",
            ],
            Self::JavaScript => &[
                "async",
                "await",
                "break",
                "case",
                "catch",
                "class",
                "const",
                "continue",
                "default",
                "else",
                "export",
                "extends",
                "false",
                "finally",
                "for",
                "from",
                "function",
                "if",
                "import",
                "let",
                "new",
                "null",
                "of",
                "return",
                "switch",
                "this",
                "throw",
                "true",
                "try",
                "typeof",
                "undefined",
                "while",
                "yield",
            ],
            Self::Python => &[
                "and", "as", "async", "await", "class", "def", "elif", "else", "except", "False", "finally", "for", "from", "global", "if",
                "import", "in", "is", "lambda", "None", "not", "or", "pass", "raise", "return", "True", "try", "while", "with", "yield",
            ],
            Self::Yaml | Self::Json => &["true", "false", "null"],
            Self::Nginx => &["http", "server", "location", "upstream", "events", "if", "map", "on", "off"],
            Self::Markdown | Self::Plain => &[],
        }
    }
}

/// Every line as tokens. Joined, the tokens of a line are that line.
pub(super) fn lines(language: Language, text: &str) -> Vec<Vec<Token>> {
    let mut fenced = false;
    text.lines()
        .map(|line| match language {
            Language::Plain => plain(line),
            Language::Markdown => {
                let fence = line.trim_start().starts_with("```");
                fenced ^= fence;
                markdown(line, fence || fenced)
            }
            _ => code(language, line),
        })
        .collect()
}

fn plain(line: &str) -> Vec<Token> {
    if line.is_empty() { Vec::new() } else { vec![(None, line.to_owned())] }
}

fn markdown(line: &str, fenced: bool) -> Vec<Token> {
    if line.is_empty() {
        return Vec::new();
    }
    if fenced {
        return vec![(STRING, line.to_owned())];
    }
    if line.starts_with('#') {
        return vec![(KEY, line.to_owned())];
    }
    if line.starts_with('>') {
        return vec![(COMMENT, line.to_owned())];
    }
    let mut tokens = Vec::new();
    let paired = line.matches('`').count() / 2 * 2;
    for (i, piece) in line.splitn(paired + 1, '`').enumerate() {
        if i % 2 == 1 {
            tokens.push((STRING, format!("`{piece}`")));
        } else if !piece.is_empty() {
            tokens.push((None, piece.to_owned()));
        }
    }
    tokens
}

fn code(language: Language, line: &str) -> Vec<Token> {
    let mut scanner = Scanner { tokens: Vec::new(), loose: String::new() };
    let mut rest = line;
    if let Some((indent, key, after)) = key_of(language, line) {
        scanner.plain(indent);
        scanner.push(KEY, key);
        rest = after;
    }
    // A directive opens the line, as does an instruction of a Dockerfile; elsewhere keywords stand anywhere.
    let mut first = true;
    while let Some(c) = rest.chars().next() {
        let before_is_word = scanner.ends_in_word();
        let opens_comment =
            language.comment().is_some_and(|sign| rest.starts_with(sign) && !before_is_word && comment_fits(language, &scanner));
        let taken = if opens_comment {
            scanner.push(COMMENT, rest);
            rest.len()
        } else if matches!(c, '"' | '\'' | '`') && !(c == '`' && language != Language::JavaScript) && !(c == '\'' && before_is_word) {
            let end = string_end(rest, c);
            let is_key = language == Language::Json && rest[end..].trim_start().starts_with(':');
            scanner.push(if is_key { KEY } else { STRING }, &rest[..end]);
            end
        } else if c == '$' && matches!(language, Language::Shell | Language::Yaml | Language::Nginx | Language::Dockerfile) {
            let end = variable_end(rest);
            scanner.push(NUMBER, &rest[..end]);
            end
        } else if c.is_ascii_digit() && !before_is_word {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_')).unwrap_or(rest.len());
            scanner.push(NUMBER, &rest[..end]);
            end
        } else if c.is_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let word = &rest[..end];
            let directive = language == Language::Nginx && first;
            if !before_is_word && (language.keywords().contains(&word) || directive) {
                scanner.push(if directive { KEY } else { KEYWORD }, word);
            } else {
                scanner.plain(word);
            }
            end
        } else {
            scanner.plain(&rest[..c.len_utf8()]);
            c.len_utf8()
        };
        first &= c.is_whitespace();
        rest = &rest[taken..];
    }
    scanner.finish()
}

/// A key at the start of a YAML line or of an assignment: indent and dashes, the key, and the rest from its colon on.
fn key_of(language: Language, line: &str) -> Option<(&str, &str, &str)> {
    let start = line.find(|c: char| !(c.is_whitespace() || c == '-'))?;
    let (indent, body) = line.split_at(start);
    let sign = match language {
        Language::Yaml => ':',
        Language::Shell => '=',
        _ => return None,
    };
    let end = body.find(sign)?;
    let after = &body[end + 1..];
    let key = &body[..end];
    let fits = match language {
        Language::Yaml => {
            (after.is_empty() || after.starts_with(' '))
                && (key.starts_with(['"', '\'']) || key.chars().all(|c| c.is_alphanumeric() || "._-/$<>{}".contains(c)))
        }
        _ => !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
    };
    fits.then(|| (indent, key, &body[end..]))
}

/// In YAML and shell a `#` inside of a word is an ordinary character; a JavaScript `//` after a colon is an address.
fn comment_fits(language: Language, scanner: &Scanner) -> bool {
    let last = scanner.last_char();
    match language {
        Language::JavaScript => last != Some(':'),
        _ => last.is_none_or(char::is_whitespace),
    }
}

/// Where a string ends, in bytes: behind its closing quote, or at the end of the line.
fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return i + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Where a variable ends, in bytes: `$NAME`, `${NAME:-x}`, or the dollar sign alone.
fn variable_end(text: &str) -> usize {
    let after = &text[1..];
    if after.starts_with('{') {
        return after.find('}').map_or(text.len(), |end| end + 2);
    }
    1 + after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len())
}

struct Scanner {
    tokens: Vec<Token>,
    loose: String,
}

impl Scanner {
    fn plain(&mut self, text: &str) {
        self.loose.push_str(text);
    }
    fn push(&mut self, class: Option<&'static str>, text: &str) {
        self.flush();
        if !text.is_empty() {
            self.tokens.push((class, text.to_owned()));
        }
    }
    fn flush(&mut self) {
        if !self.loose.is_empty() {
            self.tokens.push((None, std::mem::take(&mut self.loose)));
        }
    }
    fn last_char(&self) -> Option<char> {
        self.loose.chars().last().or_else(|| self.tokens.last().and_then(|(_, text)| text.chars().last()))
    }
    fn ends_in_word(&self) -> bool {
        self.last_char().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-')
    }
    fn finish(mut self) -> Vec<Token> {
        self.flush();
        self.tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A line as text: `key{name}: str{"x"}`.
    fn marked(language: Language, line: &str) -> String {
        let tokens = lines(language, line).into_iter().flatten();
        tokens.map(|(class, text)| class.map_or(text.clone(), |class| format!("{}{{{text}}}", &class[2..]))).collect()
    }

    #[test]
    fn yaml() {
        for (line, expected) in [
            ("services:", "key{services}:"),
            ("  - name: \"a: b\" # note", "  - key{name}: str{\"a: b\"} com{# note}"),
            ("    image: kong:3.9", "    key{image}: kong:num{3.9}"),
            ("  url: ${DB_URL}", "  key{url}: num{${DB_URL}}"),
            ("  enabled: true", "  key{enabled}: kw{true}"),
            ("  - a#b", "  - a#b"),
            ("# all", "com{# all}"),
        ] {
            assert_eq!(marked(Language::Yaml, line), expected);
        }
    }

    #[test]
    fn json_and_code() {
        assert_eq!(
            marked(Language::Json, r#"{"a": "b", "n": 12, "t": true}"#),
            r#"{key{"a"}: str{"b"}, key{"n"}: num{12}, key{"t"}: kw{true}}"#
        );
        assert_eq!(marked(Language::JavaScript, "const a = `x`; // why"), "kw{const} a = str{`x`}; com{// why}");
        assert_eq!(marked(Language::JavaScript, "don't"), "don't");
        assert_eq!(marked(Language::Python, "def run(x): return None"), "kw{def} run(x): kw{return} kw{None}");
        assert_eq!(marked(Language::Dockerfile, "FROM node:22 AS build"), "kw{FROM} node:num{22} kw{AS} build");
        assert_eq!(marked(Language::Shell, "PORT=80 # x"), "key{PORT}=num{80} com{# x}");
        assert_eq!(marked(Language::Shell, "echo \"$HOME\" $1"), "echo str{\"$HOME\"} num{$1}");
        assert_eq!(marked(Language::Nginx, "  proxy_pass http://orders;"), "  key{proxy_pass} kw{http}://orders;");
    }

    #[test]
    fn markdown() {
        assert_eq!(marked(Language::Markdown, "# Title"), "key{# Title}");
        assert_eq!(marked(Language::Markdown, "Run `make`, then ` alone"), "Run str{`make`}, then ` alone");
        assert_eq!(marked(Language::Markdown, "```sh\nls\n```\nend"), "str{```sh}str{ls}str{```}end");
    }

    #[test]
    fn languages_go_by_the_name_of_the_file() {
        for (path, language) in [
            ("deploy/compose.yaml", Language::Yaml),
            ("services/a/Dockerfile", Language::Dockerfile),
            ("gateway/nginx.conf", Language::Nginx),
            (".env.example", Language::Shell),
            ("Makefile", Language::Shell),
            ("LICENSE", Language::Plain),
        ] {
            assert_eq!(Language::of(path), language, "{path}");
        }
    }

    proptest! {
        #[test]
        fn no_character_is_lost_or_invented(text in "[ -~äé$#\"'`\\\\\n:={}/]{0,120}") {
            for language in [Language::Yaml, Language::Json, Language::Dockerfile, Language::Shell, Language::Nginx, Language::Markdown, Language::JavaScript, Language::Python, Language::Plain] {
                let back: Vec<String> = lines(language, &text).into_iter().map(|line| line.into_iter().map(|(_, text)| text).collect()).collect();
                prop_assert_eq!(&back, &text.lines().map(str::to_owned).collect::<Vec<_>>());
            }
        }
    }
}
