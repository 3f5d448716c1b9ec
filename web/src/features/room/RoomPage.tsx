import { useEffect } from "react";
import { useLocation, useParams } from "react-router";
import { tokenFromHash } from "../../core/session/invite";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useSignaling } from "../../hooks/signaling";
import { useTranslation } from "../../hooks/translation";
import { useTitle } from "../../hooks/useTitle";
import { ErrorBoundary } from "../shell/ErrorBoundary";
import { Waiting } from "../shell/Waiting";
import { CallView } from "./call/CallView";
import { Ended } from "./Ended";
import { PreJoin } from "./prejoin/PreJoin";
import type { RoomAddress } from "./roomAddress";

/** `/room/ID#TOKEN`; with `?ice=relay` media takes no path but the box's relay (for diagnosis). */
export function RoomPage() {
  const { roomId = "" } = useParams();
  const { call } = useServices();
  return (
    <ErrorBoundary what="room" onRetry={() => call.reset()}>
      <Room key={roomId} roomId={roomId} />
    </ErrorBoundary>
  );
}

function Room({ roomId }: { roomId: string }) {
  const { hash, search } = useLocation();
  const { status } = useAuth();
  const { t } = useTranslation();
  const { phase, end, currentRoom, call } = useSignaling();
  useTitle(currentRoom?.name ?? t("prejoin.page"));
  useEffect(() => () => call.reset(), [call]);
  const address: RoomAddress = {
    roomId,
    inviteToken: tokenFromHash(hash),
    relayOnly: new URLSearchParams(search).get("ice") === "relay",
  };
  if (status === "restoring") return <Waiting />;
  if (phase === "joined" || phase === "reconnecting") return <CallView address={address} />;
  if (phase === "ended" && end !== null) return <Ended end={end} />;
  return <PreJoin address={address} />;
}
