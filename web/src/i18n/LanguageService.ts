/** Which language the page speaks. It changes at once and without a reload; what can't be fetched changes nothing. */
import { FALLBACK, type Language, localeFor, pickLanguage } from "../core/languages";
import type { Preferences } from "../core/preferences";
import { Store } from "../core/store";
import type { Area, Catalogue } from "./catalogue";
import { createTranslation, type Translation } from "./translation";

export interface LanguageParts {
  preferences: Preferences;
  /** The browser's languages, the best first: BCP 47 tags. */
  preferred: readonly string[];
  /** The box's own, for somebody whose languages are none of ours. */
  ofBox?: () => Promise<Language | undefined>;
  load: (area: Area, language: Language) => Promise<Catalogue>;
}

export interface LanguageState {
  translation: Translation;
  /** The last one that was chosen could not be fetched. */
  hasFailed: boolean;
}

export class LanguageService {
  readonly state: Store<LanguageState>;
  readonly #parts: LanguageParts;
  /** What is being fetched or is there, by area. */
  readonly #opened = new Map<Area, Promise<void>>();
  #wanted: Language;

  /**
   * In the language that was chosen, or the browser's, or the box's, or else English.
   *
   * @throws whatever kept the English catalogue too from being fetched
   */
  static async start(parts: LanguageParts): Promise<LanguageService> {
    const known = parts.preferences.state.get().language ?? pickLanguage(parts.preferred);
    const wanted = known ?? (await parts.ofBox?.()) ?? FALLBACK;
    const translation = await load(parts, ["main"], wanted).catch(() => load(parts, ["main"], FALLBACK));
    return new LanguageService(parts, translation);
  }

  private constructor(parts: LanguageParts, translation: Translation) {
    this.#parts = parts;
    this.#wanted = translation.language;
    this.state = new Store({ translation, hasFailed: false });
  }

  /** Kept for the next visit once it is spoken. */
  async choose(language: Language): Promise<void> {
    this.#wanted = language;
    const translation = await this.#load(language).catch(() => undefined);
    // Somebody who goes through the list with the arrow keys has wanted another one since.
    if (this.#wanted !== language) return;
    if (translation === undefined) {
      this.#wanted = this.state.get().translation.language;
      this.state.patch({ hasFailed: true });
      return;
    }
    this.#parts.preferences.set({ language });
    this.state.set({ translation, hasFailed: false });
  }

  /** Settles when the words of an area are there; the same promise until they could not be fetched. */
  open(area: Area): Promise<void> {
    const opened = this.#opened.get(area) ?? this.#fetch(area);
    this.#opened.set(area, opened);
    return opened;
  }

  async #fetch(area: Area): Promise<void> {
    try {
      let translation = await load(this.#parts, this.#areas(area), this.#wanted);
      while (translation.language !== this.#wanted) {
        translation = await load(this.#parts, this.#areas(area), this.#wanted);
      }
      this.state.patch({ translation });
    } catch (error) {
      this.#opened.delete(area);
      throw error;
    }
  }

  #load(language: Language): Promise<Translation> {
    return load(this.#parts, this.#areas("main"), language);
  }

  #areas(also: Area): Area[] {
    return [...new Set<Area>(["main", ...this.#opened.keys(), also])];
  }
}

async function load(parts: LanguageParts, areas: readonly Area[], language: Language): Promise<Translation> {
  const catalogues = await Promise.all(areas.map((area) => parts.load(area, language)));
  return createTranslation(language, localeFor(language, parts.preferred), catalogues);
}
