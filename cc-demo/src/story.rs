//! The story of the demo: a server, a key, a workflow, a page.

use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use cc_api::{Client, Credential, ScopeSet};
use cc_sandbox::{HeaderWindow, Options, Sandbox};
use cc_workflows::dashboard::{Dashboard, Frame, WORKFLOW, inputs};
use cc_workflows::page::{Page, Point};
use cc_workflows::{Progress, Runner, find, required_scopes};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Gathers the dashboard of the account that this number draws.
pub(crate) async fn page(rng: u64) -> anyhow::Result<Page> {
    let workflow = find(WORKFLOW).with_context(|| format!("the spec has no workflow `{WORKFLOW}`"))?;
    let scopes = required_scopes(workflow);

    let mut options = Options::default();
    options.rng = rng;
    options.header_window = HeaderWindow::Day;
    let sandbox = Sandbox::start_with(options).await.context("the sandbox could not be started")?;
    // Figures grow with the sandbox's clock. It stands at noon, so that a day shows the same ones whenever it is asked.
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    sandbox.control().set_clock(today.at(12, 0, 0, 0).to_zoned(TimeZone::UTC)?.timestamp(), true);
    let client = client(&sandbox, &scopes).await?;

    let runner = Runner::new(&client).keep_going().on_progress(tell);
    let run = runner.run(workflow, inputs(today)).await?;
    let mut frame = Frame::of(&run).context("the run has no days")?;
    frame.limits = client.api().rate_limits;
    frame.source = Some(String::from("made up by the sandbox"));
    frame.next = next(&scopes);
    sandbox.stop().await;
    Ok(Dashboard::from_outputs(&run.outputs).page(&frame))
}

/// A client whose key can do what the dashboard needs, and nothing else.
async fn client(sandbox: &Sandbox, scopes: &ScopeSet) -> anyhow::Result<Client> {
    let access = sandbox.access();
    let session = Client::builder()
        .base_url(&access.base_url)
        .tenant(access.tenant.as_str())
        .credential(Credential::session_token(&access.session_token)?)
        .build()?;
    let call = session.api_keys().create_api_key("Weekly dashboard", "user").scopes(scopes.iter());
    let key = call.await.context("the key could not be made")?;
    Ok(session.with_key(key.credential()?)?.granted(scopes.clone()))
}

/// One line in a terminal that says how far it is, and is gone at the end.
fn tell(progress: &Progress<'_>) {
    let mut err = std::io::stderr().lock();
    if !err.is_terminal() {
        return;
    }
    // Nothing depends on whether progress can be seen.
    let _ = match *progress {
        Progress::Started { number, total, purpose, .. } => {
            write!(err, "\r\u{1b}[K{number} of {total}: {purpose}")
        }
        _ => write!(err, "\r\u{1b}[K"),
    };
    let _ = err.flush();
}

fn next(scopes: &ScopeSet) -> Vec<Point> {
    [
        String::from("Play with the whole API: “cargo run -p cc-sandbox” starts it, and prints an address with a reference, /docs."),
        format!("For your own account, make a key with these scopes and no others: {scopes}."),
        String::from("Read how it is done, from the key to the page: cc-demo/src/story.rs."),
    ]
    .map(Point::new)
    .to_vec()
}
