//! A PostgreSQL primary with a standby, both real: made by `initdb` and `pg_basebackup`, ended by SIGKILL of every process at once, as a
//! machine ends. What became of a dead primary's last changes is read from its folder afterwards.

use crate::postgres::{binaries, command, unprivileged_account};
use anyhow::{Context, Result, bail, ensure};
use sqlx::{Connection, PgConnection, Row};
use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);
/// The name by which the primary knows its standby.
const STANDBY: &str = "standby";

/// One server of the two.
#[derive(Debug)]
pub struct Node {
    bin: PathBuf,
    data: PathBuf,
    account: Option<(u32, u32)>,
    pub address: SocketAddr,
    process: Child,
}

/// Where all their folders are. Gone when dropped, after the servers.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    account: Option<(u32, u32)>,
    made: u32,
}

impl Place {
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("groundplan-cluster-").tempdir()?;
        let account = unprivileged_account()?;
        if let Some((user, group)) = account {
            chown(folder.path(), Some(user), Some(group))?;
        }
        Ok(Self { folder, account, made: 0 })
    }

    fn next(&mut self) -> PathBuf {
        self.made += 1;
        self.folder.path().join(format!("data-{}", self.made))
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut asked = command(&binaries()?.join(program), self.account);
        let done = asked.args(arguments).current_dir(self.folder.path()).output().with_context(|| format!("{program} cannot be run"))?;
        ensure!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
        Ok(())
    }

    /// A primary with the database of the studio.
    pub async fn primary(&mut self) -> Result<Node> {
        let data = self.next();
        let made = ["--auth=trust", "--username=groundplan", "--encoding=UTF8", "--no-locale", "--no-sync", "-D", text(&data)?];
        self.run("initdb", &made)?;
        let node = Node::start(data, self.account)?;
        let mut connection = node.connect("postgres").await?;
        sqlx::raw_sql("CREATE DATABASE groundplan").execute(&mut connection).await?;
        Ok(node)
    }

    /// A standby that receives through an address: the primary's, or one that leads to it.
    pub async fn standby(&mut self, of: &Node, through: SocketAddr, is_synchronous: bool) -> Result<Node> {
        let data = self.next();
        let from = format!("host=127.0.0.1 port={} user=groundplan", through.port());
        self.run("pg_basebackup", &["-D", text(&data)?, "-d", &from, "-X", "stream", "-R", "--checkpoint=fast", "--no-sync"])?;
        let node = Node::start(data, self.account)?;
        let mut connection = of.connect("postgres").await?;
        if is_synchronous {
            sqlx::raw_sql("ALTER SYSTEM SET synchronous_standby_names = 'standby'").execute(&mut connection).await?;
            sqlx::raw_sql("SELECT pg_reload_conf()").execute(&mut connection).await?;
        }
        let wanted = if is_synchronous { "sync" } else { "async" };
        let end = Instant::now() + PATIENCE;
        loop {
            let sql = "SELECT count(*) FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming' AND sync_state = $2";
            let streams: i64 = sqlx::query_scalar(sql).bind(STANDBY).bind(wanted).fetch_one(&mut connection).await?;
            if streams == 1 {
                return Ok(node);
            }
            ensure!(Instant::now() < end, "the standby does not receive as {wanted}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}

impl Node {
    fn start(data: PathBuf, account: Option<(u32, u32)>) -> Result<Self> {
        let bin = binaries()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = data.with_extension("log");
        let process = command(&bin.join("postgres"), account)
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", "-p", &port.to_string()])
            // As a standby it is known by this name.
            .args(["-c", &format!("cluster_name={STANDBY}"), "-c", "wal_keep_size=1GB", "-c", "hot_standby=on"])
            .current_dir(data.parent().context("a folder above")?)
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .spawn()
            .context("postgres cannot be run")?;
        let mut node = Self { bin, data, account, address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), process };
        let end = Instant::now() + PATIENCE;
        loop {
            let mut ask = Command::new(node.bin.join("pg_isready"));
            if ask.args(["-q", "-h", "127.0.0.1", "-t", "1", "-p", &port.to_string()]).status()?.success() {
                return Ok(node);
            }
            if node.process.try_wait()?.is_some() || Instant::now() > end {
                bail!("PostgreSQL did not start: {}", std::fs::read_to_string(&log).unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The folder of one that was killed, started again to be read; nobody else knows its address.
    pub fn raise(dead: Dead) -> Result<Self> {
        // It waits for no standby: there is none any more.
        let file = dead.data.join("postgresql.auto.conf");
        let settings = std::fs::read_to_string(&file)?;
        std::fs::write(
            &file,
            settings
                .lines()
                .filter(|line| !line.starts_with("synchronous_standby_names"))
                .fold(String::new(), |all, line| all + line + "\n"),
        )?;
        Self::start(dead.data, dead.account)
    }

    pub async fn connect(&self, database: &str) -> Result<PgConnection> {
        Ok(PgConnection::connect(&format!("postgres://groundplan@{}/{database}", self.address)).await?)
    }

    /// Ends every process of it at once.
    pub fn kill(mut self) -> Result<Dead> {
        let own = self.process.id().to_string();
        let mut all = vec![own.clone()];
        for entry in std::fs::read_dir("/proc")? {
            let entry = entry?;
            let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
            // Number, name in parentheses, state, parent.
            if stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(1)) == Some(own.as_str()) {
                all.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        // One of them may have ended meanwhile, and then the command says so.
        let _ = Command::new("kill").arg("-KILL").args(&all).stderr(Stdio::null()).status()?;
        self.process.wait()?;
        let dead = Dead { data: self.data.clone(), account: self.account };
        // A lock file of a dead server keeps the next one from starting only while its number is in use.
        let _ = std::fs::remove_file(self.data.join("postmaster.pid"));
        Ok(dead)
    }

    /// Makes a standby the primary; says up to which byte of the log it had received.
    pub async fn promote(&self) -> Result<i64> {
        let mut connection = self.connect("groundplan").await?;
        let end = Instant::now() + PATIENCE;
        let received = loop {
            let sql = "SELECT (pg_last_wal_receive_lsn() - '0/0')::bigint, (pg_last_wal_replay_lsn() - '0/0')::bigint";
            let row = sqlx::query(sql).fetch_one(&mut connection).await?;
            let (received, replayed): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            if replayed >= received {
                break received;
            }
            ensure!(Instant::now() < end, "the standby does not replay what it received");
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        let mut promote = command(&self.bin.join("pg_ctl"), self.account);
        let promoted = promote.args(["promote", "-s", "-w", "-D"]).arg(&self.data).current_dir("/").status()?;
        ensure!(promoted.success(), "pg_ctl promote: {promoted}");
        // What came with the copy of the primary's folder: this one has no standby yet.
        sqlx::raw_sql("ALTER SYSTEM RESET synchronous_standby_names").execute(&mut connection).await?;
        sqlx::raw_sql("SELECT pg_reload_conf()").execute(&mut connection).await?;
        Ok(received)
    }

    /// Where the log of a primary ends.
    pub async fn log_end(&self) -> Result<i64> {
        let mut connection = self.connect("groundplan").await?;
        Ok(sqlx::query_scalar("SELECT (pg_current_wal_lsn() - '0/0')::bigint").fetch_one(&mut connection).await?)
    }

    /// Every save that it holds, as project and the name that its client gave the save.
    pub async fn saves(&self) -> Result<BTreeSet<(String, String)>> {
        let mut connection = self.connect("groundplan").await?;
        let rows: Vec<(String, String)> = sqlx::query_as("SELECT project, client_save FROM revisions").fetch_all(&mut connection).await?;
        Ok(rows.into_iter().collect())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut stop = command(&self.bin.join("pg_ctl"), self.account);
        let running = matches!(self.process.try_wait(), Ok(None));
        if running
            && !stop
                .args(["stop", "-s", "-m", "immediate", "-D"])
                .arg(&self.data)
                .current_dir("/")
                .status()
                .is_ok_and(|status| status.success())
        {
            // It has ended already, or this ends it.
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

/// The folder of a server that was killed.
#[derive(Debug)]
pub struct Dead {
    data: PathBuf,
    account: Option<(u32, u32)>,
}
