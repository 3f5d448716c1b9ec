/** Somebody at a browser of their own, with the verbs of the product. They know only what the page shows. */
import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import type { Box } from "./box.ts";
import { type PeerMedia, readMedia } from "./media.ts";
import type { NetworkWatch } from "./network.ts";

export const PASSWORD = "correct horse battery";
/** Media on a busy machine may take its time. */
const MEDIA_DEADLINE_MS = 60_000;

export interface RoomWishes {
  name?: string;
  maxParticipants?: number;
  isPublic?: boolean;
}

export interface PersonParts {
  name: string;
  box: Pick<Box, "origin" | "setupToken">;
  context: BrowserContext;
  page: Page;
  network: NetworkWatch;
}

export class Person {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly network: NetworkWatch;
  readonly #box: PersonParts["box"];

  constructor({ name, box, context, page, network }: PersonParts) {
    this.name = name;
    this.page = page;
    this.context = context;
    this.network = network;
    this.#box = box;
  }

  get username(): string {
    return this.name.toLowerCase();
  }

  get email(): string {
    return `${this.username}@box.lan`;
  }

  // --- without the page, where the page is not the subject

  /** An account and its cookies. */
  async hasAccount(): Promise<this> {
    await this.#post("/api/auth/register", this.#account());
    return this;
  }

  /** The box's first account, and its cookies. */
  async isAdmin(): Promise<this> {
    await this.#post("/api/setup", { ...this.#account(), setupToken: this.#box.setupToken });
    return this;
  }

  /** @returns the invite */
  async hasRoom({ name = "Kitchen table", ...wishes }: RoomWishes = {}): Promise<string> {
    const { room } = await this.#post("/api/rooms", { name, ...wishes });
    return `${this.#box.origin}/room/${room.roomId}#${room.accessToken}`;
  }

  // --- the pages

  async goTo(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#box.origin).href);
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  alert(): Locator {
    return this.page.getByRole("alert");
  }

  async fillAccount(): Promise<void> {
    await this.field("Username").fill(this.username);
    await this.field("Email").fill(this.email);
    await this.field("Display name").fill(this.name);
    await this.field("Password").fill(PASSWORD);
  }

  async logIn(password = PASSWORD): Promise<void> {
    await this.field("Username").fill(this.username);
    await this.field("Password").fill(password);
    await this.button("Log in").click();
  }

  // --- the call

  async join(invite: string): Promise<void> {
    await this.page.goto(invite);
    await this.button("Join").click();
    await this.expectInCall();
  }

  async joinAsGuest(invite: string): Promise<void> {
    await this.page.goto(invite);
    await this.field("Your name").fill(this.name);
    await this.button("Join").click();
    await this.expectInCall();
  }

  async expectInCall(): Promise<void> {
    await expect(this.button("Leave")).toBeVisible();
    await expect(this.tileOf(this)).toHaveCount(1);
  }

  tileOf(person: Person): Locator {
    return this.page.getByRole("group", { name: person.name, exact: true });
  }

  /** Everybody's, one's own too. */
  tiles(): Locator {
    return this.page.locator("[data-connection-id]");
  }

  async connectionIdOf(person: Person): Promise<string> {
    return (await this.tileOf(person).getAttribute("data-connection-id")) ?? "";
  }

  media(): Promise<PeerMedia[]> {
    return readMedia(this.page);
  }

  async mediaOf(person: Person): Promise<PeerMedia | undefined> {
    const connectionId = await this.connectionIdOf(person);
    return (await this.media()).find((peer) => peer.connectionId === connectionId);
  }

  /** Pictures are decoded, sound arrives and is played, and more of all of them from here on. */
  async expectSeesAndHears(...others: Person[]): Promise<void> {
    for (const other of others) {
      await expect(this.tileOf(other)).toHaveCount(1);
      const since = await this.mediaOf(other);
      const growth = async () => {
        const media = await this.mediaOf(other);
        const grows = (key: "framesDecoded" | "audioBytes" | "audioEnergy") => {
          const before = since?.connectionId === media?.connectionId ? (since?.[key] ?? 0) : 0;
          return (media?.[key] ?? 0) > before;
        };
        return {
          state: media?.connectionState,
          pictures: grows("framesDecoded"),
          sound: grows("audioBytes"),
          heard: grows("audioEnergy"),
        };
      };
      await expect
        .poll(growth, { message: `what ${this.name} gets of ${other.name}`, timeout: MEDIA_DEADLINE_MS })
        .toEqual({ state: "connected", pictures: true, sound: true, heard: true });
      await expect(this.tileOf(other)).toHaveAttribute("data-connection-state", "connected");
      await this.expectPictureIn(this.tileOf(other));
    }
  }

  /** The tile shows what the connection decodes. */
  async expectPictureIn(tile: Locator): Promise<void> {
    const video = tile.locator("video");
    await expect(video).toHaveCount(1);
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => !element.paused && element.videoWidth > 0), {
        timeout: MEDIA_DEADLINE_MS,
      })
      .toBe(true);
  }

  async expectGone(other: Person): Promise<void> {
    await expect(this.tileOf(other)).toHaveCount(0);
  }

  async openChat(): Promise<void> {
    if (!(await this.field("Message").isVisible())) await this.button("Chat").click();
    await expect(this.field("Message")).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.openChat();
    await this.field("Message").fill(text);
    await this.button("Send").click();
  }

  async expectReads(text: string): Promise<void> {
    await this.openChat();
    await expect(this.page.getByRole("log").getByText(text, { exact: true })).toHaveCount(1);
  }

  async leave(): Promise<void> {
    await this.button("Leave").click();
    await expect(this.tiles()).toHaveCount(0);
  }

  /** What the page's own button puts on the clipboard. */
  async copyInvite(): Promise<string> {
    await this.button("Copy invite link").click();
    await expect(this.page.getByText("Copied", { exact: true })).toBeVisible();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  // --- the keyboard

  /** Presses Tab until `target` has the focus. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 40; presses += 1) {
      await this.page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`Tab never came to ${target}`);
  }

  #account() {
    return { username: this.username, email: this.email, password: PASSWORD, displayName: this.name };
  }

  /** With the context's own cookies, as the page would. */
  async #post(path: string, data: object) {
    const answer = await this.context.request.post(this.#box.origin + path, {
      data,
      headers: { Origin: this.#box.origin },
    });
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  }
}
