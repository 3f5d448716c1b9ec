import { useTranslation } from "../../../hooks/translation";
import type { NetworkAnswer } from "../../../protocol";
import { buttonClass } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { TRUST_PAGE } from "../../shell/trustPage";
import { Codes, Facts } from "../parts/Facts";
import { Time } from "../parts/Time";

/** What new connections get, and who vouches for it. */
export function Certificates({ network }: { network: NetworkAnswer }) {
  const { t } = useTranslation();
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
      <p className="muted">
        {t.rich("admin.certificates.renewHow", {
          command: () => <code dir="ltr">neko cert renew</code>,
        })}
      </p>
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
