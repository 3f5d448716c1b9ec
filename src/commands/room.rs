//! `neko room …`: rooms, who is in them, and who was.

use std::io::Write;

use anyhow::Result;
use neko::app::administration::{Done, Task};
use neko::cli::RoomCommand;
use neko::config::Config;
use neko::protocol::admin::{ManagedRoom, StayInfo, StaysAnswer};
use neko::protocol::api::Room;
use serde::Serialize;

use super::{perform, unexpected, write_json};

/// What the API answers of a room and of the stays in it, in one.
#[derive(Serialize)]
struct Shown<'a> {
    room: &'a ManagedRoom,
    #[serde(flatten)]
    stays: &'a StaysAnswer,
}

pub(super) fn room(command: RoomCommand, config: &Config, out: &mut impl Write) -> Result<()> {
    match command {
        RoomCommand::List { json, all } => {
            let Done::Rooms(rooms) = perform(config, Task::ListRooms { closed: all })? else {
                return Err(unexpected());
            };
            if json {
                return write_json(&rooms, out);
            }
            for room in rooms {
                write_room(&room, out)?;
            }
        }
        RoomCommand::Show { room_id, json } => {
            let Done::Room(room, stays) = perform(config, Task::ShowRoom { room_id })? else {
                return Err(unexpected());
            };
            if json {
                return write_json(&Shown { room: &room, stays: &stays }, out);
            }
            show(&room, &stays, out)?;
        }
        RoomCommand::Close { room_id } => {
            perform(config, Task::CloseRoom { room_id: room_id.into() })?;
            writeln!(out, "closed")?;
        }
    }
    Ok(())
}

fn write_room(room: &Room, out: &mut impl Write) -> Result<()> {
    let (state, present) = (if room.is_active { "open" } else { "closed" }, room.current_participants);
    writeln!(out, "{}\t{state}\t{present} present\t{}", room.room_id, room.name)?;
    Ok(())
}

fn show(room: &ManagedRoom, stays: &StaysAnswer, out: &mut impl Write) -> Result<()> {
    write_room(&room.room, out)?;
    if let Some(owner) = &room.owner {
        writeln!(out, "owner\t{}", owner.username)?;
    }
    for person in &room.participants {
        writeln!(out, "is in\t{}\tsince {}", person.display_name, person.joined_at)?;
    }
    for StayInfo { user, joined_at, left_at, .. } in &stays.stays {
        let Some(left_at) = left_at else { continue };
        let who = user.as_ref().map_or("a guest", |user| &user.display_name);
        writeln!(out, "was in\t{who}\t{joined_at} to {left_at}")?;
    }
    Ok(())
}
