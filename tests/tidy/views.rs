//! How views are made: nobody's words as markup, and nothing that waits while a page is built.
use crate::files::mentions;
use crate::{File, assert_none, file, tracked};

/// Where markup is put in as it is, with why it is safe: it comes from the canvas, which escapes names, or holds nobody's words.
const RAW_ALLOWED: [(&str, &str); 5] = [
    ("app/src/components/sketch.rs", "the marks at the ends of lines, which are constant"),
    ("app/src/pages/guide.rs", "the marks at the ends of lines, which are constant"),
    ("app/src/pages/studio/canvas.rs", "the picture of the canvas, which escapes every name"),
    ("app/src/pages/studio/part_list.rs", "the lists for readers without scripts, which escape every line"),
    ("app/src/pages/studio/wires.rs", "the marks at the ends of lines, which are constant"),
];
const RAW: [&str; 6] = ["inner_html", "set_inner_html", "set_outer_html", "insert_adjacent_html", "InertElement", "document_write"];

fn raw_markup(all: &[File]) -> Vec<String> {
    let app = all.iter().filter(|file| file.is_rust() && file.path.starts_with("app/src/"));
    let lines = app
        .filter(|file| RAW_ALLOWED.iter().all(|(allowed, _)| *allowed != file.path))
        .flat_map(|file| file.code().map(move |(number, line)| (file, number, line)));
    let found = lines.filter(|(_, _, line)| RAW.iter().any(|word| line.contains(word)));
    found.map(|(file, number, line)| format!("{}:{number} {}", file.path, line.trim())).collect()
}

#[test]
fn nobodys_words_are_markup() {
    assert_none("markup that is put in as it is", &raw_markup(&tracked()));
    assert_eq!(
        raw_markup(&[file("app/src/pages/home/mod.rs", "//! x\n<p inner_html=name></p>\n")]),
        ["app/src/pages/home/mod.rs:2 <p inner_html=name></p>"]
    );
    let all = tracked();
    for (path, _) in RAW_ALLOWED {
        assert!(all.iter().any(|file| file.path == path && file.text.contains("inner_html")), "{path} needs no exception any more");
    }
}

/// Elements whose text goes to the browser as it is: they stay empty.
fn filled_text_areas(all: &[File]) -> Vec<String> {
    let app = all.iter().filter(|file| file.is_rust() && file.path.starts_with("app/src/"));
    let ends = app.flat_map(|file| file.text.match_indices("</textarea>").map(move |(at, _)| (file, at)));
    let filled = ends.filter(|(file, at)| !file.text[..*at].ends_with('>'));
    filled.map(|(file, _)| file.path.clone()).collect()
}

#[test]
fn nothing_stands_inside_a_text_area() {
    assert_none("text areas that are filled in the markup", &filled_text_areas(&tracked()));
    assert_eq!(filled_text_areas(&[file("app/src/a.rs", "//! x\n<textarea>{text}</textarea><textarea></textarea>\n")]), ["app/src/a.rs"]);
}

/// Views that are built later or by pieces: they have been dropped while they were built, and then read what was gone.
const WAITING: [&str; 7] = ["Suspense", "Suspend", "Transition", "Resource", "LocalResource", "OnceResource", "Await"];
/// Work that comes back to a page which may be gone. `alive` asks whether it is.
const LATER: [&str; 5] = ["spawn_local(", "set_timeout(", "set_timeout_with_handle(", "request_animation_frame(", "set_interval("];
/// Who may, because nothing they come back to belongs to a page.
const LATER_ALLOWED: [&str; 3] = ["app/src/alive.rs", "app/src/state/project/device.rs", "app/src/state/project/saving.rs"];

fn waiting_views(all: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in all.iter().filter(|file| file.is_rust() && file.path.starts_with("app/src/")) {
        let later: &[&str] = if LATER_ALLOWED.contains(&file.path.as_str()) { &[] } else { &LATER };
        for (number, line) in file.code() {
            let code = line.split("//").next().unwrap_or_default();
            let waits = WAITING.iter().any(|word| mentions(code, word) && !code.contains("\""));
            if waits || later.iter().any(|word| mentions(code, word)) {
                found.push(format!("{}:{number} {}", file.path, line.trim()));
            }
        }
    }
    found
}

#[test]
fn nothing_comes_back_to_a_page_that_is_gone() {
    assert_none("views that wait, and work that does not ask whether its page is there", &waiting_views(&tracked()));
    let sample = "<Suspense fallback=Loading>\nspawn_local(async move {});\nalive.spawn(async move {});\n";
    assert_eq!(waiting_views(&[file("app/src/pages/home/mod.rs", sample)]).len(), 2);
    assert_eq!(waiting_views(&[file("app/src/alive.rs", sample)]).len(), 1);
}
