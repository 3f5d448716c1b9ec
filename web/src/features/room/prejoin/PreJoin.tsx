import { useCallback, useEffect } from "react";
import { Link, useLocation } from "react-router";
import { ApiError } from "../../../core/http/HttpClient";
import { type Sentence, sentenceFor, sentenceForError } from "../../../core/sentences";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";
import { type Loaded, useLoaded } from "../../../hooks/useLoaded";
import type { Room } from "../../../protocol";
import { Button, buttonClass } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Page } from "../../shell/Page";
import { Waiting } from "../../shell/Waiting";
import { DevicePickers } from "../DevicePickers";
import type { RoomAddress } from "../roomAddress";
import { JoinForm } from "./JoinForm";
import { Preview } from "./Preview";
import "./prejoin.css";

/** Before the call: who may come in, how one looks and sounds, and the door. */
export function PreJoin({ address }: { address: RoomAddress }) {
  const { isAuthenticated } = useAuth();
  const { api } = useServices();
  const { roomId, inviteToken } = address;
  const isInvited = inviteToken !== undefined;
  const load = useCallback(async () => {
    // A stranger with an invite need not ask: the door itself will.
    return !isAuthenticated && isInvited ? undefined : api.room(roomId, isAuthenticated);
  }, [api, roomId, isAuthenticated, isInvited]);
  const [room, reload] = useLoaded<Room | undefined>(load);
  if (room.status === "loading") return <Waiting>Looking for the room…</Waiting>;
  const obstacle = obstacleOf(room, isInvited);
  if (obstacle !== null) return <Obstacle sentence={obstacle} onRetry={reload} />;
  return <Door address={address} room={room.status === "ready" ? room.value : undefined} />;
}

function Door({ address, room }: { address: RoomAddress; room: Room | undefined }) {
  const { call } = useServices();
  useEffect(() => {
    void call.media.start();
    return () => {
      // Otherwise a call has begun, and goes on with the same devices.
      if (call.state.get().phase === "idle") call.media.stop();
    };
  }, [call]);
  return (
    <Page title={room?.name ?? "Join the call"}>
      <div className="prejoin">
        <Preview />
        <div className="prejoin__door">
          <div className="prejoin__intro">
            <h1>{room?.name ?? "You are invited to a call"}</h1>
            {room?.description && <p className="lead">{room.description}</p>}
            <p className="lead">{occupancy(room)}</p>
          </div>
          <JoinForm address={address} />
        </div>
        <div className="prejoin__devices">
          <DevicePickers />
        </div>
      </div>
    </Page>
  );
}

function Obstacle({ sentence, onRetry }: { sentence: Sentence; onRetry: () => void }) {
  const { isAuthenticated } = useAuth();
  const location = useLocation();
  const actions = (
    <>
      {isAuthenticated ? (
        <Link to="/dashboard" className={buttonClass()}>
          Go to your rooms
        </Link>
      ) : (
        <Link to="/login" state={{ from: location }} className={buttonClass()}>
          Log in
        </Link>
      )}
      <Button look="secondary" onClick={onRetry}>
        Try again
      </Button>
    </>
  );
  return (
    <Page title={sentence.title}>
      <EmptyState title={sentence.title} actions={actions} level={1}>
        {sentence.advice}
      </EmptyState>
    </Page>
  );
}

function obstacleOf(room: Loaded<Room | undefined>, isInvited: boolean): Sentence | null {
  if (room.status === "ready") return room.value?.isActive === false ? sentenceFor("room-closed") : null;
  if (room.status === "loading") return null;
  const status = room.error instanceof ApiError ? room.error.status : 0;
  if (status !== 401 && status !== 403) return sentenceForError(room.error);
  // The invite may open what the account alone does not.
  return isInvited ? null : sentenceFor("access-denied");
}

function occupancy(room: Room | undefined): string {
  if (room === undefined) return "Say who you are, check your picture, and come in.";
  if (room.currentParticipants === 0) return "Nobody is inside yet.";
  if (room.currentParticipants === 1) return "One person is inside.";
  return `${room.currentParticipants} people are inside.`;
}
