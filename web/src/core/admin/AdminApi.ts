/** The HTTP calls of the pages for admins, fetched with those. */
import type {
  AuditAnswer,
  AuditEntry,
  BackupsAnswer,
  ClientError,
  ClientErrorsAnswer,
  ClockAnswer,
  CreateUserRequest,
  DoctorReport,
  HealthAnswer,
  ManagedRoom,
  ManagedRoomAnswer,
  ManagedRoomsAnswer,
  ManagedUser,
  ManagedUserAnswer,
  ManagedUsersAnswer,
  NetworkAnswer,
  RelayAnswer,
  RelayCheckAnswer,
  SessionInfo,
  SessionsAnswer,
  Settings,
  SettingsAnswer,
  SettingsChange,
  SettingValue,
  StaysAnswer,
  UpdateUserRequest,
} from "../../protocol";
import type { HttpClient } from "../http/HttpClient";

/** How many entries a page of a list has. */
export const PAGE_SIZE = 25;

export type RoomState = "open" | "closed" | "all";

/** A file as the box sends it. */
export interface Download {
  name: string;
  content: Blob;
}

export class AdminApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  users(search: string, offset: number): Promise<ManagedUsersAnswer> {
    return this.#get("/api/admin/users", { search, offset, limit: PAGE_SIZE });
  }

  async user(userId: string): Promise<ManagedUser> {
    return (await this.#get<ManagedUserAnswer>(pathOf("users", userId))).user;
  }

  createUser(body: CreateUserRequest): Promise<ManagedUserAnswer> {
    return this.#http.request("POST", "/api/admin/users", { body });
  }

  updateUser(userId: string, body: UpdateUserRequest): Promise<ManagedUserAnswer> {
    return this.#http.request("PATCH", pathOf("users", userId), { body });
  }

  makePasswordLink(userId: string): Promise<ManagedUserAnswer> {
    return this.#http.request("POST", `${pathOf("users", userId)}/password-link`);
  }

  async sessions(userId: string): Promise<SessionInfo[]> {
    return (await this.#get<SessionsAnswer>(`${pathOf("users", userId)}/sessions`)).sessions;
  }

  /** All of them unless one is named; one's own of this browser stays. */
  async endSessions(userId: string, sessionId?: string): Promise<void> {
    const one = sessionId === undefined ? "" : `/${encodeURIComponent(sessionId)}`;
    await this.#http.request("DELETE", `${pathOf("users", userId)}/sessions${one}`);
  }

  rooms(state: RoomState, search: string, offset: number): Promise<ManagedRoomsAnswer> {
    return this.#get("/api/admin/rooms", { state, search, offset, limit: PAGE_SIZE });
  }

  async room(roomId: string): Promise<ManagedRoom> {
    return (await this.#get<ManagedRoomAnswer>(pathOf("rooms", roomId))).room;
  }

  stays(roomId: string, offset: number): Promise<StaysAnswer> {
    return this.#get(`${pathOf("rooms", roomId)}/stays`, { offset, limit: PAGE_SIZE });
  }

  // Arrow properties where a page hands the call itself on, to be made when it opens.
  readonly boxSettings = (): Promise<Settings> => this.#get("/api/settings");

  updateBoxSettings(body: SettingsChange): Promise<Settings> {
    return this.#http.request("PATCH", "/api/settings", { body });
  }

  readonly settings = (): Promise<SettingsAnswer> => this.#get("/api/admin/settings");

  /** Null takes a setting out of the file. */
  changeSetting(key: string, value: SettingValue | null): Promise<SettingsAnswer> {
    return this.#http.request("PATCH", "/api/admin/settings", { body: { [key]: value } });
  }

  readonly backups = (): Promise<BackupsAnswer> => this.#get("/api/admin/backups");

  async makeBackup(passphrase: string | undefined): Promise<Download> {
    const body = passphrase === undefined ? {} : { passphrase };
    const answer = await this.#http.open("POST", "/api/admin/backup", { body });
    const [, name = "neko.backup"] =
      /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
    return { name, content: await answer.blob() };
  }

  /** @param before the number of the oldest entry one has */
  async audit(before?: number): Promise<AuditEntry[]> {
    return (await this.#get<AuditAnswer>("/api/admin/audit", { before, limit: PAGE_SIZE })).entries;
  }

  readonly clientErrors = async (): Promise<ClientError[]> =>
    (await this.#get<ClientErrorsAnswer>("/api/client-errors")).errors;

  readonly doctor = (): Promise<DoctorReport> => this.#get("/api/admin/doctor");

  readonly network = (): Promise<NetworkAnswer> => this.#get("/api/admin/network");

  async renewCertificate(): Promise<void> {
    await this.#http.request("POST", "/api/admin/certificate/renew");
  }

  readonly clock = (): Promise<ClockAnswer> => this.#get("/api/admin/clock");

  setClock(now: Date): Promise<ClockAnswer> {
    return this.#http.request("POST", "/api/admin/clock", { body: { now: now.toISOString() } });
  }

  readonly relay = (): Promise<RelayAnswer> => this.#get("/api/admin/relay");

  async stopAllocation(id: string): Promise<void> {
    await this.#http.request("DELETE", pathOf("relay", id));
  }

  testRelay(): Promise<RelayCheckAnswer> {
    return this.#http.request("POST", "/api/admin/relay/self-test");
  }

  readonly health = (): Promise<HealthAnswer> => this.#get("/api/health");

  /** Prometheus's text format. */
  readonly metrics = async (): Promise<string> => (await this.#http.open("GET", "/metrics")).text();

  #get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
    const parameters = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    return this.#http.request("GET", given.length === 0 ? path : `${path}?${parameters}`);
  }
}

function pathOf(collection: "users" | "rooms" | "relay", id: string): string {
  return `/api/admin/${collection}/${encodeURIComponent(id)}`;
}
