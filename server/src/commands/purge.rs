//! `groundplan purge`: takes out for good what nobody needs any more.

use super::{Failure, backup::block_on, place::place, print};
use crate::{
    cli::PurgeArgs,
    clock,
    store::{self, Place, Purge, Purged, Store, StoreError},
};
use std::process::ExitCode;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub(super) fn run(args: &PurgeArgs) -> Result<ExitCode, Failure> {
    let place = place(&args.store)?;
    let now_ms = clock::now_ms();
    let mut purge = Purge::leftovers(now_ms);
    if let Some(days) = args.unchanged_days {
        purge.unchanged_since_ms = now_ms - i64::from(days) * DAY_MS;
    }
    let purged = block_on(async {
        let store = match &place {
            // A store that is not there is not made by tidying it.
            Place::File(file) => store::must_be_there(file).and_then(|()| Store::sqlite(file)).map_err(|error| error.to_string())?,
            Place::Postgres(url) => Store::postgres(url).await.map_err(|error| error.to_string())?,
        };
        let purged = if args.dry_run { store.purgeable(purge).await } else { take_out(&store, purge).await };
        store.close().await;
        purged.map_err(|error| error.to_string())
    })?;
    let Purged { projects, shares, links, browsers, owners } = purged;
    let (begin, done) = if args.dry_run { ("Would delete", "") } else { ("Deleted", ", and their space is free") };
    print(&format!(
        "{begin} {projects} designs, {owners} owners who have nothing, {links} recovery links and {browsers} joined browsers of such, \
         {shares} share links that expired long ago{done}\n"
    ))?;
    if args.compact && !args.dry_run {
        block_on(async { store::compact(&place) })?;
        print("The file is rewritten without free space\n")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn take_out(store: &Store, purge: Purge) -> Result<Purged, StoreError> {
    let mut all = Purged::default();
    loop {
        let gone = store.purge_some(purge).await?;
        if gone.is_nothing() {
            break;
        }
        all = all.and(gone);
    }
    while store.shrink_some().await? {}
    Ok(all)
}
