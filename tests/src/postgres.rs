//! A PostgreSQL of our own: started from the system's binaries on a free port, gone with the last test that uses it.

use anyhow::{Context, Result, bail};
use sqlx::{Connection, PgConnection};
use std::{
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A running server. Tests that run at the same time share one; each has its own database.
#[derive(Debug)]
pub struct Postgres {
    bin: PathBuf,
    folder: TempDir,
    port: u16,
    account: Option<(u32, u32)>,
    process: Mutex<Child>,
}

/// A fresh database, and the server it is in.
#[derive(Debug)]
pub struct Database {
    pub url: String,
    server: Arc<Postgres>,
}

impl Database {
    /// Creates an empty database, starting the server when none runs.
    pub async fn fresh() -> Result<Self> {
        Self::on(tokio::task::spawn_blocking(Postgres::shared).await??).await
    }

    /// An empty database on a server that no other test uses, to be frozen.
    pub async fn on_its_own() -> Result<Self> {
        Self::on(Arc::new(tokio::task::spawn_blocking(Postgres::start).await??)).await
    }

    /// An empty database whose tables lie on a disk of so many megabytes, on a server of its own; its log lies elsewhere. Nothing where
    /// this process may mount no disk.
    pub async fn on_a_small_disk(megabytes: u32) -> Result<Option<(Self, SmallDisk)>> {
        let server = Arc::new(tokio::task::spawn_blocking(Postgres::start).await??);
        let Some(disk) = SmallDisk::mount(megabytes)? else { return Ok(None) };
        if let Some((user, group)) = server.account {
            chown(disk.folder(), Some(user), Some(group))?;
        }
        let mut connection = PgConnection::connect(&server.url("postgres")).await?;
        for sql in
            [format!("CREATE TABLESPACE small LOCATION '{}'", disk.folder().display()), "CREATE DATABASE small TABLESPACE small".into()]
        {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await?;
        }
        connection.close().await?;
        Ok(Some((Self { url: server.url("small"), server }, disk)))
    }

    /// Stops every process of the server until the answer is dropped: it takes connections and says nothing.
    pub fn freeze(&self) -> Result<Frozen> {
        let postmaster = self.server.process.lock().unwrap_or_else(PoisonError::into_inner).id();
        let mut all = vec![postmaster.to_string()];
        for entry in std::fs::read_dir("/proc")? {
            let entry = entry?;
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
            // Number, name in parentheses, state, parent.
            let parent = stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1));
            if parent == Some(all[0].as_str()) {
                all.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        anyhow::ensure!(Command::new("kill").arg("-STOP").args(&all).status()?.success(), "the signal was not sent");
        Ok(Frozen(all))
    }

    async fn on(server: Arc<Postgres>) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server.url("postgres")).await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await?;
        connection.close().await?;
        Ok(Self { url: server.url(&name), server })
    }
}

/// A disk in memory. Unmounted when this is dropped.
#[derive(Debug)]
pub struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Result<Option<Self>> {
        let folder = tempfile::Builder::new().prefix("groundplan-disk-").tempdir()?;
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).stderr(Stdio::null()).status();
        Ok(mounted.is_ok_and(|status| status.success()).then(|| Self(folder)))
    }

    /// Where it is mounted.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Its server may not have ended yet: it goes when nobody uses it any more.
        let _ = Command::new("umount").arg("--lazy").arg(self.folder()).status();
    }
}

/// A server that was stopped. Goes on when this is dropped.
#[derive(Debug)]
pub struct Frozen(Vec<String>);

impl Drop for Frozen {
    fn drop(&mut self) {
        // A process that has ended meanwhile needs nothing.
        let _ = Command::new("kill").arg("-CONT").args(&self.0).status();
    }
}

impl Postgres {
    fn shared() -> Result<Arc<Self>> {
        static RUNNING: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = running.upgrade() {
            return Ok(server);
        }
        let server = Arc::new(Self::start()?);
        *running = Arc::downgrade(&server);
        Ok(server)
    }

    fn start() -> Result<Self> {
        let bin = binaries()?;
        let folder = tempfile::Builder::new().prefix("groundplan-postgres-").tempdir()?;
        let account = unprivileged_account()?;
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let made = command(&bin.join("initdb"), account)
            .args(["--auth=trust", "--username=groundplan", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(&data)
            .current_dir(folder.path())
            .output()
            .context("initdb cannot be run")?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let process = command(&bin.join("postgres"), account)
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", "-p", &port.to_string()])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("log"))?)
            .spawn()
            .context("postgres cannot be run")?;
        let server = Self { bin, folder, port, account, process: Mutex::new(process) };
        server.wait()?;
        Ok(server)
    }

    /// Asks until it answers; the program that asks waits a little between two questions.
    fn wait(&self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let mut ask = Command::new(self.bin.join("pg_isready"));
            let ready = ask.args(["-q", "-h", "127.0.0.1", "-t", "1", "-p", &self.port.to_string()]).status()?.success();
            if ready {
                return Ok(());
            }
            let ended = self.process.lock().unwrap_or_else(PoisonError::into_inner).try_wait()?.is_some();
            if ended || Instant::now() > deadline {
                let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start: {log}");
            }
            std::thread::yield_now();
        }
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://groundplan@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = command(&self.bin.join("pg_ctl"), self.account);
        let stopped = stop.args(["stop", "-s", "-m", "immediate", "-D"]).arg(self.folder.path().join("data")).current_dir("/").status();
        let process = self.process.get_mut().unwrap_or_else(PoisonError::into_inner);
        if !stopped.is_ok_and(|status| status.success()) {
            // It has ended already, or this ends it.
            let _ = process.kill();
        }
        let _ = process.wait();
    }
}

/// The newest binaries of the distribution, or those in the path.
pub(crate) fn binaries() -> Result<PathBuf> {
    let is_whole = |bin: &PathBuf| ["initdb", "postgres", "pg_ctl", "pg_isready"].iter().all(|program| bin.join(program).is_file());
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(|entry| {
        let folder = entry.ok()?.path();
        Some((folder.file_name()?.to_str()?.parse::<u32>().ok()?, folder.join("bin")))
    });
    let newest = versions.filter(|(_, bin)| is_whole(bin)).max().map(|(_, bin)| bin);
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .or_else(|| std::env::split_paths(&path).find(is_whole))
        .context("PostgreSQL's programs are not installed: run `make setup-tests`, or `apt-get install postgresql`")
}

/// PostgreSQL refuses to run as root: then it runs as the account of its package. `None` when this process is not root.
pub fn unprivileged_account() -> Result<Option<(u32, u32)>> {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        return Ok(None);
    }
    let accounts = std::fs::read_to_string("/etc/passwd")?;
    let fields = ["postgres", "nobody"].iter().find_map(|name| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    fields.map(Some).context("no account that PostgreSQL could run as")
}

pub(crate) fn command(program: &Path, account: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
    command.env_remove("PGDATA").env("LC_ALL", "C");
    command
}
