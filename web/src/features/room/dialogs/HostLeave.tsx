import { useState } from "react";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { type Sentence, sentenceForError } from "../../../i18n/sentences";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { Notice } from "../../../ui/Notice";
import "./dialogs.css";

interface HostLeaveProps {
  roomId: string;
  onLeave: () => void;
  onClose: () => void;
}

/** Asked of the host alone, and only while others are in the call: whether it goes on. */
export function HostLeave({ roomId, onLeave, onClose }: HostLeaveProps) {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const end = () => {
    setBusy(true);
    api.closeRoom(roomId).then(onLeave, (error: unknown) => {
      setBusy(false);
      setProblem(sentenceForError(translation, error));
    });
  };
  return (
    <Dialog title={t("hostLeave.title")} closeLabel={t("common.closeDialog")} onClose={onClose}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <p>{t("hostLeave.text")}</p>
      <div className="dialog__actions">
        <Button onClick={onLeave}>{t("hostLeave.leave")}</Button>
        <Button look="danger" isBusy={isBusy} onClick={isBusy ? undefined : end}>
          {t("hostLeave.end")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("hostLeave.stay")}
        </Button>
      </div>
    </Dialog>
  );
}
