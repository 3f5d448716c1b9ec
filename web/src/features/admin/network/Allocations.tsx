import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { RelayAllocation } from "../../../protocol";
import { Notice } from "../../../ui/Notice";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Confirm } from "../parts/Confirm";
import { useUnits } from "../parts/units";
import { useEvery } from "../parts/useEvery";

const EVERY_MS = 3_000;

/** What goes through the box because two browsers did not reach each other. */
export function Allocations() {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [relay, reload] = useLoaded(api.relay);
  useEvery(EVERY_MS, reload);
  const stop = (id: string) => async () => {
    await api.stopAllocation(id);
    reload();
  };
  return (
    <Answer of={relay} onRetry={reload}>
      {({ running, allocations }) => (
        <>
          {!running && <Notice title={t("admin.relay.down")} tone="danger" urgent />}
          {allocations.length === 0 && <p className="muted">{t("admin.relay.none")}</p>}
          <ul className="entries">
            {allocations.map((allocation) => (
              <Allocation key={allocation.id} allocation={allocation} onStop={stop(allocation.id)} />
            ))}
          </ul>
        </>
      )}
    </Answer>
  );
}

function Allocation({ allocation, onStop }: { allocation: RelayAllocation; onStop: () => Promise<void> }) {
  const { t } = useTranslation();
  const { bytes, duration } = useUnits();
  const { transport, client, relayed, ageSeconds, bytesUp, bytesDown } = allocation;
  return (
    <li className="entry">
      <div className="entry__what">
        <p className="entry__text" dir="ltr">
          {transport.toUpperCase()} {client} → {relayed.join(", ")}
        </p>
        <p className="entry__facts">
          {duration(ageSeconds)} · ↑ <bdi>{bytes(bytesUp)}</bdi> · ↓ <bdi>{bytes(bytesDown)}</bdi>
        </p>
      </div>
      <Confirm
        label={t("admin.relay.stop")}
        name={t("admin.relay.stopThis", { client })}
        question={t("admin.relay.stopQuestion")}
        confirm={t("admin.relay.stop")}
        action={onStop}
      />
    </li>
  );
}
