import { Link } from "react-router";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useBoxName } from "../../hooks/useBoxName";
import { useLoaded } from "../../hooks/useLoaded";
import { Button } from "../../ui/Button";
import { QrCode } from "../shell/QrCode";
import { TRUST_PAGE } from "../shell/trustPage";
import "./setup.css";

/** The box is somebody's now: how the others get to it. */
export default function NextSteps({ onDismiss }: { onDismiss: () => void }) {
  const { t } = useTranslation();
  const name = useBoxName();
  return (
    <section className="card stack" aria-labelledby="next-steps">
      <div>
        <h2 id="next-steps">{t("next.title")}</h2>
        <p className="lead">{t("next.lead", { name })}</p>
      </div>
      <ol className="setup__steps">
        <li className="setup__step">
          <h3>{t("next.trust")}</h3>
          <p>{t("next.trustText")}</p>
          <TrustAddress />
        </li>
        <li className="setup__step">
          <h3>{t("next.room")}</h3>
          <p>{t("next.roomText")}</p>
        </li>
        <li className="setup__step">
          <h3>{t("next.care")}</h3>
          <p>{t.rich("next.careText", { link: (label) => <Link to="/admin">{label}</Link> })}</p>
        </li>
      </ol>
      <Button look="secondary" onClick={onDismiss}>
        {t("common.dismiss")}
      </Button>
    </section>
  );
}

/** Over plain HTTP, where no browser warns: a device that does not trust the box yet can read how to. */
function TrustAddress() {
  const { api } = useServices();
  const { t, format } = useTranslation();
  const [network] = useLoaded(api.network);
  if (network.status === "loading") return null;
  // Where the box can't say, the address by which this browser came is one.
  const urls = network.status === "ready" ? network.value.urls : [];
  const [best = trustAddress(location.origin), ...others] = urls.map(trustAddress);
  return (
    <>
      <QrCode text={best} label={t("next.qrLabel")} />
      <p className="setup__address" dir="ltr">
        {best}
      </p>
      {others.length > 0 && (
        <p className="muted setup__others">{t("next.others", { addresses: format.list(others) })}</p>
      )}
    </>
  );
}

function trustAddress(url: string): string {
  const { hostname, port } = new URL(url);
  // The same port answers to both.
  return `http://${hostname}:${port || 443}${TRUST_PAGE}`;
}
