import { Link } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useStore } from "../../hooks/useStore";
import { buttonClass } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../shell/Page";
import { BuildingArt } from "./BuildingArt";
import "./home.css";

export function HomePage() {
  const { user } = useAuth();
  const { t } = useTranslation();
  return (
    <Page title={t("home.page")}>
      <div className="home">
        <div className="home__words">
          <h1 className="home__title">{t("home.title")}</h1>
          <p className="home__lead">{t("home.lead")}</p>
          {user === null ? <VisitorActions /> : <MemberActions name={user.displayName} />}
        </div>
        <BuildingArt />
      </div>
    </Page>
  );
}

function MemberActions({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className="home__actions">
      <Link to="/dashboard" className={buttonClass()}>
        {t("common.goToRooms")}
      </Link>
      <p className="home__note">{t("home.loggedInAs", { name })}</p>
    </div>
  );
}

function VisitorActions() {
  const { box } = useServices();
  const { t } = useTranslation();
  const known = useStore(box.state);
  if (known?.setupNeeded) {
    return (
      <Notice title={t("home.setupTitle")} tone="warning">
        {t("home.setupText")}
      </Notice>
    );
  }
  return (
    <>
      <div className="home__actions">
        <Link to="/login" className={buttonClass()}>
          {t("common.logIn")}
        </Link>
        {known?.registrationOpen && (
          <Link to="/register" className={buttonClass("secondary")}>
            {t("common.createAccount")}
          </Link>
        )}
      </div>
      <p className="home__note">
        {known?.registrationOpen === false && `${t("home.registrationClosed")} `}
        {t("home.invited")}
      </p>
    </>
  );
}
