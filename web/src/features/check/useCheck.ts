import { useEffect, useMemo } from "react";
import { CheckService, type CheckState } from "../../core/check/CheckService";
import { systemClock } from "../../core/clock";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useStore } from "../../hooks/useStore";

const SOCKET = "/trust/socket";

/** Looks as soon as it is known who asks, and again when `again` is called. */
export function useCheck(): CheckState & { again: () => void } {
  const { api, guests } = useServices();
  const { status, user } = useAuth();
  const isMember = user !== null;
  const service = useMemo(
    () =>
      new CheckService({
        clock: systemClock,
        isSecure: window.isSecureContext,
        createConnection: (configuration) => new RTCPeerConnection(configuration),
        openSocket: () => new WebSocket(location.origin.replace(/^http/, "ws") + SOCKET),
        check: api.check,
        iceServers: async () => {
          const bearer = isMember ? undefined : guests.latest()?.accessToken;
          if (!isMember && bearer === undefined) return undefined;
          return (await api.iceServers(bearer)).iceServers;
        },
      }),
    [api, guests, isMember],
  );
  useEffect(() => {
    if (status !== "restoring") void service.run();
  }, [service, status]);
  return { ...useStore(service.state), again: () => void service.run() };
}
