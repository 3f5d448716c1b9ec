//! `neko log …`: who did what, and what broke.

use std::io::Write;

use anyhow::Result;
use neko::app::administration::{Done, Task};
use neko::app::live::{Live, Seen, look};
use neko::cli::LogCommand;
use neko::config::Config;
use neko::protocol::admin::AuditEntry;
use neko::protocol::api::ClientError;

use super::{perform, unexpected, write_json};

pub(super) fn log(command: &LogCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        LogCommand::Audit { limit, json } => {
            let Done::Audit(answer) = perform(config, Task::ListAudit { limit: *limit })? else {
                return Err(unexpected());
            };
            if *json {
                return write_json(&answer, out);
            }
            answer.entries.iter().try_for_each(|entry| write_entry(entry, out))
        }
        LogCommand::Errors { json } => {
            let Seen::ClientErrors(answer) = look(config, Live::ClientErrors)? else {
                return Err(unexpected());
            };
            if *json {
                return write_json(&answer, out);
            }
            answer.errors.iter().try_for_each(|error| write_error(error, out))
        }
    }
}

fn write_entry(entry: &AuditEntry, out: &mut impl Write) -> Result<()> {
    let AuditEntry { at, action, actor, subject, detail, .. } = entry;
    let who = actor.username.as_deref().unwrap_or(&actor.via);
    let whom = subject.as_ref().map_or("", |subject| &subject.name);
    writeln!(out, "{at}\t{action}\t{who}\t{whom}\t{}", detail.as_deref().unwrap_or_default())?;
    Ok(())
}

fn write_error(error: &ClientError, out: &mut impl Write) -> Result<()> {
    let report = &error.report;
    let texts = [Some(&report.message), report.stack.as_ref(), error.user_agent.as_ref()];
    writeln!(out, "{}\t{}", error.at, report.path.as_deref().unwrap_or_default())?;
    for line in texts.into_iter().flatten().flat_map(|text| text.lines()) {
        writeln!(out, "    {}", line.trim())?;
    }
    Ok(())
}
