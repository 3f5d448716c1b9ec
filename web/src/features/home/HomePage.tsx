import { Link } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useLoaded } from "../../hooks/useLoaded";
import { buttonClass } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../shell/Page";
import { BuildingArt } from "./BuildingArt";
import "./home.css";

export function HomePage() {
  const { user } = useAuth();
  return (
    <Page title="Video calls for this building">
      <div className="home">
        <div className="home__words">
          <h1 className="home__title">Calls that stay in the building.</h1>
          <p className="home__lead">
            See and hear each other in any browser, on any phone or laptop in this network. No app, no cloud,
            no internet.
          </p>
          {user === null ? <VisitorActions /> : <MemberActions name={user.displayName} />}
        </div>
        <BuildingArt />
      </div>
    </Page>
  );
}

function MemberActions({ name }: { name: string }) {
  return (
    <div className="home__actions">
      <Link to="/dashboard" className={buttonClass()}>
        Go to your rooms
      </Link>
      <p className="home__note">Logged in as {name}.</p>
    </div>
  );
}

function VisitorActions() {
  const { api } = useServices();
  const [config] = useLoaded(api.config);
  const known = config.status === "ready" ? config.value : undefined;
  if (known?.setupNeeded) {
    return (
      <Notice title="This box is new: nobody runs it yet" tone="warning">
        Open the set-up link that it printed when it started. It is shown in the terminal or the log of the
        machine it runs on, and works once.
      </Notice>
    );
  }
  return (
    <>
      <div className="home__actions">
        <Link to="/login" className={buttonClass()}>
          Log in
        </Link>
        {known?.registrationOpen && (
          <Link to="/register" className={buttonClass("secondary")}>
            Create account
          </Link>
        )}
      </div>
      <p className="home__note">
        {known?.registrationOpen === false && "Accounts are made by the administrator here. "}
        Got an invite link? Just open it: you need no account.
      </p>
    </>
  );
}
