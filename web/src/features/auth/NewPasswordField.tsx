import { useTranslation } from "../../hooks/translation";
import { TextField } from "../../ui/Field";

/** Where a password is chosen: for a new account, or in another one's place. Eight characters are what the box asks for. */
export function NewPasswordField({ label }: { label: string }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={label}
      name="password"
      dir="ltr"
      type="password"
      autoComplete="new-password"
      minLength={8}
      required
      hint={t("common.passwordHint")}
    />
  );
}
