import { useState } from "react";
import { groupSettings, waiting } from "../../../core/admin/boxFile";
import { useTranslation } from "../../../hooks/translation";
import type { SettingsAnswer } from "../../../protocol";
import { TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import { Section } from "../parts/Section";
import { SettingRow } from "./SettingRow";
import "./settings.css";

/** Every setting that the box has, and what is written into its file. */
export function FileSettings({ initial }: { initial: SettingsAnswer }) {
  const { t } = useTranslation();
  const [{ file, settings }, setAnswer] = useState(initial);
  const [search, setSearch] = useState("");
  const groups = groupSettings(settings, search);
  const later = waiting(settings);
  return (
    <>
      <div className="stack">
        <h2>{t("admin.file.title")}</h2>
        <p className="muted">
          {t.rich("admin.file.lead", {
            file: () => (
              <code dir="ltr" className="setting__file">
                {file}
              </code>
            ),
          })}
        </p>
        <TextField
          label={t("admin.file.search")}
          type="search"
          dir="auto"
          autoComplete="off"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <div role="status">
          {later.length > 0 && (
            <Notice title={t("admin.file.waiting", { count: later.length })} tone="warning">
              <code dir="ltr">systemctl restart neko</code>
            </Notice>
          )}
        </div>
      </div>
      {groups.length === 0 && <p className="muted">{t("admin.nothingFound")}</p>}
      {groups.map((group) => (
        <Section key={group.section} title={t(`admin.file.sections.${group.section}`)}>
          <ul className="settings-list">
            {group.settings.map((setting) => (
              <SettingRow key={setting.key} setting={setting} onChanged={setAnswer} />
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
