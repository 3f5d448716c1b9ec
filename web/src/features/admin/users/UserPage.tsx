import { useCallback, useState } from "react";
import { Link, useParams } from "react-router";
import { useAuth } from "../../../hooks/auth";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { ManagedUser } from "../../../protocol";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Facts } from "../parts/Facts";
import { Section } from "../parts/Section";
import { Time } from "../parts/Time";
import { UserActions } from "./UserActions";
import { UserBadges } from "./UserBadges";
import { UserSessions } from "./UserSessions";

export function UserPage() {
  const { t } = useTranslation();
  const { userId = "" } = useParams();
  const api = useAdminApi();
  const load = useCallback(() => api.user(userId), [api, userId]);
  const [user, reload] = useLoaded(load);
  // What was changed may have ended sessions.
  const [changes, setChanges] = useState(0);
  const onChanged = useCallback(() => {
    setChanges((before) => before + 1);
    reload();
  }, [reload]);
  return (
    <>
      <Link to="/admin/users" className="admin__back">
        {t("admin.users.all")}
      </Link>
      <Answer of={user} onRetry={reload}>
        {(value) => (
          <>
            <div className="admin__head">
              <h1>
                <bdi>{value.displayName}</bdi>
              </h1>
              <UserBadges user={value} />
            </div>
            <About user={value} onChanged={onChanged} />
            <Section title={t("admin.users.sessions")}>
              <UserSessions key={changes} userId={value.id} />
            </Section>
          </>
        )}
      </Answer>
    </>
  );
}

function About({ user, onChanged }: { user: ManagedUser; onChanged: () => void }) {
  const { t } = useTranslation();
  const { user: me } = useAuth();
  return (
    <Section title={t("admin.users.account")}>
      <Facts
        rows={[
          [t("common.username"), <bdi key="username">{user.username}</bdi>],
          [t("common.email"), <bdi key="email">{user.email}</bdi>],
          [t("admin.users.role"), t(user.role === "admin" ? "admin.users.admin" : "admin.users.user")],
          [t("admin.users.since"), <Time key="since" at={user.createdAt} />],
          [
            t("admin.users.lastLogin"),
            user.lastLogin === null ? t("admin.never") : <Time key="last" at={user.lastLogin} />,
          ],
          [
            t("admin.users.disabledSince"),
            user.disabledAt === null ? undefined : <Time key="disabled" at={user.disabledAt} />,
          ],
        ]}
      />
      <UserActions user={user} isMe={user.id === me?.id} onChanged={onChanged} />
    </Section>
  );
}
