import { useCallback, useRef, useState } from "react";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { NewPasswordField } from "../auth/NewPasswordField";
import { SaveResult } from "./SaveResult";

export function PasswordForm() {
  const { service } = useAuth();
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [isSaved, setSaved] = useState(false);
  const save = useCallback(
    async (fields: FormFields) => {
      setSaved(false);
      await service.updateProfile({
        password: fields.raw("password"),
        currentPassword: fields.raw("currentPassword"),
      });
      form.current?.reset();
      setSaved(true);
    },
    [service],
  );
  const { isBusy, problem, onSubmit } = useSubmit(save);
  return (
    <form className="stack" onSubmit={onSubmit} ref={form}>
      <SaveResult problem={problem} saved={isSaved ? t("settings.passwordSaved") : null} />
      <TextField
        label={t("settings.currentPassword")}
        name="currentPassword"
        dir="ltr"
        type="password"
        autoComplete="current-password"
        required
      />
      <NewPasswordField label={t("settings.newPassword")} />
      <Button type="submit" isBusy={isBusy}>
        {t("settings.changePassword")}
      </Button>
    </form>
  );
}
