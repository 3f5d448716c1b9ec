import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { CheckField, TextField } from "../../ui/Field";
import { AuthCard } from "./AuthCard";
import { returnPath } from "./returnPath";

export function LoginPage() {
  const { isAuthenticated, service } = useAuth();
  const { state } = useLocation();
  const { t } = useTranslation();
  const login = useCallback(
    (fields: FormFields) =>
      service.login({
        username: fields.text("username"),
        password: fields.raw("password"),
        rememberMe: fields.checked("rememberMe"),
      }),
    [service],
  );
  const { isBusy, problem, onSubmit } = useSubmit(login);
  // Whoever is logged in has no business here: also what takes the form's sender on.
  if (isAuthenticated) return <Navigate to={returnPath(state)} replace />;
  const aside = t.rich("auth.noAccount", {
    link: (label) => (
      <Link to="/register" state={state}>
        {label}
      </Link>
    ),
  });
  return (
    <AuthCard title={t("common.logIn")} lead={t("auth.loginLead")} problem={problem} aside={aside}>
      <form className="stack" onSubmit={onSubmit}>
        <TextField
          label={t("common.username")}
          name="username"
          dir="ltr"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          hint={t("auth.loginHint")}
        />
        <TextField
          label={t("common.password")}
          name="password"
          dir="ltr"
          type="password"
          autoComplete="current-password"
          required
        />
        <CheckField label={t("auth.rememberMe")} name="rememberMe" hint={t("auth.rememberMeHint")} />
        <Button type="submit" wide isBusy={isBusy}>
          {t("common.logIn")}
        </Button>
      </form>
    </AuthCard>
  );
}
