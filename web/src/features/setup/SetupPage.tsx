import { useState } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { tokenFromHash } from "../../core/session/invite";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../shell/Page";
import { Waiting } from "../shell/Waiting";
import { RestoreForm } from "./RestoreForm";
import { SetupForm } from "./SetupForm";
import "./setup.css";

/** The one-time link that a new box prints: its token makes the first administrator, or lets a backup in. */
export function SetupPage() {
  const { status, user } = useAuth();
  const setupToken = tokenFromHash(useLocation().hash);
  if (status === "restoring") return <Waiting />;
  // What to do next is said there, above the rooms.
  if (user !== null) return <Navigate to="/dashboard" replace state={{ isNew: user.role === "admin" }} />;
  return setupToken === undefined ? <IncompleteLink /> : <Beginning setupToken={setupToken} />;
}

function IncompleteLink() {
  const { t } = useTranslation();
  return (
    <Page title={t("setup.title")} narrow>
      <div className="setup">
        <h1>{t("setup.title")}</h1>
        <Notice title={t("setup.incompleteTitle")} tone="warning">
          {t("setup.incompleteText")}
        </Notice>
        <p className="setup__aside">
          {t.rich("setup.done", { link: (label) => <Link to="/login">{label}</Link> })}
        </p>
      </div>
    </Page>
  );
}

function Beginning({ setupToken }: { setupToken: string }) {
  const { t } = useTranslation();
  const [isRestoring, setRestoring] = useState(false);
  const [title, lead] = isRestoring
    ? [t("restore.title"), t("restore.lead")]
    : [t("setup.title"), t("setup.lead")];
  return (
    <Page title={title} narrow>
      <div className="setup">
        <div className="setup__intro">
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </div>
        {isRestoring ? <RestoreForm setupToken={setupToken} /> : <SetupForm setupToken={setupToken} />}
        <Button look="quiet" onClick={() => setRestoring(!isRestoring)}>
          {t(isRestoring ? "restore.instead" : "setup.restoreInstead")}
        </Button>
        <p className="setup__aside">
          {t.rich("setup.done", { link: (label) => <Link to="/login">{label}</Link> })}
        </p>
      </div>
    </Page>
  );
}
