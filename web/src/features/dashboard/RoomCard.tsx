import { useState } from "react";
import { Link } from "react-router";
import { type Sentence, sentenceForError } from "../../core/sentences";
import { roomPath } from "../../core/session/invite";
import { useServices } from "../../hooks/services";
import { useCopy } from "../../hooks/useCopy";
import type { Room } from "../../protocol";
import { Button, buttonClass } from "../../ui/Button";
import { CheckIcon, GlobeIcon, LinkIcon, LockIcon } from "../../ui/icons";
import { Notice } from "../../ui/Notice";

interface RoomCardProps {
  room: Room;
  isMine: boolean;
  onClosed: () => void;
}

export function RoomCard({ room, isMine, onClosed }: RoomCardProps) {
  const { copied, copy } = useCopy();
  const path = roomPath(room.roomId, room.accessToken);
  return (
    <li className="room-card">
      <div className="room-card__head">
        <h3 className="room-card__name">{room.name}</h3>
        <p className="room-card__facts">
          {room.isPublic ? <GlobeIcon /> : <LockIcon />}
          {room.isPublic ? "Listed" : "By invite"}
          <span aria-hidden="true">·</span>
          {occupancy(room)}
        </p>
        {room.description !== "" && <p className="room-card__description">{room.description}</p>}
      </div>
      {room.isActive && (
        <div className="room-card__actions">
          <Link to={path} className={buttonClass()} aria-label={`Open ${room.name}`}>
            Open
          </Link>
          <Button
            look="secondary"
            onClick={() => copy(location.origin + path)}
            aria-label={`Copy link to ${room.name}`}
          >
            {copied ? <CheckIcon /> : <LinkIcon />}
            {copied ? "Copied" : "Copy link"}
          </Button>
          {isMine && <CloseRoom room={room} onClosed={onClosed} />}
        </div>
      )}
    </li>
  );
}

/** Closing ends the call for everyone: it asks once, in place. */
function CloseRoom({ room, onClosed }: { room: Room; onClosed: () => void }) {
  const { api } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const close = () => {
    api.closeRoom(room.roomId).then(onClosed, (error: unknown) => setProblem(sentenceForError(error)));
  };
  if (problem !== null) {
    return (
      <Notice title={problem.title} tone="danger" urgent>
        {problem.advice}
      </Notice>
    );
  }
  if (!isAsking) {
    return (
      <Button look="quiet" onClick={() => setAsking(true)} aria-label={`Close ${room.name}`}>
        Close
      </Button>
    );
  }
  return (
    <div className="room-card__confirm">
      <p>Close it for good? Its link stops working.</p>
      <Button look="danger" onClick={close}>
        Close for good
      </Button>
      <Button look="quiet" onClick={() => setAsking(false)}>
        Keep it
      </Button>
    </div>
  );
}

function occupancy({ isActive, currentParticipants, maxParticipants }: Room): string {
  if (!isActive) return "Closed";
  if (currentParticipants === 0) return "Nobody inside";
  return `${currentParticipants} of ${maxParticipants} inside`;
}
