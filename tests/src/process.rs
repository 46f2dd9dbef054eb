//! A studio in a process of its own, to be stopped politely or killed.

use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

/// A running `groundplan serve`. Killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    pub url: String,
    /// What it logs is read all the time: a full pipe would stop it.
    said: Option<JoinHandle<String>>,
}

impl Process {
    /// Starts the binary on a free port, without limits, and waits until it is ready. `flags` come after `serve`.
    pub fn start(binary: &str, data: &Path, flags: &[&str]) -> Result<Self> {
        Self::start_with_limits(binary, data, &[&["--no-limits"], flags].concat())
    }

    /// The same with the limits that it has by default.
    pub fn start_with_limits(binary: &str, data: &Path, flags: &[&str]) -> Result<Self> {
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(flags)
            .env("GROUNDPLAN_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("the binary cannot be run")?;
        let mut errors = child.stderr.take().context("no standard error")?;
        let said = std::thread::spawn(move || {
            let mut said = String::new();
            // What is no text ends it, and then the program may wait: it writes texts only.
            let _ = errors.read_to_string(&mut said);
            said
        });
        let mut lines = BufReader::new(child.stdout.take().context("no standard output")?).lines();
        let Some(line) = lines.next() else {
            child.wait()?;
            bail!("{}", heard(said)?);
        };
        let line = line?;
        let url = line.split_whitespace().last().context("an empty line")?.replace("localhost", "127.0.0.1");
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Self { child, url, said: Some(said) })
    }

    /// Its number in the system.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// As a power cut would end it, as far as the program can tell.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop; returns how it ended and what it logged.
    pub fn terminate(mut self) -> Result<(ExitStatus, String)> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        anyhow::ensure!(asked.success(), "the signal was not sent");
        let ended = self.child.wait()?;
        Ok((ended, heard(self.said.take().context("it was heard already")?)?))
    }
}

fn heard(said: JoinHandle<String>) -> Result<String> {
    said.join().map_err(|_| anyhow::anyhow!("what the program said was not read"))
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
