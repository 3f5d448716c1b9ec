import type { ConnectionDetails as Details } from "../../../core/rtc/stats";
import { useSignaling } from "../../../hooks/signaling";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { measuredIn } from "./measuredIn";
import "./quality.css";

/** What was measured of each connection; anew with each poll. */
export function ConnectionDetails({ id }: { id: string }) {
  const { participants, call } = useSignaling();
  const { t } = useTranslation();
  const details = useStorePart(call.quality.state, (state) => state.details);
  return (
    <section className="details" id={id} aria-label={t("details.label")}>
      {participants.length === 0 && <p className="muted">{t("details.nobody")}</p>}
      {participants.map(({ connectionId, displayName }) => (
        <section key={connectionId} aria-label={displayName}>
          <h2 className="details__name" dir="auto">
            {displayName}
          </h2>
          <Measured details={details.get(connectionId)} />
        </section>
      ))}
    </section>
  );
}

function Measured({ details }: { details: Details | undefined }) {
  const translation = useTranslation();
  if (details === undefined) return <p className="muted">{translation.t("quality.words.unknown")}</p>;
  const rows = measuredIn(translation, details);
  return (
    <dl className="details__rows">
      {rows.map(([name, value]) => (
        <div className="details__row" key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
