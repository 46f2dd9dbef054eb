//! `make soak`: runs the chosen parts one after the other, prints what each measured, and fails when a stated bound is missed.

use anyhow::Result;
use std::{process::ExitCode, time::Duration};
use tests::soak::{Outcome, kills, options::Options, pages, tenants};

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let options = Options::read(std::env::args().skip(1))?;
    let mut missed = Vec::new();
    let mut tell = |outcome: &dyn Outcome| {
        println!("{outcome}");
        missed.extend(outcome.missed());
    };
    if options.minutes > 0 {
        tell(&tenants::run(Duration::from_secs(60 * options.minutes)).await?);
    }
    if options.kills > 0 {
        tell(&kills::run(options.kills).await?);
    }
    if options.pages > 0 {
        tell(&pages::run(options.pages).await?);
    }
    for bound in &missed {
        println!("missed: {bound}");
    }
    Ok(if missed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
