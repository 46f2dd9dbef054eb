//! `groundplan stats`: what the store holds and how it grows.

use super::{Failure, backup::block_on, place::place, print};
use crate::{
    cli::StatsArgs,
    clock,
    store::{self, Stats},
};
use std::{fmt::Write, process::ExitCode};

pub(super) fn run(args: &StatsArgs) -> Result<ExitCode, Failure> {
    let stats = block_on(store::stats(&place(&args.store)?, clock::now_ms()))?;
    let text = if args.json { serde_json::to_string_pretty(&stats).map_err(|error| error.to_string())? + "\n" } else { said(&stats) };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Sizes as people say them.
fn size(bytes: i64) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1_000.0 && unit + 1 < units.len() {
        value /= 1_000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} bytes") } else { format!("{value:.1} {}", units[unit]) }
}

fn said(stats: &Stats) -> String {
    let free = stats.free_bytes.map_or(String::new(), |free| format!(", {} of it free", size(free)));
    let mut text = format!(
        "database            {}{free}\n\
         projects            {}\n\
         owners              {}, and {} browsers joined to one of them\n\
         share links         {}\n\
         revisions           {} ({} named, {} that stand for several saves), edits of {}\n\
         snapshots           {}, {}\n",
        size(stats.database_bytes),
        stats.projects,
        stats.owners,
        stats.joined_browsers,
        stats.share_links,
        stats.revisions,
        stats.named_revisions,
        stats.merged_revisions,
        size(stats.edits_bytes),
        stats.snapshots,
        size(stats.snapshots_bytes),
    );
    for growth in &stats.growth {
        let days = if growth.days == 1 { "day".to_owned() } else { format!("{} days", growth.days) };
        // Writing into a text does not fail.
        let _ = writeln!(
            text,
            "{:<19} {} new projects, {} saves, {}",
            format!("last {days}"),
            growth.projects,
            growth.revisions,
            size(growth.bytes)
        );
    }
    for heavy in &stats.heaviest {
        let _ = writeln!(text, "large: {:<19} {} saves, {}", heavy.project, heavy.revisions, size(heavy.bytes));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!([0, 999, 1_000, 12_345_678, 2_000_000_000_000].map(size), ["0 bytes", "999 bytes", "1.0 KB", "12.3 MB", "2.0 TB"]);
    }
}
