//! `GET /projects/{id}/files` and `…/bundle.zip`.

use domain::{
    Edit,
    protocol::{BundleListing, Change, EditsRequest, EditsResponse, FileText, OriginKind},
};
use std::io::{Cursor, Read};
use tests::{client::small_design, in_process::Studio};

#[tokio::test]
async fn the_preview_shows_exactly_what_the_zip_holds() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let id = browser.create(small_design()).await.id;
    let base = format!("/api/v1/projects/{id}");
    let listing: BundleListing = browser.get(&format!("{base}/files")).await.json();
    let answer = browser.get(&format!("{base}/bundle.zip")).await;
    assert_eq!(answer.header("content-type"), "application/zip");
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    assert_eq!(zip.len(), listing.files.len());
    for file in &listing.files {
        let shown: FileText = browser.get(&format!("{base}/files?path={}", file.path)).await.json();
        let mut packed = String::new();
        zip.by_name(&format!("small-shop/{}", file.path)).unwrap().read_to_string(&mut packed).unwrap();
        assert_eq!(shown.text, packed, "{}", file.path);
        assert_eq!(file.bytes, packed.len() as u64);
        assert!(shown.origins.iter().all(|origin| origin.line <= shown.text.lines().count().max(1)), "{}", file.path);
    }
}

#[tokio::test]
async fn a_line_says_which_element_it_is_printed_from() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let design = small_design();
    let id = browser.create(design.clone()).await.id;
    let shown: FileText = browser.get(&format!("/api/v1/projects/{id}/files?path=compose.yaml")).await.json();
    let lines: Vec<&str> = shown.text.lines().collect();
    let elements: Vec<_> = shown.origins.iter().filter(|origin| origin.kind == OriginKind::Element).collect();
    assert!(!elements.is_empty());
    for origin in elements {
        assert!(design.elements.contains_key(origin.id.as_str()), "{origin:?}");
        assert_eq!(lines[origin.line - 1].trim(), format!("{}:", origin.id));
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let base = format!("/api/v1/projects/{}", browser.create(small_design()).await.id);
    browser.get(&format!("{base}/files?path=../../etc/passwd")).await.problem(404);
    browser.get(&format!("{base}/files?targets=nonsense")).await.problem(422);
    browser.get(&format!("{base}/bundle.zip?targets=nonsense")).await.problem(422);
    studio.browser().get(&format!("{base}/files")).await.problem(404);
    studio.browser().get(&format!("{base}/bundle.zip")).await.problem(404);
}

#[tokio::test]
async fn a_bundle_is_compared_with_that_of_an_earlier_revision() {
    let studio = Studio::start().await;
    let browser = studio.browser();
    let project = browser.create(small_design()).await;
    let base = format!("/api/v1/projects/{}", project.id);
    let edits = EditsRequest {
        base: project.revision,
        chain: None,
        client_save: "one".into(),
        edits: vec![Edit::SetName { name: "Another name".into() }],
        label: "Renamed".into(),
    };
    browser.post(&format!("{base}/edits"), &edits).await.json::<EditsResponse>();

    let listing: BundleListing = browser.get(&format!("{base}/files?since={}", project.revision)).await.json();
    let changed = listing.files.iter().find(|file| file.path == "README.md").unwrap();
    assert_eq!(changed.change, Some(Change::Changed));
    assert!(listing.files.iter().any(|file| file.change.is_none()), "a name changes some files and not all");
    let file: FileText = browser.get(&format!("{base}/files?path=README.md&since={}", project.revision)).await.json();
    let lines = file.lines.unwrap();
    let now = lines.iter().filter(|line| line.change != Some(Change::Removed)).map(|line| format!("{}\n", line.text));
    assert_eq!(now.collect::<String>(), file.text, "what was there and what is new are the file");
    assert!(lines.iter().any(|line| line.change == Some(Change::Removed)));

    // The other way round: nothing since the present revision, and no comparison with one that never was.
    let same: BundleListing = browser.get(&format!("{base}/files?since=2")).await.json();
    assert!(same.files.iter().all(|file| file.change.is_none()));
    browser.get(&format!("{base}/files?since=99")).await.problem(404);
    browser.get(&format!("{base}/files?since=soon")).await.problem(422);
}
