//! One connection: HTTP/1.1 with keep-alive until a fault takes it over.

use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::message::{Answer, SimRequest, SimResponse, WireFault};
use crate::serve::tls::Front;
use crate::serve::wire;
use crate::simulator::Simulator;

/// Largest request body that is read.
const MOST: usize = 1024 * 1024;

/// Why a request gets no HTTP answer from here.
#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("a fault takes the connection over")]
    Fault,
    #[error("the request could not be read: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
    #[error("the answer could not be built: {0}")]
    Answer(#[from] http::Error),
    #[error("the answer was not computed: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// The fault that a request met.
type Met = Arc<Mutex<Option<WireFault>>>;

pub(super) async fn answer(stream: TcpStream, front: &Front, simulator: Simulator) -> io::Result<()> {
    // The end of a page must not wait until the client has confirmed what came before it.
    stream.set_nodelay(true)?;
    let stream = front.accept(stream).await?;
    let met = Met::default();
    let service = {
        let met = Arc::clone(&met);
        service_fn(move |request| Box::pin(respond(request, simulator.clone(), Arc::clone(&met))))
    };
    let mut connection =
        http1::Builder::new().auto_date_header(false).serve_connection(TokioIo::new(stream), service);
    let ended = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let fault = met.lock().unwrap_or_else(PoisonError::into_inner).take();
    match fault {
        Some(fault) => wire::act(connection.into_parts().io.into_inner(), fault).await,
        None => ended.map_err(io::Error::other),
    }
}

async fn respond(
    request: Request<Incoming>,
    simulator: Simulator,
    met: Met,
) -> Result<Response<Full<Bytes>>, Unanswered> {
    let request = read(request).await?;
    // Pages take milliseconds to make; other connections must not wait for them.
    let answer = tokio::task::spawn_blocking(move || simulator.handle(&request)).await?;
    match answer {
        Answer::Response(response) => Ok(build(response)?),
        Answer::Wire(fault) => {
            *met.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
            Err(Unanswered::Fault)
        }
    }
}

async fn read(request: Request<Incoming>) -> Result<SimRequest, Unanswered> {
    let (head, body) = request.into_parts();
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = Limited::new(body, MOST).collect().await.map_err(|error| {
        debug_assert!(error.is::<LengthLimitError>() || error.is::<hyper::Error>());
        Unanswered::Body(error)
    })?;
    Ok(SimRequest {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: body.to_bytes().to_vec(),
    })
}

fn build(response: SimResponse) -> Result<Response<Full<Bytes>>, http::Error> {
    let mut builder = Response::builder().status(response.status);
    for (name, value) in response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Full::new(response.body.into()))
}
