/** Every code as a person reads it: what happened, and what to do. The server's own sentence is for logs. */
import type { CallEnd } from "../core/call/CallService";
import { ApiError, type ApiErrorCode } from "../core/http/HttpClient";
import type { MediaProblem } from "../core/media/mediaProblem";
import type { EveryWord } from "./catalogue";
import type { Translation } from "./translation";

export interface Sentence {
  title: string;
  advice: string;
}

type KnownCode = ApiErrorCode | Exclude<CallEnd, "left">;
type ProblemKey = keyof EveryWord["problems"];

const KEYS: Record<KnownCode, ProblemKey> = {
  "access-denied": "access-denied",
  "account-disabled": "account-disabled",
  "already-in-room": "already-in-room",
  "already-set-up": "already-set-up",
  "bad-backup": "bad-backup",
  "bad-credentials": "bad-credentials",
  "bad-message": "bad-message",
  "disk-failing": "disk-failing",
  "disk-full": "disk-full",
  "email-taken": "email-taken",
  "foreign-origin": "foreign-origin",
  internal: "internal",
  "invalid-input": "invalid-input",
  "last-admin": "last-admin",
  "newer-backup": "bad-backup",
  "wrong-passphrase": "bad-backup",
  "link-expired": "link-expired",
  "method-not-allowed": "outdated",
  "not-found": "outdated",
  "not-in-room": "not-in-room",
  "peer-not-found": "peer-not-found",
  "rate-limited": "rate-limited",
  "registration-closed": "registration-closed",
  "room-closed": "room-closed",
  "room-full": "room-full",
  "room-not-found": "room-not-found",
  "server-closing": "server-closing",
  "session-ended": "logged-out",
  "setting-fixed": "setting-fixed",
  "signed-out": "logged-out",
  "store-damaged": "store-damaged",
  "too-large": "too-large",
  "too-slow": "too-slow",
  unauthenticated: "unauthenticated",
  unexpected: "unexpected",
  "unknown-type": "outdated",
  "unsupported-media-type": "outdated",
  unreachable: "unreachable",
  "username-taken": "username-taken",
};

/** A box newer than this page may send a code that is not in the table. */
export function sentenceFor(translation: Translation, code: string): Sentence {
  return sentence(translation, Object.hasOwn(KEYS, code) ? KEYS[code as KnownCode] : "unexpected");
}

/** For a stranger whose link names a room and nothing more. */
export function noInviteSentence(translation: Translation): Sentence {
  return sentence(translation, "no-invite");
}

export function sentenceForError(translation: Translation, error: unknown): Sentence {
  const { t, format } = translation;
  if (!(error instanceof ApiError)) return sentence(translation, "unexpected");
  const usual = sentenceFor(translation, error.code);
  if (error.code === "rate-limited" && error.retryAfterSeconds !== undefined) {
    return { ...usual, advice: t("advice.later", { when: format.fromNow(error.retryAfterSeconds) }) };
  }
  // Which field, and what is wrong with it, only the box knows.
  if (error.code === "invalid-input" && error.message !== "") {
    return { ...usual, advice: t("advice.fromBox", { detail: error.message }) };
  }
  return usual;
}

export function mediaSentence(
  { t }: Translation,
  device: "audio" | "video" | "screen",
  problem: MediaProblem,
): Sentence {
  if (device === "screen") {
    const kind = problem === "denied-by-system" ? problem : "failed";
    return { title: t(`media.screen.${kind}.title`), advice: t(`media.screen.${kind}.advice`) };
  }
  return { title: t(`media.${device}.${problem}.title`), advice: t(`media.${device}.${problem}.advice`) };
}

function sentence({ t }: Translation, key: ProblemKey): Sentence {
  return { title: t(`problems.${key}.title`), advice: t(`problems.${key}.advice`) };
}
