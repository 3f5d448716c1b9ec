import { useEffect, useRef } from "react";
import { type Command, commandFor, latinKey } from "./shortcuts";

/** Where letters are text or choose an item. */
const TYPING = "input, textarea, select, [contenteditable], [role=menu], dialog";

/** Runs a command at its letter, while nobody is typing. */
export function useShortcuts(commands: Record<Command, () => void>, isEnabled: boolean): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { ctrlKey, metaKey, altKey, repeat, target } = event;
      const isInField = target instanceof Element && target.closest(TYPING) !== null;
      const isTyping = isInField || document.querySelector("dialog[open]") !== null;
      const command = commandFor({ key: latinKey(event), ctrlKey, metaKey, altKey, repeat, isTyping });
      if (command === undefined) return;
      event.preventDefault();
      latest.current[command]();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isEnabled]);
}
