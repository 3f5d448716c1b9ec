//! What only a box that runs can say, for its command line: what goes on in it at this moment.

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::administration::{Done, Task};
use super::control::{ask, connect};
use crate::config::Config;
use crate::domain::audit::Actor;
use crate::http::Api;
use crate::protocol::api::{ClientErrorsAnswer, RelayAnswer, RelayCheckAnswer};
use crate::protocol::network::NetworkAnswer;

/// What a running box is asked for.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Live {
    /// What broke in people's pages.
    ClientErrors,
    /// Where it is, what it is called and how it is found.
    Network,
    /// What the relay carries.
    Relay,
    /// To end the allocation of the relay that has this id.
    StopRelayed(String),
    /// To send something through the relay over each transport.
    TestRelay,
    /// What it counts.
    Metrics,
}

/// What it said.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// What broke, the latest first.
    ClientErrors(ClientErrorsAnswer),
    /// Its place in its networks.
    Network(Box<NetworkAnswer>),
    /// The live allocations.
    Relay(RelayAnswer),
    /// The allocation has ended.
    Stopped,
    /// How the test went.
    RelayTested(RelayCheckAnswer),
    /// Prometheus text.
    Metrics(String),
}

/// Asks the box that runs on this data directory.
///
/// # Errors
/// When none runs there, and when it can't do what it is asked for.
pub fn look(config: &Config, live: Live) -> Result<Seen> {
    let Some(stream) = connect(config)? else {
        bail!(
            "no box runs on {}, and only one that runs knows this; start it, or name its directory with --data-dir",
            config.data_dir.display()
        );
    };
    match ask(stream, &Task::Live(live))?.0 {
        Done::Seen(seen) => Ok(seen),
        _ => bail!("the running box answered something else; is it of this version?"),
    }
}

/// Answers for the box that runs.
pub(super) async fn answer(api: &Api, live: Live) -> Result<Seen> {
    Ok(match live {
        Live::ClientErrors => Seen::ClientErrors(api.client_errors.shown()),
        Live::Network => Seen::Network(Box::new(api.situation.shown())),
        Live::Relay => Seen::Relay(api.relayed().await),
        Live::StopRelayed(id) => {
            if !api.stop_relayed(&id, Actor::COMMAND_LINE).await {
                bail!("the relay carries nothing of the id {id}; `neko relay list` shows all that it does");
            }
            Seen::Stopped
        }
        Live::TestRelay => Seen::RelayTested(api.test_relay().await),
        Live::Metrics => Seen::Metrics(api.metrics()),
    })
}
