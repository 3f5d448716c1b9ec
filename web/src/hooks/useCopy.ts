import { useEffect, useState } from "react";
import { useTranslation } from "./translation";

const SHOWN_MS = 2_500;

/** Copies a text; `copied` stays true for a moment, so that the button can say so. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      // Without permission the link can still be copied by hand.
      () => window.prompt(t("common.copyByHand"), text),
    );
  };
  return { copied, copy };
}
