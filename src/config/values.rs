//! Values that are more than a number or a text: parsed once, right ever after.
//!
//! Each is written as text in every source, and its error says what was expected.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, de};

/// What would have been a valid value: `expected …`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct InvalidValue(&'static str);

impl InvalidValue {
    pub(super) const fn expected(what: &'static str) -> Self {
        Self(what)
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = InvalidValue;

            fn try_from(text: String) -> Result<Self, InvalidValue> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

/// An address and a port to listen on: `192.168.1.5:8443`, `[::]:443`. Port 0 is any free one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(pub SocketAddr);

as_text!(Endpoint);

impl Endpoint {
    /// `port` on every address of the machine, IPv4 and IPv6.
    pub const fn everywhere(port: u16) -> Self {
        Self(SocketAddr::new(IpAddr::V6(Ipv6Addr::UNSPECIFIED), port))
    }
}

impl FromStr for Endpoint {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| InvalidValue("an IP address and a port, such as 192.168.1.5:8443 or [::]:8443"))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A DNS name in lower case, without a dot at its end: letters, digits and hyphens, labels of at most 63
/// characters, 253 in all. Not an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostName(String);

as_text!(HostName);

impl HostName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HostName {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
        let label_is_valid = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        // an address such as 10.0.0.1 would pass for a name: no top-level domain is a number
        let last_is_number =
            name.rsplit('.').next().is_some_and(|label| label.bytes().all(|c| c.is_ascii_digit()));
        if name.len() <= 253 && name.split('.').all(label_is_valid) && !last_is_number {
            Ok(Self(name))
        } else {
            Err(InvalidValue(
                "a DNS name such as neko.school.lan: letters, digits, hyphens and dots, no address",
            ))
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// UDP ports from a first to a last one, both included: `49152-65535`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    first: u16,
    last: u16,
}

as_text!(PortRange);

impl PortRange {
    pub(super) const fn new(first: u16, last: u16) -> Self {
        Self { first, last }
    }

    /// The first port, at least 1024.
    pub const fn first(self) -> u16 {
        self.first
    }

    /// The last port, never below the first.
    pub const fn last(self) -> u16 {
        self.last
    }
}

impl FromStr for PortRange {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let ports = text
            .split_once('-')
            .and_then(|(first, last)| Some((first.trim().parse().ok()?, last.trim().parse().ok()?)));
        match ports {
            Some((first, last)) if first >= 1024 && first <= last => Ok(Self { first, last }),
            _ => Err(InvalidValue("a first and a last port from 1024 up, such as \"49152-65535\"")),
        }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// A time of the day, to the second: `03:00` or `03:00:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u32);

as_text!(TimeOfDay);

impl TimeOfDay {
    pub(super) const fn new(hours: u32, minutes: u32) -> Self {
        Self(hours * 3_600 + minutes * 60)
    }

    /// Seconds since midnight, below 86,400.
    pub const fn second_of_day(self) -> u32 {
        self.0
    }
}

impl FromStr for TimeOfDay {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let part = |part: &str, most: u32| {
            let two_digits = part.len() == 2 && part.bytes().all(|c| c.is_ascii_digit());
            part.parse().ok().filter(|value| two_digits && *value < most)
        };
        let mut parts = text.trim().split(':');
        let time = (|| {
            let (hours, minutes) = (part(parts.next()?, 24)?, part(parts.next()?, 60)?);
            let seconds = parts.next().map_or(Some(0), |seconds| part(seconds, 60))?;
            parts.next().is_none().then_some(hours * 3_600 + minutes * 60 + seconds)
        })();
        time.map(Self).ok_or(InvalidValue("a time of the day, such as \"03:00\" or \"23:59:30\""))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3_600, self.0 / 60 % 60, self.0 % 60);
        write!(f, "{hours:02}:{minutes:02}")?;
        if seconds == 0 { Ok(()) } else { write!(f, ":{seconds:02}") }
    }
}

/// Where the documents are: `redb` (in the data directory), `redb:FILE` or, where it is built in, `polodb:DIR`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum StoreUrl {
    /// The built-in engine, one file.
    Redb {
        /// The file; `neko.redb` in the data directory when not said.
        file: Option<PathBuf>,
    },
    /// PoloDB.
    #[cfg(feature = "polodb")]
    Polodb {
        /// The directory.
        directory: PathBuf,
    },
}

as_text!(StoreUrl);

const STORE_URL: &str = if cfg!(feature = "polodb") {
    "redb, redb:FILE or polodb:DIR"
} else {
    "redb, or redb:FILE (polodb:DIR needs a neko that was built with --features polodb)"
};

impl Default for StoreUrl {
    fn default() -> Self {
        Self::Redb { file: None }
    }
}

impl FromStr for StoreUrl {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.split_once(':') {
            None if text == "redb" => Ok(Self::Redb { file: None }),
            Some(("redb", file)) if !file.is_empty() => Ok(Self::Redb { file: Some(file.into()) }),
            #[cfg(feature = "polodb")]
            Some(("polodb", directory)) if !directory.is_empty() => {
                Ok(Self::Polodb { directory: directory.into() })
            }
            _ => Err(InvalidValue(STORE_URL)),
        }
    }
}

impl fmt::Display for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redb { file: None } => f.write_str("redb"),
            Self::Redb { file: Some(file) } => write!(f, "redb:{}", file.display()),
            #[cfg(feature = "polodb")]
            Self::Polodb { directory } => write!(f, "polodb:{}", directory.display()),
        }
    }
}

/// A length of time in whole units of `UNIT` seconds: at least one, at most a hundred years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Span<const UNIT: u64>(u32);

/// A length of time in seconds.
pub type Seconds = Span<1>;
/// A length of time in minutes.
pub type Minutes = Span<60>;
/// A length of time in hours.
pub type Hours = Span<3_600>;
/// A length of time in days.
pub type Days = Span<86_400>;

impl<const UNIT: u64> Span<UNIT> {
    const MOST: u64 = 100 * 365 * 86_400 / UNIT;

    pub(super) const fn new(units: u32) -> Self {
        Self(units)
    }

    /// The same as a duration.
    pub const fn duration(self) -> Duration {
        Duration::from_secs(self.0 as u64 * UNIT)
    }
}

impl<'de, const UNIT: u64> Deserialize<'de> for Span<UNIT> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let units = i64::deserialize(deserializer)?;
        u32::try_from(units)
            .ok()
            .filter(|units| (1..=Self::MOST).contains(&u64::from(*units)))
            .map(Self)
            .ok_or_else(|| {
                de::Error::custom(format_args!("expected a whole number from 1 to {}", Self::MOST))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_lower_case_names_and_no_addresses() {
        for (given, name) in [("Neko.Local.", "neko.local"), ("box", "box"), (" a-1.b ", "a-1.b")] {
            assert_eq!(given.parse::<HostName>().unwrap().as_str(), name);
        }
        for bad in
            ["", ".", "a..b", "-a", "a-", "a b", "10.0.0.1", "::1", "ä.lan", "a_b", "*.lan", &"x".repeat(64)]
        {
            assert!(bad.parse::<HostName>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn port_ranges_are_in_order_and_above_the_privileged_ones() {
        assert_eq!("50000 - 50010".parse::<PortRange>().unwrap(), PortRange::new(50_000, 50_010));
        for bad in ["", "5000", "5001-5000", "80-90", "1024-65536", "a-b", "-"] {
            assert!(bad.parse::<PortRange>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_time_of_the_day_is_read_and_written_the_same() {
        for (text, second) in [("00:00", 0), ("03:05", 11_100), ("23:59:59", 86_399)] {
            let time = text.parse::<TimeOfDay>().unwrap();
            assert_eq!((time.second_of_day(), time.to_string().as_str()), (second, text));
        }
        for bad in ["", "3", "3:00", "24:00", "12:60", "12:00:60", "12:00:00:00", "+1:00", "ab:cd"] {
            assert!(bad.parse::<TimeOfDay>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_store_is_named_by_its_engine() {
        assert_eq!("redb".parse::<StoreUrl>().unwrap(), StoreUrl::default());
        let file = StoreUrl::Redb { file: Some("/srv/a:b".into()) };
        assert_eq!(file.to_string().parse::<StoreUrl>().unwrap(), file);
        for bad in ["", "redb:", "polo", "polodb", "polodb:", "mongodb://u:p@h"] {
            assert!(bad.parse::<StoreUrl>().is_err(), "{bad:?}");
        }
        let polodb = "polodb:/srv/a:b".parse::<StoreUrl>();
        if cfg!(feature = "polodb") {
            assert_eq!(polodb.unwrap().to_string(), "polodb:/srv/a:b");
        } else {
            assert!(polodb.unwrap_err().to_string().ends_with("built with --features polodb)"));
        }
    }
}
