//! `POST /bundles`.

use crate::{SMALL_YAML, WRONG_YAML};
use domain::{protocol::BundleListing, work::Work};
use generate::{Options, generate};
use reqwest::Method;
use std::io::Cursor;
use tests::{client::small_design, in_process::Studio};

const PATH: &str = "/api/v1/bundles";

#[tokio::test]
async fn a_design_becomes_the_zip_that_the_generator_makes() {
    let studio = Studio::start().await;
    let answer = studio.program().post_text(PATH, "application/yaml", domain::file::write(&small_design())).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/zip"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"small-shop.zip\"");
    let mut expected = Vec::new();
    generate::zip(&small_design(), &Options::default(), &Work::unlimited(), &mut expected).unwrap();
    assert_eq!(answer.bytes, expected, "byte for byte");
    assert_eq!(answer.header("content-length"), expected.len().to_string(), "what is small is sent in one piece");
    assert!(zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap().len() > 1);
}

#[tokio::test]
async fn a_large_zip_is_sent_while_it_is_made_and_has_the_same_bytes() {
    let studio = Studio::start().await;
    let design = domain::arbitrary::sized(60);
    let answer = studio.program().post(PATH, &design).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/zip"));
    assert_eq!(answer.header("content-length"), "", "nobody knows it yet");
    let mut expected = Vec::new();
    generate::zip(&design, &Options::default(), &Work::unlimited(), &mut expected).unwrap();
    assert!(answer.bytes == expected, "{} bytes, {} expected", answer.bytes.len(), expected.len());
}

#[tokio::test]
async fn what_curl_sends_when_told_nothing_is_taken() {
    let studio = Studio::start().await;
    let answer = studio.program().post_text(PATH, "application/x-www-form-urlencoded", SMALL_YAML).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
}

#[tokio::test]
async fn asked_for_json_it_lists_what_the_zip_holds() {
    let studio = Studio::start().await;
    let program = studio.program();
    let listing: BundleListing =
        program.send(program.request(Method::POST, PATH).header("accept", "application/json").json(&small_design())).await.json();
    let bundle = generate(&small_design(), &Options::default(), &Work::unlimited()).unwrap().bundle;
    let expected: Vec<_> = bundle.iter().map(|(path, file)| (path.to_string(), file.bytes.len() as u64)).collect();
    assert_eq!(listing.files.iter().map(|file| (file.path.clone(), file.bytes)).collect::<Vec<_>>(), expected);
    assert!(!listing.artefacts.is_empty());
}

#[tokio::test]
async fn only_the_chosen_artefacts_are_in_it() {
    let studio = Studio::start().await;
    let program = studio.program();
    let ask = async |targets: &str| {
        let request = program.request(Method::POST, &format!("{PATH}?targets={targets}"));
        program.send(request.header("accept", "application/json").json(&small_design())).await
    };
    let all: BundleListing = ask("").await.json();
    let one = all.artefacts.iter().find(|artefact| artefact.chosen && artefact.files > 0).unwrap().slug.clone();
    let chosen: BundleListing = ask(&one).await.json();
    assert!(chosen.files.iter().any(|file| file.artefact == one));
    assert!(chosen.artefacts.iter().filter(|artefact| artefact.chosen).count() < all.artefacts.len());
    ask("nonsense").await.problem(422);
}

#[tokio::test]
async fn a_profile_is_a_choice_of_artefacts_by_its_name() {
    let studio = Studio::start().await;
    let program = studio.program();
    let ask = async |query: &str| {
        let request = program.request(Method::POST, &format!("{PATH}?{query}"));
        program.send(request.header("accept", "application/json").json(&small_design())).await
    };
    let essential: BundleListing = ask("profile=essential").await.json();
    assert!(essential.artefacts.iter().all(|artefact| artefact.chosen || !artefact.essential));
    assert!(essential.artefacts.iter().any(|artefact| !artefact.chosen));
    let full: BundleListing = ask("profile=full").await.json();
    assert!(full.artefacts.iter().all(|artefact| artefact.chosen) && full.files.len() > essential.files.len());
    let unknown = ask("profile=small").await.problem(422);
    assert!(unknown.detail.contains("the profiles are essential, full"), "{}", unknown.detail);
    assert_eq!(ask("profile=full&targets=adr").await.problem(422).errors[0].path, "profile");
}

#[tokio::test]
async fn what_is_no_design_is_refused() {
    let studio = Studio::start().await;
    let problem = studio.program().post_text(PATH, "application/yaml", WRONG_YAML).await.problem(422);
    assert_eq!(problem.errors[0].line, Some(7));
    studio.program().post_text(PATH, "image/png", SMALL_YAML).await.problem(415);
    studio.program().post_text(PATH, "application/json", "x".repeat(3 * 1024 * 1024)).await.problem(413);
}
