import { type ReactNode, useCallback, useEffect } from "react";
import { NO_INVITE, type Sentence, sentenceFor, sentenceForError } from "../../../core/sentences";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";
import { type Loaded, useLoaded } from "../../../hooks/useLoaded";
import type { Room, User } from "../../../protocol";
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
  if (user === null && address.inviteToken === undefined) return <Obstacle sentence={NO_INVITE} />;
  return <Door address={address} user={user} />;
}

function Door({ address, user }: { address: RoomAddress; user: User | null }) {
  const { api } = useServices();
  const { roomId, inviteToken } = address;
  const load = useCallback(() => api.room(roomId, inviteToken), [api, roomId, inviteToken]);
  const [loaded, reload] = useLoaded(load);
  if (loaded.status === "loading") return <Waiting>Looking for the room…</Waiting>;
  const obstacle = obstacleOf(loaded, user === null);
  if (obstacle !== null) return <Obstacle sentence={obstacle} onRetry={reload} />;
  const room = loaded.status === "ready" ? loaded.value : undefined;
  return (
    <Lobby
      title={room?.name ?? "You are invited to a call"}
      lead={room === undefined ? "Check your picture, and come in." : occupancy(room)}
      description={room?.description}
    >
      {user === null ? (
        <GuestJoin address={address} inviteToken={inviteToken ?? ""} />
      ) : (
        <MemberJoin address={address} user={user} />
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
            <h1>{title}</h1>
            {description && <p>{description}</p>}
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

function obstacleOf(room: Loaded<Room>, isGuest: boolean): Sentence | null {
  if (room.status === "ready") return room.value.isActive ? null : sentenceFor("room-closed");
  // What keeps a guest out is told beside the name, when they knock.
  return room.status === "failed" && !isGuest ? sentenceForError(room.error) : null;
}

function occupancy(room: Room): string {
  if (room.currentParticipants === 0) return "Nobody is inside yet.";
  if (room.currentParticipants === 1) return "One person is inside.";
  return `${room.currentParticipants} people are inside.`;
}
