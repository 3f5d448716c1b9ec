import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { tokenFromHash } from "../../core/session/invite";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { AccountFields, accountFrom } from "./AccountFields";
import { AuthCard } from "./AuthCard";

/** The one-time link that a new box prints: its token makes the first administrator. */
export function SetupPage() {
  const { isAuthenticated, service } = useAuth();
  const { t } = useTranslation();
  const setupToken = tokenFromHash(useLocation().hash);
  const setup = useCallback(
    (fields: FormFields) => service.setup({ ...accountFrom(fields), setupToken: setupToken ?? "" }),
    [service, setupToken],
  );
  const { isBusy, problem, onSubmit } = useSubmit(setup);
  if (isAuthenticated) return <Navigate to="/dashboard" replace />;
  return (
    <AuthCard
      title={t("auth.setupTitle")}
      lead={t("auth.setupLead")}
      problem={problem}
      aside={t.rich("auth.setupDone", { link: (label) => <Link to="/login">{label}</Link> })}
    >
      {setupToken === undefined ? (
        <Notice title={t("auth.setupIncompleteTitle")} tone="warning">
          {t("auth.setupIncompleteText")}
        </Notice>
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
