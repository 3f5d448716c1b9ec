import { useEffect } from "react";
import { useBoxName } from "./useBoxName";

/** The page's title in the tab: what a screen reader says first after a change of page. */
export function useTitle(title: string): void {
  const box = useBoxName();
  useEffect(() => {
    document.title = `${title} · ${box}`;
  }, [title, box]);
}
