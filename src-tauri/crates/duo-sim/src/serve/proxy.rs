//! A CONNECT proxy for the simulator's hosts.

use std::io;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional_with_sizes};
use tokio::net::TcpStream;

use crate::fault::{FaultKind, PROXY_SIGN_IN};
use crate::serve::loss::Line;

/// Longest request head that is read.
const MOST: usize = 16 * 1024;
/// Bytes of an answer that are passed on at a time: a page of a log is a megabyte.
const ANSWER: usize = 256 * 1024;

/// Where the proxy leads.
pub(super) struct Rules {
    /// The hosts that it connects to, on port 443.
    pub(super) hosts: Vec<String>,
    /// Where they really are.
    pub(super) target: SocketAddr,
    /// A fault of the proxy's own.
    pub(super) refusal: Option<FaultKind>,
    /// A line that loses packets.
    pub(super) lossy: Option<Line>,
}

pub(super) async fn tunnel(mut client: TcpStream, rules: &Rules) -> io::Result<()> {
    let head = read_head(&mut client).await?;
    let verdict = rules.judge(&head);
    if let Some(refusal) = verdict {
        let answer = format!("HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        client.write_all(answer.as_bytes()).await?;
        return client.shutdown().await;
    }
    let mut server = TcpStream::connect(rules.target).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    if let Some(line) = &rules.lossy {
        return line.carry(client, server).await;
    }
    copy_bidirectional_with_sizes(&mut client, &mut server, MOST, ANSWER).await.map(|_| ())
}

impl Rules {
    /// Status and reason of a refusal, with a challenge if there is one.
    fn judge(&self, head: &str) -> Option<&'static str> {
        let mut words = head.lines().next().unwrap_or_default().split(' ');
        if words.next() != Some("CONNECT") {
            return Some("405 Method Not Allowed");
        }
        match self.refusal {
            Some(FaultKind::Proxy407) if !is_signed_in(head) => {
                return Some(
                    "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"",
                );
            }
            Some(FaultKind::Proxy502 | FaultKind::DnsNxdomain | FaultKind::TcpRefused) => {
                return Some("502 Bad Gateway");
            }
            _ => {}
        }
        let authority = words.next().unwrap_or_default().to_ascii_lowercase();
        let known =
            authority.strip_suffix(":443").is_some_and(|host| self.hosts.iter().any(|one| one == host));
        (!known).then_some("403 Forbidden")
    }
}

fn is_signed_in(head: &str) -> bool {
    let (user, password) = PROXY_SIGN_IN;
    let expected = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("proxy-authorization").then(|| value.trim() == expected)
    };
    head.lines().filter_map(header).any(|right| right)
}

async fn read_head(client: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == MOST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        head.push(client.read_u8().await?);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(head: &str, refusal: Option<FaultKind>) -> Option<&'static str> {
        let target = SocketAddr::from(([127, 0, 0, 1], 1));
        let hosts =
            ["api-0e0e0e0e.duosecurity.com", "api-1a2b3c4d.duosecurity.com"].map(str::to_owned).to_vec();
        Rules { hosts, target, refusal, lossy: None }.judge(head)
    }

    #[test]
    fn only_the_simulators_hosts_are_reached() {
        let good = "CONNECT API-1a2b3c4d.duosecurity.com:443 HTTP/1.1\r\n\r\n";
        assert_eq!(judge(good, None), None);
        assert_eq!(judge("CONNECT api-0e0e0e0e.duosecurity.com:443 HTTP/1.1\r\n\r\n", None), None);
        let forbidden = Some("403 Forbidden");
        assert_eq!(judge("CONNECT api-1a2b3c4d.duosecurity.com:80 HTTP/1.1\r\n\r\n", None), forbidden);
        assert_eq!(judge("CONNECT example.com:443 HTTP/1.1\r\n\r\n", None), forbidden);
        assert_eq!(judge("GET http://example.com/ HTTP/1.1\r\n\r\n", None), Some("405 Method Not Allowed"));
        assert!(judge(good, Some(FaultKind::Proxy407)).is_some_and(|answer| answer.starts_with("407")));
        let signed_in = |user: &str| {
            let sign_in = STANDARD.encode(format!("{user}:{}", PROXY_SIGN_IN.1));
            let head = good.replace("\r\n\r\n", &format!("\r\nproxy-authorization: Basic {sign_in}\r\n\r\n"));
            judge(&head, Some(FaultKind::Proxy407))
        };
        assert_eq!(signed_in("proxy"), None);
        assert!(signed_in("somebody").is_some_and(|answer| answer.starts_with("407")));
        assert_eq!(judge(good, Some(FaultKind::Proxy502)), Some("502 Bad Gateway"));
    }
}
