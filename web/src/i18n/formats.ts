/** Times, numbers and lists as they are written in one place. */
import type { Direction } from "../core/languages";
import { isolate } from "./isolate";

export interface Formats {
  /** Hours and minutes. */
  time: (at: Date) => string;
  /** Weekday, day and month. */
  day: (at: Date) => string;
  dateTime: (at: Date) => string;
  /** One decimal below ten, none from there on. */
  measure: (amount: number) => string;
  /** With "and" before the last. */
  list: (names: readonly string[]) => string;
  /** "in 30 seconds"; in minutes when it is long. */
  fromNow: (seconds: number) => string;
  /** "3 minutes": in the largest unit of which there is more than one. */
  duration: (seconds: number) => string;
}

const DURATIONS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** @param locale a BCP 47 tag */
export function createFormats(locale: string, direction: Direction): Formats {
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const list = new Intl.ListFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: false });
  const fine = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const long = (amount: number, unit: string) =>
    new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: "long",
      maximumFractionDigits: 0,
    }).format(amount);
  return {
    time: (at) => time.format(at),
    day: (at) => day.format(at),
    dateTime: (at) => dateTime.format(at),
    measure: (amount) => (amount > 0 && amount < 10 ? fine : whole).format(amount),
    list: (names) => list.format(names.map((name) => isolate(name, direction))),
    fromNow: (seconds) =>
      seconds < 90 ? relative.format(seconds, "second") : relative.format(Math.ceil(seconds / 60), "minute"),
    duration: (seconds) => {
      const [unit, size] = DURATIONS.find(([, length]) => seconds >= 2 * length) ?? ["second", 1];
      return long(seconds / size, unit);
    },
  };
}
