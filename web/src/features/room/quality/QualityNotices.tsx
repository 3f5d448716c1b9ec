import { useCallback } from "react";
import type { AdaptationNotice } from "../../../core/call/Adaptation";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useTranslation } from "../../../hooks/translation";
import { useStore } from "../../../hooks/useStore";
import { useChange, useToasts } from "../../../hooks/useToasts";
import { Banner } from "../../../ui/Banner";
import { Spinner } from "../../../ui/Spinner";
import { CheckLink } from "../../shell/CheckLink";

/** Lost connections with a way to hurry, and what was done about the network. Belongs into a live region. */
export function QualityNotices() {
  const { call } = useServices();
  const { phase } = useSignaling();
  const { t, format } = useTranslation();
  const toasts = useAdaptationToasts();
  const lost = useLostNames();
  return (
    <>
      {/* Without the box there is another notice, and nothing to be done before it is back. */}
      {lost.length > 0 && phase !== "reconnecting" && (
        <Banner tone="warning" action={{ label: t("common.retry"), onSelect: () => call.retry() }}>
          <Spinner /> {t("call.peersLost", { names: format.list(lost) })} <CheckLink />
        </Banner>
      )}
      {toasts.map(({ key, text, tone }) => (
        <Banner tone={tone} key={key}>
          {text}
        </Banner>
      ))}
    </>
  );
}

function useLostNames(): string[] {
  const { participants, call } = useSignaling();
  const peers = useStore(call.peers.state);
  return participants
    .filter(({ connectionId }) => peers.get(connectionId)?.repairing)
    .map(({ displayName }) => displayName);
}

function useAdaptationToasts() {
  const { adaptation } = useServices().call;
  const { t } = useTranslation();
  const notice = useStore(adaptation.notice);
  const [toasts, push] = useToasts();
  useChange(
    notice,
    useCallback(
      (_: AdaptationNotice | null, now: AdaptationNotice | null) => {
        if (now === null) return;
        const { trouble, effect } = now;
        push(t(`quality.notices.${trouble}.${effect}`), trouble === "none" ? "plain" : "warning");
      },
      [push, t],
    ),
  );
  return toasts;
}
