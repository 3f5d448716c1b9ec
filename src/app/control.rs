//! The way from the command line to a box that runs: a socket in the data directory that only its owner may use.
//!
//! The documents have one owner at a time. `neko user …` asks the running box if there is one, and does the work
//! itself if not. One line of JSON each way; where a backup is asked for, it follows the line.

use std::fs;
use std::io::{self, BufRead, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tracing::warn;

use super::Foundation;
use super::administration::{Done, Task, perform};
use crate::clock::Clock;
use crate::config::Config;
use crate::http::Api;
use crate::secret::remove_if_there;

/// The most bytes of a line.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Done(Done),
    Failed(String),
}

/// Does `task`: through the box that runs on this data directory, else by itself.
///
/// # Errors
/// What went wrong, for the person at the command line.
pub async fn administer(config: &Config, task: Task) -> Result<Done> {
    match connect(config)? {
        Some(stream) => Ok(ask(stream, &task)?.0),
        None => Ok(perform(&Foundation::open(config, Clock::system())?, None, task).await?.done),
    }
}

/// The way to the box that runs on this data directory, if one does.
pub(super) fn connect(config: &Config) -> Result<Option<BlockingStream>> {
    match BlockingStream::connect(socket_path(&config.data_dir)) {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            Ok(None)
        }
        Err(error) => {
            Err(error).with_context(|| format!("can't ask the box in {}", config.data_dir.display()))
        }
    }
}

/// Has the running box do `task`; what follows its answer is left to be read.
pub(super) fn ask(mut stream: BlockingStream, task: &Task) -> Result<(Done, impl Read + use<>)> {
    let mut line = serde_json::to_vec(task)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut stream = io::BufReader::new(stream);
    let mut line = String::new();
    (&mut stream).take(MOST_BYTES).read_line(&mut line)?;
    match serde_json::from_str(&line).context("the running box went away, or is of another version")? {
        Outcome::Done(done) => Ok((done, stream)),
        Outcome::Failed(reason) => Err(anyhow!(reason).context("the running box could not do it")),
    }
}

/// Listens for tasks; the socket is gone when this is dropped.
pub(super) struct ControlSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl ControlSocket {
    /// Binds the socket. Whoever holds the store owns the directory, so one left behind by a crash can go.
    pub(super) fn bind(data_dir: &Path) -> io::Result<Self> {
        let path = socket_path(data_dir);
        remove_if_there(&path)?;
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        Ok(Self { listener, path })
    }

    /// Does what is asked until it is dropped, whatever is under way with it.
    pub(super) async fn run(self, foundation: Arc<Foundation>, running: Api) {
        let mut under_way = JoinSet::new();
        loop {
            let outcome = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        let (foundation, running) = (foundation.clone(), running.clone());
                        under_way.spawn(async move { answer(stream, &foundation, &running).await });
                        Ok(())
                    }
                    Err(error) => Err(error.into()),
                },
                Some(ended) = under_way.join_next() => ended.unwrap_or_else(|error| Err(error.into())),
            };
            if let Err(error) = outcome {
                warn!(%error, "could not answer the command line");
            }
        }
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        // nothing is lost if it stays: the next start takes it away
        let _ = fs::remove_file(&self.path);
    }
}

async fn answer(mut stream: UnixStream, foundation: &Foundation, running: &Api) -> Result<()> {
    let line = read_line(&mut stream).await?;
    let outcome = match serde_json::from_str(&line) {
        Ok(task) => perform(foundation, Some(running), task).await,
        Err(error) => Err(error.into()),
    };
    let (outcome, attached) = match outcome {
        Ok(performed) => (Outcome::Done(performed.done), performed.attached),
        Err(error) => (Outcome::Failed(format!("{error:#}")), None),
    };
    let mut line = serde_json::to_vec(&outcome)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    if let Some(file) = attached {
        tokio::io::copy(&mut tokio::fs::File::from_std(file), &mut stream).await?;
    }
    stream.shutdown().await?;
    Ok(())
}

async fn read_line(stream: impl tokio::io::AsyncRead + Unpin) -> Result<String> {
    let mut line = String::new();
    BufReader::new(stream.take(MOST_BYTES)).read_line(&mut line).await?;
    Ok(line)
}

fn socket_path(data_dir: &Path) -> PathBuf {
    data_dir.join("control.sock")
}
