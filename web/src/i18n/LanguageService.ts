/** Which language the page speaks. It changes at once and without a reload; what can't be fetched changes nothing. */
import { FALLBACK, type Language, localeFor, pickLanguage } from "../core/languages";
import type { Preferences } from "../core/preferences";
import { Store } from "../core/store";
import type { Catalogue } from "./catalogue";
import { createTranslation, type Translation } from "./translation";

export interface LanguageParts {
  preferences: Preferences;
  /** The browser's languages, the best first: BCP 47 tags. */
  preferred: readonly string[];
  load: (language: Language) => Promise<Catalogue>;
}

export interface LanguageState {
  translation: Translation;
  /** The last one that was chosen could not be fetched. */
  hasFailed: boolean;
}

export class LanguageService {
  readonly state: Store<LanguageState>;
  readonly #parts: LanguageParts;
  #wanted: Language;

  /**
   * In the language that was chosen, or the browser's, or else English.
   *
   * @throws whatever kept the English catalogue too from being fetched
   */
  static async start(parts: LanguageParts): Promise<LanguageService> {
    const wanted = parts.preferences.state.get().language ?? pickLanguage(parts.preferred);
    const translation = await load(parts, wanted).catch(() => load(parts, FALLBACK));
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
    const translation = await load(this.#parts, language).catch(() => undefined);
    // Somebody who goes through the list with the arrow keys has wanted another one since.
    if (this.#wanted !== language) return;
    if (translation === undefined) {
      this.state.patch({ hasFailed: true });
      return;
    }
    this.#parts.preferences.set({ language });
    this.state.set({ translation, hasFailed: false });
  }
}

async function load({ load: fetch, preferred }: LanguageParts, language: Language): Promise<Translation> {
  return createTranslation(language, localeFor(language, preferred), await fetch(language));
}
