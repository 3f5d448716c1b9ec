/**
 * Every HTTP call the client makes, one method each, in the order of the box's own description. Those of the pages for
 * admins are in `AdminApi`.
 */
import type {
  CheckAnswer,
  ClientErrorReport,
  ConfigAnswer,
  CreateRoomRequest,
  GuestRequest,
  HealthAnswer,
  IceAnswer,
  LoginRequest,
  NetworkAnswer,
  PasswordLinkAnswer,
  RegisterRequest,
  Room,
  RoomAnswer,
  RoomsAnswer,
  SessionAnswer,
  SessionInfo,
  SessionsAnswer,
  SetPasswordRequest,
  SetupRequest,
  UpdateMeRequest,
  User,
  UserAnswer,
} from "../../protocol";
import type { HttpClient } from "./HttpClient";

export class BoxApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  // Arrow properties where a page hands the call itself on, to be made when it opens.
  readonly config = (): Promise<ConfigAnswer> => this.#http.request("GET", "/api/config");

  setup(body: SetupRequest): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/setup", { body, refresh: false });
  }

  readonly health = (): Promise<HealthAnswer> => this.#http.request("GET", "/api/health", { refresh: false });

  readonly check = (): Promise<CheckAnswer> => this.#http.request("GET", "/api/check", { refresh: false });

  register(body: RegisterRequest): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/auth/register", { body, refresh: false });
  }

  login(body: LoginRequest): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/auth/login", { body, refresh: false });
  }

  async logout(): Promise<void> {
    await this.#http.request("POST", "/api/auth/logout", { refresh: false });
  }

  /** Whose session the cookie is, or a guest's token. */
  async me(bearer?: string): Promise<User> {
    return (await this.#http.request<UserAnswer>("GET", "/api/auth/me", { bearer })).user;
  }

  /** `refresh: false` when a password travels along: its 401 means that the password is wrong. */
  async updateMe(body: UpdateMeRequest): Promise<User> {
    const refresh = body.currentPassword === undefined;
    return (await this.#http.request<UserAnswer>("PATCH", "/api/auth/me", { body, refresh })).user;
  }

  readonly sessions = async (): Promise<SessionInfo[]> =>
    (await this.#http.request<SessionsAnswer>("GET", "/api/auth/sessions")).sessions;

  async endSession(sessionId: string): Promise<void> {
    await this.#http.request("DELETE", `/api/auth/sessions/${encodeURIComponent(sessionId)}`);
  }

  async endOtherSessions(): Promise<void> {
    await this.#http.request("DELETE", "/api/auth/sessions");
  }

  /** Whose password a link sets. */
  lookAtPasswordLink(token: string): Promise<PasswordLinkAnswer> {
    return this.#http.request("POST", "/api/auth/password-link/look", { body: { token }, refresh: false });
  }

  setPasswordByLink(body: SetPasswordRequest): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/auth/password-link", { body, refresh: false });
  }

  async createRoom(body: CreateRoomRequest): Promise<Room> {
    return (await this.#http.request<RoomAnswer>("POST", "/api/rooms", { body })).room;
  }

  readonly rooms = async (): Promise<Room[]> =>
    (await this.#http.request<RoomsAnswer>("GET", "/api/rooms")).rooms;

  /** `invite`: the room's access token, which shows the room to whoever has it, logged in or not. */
  async room(roomId: string, invite: string | undefined): Promise<Room> {
    return (await this.#http.request<RoomAnswer>("GET", pathOfRoom(roomId), { invite })).room;
  }

  async closeRoom(roomId: string): Promise<void> {
    await this.#http.request("DELETE", pathOfRoom(roomId));
  }

  createGuest(roomId: string, body: GuestRequest): Promise<SessionAnswer> {
    return this.#http.request("POST", `${pathOfRoom(roomId)}/guests`, { body, refresh: false });
  }

  iceServers(bearer: string | undefined): Promise<IceAnswer> {
    return this.#http.request("GET", "/api/ice", { bearer });
  }

  async reportClientError(report: ClientErrorReport): Promise<void> {
    await this.#http.request("POST", "/api/client-errors", { body: report, refresh: false });
  }

  readonly network = (): Promise<NetworkAnswer> => this.#http.request("GET", "/api/admin/network");
}

function pathOfRoom(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}`;
}
