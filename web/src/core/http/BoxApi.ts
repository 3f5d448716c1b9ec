/** Every HTTP call the client makes, one method each, in the order of the contract. */
import type {
  BoxSettings,
  CreateRoomBody,
  GuestBody,
  IceServer,
  LoginBody,
  ProfileBody,
  PublicConfig,
  RegisterBody,
  Room,
  SessionAnswer,
  SetupBody,
  User,
} from "../../protocol";
import type { HttpClient } from "./HttpClient";

export class BoxApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  // Arrow properties where a page hands the call itself on, to be made when it opens.
  readonly config = (): Promise<PublicConfig> => this.#http.request("GET", "/api/config");

  setup(body: SetupBody): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/setup", { body, refresh: false });
  }

  register(body: RegisterBody): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/auth/register", { body, refresh: false });
  }

  login(body: LoginBody): Promise<SessionAnswer> {
    return this.#http.request("POST", "/api/auth/login", { body, refresh: false });
  }

  async logout(): Promise<void> {
    await this.#http.request("POST", "/api/auth/logout", { refresh: false });
  }

  async me(): Promise<User> {
    return (await this.#http.request<{ user: User }>("GET", "/api/auth/me")).user;
  }

  /** `refresh: false` when a password travels along: its 401 means that the password is wrong. */
  async updateMe(body: ProfileBody): Promise<User> {
    const refresh = body.currentPassword === undefined;
    return (await this.#http.request<{ user: User }>("PATCH", "/api/auth/me", { body, refresh })).user;
  }

  async createRoom(body: CreateRoomBody): Promise<Room> {
    return (await this.#http.request<{ room: Room }>("POST", "/api/rooms", { body })).room;
  }

  readonly rooms = async (): Promise<Room[]> =>
    (await this.#http.request<{ rooms: Room[] }>("GET", "/api/rooms")).rooms;

  /** @param refresh whether there may be a session to renew */
  async room(roomId: string, refresh: boolean): Promise<Room> {
    return (await this.#http.request<{ room: Room }>("GET", roomPath(roomId), { refresh })).room;
  }

  async closeRoom(roomId: string): Promise<void> {
    await this.#http.request("DELETE", roomPath(roomId));
  }

  createGuest(roomId: string, body: GuestBody): Promise<SessionAnswer> {
    return this.#http.request("POST", `${roomPath(roomId)}/guests`, { body, refresh: false });
  }

  iceServers(bearer: string | undefined): Promise<{ iceServers: IceServer[]; ttl: number }> {
    return this.#http.request("GET", "/api/ice", { bearer });
  }

  readonly settings = (): Promise<BoxSettings> => this.#http.request("GET", "/api/settings");

  updateSettings(body: Partial<BoxSettings>): Promise<BoxSettings> {
    return this.#http.request("PATCH", "/api/settings", { body });
  }
}

function roomPath(roomId: string): string {
  return `/api/rooms/${encodeURIComponent(roomId)}`;
}
