import { useCallback, useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { StayInfo } from "../../../protocol";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Pager } from "../parts/Pager";
import { Time } from "../parts/Time";
import { useUnits } from "../parts/units";

/** Who was in a room, and for how long. */
export function Stays({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [offset, setOffset] = useState(0);
  const load = useCallback(() => api.stays(roomId, offset), [api, roomId, offset]);
  const [stays, reload] = useLoaded(load);
  return (
    <Answer of={stays} onRetry={reload}>
      {({ stays: shown, total }) => (
        <>
          {total === 0 && <p className="muted">{t("admin.rooms.noStays")}</p>}
          <ul className="entries">
            {shown.map((stay) => (
              <Stay key={stay.connectionId + stay.joinedAt} stay={stay} />
            ))}
          </ul>
          <Pager offset={offset} total={total} onMove={setOffset} />
        </>
      )}
    </Answer>
  );
}

function Stay({ stay }: { stay: StayInfo }) {
  const { t } = useTranslation();
  const { duration } = useUnits();
  return (
    <li className="entry">
      <div className="entry__what">
        <p className="entry__text">
          <bdi>{stay.user?.displayName ?? t("admin.rooms.guest")}</bdi>
        </p>
        <p className="entry__facts">
          <Time at={stay.joinedAt} /> ·{" "}
          {stay.duration === null ? t("admin.rooms.stillThere") : duration(stay.duration)}
        </p>
      </div>
    </li>
  );
}
