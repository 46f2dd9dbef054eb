//! `groundplan check`: finds what was tampered with, repairs what can be, and finds nothing in what is whole.

use crate::{Bench, OWNER, on_both_stores};
use server::store::{HistoryPage, ListPage, SNAPSHOT_EVERY};
use tests::client::{rename, small_design};

/// Two designs, one of them with a snapshot on the way.
async fn filled(bench: &Bench) {
    bench.project("p", small_design()).await;
    bench.project("q", small_design()).await;
    for base in 1..=SNAPSHOT_EVERY + 2 {
        bench.save("p", base, &base.to_string(), vec![rename(&format!("Revision {}", base + 1))]).await.unwrap();
    }
}

/// Tampers, expects one fault with these words, has it repaired, and expects nothing more to be wrong.
async fn is_found_and_repaired(bench: Bench, tamper: &str, words: &str) -> Bench {
    filled(&bench).await;
    bench.tamper(tamper).await;
    let (tally, told) = bench.check(false).await;
    assert!(tally.faults == 1 && tally.repaired == 0 && told[0].contains(words), "{tally:?} {told:?}");
    let (tally, told) = bench.check(true).await;
    assert!(tally.faults == 1 && tally.repaired == 1, "{tally:?} {told:?}");
    let (tally, told) = bench.check(false).await;
    assert_eq!((tally.projects, tally.faults, told), (2, 0, vec![]));
    Bench { store: bench.another().await, ground: bench.ground }
}

/// The same of several faults.
async fn all_are_found_and_repaired(bench: Bench, tamper: &str, words: &[&str]) -> Bench {
    filled(&bench).await;
    bench.tamper(tamper).await;
    for repair in [false, true] {
        let (tally, told) = bench.check(repair).await;
        assert_eq!((told.len(), tally.repaired), (words.len(), if repair { tally.faults } else { 0 }), "{told:?}");
        assert!(words.iter().all(|words| told.iter().any(|what| what.contains(words))), "{told:?}");
    }
    assert_eq!(bench.check(true).await.1, Vec::<String>::new(), "a second repair has nothing to do");
    Bench { store: bench.another().await, ground: bench.ground }
}

/// What is left when nothing before the snapshot of save 50 can be read.
async fn goes_on_from_50(bench: &Bench) {
    let newest = SNAPSHOT_EVERY + 3;
    assert_eq!(bench.design("p", None).await.name, format!("Revision {newest}"));
    assert_eq!(bench.design("p", Some(SNAPSHOT_EVERY)).await.name, format!("Revision {SNAPSHOT_EVERY}"));
    let history = bench.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap();
    assert_eq!(history.last().map(|entry| entry.revision), Some(SNAPSHOT_EVERY));
    assert_eq!(bench.save("p", newest, "on", vec![rename("On")]).await.unwrap(), newest + 1);
    assert_eq!(bench.check(false).await.1, Vec::<String>::new());
}

on_both_stores! {
    async fn what_is_whole_has_no_faults(bench: Bench) {
        filled(&bench).await;
        let (tally, told) = bench.check(false).await;
        assert_eq!((tally.projects, tally.saves, tally.snapshots, told), (2, SNAPSHOT_EVERY + 4, 3, vec![]));
    }

    async fn an_unreadable_last_save_is_set_aside(bench: Bench) {
        let head = SNAPSHOT_EVERY + 3;
        let tamper = format!("UPDATE revisions SET edits = '[' WHERE project = 'p' AND n = {head};");
        filled(&bench).await;
        bench.tamper(&tamper).await;
        let (tally, told) = bench.check(false).await;
        assert!(tally.faults == 2 && told[0].contains("hash") && told[1].contains("cannot be read"), "{told:?}");
        let (tally, _) = bench.check(true).await;
        assert_eq!((tally.faults, tally.repaired), (2, 2));
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
        let repaired = bench.another().await;
        let opened = repaired.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.unreadable, opened.design.name.clone()), (head + 1, None, format!("Revision {}", head - 1)));
        let history = repaired.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap();
        assert_eq!(history[0].label, format!("Set aside: saves {head} to {head} could not be read"));
        let goes_on = Bench { store: repaired, ground: bench.ground };
        assert_eq!(goes_on.save("p", head + 1, "on", vec![rename("On")]).await.unwrap(), head + 2);
    }

    async fn a_snapshot_that_is_not_what_the_saves_give_is_written_anew(bench: Bench) {
        let tamper = format!("UPDATE snapshots SET design = replace(design, 'Revision', 'Rewritten') WHERE n = {SNAPSHOT_EVERY};");
        let bench = is_found_and_repaired(bench, &tamper, "is not what the saves give").await;
        assert_eq!(bench.design("p", Some(SNAPSHOT_EVERY)).await.name, format!("Revision {SNAPSHOT_EVERY}"));
    }

    async fn a_snapshot_that_cannot_be_read_is_written_anew(bench: Bench) {
        let tamper = format!("UPDATE snapshots SET design = '' WHERE n = {SNAPSHOT_EVERY};");
        is_found_and_repaired(bench, &tamper, "cannot be read").await;
    }

    async fn a_save_that_was_rewritten_is_seen_by_its_hash(bench: Bench) {
        let tamper = "UPDATE revisions SET edits = replace(edits, 'Revision 52', 'Forged') WHERE n = 52;";
        is_found_and_repaired(bench, tamper, "the hash of save 52 does not follow").await;
    }

    async fn a_project_that_stands_elsewhere_is_put_where_its_last_save_is(bench: Bench) {
        let bench = is_found_and_repaired(bench, "UPDATE projects SET revision = 90 WHERE id = 'p';", "it stands at save 90").await;
        assert_eq!(bench.mark("p").await.revision, SNAPSHOT_EVERY + 3);
    }

    async fn a_summary_that_cannot_be_read_is_made_anew(bench: Bench) {
        let bench = is_found_and_repaired(bench, "UPDATE projects SET summary = '?', summary_revision = 1 WHERE id = 'q';", "summary").await;
        assert!(bench.store.list(OWNER, ListPage::default()).await.unwrap().iter().all(|listed| listed.elements == 3));
    }

    async fn a_save_that_is_missing_is_told_once_and_the_next_snapshot_knows_better(bench: Bench) {
        let tamper = "DELETE FROM revisions WHERE project = 'p' AND n = 20;
                      UPDATE snapshots SET design = replace(design, 'Revision 50', 'Kept') WHERE n = 50;";
        let bench = is_found_and_repaired(bench, tamper, "the saves 20 to 20 are missing").await;
        assert_eq!(bench.store.open_project(Some(OWNER), "p".into(), Some(50)).await.unwrap().design.name, "Kept");
    }

    async fn a_save_that_is_missing_below_its_own_snapshot_is_told_once(bench: Bench) {
        let tamper = format!("DELETE FROM revisions WHERE project = 'p' AND n = {SNAPSHOT_EVERY};");
        let bench = is_found_and_repaired(bench, &tamper, "the saves 50 to 50 are missing").await;
        assert_eq!(bench.mark("p").await.revision, SNAPSHOT_EVERY + 3);
    }

    async fn all_saves_are_missing_and_the_design_goes_on_from_its_snapshot(bench: Bench) {
        let bench = is_found_and_repaired(bench, "DELETE FROM revisions WHERE project = 'p';", "the saves 1 to 53 are missing").await;
        let opened = bench.store.open_project(Some(OWNER), "p".into(), None).await.unwrap();
        assert_eq!((opened.revision, opened.unreadable, opened.design.name.clone()), (SNAPSHOT_EVERY + 4, None, format!("Revision {SNAPSHOT_EVERY}")));
        assert_eq!(bench.save("p", SNAPSHOT_EVERY + 4, "on", vec![rename("On")]).await.unwrap(), SNAPSHOT_EVERY + 5);
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
        assert_eq!(bench.another().await.open_project(Some(OWNER), "p".into(), None).await.unwrap().design.name, "On");
    }

    async fn the_only_save_is_missing_and_its_snapshot_is_the_design(bench: Bench) {
        let bench = is_found_and_repaired(bench, "DELETE FROM revisions WHERE project = 'q';", "the saves 1 to 1 are missing").await;
        assert_eq!(bench.design("q", None).await, small_design());
    }

    async fn the_last_saves_are_missing_with_a_snapshot_among_them(bench: Bench) {
        let bench = is_found_and_repaired(bench, "DELETE FROM revisions WHERE project = 'p' AND n > 45;", "the saves 46 to 53 are missing").await;
        assert_eq!(bench.design("p", None).await.name, format!("Revision {SNAPSHOT_EVERY}"));
    }

    async fn the_first_saves_are_missing_and_those_after_them_cannot_be_read(bench: Bench) {
        let tamper = "DELETE FROM revisions WHERE project = 'p' AND n < 4; DELETE FROM snapshots WHERE project = 'p' AND n = 1;";
        let words = ["the saves 1 to 3 are missing", "the saves 4 to 49 cannot be read (the design before them is missing)"];
        let bench = all_are_found_and_repaired(bench, tamper, &words).await;
        assert_eq!(bench.design("p", None).await.name, format!("Revision {}", SNAPSHOT_EVERY + 3));
    }

    async fn the_first_snapshot_is_missing(bench: Bench) {
        let words = "the saves 1 to 49 cannot be read (the design before them is missing); the design goes on from the snapshot of save 50";
        let bench = is_found_and_repaired(bench, "DELETE FROM snapshots WHERE project = 'p' AND n = 1;", words).await;
        goes_on_from_50(&bench).await;
    }

    async fn the_first_snapshot_cannot_be_read(bench: Bench) {
        let tamper = "UPDATE snapshots SET design = '{' WHERE project = 'p' AND n = 1;";
        let bench = is_found_and_repaired(bench, tamper, "the saves 1 to 49 cannot be read (the snapshot of save 1: ").await;
        goes_on_from_50(&bench).await;
    }

    async fn the_only_snapshot_is_missing_and_nothing_brings_it_back(bench: Bench) {
        filled(&bench).await;
        bench.tamper("DELETE FROM snapshots WHERE project = 'q';").await;
        for repair in [false, true] {
            let (tally, told) = bench.check(repair).await;
            assert_eq!((tally.repaired, told), (0, vec!["no version of it can be read: the design before them is missing".to_owned()]));
        }
    }

    async fn the_first_snapshot_is_missing_and_the_saves_around_the_next(bench: Bench) {
        let tamper = "DELETE FROM snapshots WHERE project = 'p' AND n = 1; DELETE FROM revisions WHERE project = 'p' AND n BETWEEN 48 AND 51;";
        let words = ["the saves 1 to 47 cannot be read", "the saves 48 to 51 are missing"];
        let bench = all_are_found_and_repaired(bench, tamper, &words).await;
        assert_eq!(bench.design("p", None).await.name, "Revision 53");
    }

    async fn the_first_snapshot_and_the_last_saves_are_missing(bench: Bench) {
        let tamper = "DELETE FROM snapshots WHERE project = 'p' AND n = 1; DELETE FROM revisions WHERE project = 'p' AND n > 45;";
        let bench = all_are_found_and_repaired(bench, tamper, &["the saves 1 to 45 cannot be read", "the saves 46 to 53 are missing"]).await;
        assert_eq!(bench.design("p", None).await.name, "Revision 50");
    }

    async fn a_snapshot_that_was_to_be_kept_is_missing_and_is_made_anew(bench: Bench) {
        let bench = is_found_and_repaired(bench, "DELETE FROM snapshots WHERE project = 'p' AND n = 50;", "the snapshot of save 50 is missing").await;
        assert_eq!(bench.check(false).await.0.snapshots, 3);
    }

    async fn a_snapshot_of_no_save_is_told_and_goes(bench: Bench) {
        filled(&bench).await;
        bench.tamper("UPDATE revisions SET edits = '[' WHERE project = 'p' AND n = 20;").await;
        bench.check(true).await;
        assert_eq!(bench.check(false).await.1, Vec::<String>::new(), "the saves 20 to 49 are set aside");
        // Whoever reads a version takes the snapshot before it.
        bench.tamper("INSERT INTO snapshots (project, n, design) SELECT project, 30, design FROM snapshots WHERE project = 'p' AND n = 1;").await;
        assert_eq!(bench.check(false).await.1, ["the snapshot of save 30 is of no save that is there"]);
        let (tally, _) = bench.check(true).await;
        assert_eq!((tally.faults, tally.repaired), (1, 1));
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
    }

    async fn a_snapshot_beyond_the_last_save_is_told_and_hides_nothing_that_is_saved_later(bench: Bench) {
        let tamper = "INSERT INTO snapshots (project, n, design) SELECT project, 60, replace(design, 'Revision 50', 'Beyond') FROM snapshots WHERE project = 'p' AND n = 50;";
        let bench = is_found_and_repaired(bench, tamper, "the saves 54 to 60 are missing; the design is as save 60 left it").await;
        assert_eq!(bench.design("p", Some(53)).await.name, "Revision 53");
        assert_eq!(bench.save("p", 61, "on", vec![rename("On")]).await.unwrap(), 62);
        assert_eq!((bench.design("p", None).await.name, bench.check(false).await.1), ("On".into(), vec![]));
    }

    async fn nothing_of_a_project_is_left_and_that_is_told_once(bench: Bench) {
        filled(&bench).await;
        bench.tamper("DELETE FROM revisions WHERE project = 'p'; DELETE FROM snapshots WHERE project = 'p';").await;
        assert_eq!(bench.check(true).await.1.len(), 1);
    }

    async fn what_a_repair_shows_a_second_repair_leaves_alone(bench: Bench) {
        for at in 0..4 {
            bench.project(&format!("r{at}"), small_design()).await;
            for base in 1..=SNAPSHOT_EVERY + 2 {
                bench.save(&format!("r{at}"), base, &base.to_string(), vec![rename(&format!("Revision {}", base + 1))]).await.unwrap();
            }
        }
        bench.tamper(
            "DELETE FROM revisions WHERE project = 'r0' AND n > 1;
             UPDATE snapshots SET design = '{' WHERE project = 'r0' AND n > 1;
             UPDATE revisions SET edits = '[' WHERE project = 'r1' AND n = 20;
             DELETE FROM revisions WHERE project = 'r1' AND n > 45;
             UPDATE revisions SET edits = '[' WHERE project = 'r2' AND n = 20;
             DELETE FROM revisions WHERE project = 'r2' AND n > 51;
             UPDATE revisions SET edits = '[' WHERE project = 'r3' AND n = 51;
             DELETE FROM revisions WHERE project = 'r3' AND n > 52;",
        )
        .await;
        let shown = async |bench: &Bench| {
            let store = bench.another().await;
            let mut names = Vec::new();
            for at in 0..4 {
                names.push(store.open_project(Some(OWNER), format!("r{at}"), None).await.unwrap().design.name.clone());
            }
            let mut listed = store.list(OWNER, ListPage::default()).await.unwrap();
            listed.retain(|project| project.id.starts_with('r'));
            listed.sort_by(|a, b| a.id.cmp(&b.id));
            assert_eq!(listed.into_iter().map(|project| project.name).collect::<Vec<_>>(), names, "lists say what designs are called");
            names
        };
        bench.check(true).await;
        let first = shown(&bench).await;
        assert_eq!(first, ["Small shop", "Revision 50", "Revision 51", "Revision 50"]);
        let (tally, told) = bench.check(true).await;
        assert_eq!((tally.repaired, told), (0, vec![]));
        assert_eq!(shown(&bench).await, first);
    }

    async fn behind_a_save_that_is_not_what_was_saved_the_snapshot_counts(bench: Bench) {
        filled(&bench).await;
        let damage = r#"UPDATE revisions SET edits = '[{"edit":"remove-link","id":"orders-stock"}]' WHERE project = 'p' AND n = 30;"#;
        bench.tamper(damage).await;
        let before = bench.design("p", None).await;
        let (tally, told) = bench.check(true).await;
        assert!(tally.faults == tally.repaired && told.iter().any(|fault| fault.contains("the saves 30 to 49 are not what was saved")), "{told:?}");
        assert_eq!(bench.check(true).await.1, Vec::<String>::new());
        let repaired = Bench { store: bench.another().await, ground: bench.ground };
        assert_eq!((repaired.design("p", None).await, repaired.design("p", Some(50)).await.links), (before.clone(), before.links));
    }
}
