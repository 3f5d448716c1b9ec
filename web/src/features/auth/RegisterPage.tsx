import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { sentenceFor } from "../../i18n/sentences";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { AccountFields, accountFrom } from "./AccountFields";
import { AuthCard } from "./AuthCard";
import { returnPath } from "./returnPath";

export function RegisterPage() {
  const { isAuthenticated, service } = useAuth();
  const { api } = useServices();
  const { state } = useLocation();
  const translation = useTranslation();
  const { t } = translation;
  const [config] = useLoaded(api.config);
  const register = useCallback((fields: FormFields) => service.register(accountFrom(fields)), [service]);
  const { isBusy, problem, onSubmit } = useSubmit(register);
  if (isAuthenticated) return <Navigate to={returnPath(state)} replace />;
  const isClosed = config.status === "ready" && !config.value.registrationOpen;
  const closed = sentenceFor(translation, "registration-closed");
  const aside = t.rich("auth.haveAccount", {
    link: (label) => (
      <Link to="/login" state={state}>
        {label}
      </Link>
    ),
  });
  return (
    <AuthCard title={t("common.createAccount")} lead={t("auth.registerLead")} problem={problem} aside={aside}>
      {isClosed ? (
        <Notice title={closed.title}>{closed.advice}</Notice>
      ) : (
        <form className="stack" onSubmit={onSubmit}>
          <AccountFields />
          <Button type="submit" wide isBusy={isBusy}>
            {t("common.createAccount")}
          </Button>
        </form>
      )}
    </AuthCard>
  );
}
