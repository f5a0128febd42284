//! `cc-gateway`: the Coffee & Contracts API for GPT Actions.

use std::process::ExitCode;

use cc_gateway::{Gateway, Options};
use clap::Parser;

#[tokio::main]
async fn main() -> ExitCode {
    match serve(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cc-gateway: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: &Options) -> anyhow::Result<()> {
    let gateway = Gateway::start(options.settings()?).await?;
    eprintln!("cc-gateway: listening on http://{}, until it is told to stop", gateway.address());
    asked_to_stop().await;
    eprintln!("cc-gateway: stopping; calls that are under way may end");
    gateway.stop().await;
    Ok(())
}

/// Ctrl-C, or what container engines and systemd send.
async fn asked_to_stop() {
    let interrupted = async {
        // Where there is no Ctrl-C to wait for, the program is ended some other way.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
