import { useState } from "react";
import type { DeviceArrival } from "../../../core/media/devices";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { Banner } from "../../../ui/Banner";

/** Offers what was plugged in, until it is taken, waved away or followed by something else. */
export function DeviceArrivals() {
  const { media } = useServices().call;
  const { t } = useTranslation();
  const arrivals = useStorePart(media.state, (state) => state.arrivals);
  const devices = useStorePart(media.state, (state) => state.devices);
  const [handled, setHandled] = useState<readonly DeviceArrival[]>([]);
  const { microphones, cameras, speakers } = devices;
  const present = new Set([...microphones, ...cameras, ...speakers].map(({ id }) => id));
  return arrivals.map((arrival) => {
    const ids = [arrival.microphoneId, arrival.cameraId, arrival.speakerId];
    const isPresent = ids.some((id) => id !== undefined && present.has(id));
    if (!isPresent || handled.includes(arrival)) return null;
    const done = () => setHandled([...handled, arrival]);
    const use = () => {
      done();
      void media.takeUpArrival(arrival);
    };
    return (
      <Banner
        key={ids.join()}
        action={{ label: t("devices.use", { device: arrival.label }), onSelect: use }}
        dismissLabel={t("common.dismiss")}
        onDismiss={done}
      >
        {t("devices.pluggedIn", { device: arrival.label })}
      </Banner>
    );
  });
}
