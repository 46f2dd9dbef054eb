//! Runs the built `groundplan` as a person would: a process, a port, a data folder. It never links to the server's code.
use anyhow::{Context as _, Result, bail, ensure};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// How long a start may take before it counts as failed; a busy machine is slow, a broken program never answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server with its own data. It ends when dropped.
#[derive(Debug)]
pub struct Studio {
    process: Child,
    address: SocketAddr,
    started: Duration,
    data: tempfile::TempDir,
}

/// What came back for a request.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    pub body: Vec<u8>,
}

impl Studio {
    /// Starts the newest build on a free port, with an empty data folder and without limits per address.
    ///
    /// # Errors
    /// When there is no build of the present sources, or the server does not answer.
    pub fn start() -> Result<Self> {
        Self::start_program(&program()?)
    }

    /// Starts this program.
    ///
    /// # Errors
    /// When the server does not answer in half a minute.
    pub fn start_program(program: &Path) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let began = Instant::now();
        let process = Command::new(program)
            .arg("serve")
            .arg("--data")
            .arg(data.path())
            .args(["--listen", &address.to_string(), "--no-limits", "--log", "warn"])
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut studio = Self { process, address, started: Duration::ZERO, data };
        while !studio.get("/", "").is_ok_and(|answer| answer.status == 200) {
            if let Some(status) = studio.process.try_wait()? {
                bail!("the server ended at once: {status}");
            }
            ensure!(began.elapsed() < PATIENCE, "the server does not answer at {address}");
            std::thread::sleep(Duration::from_millis(1));
        }
        studio.started = began.elapsed();
        Ok(studio)
    }

    /// The address to open in a browser.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Time from the start of the process to its first page.
    pub fn started_in(&self) -> Duration {
        self.started
    }

    /// Where it keeps its data.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Memory that is resident now, in bytes.
    ///
    /// # Errors
    /// On systems without `/proc`.
    pub fn resident_bytes(&self) -> Result<u64> {
        self.memory("VmRSS:")
    }

    /// The most memory that was ever resident, in bytes.
    ///
    /// # Errors
    /// On systems without `/proc`.
    pub fn peak_bytes(&self) -> Result<u64> {
        self.memory("VmHWM:")
    }

    fn memory(&self, field: &'static str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)).context(field)?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// Time that processors have worked for it since it started, in steps of a hundredth of a second.
    ///
    /// # Errors
    /// On systems without `/proc`.
    pub fn processor_time(&self) -> Result<Duration> {
        const STEPS_A_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The name of the program stands in parentheses and may hold spaces; user and system time are the 12th and 13th field after it.
        let (_, fields) = stat.rsplit_once(')').context("no name in the process's state")?;
        let steps: u64 = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(Duration::from_secs_f64(steps as f64 / STEPS_A_SECOND))
    }

    /// One plain request on its own connection; `headers` end with CRLF each.
    ///
    /// # Errors
    /// When the connection fails or the answer is not HTTP.
    pub fn get(&self, path: &str, headers: &str) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.0\r\nHost: {}\r\n{headers}\r\n", self.address))
    }

    /// JSON sent to an address.
    ///
    /// # Errors
    /// When the connection fails or the answer is not HTTP.
    pub fn post(&self, path: &str, json: &str) -> Result<Answer> {
        let head = format!("POST {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\n", self.address);
        self.ask(&format!("{head}Content-Length: {}\r\n\r\n{json}", json.len()))
    }

    fn ask(&self, request: &str) -> Result<Answer> {
        let mut connection = TcpStream::connect(self.address)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("an answer without a head")?;
        let head = String::from_utf8(bytes[..end].to_vec())?;
        let status = head.split_whitespace().nth(1).and_then(|code| code.parse().ok()).context("an answer without a status")?;
        Ok(Answer { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// Asks the server to end as an operator would, and waits until it has.
    ///
    /// # Errors
    /// When it does not end cleanly.
    pub fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status()?;
        ensure!(asked.success(), "kill: {asked}");
        let began = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                ensure!(status.success(), "the server ended with {status}");
                return Ok(());
            }
            ensure!(began.elapsed() < PATIENCE, "the server ignores SIGTERM");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The top of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Where Cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The built server: the release if it is newer than every source, else the development build on the same condition.
///
/// # Errors
/// When neither is: testing yesterday's program would prove nothing.
pub fn program() -> Result<PathBuf> {
    let changed = newest_source()?;
    let builds = ["release", "debug"].map(|profile| target().join(profile).join("groundplan"));
    let fresh = builds.iter().find(|path| modified(path).is_some_and(|built| built >= changed));
    fresh.cloned().context("there is no build of the present sources: run `make build` (or `cargo run -p pack && cargo build -p server`)")
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

fn newest_source() -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    let mut open: Vec<PathBuf> =
        ["app/src", "app/domain", "app/hydrate", "server", "style", "public", "migrations"].map(|part| root().join(part)).into();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path)?.flatten().map(|entry| entry.path()));
        } else {
            newest = newest.max(modified(&path).unwrap_or(newest));
        }
    }
    Ok(newest)
}
