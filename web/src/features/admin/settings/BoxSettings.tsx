import { useCallback, useState } from "react";
import { LANGUAGE_NAMES, LANGUAGES } from "../../../core/languages";
import { useTranslation } from "../../../hooks/translation";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import type { Settings } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { CheckField, SelectField, TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import { useAdminApi } from "../adminApi";
import { Problem } from "../parts/Problem";

/** What counts at once, and needs no file. */
export function BoxSettings({ initial }: { initial: Settings }) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [saved, setSaved] = useState<Settings | null>(null);
  const [isFixed, setFixed] = useState(false);
  const save = useCallback(
    async (fields: FormFields) => {
      setSaved(null);
      const registrationOpen = fields.checked("registrationOpen");
      const now = await api.updateBoxSettings({
        registrationOpen,
        boxName: fields.text("boxName"),
        roomCreation: fields.text("roomCreation") === "admins" ? "admins" : "everyone",
        language: fields.text("language"),
      });
      setFixed(now.registrationOpen !== registrationOpen);
      setSaved(now);
    },
    [api],
  );
  const { isBusy, problem, onSubmit } = useSubmit(save);
  const shown = saved ?? initial;
  return (
    <form className="stack" onSubmit={onSubmit}>
      <Problem of={problem} />
      <div role="status">{saved !== null && !isFixed && <Notice title={t("admin.box.saved")} />}</div>
      {isFixed && (
        <Notice title={t("admin.box.fixedTitle")} tone="danger" urgent>
          {t("admin.box.fixedText")}
        </Notice>
      )}
      <div className="admin__fields">
        <TextField
          label={t("admin.box.name")}
          hint={t("admin.box.nameHint")}
          name="boxName"
          dir="auto"
          maxLength={64}
          defaultValue={shown.boxName}
        />
        <SelectField
          label={t("admin.box.roomCreation")}
          name="roomCreation"
          defaultValue={shown.roomCreation}
        >
          <option value="everyone">{t("admin.box.everyone")}</option>
          <option value="admins">{t("admin.box.admins")}</option>
        </SelectField>
        <SelectField label={t("admin.box.language")} name="language" defaultValue={shown.language ?? ""}>
          <option value="">{t("admin.box.anyLanguage")}</option>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </option>
          ))}
        </SelectField>
      </div>
      <CheckField
        // What the box made of it, which may differ from what was asked for.
        key={String(shown.registrationOpen)}
        label={t("admin.box.openRegistration")}
        hint={t("admin.box.openRegistrationHint")}
        name="registrationOpen"
        defaultChecked={shown.registrationOpen}
      />
      <div className="admin__actions">
        <Button type="submit" isBusy={isBusy}>
          {t("admin.save")}
        </Button>
      </div>
    </form>
  );
}
