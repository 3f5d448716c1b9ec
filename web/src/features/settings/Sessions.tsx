import { useState } from "react";
import { deviceOf } from "../../core/session/device";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { type Sentence, sentenceForError } from "../../i18n/sentences";
import type { SessionInfo } from "../../protocol";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";

/** Where this account is logged in, and the way to end that: a browser that one left behind loses its call at once. */
export function Sessions() {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [sessions, reload] = useLoaded(api.sessions);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const [isBusy, setBusy] = useState(false);
  const end = (ending: Promise<void>) => {
    setBusy(true);
    setProblem(null);
    ending
      .catch((error: unknown) => setProblem(sentenceForError(translation, error)))
      .finally(() => {
        setBusy(false);
        // Whatever came of it: what is shown is what is so.
        reload();
      });
  };
  if (sessions.status === "loading") return <Spinner />;
  if (sessions.status === "failed") {
    const { title, advice } = sentenceForError(translation, sessions.error);
    return (
      <Notice title={title} tone="danger" urgent>
        {advice}
      </Notice>
    );
  }
  const others = sessions.value.filter(({ current }) => !current);
  const shown = [...sessions.value.filter(({ current }) => current), ...others];
  return (
    <>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <ul className="sessions" aria-live="polite">
        {shown.map((session) => (
          <SessionEntry
            key={session.id}
            session={session}
            isBusy={isBusy}
            onEnd={() => end(api.endSession(session.id))}
          />
        ))}
      </ul>
      {others.length > 0 && (
        <Button look="secondary" isBusy={isBusy} onClick={() => end(api.endOtherSessions())}>
          {t("sessions.endOthers")}
        </Button>
      )}
    </>
  );
}

interface SessionEntryProps {
  session: SessionInfo;
  isBusy: boolean;
  onEnd: () => void;
}

function SessionEntry({ session, isBusy, onEnd }: SessionEntryProps) {
  const { t, format } = useTranslation();
  const { createdAt, lastUsedAt, persistent, current } = session;
  const device = useDeviceName(session);
  return (
    <li className="sessions__entry">
      <div className="sessions__facts">
        <h3 className="sessions__device">{device}</h3>
        <p className="muted">
          {current
            ? t("sessions.current")
            : t("sessions.used", { when: format.dateTime(new Date(lastUsedAt)) })}
        </p>
        <p className="muted">
          {t("sessions.since", { when: format.dateTime(new Date(createdAt)) })}{" "}
          {persistent && t("sessions.remembered")}
        </p>
      </div>
      {!current && (
        <Button
          look="secondary"
          isBusy={isBusy}
          aria-label={t("sessions.endOne", { device })}
          onClick={isBusy ? undefined : onEnd}
        >
          {t("sessions.end")}
        </Button>
      )}
    </li>
  );
}

function useDeviceName({ userAgent }: SessionInfo): string {
  const { t } = useTranslation();
  const { browser, system } = deviceOf(userAgent);
  if (browser !== undefined && system !== undefined) return t("sessions.device", { browser, system });
  return browser ?? system ?? t("sessions.unknownDevice");
}
