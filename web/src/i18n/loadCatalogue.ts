/** Each language is a file of its own, fetched when somebody reads it. */
import type { Language } from "../core/languages";
import type { Catalogue } from "./catalogue";

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import("./catalogues/en"),
  de: () => import("./catalogues/de"),
  fr: () => import("./catalogues/fr"),
  es: () => import("./catalogues/es"),
  pt: () => import("./catalogues/pt"),
  "zh-Hans": () => import("./catalogues/zh-Hans"),
  ar: () => import("./catalogues/ar"),
};

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return (await CATALOGUES[language]()).default;
}
