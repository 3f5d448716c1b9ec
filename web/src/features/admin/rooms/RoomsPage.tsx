import { useCallback, useState } from "react";
import { Link } from "react-router";
import type { RoomState } from "../../../core/admin/AdminApi";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { ManagedRoom } from "../../../protocol";
import { SelectField } from "../../../ui/Field";
import { GlobeIcon, LockIcon } from "../../../ui/icons";
import { useAdminApi } from "../adminApi";
import { Badge } from "../parts/Badge";
import { Found } from "../parts/Found";
import { SearchField } from "../parts/SearchField";
import { useEvery } from "../parts/useEvery";

const STATES: readonly RoomState[] = ["open", "closed", "all"];
const EVERY_MS = 5_000;

export function RoomsPage() {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [{ state, search, offset }, setPlace] = useState({
    state: "open" as RoomState,
    search: "",
    offset: 0,
  });
  const load = useCallback(() => api.rooms(state, search, offset), [api, state, search, offset]);
  const [rooms, reload] = useLoaded(load);
  useEvery(EVERY_MS, reload);
  const onSearch = useCallback((text: string) => {
    setPlace((place) => (place.search === text ? place : { ...place, search: text, offset: 0 }));
  }, []);
  const show = (value: string) => {
    const chosen = STATES.find((known) => known === value);
    if (chosen !== undefined) setPlace((place) => ({ ...place, state: chosen, offset: 0 }));
  };
  return (
    <>
      <h1>{t("admin.pages.rooms")}</h1>
      <div className="admin__fields">
        <SearchField label={t("admin.rooms.search")} onSearch={onSearch} />
        <SelectField
          label={t("admin.rooms.show")}
          value={state}
          onChange={(event) => show(event.target.value)}
        >
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`admin.rooms.states.${each}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <Found
        of={rooms}
        onRetry={reload}
        list={({ rooms: found, total }) => ({
          rows: found.map((room) => <RoomRow key={room.roomId} room={room} />),
          total,
        })}
        offset={offset}
        onMove={(next) => setPlace((place) => ({ ...place, offset: next }))}
      />
    </>
  );
}

function RoomRow({ room }: { room: ManagedRoom }) {
  const { t } = useTranslation();
  const { currentParticipants: count, maxParticipants: places, owner } = room;
  return (
    <li>
      <Link to={room.roomId} className="row">
        {room.isPublic ? <GlobeIcon /> : <LockIcon />}
        <span className="row__what">
          <span className="row__title">
            <bdi>{room.name}</bdi>
          </span>
          <span className="row__more">
            <bdi>{owner?.displayName ?? t("admin.rooms.ownerGone")}</bdi>
          </span>
        </span>
        <span className="badges">
          {!room.isActive && <Badge>{t("dashboard.closed")}</Badge>}
          {room.isActive && count === 0 && <Badge>{t("dashboard.nobodyInside")}</Badge>}
          {room.isActive && count > 0 && (
            <Badge tone="good">{t("dashboard.inside", { count, places })}</Badge>
          )}
        </span>
      </Link>
    </li>
  );
}
