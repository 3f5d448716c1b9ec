import { useCallback } from "react";
import type { CallState } from "../../../core/call/CallService";
import type { MediaProblems } from "../../../core/media/MediaService";
import { mediaSentence, type Sentence, sentenceFor } from "../../../core/sentences";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useStorePart } from "../../../hooks/useStore";
import { useChange, useToasts } from "../../../hooks/useToasts";
import type { Participant } from "../../../protocol";
import { cx } from "../../../ui/cx";
import { Spinner } from "../../../ui/Spinner";
import { QualityNotices, RetryButton } from "../quality/QualityNotices";

/** What everybody in the call should know just now; read out politely. */
export function Banners({ isSoundBlocked, unread }: { isSoundBlocked: boolean; unread: number }) {
  const { phase, call } = useSignaling();
  const toasts = useCallToasts();
  return (
    <div className="banners" aria-live="polite">
      {/* The count on the chat button is seen; this is heard. */}
      {unread > 0 && <p className="visually-hidden">{unreadInWords(unread)}</p>}
      {phase === "reconnecting" && (
        <p className="banner banner--warning">
          <Spinner /> The box can't be reached. Coming back by itself…
          <RetryButton onRetry={() => call.retry()} />
        </p>
      )}
      <QualityNotices />
      {isSoundBlocked && <p className="banner banner--warning">Click anywhere to hear the others.</p>}
      {toasts.map(({ key, text, tone }) => (
        <p className={cx("banner", tone === "warning" && "banner--warning")} key={key}>
          {text}
        </p>
      ))}
    </div>
  );
}

/** Who came and went, what the box refused, and which device is missing, each for a moment. */
function useCallToasts() {
  const { participants, refusal } = useSignaling();
  const problems = useStorePart(useServices().call.media.state, (media) => media.problems);
  const [toasts, push] = useToasts();
  const warn = useCallback(({ title, advice }: Sentence) => push(`${title}. ${advice}`, "warning"), [push]);
  useChange(
    participants,
    useCallback(
      (before: readonly Participant[], now: readonly Participant[]) => {
        for (const { displayName } of missingIn(before, now)) push(`${displayName} joined`);
        for (const { displayName } of missingIn(now, before)) push(`${displayName} left`);
      },
      [push],
    ),
  );
  useChange(
    refusal,
    useCallback(
      (_: CallState["refusal"], now: CallState["refusal"]) => {
        if (now !== null) warn(sentenceFor(now.code));
      },
      [warn],
    ),
  );
  useChange(
    problems,
    useCallback(
      (before: MediaProblems, now: MediaProblems) => {
        for (const kind of ["audio", "video", "screen"] as const) {
          const problem = now[kind];
          if (problem !== null && problem !== before[kind]) warn(mediaSentence(kind, problem.why));
        }
      },
      [warn],
    ),
  );
  return toasts;
}

function missingIn(list: readonly Participant[], of: readonly Participant[]): readonly Participant[] {
  return of.filter(({ connectionId }) => !list.some((other) => other.connectionId === connectionId));
}

function unreadInWords(unread: number): string {
  return unread === 1 ? "1 unread chat message" : `${unread} unread chat messages`;
}
