import { useEffect } from "react";

/** Calls `action` (keep it stable) again and again while the page is looked at. */
export function useEvery(milliseconds: number, action: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") action();
    }, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, action]);
}
