//! Any text as the box's `neko.toml`: what is refused is refused with the place and the setting named; what is taken
//! comes back the same from what the box writes of it, and a setting that is changed in the file is changed, and no
//! other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use neko::config::{ChangeError, ConfigError, FILE_NAME, GlobalArgs, Reach, Sources};

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // in memory where there is such a place: a file is flushed to its disk
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let directory = tempfile::tempdir_in(place).expect("a place for a file");
    let file = directory.path().join(FILE_NAME);
    fs::write(&file, text).expect("a disk that is not full");
    let args = GlobalArgs { data_dir: Some(directory.path().to_owned()), ..GlobalArgs::default() };
    let sources = Sources::new(args, []);
    let settings = match sources.read() {
        Ok(settings) => settings,
        Err(error) => return says_what_and_where(&error, text),
    };

    let key = text.len() % settings.all.len();
    let setting = &settings.all[key];
    let wish = BTreeMap::from([(setting.key.clone(), Some(setting.default.clone()))]);
    match sources.change(&wish, Reach::Machine) {
        Ok(changed) => {
            for (before, after) in settings.all.iter().zip(&changed.all) {
                let expected = if before.key == setting.key { &setting.default } else { &before.value };
                assert_eq!(after.value, *expected, "{} after a change of {}", after.key, setting.key);
            }
            assert_eq!(sources.read().expect("what was written is read").config, changed.config);
        }
        // one that is not to be changed, or does not fit to another one in the file
        Err(
            ChangeError::NotChangeable { .. }
            | ChangeError::Fixed { .. }
            | ChangeError::Config(ConfigError::BadValue { .. }),
        ) => {}
        Err(error) => panic!("{error}"),
    }

    let written = settings.config.to_toml();
    fs::write(&file, &written).expect("a disk that is not full");
    let again = sources.read().unwrap_or_else(|error| panic!("{error} in\n{written}"));
    assert_eq!(again.config, settings.config);
    assert_eq!(again.config.to_toml(), written);
}

fn says_what_and_where(error: &ConfigError, text: &str) {
    let message = error.to_string();
    match error {
        ConfigError::Unreadable { .. } => panic!("{message}"),
        ConfigError::Syntax { line, .. } => {
            assert!((1..=text.lines().count() + 1).contains(line), "{message}");
        }
        ConfigError::Unknown { place, name, nearest } => {
            assert!(place.contains(FILE_NAME) && message.contains(name), "{message}");
            assert!(!nearest.is_empty());
        }
        ConfigError::BadValue { place, name, problem, .. } => {
            // two that don't fit together may be one of the file and one that nobody set
            assert!(place.contains(FILE_NAME) || place == "defaults", "{message}");
            assert!(!name.is_empty() && !problem.is_empty(), "{message}");
        }
    }
}
