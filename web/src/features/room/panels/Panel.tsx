import { type KeyboardEvent, type ReactNode, useId } from "react";
import { useTranslation } from "../../../hooks/translation";
import { CloseIcon } from "../../../ui/icons";
import "./panels.css";

interface PanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** Beside the pictures on a wide window, over them on a phone. Escape closes it. */
export function Panel({ title, onClose, children }: PanelProps) {
  const id = useId();
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
  };
  return (
    <aside className="panel" aria-labelledby={id} onKeyDown={onKeyDown}>
      <div className="panel__head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="panel__close" aria-label={t("call.closePanel")} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {children}
    </aside>
  );
}
