import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Section } from "../parts/Section";
import { BoxSettings } from "./BoxSettings";
import { FileSettings } from "./FileSettings";

export function BoxSettingsPage() {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [own, reloadOwn] = useLoaded(api.boxSettings);
  const [file, reloadFile] = useLoaded(api.settings);
  return (
    <>
      <h1>{t("admin.pages.settings")}</h1>
      <Section title={t("admin.box.title")}>
        <Answer of={own} onRetry={reloadOwn}>
          {(settings) => <BoxSettings initial={settings} />}
        </Answer>
      </Section>
      <Answer of={file} onRetry={reloadFile}>
        {(settings) => <FileSettings initial={settings} />}
      </Answer>
    </>
  );
}
