import { useCallback, useRef } from "react";
import {
  added,
  type Numbers,
  numbersOf,
  parseMetrics,
  type Reading,
  readingOf,
} from "../../../core/admin/metrics";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { type Units, useUnits } from "../parts/units";
import { useEvery } from "../parts/useEvery";
import { Sparkline } from "./Sparkline";
import "./numbers.css";

const EVERY_MS = 2_000;

/** In the order in which they are shown, and how each is written. */
const SHOWN: ReadonlyArray<readonly [keyof Numbers, keyof Units]> = [
  ["participants", "count"],
  ["rooms", "count"],
  ["connections", "count"],
  ["allocations", "count"],
  ["relayRate", "bitsPerSecond"],
  ["cpuShare", "percent"],
  ["memoryBytes", "bytes"],
];

/** What the box does just now, and did in the last two minutes that this page was open. */
export function LiveNumbers() {
  const { t } = useTranslation();
  const units = useUnits();
  const [history, reload] = useLoaded(useHistory());
  useEvery(EVERY_MS, reload);
  return (
    <Answer of={history} onRetry={reload}>
      {(numbers) => (
        <ul className="numbers">
          {SHOWN.map(([name, unit]) => (
            <li key={name} className="number">
              <p className="number__label">{t(`admin.numbers.${name}`)}</p>
              <p className="number__value" data-number={name}>
                {units[unit](numbers.at(-1)?.[name] ?? 0)}
              </p>
              <Sparkline values={numbers.map((each) => each[name])} />
            </li>
          ))}
        </ul>
      )}
    </Answer>
  );
}

/** @returns what reads the box's counters once more, and adds that to what is known */
function useHistory(): () => Promise<readonly Numbers[]> {
  const api = useAdminApi();
  const earlier = useRef<Reading | undefined>(undefined);
  const history = useRef<readonly Numbers[]>([]);
  return useCallback(async () => {
    const reading = readingOf(parseMetrics(await api.metrics()), performance.now() / 1_000);
    history.current = added(history.current, numbersOf(reading, earlier.current));
    earlier.current = reading;
    return history.current;
  }, [api]);
}
