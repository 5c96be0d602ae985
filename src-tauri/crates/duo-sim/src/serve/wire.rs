//! Faults below HTTP, written to the connection by hand.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use crate::message::{SimResponse, WireFault};

const DRIP_EVERY: Duration = Duration::from_secs(5);
const HEADERS: usize = 10_000;
/// What an endless body sends at a time.
const PIECE: [u8; 16 * 1024] = [b' '; 16 * 1024];

pub(super) async fn act(mut stream: TlsStream<TcpStream>, fault: WireFault) -> io::Result<()> {
    match fault {
        WireFault::ResetBeforeHeaders => reset(stream),
        WireFault::ResetMidBody { response, after } => {
            write_part(&mut stream, &response, after).await?;
            reset(stream)
        }
        WireFault::ShortBody { response, after } => {
            write_part(&mut stream, &response, after).await?;
            stream.shutdown().await
        }
        WireFault::Drip(response) => drip(&mut stream, &response).await,
        WireFault::DripHeaders => drip_headers(&mut stream).await,
        WireFault::EndlessBody => endless(&mut stream).await,
        WireFault::ManyHeaders(response) => many_headers(&mut stream, &response).await,
        WireFault::Silence => silence(&mut stream).await,
    }
}

/// Closes with RST: no goodbye on TLS, none on TCP.
fn reset(stream: TlsStream<TcpStream>) -> io::Result<()> {
    let (tcp, _) = stream.into_inner();
    tcp.set_zero_linger()
}

fn head(response: &SimResponse) -> String {
    let mut text = format!("HTTP/1.1 {} OK\r\nContent-Length: {}\r\n", response.status, response.body.len());
    for (name, value) in &response.headers {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{name}: {value}\r\n");
    }
    text
}

async fn write_part<W: AsyncWrite + Unpin>(
    out: &mut W,
    response: &SimResponse,
    after: usize,
) -> io::Result<()> {
    out.write_all(format!("{}\r\n", head(response)).as_bytes()).await?;
    out.write_all(&response.body[..after.min(response.body.len())]).await?;
    out.flush().await
}

async fn drip<W: AsyncWrite + Unpin>(out: &mut W, response: &SimResponse) -> io::Result<()> {
    out.write_all(format!("{}\r\n", head(response)).as_bytes()).await?;
    for byte in &response.body {
        out.write_all(&[*byte]).await?;
        out.flush().await?;
        tokio::time::sleep(DRIP_EVERY).await;
    }
    Ok(())
}

async fn drip_headers<W: AsyncWrite + Unpin>(out: &mut W) -> io::Result<()> {
    out.write_all(b"HTTP/1.1 200 OK\r\n").await?;
    loop {
        out.write_all(b"X-A: 1\r\n").await?;
        out.flush().await?;
        tokio::time::sleep(DRIP_EVERY).await;
    }
}

async fn endless<W: AsyncWrite + Unpin>(out: &mut W) -> io::Result<()> {
    out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n").await?;
    loop {
        out.write_all(&PIECE).await?;
    }
}

async fn many_headers<W: AsyncWrite + Unpin>(out: &mut W, response: &SimResponse) -> io::Result<()> {
    let mut text = head(response);
    for number in 0..HEADERS {
        let _ = write!(text, "X-A{number}: 1\r\n");
    }
    out.write_all(format!("{text}\r\n").as_bytes()).await?;
    out.write_all(&response.body).await?;
    out.shutdown().await
}

/// Reads until the client goes away.
async fn silence(stream: &mut TlsStream<TcpStream>) -> io::Result<()> {
    let mut buffer = [0_u8; 1024];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}
