//! The pool with real threads.

use super::*;
use std::{net::IpAddr, sync::mpsc};

fn client(n: u8) -> Client {
    Client { network: IpAddr::from([192, 0, 2, n]), owner: None }
}

/// Works until its leave is taken back.
fn forever(work: &Work) {
    loop {
        work.go_on();
        std::thread::yield_now();
    }
}

/// Waits until the pool has come to this.
async fn until(pool: &Pool, holds: impl Fn(Figures) -> bool) {
    let wait = async {
        while !holds(pool.figures()) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(10), wait).await.unwrap_or_else(|_| panic!("it stays at {:?}", pool.figures()));
}

#[tokio::test]
async fn work_gives_its_result() {
    let pool = Pool::with_places("test", 2).unwrap();
    assert_eq!(pool.run_for(client(1), MAX_RUN, |_| 6 * 7).await, Ok(42));
}

#[tokio::test]
async fn a_client_that_leaves_frees_what_it_held() {
    let pool = Arc::new(Pool::with_places("test", 2).unwrap());
    let waiting = (0..40).map(|_| {
        let pool = pool.clone();
        tokio::spawn(async move { pool.run_for(client(1), MAX_RUN, forever).await })
    });
    let waiting: Vec<_> = waiting.collect();
    until(&pool, |figures| figures.running == 1 && figures.waiting == 39).await;
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
    until(&pool, |figures| figures.running == 0 && figures.waiting == 0).await;
    assert_eq!(pool.run_for(client(1), MAX_RUN, |_| "next").await, Ok("next"));
}

#[tokio::test]
async fn a_place_is_held_until_the_work_has_ended() {
    let pool = Arc::new(Pool::with_places("test", 2).unwrap());
    let (end, ended) = mpsc::channel::<()>();
    let deaf = move |_: &Work| assert!(ended.recv().is_err());
    let caller = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run_for(client(1), MAX_RUN, deaf).await }
    });
    until(&pool, |figures| figures.running == 1).await;
    caller.abort();
    until(&pool, |figures| figures.overdue == 1).await;
    drop(end);
    until(&pool, |figures| figures.running == 0 && figures.overdue == 0).await;
}

#[tokio::test]
async fn a_panic_is_told_and_harms_nobody_else() {
    let pool = Pool::with_places("test", 1).unwrap();
    let outcome: Result<(), _> = pool.run_for(client(1), MAX_RUN, |_| panic!("a fault for the test")).await;
    assert_eq!(outcome, Err(PoolError::Panicked("a fault for the test".into())));
    assert_eq!(pool.run_for(client(1), MAX_RUN, |_| 1).await, Ok(1));
}

#[tokio::test]
async fn work_has_a_budget_of_time() {
    let pool = Pool::with_places("test", 1).unwrap();
    assert_eq!(pool.run_for(client(1), Duration::from_millis(50), forever).await, Err(PoolError::TooLong));
    until(&pool, |figures| figures.running == 0).await;
}
