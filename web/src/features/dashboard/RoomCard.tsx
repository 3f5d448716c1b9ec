import { useState } from "react";
import { Link } from "react-router";
import { roomPath } from "../../core/session/invite";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useCopy } from "../../hooks/useCopy";
import { type Sentence, sentenceForError } from "../../i18n/sentences";
import type { Translate } from "../../i18n/translation";
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
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  const path = roomPath(room.roomId, room.accessToken);
  return (
    <li className="room-card">
      <div className="room-card__head">
        <h3 className="room-card__name">
          <bdi>{room.name}</bdi>
        </h3>
        <p className="room-card__facts">
          {room.isPublic ? <GlobeIcon /> : <LockIcon />}
          {room.isPublic ? t("dashboard.listed") : t("dashboard.byInvite")}
          <span aria-hidden="true">·</span>
          {occupancy(t, room)}
        </p>
        {room.description !== "" && (
          <p className="room-card__description">
            <bdi>{room.description}</bdi>
          </p>
        )}
      </div>
      {room.isActive && (
        <div className="room-card__actions">
          <Link to={path} className={buttonClass()} aria-label={t("dashboard.openRoom", { room: room.name })}>
            {t("dashboard.open")}
          </Link>
          <Button
            look="secondary"
            onClick={() => copy(location.origin + path)}
            aria-label={t("dashboard.copyLinkTo", { room: room.name })}
          >
            {copied ? <CheckIcon /> : <LinkIcon />}
            {copied ? t("common.copied") : t("dashboard.copyLink")}
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
  const translation = useTranslation();
  const { t } = translation;
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const close = () => {
    api
      .closeRoom(room.roomId)
      .then(onClosed, (error: unknown) => setProblem(sentenceForError(translation, error)));
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
      <Button
        look="quiet"
        onClick={() => setAsking(true)}
        aria-label={t("dashboard.closeRoom", { room: room.name })}
      >
        {t("dashboard.close")}
      </Button>
    );
  }
  return (
    <div className="room-card__confirm">
      <p>{t("dashboard.closeQuestion")}</p>
      <Button look="danger" onClick={close}>
        {t("dashboard.closeForGood")}
      </Button>
      <Button look="quiet" onClick={() => setAsking(false)}>
        {t("dashboard.keep")}
      </Button>
    </div>
  );
}

function occupancy(t: Translate, { isActive, currentParticipants, maxParticipants }: Room): string {
  if (!isActive) return t("dashboard.closed");
  if (currentParticipants === 0) return t("dashboard.nobodyInside");
  return t("dashboard.inside", { count: currentParticipants, places: maxParticipants });
}
