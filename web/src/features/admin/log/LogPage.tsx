import { useTranslation } from "../../../hooks/translation";
import { Section } from "../parts/Section";
import { AuditLog } from "./AuditLog";
import { ClientErrors } from "./ClientErrors";

export function LogPage() {
  const { t } = useTranslation();
  return (
    <>
      <h1>{t("admin.pages.log")}</h1>
      <Section title={t("admin.audit.title")}>
        <AuditLog />
      </Section>
      <Section title={t("admin.errors.title")}>
        <ClientErrors />
      </Section>
    </>
  );
}
