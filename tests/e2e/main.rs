//! Journeys through the whole product in a real browser: each test starts its own server with its own data and runs one script.
//! What a journey downloads is opened here, outside of the browser.
mod downloads;
mod trimmed;

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;
use tests::{
    pages_hammer::{Hammer, hammer},
    studio::{Studio, root, target},
};

/// Runs `journeys/NAME.mjs` and returns the folder with what it kept.
fn travel(name: &str) -> Result<PathBuf> {
    let folder = root().join("tests/e2e");
    ensure!(folder.join("node_modules/playwright-core").is_dir(), "the browser's driver is missing: run `make setup-tests`");
    let studio = Studio::start()?;
    let out = target().join("e2e").join(name);
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    let journey =
        Command::new("node").arg(folder.join("run.mjs")).args([name, &studio.url()]).arg(&out).output().context("cannot start node")?;
    ensure!(
        journey.status.success(),
        "{name}: {}\n{}{}",
        journey.status,
        String::from_utf8_lossy(&journey.stdout),
        String::from_utf8_lossy(&journey.stderr)
    );
    studio.stop()?;
    Ok(out)
}

#[test]
fn e_commerce_from_question_to_zip() -> Result<()> {
    let out = travel("e_commerce")?;
    downloads::check(&out.join("bundle.zip"))
}

#[test]
fn a_small_reservation_app_gets_a_modular_monolith() -> Result<()> {
    travel("reservation").map(drop)
}

#[test]
fn a_version_is_named_compared_and_restored() -> Result<()> {
    travel("history").map(drop)
}

#[test]
fn a_newcomer_finds_the_way() -> Result<()> {
    travel("newcomer").map(drop)
}

#[test]
fn overlays_say_what_the_lists_beside_them_say() -> Result<()> {
    travel("overlays").map(drop)
}

#[test]
fn pages_can_be_read_without_scripts() -> Result<()> {
    travel("plain_html").map(drop)
}

#[test]
fn pages_have_no_accessibility_violations() -> Result<()> {
    travel("accessible").map(drop)
}

#[test]
fn pages_fit_a_phone_and_remember_the_theme() -> Result<()> {
    travel("narrow").map(drop)
}

#[test]
fn the_program_comes_in_parts_and_a_design_stays_at_hand_offline() -> Result<()> {
    travel("parts").map(drop)
}

#[test]
fn the_files_say_what_changed_since_the_last_download() -> Result<()> {
    travel("compare").map(drop)
}

#[test]
fn lines_lead_to_what_they_come_from() -> Result<()> {
    travel("origins").map(drop)
}

#[test]
fn the_first_picture_shows_everything() -> Result<()> {
    travel("first_picture").map(drop)
}

#[test]
fn a_large_design_is_drawn_at_once_and_worked_on() -> Result<()> {
    travel("large").map(drop)
}

#[test]
fn keys_act_on_what_has_the_focus() -> Result<()> {
    travel("focus").map(drop)
}

#[test]
fn two_tabs_change_one_design() -> Result<()> {
    travel("together").map(drop)
}

#[test]
fn what_a_page_could_not_save_is_saved_by_the_next_once() -> Result<()> {
    travel("unsaved").map(drop)
}

#[test]
fn answers_lead_to_a_design_on_any_way() -> Result<()> {
    travel("any_way").map(drop)
}

#[test]
fn a_table_moves_and_a_decision_is_taken_otherwise() -> Result<()> {
    travel("decisions").map(drop)
}

#[test]
fn the_stages_are_walked_to_and_fro() -> Result<()> {
    travel("stages").map(drop)
}

#[test]
fn a_walk_at_random_breaks_nothing() -> Result<()> {
    travel("walk").map(drop)
}

#[test]
fn a_page_that_broke_says_so_and_comes_back() -> Result<()> {
    travel("broken").map(drop)
}

/// Ten people at once, each seeing their own designs only.
#[test]
fn twenty_thousand_pages_without_a_fault() -> Result<()> {
    let studio = Studio::start()?;
    let report = tokio::runtime::Runtime::new()?.block_on(hammer(&studio.url(), Hammer { owners: 50, clients: 8, pages: 20_000 }))?;
    ensure!(report.pages.values().sum::<u64>() == 20_000, "{report:?}");
    studio.stop()
}
