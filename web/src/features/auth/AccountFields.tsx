import { useTranslation } from "../../hooks/translation";
import type { FormFields } from "../../hooks/useSubmit";
import type { RegisterRequest } from "../../protocol";
import { TextField } from "../../ui/Field";
import { NewPasswordField } from "./NewPasswordField";

/** What a new account needs; shared by the set-up and by registration. */
export function AccountFields() {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("common.username")}
        name="username"
        dir="ltr"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint={t("auth.usernameHint")}
      />
      <TextField
        label={t("common.email")}
        name="email"
        dir="ltr"
        type="email"
        autoComplete="email"
        required
      />
      <TextField
        label={t("common.displayName")}
        name="displayName"
        dir="auto"
        autoComplete="name"
        hint={t("auth.displayNameHint")}
      />
      <NewPasswordField label={t("common.password")} />
    </>
  );
}

export function accountFrom(fields: FormFields): RegisterRequest {
  const displayName = fields.text("displayName");
  return {
    username: fields.text("username"),
    email: fields.text("email"),
    password: fields.raw("password"),
    ...(displayName === "" ? {} : { displayName }),
  };
}
