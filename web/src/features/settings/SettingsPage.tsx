import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { LanguagePicker } from "../shell/LanguagePicker";
import { Page } from "../shell/Page";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import { Sessions } from "./Sessions";
import "./settings.css";

export function SettingsPage() {
  const { user } = useAuth();
  const { t } = useTranslation();
  if (user === null) return null;
  return (
    <Page title={t("settings.page")} narrow>
      <div className="settings">
        <div>
          <h1>{t("settings.title")}</h1>
          <p className="lead">{t("settings.lead", { name: user.username })}</p>
        </div>
        <section className="card stack" aria-labelledby="profile">
          <h2 id="profile">{t("settings.profile")}</h2>
          <ProfileForm user={user} />
        </section>
        <section className="card stack" aria-labelledby="password">
          <h2 id="password">{t("settings.changePassword")}</h2>
          <PasswordForm />
        </section>
        <section className="card stack" aria-labelledby="sessions">
          <div>
            <h2 id="sessions">{t("sessions.title")}</h2>
            <p className="muted">{t("sessions.lead")}</p>
          </div>
          <Sessions />
        </section>
        <section className="card stack">
          <LanguagePicker />
        </section>
      </div>
    </Page>
  );
}
