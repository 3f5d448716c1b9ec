import { useCallback, useEffect, useState } from "react";

export interface FullScreen {
  /** Not on every phone. */
  isPossible: boolean;
  isOn: boolean;
  toggle: () => void;
}

/** The whole page on the whole screen. */
export function useFullScreen(): FullScreen {
  const [isOn, setOn] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const update = () => setOn(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", update);
    return () => {
      document.removeEventListener("fullscreenchange", update);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, []);
  const toggle = useCallback(() => {
    if (!document.fullscreenEnabled) return;
    const change =
      document.fullscreenElement === null
        ? document.documentElement.requestFullscreen()
        : document.exitFullscreen();
    change.catch(() => undefined);
  }, []);
  return { isPossible: document.fullscreenEnabled, isOn, toggle };
}
