//! What each command does, and what it says when it is done.

mod backup;
mod care;
mod log;
mod network;
mod room;
mod settings;
mod user;

use std::io::{self, Write};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use neko::app::administration::{Done, Task};
use neko::app::{Ended, administer, become_restored, init_logging, serve};
use neko::cli::{self, Command};
use neko::config::{Config, Settings, Sources};
use neko::http::licences;
use serde::Serialize;

/// How long what is under way may take once the box has stopped.
const PATIENCE: Duration = Duration::from_secs(5);

/// Does what was asked for.
///
/// # Errors
/// What went wrong, for the person at the command line.
pub(crate) fn run(command: Command, sources: &Sources, settings: Settings) -> Result<()> {
    let (mut out, config) = (io::stdout(), &settings.config);
    match command {
        Command::Serve => {
            let _logging = init_logging(&config.log)?;
            serve_until_stopped(sources, settings)?;
        }
        Command::Setup(args) => user::set_up(*args, config, &mut out)?,
        Command::User(command) => user::user(command, config, &mut out)?,
        Command::Room(command) => room::room(command, config, &mut out)?,
        Command::Backup { file, passphrase } => backup::back_up_to(&file, &passphrase, config, &mut out)?,
        Command::Backups { json } => backup::list_backups(json, config, &mut out)?,
        Command::Restore { file, passphrase } => backup::restore_from(&file, &passphrase, config, &mut out)?,
        Command::Export { directory } => backup::export_to(&directory, config, &mut out)?,
        Command::Import { directory } => backup::import_from(&directory, config, &mut out)?,
        Command::Cert(command) => care::certificate(command, config, &mut out)?,
        Command::RotateKey { leaked } => {
            let Done::KeyChanged = perform(config, Task::ChangeKey { forget: leaked })? else {
                return Err(unexpected());
            };
            writeln!(out, "the key that signs sessions is a new one")?;
        }
        Command::Doctor { json } => care::doctor(json, config, &mut out)?,
        Command::Network { json } => network::network(json, config, &mut out)?,
        Command::Relay(command) => network::relay(command, config, &mut out)?,
        Command::Metrics => network::metrics(config, &mut out)?,
        Command::Log(command) => log::log(&command, config, &mut out)?,
        Command::Settings { choices, json } => settings::settings(choices, json, config, &mut out)?,
        Command::Config(command) => settings::configuration(command, sources, &settings, &mut out)?,
        Command::Licences => out.write_all(&licences().context("this build holds no list of licences")?)?,
        Command::Completions { shell } => out.write_all(&cli::completions(shell))?,
        Command::Man => out.write_all(&cli::manual())?,
    }
    Ok(())
}

/// Runs the box; where it is to become the one that a backup holds, it does so and runs on.
fn serve_until_stopped(sources: &Sources, mut settings: Settings) -> Result<()> {
    loop {
        let runtime = runtime()?;
        let ended = runtime.block_on(serve(sources, &settings))?;
        // whatever is under way lets go of the store
        runtime.shutdown_timeout(PATIENCE);
        match ended {
            Ended::Stopped => return Ok(()),
            Ended::Restoring(upload) => become_restored(&settings.config, &upload)?,
        }
        settings = sources.read()?;
    }
}

fn perform(config: &Config, task: Task) -> Result<Done> {
    runtime()?.block_on(administer(config, task))
}

fn unexpected() -> anyhow::Error {
    anyhow!("the running box answered something else; is it of another version?")
}

fn write_json(value: &impl Serialize, out: &mut impl Write) -> Result<()> {
    writeln!(out, "{}", serde_json::to_string_pretty(value)?)?;
    Ok(())
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
