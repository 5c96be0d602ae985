//! The shell's two commands over HTTP.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event as Message, Sse};
use axum::routing::{get, post};
use axum::{Json, Router};
use engine::Engine;
use engine::api::{CommandError, Event};
use futures::stream::{Stream, unfold};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::broadcast::{self, error::RecvError};

#[derive(Deserialize)]
struct Call {
    name: String,
    args: Value,
}

type Refusal = (StatusCode, Json<CommandError>);

pub(crate) fn routes(engine: Arc<Engine>, events: broadcast::Sender<Event>) -> Router {
    let calls = Router::new().route("/bridge/call", post(call)).with_state(engine);
    calls.merge(Router::new().route("/bridge/events", get(listen)).with_state(events))
}

async fn call(
    State(engine): State<Arc<Engine>>,
    Json(Call { name, args }): Json<Call>,
) -> Result<Json<Value>, Refusal> {
    let answer = engine.call(&name, args).await;
    answer.map(Json).map_err(|error| (StatusCode::UNPROCESSABLE_ENTITY, Json(error)))
}

async fn listen(
    State(events): State<broadcast::Sender<Event>>,
) -> Sse<impl Stream<Item = Result<Message, Infallible>>> {
    Sse::new(unfold(events.subscribe(), |mut receiver| async move {
        loop {
            match receiver.recv().await {
                Ok(event) => {
                    let message = Message::default().json_data(event).unwrap_or_default();
                    return Some((Ok(message), receiver));
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }))
}
