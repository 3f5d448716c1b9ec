import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { tokenFromHash } from "../../core/session/invite";
import { useAuth } from "../../hooks/auth";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { AccountFields, accountFrom } from "./AccountFields";
import { AuthCard } from "./AuthCard";

/** The one-time link that a new box prints: its token makes the first administrator. */
export function SetupPage() {
  const { isAuthenticated, service } = useAuth();
  const setupToken = tokenFromHash(useLocation().hash);
  const setup = useCallback(
    (fields: FormFields) => service.setup({ ...accountFrom(fields), setupToken: setupToken ?? "" }),
    [service, setupToken],
  );
  const { isBusy, problem, onSubmit } = useSubmit(setup);
  if (isAuthenticated) return <Navigate to="/dashboard" replace />;
  return (
    <AuthCard
      title="Set up this box"
      lead="Make the first account. It runs the box: it can open registration, and see and close every room."
      problem={problem}
      aside={
        <>
          Done before? <Link to="/login">Log in</Link>
        </>
      }
    >
      {setupToken === undefined ? (
        <Notice title="The link is not complete" tone="warning">
          Open the whole set-up link that the box printed when it started: it has a code behind a # at its
          end.
        </Notice>
      ) : (
        <form className="stack" onSubmit={onSubmit}>
          <AccountFields />
          <Button type="submit" wide isBusy={isBusy}>
            Create account
          </Button>
        </form>
      )}
    </AuthCard>
  );
}
