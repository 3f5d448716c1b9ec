import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { useAuth } from "../../hooks/auth";
import type { Role } from "../../protocol";
import { Waiting } from "./Waiting";

/** Shows its children to whoever is logged in (with that role), and the way to log in to others. */
export function RequireAccount({ needs, children }: { needs?: Role; children: ReactNode }) {
  const { status, user } = useAuth();
  const location = useLocation();
  if (status === "restoring") return <Waiting />;
  if (user === null) return <Navigate to="/login" replace state={{ from: location }} />;
  if (needs !== undefined && user.role !== needs) return <Navigate to="/dashboard" replace />;
  return children;
}
