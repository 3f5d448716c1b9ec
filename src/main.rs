//! The command line of the box.

use std::io;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use neko::app::administration::Task;
use neko::app::{administer, init_logging, serve};
use neko::cli::{self, Command, ConfigCommand, PasswordArgs, UserCommand};
use neko::config::Config;
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
            for user in runtime.block_on(administer(config, task))?.users {
                writeln!(out, "made {} ({})", user.username, user.role)?;
            }
        }
        Command::User(UserCommand::List { json }) => {
            let users = runtime.block_on(administer(config, Task::ListUsers))?.users;
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
        Command::Config(ConfigCommand::Show) => write!(out, "{}", config.to_toml())?,
        Command::Config(ConfigCommand::Check { .. }) => writeln!(out, "OK")?,
        Command::Completions { shell } => out.write_all(&cli::completions(shell))?,
        Command::Man => out.write_all(&cli::manual())?,
    }
    Ok(())
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
