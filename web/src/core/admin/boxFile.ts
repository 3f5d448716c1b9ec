/** The settings of the box's file as a page shows and takes them. Pure. */
import type { SettingInfo, SettingValue } from "../../protocol";

/** In the order of the file; `general` are those outside of any section. */
export const SECTIONS = [
  "general",
  "net",
  "tls",
  "turn",
  "auth",
  "limits",
  "backup",
  "log",
  "other",
] as const;
export type Section = (typeof SECTIONS)[number];

export interface SettingGroup {
  section: Section;
  settings: SettingInfo[];
}

/** By section, those alone whose key, value or explanation hold what is searched for. */
export function groupSettings(settings: readonly SettingInfo[], search = ""): SettingGroup[] {
  const wanted = search.trim().toLowerCase();
  const found = settings.filter(({ key, value, description }) =>
    [key, textOf(value), description].some((text) => text.toLowerCase().includes(wanted)),
  );
  return SECTIONS.map((section) => ({
    section,
    settings: found.filter(({ key }) => sectionOf(key) === section),
  })).filter((group) => group.settings.length > 0);
}

export function sectionOf(key: string): Section {
  if (!key.includes(".")) return "general";
  const [name] = key.split(".");
  return SECTIONS.find((section) => section === name) ?? "other";
}

/** A list has one entry a line. */
export function textOf(value: SettingValue): string {
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/**
 * What was typed, of the kind that the setting has. What is no number stays a text: the box says what is wrong
 * with it.
 *
 * @param like a value of that kind
 */
export function parsed(text: string, like: SettingValue): SettingValue {
  const trimmed = text.trim();
  if (Array.isArray(like)) {
    return trimmed
      .split(/[\n,]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
  }
  if (typeof like === "boolean") return trimmed === "true";
  if (typeof like === "number") return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
  return trimmed;
}

/** Those that will be something else after the next start. */
export function waiting(settings: readonly SettingInfo[]): SettingInfo[] {
  return settings.filter(({ next }) => next !== undefined);
}
