import { createContext, type ReactNode, use, useEffect, useMemo } from "react";
import type { AuthService, AuthState } from "../core/session/AuthService";
import type { User } from "../protocol";
import { useServices } from "./services";
import { useStore } from "./useStore";

export interface Auth {
  status: AuthState["status"];
  user: User | null;
  isAuthenticated: boolean;
  /** The box did not answer, so whether somebody is signed in is not known. */
  unreachable: boolean;
  service: AuthService;
}

const AuthContext = createContext<Auth | null>(null);

export function AuthProvider({ children }: { children: ReactNode }) {
  const { auth: service } = useServices();
  const state = useStore(service.state);
  useEffect(() => void service.restore(), [service]);
  const auth = useMemo<Auth>(
    () => ({
      status: state.status,
      user: state.user,
      isAuthenticated: state.status === "signed-in",
      unreachable: state.status === "anonymous" && state.unreachable,
      service,
    }),
    [state, service],
  );
  return <AuthContext value={auth}>{children}</AuthContext>;
}

export function useAuth(): Auth {
  const auth = use(AuthContext);
  if (auth === null) throw new Error("useAuth needs an AuthProvider above it");
  return auth;
}
