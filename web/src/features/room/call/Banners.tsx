import { useCallback } from "react";
import type { CallState } from "../../../core/call/CallService";
import type { MediaProblems } from "../../../core/media/MediaService";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useTranslation } from "../../../hooks/translation";
import { useStore, useStorePart } from "../../../hooks/useStore";
import { useChange, useToasts } from "../../../hooks/useToasts";
import { mediaSentence, type Sentence, sentenceFor } from "../../../i18n/sentences";
import type { Participant } from "../../../protocol";
import { Banner } from "../../../ui/Banner";
import { Spinner } from "../../../ui/Spinner";
import { CheckLink } from "../../shell/CheckLink";
import { DeviceArrivals } from "../devices/DeviceArrivals";
import { QualityNotices } from "../quality/QualityNotices";

/** What everybody in the call should know just now; read out politely. */
export function Banners({ isSoundBlocked, unread }: { isSoundBlocked: boolean; unread: number }) {
  const { phase, call } = useSignaling();
  const { mutedSpeech, upgrade } = useServices();
  const { t } = useTranslation();
  const isTalkingWhileMuted = useStore(mutedSpeech.state);
  const isUpgraded = useStore(upgrade.isDue);
  const toasts = useCallToasts();
  return (
    <div className="banners" aria-live="polite">
      {/* The count on the chat button is seen; this is heard. */}
      {unread > 0 && <p className="visually-hidden">{t("call.unread", { count: unread })}</p>}
      {phase === "reconnecting" && (
        <Banner tone="warning" action={{ label: t("common.retry"), onSelect: () => call.retry() }}>
          <Spinner /> {t("call.boxLost")} <CheckLink />
        </Banner>
      )}
      <QualityNotices />
      {isUpgraded && (
        <Banner action={{ label: t("shell.reload"), onSelect: () => location.reload() }}>
          {t("call.upgraded")}
        </Banner>
      )}
      {isSoundBlocked && <Banner tone="warning">{t("call.soundBlocked")}</Banner>}
      {isTalkingWhileMuted && (
        <Banner tone="warning" dismissLabel={t("common.dismiss")} onDismiss={() => mutedSpeech.dismiss()}>
          {t("call.talkingWhileMuted")}
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
  const translation = useTranslation();
  const { t } = translation;
  const problems = useStorePart(useServices().call.media.state, (media) => media.problems);
  const [toasts, push] = useToasts();
  const warn = useCallback(
    ({ title, advice }: Sentence) => push(t("common.sentences", { title, advice }), "warning"),
    [push, t],
  );
  useChange(
    participants,
    useCallback(
      (before: readonly Participant[], now: readonly Participant[]) => {
        for (const { displayName } of missingIn(before, now)) push(t("call.joined", { name: displayName }));
        for (const { displayName } of missingIn(now, before)) push(t("call.left", { name: displayName }));
      },
      [push, t],
    ),
  );
  useChange(
    refusal,
    useCallback(
      (_: CallState["refusal"], now: CallState["refusal"]) => {
        if (now !== null) warn(sentenceFor(translation, now.code));
      },
      [warn, translation],
    ),
  );
  useChange(
    problems,
    useCallback(
      (before: MediaProblems, now: MediaProblems) => {
        for (const kind of ["audio", "video", "screen"] as const) {
          const problem = now[kind];
          if (problem !== null && problem !== before[kind])
            warn(mediaSentence(translation, kind, problem.why));
        }
      },
      [warn, translation],
    ),
  );
  return toasts;
}

function missingIn(list: readonly Participant[], of: readonly Participant[]): readonly Participant[] {
  return of.filter(({ connectionId }) => !list.some((other) => other.connectionId === connectionId));
}
