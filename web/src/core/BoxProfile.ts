/** What everybody may know of the box: its name, its language, who may do what. Fetched once a page, and told to all. */
import type { ConfigAnswer } from "../protocol";
import { LANGUAGES, type Language } from "./languages";
import { Store } from "./store";

/** What a box is called until its people call it something, and until it has said so. */
export const UNNAMED = "Neko";

export class BoxProfile {
  /** Null until the box has answered. */
  readonly state = new Store<ConfigAnswer | null>(null);
  readonly #fetch: () => Promise<ConfigAnswer>;
  #coming: Promise<ConfigAnswer> | undefined;

  constructor(fetchConfig: () => Promise<ConfigAnswer>) {
    this.#fetch = fetchConfig;
  }

  /** Asks the box. Those who ask while an answer is on its way share it. */
  readonly load = (): Promise<ConfigAnswer> => {
    this.#coming ??= this.#fetch()
      .then((config) => {
        this.state.set(config);
        return config;
      })
      .finally(() => {
        this.#coming = undefined;
      });
    return this.#coming;
  };

  /** The language that was chosen for the box; none if that is not known either. Never throws. */
  readonly language = async (): Promise<Language | undefined> => {
    const config = await this.load().catch(() => undefined);
    return LANGUAGES.find((known) => known === config?.language);
  };
}
