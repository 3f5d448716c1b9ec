import { createContext, type ReactNode, use, useLayoutEffect } from "react";
import type { Area } from "../i18n/catalogue";
import type { LanguageService, LanguageState } from "../i18n/LanguageService";
import type { Translation } from "../i18n/translation";
import { useStorePart } from "./useStore";

const LanguageContext = createContext<LanguageService | null>(null);

/** Everything below speaks the language of the service, and so does the document around it. */
export function LanguageProvider({ service, children }: { service: LanguageService; children: ReactNode }) {
  const { language, direction, t } = useStorePart(service.state, translationOf);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
    document.querySelector("meta[name=description]")?.setAttribute("content", t("common.description"));
  }, [language, direction, t]);
  return <LanguageContext value={service}>{children}</LanguageContext>;
}

/** What is below has the words of `area`; until they are there, what waits above is shown. */
export function Words({ area, children }: { area: Area; children: ReactNode }) {
  use(useLanguageService().open(area));
  return children;
}

/** The language to speak: `t` for words, `format` for dates, numbers and lists. */
export function useTranslation(): Translation {
  return useStorePart(useLanguageService().state, translationOf);
}

/** For whoever lets it be chosen. */
export function useLanguageService(): LanguageService {
  const service = use(LanguageContext);
  if (service === null) throw new Error("useTranslation needs a LanguageProvider above it");
  return service;
}

const translationOf = ({ translation }: LanguageState): Translation => translation;
