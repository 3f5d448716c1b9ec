import { useEffect, useRef } from "react";
import { useServices } from "../../../hooks/services";

/** The outline of whoever speaks. Told by the levels themselves, past React: nothing is drawn anew for it. */
export function SpeakingFrame({ connectionId }: { connectionId: string }) {
  const { speaking } = useServices().call;
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = () => {
      const { activeSpeakerId, audioLevels } = speaking.state.get();
      const element = frame.current;
      if (element === null) return;
      element.dataset["speaking"] = String(activeSpeakerId === connectionId);
      element.style.setProperty("--level", (audioLevels.get(connectionId) ?? 0).toFixed(2));
    };
    show();
    return speaking.state.subscribe(show);
  }, [speaking, connectionId]);
  return <span className="tile__frame" ref={frame} aria-hidden="true" />;
}
