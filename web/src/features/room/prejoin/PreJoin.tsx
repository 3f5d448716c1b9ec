import { type ReactNode, useCallback, useEffect } from "react";
import { ApiError } from "../../../core/http/HttpClient";
import { NO_INVITE, type Sentence, sentenceFor, sentenceForError } from "../../../core/sentences";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";
import { type Loaded, useLoaded } from "../../../hooks/useLoaded";
import type { Room, User } from "../../../protocol";
import { Page } from "../../shell/Page";
import { Waiting } from "../../shell/Waiting";
import { DevicePickers } from "../DevicePickers";
import type { RoomAddress } from "../roomAddress";
import { GuestJoin, MemberJoin } from "./JoinForm";
import { Obstacle } from "./Obstacle";
import { Preview } from "./Preview";
import "./prejoin.css";

/** Before the call: who may come in, how one looks and sounds, and the door. */
export function PreJoin({ address }: { address: RoomAddress }) {
  const { user } = useAuth();
  const { inviteToken } = address;
  if (user !== null) return <MemberPreJoin address={address} user={user} />;
  if (inviteToken === undefined) return <Obstacle sentence={NO_INVITE} />;
  return (
    <Lobby title="You are invited to a call" lead="Say who you are, check your picture, and come in.">
      <GuestJoin address={address} inviteToken={inviteToken} />
    </Lobby>
  );
}

function MemberPreJoin({ address, user }: { address: RoomAddress; user: User }) {
  const { api } = useServices();
  const { roomId, inviteToken } = address;
  const load = useCallback(() => api.room(roomId), [api, roomId]);
  const [loaded, reload] = useLoaded(load);
  if (loaded.status === "loading") return <Waiting>Looking for the room…</Waiting>;
  const obstacle = obstacleOf(loaded, inviteToken !== undefined);
  if (obstacle !== null) return <Obstacle sentence={obstacle} onRetry={reload} />;
  const room = loaded.status === "ready" ? loaded.value : undefined;
  return (
    <Lobby
      title={room?.name ?? "You are invited to a call"}
      lead={room === undefined ? "Check your picture, and come in." : occupancy(room)}
      description={room?.description}
    >
      <MemberJoin address={address} user={user} />
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

function obstacleOf(room: Loaded<Room>, isInvited: boolean): Sentence | null {
  if (room.status === "ready") return room.value.isActive ? null : sentenceFor("room-closed");
  if (room.status === "loading") return null;
  // The invite opens what the account alone may not even see.
  const mayStillEnter = isInvited && room.error instanceof ApiError && room.error.code === "access-denied";
  return mayStillEnter ? null : sentenceForError(room.error);
}

function occupancy(room: Room): string {
  if (room.currentParticipants === 0) return "Nobody is inside yet.";
  if (room.currentParticipants === 1) return "One person is inside.";
  return `${room.currentParticipants} people are inside.`;
}
