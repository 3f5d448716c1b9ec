import { Link } from "react-router";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useBoxName } from "../../hooks/useBoxName";
import { useLoaded } from "../../hooks/useLoaded";
import { buttonClass } from "../../ui/Button";
import { Page } from "../shell/Page";
import { QrCode } from "../shell/QrCode";
import { TRUST_PAGE } from "../shell/trustPage";

/** The box is somebody's now: how the others get to it. */
export function NextSteps() {
  const { t } = useTranslation();
  const name = useBoxName();
  return (
    <Page title={t("next.title")} narrow>
      <div className="setup">
        <div className="setup__intro">
          <h1>{t("next.title")}</h1>
          <p className="lead">{t("next.lead", { name })}</p>
        </div>
        <ol className="setup__steps">
          <li className="card stack">
            <h2>{t("next.trust")}</h2>
            <p>{t("next.trustText")}</p>
            <TrustAddress />
          </li>
          <li className="card stack">
            <h2>{t("next.room")}</h2>
            <p>{t("next.roomText")}</p>
            <Link to="/dashboard" className={buttonClass()}>
              {t("next.roomAction")}
            </Link>
          </li>
          <li className="card stack">
            <h2>{t("next.care")}</h2>
            <p>{t("next.careText")}</p>
            <Link to="/admin" className={buttonClass("secondary")}>
              {t("next.careAction")}
            </Link>
          </li>
        </ol>
      </div>
    </Page>
  );
}

/** Over plain HTTP, where no browser warns: a device that does not trust the box yet can read how to. */
function TrustAddress() {
  const { api } = useServices();
  const { t, format } = useTranslation();
  const [network] = useLoaded(api.network);
  const urls = network.status === "ready" ? network.value.urls : [];
  const [best = location.origin, ...others] = urls;
  const address = trustAddress(best);
  return (
    <>
      <QrCode text={address} label={t("next.qrLabel")} />
      <p className="setup__address" dir="ltr">
        {address}
      </p>
      {others.length > 0 && (
        <p className="muted">{t("next.others", { addresses: format.list(others.map(trustAddress)) })}</p>
      )}
    </>
  );
}

function trustAddress(url: string): string {
  const { hostname, port } = new URL(url);
  // The same port answers to both.
  return `http://${hostname}:${port || 443}${TRUST_PAGE}`;
}
