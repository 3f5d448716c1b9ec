/** The doctor's report as a text to be passed on, as `neko doctor` prints it. Pure. */
import type { DoctorReport, Level } from "../../protocol";

const MARKS: Record<Level, string> = { good: "good   ", warning: "WARNING", broken: "BROKEN " };

export function reportText({ version, at, findings }: DoctorReport): string {
  const lines = findings.flatMap(({ level, found, code, cause, cure }) => [
    `${MARKS[level]}  ${found} (${code})`,
    ...(cause === undefined ? [] : [`         why: ${cause}`]),
    ...(cure === undefined ? [] : [`         do : ${cure}`]),
  ]);
  return [`Neko ${version} at ${at}`, ...lines, ""].join("\n");
}
