//! The built server with the flags that it has by default, held to the address space and watched for the memory that the suite allows.
//! It must not be told anything that makes it easier.

use crate::studio::program;
use anyhow::{Context as _, Result, ensure};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// Address space the server gets, in kilobytes: 4 GiB.
const ADDRESS_SPACE_KB: u32 = 4 << 20;
/// Resident memory it may ever have.
pub const MOST_RESIDENT_BYTES: u64 = 1 << 30;

/// A running server. Killed when dropped.
#[derive(Debug)]
pub struct Host {
    process: Child,
    pub address: SocketAddr,
    pub metrics: SocketAddr,
    log: PathBuf,
}

impl Host {
    /// Starts the newest build over a data folder, on a free port.
    ///
    /// # Errors
    /// When there is no build of the present sources, or it does not say that it is ready.
    pub fn start(data: &Path) -> Result<Self> {
        let metrics = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = data.join("log");
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {ADDRESS_SPACE_KB}; exec \"$0\" \"$@\"")]).arg(program()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &metrics.to_string(), "--log", "warn", "--data"]).arg(data);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GROUNDPLAN_")) {
            command.env_remove(name);
        }
        let said = fs::File::options().create(true).append(true).open(&log)?;
        let mut process = command.stdout(Stdio::piped()).stderr(said).spawn().context("the server cannot be started")?;
        let mut lines = BufReader::new(process.stdout.take().context("no standard output")?).lines();
        let ready = lines.next().with_context(|| format!("the server ended at once: {}", last_lines(&log)))??;
        let port = ready.rsplit(':').next().and_then(|port| port.trim_end().parse().ok()).with_context(|| ready.clone())?;
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Self { process, address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), metrics, log })
    }

    /// Fails when it has ended by itself, or had more memory than it may have.
    ///
    /// # Errors
    /// With the last lines of its log.
    pub fn check(&mut self) -> Result<()> {
        if let Some(status) = self.process.try_wait()? {
            anyhow::bail!("the server ended: {status}\n{}", last_lines(&self.log));
        }
        let peak = self.peak_bytes()?;
        ensure!(peak <= MOST_RESIDENT_BYTES, "the server had {} MiB of resident memory", peak >> 20);
        Ok(())
    }

    /// The most memory that was ever resident.
    ///
    /// # Errors
    /// On systems without `/proc`.
    pub fn peak_bytes(&self) -> Result<u64> {
        self.memory("VmHWM:")
    }

    /// Memory that is resident now.
    ///
    /// # Errors
    /// On systems without `/proc`.
    pub fn resident_bytes(&self) -> Result<u64> {
        self.memory("VmRSS:")
    }

    fn memory(&self, field: &'static str) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)).context(field)?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// As a power cut would end it, as far as the program can tell.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// What it has logged last.
    pub fn log(&self) -> String {
        last_lines(&self.log)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn last_lines(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
