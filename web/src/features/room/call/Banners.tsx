import { useCallback } from "react";
import type { CallState } from "../../../core/call/CallService";
import type { MediaProblems } from "../../../core/media/MediaService";
import { mediaSentence, type Sentence, sentenceFor } from "../../../core/sentences";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useStore, useStorePart } from "../../../hooks/useStore";
import { useChange, useToasts } from "../../../hooks/useToasts";
import type { Participant } from "../../../protocol";
import { Banner } from "../../../ui/Banner";
import { Spinner } from "../../../ui/Spinner";
import { DeviceArrivals } from "../devices/DeviceArrivals";
import { QualityNotices } from "../quality/QualityNotices";

/** What everybody in the call should know just now; read out politely. */
export function Banners({ isSoundBlocked, unread }: { isSoundBlocked: boolean; unread: number }) {
  const { phase, call } = useSignaling();
  const { mutedSpeech } = useServices();
  const isTalkingWhileMuted = useStore(mutedSpeech.state);
  const toasts = useCallToasts();
  return (
    <div className="banners" aria-live="polite">
      {/* The count on the chat button is seen; this is heard. */}
      {unread > 0 && <p className="visually-hidden">{unreadInWords(unread)}</p>}
      {phase === "reconnecting" && (
        <Banner tone="warning" action={{ label: "Retry", onSelect: () => call.retry() }}>
          <Spinner /> The box can't be reached. Coming back by itself…
        </Banner>
      )}
      <QualityNotices />
      {isSoundBlocked && <Banner tone="warning">Click anywhere to hear the others.</Banner>}
      {isTalkingWhileMuted && (
        <Banner tone="warning" onDismiss={() => mutedSpeech.dismiss()}>
          You are talking while muted.
        </Banner>
      )}
      <DeviceArrivals />
      {toasts.map(({ key, text, tone }) => (
        <Banner key={key} tone={tone}>
          {text}
        </Banner>
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
