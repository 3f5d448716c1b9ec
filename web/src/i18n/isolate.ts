/**
 * Names, links and numbers that are put into a sentence bring their own direction of writing. Unicode isolates
 * (FSI … PDI) keep them from turning the words around them over. Only where that could happen: a Latin name in an
 * English sentence stays the plain string that it is.
 */
import type { Direction } from "../core/languages";

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";
/** Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export function isolate(value: string, around: Direction): string {
  const isSafe = value === "" || (around === "ltr" && !RIGHT_TO_LEFT.test(value));
  return isSafe ? value : FIRST_STRONG_ISOLATE + value + POP_ISOLATE;
}
