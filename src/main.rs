//! The command line of the box.

mod commands;

use std::io;
use std::process::ExitCode;

use neko::cli;
use neko::config::Config;

fn main() -> ExitCode {
    let invocation = cli::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    let variables =
        std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
    let config = match Config::load(&invocation.settings, variables) {
        Ok(config) => config,
        Err(error) => return fail(2, &format!("{error}")),
    };
    match commands::run(invocation.command, &config) {
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

#[expect(clippy::print_stderr, reason = "the one line that says why a command failed")]
fn fail(code: u8, what: &str) -> ExitCode {
    eprintln!("neko: {what}");
    ExitCode::from(code)
}
