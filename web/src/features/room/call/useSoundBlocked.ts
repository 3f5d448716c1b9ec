import { useCallback, useEffect, useState } from "react";

/** Browsers may hold sound back until the page is touched; then it plays by itself (see `VideoView`). */
export function useSoundBlocked() {
  const [isSoundBlocked, setBlocked] = useState(false);
  const reportSoundBlocked = useCallback(() => setBlocked(true), []);
  useEffect(() => {
    if (!isSoundBlocked) return undefined;
    const clear = () => setBlocked(false);
    document.addEventListener("pointerup", clear, { once: true });
    return () => document.removeEventListener("pointerup", clear);
  }, [isSoundBlocked]);
  return { isSoundBlocked, reportSoundBlocked };
}
