import type { Quality } from "../../../core/rtc/quality";
import { useServices } from "../../../hooks/services";
import { useStorePart } from "../../../hooks/useStore";

const WORDS: Record<Quality, string> = {
  excellent: "Excellent connection",
  good: "Good connection",
  fair: "Fair connection",
  poor: "Poor connection",
  unknown: "Not measured yet",
};

const BARS: Record<Quality, number> = { excellent: 4, good: 3, fair: 2, poor: 1, unknown: 0 };

/** How well the network carries this call, in bars and words. */
export function NetworkQualityIndicator() {
  const { quality: monitor } = useServices().call;
  const quality = useStorePart(monitor.state, (state) => state.quality);
  return (
    <div role="status" className="network" data-quality={quality} title={WORDS[quality]}>
      <svg width="20" height="16" viewBox="0 0 20 16" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            className={bar < BARS[quality] ? "network__bar network__bar--on" : "network__bar"}
            x={bar * 5.2}
            y={11 - bar * 3.6}
            width="3.6"
            height={5 + bar * 3.6}
            rx="1.4"
          />
        ))}
      </svg>
      <span className="network__words">{WORDS[quality]}</span>
    </div>
  );
}
