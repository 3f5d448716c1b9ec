//! What each command does, and what it says when it is done.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use neko::app::administration::{Done, NewAccount, Task, UserChange};
use neko::app::{
    Ended, administer, back_up, become_restored, certificate_in_words, examine, export, export_authority,
    import, init_logging, renew_certificate, restore, serve, show_certificate,
};
use neko::backup::{BackupError, check_passphrase};
use neko::cli::{
    self, CertCommand, Command, ConfigCommand, PassphraseArgs, PasswordArgs, RoomCommand, SetupArgs,
    UserCommand,
};
use neko::config::{Config, Settings, Sources};
use neko::doctor::in_words;
use neko::domain::name::Username;
use neko::protocol::admin::{ManagedUser, PasswordLink, SettingInfo};
use neko::protocol::api::SettingsChange;
use neko::secret::{ExposeSecret, SecretString};

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
        Command::Setup(args) => set_up(*args, config, &mut out)?,
        Command::User(command) => user(command, config, &mut out)?,
        Command::Room(command) => room(command, config, &mut out)?,
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
        Command::Cert(command) => certificate(command, config, &mut out)?,
        Command::RotateKey { leaked } => {
            let Done::KeyChanged = perform(config, Task::ChangeKey { forget: leaked })? else {
                return Err(unexpected());
            };
            writeln!(out, "the key that signs sessions is a new one")?;
        }
        Command::Doctor { json } => {
            let report = examine(config)?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
            } else {
                write!(out, "{}", in_words(&report))?;
            }
            if !report.works {
                bail!("the box has something broken; the report says what to do");
            }
        }
        Command::Config(ConfigCommand::Show { json: false }) => write!(out, "{}", config.to_toml())?,
        Command::Config(ConfigCommand::Show { json: true }) => {
            let all: Vec<_> = settings.all.iter().map(SettingInfo::from).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
        Command::Config(ConfigCommand::Check { .. }) => writeln!(out, "OK")?,
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

fn set_up(args: SetupArgs, config: &Config, out: &mut impl Write) -> Result<()> {
    let account = NewAccount {
        username: args.who.username().into(),
        email: args.email.into(),
        password: read_password(&args.password)?,
        display_name: args.display_name.map(Into::into),
    };
    let settings = SettingsChange {
        registration_open: args.registration,
        box_name: args.box_name.map(Into::into),
        room_creation: args.room_creation.map(|who| who.as_str().to_owned()),
        language: args.language.map(Into::into),
    };
    let Done::Users(users) = perform(config, Task::SetUp { account, settings })? else {
        return Err(unexpected());
    };
    for user in users {
        writeln!(out, "the box is set up; {} can log in", user.user.username)?;
    }
    Ok(())
}

fn user(command: UserCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    let change = |who: Username, change| {
        let done = perform(config, Task::ChangeUser { username: who.into(), change })?;
        Ok::<_, anyhow::Error>(done)
    };
    match command {
        UserCommand::Add { who, email, role, display_name, invite, password } => {
            let task = Task::AddUser {
                username: who.username().into(),
                email: email.into(),
                password: if invite { None } else { Some(read_password(&password)?) },
                display_name: display_name.map(Into::into),
                role,
            };
            match perform(config, task)? {
                Done::Users(users) => {
                    for user in users {
                        writeln!(out, "made {} ({})", user.user.username, user.user.role)?;
                    }
                }
                Done::Link(user, link) => {
                    writeln!(out, "made {} ({})", user.user.username, user.user.role)?;
                    show_link(&link, out)?;
                }
                _ => return Err(unexpected()),
            }
        }
        UserCommand::List { json } => {
            let Done::Users(users) = perform(config, Task::ListUsers)? else { return Err(unexpected()) };
            list_users(&users, json, out)?;
        }
        UserCommand::Link { who } => {
            let Done::Link(_, link) = change(who.username(), UserChange::PasswordLink)? else {
                return Err(unexpected());
            };
            show_link(&link, out)?;
        }
        UserCommand::Role { username, role } => {
            change(username.clone(), UserChange::Role(role))?;
            writeln!(out, "{username} is {} now", role.as_str())?;
        }
        UserCommand::Disable { who } => {
            change(who.username(), UserChange::Disabled(true))?;
            writeln!(out, "disabled; their sessions have ended")?;
        }
        UserCommand::Enable { who } => {
            change(who.username(), UserChange::Disabled(false))?;
            writeln!(out, "enabled")?;
        }
        UserCommand::Passwd { who, password } => {
            change(who.username(), UserChange::Password(read_password(&password)?))?;
            writeln!(out, "password changed; their sessions have ended")?;
        }
    }
    Ok(())
}

fn list_users(users: &[ManagedUser], json: bool, out: &mut impl Write) -> Result<()> {
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(users)?)?;
        return Ok(());
    }
    for ManagedUser { user, disabled_at, .. } in users {
        let email = user.email.as_deref().unwrap_or_default();
        let note = if disabled_at.is_some() { "\tdisabled" } else { "" };
        writeln!(out, "{}\t{}\t{email}\t{}{note}", user.username, user.role, user.display_name)?;
    }
    Ok(())
}

/// Where the box is reached is known to those who reach it.
fn show_link(link: &PasswordLink, out: &mut impl Write) -> Result<()> {
    writeln!(out, "https://ADDRESS-OF-THE-BOX{} is good once, until {}", link.path, link.expires_at)?;
    Ok(())
}

fn room(command: RoomCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        RoomCommand::List { json, all } => {
            let Done::Rooms(rooms) = perform(config, Task::ListRooms { closed: all })? else {
                return Err(unexpected());
            };
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&rooms)?)?;
                return Ok(());
            }
            for room in rooms {
                let (state, present) =
                    (if room.is_active { "open" } else { "closed" }, room.current_participants);
                writeln!(out, "{}\t{state}\t{present} present\t{}", room.room_id, room.name)?;
            }
        }
        RoomCommand::Close { room_id } => {
            perform(config, Task::CloseRoom { room_id: room_id.into() })?;
            writeln!(out, "closed")?;
        }
    }
    Ok(())
}

fn perform(config: &Config, task: Task) -> Result<Done> {
    runtime()?.block_on(administer(config, task))
}

fn unexpected() -> anyhow::Error {
    anyhow!("the running box answered something else; is it of another version?")
}

fn certificate(command: CertCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        CertCommand::Show { json } => {
            let (certificate, authority) = show_certificate(config)?;
            if json {
                let both = serde_json::json!({"certificate": certificate, "authority": authority});
                writeln!(out, "{}", serde_json::to_string_pretty(&both)?)?;
            } else {
                write!(out, "{}", certificate_in_words(&certificate, &authority))?;
            }
        }
        CertCommand::Renew => {
            writeln!(out, "renewed: good until {}", renew_certificate(config)?.not_after)?;
        }
        CertCommand::ExportCa { file } => {
            let pem = export_authority(config)?;
            match file {
                Some(file) => {
                    std::fs::write(&file, pem).with_context(|| format!("can't write {}", file.display()))?;
                }
                None => write!(out, "{pem}")?,
            }
        }
    }
    Ok(())
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
    check_passphrase(&passphrase)?;
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
