import { Link } from "react-router";
import { typed } from "../../../core/admin/addresses";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { buttonClass } from "../../../ui/Button";
import { QrCode } from "../../shell/QrCode";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { CopyButton } from "../parts/CopyButton";
import { Codes } from "../parts/Facts";
import "./addresses.css";

/** Where people reach the box: to be scanned, copied, or printed. */
export function Addresses() {
  const { t } = useTranslation();
  const [network, reload] = useLoaded(useAdminApi().network);
  return (
    <Answer of={network} onRetry={reload}>
      {({ urls }) => {
        const best = typed(urls[0] ?? location.origin);
        return (
          <div className="addresses">
            <QrCode text={best} label={t("admin.addresses.qr", { address: best })} />
            <div className="stack addresses__list">
              <p className="muted">{t("admin.addresses.lead")}</p>
              <Codes of={urls.map(typed)} />
              <div className="admin__actions">
                <CopyButton text={best} label={t("admin.addresses.copy")} />
                <Link to="/admin/sheet" className={buttonClass("secondary")}>
                  {t("admin.addresses.sheet")}
                </Link>
              </div>
            </div>
          </div>
        );
      }}
    </Answer>
  );
}
