//! What an administrator chooses for the box while it runs.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::account::Role;
use super::name::{BoxName, InvalidName, Language};
use crate::protocol::api::{Settings, SettingsChange};

/// The choices; what was never made has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoxSettings {
    /// Whether anyone who reaches the box may make an account.
    pub registration_open: bool,
    /// What the box is called on its pages; `Neko` where it has no name of its own.
    pub name: Option<BoxName>,
    /// Who may make rooms.
    pub room_creation: RoomCreation,
    /// The language of its pages where a browser asks for none that there is.
    pub language: Option<Language>,
}

/// What a box without a name of its own is called.
const DEFAULT_NAME: &str = "Neko";

impl BoxSettings {
    /// These with the wished changes; an empty text takes a choice back.
    ///
    /// # Errors
    /// [`InvalidName`]: which wish can't be, and what could.
    pub fn changed(mut self, change: SettingsChange) -> Result<Self, InvalidName> {
        if let Some(open) = change.registration_open {
            self.registration_open = open;
        }
        if let Some(name) = change.box_name {
            self.name = (!name.trim().is_empty()).then(|| name.parse()).transpose()?;
        }
        if let Some(who) = change.room_creation {
            self.room_creation = who.parse()?;
        }
        if let Some(language) = change.language {
            self.language = (!language.is_empty()).then(|| language.parse()).transpose()?;
        }
        Ok(self)
    }

    /// As the API shows them.
    pub fn shown(&self) -> Settings {
        Settings {
            registration_open: self.registration_open,
            box_name: self.shown_name().to_owned(),
            room_creation: self.room_creation.as_str().to_owned(),
            language: self.language.clone().map(Into::into),
        }
    }

    /// What the box is called.
    pub fn shown_name(&self) -> &str {
        self.name.as_ref().map_or(DEFAULT_NAME, BoxName::as_str)
    }
}

/// Who may make rooms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoomCreation {
    /// Everyone with an account.
    #[default]
    Everyone,
    /// Admins alone.
    Admins,
}

impl RoomCreation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Everyone, Self::Admins];

    /// As it is written everywhere.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Admins => "admins",
        }
    }

    /// Whether someone in this `role` may make rooms.
    pub const fn allows(self, role: Role) -> bool {
        match (self, role) {
            (Self::Everyone, Role::User) | (_, Role::Admin) => true,
            (Self::Admins, Role::User) | (_, Role::Guest) => false,
        }
    }
}

impl FromStr for RoomCreation {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let found = Self::ALL.into_iter().find(|who| who.as_str() == text);
        found.ok_or_else(|| InvalidName::new("rooms are made by everyone or by admins"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wished_stays_and_an_empty_text_takes_a_choice_back() {
        let wish = |json: serde_json::Value| serde_json::from_value::<SettingsChange>(json).unwrap();
        let chosen = BoxSettings::default()
            .changed(wish(
                serde_json::json!({"boxName": "School", "language": "de", "roomCreation": "admins"}),
            ))
            .unwrap();
        assert_eq!((chosen.shown_name(), chosen.room_creation), ("School", RoomCreation::Admins));
        let opened = chosen.clone().changed(wish(serde_json::json!({"registrationOpen": true}))).unwrap();
        assert_eq!(opened, BoxSettings { registration_open: true, ..chosen.clone() });
        let back = opened.changed(wish(serde_json::json!({"boxName": " ", "language": ""}))).unwrap();
        assert_eq!((back.shown_name(), &back.language), ("Neko", &None));
        for wrong in [
            serde_json::json!({"boxName": "<b>"}),
            serde_json::json!({"language": "tlh"}),
            serde_json::json!({"roomCreation": "nobody"}),
        ] {
            assert!(chosen.clone().changed(wish(wrong.clone())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn guests_make_no_rooms_and_admins_always_may() {
        for (setting, role, allowed) in [
            (RoomCreation::Everyone, Role::Guest, false),
            (RoomCreation::Everyone, Role::User, true),
            (RoomCreation::Everyone, Role::Admin, true),
            (RoomCreation::Admins, Role::Guest, false),
            (RoomCreation::Admins, Role::User, false),
            (RoomCreation::Admins, Role::Admin, true),
        ] {
            assert_eq!(setting.allows(role), allowed, "{setting:?} {role:?}");
        }
    }
}
