import { useCallback, useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import type { ManagedUserAnswer } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { SelectField, TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import { NewPasswordField } from "../../auth/NewPasswordField";
import { useAdminApi } from "../adminApi";
import { Problem } from "../parts/Problem";
import { PasswordLinkShown } from "./PasswordLinkShown";

interface CreateUserProps {
  onCreated: () => void;
  onClose: () => void;
}

/** By a link, by which they choose a password themselves; or with one that is told them. */
export function CreateUser({ onCreated, onClose }: CreateUserProps) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [byLink, setByLink] = useState(true);
  const [created, setCreated] = useState<ManagedUserAnswer | null>(null);
  const create = useCallback(
    async (fields: FormFields) => {
      const displayName = fields.text("displayName");
      const answer = await api.createUser({
        username: fields.text("username"),
        email: fields.text("email"),
        role: fields.text("role") === "admin" ? "admin" : "user",
        ...(displayName === "" ? {} : { displayName }),
        ...(byLink ? {} : { password: fields.raw("password") }),
      });
      setCreated(answer);
      onCreated();
    },
    [api, byLink, onCreated],
  );
  const { isBusy, problem, onSubmit } = useSubmit(create);
  if (created !== null) {
    return (
      <>
        <Notice title={t("admin.users.created", { name: created.user.displayName })} />
        {created.passwordLink && <PasswordLinkShown link={created.passwordLink} />}
        <div className="admin__actions">
          <Button onClick={() => setCreated(null)}>{t("admin.users.another")}</Button>
          <Button look="quiet" onClick={onClose}>
            {t("admin.done")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <form className="stack" onSubmit={onSubmit}>
      <Problem of={problem} />
      <div className="admin__fields">
        <TextField label={t("common.username")} name="username" dir="ltr" autoComplete="off" required />
        <TextField
          label={t("common.email")}
          name="email"
          dir="ltr"
          type="email"
          autoComplete="off"
          required
        />
        <TextField label={t("common.displayName")} name="displayName" dir="auto" autoComplete="off" />
        <SelectField label={t("admin.users.role")} name="role" defaultValue="user">
          <option value="user">{t("admin.users.user")}</option>
          <option value="admin">{t("admin.users.admin")}</option>
        </SelectField>
        <SelectField
          label={t("admin.users.wayIn")}
          value={byLink ? "link" : "password"}
          onChange={(event) => setByLink(event.target.value === "link")}
        >
          <option value="link">{t("admin.users.byLink")}</option>
          <option value="password">{t("admin.users.byPassword")}</option>
        </SelectField>
        {!byLink && <NewPasswordField label={t("common.password")} />}
      </div>
      <div className="admin__actions">
        <Button type="submit" isBusy={isBusy}>
          {t("common.createAccount")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("admin.cancel")}
        </Button>
      </div>
    </form>
  );
}
