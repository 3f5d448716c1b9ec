import { useSignaling } from "../../../hooks/signaling";
import { useTranslation } from "../../../hooks/translation";
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
  const { t } = useTranslation();
  const everybody = self === null ? participants : [self, ...participants];
  return (
    <Panel title={t("call.participants")} onClose={onClose}>
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
          {t("people.placesTaken", {
            count: everybody.length,
            places: currentRoom?.maxParticipants ?? everybody.length,
          })}
        </p>
        <Button look="secondary" wide onClick={() => copy(inviteUrl)}>
          {copied ? <CheckIcon /> : <LinkIcon />}
          {copied ? t("common.copied") : t("people.copyLink")}
        </Button>
        <Button look="quiet" wide onClick={onShowQr}>
          <QrIcon />
          {t("people.qr")}
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
  const { t } = useTranslation();
  return (
    <li className="people__person">
      <Avatar name={displayName} />
      <span className="people__name">
        <bdi>{displayName}</bdi>
        {isSelf && <span className="muted"> {t("people.you")}</span>}
        {isHost && <span className="people__tag">{t("people.host")}</span>}
      </span>
      {media.screen && (
        <span className="people__state" title={t("people.sharesScreen")}>
          <ScreenIcon />
          <span className="visually-hidden">{t("people.sharesScreen")}</span>
        </span>
      )}
      <span className={media.audio ? "people__state" : "people__state people__state--off"}>
        {media.audio ? <MicIcon /> : <MicOffIcon />}
        <span className="visually-hidden">{media.audio ? t("people.microphoneOn") : t("people.muted")}</span>
      </span>
      <span className={media.video ? "people__state" : "people__state people__state--off"}>
        {media.video ? <CameraIcon /> : <CameraOffIcon />}
        <span className="visually-hidden">{media.video ? t("people.cameraOn") : t("people.cameraOff")}</span>
      </span>
    </li>
  );
}
