import { useTranslation } from "../../../hooks/translation";
import type { NetworkAnswer } from "../../../protocol";
import { Button, buttonClass } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { TRUST_PAGE } from "../../shell/trustPage";
import { useAdminApi } from "../adminApi";
import { Codes, Facts } from "../parts/Facts";
import { Problem } from "../parts/Problem";
import { Time } from "../parts/Time";
import { useAction } from "../parts/useAction";

/** What new connections get, and who vouches for it. */
export function Certificates({ network, onRenewed }: { network: NetworkAnswer; onRenewed: () => void }) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const { isBusy, problem, run } = useAction();
  const renew = () => run(async () => api.renewCertificate().then(onRenewed));
  const { certificate, authority, providedCertificate: provided } = network;
  return (
    <>
      {certificate.problem !== undefined && (
        <Notice title={t("admin.certificates.problem")} tone="warning">
          <span lang="en">{certificate.problem}</span>
        </Notice>
      )}
      <h3>{t("admin.certificates.own")}</h3>
      <Facts
        rows={[
          [t("admin.certificates.names"), <Codes key="names" of={certificate.names} />],
          [t("admin.certificates.until"), <Time key="until" at={certificate.notAfter} />],
          [t("admin.certificates.renewed"), <Time key="renewed" at={certificate.renewedAt} />],
          [
            t("admin.certificates.leftOut"),
            certificate.leftOut.length === 0 ? undefined : <Codes key="out" of={certificate.leftOut} />,
          ],
          [t("admin.certificates.fingerprint"), <Fingerprint key="print" of={certificate.fingerprint} />],
        ]}
      />
      <p className="muted">{t("admin.certificates.renewHow")}</p>
      <Problem of={problem} />
      <div className="admin__actions">
        <Button look="secondary" isBusy={isBusy} onClick={renew}>
          {t("admin.certificates.renewNow")}
        </Button>
      </div>
      <h3>{t("admin.certificates.authority")}</h3>
      <Facts
        rows={[
          [t("admin.certificates.name"), <bdi key="name">{authority.name}</bdi>],
          [t("admin.certificates.until"), <Time key="until" at={authority.notAfter} />],
          [t("admin.certificates.fingerprint"), <Fingerprint key="print" of={authority.fingerprint} />],
        ]}
      />
      <div className="admin__actions">
        <a href="/ca.crt" download className={buttonClass("secondary")}>
          {t("admin.certificates.download")}
        </a>
        <a href={TRUST_PAGE} className={buttonClass("quiet")}>
          {t("shell.trust")}
        </a>
      </div>
      {provided !== undefined && (
        <>
          <h3>{t("admin.certificates.provided")}</h3>
          <Facts
            rows={[
              [t("admin.certificates.names"), <Codes key="names" of={provided.names} />],
              [
                t("admin.certificates.until"),
                provided.notAfter === undefined ? undefined : <Time key="until" at={provided.notAfter} />,
              ],
              [t("admin.certificates.problem"), provided.problem],
            ]}
          />
        </>
      )}
    </>
  );
}

function Fingerprint({ of }: { of: string }) {
  return (
    <span className="fingerprint" dir="ltr">
      {of}
    </span>
  );
}
