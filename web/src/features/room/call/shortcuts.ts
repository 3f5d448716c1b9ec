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
  does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { key: "d", command: "toggle-audio", does: "Microphone on or off" },
  { key: "e", command: "toggle-video", does: "Camera on or off" },
  { key: "s", command: "toggle-screen", does: "Share your screen, or end it" },
  { key: "c", command: "chat", does: "Open or close the chat" },
  { key: "p", command: "participants", does: "Open or close the list of participants" },
  { key: "o", command: "settings", does: "Open or close the settings" },
  { key: "v", command: "spotlight", does: "One large picture, or all alike" },
  { key: "f", command: "full-screen", does: "Full screen on or off" },
  { key: "?", command: "help", does: "Show this list" },
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

export function keyFor(command: Command): string | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.command === command)?.key;
}
