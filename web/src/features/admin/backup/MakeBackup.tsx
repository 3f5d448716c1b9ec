import { useCallback, useState } from "react";
import type { Download } from "../../../core/admin/AdminApi";
import { useTranslation } from "../../../hooks/translation";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import { useAdminApi } from "../adminApi";
import { Problem } from "../parts/Problem";
import { useUnits } from "../parts/units";

/** The box in one file, to be kept elsewhere. */
export function MakeBackup() {
  const { t } = useTranslation();
  const { bytes } = useUnits();
  const api = useAdminApi();
  const [made, setMade] = useState<Download | null>(null);
  const make = useCallback(
    async (fields: FormFields) => {
      setMade(null);
      const passphrase = fields.raw("passphrase");
      const download = await api.makeBackup(passphrase === "" ? undefined : passphrase);
      save(download);
      setMade(download);
    },
    [api],
  );
  const { isBusy, problem, onSubmit } = useSubmit(make);
  return (
    <form className="stack" onSubmit={onSubmit}>
      <p className="muted">{t("admin.backup.nowText")}</p>
      <Problem of={problem} />
      <div role="status">
        {made && (
          <Notice title={t("admin.backup.made", { name: made.name, size: bytes(made.content.size) })} />
        )}
      </div>
      <TextField
        label={t("admin.backup.passphrase")}
        hint={t("admin.backup.passphraseHint")}
        name="passphrase"
        dir="ltr"
        type="password"
        autoComplete="new-password"
        minLength={10}
      />
      <div className="admin__actions">
        <Button type="submit" isBusy={isBusy}>
          {t("admin.backup.make")}
        </Button>
      </div>
    </form>
  );
}

function save({ name, content }: Download): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken it up by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
