//! Changing the settings file from the command line, whether the box runs or not.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::Foundation;
use super::administration::{Done, Task};
use super::control::{ask, connect};
use super::ownership::hand_to_owner;
use crate::clock::Clock;
use crate::config::{Config, Reach, Sources};
use crate::domain::audit::Actor;

/// Has the settings file say that `key` is what `text` says, or no longer say anything of it; returns the file. Where a
/// box runs on this data directory, it is the one whose sources count.
///
/// # Errors
/// When there is no such setting, when it can't be that, and when the file is not the one to say so.
pub async fn change_setting(
    sources: &Sources,
    config: &Config,
    key: &str,
    text: Option<String>,
) -> Result<PathBuf> {
    if let Some(stream) = connect(config)? {
        return match ask(stream, &Task::ChangeSetting { key: key.to_owned(), text })?.0 {
            Done::SettingChanged(file) => Ok(file),
            _ => bail!("the running box answered something else; is it of this version?"),
        };
    }
    let foundation = Foundation::open(config, Clock::system())?;
    let file = change(&foundation, sources, key, text.as_deref()).await?;
    hand_to_owner(&config.data_dir)?;
    Ok(file)
}

/// Does so in the file of `sources`.
pub(super) async fn change(
    foundation: &Foundation,
    sources: &Sources,
    key: &str,
    text: Option<&str>,
) -> Result<PathBuf> {
    let value = text.map(|text| Sources::value(key, text));
    let changes = BTreeMap::from([(key.to_owned(), value)]);
    let accounts = &foundation.accounts;
    Ok(accounts.change_file(sources, changes, Reach::Machine, Actor::COMMAND_LINE).await?.file)
}
