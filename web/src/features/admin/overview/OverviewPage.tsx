import { useTranslation } from "../../../hooks/translation";
import { Section } from "../parts/Section";
import { Addresses } from "./Addresses";
import { Health } from "./Health";
import { LiveNumbers } from "./LiveNumbers";

export function OverviewPage() {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("admin.title")}</h1>
      <Section title={t("admin.health.title")}>
        <Health />
      </Section>
      <Section title={t("admin.numbers.title")}>
        <LiveNumbers />
      </Section>
      <Section title={t("admin.addresses.title")}>
        <Addresses />
      </Section>
    </>
  );
}
