import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { tokenFromHash } from "../../core/session/invite";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { sentenceFor, sentenceForError } from "../../i18n/sentences";
import type { PasswordLinkAnswer } from "../../protocol";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { Waiting } from "../shell/Waiting";
import { AuthCard } from "./AuthCard";
import { NewPasswordField } from "./NewPasswordField";

/** `/password#TOKEN`: a link from an administrator to set a password by, good once. */
export function PasswordLinkPage() {
  const token = tokenFromHash(useLocation().hash) ?? "";
  return <Looking key={token} token={token} />;
}

function Looking({ token }: { token: string }) {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const load = useCallback(() => api.lookAtPasswordLink(token), [api, token]);
  const [link, reload] = useLoaded(load);
  if (link.status === "loading") return <Waiting />;
  if (link.status === "ready") return <NewPassword token={token} link={link.value} />;
  const { title, advice } =
    token === "" ? sentenceFor(translation, "link-expired") : sentenceForError(translation, link.error);
  return (
    <AuthCard
      title={t("passwordLink.title")}
      lead={t("passwordLink.noLead")}
      problem={null}
      aside={<Link to="/login">{t("common.logIn")}</Link>}
    >
      <Notice title={title} tone="warning" urgent>
        {advice}
      </Notice>
      <Button look="secondary" onClick={reload}>
        {t("common.tryAgain")}
      </Button>
    </AuthCard>
  );
}

function NewPassword({ token, link }: { token: string; link: PasswordLinkAnswer }) {
  const { service, user } = useAuth();
  const { t, format } = useTranslation();
  const save = useCallback(
    (fields: FormFields) => service.setPassword({ token, password: fields.raw("password") }),
    [service, token],
  );
  const { isBusy, isDone, problem, onSubmit } = useSubmit(save);
  // Somebody else may have been logged in here until now: only the link's own success leads on.
  if (isDone && user !== null) return <Navigate to="/dashboard" replace />;
  return (
    <AuthCard
      title={t("passwordLink.title")}
      lead={t("passwordLink.lead", { name: link.displayName })}
      problem={problem}
    >
      <form className="stack" onSubmit={onSubmit}>
        {/* So that a password manager knows whose it is. */}
        <TextField
          label={t("common.username")}
          name="username"
          dir="ltr"
          value={link.username}
          autoComplete="username"
          readOnly
        />
        <NewPasswordField label={t("settings.newPassword")} />
        <Button type="submit" wide isBusy={isBusy}>
          {t("passwordLink.action")}
        </Button>
        <p className="muted">
          {t("passwordLink.expires", { when: format.dateTime(new Date(link.expiresAt)) })}
        </p>
      </form>
    </AuthCard>
  );
}
