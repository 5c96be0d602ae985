//! The simulator over TLS, and a CONNECT proxy that leads its hostname to it.

mod connection;
mod loss;
mod proxy;
mod tls;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::fault::FaultKind;
use crate::simulator::Simulator;

/// Why the simulator cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A port cannot be opened or the certificate cannot be written.
    #[error("cannot serve the simulator: {0}")]
    Io(#[from] io::Error),
    /// The certificate cannot be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate cannot be used.
    #[error("cannot set TLS up: {0}")]
    Tls(#[from] rustls::Error),
}

/// A simulator that is being served. It stops when this is dropped or [`Serving::shutdown`] is called.
#[derive(Debug)]
pub struct Serving {
    /// Where TLS is spoken.
    pub addr: SocketAddr,
    /// The CONNECT proxy.
    pub proxy: SocketAddr,
    /// The certificate authority's certificate, PEM.
    pub ca_file: PathBuf,
    stop: watch::Sender<bool>,
}

impl Serving {
    /// Stops taking connections and drops those that are open.
    pub fn shutdown(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until [`Serving::shutdown`] is called.
    pub async fn stopped(&self) {
        // An error means that the sender is gone, and it is `self`.
        let _ = self.stop.subscribe().wait_for(|stopped| *stopped).await;
    }
}

/// Serves `simulator` on `addr` (port 0 for any) and opens a CONNECT proxy on another port of the same address. The
/// certificate of a new authority is written to `cert_dir/ca.pem`.
pub async fn serve(simulator: Simulator, addr: SocketAddr, cert_dir: &Path) -> Result<Serving, ServeError> {
    let identity = tls::Identity::for_simulator(&simulator)?;
    tokio::fs::create_dir_all(cert_dir).await?;
    let ca_file = cert_dir.join("ca.pem");
    tokio::fs::write(&ca_file, &identity.ca_pem).await?;
    let front = Arc::new(tls::Front::new(&identity, &simulator)?);

    let listener = TcpListener::bind(addr).await?;
    let addr = listener.local_addr()?;
    let proxy_listener = TcpListener::bind(SocketAddr::new(addr.ip(), 0)).await?;
    let proxy = proxy_listener.local_addr()?;
    let rules = Arc::new(proxy::Rules {
        hosts: simulator.hosts().into_iter().map(str::to_owned).collect(),
        target: addr,
        refusal: simulator.fault_among(&[
            FaultKind::Proxy407,
            FaultKind::Proxy502,
            FaultKind::DnsNxdomain,
            FaultKind::TcpRefused,
        ]),
        lossy: simulator.fault_among(&[FaultKind::PacketLoss]).map(|_| loss::Line::new(simulator.clone())),
    });

    let (stop, stopped) = watch::channel(false);
    tokio::spawn(accept(proxy_listener, stopped.clone(), move |stream| {
        let rules = Arc::clone(&rules);
        async move { proxy::tunnel(stream, &rules).await }
    }));
    tokio::spawn(accept(listener, stopped, move |stream| {
        let (front, simulator) = (Arc::clone(&front), simulator.clone());
        async move { connection::answer(stream, &front, simulator).await }
    }));
    Ok(Serving { addr, proxy, ca_file, stop })
}

/// Takes connections until stopped, each in a task of its own.
async fn accept<F, T>(listener: TcpListener, mut stopped: watch::Receiver<bool>, handle: F)
where
    F: Fn(TcpStream) -> T,
    T: Future<Output = io::Result<()>> + Send + 'static,
{
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => return,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::debug!(%error, "a connection could not be taken");
                continue;
            }
        };
        let mut stopped = stopped.clone();
        let task = handle(stream);
        tokio::spawn(async move {
            tokio::select! {
                ended = task => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                _ = stopped.wait_for(|stopped| *stopped) => {}
            }
        });
    }
}
