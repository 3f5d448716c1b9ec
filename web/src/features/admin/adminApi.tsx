import { createContext, type ReactNode, use, useMemo } from "react";
import { AdminApi } from "../../core/admin/AdminApi";
import { useServices } from "../../hooks/services";

const AdminApiContext = createContext<AdminApi | null>(null);

/** Made with the pages that need it: no other page loads it. */
export function AdminApiProvider({ children }: { children: ReactNode }) {
  const { http } = useServices();
  const api = useMemo(() => new AdminApi(http), [http]);
  return <AdminApiContext value={api}>{children}</AdminApiContext>;
}

export function useAdminApi(): AdminApi {
  const api = use(AdminApiContext);
  if (api === null) throw new Error("useAdminApi needs an AdminApiProvider above it");
  return api;
}
