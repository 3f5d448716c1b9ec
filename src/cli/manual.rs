//! The manual page: everything that `--help` says, on one page, and what surrounds the command.

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// A heading and its entries: what it is about, and what is said of it.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

/// What no flag's help can say.
const SURROUNDINGS: [Section; 4] = [
    (
        "FILES",
        &[
            (
                "/etc/neko/neko.toml",
                "The settings of an installed box; read where no data directory is named.",
            ),
            (
                "/var/lib/neko",
                "The data of an installed box: documents, keys, certificates. That folder is the box.",
            ),
            ("neko.toml", "The settings of any other box, in its data directory."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "NEKO_LISTEN, NEKO_TURN_RELAY_PORTS, ...",
                "Each setting: NEKO_, the section if it has one, and the key, in capitals; lists with commas.",
            ),
            ("NEKO_CONFIG", "The settings file."),
            ("NEKO_PASSWORD", "The password for a command that takes one."),
            (
                "NOTIFY_SOCKET, WATCHDOG_USEC",
                "As a service manager sets them: it is told when the box is ready, that it lives, and when it stops.",
            ),
        ],
    ),
    (
        "SIGNALS",
        &[(
            "SIGTERM, SIGINT",
            "Tell everyone, finish what is at hand, and stop within five seconds; a second one stops at once.",
        )],
    ),
    ("EXIT STATUS", &[("0", "Done."), ("1", "Failed."), ("2", "Bad usage or bad settings.")]),
];

/// The page for `command`, the whole command line, in the language of man(7).
pub(super) fn page(mut command: Command) -> Vec<u8> {
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone()).manual("Neko");
    let mut commands = Roff::new();
    commands.control("SH", ["COMMANDS"]);
    for subcommand in command.get_subcommands() {
        add_command(&mut commands, &format!("{} {}", command.get_name(), subcommand.get_name()), subcommand);
    }
    let surroundings = surroundings();
    man.render_title(&mut page)
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| man.render_options_section(&mut page))
        .and_then(|()| commands.to_writer(&mut page))
        .and_then(|()| surroundings.to_writer(&mut page))
        .expect("memory takes what is written to it");
    page
}

/// Adds `command`, called by `name`, with the arguments that are its own; what it is divided into follows.
fn add_command(page: &mut Roff, name: &str, command: &Command) {
    if command.is_hide_set() || command.get_name() == "help" {
        return;
    }
    if command.has_subcommands() {
        for subcommand in command.get_subcommands() {
            add_command(page, &format!("{name} {}", subcommand.get_name()), subcommand);
        }
        return;
    }
    page.control("SS", [name]);
    if let Some(about) = command.get_long_about().or_else(|| command.get_about()) {
        page.text([roman(format!("{about}."))]);
    }
    for arg in command.get_arguments().filter(|arg| is_own(arg)) {
        page.control("TP", []);
        page.text(header(arg));
        page.text([roman(arg.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}

/// Not one of those that every command takes.
fn is_own(arg: &Arg) -> bool {
    !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help"
}

fn header(arg: &Arg) -> Vec<Inline> {
    let mut header = Vec::new();
    if let Some(long) = arg.get_long() {
        header.push(bold(format!("--{long}")));
    }
    if arg.is_positional() || arg.get_action().takes_values() {
        let names = arg.get_value_names().unwrap_or_default();
        let names = names.iter().map(|name| format!("<{name}>")).collect::<Vec<_>>().join(" ");
        header.push(roman(if header.is_empty() { "" } else { " " }));
        header.push(italic(names));
    }
    header
}

fn surroundings() -> Roff {
    let mut page = Roff::new();
    for (heading, entries) in SURROUNDINGS {
        page.control("SH", [heading]);
        for (what, said) in entries {
            page.control("TP", []);
            page.text([bold(*what)]);
            page.text([roman(*said)]);
        }
    }
    page
}
