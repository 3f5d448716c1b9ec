import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import "./dialog.css";
import { CloseIcon } from "./icons";

interface DialogProps {
  title: string;
  closeLabel: string;
  /** Also by Escape, or by a click beside it. */
  onClose: () => void;
  children: ReactNode;
}

/** Above everything else until it is closed; the focus stays inside, and goes back to where it was. */
export function Dialog({ title, closeLabel, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // While it is still in the page: otherwise the browser would not give the focus back.
    return () => dialog?.close();
  }, []);
  const onClosed = () => {
    // The browser tells of it a moment later, when another dialog may have taken this one's place.
    if (element.current !== null) onClose();
  };
  const onClick = (event: MouseEvent) => {
    if (event.target === element.current) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by the browser's own means
    <dialog ref={element} className="dialog" aria-labelledby={id} onClose={onClosed} onClick={onClick}>
      <div className="dialog__body">
        <div className="dialog__head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="dialog__close" aria-label={closeLabel} onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
