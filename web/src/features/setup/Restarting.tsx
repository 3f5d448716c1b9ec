import { useEffect, useState } from "react";
import { systemClock } from "../../core/clock";
import { awaitRestart } from "../../core/setup/awaitRestart";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import type { RestoreAnswer } from "../../protocol";
import { buttonClass } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";

/** A restart takes a few seconds; after so many it is another thing that keeps the page from seeing the box. */
const PATIENCE_MS = 20_000;
const LOGIN = "/login";

interface RestartingProps {
  /** What was accepted. */
  answer: RestoreAnswer;
  uptimeBefore: number;
}

/** Waits until the box is back as the one in the backup, and leads to its door. */
export function Restarting({ answer, uptimeBefore }: RestartingProps) {
  const { api } = useServices();
  const { t, format } = useTranslation();
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const waiting = new AbortController();
    const restarted = awaitRestart({
      health: api.health,
      uptimeBefore,
      clock: systemClock,
      signal: waiting.signal,
    });
    // Anew, because it is another box by now: other accounts, another name, perhaps another client.
    void restarted.then(() => location.assign(LOGIN));
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => {
      waiting.abort();
      clearTimeout(timer);
    };
  }, [api, uptimeBefore]);
  return (
    <div className="card stack" aria-live="polite">
      <p className="setup__restarting">
        <Spinner /> {t("restore.restarting", { when: format.dateTime(new Date(answer.createdAt)) })}
      </p>
      {isLong && (
        // Its certificate is that of the box in the backup, which this browser may not trust: only a visit tells.
        <Notice title={t("restore.longTitle")} tone="warning">
          <p>{t("restore.longText")}</p>
          <a href={LOGIN} className={buttonClass("secondary")}>
            {t("restore.open")}
          </a>
        </Notice>
      )}
    </div>
  );
}
