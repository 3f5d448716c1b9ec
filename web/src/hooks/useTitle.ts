import { useEffect } from "react";
import { useTranslation } from "./translation";

/** The page's title in the tab: what a screen reader says first after a change of page. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t("common.pageTitle", { title });
  }, [title, t]);
}
