import { useCallback } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { useAuth } from "../../hooks/auth";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { CheckField, TextField } from "../../ui/Field";
import { AuthCard } from "./AuthCard";
import { returnPath } from "./returnPath";

export function LoginPage() {
  const { isAuthenticated, service } = useAuth();
  const { state } = useLocation();
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
  const aside = (
    <>
      No account yet?{" "}
      <Link to="/register" state={state}>
        Create account
      </Link>
    </>
  );
  return (
    <AuthCard title="Log in" lead="Good to see you again." problem={problem} aside={aside}>
      <form className="stack" onSubmit={onSubmit}>
        <TextField
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          hint="Or the email address of your account."
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <CheckField
          label="Remember me"
          name="rememberMe"
          hint="Leave it off on a computer that others use."
        />
        <Button type="submit" wide isBusy={isBusy}>
          Log in
        </Button>
      </form>
    </AuthCard>
  );
}
