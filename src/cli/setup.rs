//! `neko setup` and `neko settings`: the first admin and how the box is to be, from flags alone.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{PasswordArgs, Who};
use crate::domain::name::{BoxName, DisplayName, Email, Language};
use crate::domain::settings::RoomCreation;

/// What to set up.
#[derive(Args, Debug)]
pub struct SetupArgs {
    /// The first admin.
    #[command(flatten)]
    pub who: Who,
    /// E-mail address, to log in by as well; nothing is sent to it
    #[arg(long, value_name = "ADDRESS")]
    pub email: Email,
    /// Name that others see [default: the username]
    #[arg(long, value_name = "NAME")]
    pub display_name: Option<DisplayName>,
    /// Where the password comes from.
    #[command(flatten)]
    pub password: PasswordArgs,
    /// How the box is to be.
    #[command(flatten)]
    pub choices: ChoiceArgs,
}

/// What is chosen for the box while it runs, and counts at once; what is not given stays.
#[derive(Args, Debug)]
pub struct ChoiceArgs {
    /// What the box is called on its pages [default: Neko]
    #[arg(long, value_name = "NAME")]
    pub box_name: Option<BoxName>,
    /// Whether anyone who reaches the box may make an account: open or closed [default: closed]
    #[arg(long, value_name = "WHETHER", value_parser = open_or_closed())]
    pub registration: Option<bool>,
    /// Who may make rooms [default: everyone]
    #[arg(long, value_name = "WHO", value_parser = who_makes_rooms())]
    pub room_creation: Option<RoomCreation>,
    /// Language of the pages where a browser asks for none that there is: en, de, fr, es, pt, zh or ar
    #[arg(long, value_name = "CODE")]
    pub language: Option<Language>,
}

fn open_or_closed() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["open", "closed"]).map(|text| text == "open")
}

fn who_makes_rooms() -> impl TypedValueParser<Value = RoomCreation> {
    PossibleValuesParser::new(RoomCreation::ALL.map(RoomCreation::as_str)).try_map(|text| text.parse())
}
