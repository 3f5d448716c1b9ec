import { useTranslation } from "../../../hooks/translation";
import type { ManagedUser } from "../../../protocol";
import { Badge } from "../parts/Badge";

/** What is not as usual about an account. */
export function UserBadges({ user }: { user: ManagedUser }) {
  const { t } = useTranslation();
  return (
    <span className="badges">
      {user.role === "admin" && <Badge tone="good">{t("admin.users.admin")}</Badge>}
      {user.disabledAt !== null && <Badge tone="danger">{t("admin.users.disabled")}</Badge>}
      {user.passwordLinkExpiresAt !== null && <Badge tone="warning">{t("admin.users.linkOut")}</Badge>}
    </span>
  );
}
