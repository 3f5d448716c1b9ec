import { type ReactNode, useCallback, useEffect } from "react";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { noInviteSentence, sentenceFor, sentenceForError } from "../../../i18n/sentences";
import type { User } from "../../../protocol";
import { Page } from "../../shell/Page";
import { Waiting } from "../../shell/Waiting";
import { DevicePickers } from "../devices/DevicePickers";
import type { RoomAddress } from "../roomAddress";
import { GuestJoin, MemberJoin } from "./JoinForm";
import { Obstacle } from "./Obstacle";
import { Preview } from "./Preview";
import "./prejoin.css";

/** Before the call: who may come in, how one looks and sounds, and the door. */
export function PreJoin({ address }: { address: RoomAddress }) {
  const { user } = useAuth();
  const translation = useTranslation();
  if (user === null && address.inviteToken === undefined) {
    return <Obstacle sentence={noInviteSentence(translation)} />;
  }
  return <Entrance address={address} user={user} />;
}

function Entrance({ address, user }: { address: RoomAddress; user: User | null }) {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const { roomId, inviteToken } = address;
  const load = useCallback(() => api.room(roomId, inviteToken), [api, roomId, inviteToken]);
  const [loaded, reload] = useLoaded(load);
  if (loaded.status === "loading") return <Waiting>{t("prejoin.looking")}</Waiting>;
  if (loaded.status === "failed")
    return <Obstacle sentence={sentenceForError(translation, loaded.error)} onRetry={reload} />;
  const room = loaded.value;
  if (!room.isActive) return <Obstacle sentence={sentenceFor(translation, "room-closed")} />;
  return (
    <Lobby
      title={room.name}
      lead={t("prejoin.inside", { count: room.currentParticipants })}
      description={room.description}
    >
      {user !== null && <MemberJoin address={address} user={user} />}
      {user === null && inviteToken !== undefined && (
        <GuestJoin address={address} inviteToken={inviteToken} />
      )}
    </Lobby>
  );
}

interface LobbyProps {
  title: string;
  lead: string;
  description?: string | undefined;
  /** The door. */
  children: ReactNode;
}

function Lobby({ title, lead, description, children }: LobbyProps) {
  const { call } = useServices();
  useEffect(() => {
    void call.media.start();
    return () => {
      // Otherwise a call has begun, and goes on with the same devices.
      if (call.state.get().phase === "idle") call.media.stop();
    };
  }, [call]);
  return (
    <Page title={title}>
      <div className="prejoin">
        <Preview />
        <div className="prejoin__door">
          <div className="prejoin__intro">
            <h1>
              <bdi>{title}</bdi>
            </h1>
            {description && (
              <p>
                <bdi>{description}</bdi>
              </p>
            )}
            <p className="lead">{lead}</p>
          </div>
          {children}
        </div>
        <div className="prejoin__devices">
          <DevicePickers />
        </div>
      </div>
    </Page>
  );
}
