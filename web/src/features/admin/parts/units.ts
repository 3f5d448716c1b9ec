/** Amounts with their units, as a language writes them. */
import { useMemo } from "react";
import { useTranslation } from "../../../hooks/translation";

export interface Units {
  bytes: (amount: number) => string;
  bitsPerSecond: (amount: number) => string;
  percent: (share: number) => string;
  count: (amount: number) => string;
  /** The two largest units of it. */
  duration: (seconds: number) => string;
}

const STEPS = ["", "kilo", "mega", "giga", "tera"] as const;
const LENGTHS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

export function useUnits(): Units {
  const { language } = useTranslation();
  return useMemo(() => createUnits(language), [language]);
}

/** @param locale a BCP 47 tag */
export function createUnits(locale: string): Units {
  const inUnit = (amount: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: digits }).format(amount);
  const scaled = (amount: number, unit: string, suffix = "") => {
    const step = Math.min(Math.floor(Math.log10(Math.max(amount, 1)) / 3), STEPS.length - 1);
    return inUnit(amount / 1_000 ** step, `${STEPS[step]}${unit}${suffix}`, step === 0 ? 0 : 1);
  };
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const count = new Intl.NumberFormat(locale);
  return {
    bytes: (amount) => scaled(amount, "byte"),
    bitsPerSecond: (amount) => scaled(amount, "bit", "-per-second"),
    percent: (share) => percent.format(share),
    count: (amount) => count.format(amount),
    duration: (seconds) => {
      const first = LENGTHS.findIndex(([, length]) => seconds >= length);
      const [largest, next] = LENGTHS.slice(first === -1 ? LENGTHS.length - 1 : first);
      if (largest === undefined) return inUnit(0, "second");
      const whole = Math.floor(seconds / largest[1]);
      const rest = next === undefined ? 0 : Math.floor((seconds - whole * largest[1]) / next[1]);
      const head = inUnit(whole, largest[0]);
      return next === undefined || rest === 0 ? head : `${head} ${inUnit(rest, next[0])}`;
    },
  };
}
