import { useTranslation } from "../../../hooks/translation";
import type { PasswordLink } from "../../../protocol";
import { CopyButton } from "../parts/CopyButton";

/** Whoever has it sets the password: it is shown this once. */
export function PasswordLinkShown({ link }: { link: PasswordLink }) {
  const { t, format } = useTranslation();
  const address = location.origin + link.path;
  const until = format.dateTime(new Date(link.expiresAt));
  return (
    <div className="shown-once" role="status">
      <p>{t("admin.users.linkText", { until })}</p>
      <p className="shown-once__link" dir="ltr" data-password-link>
        {address}
      </p>
      <CopyButton text={address} label={t("admin.users.copyLink")} />
    </div>
  );
}
