import { useCallback } from "react";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import { Notice } from "../../../ui/Notice";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { Confirm } from "../parts/Confirm";
import { Facts } from "../parts/Facts";
import { Time } from "../parts/Time";
import { useUnits } from "../parts/units";

/** Clocks that differ by less agree. */
const AGREE_SECONDS = 120;

/** The box's time, which an admin's browser may set: a small machine may have no battery. */
export function BoxClock() {
  const { t } = useTranslation();
  const { duration } = useUnits();
  const api = useAdminApi();
  const load = useCallback(
    async () => ({ ...(await api.clock()), browser: new Date().toISOString() }),
    [api],
  );
  const [clock, reload] = useLoaded(load);
  const set = async () => {
    await api.setClock(new Date());
    reload();
  };
  return (
    <Answer of={clock} onRetry={reload}>
      {({ now, machine, browser }) => {
        const apart = Math.round(Math.abs(Date.parse(now) - Date.parse(browser)) / 1_000);
        return (
          <>
            {apart >= AGREE_SECONDS && (
              <Notice title={t("admin.clock.apart", { time: duration(apart) })} tone="warning" />
            )}
            <Facts
              rows={[
                [t("admin.clock.box"), <Time key="box" at={now} />],
                [t("admin.clock.machine"), <Time key="machine" at={machine} />],
                [t("admin.clock.browser"), <Time key="browser" at={browser} />],
              ]}
            />
            <div className="admin__actions">
              <Confirm
                label={t("admin.clock.set")}
                question={t("admin.clock.setQuestion")}
                confirm={t("admin.clock.set")}
                action={set}
              />
            </div>
          </>
        );
      }}
    </Answer>
  );
}
