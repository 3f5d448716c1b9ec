import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { sentenceFor } from "../../core/sentences";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useLoaded } from "../../hooks/useLoaded";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { AccountFields, accountFrom } from "./AccountFields";
import { AuthCard } from "./AuthCard";
import { returnPath } from "./returnPath";

export function RegisterPage() {
  const { isAuthenticated, service } = useAuth();
  const { api } = useServices();
  const { state } = useLocation();
  const [config] = useLoaded(api.config);
  const register = useCallback((fields: FormFields) => service.register(accountFrom(fields)), [service]);
  const { isBusy, problem, onSubmit } = useSubmit(register);
  if (isAuthenticated) return <Navigate to={returnPath(state)} replace />;
  const isClosed = config.status === "ready" && !config.value.registrationOpen;
  const closed = sentenceFor("registration-closed");
  const aside = (
    <>
      Have an account?{" "}
      <Link to="/login" state={state}>
        Log in
      </Link>
    </>
  );
  return (
    <AuthCard
      title="Create account"
      lead="With an account you can make rooms and invite others."
      problem={problem}
      aside={aside}
    >
      {isClosed ? (
        <Notice title={closed.title}>{closed.advice}</Notice>
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
