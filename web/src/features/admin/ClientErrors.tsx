import { sentenceForError } from "../../core/sentences";
import { useServices } from "../../hooks/services";
import { useLoaded } from "../../hooks/useLoaded";
import type { ClientError } from "../../protocol";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import "./admin.css";

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** What went wrong in people's pages since the box was started; no names, no invites, nothing of what was said. */
export function ClientErrors() {
  const { api } = useServices();
  const [errors, reload] = useLoaded(api.clientErrors);
  if (errors.status === "loading") return <Spinner />;
  if (errors.status === "failed") {
    const { title, advice } = sentenceForError(errors.error);
    return (
      <Notice title={title} tone="danger" urgent>
        {advice}
      </Notice>
    );
  }
  return (
    <>
      {errors.value.length === 0 ? (
        <p className="muted">None since the box was started.</p>
      ) : (
        <ol className="client-errors">
          {errors.value.map((error, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
            <ErrorEntry key={index} error={error} />
          ))}
        </ol>
      )}
      <Button look="secondary" onClick={reload}>
        Look again
      </Button>
    </>
  );
}

function ErrorEntry({ error }: { error: ClientError }) {
  const { at, message, stack, component, path, userAgent } = error;
  return (
    <li className="client-errors__entry">
      <p className="client-errors__message">{message}</p>
      <p className="client-errors__facts">
        <time dateTime={at}>{WHEN.format(new Date(at))}</time>
        {path !== undefined && ` · ${path}`}
        {component !== undefined && ` · ${component}`}
      </p>
      {(stack !== undefined || userAgent !== undefined) && (
        <details>
          <summary className="client-errors__more">Details for whoever mends it</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="client-errors__stack" tabIndex={0}>
            {[userAgent, stack].filter(Boolean).join("\n\n")}
          </pre>
        </details>
      )}
    </li>
  );
}
