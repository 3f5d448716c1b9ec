import { type FormEvent, useId, useState } from "react";
import { parsed, textOf } from "../../../core/admin/boxFile";
import { useTranslation } from "../../../hooks/translation";
import type { SettingInfo, SettingsAnswer, SettingValue } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { useAction } from "../parts/useAction";

interface SettingFormProps {
  setting: SettingInfo;
  onChanged: (answer: SettingsAnswer) => void;
  onClose: () => void;
}

/** Changes one setting; what the box has against it stands beside the field. */
export function SettingForm({ setting, onChanged, onClose }: SettingFormProps) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const { isBusy, problem, run } = useAction();
  const { key, value, next, origin } = setting;
  const [text, setText] = useState(textOf(next ?? value));
  const id = useId();
  const change = (to: SettingValue | null) => run(async () => onChanged(await api.changeSetting(key, to)));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change(parsed(text, value));
  };
  const inFile = origin === "file" || origin === "admin" || next !== undefined;
  return (
    <form className="setting__form" onSubmit={onSubmit}>
      <ValueField id={id} setting={setting} text={text} isWrong={problem !== null} onChange={setText} />
      {problem && (
        <p className="setting__problem" id={`${id}-problem`} role="alert">
          {problem.advice}
        </p>
      )}
      <div className="admin__actions">
        <Button type="submit" isBusy={isBusy}>
          {t("admin.save")}
        </Button>
        {inFile && (
          <Button look="secondary" onClick={() => change(null)}>
            {t("admin.file.reset")}
          </Button>
        )}
        <Button look="quiet" onClick={onClose}>
          {t("admin.cancel")}
        </Button>
      </div>
    </form>
  );
}

interface ValueFieldProps {
  id: string;
  setting: SettingInfo;
  text: string;
  isWrong: boolean;
  onChange: (text: string) => void;
}

/** By the kind of its value: a choice, a list with an entry a line, a number or a text. */
function ValueField({ id, setting: { key, value }, text, isWrong, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const shared = {
    value: text,
    "aria-label": key,
    "aria-invalid": isWrong,
    "aria-describedby": isWrong ? `${id}-problem` : undefined,
    // It was just asked for.
    autoFocus: true,
    dir: "ltr",
    className: "field__input",
  };
  if (typeof value === "boolean") {
    return (
      <select {...shared} onChange={(event) => onChange(event.target.value)}>
        <option value="true">{t("admin.file.yes")}</option>
        <option value="false">{t("admin.file.no")}</option>
      </select>
    );
  }
  if (Array.isArray(value)) {
    return (
      <>
        <textarea {...shared} rows={3} onChange={(event) => onChange(event.target.value)} />
        <p className="field__hint">{t("admin.file.listHint")}</p>
      </>
    );
  }
  const inputMode = typeof value === "number" ? "numeric" : "text";
  return (
    <input
      {...shared}
      inputMode={inputMode}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
