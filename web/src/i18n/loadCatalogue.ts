/** Each area of each language is a file of its own, fetched when somebody reads it. */
import type { Language } from "../core/languages";
import type { Area, Catalogue } from "./catalogue";

const CATALOGUES = import.meta.glob<{ default: Catalogue }>("./catalogues/*/*.ts");

export async function loadCatalogue(area: Area, language: Language): Promise<Catalogue> {
  const load = CATALOGUES[`./catalogues/${area}/${language}.ts`];
  if (load === undefined) throw new Error(`there is no catalogue ${area} of ${language}`);
  return (await load()).default;
}
