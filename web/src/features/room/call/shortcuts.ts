/** The letters that a call understands. One table for the keys, the menu and the help sheet. */
export type Command =
  | "toggle-audio"
  | "toggle-video"
  | "toggle-screen"
  | "chat"
  | "participants"
  | "settings"
  | "full-screen"
  | "spotlight"
  | "help";

export interface Shortcut {
  key: string;
  command: Command;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { key: "d", command: "toggle-audio" },
  { key: "e", command: "toggle-video" },
  { key: "s", command: "toggle-screen" },
  { key: "c", command: "chat" },
  { key: "p", command: "participants" },
  { key: "o", command: "settings" },
  { key: "v", command: "spotlight" },
  { key: "f", command: "full-screen" },
  { key: "?", command: "help" },
];

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Held down: the first press has done it. */
  repeat: boolean;
  /** In a field, a menu or a dialog letters mean themselves. */
  isTyping: boolean;
}

export function commandFor(press: KeyPress): Command | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isTyping) return undefined;
  // With Caps Lock too.
  const key = press.key.toLowerCase();
  return SHORTCUTS.find((shortcut) => shortcut.key === key)?.command;
}

/** The letter that a Latin keyboard has in that place, for alphabets that have no such letter. */
export function latinKey({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (key === "؟" || key === "？") return "?";
  const isForeign = key.length === 1 && key > "\u007f" && code.startsWith("Key");
  return isForeign ? code.slice("Key".length).toLowerCase() : key;
}

export function keyFor(command: Command): string | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.command === command)?.key;
}
