// Written from the Rust types by scripts/types. Do not edit.

export type ErrorCode = "bad-message" | "too-large" | "unknown-type" | "not-in-room" | "already-in-room" | "peer-not-found" | "room-not-found" | "room-full" | "room-closed" | "access-denied" | "rate-limited" | "too-slow" | "server-closing" | "session-ended" | "internal" | "invalid-input" | "unauthenticated" | "bad-credentials" | "registration-closed" | "already-set-up" | "username-taken" | "email-taken" | "foreign-origin" | "not-found" | "method-not-allowed" | "unsupported-media-type";

export type Problem = { 
/**
 * `urn:neko:problem:CODE`.
 */
type: string, 
/**
 * [`ErrorCode::title`].
 */
title: string, 
/**
 * The HTTP status.
 */
status: number, 
/**
 * What went wrong this time and what to do.
 */
detail: string, 
/**
 * The code for programs.
 */
code: ErrorCode, 
/**
 * What the log has it under.
 */
correlationId: string, };

export type User = { 
/**
 * 24 hexadecimal digits.
 */
id: string, 
/**
 * The log-in name; made up for a guest.
 */
username: string, 
/**
 * Shown to the person and to admins.
 */
email?: string, 
/**
 * The name others see.
 */
displayName: string, 
/**
 * `admin`, `user` or `guest`.
 */
role: "admin" | "user" | "guest", 
/**
 * Since when the account exists.
 */
createdAt: string, 
/**
 * The last log-in; null before the first.
 */
lastLogin: string | null, };

export type Room = { 
/**
 * Its name in links.
 */
roomId: string, 
/**
 * Its name on the page.
 */
name: string, 
/**
 * What it is for; may be empty.
 */
description: string, 
/**
 * Its owner's id.
 */
createdBy: string, 
/**
 * Whether every account may see and enter it.
 */
isPublic: boolean, 
/**
 * The most participants at once.
 */
maxParticipants: number, 
/**
 * False once it was closed.
 */
isActive: boolean, 
/**
 * How many are present at this moment.
 */
currentParticipants: number, 
/**
 * When it was made.
 */
createdAt: string, 
/**
 * When it was closed.
 */
closedAt?: string, 
/**
 * The invite; for its owner and admins alone.
 */
accessToken?: string, };

export type IceServer = { 
/**
 * `stun:` and `turn:` addresses, best first.
 */
urls: Array<string>, 
/**
 * For TURN: good until its leading Unix time.
 */
username?: string, 
/**
 * For TURN: the password.
 */
credential?: string, };

export type SetupRequest = { 
/**
 * From the link that `serve` printed.
 */
setupToken: string, 
/**
 * 2 to 32 letters, digits, `.`, `_`, `-`.
 */
username: string, 
/**
 * `name@domain`.
 */
email: string, 
/**
 * 8 to 256 characters.
 */
password: string, 
/**
 * 1 to 64 characters; the username unless given.
 */
displayName?: string, };

export type RegisterRequest = { 
/**
 * 2 to 32 letters, digits, `.`, `_`, `-`.
 */
username: string, 
/**
 * `name@domain`.
 */
email: string, 
/**
 * 8 to 256 characters.
 */
password: string, 
/**
 * 1 to 64 characters; the username unless given.
 */
displayName?: string, };

export type LoginRequest = { 
/**
 * The username or the e-mail address.
 */
username: string, 
/**
 * The password.
 */
password: string, 
/**
 * Whether the session outlives the browser.
 */
rememberMe?: boolean, };

export type RefreshRequest = { 
/**
 * The refresh token, where no cookie carries it.
 */
refreshToken?: string, };

export type SessionAnswer = { 
/**
 * Who it is.
 */
user: User, 
/**
 * For `Authorization: Bearer`.
 */
accessToken: string, 
/**
 * How many seconds the access token is good for.
 */
expiresIn: number, };

export type UpdateMeRequest = { 
/**
 * A new display name.
 */
displayName?: string, 
/**
 * A new e-mail address.
 */
email?: string, 
/**
 * A new password; needs `currentPassword`.
 */
password?: string, 
/**
 * The password until now.
 */
currentPassword?: string, };

export type UserAnswer = { 
/**
 * Who it is.
 */
user: User, };

export type CreateRoomRequest = { 
/**
 * 1 to 100 characters.
 */
name: string, 
/**
 * Up to 500 characters.
 */
description?: string, 
/**
 * False unless given.
 */
isPublic?: boolean, 
/**
 * 2 to 10; 6 unless given.
 */
maxParticipants?: number, };

export type UpdateRoomRequest = { 
/**
 * A new name.
 */
name?: string, 
/**
 * A new description.
 */
description?: string, 
/**
 * Whether every account may see and enter it.
 */
isPublic?: boolean, 
/**
 * 2 to 10; those present stay.
 */
maxParticipants?: number, };

export type RoomAnswer = { 
/**
 * The room.
 */
room: Room, };

export type RoomsAnswer = { 
/**
 * The open ones: public, and one's own.
 */
rooms: Array<Room>, };

export type GuestRequest = { 
/**
 * The room's invite.
 */
accessToken: string, 
/**
 * 1 to 64 characters.
 */
displayName: string, };

export type IceAnswer = { 
/**
 * What this client can reach, best first.
 */
iceServers: Array<IceServer>, 
/**
 * How many seconds the credentials are good for.
 */
ttl: number, };

export type RelayAllocation = { 
/**
 * What to stop it by.
 */
id: string, 
/**
 * Whose it is.
 */
userId: string, 
/**
 * How its client reaches the box: `udp`, `tcp` or `tls`.
 */
transport: string, 
/**
 * Address and port of its client.
 */
client: string, 
/**
 * Its relayed addresses and ports: one, or one of each family.
 */
relayed: Array<string>, 
/**
 * For how many seconds it has been there.
 */
ageSeconds: number, 
/**
 * For how many more it stays unless its client refreshes it.
 */
secondsLeft: number, 
/**
 * Peer addresses that it may speak with.
 */
permissions: number, 
/**
 * Channels that it has bound.
 */
channels: number, 
/**
 * Payloads from the client that were its to send.
 */
packetsUp: number, 
/**
 * Bytes in them.
 */
bytesUp: number, 
/**
 * Payloads to the client.
 */
packetsDown: number, 
/**
 * Bytes in them.
 */
bytesDown: number, };

export type RelayAnswer = { 
/**
 * Whether the relay does its work.
 */
running: boolean, 
/**
 * The live allocations, oldest first.
 */
allocations: Array<RelayAllocation>, };

export type RelayChecked = { 
/**
 * `udp`, `tcp` or `tls`.
 */
transport: string, 
/**
 * Whether a payload went out and came back.
 */
works: boolean, 
/**
 * What happened, and what to do about it.
 */
detail: string, };

export type RelayCheckAnswer = { 
/**
 * Whether the relay works over every transport.
 */
works: boolean, 
/**
 * How it went over each.
 */
checks: Array<RelayChecked>, };

export type HealthAnswer = { 
/**
 * `ok`, or `draining` on the way down.
 */
status: string, 
/**
 * The version of this build.
 */
version: string, 
/**
 * Whole seconds since the start.
 */
uptimeSeconds: number, };

export type ConfigAnswer = { 
/**
 * Whether anyone may make an account.
 */
registrationOpen: boolean, 
/**
 * Whether the box has no admin yet.
 */
setupNeeded: boolean, 
/**
 * Whether the request came with a session's cookie, which may have expired; without one there is nobody to ask
 * for.
 */
hasSession: boolean, 
/**
 * The version of this build.
 */
version: string, };

export type Settings = { 
/**
 * Whether anyone may make an account (of role `user`).
 */
registrationOpen: boolean, };

export type MediaState = { 
/**
 * The microphone.
 */
audio: boolean, 
/**
 * The camera.
 */
video: boolean, 
/**
 * A shared screen.
 */
screen: boolean, };

export type ClientStats = { 
/**
 * From asking for the seat to having it; said once. Milliseconds, up to ten minutes as all times here.
 */
joinMs?: number, 
/**
 * To the other browsers and back.
 */
rttMs?: number, 
/**
 * Of what comes and, as they say, of what goes.
 */
jitterMs?: number, 
/**
 * 0 to 100.
 */
lossPercent?: number, 
/**
 * Of all that comes; up to 10 Gbit/s.
 */
kbpsIn?: number, 
/**
 * Of all that goes.
 */
kbpsOut?: number, 
/**
 * How often ICE was begun anew; up to 1,000.
 */
iceRestarts?: number, 
/**
 * How often a connection failed; up to 1,000.
 */
iceFailures?: number, };

export type Participant = { 
/**
 * Their seat.
 */
connectionId: string, 
/**
 * Who they are.
 */
userId: string, 
/**
 * The name to show.
 */
displayName: string, 
/**
 * Since when they are there.
 */
joinedAt: string, 
/**
 * What they send.
 */
media: MediaState, };

export type ChatLine = { 
/**
 * The line's id.
 */
messageId: string, 
/**
 * The sender's connection.
 */
from: string, 
/**
 * The sender, whom a later connection of theirs can know again.
 */
userId: string, 
/**
 * The sender's name.
 */
displayName: string, 
/**
 * The line.
 */
text: string, 
/**
 * When the box took it.
 */
sentAt: string, };

export type Mode = "mesh";

export type ClientErrorReport = { 
/**
 * What the error says.
 */
message: string, 
/**
 * Where in the code.
 */
stack?: string, 
/**
 * In which part of the page.
 */
component?: string, 
/**
 * On which page.
 */
path?: string, };

export type ClientError = { 
/**
 * When the box was told.
 */
at: string, 
/**
 * Whose page, where they were logged in.
 */
userId?: string, 
/**
 * In which browser.
 */
userAgent?: string, 
/**
 * What the error says.
 */
message: string, 
/**
 * Where in the code.
 */
stack?: string, 
/**
 * In which part of the page.
 */
component?: string, 
/**
 * On which page.
 */
path?: string, };

export type ClientErrorsAnswer = { 
/**
 * The latest since the start, newest first.
 */
errors: Array<ClientError>, };

export type LeaveReason = "left" | "disconnected" | "session-ended";

export type ClientMessage = { "type": "join-room", roomId: string, accessToken?: string, resumable?: boolean, resumeToken?: string, } | { "type": "leave-room", } | { "type": "offer", to: string, sdp: string, } | { "type": "answer", to: string, sdp: string, } | { "type": "ice-candidate", to: string, candidate: RTCIceCandidateInit | null, } | { "type": "chat-message", text: string, } | { "type": "media-state" } & MediaState | { "type": "client-stats" } & ClientStats | { "type": "ping", };

export type ServerMessage = { "type": "connected", 
/**
 * The connection's id.
 */
connectionId: string, 
/**
 * Whose session it is.
 */
user: User, 
/**
 * Kept by the client to claim its seat back after a lost socket.
 */
resumeToken: string, } | { "type": "room-joined", 
/**
 * The room.
 */
room: Room, 
/**
 * The one who joined.
 */
self: Participant, 
/**
 * The others.
 */
participants: Array<Participant>, 
/**
 * The latest lines that were said since somebody has been in the room, oldest first.
 */
chat: Array<ChatLine>, 
/**
 * Where this client finds STUN and TURN.
 */
iceServers: Array<IceServer>, 
/**
 * How media travels.
 */
mode: Mode, } | { "type": "user-joined", 
/**
 * Who.
 */
participant: Participant, } | { "type": "user-left", 
/**
 * Whose seat is free.
 */
connectionId: string, 
/**
 * Why.
 */
reason: LeaveReason, } | { "type": "offer", 
/**
 * Who sent it.
 */
from: string, 
/**
 * As it came.
 */
sdp: string, } | { "type": "answer", 
/**
 * Who sent it.
 */
from: string, 
/**
 * As it came.
 */
sdp: string, } | { "type": "ice-candidate", 
/**
 * Who sent it.
 */
from: string, 
/**
 * An `RTCIceCandidateInit` or null, as it came.
 */
candidate: RTCIceCandidateInit | null, } | { "type": "chat-message" } & ChatLine | { "type": "media-state", 
/**
 * Who.
 */
from: string, 
/**
 * The microphone.
 */
audio: boolean, 
/**
 * The camera.
 */
video: boolean, 
/**
 * A shared screen.
 */
screen: boolean, } | { "type": "pong", } | { "type": "error", 
/**
 * For programs.
 */
code: ErrorCode, 
/**
 * For people.
 */
message: string, 
/**
 * What the log has it under.
 */
correlationId: string, 
/**
 * The `id` of the message it is about.
 */
replyTo?: string, };
