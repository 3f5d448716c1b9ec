import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Section } from "../parts/Section";
import { MakeBackup } from "./MakeBackup";
import { NightlyBackups } from "./NightlyBackups";

export function BackupPage() {
  const { t } = useTranslation();
  const [backups, reload] = useLoaded(useAdminApi().backups);
  return (
    <>
      <h1>{t("admin.pages.backup")}</h1>
      <Section title={t("admin.backup.now")}>
        <MakeBackup />
      </Section>
      <Section title={t("admin.backup.nightly")}>
        <Answer of={backups} onRetry={reload}>
          {(value) => <NightlyBackups backups={value} />}
        </Answer>
      </Section>
      <Section title={t("admin.backup.restore")}>
        <ol className="steps">
          <li>{t("admin.backup.restoreEmpty")}</li>
          <li>{t("admin.backup.restoreSetup")}</li>
          <li>{t("admin.backup.restoreDone")}</li>
        </ol>
        <p className="muted">
          {t.rich("admin.backup.restoreCommand", {
            command: () => <code dir="ltr">neko restore FILE</code>,
          })}
        </p>
      </Section>
    </>
  );
}
