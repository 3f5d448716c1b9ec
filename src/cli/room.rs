//! `neko room …`: rooms from the command line.

use clap::Subcommand;

use crate::domain::id::RoomId;

/// What to do about rooms.
#[derive(Debug, Subcommand)]
pub enum RoomCommand {
    /// List the open rooms, the newest first
    List {
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
        /// The closed ones too
        #[arg(long)]
        all: bool,
    },
    /// Show a room: whose it is, who is in it at this moment, and who was, the latest first
    Show {
        /// The room's id, as `list` and its link show it
        #[arg(value_name = "ID")]
        room_id: RoomId,
        /// As JSON, for programs
        #[arg(long)]
        json: bool,
    },
    /// Close a room; those in it are told, and nobody gets in any more
    Close {
        /// The room's id, as `list` and its link show it
        #[arg(value_name = "ID")]
        room_id: RoomId,
    },
}
