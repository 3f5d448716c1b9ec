/** Each language is a file of its own, fetched when somebody reads it. */
import type { Language } from "../core/languages";
import type { Catalogue } from "./catalogue";

const CATALOGUES: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import("./catalogues/en"),
};

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  return (await CATALOGUES[language]()).default;
}
