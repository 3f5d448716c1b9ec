import type { ConnectionDetails as Details } from "../../../core/rtc/stats";
import { useSignaling } from "../../../hooks/signaling";
import { useStorePart } from "../../../hooks/useStore";
import { amountInWords, pathInWords, picturesInWords } from "./words";
import "./quality.css";

/** What was measured of each connection; anew with each poll. */
export function ConnectionDetails({ id }: { id: string }) {
  const { participants, call } = useSignaling();
  const details = useStorePart(call.quality.state, (state) => state.details);
  return (
    <section className="details" id={id} aria-label="Connection details">
      {participants.length === 0 && (
        <p className="muted">Nobody else is here, so there is nothing to measure.</p>
      )}
      {participants.map(({ connectionId, displayName }) => (
        <section key={connectionId} aria-label={displayName}>
          <h2 className="details__name">{displayName}</h2>
          <Measured details={details.get(connectionId)} />
        </section>
      ))}
    </section>
  );
}

function Measured({ details }: { details: Details | undefined }) {
  if (details === undefined) return <p className="muted">Not measured yet</p>;
  const rows: ReadonlyArray<[string, string]> = [
    ["Path", pathInWords(details.path)],
    ["Round trip", amountInWords(details.rttMs, "ms")],
    ["Jitter", amountInWords(details.jitterMs, "ms")],
    ["Loss", amountInWords(details.lossPercent, "%")],
    ["Received", amountInWords(details.kbpsIn, "kbit/s")],
    ["Sent", amountInWords(details.kbpsOut, "kbit/s")],
    ["Video received", picturesInWords(details.received)],
    ["Video sent", picturesInWords(details.sent)],
    ["Audio codec", details.audioCodec ?? "–"],
  ];
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
