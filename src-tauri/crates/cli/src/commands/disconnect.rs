//! `disconnect`: removes the secret and, if asked, the data.

use engine::api::Disconnect;
use serde_json::json;

use crate::args::DisconnectArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

pub(crate) async fn run(session: &Session, args: &DisconnectArgs) -> Result<Exit, Failure> {
    let engine = session.engine_of_client().await?;
    let name = if session.common.sample { Some(crate::session::SAMPLE) } else { args.client.as_deref() };
    let name = name.ok_or_else(|| Failure::usage("Which client? Give its name or id."))?;
    let client = engine.find_client(name).await?;
    engine.disconnect(Disconnect { client: client.id.clone(), delete_data: args.delete_data }).await?;
    let document = json!({ "client": client.id, "name": client.name, "data_deleted": args.delete_data });
    session.output.result(&document, || {
        let data = if args.delete_data { "its data was deleted" } else { "its data is kept, read-only" };
        format!(
            "\"{}\" is disconnected and {data}.\nThis does not change Duo. To end access, delete the Admin API \
             application in Duo's Admin Panel.",
            client.name
        )
    });
    Ok(Exit::Done)
}
