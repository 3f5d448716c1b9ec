//! `neko settings` and `neko config …`: how the box is to be.

use std::io::Write;

use anyhow::Result;
use neko::app::administration::{Done, Task};
use neko::app::change_setting;
use neko::cli::{ChoiceArgs, ConfigCommand};
use neko::config::{Config, Settings, Sources};
use neko::protocol::admin::SettingInfo;
use neko::protocol::api::SettingsChange;

use super::{perform, runtime, unexpected, write_json};

/// What is wished for, as the API takes it.
pub(super) fn chosen(choices: ChoiceArgs) -> SettingsChange {
    SettingsChange {
        registration_open: choices.registration,
        box_name: choices.box_name.map(Into::into),
        room_creation: choices.room_creation.map(|who| who.as_str().to_owned()),
        language: choices.language.map(Into::into),
    }
}

pub(super) fn settings(choices: ChoiceArgs, json: bool, config: &Config, out: &mut impl Write) -> Result<()> {
    let Done::Settings(settings) = perform(config, Task::Settings(chosen(choices)))? else {
        return Err(unexpected());
    };
    if json {
        return write_json(&settings, out);
    }
    let registration = if settings.registration_open { "open" } else { "closed" };
    let language = settings.language.as_deref().unwrap_or("en");
    writeln!(out, "box-name\t{}", settings.box_name)?;
    writeln!(out, "registration\t{registration}")?;
    writeln!(out, "room-creation\t{}", settings.room_creation)?;
    writeln!(out, "language\t{language}")?;
    Ok(())
}

pub(super) fn configuration(
    command: ConfigCommand,
    sources: &Sources,
    settings: &Settings,
    out: &mut impl Write,
) -> Result<()> {
    let change = |key: &str, text| runtime()?.block_on(change_setting(sources, &settings.config, key, text));
    match command {
        ConfigCommand::Show { json: false } => write!(out, "{}", settings.config.to_toml())?,
        ConfigCommand::Show { json: true } => {
            let all: Vec<_> = settings.all.iter().map(SettingInfo::from).collect();
            write_json(&all, out)?;
        }
        ConfigCommand::Check { .. } => writeln!(out, "OK")?,
        ConfigCommand::Set { key, value } => {
            let file = change(&key, Some(value))?;
            writeln!(out, "wrote {key} into {}; it counts from the next start on", file.display())?;
        }
        ConfigCommand::Unset { key } => {
            let file = change(&key, None)?;
            writeln!(out, "took {key} out of {}; that counts from the next start on", file.display())?;
        }
    }
    Ok(())
}
