/** What was found, in words: one sentence, and for what is not good why that may be and what to do. */
import type { Finding } from "../../core/check/findings";
import type { Translation } from "../../i18n/translation";

export interface Wording {
  found: string;
  advice?: string;
  /** The page about trust has the cure. */
  leadsToTrust?: boolean;
}

const PATHS = { udp: "UDP", tcp: "TCP", tls: "TLS" } as const;

export function wordingOf({ t, format }: Translation, { subject, code, values }: Finding): Wording {
  const path = subject === "udp" || subject === "tcp" || subject === "tls" ? PATHS[subject] : "";
  const speed = {
    time: format.measure(values.roundTripMs ?? 0),
    rate: format.measure((values.kbps ?? 0) / 1000),
  };
  switch (code) {
    case "secure":
    case "trusted":
    case "socket-opens":
    case "clocks-agree":
    case "direct-addresses":
    case "direct-names":
      return { found: t(`check.good.${code}`) };
    case "path-open":
      return { found: t("check.path.open", { path }) };
    case "path-closed":
      return { found: t("check.path.closed", { path }), advice: closedAdvice(t, subject) };
    case "no-path":
      return { found: t("check.path.closed", { path }), advice: t("check.pathAdvice.none") };
    case "path-unknown":
      return { found: t("check.path.unknown", { path }), advice: t("check.pathAdvice.unknown") };
    case "clocks-differ":
      return {
        found: t("check.clocksDiffer", { difference: format.duration(values.seconds ?? 0) }),
        advice: t("check.clocksAdvice"),
      };
    case "relay-fast":
      return { found: t("check.speed.fast", speed) };
    case "relay-slow":
      return { found: t("check.speed.slow", speed), advice: t("check.speed.advice") };
    default: {
      const leadsToTrust = code === "not-trusted" || code === "socket-refused" || code === "wrong-name";
      return { found: t(`check.bad.${code}.found`), advice: t(`check.bad.${code}.advice`), leadsToTrust };
    }
  }
}

function closedAdvice(t: Translation["t"], subject: Finding["subject"]): string {
  if (subject === "udp") return t("check.pathAdvice.udp");
  return subject === "tcp" ? t("check.pathAdvice.tcp") : t("check.pathAdvice.tls");
}
