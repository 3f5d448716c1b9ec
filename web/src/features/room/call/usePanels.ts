import { type RefCallback, useCallback, useEffect, useRef, useState } from "react";

export type PanelName = "chat" | "participants" | "settings";

export interface Panels {
  openPanel: PanelName | null;
  toggle: (panel: PanelName) => void;
  /** The focus goes back to the button that opens it. */
  close: () => void;
  buttonFor: (panel: PanelName) => RefCallback<HTMLButtonElement>;
}

/** One panel at a time; the chat must know, because it counts what is not read. */
export function usePanels(chat: { setOpen(isOpen: boolean): void }): Panels {
  const [openPanel, setOpenPanel] = useState<PanelName | null>(null);
  const latest = useRef(openPanel);
  const buttons = useRef(new Map<PanelName, HTMLButtonElement>());
  useEffect(() => {
    chat.setOpen(openPanel === "chat");
    return () => chat.setOpen(false);
  }, [chat, openPanel]);
  const show = useCallback((next: PanelName | null) => {
    const button = buttons.current.get(latest.current ?? "chat");
    // The focus must not fall off the page with the panel it was in.
    if (next === null && document.activeElement?.closest("aside")) button?.focus();
    latest.current = next;
    setOpenPanel(next);
  }, []);
  const toggle = useCallback((panel: PanelName) => show(latest.current === panel ? null : panel), [show]);
  const close = useCallback(() => show(null), [show]);
  const buttonFor = useCallback(
    (panel: PanelName) => (button: HTMLButtonElement | null) => {
      if (button === null) buttons.current.delete(panel);
      else buttons.current.set(panel, button);
    },
    [],
  );
  return { openPanel, toggle, close, buttonFor };
}
