//! Old saves merged to one a day: what is left reads as it was, named versions stay, and nobody who saves notices.

use crate::{Bench, OWNER, on_both_stores};
use domain::{Design, Edit, edit::diff, starters};
use server::store::{HistoryPage, Save, StoreError, VersionName, merge_before_ms};
use tests::client::{rename, save, small_design};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Day 100 of the epoch, at noon.
const NOW_MS: i64 = 100 * DAY_MS + DAY_MS / 2;

impl Bench {
    async fn save_on_day(&self, base: u64, day: i64, edits: Vec<Edit>) -> u64 {
        let now_ms = day * DAY_MS + i64::try_from(base).unwrap();
        let save = Save { actor: Some(OWNER), project: "p".into(), request: save(base, &base.to_string(), edits), now_ms };
        self.store.save(save).await.unwrap().revision
    }
    /// Everything that is due, as the background of a server does it.
    async fn merge(&self, keep_days: u32) {
        let before_ms = merge_before_ms(NOW_MS, keep_days);
        for id in self.store.mergeable(before_ms, String::new()).await.unwrap() {
            assert!(!self.store.merge_project(id, before_ms, NOW_MS).await.unwrap());
        }
    }
    /// Number, how many saves it stands for, and its name.
    async fn history(&self) -> Vec<(u64, Option<u64>, Option<String>)> {
        let entries = self.store.revisions(Some(OWNER), "p".into(), HistoryPage::default()).await.unwrap();
        entries.into_iter().rev().map(|entry| (entry.revision, entry.merged, entry.name)).collect()
    }
}

on_both_stores! {
    async fn old_saves_become_one_a_day_and_read_as_they_were(bench: Bench) {
        bench.project("p", small_design()).await;
        // Days 10 to 12 are old, day 90 is not.
        let mut before = vec![small_design()];
        for base in 1..=130 {
            let day = if base <= 120 { 10 + i64::try_from(base - 1).unwrap() / 40 } else { 90 };
            bench.save_on_day(base, day, vec![rename(&format!("Name {base}"))]).await;
            before.push(bench.design("p", Some(base + 1)).await);
        }
        bench.store.name_revision(Some(OWNER), VersionName { project: "p".into(), revision: 20, name: "Draft".into(), now_ms: 1 }).await.unwrap();
        bench.merge(40).await;
        let mut expected: Vec<(u64, Option<u64>, Option<String>)> = vec![
            (1, None, None),
            (20, Some(19), Some("Draft".into())),
            (41, Some(21), None),
            (81, Some(40), None),
            (121, Some(40), None),
        ];
        expected.extend((122..=131).map(|n| (n, None, None)));
        assert_eq!(bench.history().await, expected);
        for (n, _, _) in &expected {
            assert_eq!(bench.design("p", Some(*n)).await, before[usize::try_from(*n).unwrap() - 1], "revision {n}");
        }
        let gone = bench.store.open_project(Some(OWNER), "p".into(), Some(30)).await;
        assert!(matches!(gone, Err(StoreError::NotFound(_))), "{gone:?}");
        assert_eq!(bench.design("p", None).await.name, "Name 130");
        assert_eq!(bench.save_on_day(131, 100, vec![rename("Gone on")]).await, 132);
        bench.merge(40).await;
        assert_eq!(bench.history().await.len(), expected.len() + 1, "a second time changes nothing");
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
    }

    async fn edits_of_a_merged_save_are_sealed(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=6 {
            bench.save_on_day(base, if base < 5 { 10 } else { 11 }, vec![rename(&base.to_string())]).await;
        }
        bench.merge(30).await;
        assert_eq!(bench.check(false).await.1, Vec::<String>::new());
        bench.tamper("UPDATE revisions SET edits = '[{\"edit\":\"set-name\",\"name\":\"Forged\"}]' WHERE project = 'p' AND n = 5").await;
        let sealed = "the edits of save 5, which stands for several, are not those that were merged";
        assert_eq!(bench.check(false).await.1, [sealed]);
        bench.tamper("DELETE FROM merges WHERE project = 'p' AND n = 5").await;
        let (_, told) = bench.check(false).await;
        assert!(told.iter().any(|what| what == "the saves 2 to 4 are missing"), "{told:?}");
    }

    async fn a_wrong_seal_is_repaired_and_saving_goes_on(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=6 {
            bench.save_on_day(base, if base < 5 { 10 } else { 11 }, vec![rename(&base.to_string())]).await;
        }
        bench.merge(30).await;
        let forged = "UPDATE revisions SET edits = '[{\"edit\":\"set-name\",\"name\":\"Forged\"}]' WHERE project = 'p' AND n = 5";
        let wrong = "UPDATE merges SET seal = (SELECT chain FROM revisions WHERE project = 'p' AND n = 1) WHERE project = 'p' AND n = 5";
        let gone = "UPDATE merges SET seal = NULL WHERE project = 'p' AND n = 5";
        for tamper in [wrong, gone, forged] {
            bench.tamper(tamper).await;
            let (tally, told) = bench.check(true).await;
            assert_eq!((tally.faults, tally.repaired), (1, 1), "{tamper}: {told:?}");
            assert_eq!(bench.check(false).await.1, Vec::<String>::new(), "{tamper}");
        }
        let repaired = Bench { store: bench.another().await, ground: bench.ground };
        assert_eq!(repaired.design("p", Some(5)).await.name, "Forged", "what is there is what counts from now on");
        assert_eq!(repaired.save("p", 7, "on", vec![rename("On")]).await.unwrap(), 8);
        assert_eq!(repaired.check(false).await.1, Vec::<String>::new());
    }

    async fn a_history_whose_beginning_is_set_aside_is_merged(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=60 {
            bench.save_on_day(base, if base < 55 { 10 } else { 11 }, vec![rename(&base.to_string())]).await;
        }
        bench.tamper("DELETE FROM snapshots WHERE project = 'p' AND n = 1").await;
        bench.check(true).await;
        let bench = Bench { store: bench.another().await, ground: bench.ground };
        bench.merge(30).await;
        assert_eq!(bench.history().await, [(50, None, None), (55, Some(5), None), (61, Some(6), None)]);
        assert_eq!((bench.check(false).await.1, bench.design("p", None).await.name), (vec![], "60".to_owned()));
    }

    async fn saves_that_were_merged_and_are_set_aside_are_no_longer_missing(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=60 {
            bench.save_on_day(base, if base < 40 { 10 } else { 90 }, vec![rename(&base.to_string())]).await;
        }
        bench.merge(30).await;
        bench.tamper("DELETE FROM snapshots WHERE project = 'p' AND n = 1").await;
        let (tally, told) = bench.check(true).await;
        assert!(tally.faults == tally.repaired && told.iter().any(|what| what.starts_with("the saves 1 to 49 cannot be read")), "{told:?}");
        assert_eq!(bench.check(true).await.1, Vec::<String>::new());
    }

    async fn nothing_of_the_last_thirty_days_is_touched(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=10 {
            bench.save_on_day(base, 100 - 30, vec![rename(&base.to_string())]).await;
        }
        bench.merge(0).await;
        assert_eq!(bench.history().await.len(), 11);
    }

    async fn whatever_was_edited_comes_out_the_same(bench: Bench) {
        bench.store.create(OWNER, "p".into(), Design::new("Blank"), 0).await.unwrap();
        let (mut base, mut now) = (1, Design::new("Blank"));
        for starter in starters::all().iter().take(2) {
            let next = starter.design().unwrap();
            for edit in flat(diff(&now, &next)) {
                base = bench.save_on_day(base, 10, vec![edit]).await;
            }
            now = bench.design("p", None).await;
        }
        bench.merge(30).await;
        assert_eq!(bench.history().await.len(), 2, "of {base}");
        assert_eq!(bench.design("p", Some(base)).await, now);
        assert_eq!(bench.design("p", Some(1)).await, Design::new("Blank"));
    }

    async fn a_client_with_an_old_base_hears_to_read_anew(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=6 {
            bench.save_on_day(base, if base < 5 { 10 } else { 11 }, vec![rename(&base.to_string())]).await;
        }
        bench.merge(30).await;
        assert_eq!(bench.history().await.iter().map(|entry| entry.0).collect::<Vec<_>>(), [1, 5, 7]);
        let anew = async |base| match bench.save("p", base, "late", vec![rename("Late")]).await {
            Err(StoreError::Conflict(conflict)) => conflict.anew,
            other => panic!("{other:?}"),
        };
        assert!(anew(3).await && !anew(5).await && !anew(1).await);
        let told = async |base| match bench.save("p", base, "late", vec![rename("Late")]).await {
            Err(StoreError::Conflict(conflict)) => (conflict.revision, conflict.since.iter().map(|saved| saved.revision).collect::<Vec<_>>()),
            other => panic!("{other:?}"),
        };
        assert_eq!(told(3).await, (7, vec![]), "what came after 3 is told by no save any more");
        assert_eq!(told(5).await, (7, vec![7]));
        assert_eq!(told(1).await, (7, vec![5, 7]));
    }

    async fn a_name_given_meanwhile_keeps_its_version(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=4 {
            bench.save_on_day(base, 10, vec![rename(&base.to_string())]).await;
        }
        bench.merge(30).await;
        assert_eq!(bench.history().await.iter().map(|entry| entry.0).collect::<Vec<_>>(), [1, 5]);
        let named = VersionName { project: "p".into(), revision: 3, name: "Too late".into(), now_ms: 1 };
        assert!(matches!(bench.store.name_revision(Some(OWNER), named).await, Err(StoreError::NotFound(_))));
        let named = VersionName { project: "p".into(), revision: 5, name: "In time".into(), now_ms: 1 };
        bench.store.name_revision(Some(OWNER), named).await.unwrap();
        assert_eq!(bench.history().await[1], (5, Some(4), Some("In time".into())));
    }

    async fn around_saves_that_are_missing_nothing_is_merged_that_would_read_otherwise(bench: Bench) {
        bench.project("p", small_design()).await;
        for base in 1..=60 {
            let edit = if base == 46 { Edit::RemoveLink { id: domain::ids::LinkId::new("orders-stock").unwrap() } } else { rename(&format!("Name {base}")) };
            bench.save_on_day(base, 10, vec![edit]).await;
        }
        let before = bench.design("p", None).await;
        bench.tamper("DELETE FROM revisions WHERE project = 'p' AND n = 47;").await;
        bench.check(true).await;
        let repaired = Bench { store: bench.another().await, ground: bench.ground };
        assert_eq!(repaired.design("p", None).await, before);
        repaired.merge(40).await;
        let merged = Bench { store: repaired.another().await, ground: repaired.ground };
        assert_eq!(merged.design("p", None).await, before);
        assert_eq!(merged.check(false).await.1, Vec::<String>::new());
    }
}

fn flat(edit: Edit) -> Vec<Edit> {
    match edit {
        Edit::Batch { edits } => edits,
        one => vec![one],
    }
}
