//! What each setting is for, in a sentence for whoever runs the box, and whether it may be changed over the API.

/// What there is to say of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct About {
    /// What it is for.
    pub(super) text: &'static str,
    /// Whether an admin may change it from a page. Where a wrong value would leave no way back in, or makes sense on
    /// the machine alone, it is not.
    pub(super) changeable: bool,
}

/// What there is to say of the setting `key`; none of one that there is not.
pub(super) fn about(key: &str) -> Option<About> {
    let fixed = |text| Some(About { text, changeable: false });
    let free = |text| Some(About { text, changeable: true });
    match key {
        "data-dir" => fixed("Where the box keeps all it knows."),
        "listen" => fixed("TCP addresses and ports for everything: HTTPS, WebSocket, plain HTTP, TURN."),
        "http-listen" => fixed("TCP addresses, such as port 80, from where plain HTTP is led to HTTPS."),
        "udp-listen" => fixed("UDP addresses and ports for STUN and TURN; none: as listen, and port 3478."),
        "hostname" => free("Names by which people reach the box, beside those it finds out by itself."),
        "store" => fixed("Where the documents are."),
        "open-registration" => free("Whether anyone who reaches the box may make an account."),
        "log.format" => free("Log lines for people (text) or for programs (json)."),
        "log.level" => {
            free("The least important log line that is still written: error, warn, info, debug, trace.")
        }
        "log.otlp-endpoint" => free(
            "A collector on the local network that the log is sent to as well (OTLP), as http://HOST:4318; none: nothing is sent.",
        ),
        "net.exclude-interfaces" => free("Network interfaces that nobody reaches the box by."),
        "net.mdns" => free("Whether the box tells its name and addresses by multicast DNS."),
        "net.mdns-name" => free("Its name there, without .local."),
        "tls.certificate" => free("A certificate from elsewhere with its chain, as a PEM file."),
        "tls.key" => free("Its key, as a PEM file."),
        "tls.acme-directory" => free("The URL of an ACME directory on the local network."),
        "tls.acme-ca" => free("The authority that vouches for that directory, as a PEM file."),
        "tls.acme-contact" => free("An e-mail address for that directory."),
        "turn.relay-ports" => free("UDP ports for relayed calls."),
        "turn.allow-loopback" => fixed("Relayed traffic to this machine's own loopback: for tests alone."),
        "turn.allow-public" => free("Whether relayed calls may leave the building for public addresses."),
        "turn.udp-offload" => {
            free("Whether runs of relayed packets are handed to the system as one, where it can.")
        }
        "turn.realm" => free("The realm of the relay's credentials."),
        "turn.credential-minutes" => free("How long the relay's credentials last."),
        "turn.max-allocations-per-user" => free("Relayed connections of one person at once."),
        "turn.max-allocations-per-address" => free("Relayed connections from one address at once."),
        "turn.max-allocations" => free("Relayed connections in all."),
        "turn.max-streams-per-address" => free("TCP and TLS connections to the relay from one address."),
        "turn.max-kilobits-per-allocation" => free(
            "Kilobits a second that one relayed connection may carry each way; 0 for as much as there is.",
        ),
        "auth.access-token-minutes" => free("How long an access token lasts; it is renewed by itself."),
        "auth.refresh-hours" => free("How long someone stays logged in without coming by."),
        "auth.remember-me-days" => free("The same for those who asked to be remembered."),
        "auth.password-link-hours" => free("How long a link is good by which someone sets their password."),
        "auth.signing-key-days" => free("How long the key is used that signs sessions."),
        "auth.argon2-memory-kib" => free("Memory that hashing a password takes, in KiB."),
        "auth.argon2-iterations" => free("Passes over that memory."),
        "auth.argon2-parallelism" => free("Lanes in that memory."),
        "auth.hash-concurrency" => free("Passwords hashed at once."),
        "limits.max-connections" => free("TCP connections at once."),
        "limits.max-connections-per-address" => free("TCP connections from one address at once."),
        "limits.max-connections-per-user" => free("Signaling connections of one person at once."),
        "limits.tls-handshake-timeout-seconds" => free("How long a client may take to begin, and for TLS."),
        "limits.header-read-timeout-seconds" => free("How long a client may take for the head of a request."),
        "limits.max-header-bytes" => free("Bytes of the head of a request."),
        "limits.body-read-timeout-seconds" => free("How long a client may take for the body of a request."),
        "limits.max-body-bytes" => free("Bytes of a request's body."),
        "limits.max-frame-bytes" => free("Bytes of a signaling message."),
        "limits.max-chat-characters" => free("Characters of a chat message."),
        "limits.chat-history" => free("Chat messages that a room keeps for those who come later."),
        "limits.outbox-messages" => free("Messages that may wait for a client that reads slowly."),
        "limits.outbox-bytes" => free("Bytes that may wait for a client that reads slowly."),
        "limits.ping-interval-seconds" => free("How often a signaling connection is asked whether it lives."),
        "limits.ping-timeout-seconds" => free("How long it may take to answer that."),
        "limits.seat-kept-seconds" => free("How long the seat of someone whose connection was lost is kept."),
        "limits.api-calls-per-minute-per-user" => free("Calls of the API by one person; 0 for any number."),
        "limits.api-calls-per-minute-per-address" => {
            free("Calls of the API from one address; 0 for any number.")
        }
        "limits.log-ins-per-minute-per-address" => free("Log-ins from one address; 0 for any number."),
        "limits.log-in-free-tries" => {
            free("Wrong passwords for one account from one address before the next try has to wait.")
        }
        "limits.log-in-longest-delay-seconds" => free("The longest that it has to wait."),
        "limits.registrations-per-hour-per-address" => {
            free("New accounts from one address; 0 for any number.")
        }
        "limits.new-rooms-per-hour-per-user" => free("New rooms of one person; 0 for any number."),
        "limits.joins-per-minute-per-user" => free("Joins by one person; 0 for any number."),
        "limits.joins-per-minute-per-room" => free("Joins of one room; 0 for any number."),
        "limits.descriptions-per-minute" => free("Offers and answers over one signaling connection."),
        "limits.candidates-per-minute" => free("ICE candidates over one signaling connection."),
        "limits.chat-messages-per-minute" => free("Lines of the chat over one signaling connection."),
        "limits.media-states-per-minute" => free("Changes of what is sent over one signaling connection."),
        "limits.other-messages-per-minute" => free("All other messages over one signaling connection."),
        "limits.kilobytes-per-second" => free("How fast one signaling connection is read, in kilobytes."),
        "limits.rooms-per-user" => free("Open rooms of one person."),
        "limits.login-queue" => free("Log-ins that may wait for their password to be hashed."),
        "backup.automatic" => free("Whether the box makes a backup every day."),
        "backup.at" => free("At what time, by the machine's time zone."),
        "backup.keep" => free("How many of them are kept."),
        "backup.directory" => free("Where they go: in the data directory, unless it begins with a slash."),
        "backup.passphrase-file" => free("A file whose first line is a passphrase to encrypt them with."),
        _ => None,
    }
}
