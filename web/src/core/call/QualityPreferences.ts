/** What the person chose to send and to receive: theirs on this computer, for every call. */
import { QUALITY_CHOICES, type QualityChoice } from "../rtc/budget";
import { Store } from "../store";

export interface QualityPreference {
  send: QualityChoice;
  receive: QualityChoice;
}

const KEY = "neko.quality";
const DEFAULT: QualityPreference = { send: "auto", receive: "auto" };

export class QualityPreferences {
  readonly state: Store<QualityPreference>;
  readonly #storage: Pick<Storage, "getItem" | "setItem">;

  constructor(storage: Pick<Storage, "getItem" | "setItem">) {
    this.#storage = storage;
    this.state = new Store(read(storage));
  }

  choose(choice: Partial<QualityPreference>): void {
    this.state.patch(choice);
    try {
      this.#storage.setItem(KEY, JSON.stringify(this.state.get()));
    } catch {
      // A full or forbidden storage: the choice holds for this visit.
    }
  }
}

function read(storage: Pick<Storage, "getItem">): QualityPreference {
  try {
    const value = JSON.parse(storage.getItem(KEY) ?? "null") as Partial<QualityPreference> | null;
    return { send: choiceOf(value?.send), receive: choiceOf(value?.receive) };
  } catch {
    return DEFAULT;
  }
}

function choiceOf(value: unknown): QualityChoice {
  return QUALITY_CHOICES.find((choice) => choice === value) ?? "auto";
}
