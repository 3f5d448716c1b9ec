//! `docs/protocol.md` says what the code does: its messages can be read, and it names every error.

use serde_json::Value;

use super::error::ErrorCode;
use super::incoming::Incoming;

const DOCUMENT: &str = include_str!("../../docs/protocol.md");
const GENERATED: &str = include_str!("../../web/src/protocol/generated/index.ts");

#[test]
fn the_client_messages_of_the_document_are_read_by_the_box() {
    let messages = blocks("json client");
    assert!(messages.len() >= 7, "{messages:?}");
    for message in messages {
        assert!(Incoming::parse(message).is_ok(), "{message}");
    }
}

#[test]
fn the_box_says_the_types_of_the_document() {
    for message in blocks("json server") {
        let message: Value =
            serde_json::from_str(message).unwrap_or_else(|error| panic!("{error}: {message}"));
        let server = GENERATED.split_once("export type ServerMessage").unwrap().1;
        assert!(server.contains(&format!("\"type\": {}", message["type"])), "{message}");
    }
}

#[test]
fn the_document_names_every_error_with_its_status() {
    for code in ErrorCode::ALL {
        let row = format!("| `{}` | {} |", code.as_str(), code.status());
        assert!(DOCUMENT.contains(&row), "no row {row}");
    }
}

/// The fenced blocks with this info string.
fn blocks(info: &str) -> Vec<&'static str> {
    let opening = format!("```{info}\n");
    DOCUMENT.split(&opening).skip(1).map(|rest| rest.split_once("\n```").unwrap().0).collect()
}
