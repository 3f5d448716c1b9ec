import { useCallback, useEffect, useState } from "react";
import type { PictureKey, Wishes } from "./stage";

export interface RoomView extends Pick<Wishes, "pinned" | "layout"> {
  togglePin: (key: PictureKey) => void;
  toggleSpotlight: (isLarge: boolean) => void;
}

/**
 * How this person wants to see the room: what is pinned, and whether one picture is large.
 * A screen that is newly shared takes the stage again, whatever was wished before.
 */
export function useRoomView(screens: readonly PictureKey[]): RoomView {
  const [wishes, setWishes] = useState<Pick<Wishes, "pinned" | "layout">>({
    pinned: null,
    layout: "automatic",
  });
  const newest = screens.at(-1);
  useEffect(() => {
    if (newest !== undefined) setWishes((before) => ({ ...before, layout: "automatic" }));
  }, [newest]);
  const togglePin = useCallback((key: PictureKey) => {
    setWishes(({ pinned }) => ({ pinned: pinned === key ? null : key, layout: "automatic" }));
  }, []);
  /** @param isLarge whether one picture is large at the moment */
  const toggleSpotlight = useCallback((isLarge: boolean) => {
    setWishes({ pinned: null, layout: isLarge ? "grid" : "spotlight" });
  }, []);
  return { ...wishes, togglePin, toggleSpotlight };
}
