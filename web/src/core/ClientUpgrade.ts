/**
 * Notices that the box serves another client than this page is: after an upgrade, old pages must not go on for ever,
 * and the files that they would load are gone.
 */
import { Store } from "./store";

export interface ClientUpgradeOptions {
  /** The path of this page's entry script: its name changes with every build. */
  entry: string;
  /** The page as the box serves it at this moment. */
  fetchPage: () => Promise<string>;
}

export class ClientUpgrade {
  /** Whether the box has another client by now. */
  readonly isDue = new Store(false);
  readonly #options: ClientUpgradeOptions;

  constructor(options: ClientUpgradeOptions) {
    this.#options = options;
  }

  /** Looks now. A box that can't be reached has nothing to say. */
  async check(): Promise<void> {
    if (this.isDue.get()) return;
    const page = await this.#options.fetchPage().catch(() => undefined);
    if (page !== undefined && !page.includes(this.#options.entry)) this.isDue.set(true);
  }
}
