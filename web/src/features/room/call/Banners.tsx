import { sentenceFor } from "../../../core/sentences";
import { useSignaling } from "../../../hooks/signaling";
import { usePresence } from "../../../hooks/usePresence";
import { Spinner } from "../../../ui/Spinner";

/** What everybody in the call should know just now; read out politely. */
export function Banners({ isSoundBlocked, unread }: { isSoundBlocked: boolean; unread: number }) {
  const { phase, participants, refusal } = useSignaling();
  const toasts = usePresence(participants);
  const refused = refusal === null ? null : sentenceFor(refusal.code);
  return (
    <div className="banners" aria-live="polite">
      {/* The count on the chat button is seen; this is heard. */}
      {unread > 0 && <p className="visually-hidden">{unreadInWords(unread)}</p>}
      {phase === "reconnecting" && (
        <p className="banner banner--warning">
          <Spinner /> The box can't be reached. Coming back by itself…
        </p>
      )}
      {isSoundBlocked && <p className="banner banner--warning">Click anywhere to hear the others.</p>}
      {refused !== null && (
        <p className="banner banner--warning" key={refusal?.at}>
          {refused.title}. {refused.advice}
        </p>
      )}
      {toasts.map(({ key, text }) => (
        <p className="banner" key={key}>
          {text}
        </p>
      ))}
    </div>
  );
}

function unreadInWords(unread: number): string {
  return unread === 1 ? "1 unread chat message" : `${unread} unread chat messages`;
}
