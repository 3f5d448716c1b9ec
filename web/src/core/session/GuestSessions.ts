/**
 * Guests: a name and a token that open one room. Kept for the life of the tab, so that a reload does not ask
 * for the name again, and gone with it, so that the next person at this computer is nobody.
 */
import type { User } from "../../protocol";
import type { Clock } from "../clock";
import type { BoxApi } from "../http/BoxApi";
import { ApiError } from "../http/HttpClient";

export interface GuestSession {
  user: User;
  accessToken: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** Names the room whose session was begun last. */
const LATEST = "neko.guest";

// A token that ends while the join is on its way would only be refused.
const SAFETY_MARGIN_MS = 30_000;

export class GuestSessions {
  readonly #api: BoxApi;
  readonly #storage: Pick<Storage, "getItem" | "setItem">;
  readonly #clock: Clock;

  constructor(api: BoxApi, storage: Pick<Storage, "getItem" | "setItem">, clock: Clock) {
    this.#api = api;
    this.#storage = storage;
    this.#clock = clock;
  }

  /** The name last used for this room in this tab. */
  rememberedName(roomId: string): string | undefined {
    return this.#read(roomId)?.user.displayName;
  }

  /** The one begun last in this tab, while it holds. */
  latest(): GuestSession | undefined {
    const stored = this.#read(this.#storage.getItem(LATEST) ?? "");
    return stored !== undefined && this.#holds(stored) ? stored : undefined;
  }

  /**
   * The stored session while it holds for the same name, else one the box makes now. The box is asked about one that is
   * `doubted`: it may have ended before its time.
   */
  async enter(
    roomId: string,
    displayName: string,
    inviteToken: string,
    doubted = false,
  ): Promise<GuestSession> {
    const stored = this.#read(roomId);
    if (stored?.user.displayName === displayName && this.#holds(stored)) {
      if (!(doubted && (await this.#isRefused(stored)))) return stored;
    }
    const answer = await this.#api.createGuest(roomId, {
      displayName,
      accessToken: inviteToken,
    });
    const session = {
      user: answer.user,
      accessToken: answer.accessToken,
      expiresAt: this.#clock.now() + answer.expiresIn * 1000,
    };
    this.#storage.setItem(storageKey(roomId), JSON.stringify(session));
    this.#storage.setItem(LATEST, roomId);
    return session;
  }

  async #isRefused(session: GuestSession): Promise<boolean> {
    try {
      await this.#api.me(session.accessToken);
      return false;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return true;
      throw error;
    }
  }

  #holds(session: GuestSession): boolean {
    return session.expiresAt - SAFETY_MARGIN_MS > this.#clock.now();
  }

  #read(roomId: string): GuestSession | undefined {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(storageKey(roomId)) ?? "null");
      return isGuestSession(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

function storageKey(roomId: string): string {
  return `neko.guest.${roomId}`;
}

function isGuestSession(value: unknown): value is GuestSession {
  const session = value as Partial<GuestSession> | null;
  return (
    typeof session === "object" &&
    session !== null &&
    typeof session.accessToken === "string" &&
    typeof session.expiresAt === "number" &&
    typeof session.user?.displayName === "string"
  );
}
