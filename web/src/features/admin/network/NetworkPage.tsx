import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { NetworkAnswer } from "../../../protocol";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Badge } from "../parts/Badge";
import { Codes, Facts } from "../parts/Facts";
import { Section } from "../parts/Section";
import { Allocations } from "./Allocations";
import { BoxClock } from "./BoxClock";
import { Certificates } from "./Certificates";
import { SelfTest } from "./SelfTest";
import "./network.css";

export function NetworkPage() {
  const { t } = useTranslation();
  const [network, reload] = useLoaded(useAdminApi().network);
  return (
    <>
      <h1>{t("admin.pages.network")}</h1>
      <Answer of={network} onRetry={reload}>
        {(value) => (
          <>
            <Section title={t("admin.network.found")}>
              <Found network={value} />
            </Section>
            <Section title={t("admin.network.interfaces")}>
              <Interfaces of={value.interfaces} />
            </Section>
            <Section title={t("admin.certificates.title")}>
              <Certificates network={value} onRenewed={reload} />
            </Section>
          </>
        )}
      </Answer>
      <Section title={t("admin.relay.test")}>
        <SelfTest />
      </Section>
      <Section title={t("admin.relay.allocations")}>
        <Allocations />
      </Section>
      <Section title={t("admin.clock.title")}>
        <BoxClock />
      </Section>
    </>
  );
}

function Found({ network: { urls, names, mdns, tcp, udp } }: { network: NetworkAnswer }) {
  const { t } = useTranslation();
  const state = !mdns.enabled ? "off" : mdns.announced ? "announced" : "silent";
  return (
    <Facts
      rows={[
        [t("admin.network.addresses"), <Codes key="urls" of={urls} />],
        [t("admin.network.names"), <Codes key="names" of={names} />],
        [
          t("admin.network.mdns"),
          <span key="mdns">
            {mdns.name !== undefined && <bdi>{mdns.name} </bdi>}
            {t(`admin.network.mdnsStates.${state}`)}
            {mdns.problem !== undefined && (
              <span lang="en" dir="ltr">
                {" "}
                {mdns.problem}
              </span>
            )}
          </span>,
        ],
        [t("admin.network.tcp"), <Codes key="tcp" of={tcp} />],
        [t("admin.network.udp"), <Codes key="udp" of={udp} />],
      ]}
    />
  );
}

function Interfaces({ of }: { of: NetworkAnswer["interfaces"] }) {
  const { t } = useTranslation();
  return (
    <>
      <ul className="entries">
        {of.map(({ name, addresses, excluded }) => (
          <li key={name} className="entry">
            <div className="entry__what">
              <p className="entry__text" dir="ltr">
                {name}
              </p>
              <Codes of={addresses} />
            </div>
            {excluded ? (
              <Badge>{t("admin.network.excluded")}</Badge>
            ) : (
              <Badge tone="good">{t("admin.network.used")}</Badge>
            )}
          </li>
        ))}
      </ul>
      <p className="muted">{t("admin.network.excludeHow")}</p>
    </>
  );
}
