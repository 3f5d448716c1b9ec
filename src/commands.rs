//! What each command does, and what it says when it is done.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Result, bail};
use neko::app::administration::{Done, Task};
use neko::app::{administer, back_up, export, import, init_logging, restore, serve};
use neko::backup::BackupError;
use neko::cli::{self, Command, ConfigCommand, PassphraseArgs, PasswordArgs, UserCommand};
use neko::config::Config;
use neko::protocol::api::User;
use neko::secret::{ExposeSecret, SecretString};

/// The least characters of a passphrase: whoever has the file can try as often as they like.
const PASSPHRASE_CHARACTERS: usize = 10;

/// Does what was asked for.
pub(crate) fn run(command: Command, config: &Config) -> Result<()> {
    let mut out = io::stdout();
    match command {
        Command::Serve => {
            init_logging(&config.log);
            runtime()?.block_on(serve(config))?;
        }
        Command::User(command) => user(command, config, &mut out)?,
        Command::Backup { file, passphrase } => {
            let passphrase = new_passphrase(&passphrase)?;
            let made = back_up(config, passphrase.as_ref(), &file)?;
            let what = listed(&made.contents.documents);
            writeln!(out, "wrote {} ({} bytes): {what}", file.display(), made.bytes)?;
        }
        Command::Restore { file, passphrase } => restore_from(&file, &passphrase, config, &mut out)?,
        Command::Export { directory } => {
            let counts = export(config, &directory)?;
            writeln!(out, "wrote {}: {}", directory.display(), listed(&counts))?;
        }
        Command::Import { directory } => writeln!(out, "imported {}", listed(&import(config, &directory)?))?,
        Command::Config(ConfigCommand::Show) => write!(out, "{}", config.to_toml())?,
        Command::Config(ConfigCommand::Check { .. }) => writeln!(out, "OK")?,
        Command::Completions { shell } => out.write_all(&cli::completions(shell))?,
        Command::Man => out.write_all(&cli::manual())?,
    }
    Ok(())
}

fn user(command: UserCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        UserCommand::Add { who, email, role, display_name, password } => {
            let task = Task::AddUser {
                username: who.username().into(),
                email: email.into(),
                password: read_password(&password)?,
                display_name: display_name.map(Into::into),
                role,
            };
            for user in users(config, task)? {
                writeln!(out, "made {} ({})", user.username, user.role)?;
            }
        }
        UserCommand::List { json } => {
            let users = users(config, Task::ListUsers)?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&users)?)?;
            } else {
                for user in users {
                    let email = user.email.unwrap_or_default();
                    writeln!(out, "{}\t{}\t{}\t{}", user.username, user.role, email, user.display_name)?;
                }
            }
        }
        UserCommand::Passwd { who, password } => {
            let password = read_password(&password)?;
            users(config, Task::SetPassword { username: who.username().into(), password })?;
            writeln!(out, "password changed; their sessions have ended")?;
        }
    }
    Ok(())
}

fn users(config: &Config, task: Task) -> Result<Vec<User>> {
    match runtime()?.block_on(administer(config, task))? {
        Done::Users(users) => Ok(users),
        Done::Backup(_) => bail!("the running box answered something else"),
    }
}

fn restore_from(file: &Path, given: &PassphraseArgs, config: &Config, out: &mut impl Write) -> Result<()> {
    let passphrase = if given.is_wanted() { Some(known_passphrase(given)?) } else { None };
    let restored = match restore(config, passphrase.as_ref(), file) {
        Err(error) if is_passphrase_needed(&error) && io::stdin().is_terminal() => {
            restore(config, Some(&known_passphrase(given)?), file)
        }
        Err(error) if is_passphrase_needed(&error) => {
            Err(error.context("set NEKO_PASSPHRASE or use --passphrase-stdin"))
        }
        other => other,
    }?;
    let (place, header) = (config.data_dir.display(), &restored.header);
    let what = listed(&restored.documents);
    writeln!(out, "restored the backup of {} to {place}: {what}", header.created_at)?;
    Ok(())
}

fn is_passphrase_needed(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| matches!(cause.downcast_ref::<BackupError>(), Some(BackupError::PassphraseNeeded)))
}

/// Numbers of documents in words.
fn listed(counts: &BTreeMap<String, u64>) -> String {
    let counts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    if counts.is_empty() { "no documents".to_owned() } else { counts.join(", ") }
}

fn read_password(given: &PasswordArgs) -> io::Result<String> {
    if given.are_absent() && io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ");
    }
    Ok(given.read(&mut io::stdin().lock())?.expose_secret().to_owned())
}

/// The passphrase of a backup to be made, if it is to have one.
fn new_passphrase(given: &PassphraseArgs) -> Result<Option<SecretString>> {
    if !given.is_wanted() {
        return Ok(None);
    }
    let passphrase = known_passphrase(given)?;
    if passphrase.expose_secret().chars().count() < PASSPHRASE_CHARACTERS {
        bail!("a passphrase has at least {PASSPHRASE_CHARACTERS} characters; a few random words are good");
    }
    if !given.is_given() && io::stdin().is_terminal() {
        let again = rpassword::prompt_password("The same again: ")?;
        if again != passphrase.expose_secret() {
            bail!("the two passphrases differ");
        }
    }
    Ok(Some(passphrase))
}

fn known_passphrase(given: &PassphraseArgs) -> Result<SecretString> {
    if !given.is_given() && io::stdin().is_terminal() {
        return Ok(rpassword::prompt_password("Passphrase: ")?.into());
    }
    Ok(given.read(&mut io::stdin().lock())?)
}

fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
