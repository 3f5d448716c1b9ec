//! The command line: what may be asked, and how it is put. It only parses; whoever calls it acts.
//!
//! Bad usage is clap's error, which prints one line and the usage, and exits with code 2.

mod backup;
mod care;
mod config;
mod log;
mod manual;
mod relay;
mod room;
mod setup;
mod user;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

pub use crate::config::GlobalArgs;
pub use backup::PassphraseArgs;
pub use care::CertCommand;
pub use clap_complete::Shell;
pub use config::ConfigCommand;
pub use log::LogCommand;
pub use relay::RelayCommand;
pub use room::RoomCommand;
pub use setup::{ChoiceArgs, SetupArgs};
pub use user::{PasswordArgs, UserCommand, Who};

/// What was asked for: settings from the flags, and the command.
#[derive(Debug)]
pub struct Invocation {
    /// The flags that set something.
    pub settings: GlobalArgs,
    /// What to do.
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the box until it is told to stop (the default)
    Serve,
    /// Make the first admin and say how the box is to be, with no prompt; a running box need not be stopped
    Setup(Box<SetupArgs>),
    /// Make, list and change accounts
    #[command(subcommand)]
    User(UserCommand),
    /// List, show and close rooms
    #[command(subcommand)]
    Room(RoomCommand),
    /// Show and renew the certificate
    #[command(subcommand)]
    Cert(CertCommand),
    /// Change the key that signs sessions; it changes by itself, too, and nobody notices
    RotateKey {
        /// Forget the present key at once, since somebody else may have it: guests have to come in anew
        #[arg(long)]
        leaked: bool,
    },
    /// Examine the box: what does not work or soon will not, why, and what to do
    Doctor {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Make a backup of all that the box keeps, in one file, while it runs or not
    Backup {
        /// The file to make; one of that name is replaced
        file: PathBuf,
        /// Whether it is encrypted.
        #[command(flatten)]
        passphrase: PassphraseArgs,
    },
    /// List the backups that the box makes by itself every night, and say when the next is due
    Backups {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Restore a backup into an empty data directory
    Restore {
        /// The backup
        file: PathBuf,
        /// How it is decrypted.
        #[command(flatten)]
        passphrase: PassphraseArgs,
    },
    /// Write all documents as text, one file a collection, as `mongoimport` takes it
    Export {
        /// The directory to make; it holds password hashes, keep it safe
        directory: PathBuf,
    },
    /// Fill an empty store from files that `neko export` or `mongoexport` wrote
    Import {
        /// The directory with COLLECTION.ndjson in it
        directory: PathBuf,
    },
    /// Show what is chosen for the box while it runs, or choose it; it counts at once
    Settings {
        /// What to choose.
        #[command(flatten)]
        choices: ChoiceArgs,
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Show, check and change the settings in neko.toml
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Show where the running box is, what it is called and how it is found
    Network {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Show what the relay of the running box carries, stop it, and test it
    #[command(subcommand)]
    Relay(RelayCommand),
    /// Show who did what, and what broke
    #[command(subcommand)]
    Log(LogCommand),
    /// Print what the running box counts, as Prometheus takes it
    Metrics,
    /// Print what the box is made of, and under which licences
    Licences,
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page, for `man -l -`
    Man,
}

const ABOUT: &str = "Video calls for one building, in one binary.";
const LONG_ABOUT: &str = "Video calls for one building, in one binary.

Without a command, `neko` runs the box. Settings come from flags, then NEKO_* environment variables (NEKO_LISTEN, \
NEKO_TURN_RELAY_PORTS, ...), then neko.toml, then defaults; `neko config show` prints what is in force. neko.toml lies in \
the data directory; where none is named and ./data holds none, it is /etc/neko/neko.toml.

Exit codes: 0 done, 1 failed, 2 bad usage or bad settings.";

#[derive(Debug, Parser)]
#[command(name = "neko", version, about = ABOUT, long_about = LONG_ABOUT, max_term_width = 110)]
struct Cli {
    #[command(flatten)]
    settings: GlobalArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Reads the command line `args`, the program's name first.
///
/// # Errors
/// When help or the version is asked for, and when `args` make no sense: [`clap::Error::exit`] does what is right
/// in each case.
pub fn parse(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Result<Invocation, clap::Error> {
    let Cli { mut settings, command } = Cli::try_parse_from(args)?;
    let command = command.unwrap_or(Command::Serve);
    if let Command::Config(ConfigCommand::Check { file: Some(file) }) = &command {
        settings.config = Some(file.clone());
    }
    Ok(Invocation { settings, command })
}

/// The completion script for `shell`.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "neko", &mut script);
    script
}

/// The manual page, in the language of man(7).
pub fn manual() -> Vec<u8> {
    manual::page(Cli::command())
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;
    use crate::domain::account::Role;
    use crate::secret::ExposeSecret;

    fn parse_line(line: &str) -> Result<Invocation, clap::Error> {
        parse(line.split_whitespace())
    }

    #[test]
    fn the_definition_is_sound_and_completes_in_every_shell() {
        Cli::command().debug_assert();
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            assert!(String::from_utf8(completions(shell)).unwrap().contains("relay-allow-loopback"));
        }
    }

    #[test]
    fn the_manual_has_every_flag_and_every_command() {
        let page = String::from_utf8(manual()).unwrap();
        let mut command = Cli::command();
        command.build();
        let leaves = command.get_subcommands().filter(|command| !command.has_subcommands());
        for name in leaves.map(clap::Command::get_name).filter(|name| *name != "help") {
            assert!(page.contains(&format!(".SS \"neko {name}\"")), "{name}");
        }
        for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(page.contains(&flag.replace('-', "\\-")), "{flag}");
        }
        for part in [".SS \"neko user add\"", "display\\-name", ".SH FILES", "NEKO_CONFIG"] {
            assert!(page.contains(part), "{part}");
        }
    }

    #[test]
    fn no_command_is_serve_and_flags_may_stand_before_or_after() {
        for line in [
            "neko --listen 127.0.0.1:0",
            "neko serve --listen 127.0.0.1:0",
            "neko --listen 127.0.0.1:0 serve",
        ] {
            let Invocation { settings, command } = parse_line(line).unwrap();
            assert!(matches!(command, Command::Serve), "{line}");
            assert_eq!(settings.listen, ["127.0.0.1:0".parse().unwrap()], "{line}");
        }
    }

    #[test]
    fn lists_repeat_and_switches_can_be_turned_off() {
        let line = "neko --hostname a.lan --hostname b.lan --open-registration --relay-allow-loopback=false";
        let settings = parse_line(line).unwrap().settings;
        assert_eq!(settings.hostname.len(), 2);
        assert_eq!((settings.open_registration, settings.relay_allow_loopback), (Some(true), Some(false)));
        assert_eq!(
            parse_line("neko --open-registration serve").unwrap().settings.open_registration,
            Some(true)
        );
    }

    #[test]
    fn an_account_is_asked_for_whole() {
        let line = "neko user add --username ada --email ada@school.lan --role admin --password secret-words";
        let Command::User(UserCommand::Add { who, role, password, display_name, .. }) =
            parse_line(line).unwrap().command
        else {
            panic!("not an account: {line}")
        };
        assert_eq!((who.username().as_str(), role, display_name), ("ada", Role::Admin, None));
        let password = password.read(&mut "unused".as_bytes()).unwrap();
        assert_eq!(password.expose_secret(), "secret-words");
    }

    #[test]
    fn a_password_from_standard_input_is_its_first_line() {
        let Command::User(UserCommand::Passwd { password, .. }) =
            parse_line("neko user passwd ada --password-stdin").unwrap().command
        else {
            panic!("not a password")
        };
        let read =
            |mut input: &[u8]| password.read(&mut input).map(|secret| secret.expose_secret().to_owned());
        assert_eq!(read(b"two words \r\nmore").unwrap(), "two words ");
        assert!(read(b"").is_err() && read(b"\n").is_err());
    }

    #[test]
    fn bad_usage_is_told_with_code_2_and_never_with_the_password() {
        for (line, part) in [
            ("neko --listen nonsense", "expected an IP address and a port"),
            ("neko --log-level loud", "possible values: error, warn, info, debug, trace"),
            ("neko srve", "'serve'"),
            ("neko user add --username ada", "--email"),
            ("neko user add --email a@b", "--username"),
            ("neko user add ada --username bob --email a@b", "cannot be used"),
            ("neko user add --username a'b --email a@b --password hunter22", "a username is"),
            (
                "neko user add --username ada --email a@b --password hunter22 --role guest",
                "possible values: admin, user",
            ),
        ] {
            let error = parse_line(line).unwrap_err();
            let text = error.to_string();
            assert!(text.contains(part), "{line}: {text}");
            assert!(!text.contains("hunter22"), "{text}");
            assert_eq!(error.exit_code(), 2);
        }
    }

    #[test]
    fn a_path_that_no_settings_file_could_hold_is_refused() {
        use std::os::unix::ffi::OsStringExt;
        let args = ["neko".into(), "--data-dir".into(), OsString::from_vec(vec![b'a', 0xff])];
        assert_eq!(parse(args).unwrap_err().exit_code(), 2);
    }

    #[test]
    fn help_and_version_are_no_failures() {
        for (line, kind) in [
            ("neko --help", ErrorKind::DisplayHelp),
            ("neko user add --help", ErrorKind::DisplayHelp),
            ("neko --version", ErrorKind::DisplayVersion),
        ] {
            let error = parse_line(line).unwrap_err();
            assert_eq!((error.kind(), error.exit_code()), (kind, 0));
        }
    }

    #[test]
    fn a_backup_is_encrypted_where_a_passphrase_is_spoken_of() {
        let wanted = |line: &str| match parse_line(line).unwrap().command {
            Command::Backup { passphrase, .. } | Command::Restore { passphrase, .. } => passphrase,
            other => panic!("{other:?}"),
        };
        assert!(!wanted("neko backup box.backup").is_wanted());
        for line in
            ["neko backup x --encrypt", "neko backup x --passphrase-stdin", "neko backup x --passphrase word"]
        {
            assert!(wanted(line).is_wanted(), "{line}");
        }
        let read = |line: &str, mut input: &[u8]| {
            wanted(line).read(&mut input).map(|secret| secret.expose_secret().to_owned())
        };
        assert_eq!(
            read("neko restore x --passphrase-stdin --passphrase other", b"one two\nmore").unwrap(),
            "one two"
        );
        assert_eq!(read("neko restore x --passphrase other", b"one").unwrap(), "other");
        assert!(read("neko restore x --passphrase-stdin", b"\n").is_err());
        assert!(parse_line("neko backup").is_err());
    }

    #[test]
    fn config_check_takes_the_file_it_is_given() {
        let settings = parse_line("neko config check other.toml").unwrap().settings;
        assert_eq!(settings.config, Some("other.toml".into()));
    }
}
