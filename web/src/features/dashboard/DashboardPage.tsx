import { sentenceForError } from "../../core/sentences";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useLoaded } from "../../hooks/useLoaded";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import { Page } from "../shell/Page";
import { CreateRoom } from "./CreateRoom";
import { RoomCard } from "./RoomCard";
import "./dashboard.css";

export function DashboardPage() {
  const { user } = useAuth();
  const { api } = useServices();
  const [rooms, reload] = useLoaded(api.rooms);
  return (
    <Page title="Rooms">
      <div className="dashboard">
        <section className="dashboard__new" aria-labelledby="new-room">
          <h1>Hello, {user?.displayName}</h1>
          <div className="card stack">
            <h2 id="new-room">Start a call</h2>
            <CreateRoom />
          </div>
        </section>
        <section className="dashboard__rooms" aria-labelledby="rooms">
          <h2 id="rooms">Rooms</h2>
          {rooms.status === "loading" && <Spinner />}
          {rooms.status === "failed" && (
            <Notice title={sentenceForError(rooms.error).title} tone="danger" urgent>
              {sentenceForError(rooms.error).advice}{" "}
              <Button look="secondary" onClick={reload}>
                Try again
              </Button>
            </Notice>
          )}
          {rooms.status === "ready" && rooms.value.length === 0 && (
            <EmptyState title="No rooms yet">
              Name one and create it. Then send its link to whoever should join: they need no account.
            </EmptyState>
          )}
          {rooms.status === "ready" && rooms.value.length > 0 && (
            <ul className="dashboard__list">
              {rooms.value.map((room) => (
                <RoomCard
                  key={room.roomId}
                  room={room}
                  isMine={room.createdBy === user?.id}
                  onClosed={reload}
                />
              ))}
            </ul>
          )}
        </section>
      </div>
    </Page>
  );
}
