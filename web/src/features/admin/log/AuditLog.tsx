import { useCallback, useState } from "react";
import { PAGE_SIZE } from "../../../core/admin/AdminApi";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { AuditEntry } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Time } from "../parts/Time";
import { nameOfAction } from "./actions";

/** Who did what, the latest first. */
export function AuditLog() {
  const { t } = useTranslation();
  const api = useAdminApi();
  // The numbers that pages begin before: the last one is the page that is shown.
  const [before, setBefore] = useState<readonly number[]>([]);
  const last = before.at(-1);
  const load = useCallback(() => api.audit(last), [api, last]);
  const [entries, reload] = useLoaded(load);
  return (
    <Answer of={entries} onRetry={reload}>
      {(shown) => {
        const oldest = shown.at(-1)?.number;
        const hasOlder = shown.length === PAGE_SIZE && oldest !== undefined;
        return (
          <>
            {shown.length === 0 && <p className="muted">{t("admin.nothingFound")}</p>}
            <ol className="entries">
              {shown.map((entry) => (
                <Entry key={entry.number} entry={entry} />
              ))}
            </ol>
            <div className="admin__actions">
              <Button
                look="secondary"
                disabled={before.length === 0}
                onClick={() => setBefore(before.slice(0, -1))}
              >
                {t("admin.audit.newer")}
              </Button>
              <Button
                look="secondary"
                disabled={!hasOlder}
                onClick={() => oldest !== undefined && setBefore([...before, oldest])}
              >
                {t("admin.audit.older")}
              </Button>
              <Button look="quiet" onClick={reload}>
                {t("admin.lookAgain")}
              </Button>
            </div>
          </>
        );
      }}
    </Answer>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const translation = useTranslation();
  const { actor, subject, detail, action, at } = entry;
  return (
    <li className="entry">
      <div className="entry__what">
        <p className="entry__text">
          {nameOfAction(translation, action)}
          {subject !== null && (
            <>
              {": "}
              <bdi>{subject.name}</bdi>
            </>
          )}
        </p>
        {detail !== null && (
          <p className="entry__detail" dir="ltr">
            {detail}
          </p>
        )}
        <p className="entry__facts">
          <Time at={at} /> · <bdi>{actor.username ?? translation.t(`admin.audit.via.${actor.via}`)}</bdi>
        </p>
      </div>
    </li>
  );
}
