import { useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import { Button, type ButtonLook } from "../../../ui/Button";
import { Problem } from "./Problem";
import { useAction } from "./useAction";

interface ConfirmProps {
  label: string;
  /** Where several buttons of one label are on the page. */
  name?: string;
  question: string;
  /** What the button that does it says. */
  confirm: string;
  look?: ButtonLook;
  action: () => Promise<void>;
}

/** A button that asks once, in place, before it does what can't be undone or hits others. */
export function Confirm({ label, name, question, confirm, look = "secondary", action }: ConfirmProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { isBusy, problem, run } = useAction();
  if (!isAsking) {
    return (
      <Button look={look} aria-label={name} onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  const act = () =>
    run(async () => {
      await action();
      setAsking(false);
    });
  return (
    <div className="confirm">
      <Problem of={problem} />
      <p>{question}</p>
      <div className="admin__actions">
        {/* It takes the place of the button that was pressed. */}
        <Button look="danger" isBusy={isBusy} onClick={act} autoFocus>
          {confirm}
        </Button>
        <Button look="quiet" onClick={() => setAsking(false)}>
          {t("admin.cancel")}
        </Button>
      </div>
    </div>
  );
}
