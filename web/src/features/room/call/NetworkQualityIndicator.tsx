import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStorePart } from "../../../hooks/useStore";
import { SignalBars } from "../../../ui/SignalBars";
import { BARS } from "../quality/bars";
import { ConnectionDetails } from "../quality/ConnectionDetails";

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
        <SignalBars bars={BARS[quality]} />
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
