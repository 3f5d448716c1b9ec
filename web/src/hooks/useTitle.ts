import { useEffect } from "react";

/** The page's title in the tab: what a screen reader says first after a change of page. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Neko`;
  }, [title]);
}
