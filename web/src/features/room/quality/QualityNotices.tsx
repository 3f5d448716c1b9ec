import { useCallback } from "react";
import type { AdaptationNotice } from "../../../core/call/Adaptation";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useStore } from "../../../hooks/useStore";
import { useChange, useToasts } from "../../../hooks/useToasts";
import { Spinner } from "../../../ui/Spinner";
import { noticeInWords } from "./words";
import "./quality.css";

/** Lost connections with a way to hurry, and what was done about the network. Belongs into a live region. */
export function QualityNotices() {
  const { call } = useServices();
  const { phase } = useSignaling();
  const toasts = useAdaptationToasts();
  const lost = useLostNames();
  return (
    <>
      {/* Without the box there is another notice, and nothing to be done before it is back. */}
      {lost.length > 0 && phase !== "reconnecting" && (
        <p className="banner banner--warning">
          <Spinner /> The connection to {listed(lost)} was lost. Trying again…
          <RetryButton onRetry={() => call.retry()} />
        </p>
      )}
      {toasts.map(({ key, text }) => (
        <p className="banner banner--warning" key={key}>
          {text}
        </p>
      ))}
    </>
  );
}

export function RetryButton({ onRetry }: { onRetry: () => void }) {
  return (
    <button type="button" className="retry" onClick={onRetry}>
      Retry
    </button>
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
  const notice = useStore(adaptation.notice);
  const [toasts, push] = useToasts();
  useChange(
    notice,
    useCallback(
      (_: AdaptationNotice | null, now: AdaptationNotice | null) => {
        if (now !== null) push(noticeInWords(now), now.trouble === "none" ? "plain" : "warning");
      },
      [push],
    ),
  );
  return toasts;
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en").format(names);
}
