import { useCallback, useState } from "react";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import type { UpdateMeRequest, User } from "../../protocol";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { SaveResult } from "./SaveResult";

export function ProfileForm({ user }: { user: User }) {
  const { service } = useAuth();
  const { t } = useTranslation();
  const [email, setEmail] = useState(user.email ?? "");
  const [isSaved, setSaved] = useState(false);
  const changesEmail = email.trim() !== (user.email ?? "");
  const save = useCallback(
    async (fields: FormFields) => {
      setSaved(false);
      const body: UpdateMeRequest = { displayName: fields.text("displayName") };
      if (fields.text("currentPassword") !== "") {
        body.email = fields.text("email");
        body.currentPassword = fields.raw("currentPassword");
      }
      await service.updateProfile(body);
      setSaved(true);
    },
    [service],
  );
  const { isBusy, problem, onSubmit } = useSubmit(save);
  return (
    <form className="stack" onSubmit={onSubmit}>
      <SaveResult problem={problem} saved={isSaved ? t("settings.profileSaved") : null} />
      <TextField
        label={t("common.displayName")}
        name="displayName"
        dir="auto"
        defaultValue={user.displayName}
        autoComplete="name"
        required
      />
      <TextField
        label={t("common.email")}
        name="email"
        dir="ltr"
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        autoComplete="email"
        required
      />
      {changesEmail && (
        <TextField
          label={t("settings.confirmPassword")}
          name="currentPassword"
          dir="ltr"
          type="password"
          autoComplete="current-password"
          required
          hint={t("settings.confirmPasswordHint")}
        />
      )}
      <Button type="submit" isBusy={isBusy}>
        {t("settings.saveProfile")}
      </Button>
    </form>
  );
}
