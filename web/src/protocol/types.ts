/** The wire, as `docs/protocol.md` and the contract describe it. Types alone: nothing here runs. */

export type Role = "admin" | "user" | "guest";

/** Times are RFC 3339 UTC. */
export type User = {
  id: string;
  username: string;
  email?: string;
  displayName: string;
  role: Role;
  createdAt: string;
  lastLogin: string | null;
};

export type Room = {
  roomId: string;
  name: string;
  description: string;
  createdBy: string;
  isPublic: boolean;
  maxParticipants: number;
  isActive: boolean;
  currentParticipants: number;
  createdAt: string;
  closedAt?: string;
  /** Only for the room's owner and for admins: whoever holds it may enter. */
  accessToken?: string;
};

export type MediaState = { audio: boolean; video: boolean; screen: boolean };

export type Participant = {
  connectionId: string;
  userId: string;
  displayName: string;
  joinedAt: string;
  media: MediaState;
};

export type IceServer = { urls: string[]; username?: string; credential?: string };

/** RTCIceCandidateInit as it travels. */
export type IceCandidate = {
  candidate?: string;
  sdpMid?: string | null;
  sdpMLineIndex?: number | null;
  usernameFragment?: string | null;
};

export type RoomMode = "mesh";

export type ClientMessage = { id?: string } & (
  | { type: "join-room"; roomId: string; accessToken?: string }
  | { type: "leave-room" }
  | { type: "offer"; to: string; sdp: string }
  | { type: "answer"; to: string; sdp: string }
  | { type: "ice-candidate"; to: string; candidate: IceCandidate | null }
  | { type: "chat-message"; text: string }
  | ({ type: "media-state" } & MediaState)
  | { type: "ping" }
);

export type ServerMessage =
  | { type: "connected"; connectionId: string; user: User; resumeToken: string }
  | {
      type: "room-joined";
      room: Room;
      self: Participant;
      participants: Participant[];
      iceServers: IceServer[];
      mode: RoomMode;
    }
  | { type: "user-joined"; participant: Participant }
  | { type: "user-left"; connectionId: string; reason: string }
  | { type: "offer"; from: string; sdp: string }
  | { type: "answer"; from: string; sdp: string }
  | { type: "ice-candidate"; from: string; candidate: IceCandidate | null }
  | ChatMessage
  | ({ type: "media-state"; from: string } & MediaState)
  | { type: "pong" }
  | { type: "error"; code: ErrorCode; message: string; correlationId: string; replyTo?: string };

export type ChatMessage = {
  type: "chat-message";
  messageId: string;
  from: string;
  displayName: string;
  text: string;
  sentAt: string;
};

/** Shared by HTTP problems and signaling errors. A newer server may know more: see `sentences.ts`. */
export type ErrorCode =
  | "access-denied"
  | "already-in-room"
  | "bad-credentials"
  | "bad-message"
  | "email-taken"
  | "internal"
  | "not-in-room"
  | "peer-not-found"
  | "rate-limited"
  | "registration-closed"
  | "room-closed"
  | "room-full"
  | "room-not-found"
  | "too-large"
  | "unauthorized"
  | "unknown-type"
  | "username-taken"
  | "validation";

/** RFC 9457 problem document. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  correlationId: string;
};

export type SetupBody = RegisterBody & { setupToken: string };
export type RegisterBody = { username: string; email: string; password: string; displayName?: string };
export type LoginBody = { username: string; password: string };
export type SessionAnswer = { user: User; accessToken: string; expiresIn: number };
export type ProfileBody = {
  displayName?: string;
  email?: string;
  password?: string;
  currentPassword?: string;
};
export type CreateRoomBody = {
  name: string;
  description?: string;
  isPublic?: boolean;
  maxParticipants?: number;
};
export type GuestBody = { accessToken?: string; displayName: string };
export type PublicConfig = { registrationOpen: boolean; setupNeeded: boolean; version: string };
export type BoxSettings = { registrationOpen: boolean };
