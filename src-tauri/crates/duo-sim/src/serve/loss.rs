//! A line that loses packets. TCP sends them again, so who is at its ends sees waits, and now and then a connection that
//! breaks.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::simulator::Simulator;

/// What fits into a packet.
const PACKET: usize = 1_400;
/// Wait before a packet is sent again for the first time; each further one is twice as long.
const AGAIN: Duration = Duration::from_millis(20);
/// A packet that is lost so often ends its connection.
const GIVEN_UP: u32 = 4;

/// Which packets get lost follows from the seed and their number.
pub(super) struct Line {
    simulator: Simulator,
    packets: AtomicU64,
}

impl Line {
    pub(super) const fn new(simulator: Simulator) -> Self {
        Self { simulator, packets: AtomicU64::new(0) }
    }

    /// Passes on what comes from either side until both have ended, or a packet is given up.
    pub(super) async fn carry(&self, client: TcpStream, server: TcpStream) -> io::Result<()> {
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        let (up, down) = (self.one_way(from_client, to_server), self.one_way(from_server, to_client));
        tokio::try_join!(up, down).map(|_| ())
    }

    async fn one_way(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> io::Result<()> {
        let mut packet = vec![0; PACKET];
        loop {
            let length = from.read(&mut packet).await?;
            if length == 0 {
                return to.shutdown().await;
            }
            let mut lost = 0;
            while self.loses() {
                lost += 1;
                if lost == GIVEN_UP {
                    return Err(io::ErrorKind::ConnectionReset.into());
                }
                tokio::time::sleep(AGAIN * 2_u32.pow(lost - 1)).await;
            }
            to.write_all(&packet[..length]).await?;
        }
    }

    fn loses(&self) -> bool {
        self.simulator.loses_packet(self.packets.fetch_add(1, Ordering::Relaxed))
    }
}
