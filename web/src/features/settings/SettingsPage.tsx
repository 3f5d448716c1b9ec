import { useAuth } from "../../hooks/auth";
import { Page } from "../shell/Page";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import "./settings.css";

export function SettingsPage() {
  const { user } = useAuth();
  if (user === null) return null;
  return (
    <Page title="Account" narrow>
      <div className="settings">
        <div>
          <h1>Your account</h1>
          <p className="lead">You log in as {user.username}.</p>
        </div>
        <section className="card stack" aria-labelledby="profile">
          <h2 id="profile">Profile</h2>
          <ProfileForm user={user} />
        </section>
        <section className="card stack" aria-labelledby="password">
          <h2 id="password">Change password</h2>
          <PasswordForm />
        </section>
      </div>
    </Page>
  );
}
