use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Value;

use super::layers::{Layers, variable_name};
use super::*;

type Env<'a> = &'a [(&'a str, &'a str)];

/// What `load` makes of a file, variables and flags, in a directory of its own.
fn load(file: &str, env: Env, args: GlobalArgs) -> Result<Config, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE_NAME);
    fs::write(&path, file).unwrap();
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let args = GlobalArgs { config: Some(path.clone()), ..args };
    Config::load(&args, env)
        .map_err(|error| error.to_string().replace(&path.display().to_string(), FILE_NAME))
}

fn endpoints(list: &[&str]) -> Vec<Endpoint> {
    list.iter().map(|text| text.parse().unwrap()).collect()
}

fn flag(listen: &str) -> GlobalArgs {
    GlobalArgs { listen: endpoints(&[listen]), ..GlobalArgs::default() }
}

#[test]
fn nothing_given_is_the_defaults_and_they_pass_their_own_check() {
    assert_eq!(load("", &[], GlobalArgs::default()).unwrap(), Config::default());
    Config::default().check().unwrap();
}

#[test]
fn flags_win_over_environment_over_file_over_defaults() {
    let file = "listen = [\"10.0.0.1:1\"]";
    let env = [("NEKO_LISTEN", "10.0.0.2:2, [::1]:22"), ("HOME", "/root")];
    let cases: [(&str, Env, GlobalArgs, &[&str]); 5] = [
        ("", &[], GlobalArgs::default(), &["[::]:8443"]),
        (file, &[], GlobalArgs::default(), &["10.0.0.1:1"]),
        (file, &env, GlobalArgs::default(), &["10.0.0.2:2", "[::1]:22"]),
        (file, &env, flag("10.0.0.3:3"), &["10.0.0.3:3"]),
        (file, &[("NEKO_LISTEN", "")], GlobalArgs::default(), &["10.0.0.1:1"]),
    ];
    for (file, env, args, listen) in cases {
        assert_eq!(load(file, env, args).unwrap().listen, endpoints(listen), "{file} {env:?}");
    }
}

#[test]
fn each_type_of_value_can_be_set_by_file_and_by_variable() {
    let by_file = load(
        "hostname = [\"a.lan\", \"b.lan\"]\nopen-registration = true\n[turn]\nrelay-ports = \"5000-5010\"\n\
         [limits]\nmax-frame-bytes = 4096\ntls-handshake-timeout-seconds = 3\n[log]\nformat = \"json\"",
        &[],
        GlobalArgs::default(),
    );
    let by_variable = load(
        "",
        &[
            ("NEKO_HOSTNAME", "a.lan,b.lan"),
            ("NEKO_OPEN_REGISTRATION", "true"),
            ("NEKO_TURN_RELAY_PORTS", "5000-5010"),
            ("NEKO_LIMITS_MAX_FRAME_BYTES", "4096"),
            ("NEKO_LIMITS_TLS_HANDSHAKE_TIMEOUT_SECONDS", "3"),
            ("NEKO_LOG_FORMAT", "json"),
        ],
        GlobalArgs::default(),
    );
    let config = by_file.unwrap();
    assert_eq!(config, by_variable.unwrap());
    assert_eq!((config.turn.relay_ports.first(), config.turn.relay_ports.last()), (5000, 5010));
    assert_eq!(config.limits.max_frame_bytes, 4096);
    assert_eq!(config.limits.tls_handshake_timeout_seconds.duration().as_secs(), 3);
    assert_eq!(config.log.format, LogFormat::Json);
}

#[test]
fn every_flag_sets_a_known_key() {
    let args = GlobalArgs {
        config: None,
        data_dir: Some("/srv/neko".into()),
        listen: endpoints(&["0.0.0.0:1"]),
        http_listen: endpoints(&["0.0.0.0:3"]),
        udp_listen: endpoints(&["0.0.0.0:2"]),
        hostname: vec!["a.lan".parse().unwrap()],
        store: Some("redb:/srv/other.redb".parse().unwrap()),
        open_registration: Some(true),
        relay_allow_loopback: Some(true),
        no_mdns: true,
        log_format: Some(LogFormat::Json),
        log_level: Some(LogLevel::Debug),
    };
    let config = Config::load(&args, []).unwrap();
    assert_eq!(config.data_dir, Path::new("/srv/neko"));
    assert_eq!(config.store_path(), Path::new("/srv/other.redb"));
    assert!(config.open_registration && config.turn.allow_loopback && !config.net.mdns);
    assert_eq!((config.log.format, config.log.level), (LogFormat::Json, LogLevel::Debug));
    assert_eq!((config.listen, config.udp_listen), (args.listen, args.udp_listen));
    assert_eq!(config.http_listen, args.http_listen);
    assert_eq!(config.hostname, args.hostname);
}

#[test]
fn a_bad_setting_is_named_with_its_place_and_what_was_expected() {
    let cases: [(&str, Env, &str); 19] = [
        ("listn = []", &[], "neko.toml, line 1: there is no setting `listn`; did you mean `listen`?"),
        (
            "\n[turn]\nrelay-port = \"1\"",
            &[],
            "neko.toml, line 3: there is no setting `turn.relay-port`; did you mean `turn.relay-ports`?",
        ),
        (
            "relay-ports = \"1\"",
            &[],
            "neko.toml, line 1: there is no setting `relay-ports`; did you mean `turn.relay-ports`?",
        ),
        (
            "[server]\nlisten = []",
            &[],
            "neko.toml, line 2: there is no setting `server.listen`; did you mean `listen`?",
        ),
        ("log = 5", &[], "neko.toml, line 1: there is no setting `log`; did you mean `log.level`?"),
        (
            "[\"\"]\nlisten = []",
            &[],
            "neko.toml, line 1: there is no setting `\"\"`; did you mean `udp-listen`?",
        ),
        (
            "[log]\n[turn]\n\"turn.realm\" = \"x\"",
            &[],
            "neko.toml, line 3: there is no setting `\"turn.realm\"`; did you mean `turn.realm`?",
        ),
        (
            "",
            &[("NEKO_LISTN", "x")],
            "environment: there is no setting `NEKO_LISTN`; did you mean `NEKO_LISTEN`?",
        ),
        (
            "",
            &[("NEKO_LIMITS_FRAME_BYTES", "1")],
            "environment: there is no setting `NEKO_LIMITS_FRAME_BYTES`; did you mean `NEKO_LIMITS_MAX_FRAME_BYTES`?",
        ),
        (
            "listen = \"[::]:1\"",
            &[],
            "neko.toml, line 1: `listen` is \"[::]:1\": expected a list, such as [\"one\", \"two\"]",
        ),
        (
            "",
            &[("NEKO_LISTEN", "8443")],
            "environment: `NEKO_LISTEN` is [\"8443\"]: expected an IP address and a port, such as 192.168.1.5:8443 or [::]:8443",
        ),
        (
            "",
            &[("NEKO_LIMITS_MAX_FRAME_BYTES", "64k")],
            "environment: `NEKO_LIMITS_MAX_FRAME_BYTES` is \"64k\": expected a whole number",
        ),
        (
            "[limits]\noutbox-messages = -1",
            &[],
            "neko.toml, line 2: `limits.outbox-messages` is -1: expected a whole number, not below 0",
        ),
        (
            "[limits]\noutbox-messages = 0",
            &[],
            "neko.toml, line 2: `limits.outbox-messages` is 0: expected at least 1",
        ),
        (
            "[limits]\nping-interval-seconds = 0",
            &[],
            "neko.toml, line 2: `limits.ping-interval-seconds` is 0: expected a whole number from 1 to 3153600000",
        ),
        (
            "[log]\nformat = \"xml\"",
            &[],
            "neko.toml, line 2: `log.format` is \"xml\": unknown variant `xml`, expected `text` or `json`",
        ),
        (
            "open-registration = \"yes\"",
            &[],
            "neko.toml, line 1: `open-registration` is \"yes\": expected true or false",
        ),
        (
            "[limits]\nmax-frame-bytes = 4000000",
            &[],
            "defaults: `limits.outbox-bytes` is 1048576: expected at least limits.max-frame-bytes",
        ),
        (
            "listen = []",
            &[],
            "neko.toml, line 1: `listen` is []: expected at least one address and port, such as [::]:8443",
        ),
    ];
    for (file, env, message) in cases {
        assert_eq!(load(file, env, GlobalArgs::default()).unwrap_err(), message, "{file} {env:?}");
    }
}

#[test]
fn a_file_that_is_no_toml_or_is_not_there_says_so() {
    let error = load("data-dir = \"x\"\nlisten = [", &[], GlobalArgs::default()).unwrap_err();
    assert!(error.starts_with("neko.toml, line 2: "), "{error}");
    let args = GlobalArgs { config: Some("/nowhere/neko.toml".into()), ..GlobalArgs::default() };
    let error = Config::load(&args, []).unwrap_err().to_string();
    assert!(error.starts_with("can't read the settings in /nowhere/neko.toml: "), "{error}");
}

#[test]
fn the_file_in_the_data_directory_goes_before_a_named_one() {
    let dir = tempfile::tempdir().unwrap();
    let other = dir.path().join("other.toml");
    fs::write(dir.path().join(FILE_NAME), "[turn]\nrealm = \"own\"").unwrap();
    let named = format!("data-dir = {:?}\n[turn]\nrealm = \"named\"\n[backup]\nkeep = 3\n", dir.path());
    fs::write(&other, named).unwrap();
    let loaded = |config: Option<&Path>, env: &[(&str, &Path)], data_dir: Option<&Path>| {
        let args = GlobalArgs {
            config: config.map(Path::to_owned),
            data_dir: data_dir.map(Path::to_owned),
            ..GlobalArgs::default()
        };
        let env = env.iter().map(|(name, path)| ((*name).to_owned(), path.display().to_string()));
        let config = Config::load(&args, env).unwrap();
        (config.turn.realm, config.backup.keep)
    };
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(loaded(None, &[], Some(dir.path())), ("own".into(), 14));
    assert_eq!(loaded(None, &[("NEKO_DATA_DIR", dir.path())], None), ("own".into(), 14));
    assert_eq!(loaded(None, &[("NEKO_CONFIG", &other)], None), ("own".into(), 3));
    assert_eq!(loaded(Some(&other), &[("NEKO_CONFIG", Path::new("/nowhere"))], None), ("own".into(), 3));
    assert_eq!(loaded(Some(&other), &[], Some(empty.path())), ("named".into(), 3));
}

#[test]
fn what_is_shown_brings_about_the_same_settings() {
    let config = load("[turn]\nrealm = \"school\"", &[("NEKO_HOSTNAME", "a.lan")], flag("[::1]:0")).unwrap();
    assert_eq!(load(&config.to_toml(), &[], GlobalArgs::default()).unwrap(), config);
}

#[test]
fn no_two_settings_share_a_variable() {
    let layers = Layers::new();
    let names: Vec<_> = layers.keys().map(variable_name).collect();
    let mut unique = names.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
}

#[test]
fn the_example_loads_and_shows_every_setting_with_its_default() {
    let example = include_str!("../../packaging/neko.example.toml");
    assert_eq!(load(example, &[], GlobalArgs::default()).unwrap(), Config::default());

    // a line that begins with `#` and a key is a setting; prose has a space after the `#`
    let uncommented: String = example
        .lines()
        .map(|line| {
            line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n"
        })
        .collect();
    assert_eq!(load(&uncommented, &[], GlobalArgs::default()).unwrap(), Config::default());
    let shown = Layers::new().file(Path::new("example"), &uncommented).unwrap();
    let layers = Layers::new();
    let missing: Vec<_> =
        layers.keys().filter(|key| !shown.iter().any(|setting| setting.key == **key)).collect();
    assert_eq!(missing, [""; 0]);
}

/// Sources with this file in a directory of its own, and the file.
fn sources(file: Option<&str>, env: Env) -> (tempfile::TempDir, Sources, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE_NAME);
    if let Some(file) = file {
        fs::write(&path, file).unwrap();
    }
    let env = env.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let args = GlobalArgs { data_dir: Some(dir.path().to_owned()), ..GlobalArgs::default() };
    let sources = Sources::new(args, env);
    (dir, sources, path)
}

fn changes(list: &[(&str, Option<Value>)]) -> BTreeMap<String, Option<Value>> {
    list.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

#[test]
fn every_setting_is_explained_with_who_says_so() {
    let file = "hostname = [\"a.lan\"]\n[backup]\nkeep = 3\n";
    let (_dir, sources, path) =
        sources(Some(file), &[("NEKO_TURN_REALM", "school"), ("NEKO_PASSWORD", "secret")]);
    let settings = sources.read().unwrap();
    let of = |key: &str| settings.all.iter().find(|setting| setting.key == key).unwrap().clone();
    let unexplained: Vec<_> = settings.all.iter().filter(|setting| setting.description.is_empty()).collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
    assert_eq!(settings.file, path);
    assert_eq!((of("backup.keep").value, of("backup.keep").default), (3.into(), 14.into()));
    assert_eq!(of("backup.keep").origin, Origin::File { path, line: 3 });
    assert_eq!((of("turn.realm").origin, of("data-dir").origin), (Origin::Environment, Origin::Flag));
    assert_eq!((of("backup.at").origin, of("backup.at").value), (Origin::Default, "03:00".into()));
    assert!(!format!("{sources:?}").contains("secret"));
}

#[test]
fn a_change_keeps_the_file_as_people_wrote_it() {
    let file = "# Our box\nhostname = [\"a.lan\"] # the old name\n\n[backup]\n# two weeks\nkeep = 14   # nights\n#at = \"03:00\"\n\n\
                [limits]\nrooms-per-user = 5\n";
    let (_dir, sources, path) = sources(Some(file), &[]);
    let settings = sources
        .change(
            &changes(&[
                ("backup.keep", Some(30.into())),
                ("backup.at", Some("04:30".into())),
                ("hostname", Some(vec!["b.lan", "c.lan"].into())),
                ("limits.rooms-per-user", None),
                ("turn.allow-public", Some(true.into())),
            ]),
            Reach::Page,
        )
        .unwrap();
    assert_eq!((settings.config.backup.keep, settings.config.limits.rooms_per_user), (30, 100));
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "# Our box\nhostname = [\"b.lan\", \"c.lan\"] # the old name\n\n[backup]\n# two weeks\nkeep = 30   # nights\n\
         at = \"04:30\"\n#at = \"03:00\"\n\n[limits]\n\n[turn]\nallow-public = true\n"
    );
    let again = sources.read().unwrap();
    assert_eq!(again.config, settings.config);
    assert_eq!(again.config.hostname.len(), 2);
}

#[test]
fn a_change_that_makes_no_sense_changes_nothing() {
    let file = "[backup]\nkeep = 3\n";
    let (_dir, sources, path) = sources(Some(file), &[("NEKO_TURN_REALM", "school")]);
    for (key, value, part) in [
        ("backup.keep", Value::from(0), "expected 1 to 10000"),
        ("backup.keep", "many".into(), "expected a whole number"),
        ("backup.keep", 2.5.into(), "expected a whole number"),
        ("backup.at", "25:00".into(), "expected a time of the day"),
        ("backup.kep", 5.into(), "did you mean `backup.keep`"),
        ("turn", 5.into(), "there is no setting `turn`"),
        ("turn.realm", "other".into(), "set by the environment"),
        ("listen", vec!["[::]:1"].into(), "can't be changed here"),
        ("limits.outbox-bytes", 1.into(), "expected at least limits.max-frame-bytes"),
    ] {
        let both = [(key, Some(value)), ("backup.directory", Some("elsewhere".into()))];
        let refused = sources.change(&changes(&both), Reach::Page).unwrap_err().to_string();
        assert!(refused.contains(part), "{key}: {refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), file);
    }
}

#[test]
fn a_change_makes_the_file_where_there_is_none() {
    let (_dir, sources, path) = sources(None, &[]);
    sources
        .change(
            &changes(&[("backup.keep", Some(5.into())), ("open-registration", Some(true.into()))]),
            Reach::Page,
        )
        .unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "open-registration = true\n\n[backup]\nkeep = 5\n");
    assert!(sources.read().unwrap().config.open_registration);
}

#[test]
fn on_the_machine_more_can_be_changed_and_nothing_that_makes_no_sense() {
    let (_dir, sources, path) = sources(Some("# Our box\n"), &[("NEKO_TURN_REALM", "school")]);
    let change = |key: &str, text: Option<&str>| {
        let value = text.map(|text| Sources::value(key, text));
        sources.change(&changes(&[(key, value)]), Reach::Machine).map_err(|error| error.to_string())
    };
    change("listen", Some("127.0.0.1:1, [::1]:1")).unwrap();
    change("backup.keep", Some("5")).unwrap();
    change("net.mdns", Some("false")).unwrap();
    let written =
        "# Our box\n\nlisten = [\"127.0.0.1:1\", \"[::1]:1\"]\n\n[backup]\nkeep = 5\n\n[net]\nmdns = false\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
    for (key, text, part) in [
        ("data-dir", Some("elsewhere"), "set by the command line"),
        ("turn.realm", Some("other"), "set by the environment"),
        ("backup.keep", Some("many"), "`backup.keep` is \"many\": expected a whole number"),
        ("listen", Some("nowhere"), "expected an IP address and a port"),
        ("backup.kep", None, "did you mean `backup.keep`"),
    ] {
        let refused = change(key, text).unwrap_err();
        assert!(refused.contains(part), "{key}: {refused}");
    }
    // what is not there leaves no trace
    change("limits.rooms-per-user", None).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
    change("listen", None).unwrap();
    assert!(!fs::read_to_string(&path).unwrap().contains("listen"));
    // what stands at the top for the whole file stays there, what stands above a section stays with that
    let file = "# Our box\n#listen = []\n\n# Every night\n[backup]\nkeep = 3\n";
    fs::write(&path, file).unwrap();
    change("hostname", Some("a.lan")).unwrap();
    let written = file.replace("\n\n", "\n\nhostname = [\"a.lan\"]\n");
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}

#[test]
fn the_settings_of_the_package_load_and_set_what_a_package_must() {
    let config = load(include_str!("../../packaging/neko.toml"), &[], GlobalArgs::default()).unwrap();
    let expected = Config {
        data_dir: "/var/lib/neko".into(),
        listen: endpoints(&["[::]:443"]),
        http_listen: endpoints(&["[::]:80"]),
        ..Config::default()
    };
    assert_eq!(config, expected);
}

#[test]
fn the_file_of_the_package_is_for_those_who_name_no_directory() {
    let dir = tempfile::tempdir().unwrap();
    let (system, data) = (dir.path().join("system.toml"), dir.path().join("data"));
    assert_eq!(other_file(None, None, &system), None);
    fs::write(&system, "").unwrap();
    assert_eq!(other_file(None, None, &system), Some(system.clone()));
    assert_eq!(other_file(None, Some(&data), &system), None);
    assert_eq!(other_file(Some("named".into()), None, &system), Some("named".into()));
}
