import { LANGUAGE_NAMES, LANGUAGES } from "../../core/languages";
import { useLanguageService, useTranslation } from "../../hooks/translation";
import { useStorePart } from "../../hooks/useStore";
import { SelectField } from "../../ui/Field";

/** Every language by its own name, so that whoever is lost in another finds theirs. */
export function LanguagePicker() {
  const service = useLanguageService();
  const { language, t } = useTranslation();
  const hasFailed = useStorePart(service.state, (state) => state.hasFailed);
  const choose = (value: string) => {
    const chosen = LANGUAGES.find((known) => known === value);
    if (chosen !== undefined) void service.choose(chosen);
  };
  return (
    <>
      <SelectField
        label={t("language.label")}
        value={language}
        onChange={(event) => choose(event.target.value)}
      >
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {LANGUAGE_NAMES[known]}
          </option>
        ))}
      </SelectField>
      {hasFailed && <p role="alert">{t("language.failed")}</p>}
    </>
  );
}
