//! What people write is text wherever it is shown: on every page, in the picture and in the Markdown of a bundle.

use domain::{
    Design, Edit,
    design::{Element, ElementKind},
    ids::ElementId,
    starters,
};
use tests::{
    client::{Client, small_design},
    in_process::Studio,
    poison::poisoned,
};

/// Texts that end whatever they stand in, the longest that a field takes. Each says its number.
fn hostile(number: usize) -> Vec<String> {
    let endings = [
        "</title></script></textarea></style><!--<img src=x onerror=zq()>\" onload=zq() '&]]>",
        "</title></script><img src=x onerror=zq()>\" onload=zq() '",
        "</title><img src=x onerror=zq()>\"",
        "<img src=x>",
    ];
    endings.map(|ending| format!("Q{number}{ending}")).into()
}

/// What a text that was taken for markup would put there.
const RAW: [&str; 3] = ["<img src=x", "</textarea></style>", "<!--<img"];

/// A design with every kind of part, answers, decisions and a note, all in hostile words.
fn design() -> Design {
    let mut design = starters::find("e-commerce").unwrap().design().unwrap();
    for (id, kind) in [("a-note", ElementKind::Note), ("an-external", ElementKind::External)] {
        let mut element = Element::new(kind);
        element.title = (kind == ElementKind::External).then(|| "Title".to_owned());
        element.description = "Text".to_owned();
        design.apply(Edit::add_element(ElementId::new(id).unwrap(), element, None)).unwrap();
    }
    let (design, texts) = poisoned(&design, |_, number| hostile(number));
    assert!(texts.len() > 100, "only {} texts", texts.len());
    assert!(design.name.contains("</title>") && design.problems().is_empty());
    design
}

async fn page(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}");
    answer.text()
}

#[tokio::test]
async fn every_page_shows_hostile_words_as_words() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let (plain, hostile) = (browser.create(small_design()).await.id, browser.create(design()).await.id);
    let places = [
        "discovery",
        "proposal",
        "proposal?decision=store",
        "proposal?decision=numbers",
        "proposal?decision=cut",
        "studio",
        "export",
        "history",
        "history?at=1",
    ];
    let mut pairs: Vec<(String, String)> = places.map(|place| (format!("/p/{plain}/{place}"), format!("/p/{hostile}/{place}"))).into();
    for file in ["README.md", "groundplan.yaml", "compose.yaml"] {
        pairs.push((format!("/p/{plain}/export?file={file}"), format!("/p/{hostile}/export?file={file}")));
    }
    pairs.push(("/rules".to_owned(), "/".to_owned()));
    for (plain, path) in pairs {
        let (usual, text) = (page(&browser, &plain).await, page(&browser, &path).await);
        assert!(text.contains("&lt;img src=x"), "{path} shows the words");
        let shown = without_answers(&text);
        for raw in RAW {
            assert!(!shown.contains(raw), "{path} holds {raw}: {}", around(&shown, raw));
        }
        assert!(has_no_handlers(&shown), "{path} has an attribute that runs something");
        assert_eq!(text.matches("</title>").count(), 1, "{path}");
        assert_eq!(text.matches("</head>").count(), usual.matches("</head>").count(), "{path}");
        // A script more for each answer that travels with the page, and none of anybody's words.
        let scripts = |text: &str| text.matches("</script>").count() - text.matches("data-answer=").count();
        assert_eq!(scripts(&text), scripts(&usual), "{path}");
    }
}

#[tokio::test]
async fn a_name_with_an_ampersand_and_a_tag_is_a_name() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(Design::new("R&D </title> plan")).await.id;
    for stage in ["discovery", "proposal", "studio", "export"] {
        let text = page(&browser, &format!("/p/{id}/{stage}")).await;
        let title = text.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
        assert!(title.contains("R&amp;D &lt;/title&gt; plan"), "{stage}: {title}");
    }
}

#[tokio::test]
async fn the_picture_and_the_markdown_show_hostile_words_as_words() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(design()).await.id;
    let picture = page(&browser, &format!("/api/v1/projects/{id}/diagram.svg")).await;
    for raw in RAW {
        assert!(!picture.contains(raw), "the picture holds {raw}: {}", around(&picture, raw));
    }
    assert!(has_no_handlers(&picture), "the picture has an attribute that runs something");
    let listing: serde_json::Value = browser.get(&format!("/api/v1/projects/{id}/files")).await.json();
    let paths = listing["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap().to_owned());
    let documents: Vec<String> = paths.filter(|path| path.ends_with(".md")).collect();
    assert!(documents.len() > 5, "{documents:?}");
    for path in documents {
        let file: serde_json::Value = browser.get(&format!("/api/v1/projects/{id}/files?path={path}")).await.json();
        let text = outside_of_code(file["text"].as_str().unwrap());
        for raw in ["<img", "</title>", "<!--<"] {
            assert!(!text.contains(raw), "{path} holds {raw}: {}", around(&text, raw));
        }
    }
}

/// A page without the answers that travel in it: in JSON a quotation mark is escaped otherwise. None of them holds a `<`.
fn without_answers(text: &str) -> String {
    let mut pieces = text.split("<script type=\"application/json\"");
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (answer, rest) = piece.split_once("</script>").unwrap();
        assert!(!answer.contains('<'), "an answer holds markup: {}", around(answer, "<"));
        shown.push_str(rest);
    }
    shown
}

/// No tag has an attribute like `onload`, which a quotation mark in somebody's words would begin.
fn has_no_handlers(text: &str) -> bool {
    text.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())).all(|tag| {
        // Outside of quotation marks, up to the end of the tag.
        let mut quoted = false;
        let outside: String = tag
            .chars()
            .map_while(|c| {
                quoted ^= c == '"';
                (quoted || c != '>').then_some(if quoted { '_' } else { c })
            })
            .collect();
        !outside.split_ascii_whitespace().skip(1).any(|attribute| attribute.starts_with("on"))
    })
}

#[test]
fn a_handler_is_seen() {
    assert!(has_no_handlers("<p title=\"on it\" class=on-x>\" onload=1</p><br>"));
    assert!(!has_no_handlers("<p title=\"Bob\" onload=zq() x=\"\">"));
}

/// Markdown without its code, and without what is escaped in it.
fn outside_of_code(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    });
    let spans = lines.map(|line| line.split('`').step_by(2).collect::<Vec<_>>().join(" ").replace("\\<", ""));
    spans.collect::<Vec<_>>().join("\n")
}

fn around<'a>(text: &'a str, found: &str) -> &'a str {
    let at = text.find(found).unwrap_or_default();
    let begin = (at.saturating_sub(120)..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
    let end = (at + found.len() + 60..).find(|i| *i >= text.len() || text.is_char_boundary(*i)).unwrap_or(at);
    &text[begin..end.min(text.len())]
}
