/** Who is signed in on this browser. Holds the user, never a token: the session is an HttpOnly cookie. */
import type {
  ConfigAnswer,
  LoginRequest,
  RegisterRequest,
  SetPasswordRequest,
  SetupRequest,
  UpdateMeRequest,
  User,
} from "../../protocol";
import type { BoxApi } from "../http/BoxApi";
import { ApiError } from "../http/HttpClient";
import { Store } from "../store";

export type AuthState =
  | { status: "restoring"; user: null }
  /** `unreachable`: whether there is a session is not known, because the box did not answer. */
  | { status: "anonymous"; user: null; unreachable: boolean }
  | { status: "signed-in"; user: User };

export class AuthService {
  readonly state = new Store<AuthState>({ status: "restoring", user: null });
  readonly #api: BoxApi;
  readonly #config: () => Promise<ConfigAnswer>;

  /** @param config where the page has the box's own answer from */
  constructor(api: BoxApi, config = api.config) {
    this.#api = api;
    this.#config = config;
  }

  /** Finds out whether the cookie still stands for somebody. Never throws. */
  async restore(): Promise<void> {
    try {
      const { hasSession } = await this.#config();
      if (hasSession) this.#signedIn(await this.#api.me());
      else this.state.set({ status: "anonymous", user: null, unreachable: false });
    } catch (error) {
      const unreachable = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
      this.state.set({ status: "anonymous", user: null, unreachable });
    }
  }

  async login(body: LoginRequest): Promise<void> {
    this.#signedIn((await this.#api.login(body)).user);
  }

  async register(body: RegisterRequest): Promise<void> {
    this.#signedIn((await this.#api.register(body)).user);
  }

  async setup(body: SetupRequest): Promise<void> {
    this.#signedIn((await this.#api.setup(body)).user);
  }

  /** By a link from an administrator. */
  async setPassword(body: SetPasswordRequest): Promise<void> {
    this.#signedIn((await this.#api.setPasswordByLink(body)).user);
  }

  async updateProfile(body: UpdateMeRequest): Promise<void> {
    this.#signedIn(await this.#api.updateMe(body));
  }

  /** Signed out here even when the box can't be told: whoever presses it means it. */
  async logout(): Promise<void> {
    await this.#api.logout().catch(() => undefined);
    this.state.set({ status: "anonymous", user: null, unreachable: false });
  }

  #signedIn(user: User): void {
    this.state.set({ status: "signed-in", user });
  }
}
