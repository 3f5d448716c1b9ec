import { lazy, Suspense } from "react";
import { useLocation, useNavigate } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useTranslation, Words } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { useStorePart } from "../../hooks/useStore";
import { sentenceForError } from "../../i18n/sentences";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import { Page } from "../shell/Page";
import { CreateRoom } from "./CreateRoom";
import { RoomCard } from "./RoomCard";
import "./dashboard.css";

const NextSteps = lazy(() => import("../setup/NextSteps"));

export function DashboardPage() {
  const { user } = useAuth();
  const { api, box } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [rooms, reload] = useLoaded(api.rooms);
  const creators = useStorePart(box.state, (config) => config?.roomCreation);
  const mayCreate = creators !== "admins" || user?.role === "admin";
  const failed = rooms.status === "failed" ? sentenceForError(translation, rooms.error) : null;
  return (
    <Page title={t("dashboard.page")}>
      <div className="dashboard">
        <section className="dashboard__new" aria-labelledby="new-room">
          <h1>{t("dashboard.hello", { name: user?.displayName ?? "" })}</h1>
          <div className="card stack">
            <h2 id="new-room">{t("dashboard.startCall")}</h2>
            {mayCreate ? <CreateRoom /> : <p>{t("dashboard.onlyAdmins")}</p>}
          </div>
        </section>
        <div className="dashboard__rooms">
          <FirstSteps />
          <section className="stack" aria-labelledby="rooms">
            <h2 id="rooms">{t("dashboard.rooms")}</h2>
            {rooms.status === "loading" && <Spinner />}
            {failed && (
              <Notice title={failed.title} tone="danger" urgent>
                {failed.advice}{" "}
                <Button look="secondary" onClick={reload}>
                  {t("common.tryAgain")}
                </Button>
              </Notice>
            )}
            {rooms.status === "ready" && rooms.value.length === 0 && (
              <EmptyState title={t("dashboard.emptyTitle")}>{t("dashboard.emptyText")}</EmptyState>
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
      </div>
    </Page>
  );
}

/** Once after the set-up, and gone with the next page. */
function FirstSteps() {
  const { state } = useLocation();
  const navigate = useNavigate();
  if ((state as { isNew?: boolean } | null)?.isNew !== true) return null;
  return (
    <Suspense fallback={<Spinner />}>
      <Words area="setup">
        <NextSteps onDismiss={() => void navigate("/dashboard", { replace: true })} />
      </Words>
    </Suspense>
  );
}
