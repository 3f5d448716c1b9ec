import { useEffect, useState } from "react";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";

/**
 * Whether the box answers this page and yet the browser opens no socket to it. That is what a browser does, on iPhones
 * above all, with a page that was clicked through a warning.
 */
export function useSocketRefused(): boolean {
  const { api } = useServices();
  const { phase, connectionState } = useSignaling();
  const isStuck = phase === "joining" && connectionState === "waiting";
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    if (!isStuck) return;
    let isCurrent = true;
    api.config().then(
      () => isCurrent && setRefused(true),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [api, isStuck]);
  return isRefused && phase === "joining";
}
