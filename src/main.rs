//! The command line of the box.

use std::io;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use neko::app::administration::{Done, Task};
use neko::app::{
    administer, certificate_in_words, examine, export_authority, init_logging, renew_certificate, serve,
    show_certificate,
};
use neko::cli::{self, CertCommand, Command, ConfigCommand, PasswordArgs, UserCommand};
use neko::config::Config;
use neko::doctor::in_words;
use neko::protocol::api::User;
use neko::secret::ExposeSecret;

fn main() -> ExitCode {
    let invocation = cli::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    let variables =
        std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let config = match Config::load(&invocation.settings, variables) {
        Ok(config) => config,
        Err(error) => return fail(2, &format!("{error}")),
    };
    match run(invocation.command, &config) {
        Ok(()) => ExitCode::SUCCESS,
        // a reader that went away, such as `head`, is no failure
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => fail(1, &format!("{error:#}")),
    }
}

fn run(command: Command, config: &Config) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut out = io::stdout().lock();
    match command {
        Command::Serve => {
            drop(out);
            init_logging(&config.log);
            runtime.block_on(serve(config))?;
        }
        Command::User(UserCommand::Add { who, email, role, display_name, password }) => {
            let task = Task::AddUser {
                username: who.username().into(),
                email: email.into(),
                password: read_password(&password)?,
                display_name: display_name.map(Into::into),
                role,
            };
            for user in users(runtime.block_on(administer(config, task))?)? {
                writeln!(out, "made {} ({})", user.username, user.role)?;
            }
        }
        Command::User(UserCommand::List { json }) => {
            let users = users(runtime.block_on(administer(config, Task::ListUsers))?)?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&users)?)?;
            } else {
                for user in users {
                    let email = user.email.unwrap_or_default();
                    writeln!(out, "{}\t{}\t{}\t{}", user.username, user.role, email, user.display_name)?;
                }
            }
        }
        Command::User(UserCommand::Passwd { who, password }) => {
            let password = read_password(&password)?;
            runtime.block_on(administer(
                config,
                Task::SetPassword { username: who.username().into(), password },
            ))?;
            writeln!(out, "password changed; their sessions have ended")?;
        }
        Command::Cert(CertCommand::Show { json }) => {
            let (certificate, authority) = show_certificate(config)?;
            if json {
                let both = serde_json::json!({"certificate": certificate, "authority": authority});
                writeln!(out, "{}", serde_json::to_string_pretty(&both)?)?;
            } else {
                write!(out, "{}", certificate_in_words(&certificate, &authority))?;
            }
        }
        Command::Cert(CertCommand::Renew) => {
            let certificate = runtime.block_on(renew_certificate(config))?;
            writeln!(out, "renewed: good until {}", certificate.not_after)?;
        }
        Command::Cert(CertCommand::ExportCa { file }) => {
            let pem = export_authority(config)?;
            match file {
                Some(file) => {
                    std::fs::write(&file, pem).with_context(|| format!("can't write {}", file.display()))?;
                }
                None => write!(out, "{pem}")?,
            }
        }
        Command::Doctor { json } => {
            let report = runtime.block_on(examine(config))?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
            } else {
                write!(out, "{}", in_words(&report))?;
            }
            if !report.works {
                bail!("the box has something broken; the report says what to do");
            }
        }
        Command::Config(ConfigCommand::Show) => write!(out, "{}", config.to_toml())?,
        Command::Config(ConfigCommand::Check { .. }) => writeln!(out, "OK")?,
        Command::Completions { shell } => out.write_all(&cli::completions(shell))?,
        Command::Man => out.write_all(&cli::manual())?,
    }
    Ok(())
}

fn users(done: Done) -> Result<Vec<User>> {
    match done {
        Done::Users(users) => Ok(users),
        Done::Cared(_) => bail!("the running box answered something else; is it of this version?"),
    }
}

fn read_password(given: &PasswordArgs) -> io::Result<String> {
    if given.are_absent() && io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ");
    }
    Ok(given.read(&mut io::stdin().lock())?.expose_secret().to_owned())
}

#[expect(clippy::print_stderr, reason = "the one line that says why a command failed")]
fn fail(code: u8, what: &str) -> ExitCode {
    eprintln!("neko: {what}");
    ExitCode::from(code)
}
