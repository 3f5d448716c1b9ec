import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { sentenceForError } from "../../i18n/sentences";
import type { ClientError } from "../../protocol";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import "./admin.css";

/** What went wrong in people's pages since the box was started; no names, no invites, nothing of what was said. */
export function ClientErrors() {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [errors, reload] = useLoaded(api.clientErrors);
  if (errors.status === "loading") return <Spinner />;
  if (errors.status === "failed") {
    const { title, advice } = sentenceForError(translation, errors.error);
    return (
      <Notice title={title} tone="danger" urgent>
        {advice}
      </Notice>
    );
  }
  return (
    <>
      {errors.value.length === 0 ? (
        <p className="muted">{t("admin.noErrors")}</p>
      ) : (
        <ol className="client-errors">
          {errors.value.map((error, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
            <ErrorEntry key={index} error={error} />
          ))}
        </ol>
      )}
      <Button look="secondary" onClick={reload}>
        {t("admin.lookAgain")}
      </Button>
    </>
  );
}

function ErrorEntry({ error }: { error: ClientError }) {
  const { t, format } = useTranslation();
  const { at, message, stack, component, path, userAgent } = error;
  return (
    <li className="client-errors__entry">
      <p className="client-errors__message" dir="ltr">
        {message}
      </p>
      <p className="client-errors__facts">
        <time dateTime={at}>{format.dateTime(new Date(at))}</time>
        <bdi>{path !== undefined && ` · ${path}`}</bdi>
        <bdi>{component !== undefined && ` · ${component}`}</bdi>
      </p>
      {(stack !== undefined || userAgent !== undefined) && (
        <details>
          <summary className="client-errors__more">{t("admin.errorDetails")}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="client-errors__stack" dir="ltr" tabIndex={0}>
            {[userAgent, stack].filter(Boolean).join("\n\n")}
          </pre>
        </details>
      )}
    </li>
  );
}
