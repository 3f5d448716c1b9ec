/** Watches what a browser asks for: anything but the box is stopped, and remembered as a fault. */
import type { Page } from "@playwright/test";

/** Chromium refuses the worker of a box that is not trusted; one that is, is the subject of a test of its own. */
const UNTRUSTED_WORKER = /^An SSL certificate error occurred when fetching the script/;

export class NetworkWatch {
  /** Addresses outside the box that a page wanted. */
  readonly foreign: string[] = [];
  /** What a page threw and nobody caught. */
  readonly uncaught: string[] = [];
  /** Errors in the console, which include what the content security policy refused. */
  readonly consoleErrors: string[] = [];
  /** Requests and sockets that went to the box. */
  ownCount = 0;
  readonly #host: string;

  private constructor(origin: string) {
    this.#host = new URL(origin).host;
  }

  /** @param page as yet empty */
  static async over(page: Page, origin: string): Promise<NetworkWatch> {
    const watch = new NetworkWatch(origin);
    const context = page.context();
    context.on("request", (request) => watch.#count(request.url()));
    watch.#listen(page);
    await watch.#countSockets(page);
    await context.route(
      (url) => watch.#isForeign(url.href),
      (route) => route.abort(),
    );
    return watch;
  }

  async #countSockets(page: Page): Promise<void> {
    const context = page.context();
    if (context.browser()?.browserType().name() !== "chromium") {
      page.on("websocket", (socket) => this.#count(socket.url()));
      return;
    }
    // Elsewhere one is told of once it has an address, which a stranger's name may never get.
    const devtools = await context.newCDPSession(page);
    devtools.on("Network.webSocketCreated", ({ url }) => this.#count(url));
    await devtools.send("Network.enable");
  }

  #listen(page: Page): void {
    page.on("pageerror", (error) => {
      // Firefox's advice to developers comes by the same road.
      if (error.name === "WebRTC") return;
      this.uncaught.push(error.stack ?? error.message);
    });
    page.on("console", (message) => {
      if (message.type() === "error" && !UNTRUSTED_WORKER.test(message.text())) {
        this.consoleErrors.push(`${message.text()} (${message.location().url})`);
      }
    });
  }

  #count(url: string): void {
    if (this.#isForeign(url)) this.foreign.push(url);
    else this.ownCount += 1;
  }

  #isForeign(url: string): boolean {
    const { protocol, host } = new URL(url);
    // These come from inside the page.
    if (protocol === "data:" || protocol === "blob:") return false;
    return host !== this.#host || (protocol !== "https:" && protocol !== "wss:");
  }
}
