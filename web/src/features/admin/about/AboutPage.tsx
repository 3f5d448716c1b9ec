import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Facts } from "../parts/Facts";
import { Section } from "../parts/Section";
import { useUnits } from "../parts/units";

export function AboutPage() {
  const { t } = useTranslation();
  const { duration } = useUnits();
  const [health, reload] = useLoaded(useAdminApi().health);
  return (
    <>
      <h1>{t("admin.pages.about")}</h1>
      <Section title="Neko">
        <Answer of={health} onRetry={reload}>
          {({ version, uptimeSeconds }) => (
            <Facts
              rows={[
                [t("admin.about.version"), <bdi key="version">{version}</bdi>],
                [t("admin.about.uptime"), duration(uptimeSeconds)],
                [t("admin.about.licence"), "MIT"],
              ]}
            />
          )}
        </Answer>
      </Section>
      <Section title={t("admin.about.parts")}>
        <p>{t("admin.about.partsText")}</p>
        <p>
          <a href="/licences.txt">{t("admin.about.licences")}</a>
        </p>
      </Section>
      <Section title={t("admin.about.programs")}>
        <p>{t("admin.about.programsText")}</p>
        <ul className="codes">
          <li>
            <a href="/api/openapi.json" dir="ltr">
              /api/openapi.json
            </a>
          </li>
          <li>
            <a href="/metrics" dir="ltr">
              /metrics
            </a>
          </li>
        </ul>
      </Section>
    </>
  );
}
