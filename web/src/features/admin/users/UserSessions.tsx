import { useCallback } from "react";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { SessionInfo } from "../../../protocol";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Badge } from "../parts/Badge";
import { Confirm } from "../parts/Confirm";
import { Time } from "../parts/Time";

/** Where somebody is logged in. */
export function UserSessions({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const load = useCallback(() => api.sessions(userId), [api, userId]);
  const [sessions, reload] = useLoaded(load);
  const end = (sessionId?: string) => async () => {
    await api.endSessions(userId, sessionId);
    reload();
  };
  return (
    <Answer of={sessions} onRetry={reload}>
      {(all) => {
        const others = all.filter(({ current }) => !current);
        return (
          <>
            {all.length === 0 && <p className="muted">{t("admin.users.noSessions")}</p>}
            <ul className="entries">
              {all.map((session) => (
                <Session key={session.id} session={session} onEnd={end(session.id)} />
              ))}
            </ul>
            {others.length > 1 && (
              <Confirm
                label={t("admin.users.endAll")}
                question={t("admin.users.endAllQuestion")}
                confirm={t("admin.users.endAll")}
                action={end()}
              />
            )}
          </>
        );
      }}
    </Answer>
  );
}

function Session({ session, onEnd }: { session: SessionInfo; onEnd: () => Promise<void> }) {
  const { t } = useTranslation();
  const { userAgent, createdAt, lastUsedAt, current } = session;
  return (
    <li className="entry">
      <div className="entry__what">
        <p className="entry__text" dir="ltr">
          {userAgent ?? t("admin.users.unknownBrowser")}
        </p>
        <p className="entry__facts">
          {t("admin.users.sessionSince")} <Time at={createdAt} /> · {t("admin.users.sessionUsed")}{" "}
          <Time at={lastUsedAt} />
        </p>
      </div>
      {current ? (
        <Badge tone="good">{t("admin.users.thisSession")}</Badge>
      ) : (
        <Confirm
          label={t("admin.users.end")}
          question={t("admin.users.endQuestion")}
          confirm={t("admin.users.end")}
          action={onEnd}
        />
      )}
    </li>
  );
}
