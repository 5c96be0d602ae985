//! One proxy in front of several simulators, as one network leads to several tenants.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use crate::Simulator;

/// Longest request head that is read.
const MOST: usize = 16 * 1024;

type Routes = Arc<Mutex<BTreeMap<String, String>>>;

/// A CONNECT proxy that hands each connection to the proxy of the simulator whose host is asked for, so that their proxies'
/// faults are met too. It lives as long as the process.
#[derive(Debug)]
pub struct Switchboard {
    /// Where it listens.
    pub addr: SocketAddr,
    routes: Routes,
}

impl Switchboard {
    /// Opens it on any port.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let addr = listener.local_addr().expect("an address");
        let routes = Routes::default();
        let known = Arc::clone(&routes);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let known = Arc::clone(&known);
                // A connection that breaks off is the client's to tell.
                std::thread::spawn(move || drop(connect(client, &known)));
            }
        });
        Self { addr, routes }
    }

    /// As `HTTPS_PROXY` takes it.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Leads a simulator's hosts to it, its children's too, in place of earlier ones of those names.
    pub fn lead(&self, simulator: &Simulator) {
        let proxy = simulator.proxy.trim_start_matches("http://").to_owned();
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let children = simulator.children.iter().filter_map(|child| child["host"].as_str());
        for host in children.chain([simulator.host.as_str()]) {
            routes.insert(host.to_owned(), proxy.clone());
        }
    }
}

fn connect(mut client: TcpStream, routes: &Routes) -> io::Result<()> {
    let head = read_head(&mut client)?;
    let authority = head.split(' ').nth(1).unwrap_or_default().to_ascii_lowercase();
    let host = authority.split(':').next().unwrap_or_default();
    let proxy = routes.lock().unwrap_or_else(PoisonError::into_inner).get(host).cloned();
    let Some(proxy) = proxy else {
        return client
            .write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let mut server = TcpStream::connect(proxy)?;
    server.write_all(head.as_bytes())?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let copied = io::copy(&mut server, &mut client).map(drop);
    let _ = client.shutdown(Shutdown::Both);
    copied
}

fn read_head(client: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < MOST {
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
