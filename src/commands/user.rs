//! `neko setup` and `neko user …`: accounts and where they are logged in.

use std::io::{self, IsTerminal as _, Write};

use anyhow::Result;
use neko::app::administration::{Done, NewAccount, Task, UserChange};
use neko::cli::{PasswordArgs, SetupArgs, UserCommand};
use neko::config::Config;
use neko::domain::name::Username;
use neko::protocol::admin::{ManagedUser, PasswordLink, SessionsAnswer};
use neko::secret::ExposeSecret;

use super::settings::chosen;
use super::{perform, unexpected, write_json};

pub(super) fn set_up(args: SetupArgs, config: &Config, out: &mut impl Write) -> Result<()> {
    let account = NewAccount {
        username: args.who.username().into(),
        email: args.email.into(),
        password: read_password(&args.password)?,
        display_name: args.display_name.map(Into::into),
    };
    let task = Task::SetUp { account, settings: chosen(args.choices) };
    let Done::Users(users) = perform(config, task)? else {
        return Err(unexpected());
    };
    for user in users {
        writeln!(out, "the box is set up; {} can log in", user.user.username)?;
    }
    Ok(())
}

pub(super) fn user(command: UserCommand, config: &Config, out: &mut impl Write) -> Result<()> {
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
        UserCommand::Sessions { who, json } => {
            let Done::Sessions(answer) =
                perform(config, Task::ListSessions { username: who.username().into() })?
            else {
                return Err(unexpected());
            };
            list_sessions(&answer, json, out)?;
        }
        UserCommand::Logout { who, session_id } => {
            let task = Task::EndSessions { username: who.username().into(), session_id };
            let Done::SessionsEnded(ended) = perform(config, task)? else { return Err(unexpected()) };
            writeln!(out, "sessions ended: {ended}")?;
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
        return write_json(&users, out);
    }
    for ManagedUser { user, disabled_at, .. } in users {
        let email = user.email.as_deref().unwrap_or_default();
        let note = if disabled_at.is_some() { "\tdisabled" } else { "" };
        writeln!(out, "{}\t{}\t{email}\t{}{note}", user.username, user.role, user.display_name)?;
    }
    Ok(())
}

fn list_sessions(answer: &SessionsAnswer, json: bool, out: &mut impl Write) -> Result<()> {
    if json {
        return write_json(answer, out);
    }
    for session in &answer.sessions {
        let place = session.user_agent.as_deref().unwrap_or("no browser that says what it is");
        let (used, until) = (session.last_used_at, session.expires_at);
        writeln!(out, "{}\tused {used}\tuntil {until}\t{place}", session.id)?;
    }
    Ok(())
}

/// Where the box is reached is known to those who reach it.
fn show_link(link: &PasswordLink, out: &mut impl Write) -> Result<()> {
    writeln!(out, "https://ADDRESS-OF-THE-BOX{} is good once, until {}", link.path, link.expires_at)?;
    Ok(())
}

fn read_password(given: &PasswordArgs) -> io::Result<String> {
    if given.are_absent() && io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ");
    }
    Ok(given.read(&mut io::stdin().lock())?.expose_secret().to_owned())
}
