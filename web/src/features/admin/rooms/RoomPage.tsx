import { useCallback } from "react";
import { Link, useParams } from "react-router";
import { roomPath } from "../../../core/session/invite";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { ManagedRoom } from "../../../protocol";
import { Avatar } from "../../../ui/Avatar";
import { buttonClass } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Badge } from "../parts/Badge";
import { Confirm } from "../parts/Confirm";
import { Facts } from "../parts/Facts";
import { Section } from "../parts/Section";
import { Time } from "../parts/Time";
import { useEvery } from "../parts/useEvery";
import { Stays } from "./Stays";

const EVERY_MS = 3_000;

export function RoomPage() {
  const { t } = useTranslation();
  const { roomId = "" } = useParams();
  const api = useAdminApi();
  const load = useCallback(() => api.room(roomId), [api, roomId]);
  const [room, reload] = useLoaded(load);
  useEvery(EVERY_MS, reload);
  return (
    <>
      <Link to="/admin/rooms" className="admin__back">
        {t("admin.rooms.all")}
      </Link>
      <Answer of={room} onRetry={reload}>
        {(value) => (
          <>
            <div className="admin__head">
              <h1>
                <bdi>{value.name}</bdi>
              </h1>
              {!value.isActive && <Badge>{t("dashboard.closed")}</Badge>}
            </div>
            <About room={value} onClosed={reload} />
            {value.isActive && <Present room={value} />}
            <Section title={t("admin.rooms.stays")}>
              {/* Whoever comes or goes makes or ends one. */}
              <Stays key={value.participants.map((each) => each.connectionId).join()} roomId={roomId} />
            </Section>
          </>
        )}
      </Answer>
    </>
  );
}

function About({ room, onClosed }: { room: ManagedRoom; onClosed: () => void }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const close = async () => {
    await api.closeRoom(room.roomId);
    onClosed();
  };
  return (
    <Section title={t("admin.rooms.room")}>
      <Facts
        rows={[
          [
            t("admin.rooms.owner"),
            <bdi key="owner">{room.owner?.displayName ?? t("admin.rooms.ownerGone")}</bdi>,
          ],
          [t("admin.rooms.access"), t(room.isPublic ? "dashboard.listed" : "dashboard.byInvite")],
          [t("dashboard.places"), t("dashboard.people", { count: room.maxParticipants })],
          [t("admin.rooms.made"), <Time key="made" at={room.createdAt} />],
          [
            t("admin.rooms.closedAt"),
            room.closedAt === undefined ? undefined : <Time key="closed" at={room.closedAt} />,
          ],
        ]}
      />
      {room.isActive && (
        <div className="admin__actions">
          <Link to={roomPath(room.roomId, room.accessToken)} className={buttonClass("secondary")}>
            {t("dashboard.open")}
          </Link>
          <Confirm
            label={t("admin.rooms.close")}
            question={t("admin.rooms.closeQuestion", { count: room.participants.length })}
            confirm={t("dashboard.closeForGood")}
            action={close}
          />
        </div>
      )}
    </Section>
  );
}

function Present({ room }: { room: ManagedRoom }) {
  const { t } = useTranslation();
  return (
    <Section title={t("admin.rooms.present")}>
      {room.participants.length === 0 && <p className="muted">{t("dashboard.nobodyInside")}</p>}
      <ul className="entries">
        {room.participants.map(({ connectionId, displayName, joinedAt }) => (
          <li key={connectionId} className="entry">
            <Avatar name={displayName} />
            <div className="entry__what">
              <p className="entry__text">
                <bdi>{displayName}</bdi>
              </p>
              <p className="entry__facts">
                {t("admin.rooms.joined")} <Time at={joinedAt} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
