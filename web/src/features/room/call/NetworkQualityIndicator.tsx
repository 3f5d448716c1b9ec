import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Quality } from "../../../core/rtc/quality";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { ConnectionDetails } from "../quality/ConnectionDetails";

const BARS: Record<Quality, number> = { excellent: 4, good: 3, fair: 2, poor: 1, unknown: 0 };

/** How well the network carries this call, in bars and words, and a button over both that tells more. */
export function NetworkQualityIndicator() {
  const { quality: monitor } = useServices().call;
  const quality = useStorePart(monitor.state, (state) => state.quality);
  const { t } = useTranslation();
  const words = t(`quality.words.${quality}`);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    setOpen(false);
    button.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Escape from what is inside it
    <div className="network-place" onKeyDown={onKeyDown}>
      <div role="status" className="network" data-quality={quality} title={words}>
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
        <span className="network__words">{words}</span>
      </div>
      <button
        ref={button}
        type="button"
        className="network-place__button"
        aria-label={t("details.label")}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen((open) => !open)}
      />
      {isOpen && <ConnectionDetails id={id} />}
    </div>
  );
}
