// Written from the Rust types by scripts/types. Do not edit.

export type ErrorCode = "bad-message" | "too-large" | "unknown-type" | "not-in-room" | "already-in-room" | "peer-not-found" | "room-not-found" | "room-full" | "room-closed" | "access-denied" | "rate-limited" | "too-slow" | "server-closing" | "session-ended" | "internal" | "disk-full" | "disk-failing" | "store-damaged" | "invalid-input" | "bad-backup" | "newer-backup" | "wrong-passphrase" | "unauthenticated" | "bad-credentials" | "account-disabled" | "registration-closed" | "already-set-up" | "username-taken" | "email-taken" | "last-admin" | "setting-fixed" | "link-expired" | "foreign-origin" | "not-found" | "method-not-allowed" | "unsupported-media-type";

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
displayName?: string, 
/**
 * Whether anyone may make an account (of role `user`).
 */
registrationOpen?: boolean, 
/**
 * What the box is called: 1 to 64 characters.
 */
boxName?: string, 
/**
 * Who may make rooms: `everyone` (with an account) or `admins`.
 */
roomCreation?: "everyone" | "admins", 
/**
 * The language of the pages where the browser asks for none that there is.
 */
language?: string, };

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
version: string, 
/**
 * Whether anyone may make an account (of role `user`).
 */
registrationOpen: boolean, 
/**
 * What the box is called.
 */
boxName: string, 
/**
 * Who may make rooms: `everyone` (with an account) or `admins`.
 */
roomCreation: "everyone" | "admins", 
/**
 * The language of the pages where the browser asks for none that there is.
 */
language?: string, };

export type Settings = { 
/**
 * Whether anyone may make an account (of role `user`).
 */
registrationOpen: boolean, 
/**
 * What the box is called.
 */
boxName: string, 
/**
 * Who may make rooms: `everyone` (with an account) or `admins`.
 */
roomCreation: "everyone" | "admins", 
/**
 * The language of the pages where the browser asks for none that there is.
 */
language?: string, };

export type SettingsChange = { 
/**
 * Whether anyone may make an account (of role `user`).
 */
registrationOpen?: boolean, 
/**
 * What the box is called: 1 to 64 characters.
 */
boxName?: string, 
/**
 * Who may make rooms: `everyone` (with an account) or `admins`.
 */
roomCreation?: "everyone" | "admins", 
/**
 * The language of the pages where the browser asks for none that there is.
 */
language?: string, };

export type CheckAnswer = { 
/**
 * The box's time.
 */
serverTime: string, 
/**
 * The caller's address, as the box sees it.
 */
yourAddress: string, 
/**
 * The box's own end of the connection.
 */
boxAddress: string, 
/**
 * The name or address that the caller used, as it says itself.
 */
host?: string, 
/**
 * Whether the certificate is for that.
 */
hostInCertificate: boolean, 
/**
 * `stun:`, `turn:` and `turns:` addresses for the caller, best first, without credentials: `stun:` answers anyone,
 * and a `turns:` that refuses (401) was reached and trusted. To relay takes a session and `GET /api/ice`.
 */
relayUrls: Array<string>, 
/**
 * SHA-256 of the certificate authority, to compare with what a device shows.
 */
authorityFingerprint: string, 
/**
 * The version of this build.
 */
version: string, };

export type NetworkInterface = { 
/**
 * What the system calls it.
 */
name: string, 
/**
 * Its addresses.
 */
addresses: Array<string>, 
/**
 * Whether `net.exclude-interfaces` leaves it out.
 */
excluded: boolean, };

export type MdnsState = { 
/**
 * Whether the box is to be found at all (`net.mdns`).
 */
enabled: boolean, 
/**
 * The name that it has, with `.local`; it may differ from the one asked for, which another machine may have.
 */
name?: string, 
/**
 * Whether a network has been told.
 */
announced: boolean, 
/**
 * What stands in the way.
 */
problem?: string, };

export type CertificateShown = { 
/**
 * Names and addresses that it is for.
 */
names: Array<string>, 
/**
 * Good from then.
 */
notBefore: string, 
/**
 * Good until then.
 */
notAfter: string, 
/**
 * When the box makes the next one by itself.
 */
renewedAt: string, 
/**
 * SHA-256 of it, pairs of hexadecimal digits with colons between.
 */
fingerprint: string, 
/**
 * Names and addresses of the box that it can't be for.
 */
leftOut: Array<string>, 
/**
 * Why the last try to make a better one failed.
 */
problem?: string, };

export type AuthorityShown = { 
/**
 * What it is called in a device's list.
 */
name: string, 
/**
 * Good until then.
 */
notAfter: string, 
/**
 * SHA-256 of it, pairs of hexadecimal digits with colons between.
 */
fingerprint: string, };

export type ProvidedShown = { 
/**
 * Names that it is for.
 */
names: Array<string>, 
/**
 * Good until then; nothing while there is none that can be used.
 */
notAfter?: string, 
/**
 * Why its files, as they are, can't be used.
 */
problem?: string, };

export type NetworkAnswer = { 
/**
 * Addresses for people, best first: for a printed sheet.
 */
urls: Array<string>, 
/**
 * Every network interface that has an address.
 */
interfaces: Array<NetworkInterface>, 
/**
 * Where the box listens for TCP, address and port.
 */
tcp: Array<string>, 
/**
 * Where the box listens for UDP, address and port.
 */
udp: Array<string>, 
/**
 * Names by which the box can be called.
 */
names: Array<string>, 
/**
 * Whether and how the box is found without DNS.
 */
mdns: MdnsState, 
/**
 * The certificate that new connections get.
 */
certificate: CertificateShown, 
/**
 * Who vouches for it.
 */
authority: AuthorityShown, 
/**
 * The certificate from elsewhere (`tls.certificate`), if there is to be one.
 */
providedCertificate?: ProvidedShown, };

export type ClockRequest = { 
/**
 * The time by the browser's clock.
 */
now: string, };

export type ClockAnswer = { 
/**
 * The box's time.
 */
now: string, 
/**
 * What the machine's own clock says.
 */
machine: string, };

export type Level = "good" | "warning" | "broken";

export type Finding = { 
/**
 * What it is about and what was found, for programs: `disk-low`.
 */
code: string, 
/**
 * How bad it is.
 */
level: Level, 
/**
 * What was found.
 */
found: string, 
/**
 * Why that may be, and what follows from it.
 */
cause?: string, 
/**
 * What to do.
 */
cure?: string, };

export type DoctorReport = { 
/**
 * The version of this build.
 */
version: string, 
/**
 * When the box was examined, by its own clock.
 */
at: string, 
/**
 * Whether nothing is broken.
 */
works: boolean, 
/**
 * Everything that was looked at, in the order in which to care for it.
 */
findings: Array<Finding>, };

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

export type SessionInfo = { 
/**
 * What to end it by.
 */
id: string, 
/**
 * Since when.
 */
createdAt: string, 
/**
 * When it was last renewed: every quarter of an hour while it is used.
 */
lastUsedAt: string, 
/**
 * Until when it lasts if it is not renewed.
 */
expiresAt: string, 
/**
 * Whether it outlives the browser.
 */
persistent: boolean, 
/**
 * In which browser or program it began, as that said itself.
 */
userAgent: string | null, 
/**
 * Whether it is the one that asks.
 */
current: boolean, };

export type SessionsAnswer = { 
/**
 * The one used last first.
 */
sessions: Array<SessionInfo>, };

export type PasswordLinkRequest = { 
/**
 * What follows the `#`.
 */
token: string, };

export type PasswordLinkAnswer = { 
/**
 * What they log in by.
 */
username: string, 
/**
 * What others call them.
 */
displayName: string, 
/**
 * Until when the link is good.
 */
expiresAt: string, };

export type SetPasswordRequest = { 
/**
 * What follows the `#`.
 */
token: string, 
/**
 * 8 to 256 characters.
 */
password: string, };

export type ManagedUser = { 
/**
 * Since when nobody gets in by it; null while one does.
 */
disabledAt: string | null, 
/**
 * Until when the link that was handed out is good; null where there is none.
 */
passwordLinkExpiresAt: string | null, 
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

export type ManagedUsersAnswer = { 
/**
 * A part of them, by username.
 */
users: Array<ManagedUser>, 
/**
 * How many there are that the search finds.
 */
total: number, };

export type PasswordLink = { 
/**
 * Behind any of the box's addresses: `/password#TOKEN`.
 */
path: string, 
/**
 * What it is good for.
 */
token: string, 
/**
 * Until when.
 */
expiresAt: string, };

export type ManagedUserAnswer = { 
/**
 * The account.
 */
user: ManagedUser, 
/**
 * Where their password is theirs to set: the way to it, shown this once.
 */
passwordLink?: PasswordLink, };

export type CreateUserRequest = { 
/**
 * 2 to 32 letters, digits, `.`, `_`, `-`.
 */
username: string, 
/**
 * `name@domain`.
 */
email: string, 
/**
 * 1 to 64 characters; the username unless given.
 */
displayName?: string, 
/**
 * `admin` or `user`; `user` unless given.
 */
role?: "admin" | "user", 
/**
 * 8 to 256 characters. Without one the answer has a link by which they set it.
 */
password?: string, };

export type UpdateUserRequest = { 
/**
 * `admin` or `user`.
 */
role?: "admin" | "user", 
/**
 * Whether nobody gets in by the account.
 */
disabled?: boolean, };

export type Person = { 
/**
 * Their id.
 */
id: string, 
/**
 * What they log in by.
 */
username: string, 
/**
 * What others call them.
 */
displayName: string, };

export type PresentPerson = { 
/**
 * Their connection.
 */
connectionId: string, 
/**
 * Who; a guest's id is no account's.
 */
userId: string, 
/**
 * What they are called there.
 */
displayName: string, 
/**
 * Since when.
 */
joinedAt: string, };

export type ManagedRoom = { 
/**
 * Whose it is; null where the account is gone.
 */
owner: Person | null, 
/**
 * Who is in it at this moment.
 */
participants: Array<PresentPerson>, 
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

export type ManagedRoomAnswer = { 
/**
 * The room.
 */
room: ManagedRoom, };

export type ManagedRoomsAnswer = { 
/**
 * A part of them, the newest first.
 */
rooms: Array<ManagedRoom>, 
/**
 * How many there are that the search finds.
 */
total: number, };

export type StayInfo = { 
/**
 * Who; a guest's id is no account's.
 */
userId: string, 
/**
 * Their account; null for guests.
 */
user: Person | null, 
/**
 * By which connection.
 */
connectionId: string, 
/**
 * From when.
 */
joinedAt: string, 
/**
 * Until when; null while they are there.
 */
leftAt: string | null, 
/**
 * How many whole seconds; null while they are there.
 */
duration: number | null, };

export type StaysAnswer = { 
/**
 * A part of them, the latest first.
 */
stays: Array<StayInfo>, 
/**
 * How many there are.
 */
total: number, };

export type AuditActor = { 
/**
 * `web`, `command-line`, or `box` for what it did by itself.
 */
via: "web" | "command-line" | "box", 
/**
 * Whose account; null for the command line, the box and those who did not get in.
 */
userId: string | null, 
/**
 * The name it had then.
 */
username: string | null, };

export type AuditSubject = { 
/**
 * A user's or a room's id.
 */
id: string | null, 
/**
 * The name it had then.
 */
name: string, };

export type AuditEntry = { 
/**
 * Higher is later.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * What, such as `logged-in`.
 */
action: string, 
/**
 * Who.
 */
actor: AuditActor, 
/**
 * To whom or what; null where that is the actor.
 */
subject: AuditSubject | null, 
/**
 * What else there is to say.
 */
detail: string | null, 
/**
 * What the log has the request under.
 */
correlationId: string | null, };

export type AuditAnswer = { 
/**
 * The newest first.
 */
entries: Array<AuditEntry>, };

export type BackupRequest = { 
/**
 * What to encrypt it with, at least 10 characters; not encrypted without.
 */
passphrase?: string, };

export type BackupFile = { 
/**
 * The file's name.
 */
name: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * How large it is.
 */
bytes: number, 
/**
 * Whether it takes a passphrase.
 */
encrypted: boolean, };

export type BackupOutcome = { 
/**
 * When.
 */
at: string, 
/**
 * The one that was made.
 */
backup: BackupFile | null, 
/**
 * Why there is none.
 */
error: string | null, };

export type BackupsAnswer = { 
/**
 * Where they are, on the box.
 */
directory: string, 
/**
 * At what time of the day by the box's clock, such as `03:00`; null where none are made.
 */
at: string | null, 
/**
 * How many are kept.
 */
keep: number, 
/**
 * Whether those to come are encrypted.
 */
encrypted: boolean, 
/**
 * When the next one is due; it may be past while it is being made.
 */
next: string | null, 
/**
 * How the last one went since the box started.
 */
last: BackupOutcome | null, 
/**
 * Those that are there, the newest first.
 */
backups: Array<BackupFile>, };

export type RestoreAnswer = { 
/**
 * As of when.
 */
createdAt: string, 
/**
 * The version of the neko that made the backup.
 */
version: string, 
/**
 * How many documents there are of each collection.
 */
documents: Record<string, number>, };

export type SettingInfo = { 
/**
 * Its dotted name.
 */
key: string, 
/**
 * What is in force: a text, a whole number, true or false, or a list of texts.
 */
value: SettingValue, 
/**
 * What will be after the next start, where that is something else.
 */
next?: SettingValue, 
/**
 * What it is unless said otherwise.
 */
default: SettingValue, 
/**
 * Who says so: `default`, `file`, `environment`, `flag`, or `admin` for what was set here and counts at once.
 */
origin: "default" | "file" | "environment" | "flag" | "admin", 
/**
 * Where in the file.
 */
place?: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Whether it can be changed here: not where a flag or a variable says what it is, nor where a wrong value would
 * leave no way back in.
 */
changeable: boolean, 
/**
 * Whether a change counts from the next start on.
 */
restart: boolean, };

export type SettingsAnswer = { 
/**
 * The file on the box that changes are written to.
 */
file: string, 
/**
 * Every setting, by key.
 */
settings: Array<SettingInfo>, };

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

export type SettingValue = string | number | boolean | string[];
