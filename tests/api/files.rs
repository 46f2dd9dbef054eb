//! `GET /projects/{id}/files` and `…/bundle.zip`.

use domain::protocol::{BundleListing, FileText};
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
