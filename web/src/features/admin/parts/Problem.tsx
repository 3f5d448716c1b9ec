import type { Sentence } from "../../../i18n/sentences";
import { Notice } from "../../../ui/Notice";

/** What went wrong, if something did. */
export function Problem({ of }: { of: Sentence | null }) {
  if (of === null) return null;
  return (
    <Notice title={of.title} tone="danger" urgent>
      {of.advice}
    </Notice>
  );
}
