//! `neko backup`, `backups`, `restore`, `export` and `import`: the box in one file, or in text.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use anyhow::{Result, bail};
use neko::app::administration::{Done, Task};
use neko::app::{back_up, export, import, restore};
use neko::backup::{BackupError, check_passphrase};
use neko::cli::PassphraseArgs;
use neko::config::Config;
use neko::protocol::admin::BackupsAnswer;
use neko::secret::{ExposeSecret, SecretString};

use super::{perform, unexpected, write_json};

pub(super) fn back_up_to(
    file: &Path,
    given: &PassphraseArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<()> {
    let made = back_up(config, new_passphrase(given)?.as_ref(), file)?;
    let what = listed(&made.contents.documents);
    writeln!(out, "wrote {} ({} bytes): {what}", file.display(), made.bytes)?;
    Ok(())
}

pub(super) fn list_backups(json: bool, config: &Config, out: &mut impl Write) -> Result<()> {
    let Done::Backups(answer) = perform(config, Task::ListBackups)? else { return Err(unexpected()) };
    if json {
        return write_json(&answer, out);
    }
    let BackupsAnswer { directory, at, keep, encrypted, next, last, backups } = answer;
    match (at, next) {
        (Some(at), Some(next)) => {
            let how = if encrypted { "encrypted" } else { "not encrypted" };
            writeln!(
                out,
                "at {at}, {how}, the latest {keep} are kept in {directory}; the next is due {next}"
            )?;
        }
        _ => writeln!(out, "none are made (backup.automatic); those that were are in {directory}")?,
    }
    if let Some((at, error)) = last.and_then(|last| Some((last.at, last.error?))) {
        writeln!(out, "the last one failed {at}: {error}")?;
    }
    for backup in backups {
        writeln!(out, "{}\t{} bytes\t{}", backup.name, backup.bytes, backup.at)?;
    }
    Ok(())
}

pub(super) fn restore_from(
    file: &Path,
    given: &PassphraseArgs,
    config: &Config,
    out: &mut impl Write,
) -> Result<()> {
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

pub(super) fn export_to(directory: &Path, config: &Config, out: &mut impl Write) -> Result<()> {
    let counts = export(config, directory)?;
    writeln!(out, "wrote {}: {}", directory.display(), listed(&counts))?;
    Ok(())
}

pub(super) fn import_from(directory: &Path, config: &Config, out: &mut impl Write) -> Result<()> {
    writeln!(out, "imported {}", listed(&import(config, directory)?))?;
    Ok(())
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
