import { useCallback, useState } from "react";
import { ApiError } from "../../core/http/HttpClient";
import { sendBackup } from "../../core/setup/sendBackup";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { type FormFields, useSubmit } from "../../hooks/useSubmit";
import type { Sentence } from "../../i18n/sentences";
import type { RestoreAnswer } from "../../protocol";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { Restarting } from "./Restarting";

interface Accepted {
  answer: RestoreAnswer;
  uptimeBefore: number;
}

/** Makes the new box the one that a backup holds. */
export function RestoreForm({ setupToken }: { setupToken: string }) {
  const { api } = useServices();
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [accepted, setAccepted] = useState<Accepted | null>(null);
  const restore = useCallback(
    async (fields: FormFields) => {
      if (file === null) return;
      setCode(null);
      const { uptimeSeconds } = await api.health();
      const passphrase = fields.raw("passphrase");
      try {
        const answer = await sendBackup({ file, setupToken, passphrase }, setPart);
        setAccepted({ answer, uptimeBefore: uptimeSeconds });
      } catch (error) {
        if (error instanceof ApiError) setCode(error.code);
        throw error;
      } finally {
        setPart(null);
      }
    },
    [api, file, setupToken],
  );
  const { isBusy, problem, onSubmit } = useSubmit(restore);
  const refused = useRefusal(code) ?? problem;
  if (accepted !== null) return <Restarting {...accepted} />;
  return (
    <form className="card stack" onSubmit={onSubmit}>
      {problem && refused && (
        <Notice title={refused.title} tone="danger" urgent>
          {refused.advice}
        </Notice>
      )}
      <TextField
        label={t("restore.file")}
        type="file"
        accept=".backup,application/octet-stream"
        required
        onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        hint={t("restore.fileHint")}
      />
      <TextField
        label={t("restore.passphrase")}
        name="passphrase"
        type="password"
        dir="ltr"
        autoComplete="off"
        hint={t("restore.passphraseHint")}
      />
      <Button type="submit" wide isBusy={isBusy}>
        {t("restore.action")}
      </Button>
      <div aria-live="polite">{isBusy && <Sending part={part} />}</div>
    </form>
  );
}

/** How far the file has come; then the box looks whether it is whole, which takes as long as it takes. */
function Sending({ part }: { part: number | null }) {
  const { t } = useTranslation();
  const isSent = part !== null && part >= 1;
  const label = t(isSent ? "restore.verifying" : "restore.sending");
  return (
    <div className="setup__progress">
      <p>{label}</p>
      <progress aria-label={label} max={1} value={isSent || part === null ? undefined : part} />
    </div>
  );
}

/** What is wrong with a backup, where the general sentence would leave it open. */
function useRefusal(code: string | null): Sentence | undefined {
  const { t } = useTranslation();
  if (code !== "bad-backup" && code !== "newer-backup" && code !== "wrong-passphrase") return undefined;
  return { title: t(`restore.refused.${code}.title`), advice: t(`restore.refused.${code}.advice`) };
}
