//! Names people choose, parsed once at the edge; inside, every one is valid.
//!
//! Refused with a sentence that says what is wrong. Text that a browser shows may hold any script and any
//! punctuation but control characters and angle brackets: those have no place in a name, and refusing them
//! keeps a name harmless even where someone forgets to escape it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a name was refused: what is wrong, for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidName(String);

impl InvalidName {
    pub(super) fn new(why: &str) -> Self {
        Self(why.to_owned())
    }
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let parse: fn(&str) -> Result<String, InvalidName> = $parse;
                parse(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// A log-in name: 2 to 32 of letters, digits, `.`, `_` and `-`, beginning with a letter or digit.
    /// Unique without regard to case.
    Username,
    |text| {
        let fine = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
            && text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if fine && (2..=32).contains(&text.len()) {
            Ok(text.to_owned())
        } else {
            Err(InvalidName(
                "a username is 2 to 32 letters, digits, dots, dashes or underscores, and begins with a letter or digit"
                    .into(),
            ))
        }
    }
);

name!(
    /// An e-mail address: `local@domain`, 3 to 254 characters, no spaces. Nothing is ever sent to it
    /// by the box itself, so a domain of the local network is as good as any. Unique without regard to case.
    Email,
    |text| {
        let text = text.trim();
        let parts = text.rsplit_once('@');
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"' | '\'' | ';' | ',');
        match parts {
            Some((local, domain))
                if !local.is_empty()
                    && !domain.is_empty()
                    && text.len() <= 254
                    && text.chars().all(plain)
                    && !local.contains('@') =>
            {
                Ok(text.to_owned())
            }
            _ => Err(InvalidName("an e-mail address looks like name@example.org, without spaces or quotes".into())),
        }
    }
);

name!(
    /// The name others see: 1 to 64 characters.
    DisplayName,
    |text| shown("a display name", text, 1, 64)
);

name!(
    /// A room's name on the page: 1 to 100 characters.
    RoomName,
    |text| shown("a room name", text, 1, 100)
);

name!(
    /// What the box is called on its pages: 1 to 64 characters.
    BoxName,
    |text| shown("the box's name", text, 1, 64)
);

/// The languages of the box's pages (BCP 47).
pub const LANGUAGES: [&str; 7] = ["en", "de", "fr", "es", "pt", "zh", "ar"];

name!(
    /// One of [`LANGUAGES`].
    Language,
    |text| {
        if LANGUAGES.contains(&text) {
            Ok(text.to_owned())
        } else {
            Err(InvalidName(format!("a language is one of {}", LANGUAGES.join(", "))))
        }
    }
);

name!(
    /// What a room is for: up to 500 characters.
    Description,
    |text| shown("a description", text, 0, 500)
);

impl From<&Username> for DisplayName {
    fn from(username: &Username) -> Self {
        Self(username.0.clone())
    }
}

fn shown(what: &str, text: &str, least: usize, most: usize) -> Result<String, InvalidName> {
    let text = text.trim();
    let length = text.chars().count();
    if !(least..=most).contains(&length) {
        return Err(InvalidName(format!("{what} has {least} to {most} characters; this one has {length}")));
    }
    match text.chars().find(|c| c.is_control() || matches!(c, '<' | '>') || is_invisible(*c)) {
        Some(c) => Err(InvalidName(format!("{what} can't contain {}", c.escape_default()))),
        None => Ok(text.to_owned()),
    }
}

/// Characters that reorder or hide their neighbours, so that one name could be made to look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_and_places_are_welcome() {
        for name in ["Zoë O'Brien", "李小龙", "Dr. med. Müller-Lüdenscheidt", "عمر", "👩‍🏫 Ms. K"]
        {
            assert_eq!(name.parse::<DisplayName>().unwrap().as_str(), name);
        }
        assert_eq!("  Ada  ".parse::<DisplayName>().unwrap().as_str(), "Ada");
        assert_eq!("".parse::<Description>().unwrap().as_str(), "");
    }

    #[test]
    fn markup_control_characters_and_wrong_lengths_are_refused_with_a_reason() {
        for bad in ["", "   ", "<script>alert(1)</script>", "a\u{0}b", "a\nb", "a\u{202e}b", &"x".repeat(65)]
        {
            assert!(bad.parse::<DisplayName>().is_err(), "{bad:?}");
        }
        let reason = "<b>".parse::<RoomName>().unwrap_err().to_string();
        assert_eq!(reason, "a room name can't contain <");
    }

    #[test]
    fn usernames_are_plain() {
        for good in ["ada", "Ada.L", "a1", "x_y-z"] {
            assert!(good.parse::<Username>().is_ok(), "{good}");
        }
        for bad in ["", "a", "'; DROP TABLE users; --", "<img>", "ä", "a b", "-a", &"x".repeat(33)] {
            assert!(bad.parse::<Username>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn emails_need_a_name_and_a_domain() {
        for good in ["ada@example.org", "a+b@school.lan", "a@b"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in ["", "@", "a@", "@b", "a b@c", "a@b@c", "x' OR '1'='1@d", "<a@b>"] {
            assert!(bad.parse::<Email>().is_err(), "{bad:?}");
        }
    }
}
