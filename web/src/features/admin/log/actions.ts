/** What the audit log's actions are called. */
import type { Translation } from "../../../i18n/translation";

const ACTIONS = [
  "set-up",
  "registered",
  "logged-in",
  "log-in-failed",
  "logged-out",
  "sessions-ended",
  "user-created",
  "role-changed",
  "user-disabled",
  "user-enabled",
  "password-link-made",
  "password-changed",
  "room-closed",
  "settings-changed",
  "backup-made",
  "backup-failed",
  "restored",
  "relay-stopped",
  "certificate-renewed",
  "clock-set",
  "signing-key-changed",
] as const;

/** A box newer than this page may write down what is not in the list. */
export function nameOfAction({ t }: Translation, action: string): string {
  const known = ACTIONS.find((name) => name === action);
  return known === undefined ? action : t(`admin.audit.actions.${known}`);
}
