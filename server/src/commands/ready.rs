//! `groundplan ready`: asks a running server on this machine whether it is ready, for the health check of an image that holds nothing
//! else. Opens no store and needs no runtime.

use super::{Failure, print};
use crate::cli::ReadyArgs;
use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::{Duration, Instant},
};

/// `/readyz` answers within five seconds, whatever its database does.
const PATIENCE: Duration = Duration::from_secs(6);
/// Between two questions of `--wait`.
const PAUSE: Duration = Duration::from_millis(200);
/// More than any answer of `/readyz` holds.
const MOST_BYTES: u64 = 16 * 1024;

pub(super) fn run(args: &ReadyArgs) -> Result<ExitCode, Failure> {
    let address = asked(args.listen)?;
    let end = Instant::now() + Duration::from_secs(args.wait);
    loop {
        let why = match ask(address) {
            Ok(None) => {
                print("ready\n")?;
                return Ok(ExitCode::SUCCESS);
            }
            Ok(Some(why)) => why,
            Err(error) => format!("{address} does not answer: {error}"),
        };
        if Instant::now() >= end {
            print(&format!("not ready: {why}\n"))?;
            return Ok(ExitCode::FAILURE);
        }
        std::thread::sleep(PAUSE);
    }
}

/// Where to ask a server that listens there.
fn asked(listen: SocketAddr) -> Result<SocketAddr, Failure> {
    if listen.port() == 0 {
        return Err("--listen needs the port that the server has, not 0".into());
    }
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    Ok(SocketAddr::new(ip, listen.port()))
}

/// Nothing when it is ready, else why it is not.
fn ask(address: SocketAddr) -> std::io::Result<Option<String>> {
    let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    write!(connection, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    connection.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(why_not(&String::from_utf8_lossy(&bytes)))
}

fn why_not(answer: &str) -> Option<String> {
    let status = answer.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1)).unwrap_or_default();
    if status == "200" {
        return None;
    }
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let problem = serde_json::from_str::<serde_json::Value>(body).unwrap_or_default();
    let detail = problem["detail"].as_str().map(|detail| format!(": {detail}")).unwrap_or_default();
    Some(if status.is_empty() { "what answers there is no HTTP server".into() } else { format!("it answers {status}{detail}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_addresses_is_asked_on_this_machine() {
        let at = |listen: &str| asked(listen.parse().unwrap()).map(|address| address.to_string());
        assert_eq!(at("0.0.0.0:3000").unwrap(), "127.0.0.1:3000");
        assert_eq!(at("[::]:80").unwrap(), "[::1]:80");
        assert_eq!(at("192.0.2.1:80").unwrap(), "192.0.2.1:80");
        assert!(at("127.0.0.1:0").unwrap_err().contains("--listen"));
    }

    #[test]
    fn only_200_is_ready_and_a_problem_says_why() {
        assert_eq!(why_not("HTTP/1.1 200 OK\r\n\r\nready\n"), None);
        let full = why_not("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"detail\": \"The disk is full.\"}").unwrap();
        assert_eq!(full, "it answers 503: The disk is full.");
        assert_eq!(why_not("HTTP/1.1 404 Not Found\r\n\r\n").unwrap(), "it answers 404");
        assert_eq!(why_not("SSH-2.0").unwrap(), "what answers there is no HTTP server");
        assert_eq!(why_not("").unwrap(), "what answers there is no HTTP server");
    }
}
