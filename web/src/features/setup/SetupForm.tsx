import { useCallback } from "react";
import { UNNAMED } from "../../core/BoxProfile";
import { LANGUAGE_NAMES, LANGUAGES } from "../../core/languages";
import { useAuth } from "../../hooks/auth";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useStore } from "../../hooks/useStore";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import type { SettingsChange } from "../../protocol";
import { Button } from "../../ui/Button";
import { CheckField, SelectField, TextField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { AccountFields, accountFrom } from "../auth/AccountFields";

const NAME_LIMIT = 64;

/** The first account, and what the box is to be. */
export function SetupForm({ setupToken }: { setupToken: string }) {
  const { service } = useAuth();
  const { box } = useServices();
  const { t } = useTranslation();
  const setup = useCallback(
    async (fields: FormFields) => {
      await service.setup({ ...accountFrom(fields), ...choicesFrom(fields), setupToken });
      await box.load().catch(() => undefined);
    },
    [service, box, setupToken],
  );
  const { isBusy, problem, onSubmit } = useSubmit(setup);
  return (
    <form className="setup" onSubmit={onSubmit}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <section className="card stack" aria-labelledby="setup-account">
        <h2 id="setup-account">{t("setup.account")}</h2>
        <AccountFields />
      </section>
      <section className="card stack" aria-labelledby="setup-box">
        <h2 id="setup-box">{t("setup.box")}</h2>
        <BoxFields />
      </section>
      <Button type="submit" wide isBusy={isBusy}>
        {t("common.createAccount")}
      </Button>
    </form>
  );
}

function BoxFields() {
  const { box } = useServices();
  const { t, language } = useTranslation();
  const config = useStore(box.state);
  const name = config?.boxName === UNNAMED ? "" : config?.boxName;
  return (
    <>
      <TextField
        label={t("setup.boxName")}
        name="boxName"
        dir="auto"
        defaultValue={name}
        placeholder={UNNAMED}
        maxLength={NAME_LIMIT}
        autoComplete="off"
        hint={t("setup.boxNameHint")}
      />
      <CheckField
        label={t("setup.registration")}
        name="registrationOpen"
        defaultChecked={config?.registrationOpen}
        hint={t("setup.registrationHint")}
      />
      <SelectField label={t("setup.rooms")} name="roomCreation" defaultValue={config?.roomCreation}>
        <option value="everyone">{t("setup.roomsEveryone")}</option>
        <option value="admins">{t("setup.roomsAdmins")}</option>
      </SelectField>
      {/* Whoever sets the box up in a language mostly lives among people who speak it. */}
      <SelectField key={language} label={t("setup.language")} name="language" defaultValue={language}>
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {LANGUAGE_NAMES[known]}
          </option>
        ))}
      </SelectField>
      <p className="field__hint">{t("setup.languageHint")}</p>
    </>
  );
}

function choicesFrom(fields: FormFields): SettingsChange {
  const boxName = fields.text("boxName");
  return {
    registrationOpen: fields.checked("registrationOpen"),
    roomCreation: fields.text("roomCreation") === "admins" ? "admins" : "everyone",
    language: fields.text("language"),
    ...(boxName === "" ? {} : { boxName }),
  };
}
