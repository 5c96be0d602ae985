//! `check`: one-off, stores nothing, tries no keychain.

use engine::check::KeychainTest;

use crate::args::CheckArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::names;
use crate::report::{self, Document};
use crate::session::Session;

pub(crate) async fn run(session: &Session, args: &CheckArgs) -> Result<Exit, Failure> {
    let want = names::permissions(&args.want)?;
    let ports = session.ports()?;
    let keys = session.keys(&ports, &args.target).await?;
    session.follow_network(&ports).await?;
    let report = session.check(&ports, keys.input(want, KeychainTest::Without)).await;
    session.output.result(&Document::of(&report), || report::lines(&report));
    Ok(report::exit(&report, session.cancel.is_cancelled()))
}
