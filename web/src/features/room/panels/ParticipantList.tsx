import { useSignaling } from "../../../hooks/signaling";
import { useCopy } from "../../../hooks/useCopy";
import type { Participant } from "../../../protocol";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import {
  CameraIcon,
  CameraOffIcon,
  CheckIcon,
  LinkIcon,
  MicIcon,
  MicOffIcon,
  ScreenIcon,
} from "../../../ui/icons";
import { QrIcon } from "../../../ui/viewIcons";
import { Panel } from "./Panel";

interface ParticipantListProps {
  inviteUrl: string;
  onShowQr: () => void;
  onClose: () => void;
}

export function ParticipantList({ inviteUrl, onShowQr, onClose }: ParticipantListProps) {
  const { self, participants, currentRoom } = useSignaling();
  const { copied, copy } = useCopy();
  const everybody = self === null ? participants : [self, ...participants];
  return (
    <Panel title="Participants" onClose={onClose}>
      <ul className="people">
        {everybody.map((participant) => (
          <Person
            key={participant.connectionId}
            participant={participant}
            isSelf={participant.connectionId === self?.connectionId}
            isHost={participant.userId === currentRoom?.createdBy}
          />
        ))}
      </ul>
      <div className="people__invite">
        <p className="muted">
          {everybody.length} of {currentRoom?.maxParticipants} places taken.
        </p>
        <Button look="secondary" wide onClick={() => copy(inviteUrl)}>
          {copied ? <CheckIcon /> : <LinkIcon />}
          {copied ? "Copied" : "Copy link for others"}
        </Button>
        <Button look="quiet" wide onClick={onShowQr}>
          <QrIcon />
          QR code for phones
        </Button>
      </div>
    </Panel>
  );
}

interface PersonProps {
  participant: Participant;
  isSelf: boolean;
  isHost: boolean;
}

function Person({ participant, isSelf, isHost }: PersonProps) {
  const { displayName, media } = participant;
  return (
    <li className="people__person">
      <Avatar name={displayName} />
      <span className="people__name">
        {displayName}
        {isSelf && <span className="muted"> (you)</span>}
        {isHost && <span className="people__tag">Host</span>}
      </span>
      {media.screen && (
        <span className="people__state" title="Shares the screen">
          <ScreenIcon />
          <span className="visually-hidden">shares the screen</span>
        </span>
      )}
      <span className={media.audio ? "people__state" : "people__state people__state--off"}>
        {media.audio ? <MicIcon /> : <MicOffIcon />}
        <span className="visually-hidden">{media.audio ? "microphone on" : "muted"}</span>
      </span>
      <span className={media.video ? "people__state" : "people__state people__state--off"}>
        {media.video ? <CameraIcon /> : <CameraOffIcon />}
        <span className="visually-hidden">{media.video ? "camera on" : "camera off"}</span>
      </span>
    </li>
  );
}
