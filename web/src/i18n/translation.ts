/** One language, ready to speak: its catalogue, its formats and its direction. */
import { createTranslator } from "use-intl/core";
import { type Direction, directionOf, type Language } from "../core/languages";
import type { Catalogue, EveryWord } from "./catalogue";
import { createFormats, type Formats } from "./formats";
import { isolate } from "./isolate";

/** `t(key, values)` is a string; `t.rich(key, values)` takes functions too, for what stands in tags. */
export type Translate = ReturnType<typeof createTranslator<EveryWord>>;

export interface Translation {
  language: Language;
  direction: Direction;
  t: Translate;
  format: Formats;
}

/** @param locale a BCP 47 tag of that language: how dates and numbers are written */
export function createTranslation(
  language: Language,
  locale: string,
  catalogues: readonly Catalogue[],
): Translation {
  const direction = directionOf(language);
  // Every language has English's keys and placeholders: the first the compiler checks, the second a test.
  const messages = Object.assign({}, ...catalogues) as EveryWord;
  return {
    language,
    direction,
    t: isolating(createTranslator({ locale, messages }), direction),
    format: createFormats(locale, direction),
  };
}

type Values = Record<string, unknown> | undefined;
type Speak = (key: string, values: Values) => string;

/** The same translator, with every string that is put into a sentence in its own direction. */
function isolating(translator: Translate, direction: Direction): Translate {
  const isolated = (values: Values) =>
    values &&
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" ? isolate(value, direction) : value,
      ]),
    );
  const [speak, speakRich] = [translator as unknown as Speak, translator.rich as unknown as Speak];
  const t: Speak = (key, values) => speak(key, isolated(values));
  return Object.assign(t, translator, {
    rich: (key: string, values: Values) => speakRich(key, isolated(values)),
  }) as unknown as Translate;
}
