import type { Sentence } from "../../i18n/sentences";
import { Notice } from "../../ui/Notice";

/** How a form's saving went, read out when it changes. */
export function SaveResult({ problem, saved }: { problem: Sentence | null; saved: string | null }) {
  if (problem !== null) {
    return (
      <Notice title={problem.title} tone="danger" urgent>
        {problem.advice}
      </Notice>
    );
  }
  return <div aria-live="polite">{saved !== null && <Notice title={saved} />}</div>;
}
