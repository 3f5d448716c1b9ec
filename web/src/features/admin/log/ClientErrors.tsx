import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { ClientError } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Time } from "../parts/Time";
import "./client-errors.css";

/** What went wrong in people's pages since the box was started; no names, no invites, nothing of what was said. */
export function ClientErrors() {
  const { t } = useTranslation();
  const [errors, reload] = useLoaded(useAdminApi().clientErrors);
  return (
    <Answer of={errors} onRetry={reload}>
      {(shown) => (
        <>
          {shown.length === 0 && <p className="muted">{t("admin.errors.none")}</p>}
          <ol className="client-errors">
            {shown.map((error, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced whole
              <ErrorEntry key={index} error={error} />
            ))}
          </ol>
          <div className="admin__actions">
            <Button look="secondary" onClick={reload}>
              {t("admin.lookAgain")}
            </Button>
          </div>
        </>
      )}
    </Answer>
  );
}

function ErrorEntry({ error }: { error: ClientError }) {
  const { t } = useTranslation();
  const { at, message, stack, component, path, userAgent } = error;
  return (
    <li className="client-errors__entry">
      <p className="client-errors__message" dir="ltr">
        {message}
      </p>
      <p className="client-errors__facts">
        <Time at={at} />
        <bdi>{path !== undefined && ` · ${path}`}</bdi>
        <bdi>{component !== undefined && ` · ${component}`}</bdi>
      </p>
      {(stack !== undefined || userAgent !== undefined) && (
        <details>
          <summary className="client-errors__more">{t("admin.errors.details")}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="client-errors__stack" dir="ltr" tabIndex={0}>
            {[userAgent, stack].filter(Boolean).join("\n\n")}
          </pre>
        </details>
      )}
    </li>
  );
}
