/** Every code as a person reads it: what happened, and what to do. The server's own sentence is for logs. */
import type { CallEnd } from "./call/CallService";
import { ApiError, type ApiErrorCode } from "./http/HttpClient";
import type { MediaProblem } from "./media/mediaProblem";

export interface Sentence {
  title: string;
  advice: string;
}

const OUTDATED: Sentence = {
  title: "This page does not match the box",
  advice: "Reload the page: the box may have been updated.",
};

const LOGGED_OUT: Sentence = {
  title: "You have been logged out",
  advice: "Log in again to go on.",
};

/** For a stranger whose link names a room and nothing more. */
export const NO_INVITE: Sentence = {
  title: "You need an invite or an account",
  advice:
    "Open the full invite link: it has a long code behind a # at its end. With an account here, log in.",
};

type KnownCode = ApiErrorCode | Exclude<CallEnd, "left">;

const SENTENCES: Record<KnownCode, Sentence> = {
  "access-denied": {
    title: "This is by invite only",
    advice: "Ask whoever invited you for the full invite link: it has a long code behind a # at its end.",
  },
  "account-disabled": {
    title: "This account was disabled",
    advice: "Ask your administrator to enable it again.",
  },
  "already-set-up": {
    title: "This box is set up already",
    advice: "Log in with the account that was made then. An administrator can make others.",
  },
  "already-in-room": {
    title: "You are already in this room",
    advice: "Look for it in another tab of this browser.",
  },
  "bad-backup": {
    title: "This backup can't be used",
    advice: "Choose another file, or check its passphrase.",
  },
  "bad-credentials": {
    title: "That did not match",
    advice: "Check username and password. An administrator can set a new password for you.",
  },
  "bad-message": {
    title: "Something was not understood",
    advice: "Reload the page. If it happens again, tell your administrator.",
  },
  "email-taken": {
    title: "This email has an account already",
    advice: "Log in with it, or use another address.",
  },
  "foreign-origin": {
    title: "This page is not the box's own",
    advice: "Open the box by the address that it printed, and try again there.",
  },
  internal: {
    title: "The box made a mistake",
    advice: "Try again in a moment. If it happens again, tell your administrator.",
  },
  "invalid-input": {
    title: "Something needs another look",
    advice: "Check what you filled in.",
  },
  "last-admin": {
    title: "This is the last administrator",
    advice: "Make someone else an administrator first.",
  },
  "link-expired": {
    title: "This link is good no more",
    advice: "It was used, replaced, or is too old. Ask your administrator for a new one.",
  },
  "method-not-allowed": OUTDATED,
  "not-found": OUTDATED,
  "not-in-room": {
    title: "You are not in the room any more",
    advice: "Leave and join again.",
  },
  "peer-not-found": {
    title: "They have just left",
    advice: "Nothing to do.",
  },
  "rate-limited": {
    title: "That was too fast",
    advice: "Wait a moment, then try again.",
  },
  "registration-closed": {
    title: "Accounts are made by the administrator here",
    advice: "Ask them for one. To join a call you need no account: an invite link is enough.",
  },
  "room-closed": {
    title: "This room is closed",
    advice: "The call is over. Ask for the link of another room, or create one.",
  },
  "room-full": {
    title: "This room is full",
    advice: "Wait until somebody leaves, then try again. The room's owner can allow more people.",
  },
  "room-not-found": {
    title: "There is no such room",
    advice: "Check the link: some programs cut the end of a long one off.",
  },
  "server-closing": {
    title: "The box is restarting",
    advice: "The call comes back by itself.",
  },
  "session-ended": LOGGED_OUT,
  "setting-fixed": {
    title: "This can't be changed here",
    advice: "It is set on the machine itself.",
  },
  "signed-out": LOGGED_OUT,
  "too-large": {
    title: "That was too long",
    advice: "Send it in smaller pieces.",
  },
  "too-slow": {
    title: "Your connection could not keep up",
    advice: "The call comes back by itself. Closing other programs or moving nearer to the Wi-Fi helps.",
  },
  unauthenticated: {
    title: "You are not logged in",
    advice: "Log in and try again.",
  },
  unexpected: {
    title: "The box gave an answer that makes no sense",
    advice: "Reload the page. If it happens again, tell your administrator.",
  },
  "unknown-type": OUTDATED,
  "unsupported-media-type": OUTDATED,
  unreachable: {
    title: "The box does not answer",
    advice: "Check that you are in the building's network, then try again.",
  },
  "username-taken": {
    title: "This username is taken",
    advice: "Choose another one.",
  },
};

/** A box newer than this page may send a code that is not in the table. */
export function sentenceFor(code: string): Sentence {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as KnownCode] : SENTENCES.unexpected;
}

export function sentenceForError(error: unknown): Sentence {
  if (!(error instanceof ApiError)) return SENTENCES.unexpected;
  const sentence = sentenceFor(error.code);
  if (error.code === "rate-limited" && error.retryAfterSeconds !== undefined) {
    return { ...sentence, advice: `Try again in ${waitInWords(error.retryAfterSeconds)}.` };
  }
  // Which field, and what is wrong with it, only the box knows.
  if (error.code === "invalid-input" && error.message !== "") return { ...sentence, advice: error.message };
  return sentence;
}

function waitInWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const DEVICE = { audio: "microphone", video: "camera" } as const;

export function mediaSentence(kind: "audio" | "video" | "screen", problem: MediaProblem): Sentence {
  if (kind === "screen") return screenSentence(problem);
  const device = DEVICE[kind];
  switch (problem) {
    case "insecure":
      return {
        title: `The browser keeps the ${device} from this page`,
        advice: "It gives devices only to secure pages: open this address with https:// in front.",
      };
    case "denied":
      return {
        title: `The ${device} is blocked`,
        advice: "Allow it with the icon beside the page's address, then turn it on here.",
      };
    case "denied-by-system":
      return {
        title: `The system keeps the ${device} from the browser`,
        advice: `Allow the browser to use the ${device} in the system's privacy settings, then turn it on here.`,
      };
    case "none":
      return {
        title: `No ${device} was found`,
        advice: "Plug one in and turn it on here. You can join without it.",
      };
    case "in-use":
      return {
        title: `The ${device} is busy`,
        advice: "Another program seems to use it. Close that program, then turn it on here.",
      };
    case "unplugged":
      return {
        title: `The ${device} was disconnected`,
        advice: "Plug it in again or choose another, then turn it on here.",
      };
    case "failed":
      return {
        title: `The ${device} did not start`,
        advice: "Try to turn it on again. You can join without it.",
      };
    default:
      return problem satisfies never;
  }
}

function screenSentence(problem: MediaProblem): Sentence {
  if (problem === "denied-by-system") {
    return {
      title: "The system keeps the screen from the browser",
      advice:
        "Allow screen recording for the browser in the system's privacy settings, then restart the browser.",
    };
  }
  return {
    title: "The screen could not be shared",
    advice: "Try again, or choose a single window instead.",
  };
}
