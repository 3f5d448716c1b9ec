/** The languages of the client, and which of them somebody reads. Pure. */
export const LANGUAGES = ["en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What somebody gets whose languages are none of these. */
export const FALLBACK: Language = "en";

/** Each as those call it who read it. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
};

export type Direction = "ltr" | "rtl";

const RIGHT_TO_LEFT: readonly string[] = ["ar"];

export function directionOf(language: Language): Direction {
  return RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}

/** @param preferred BCP 47 tags as the browser has them, the best first */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = LANGUAGES.find((known) => known === languageOf(tag));
    if (language !== undefined) return language;
  }
  return FALLBACK;
}

/** The tag by which dates and numbers are written: as in the person's own country, if the browser names one. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => languageOf(tag) === language) ?? language;
}

function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split("-")[0];
}
