/** The languages of the client, and which of them somebody reads. Pure. */
export const LANGUAGES = ["en", "de", "fr", "es", "pt", "zh-Hans", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What somebody gets whose languages are none of these, on a box without a language of its own. */
export const FALLBACK: Language = "en";

/** Each as those call it who read it. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  "zh-Hans": "简体中文",
  ar: "العربية",
};

export type Direction = "ltr" | "rtl";

export function directionOf(language: Language): Direction {
  return language === "ar" ? "rtl" : "ltr";
}

/** @param preferred BCP 47 tags as the browser has them, the best first */
export function pickLanguage(preferred: readonly string[]): Language | undefined {
  for (const tag of preferred) {
    const language = LANGUAGES.find((known) => languageOf(known) === languageOf(tag));
    if (language !== undefined) return language;
  }
  return undefined;
}

/** The tag by which dates and numbers are written: as in the person's own country, if the browser names one. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => writingOf(tag) === writingOf(language)) ?? language;
}

function languageOf(tag: string): string | undefined {
  return tag.toLowerCase().split("-")[0];
}

/** Language and script: Taiwan's Chinese is written otherwise than China's. */
function writingOf(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    // Some systems name languages in ways that are none of BCP 47's.
    return undefined;
  }
}
