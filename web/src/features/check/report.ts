/** The check as a text to pass on. Codes and addresses are for whoever mends it; no name, invite or password is in it. */
import type { Level } from "../../core/check/findings";
import type { CheckAnswer } from "../../protocol";

export interface ReportLine {
  level: Level;
  /** For programs: of one word or more, with hyphens. */
  code: string;
  subject: string;
  found: string;
}

export interface ReportParts {
  at: Date;
  origin: string;
  userAgent: string;
  box: CheckAnswer | null;
  lines: readonly ReportLine[];
}

export function reportText({ at, origin, userAgent, box, lines }: ReportParts): string {
  const head = [
    `Neko check ${at.toISOString()}`,
    `page: ${origin}`,
    `browser: ${userAgent}`,
    ...(box === null
      ? []
      : [
          `box: ${box.version}, at ${box.boxAddress}, its time ${box.serverTime}`,
          `this device, as the box sees it: ${box.yourAddress}`,
          `authority: ${box.authorityFingerprint}`,
        ]),
  ];
  const found = lines.map(
    ({ level, code, subject, found: text }) => `[${level}] ${subject}: ${text} (${code})`,
  );
  return [...head, "", ...found, ""].join("\n");
}
