import type { ReactNode } from "react";
import { useTranslation } from "../../../hooks/translation";
import type { Loaded } from "../../../hooks/useLoaded";
import { Answer } from "./Answer";
import { Pager } from "./Pager";

interface FoundProps<T> {
  of: Loaded<T>;
  onRetry: () => void;
  /** The rows of this page, of how many in all. */
  list: (value: T) => { rows: readonly ReactNode[]; total: number };
  offset: number;
  onMove: (offset: number) => void;
}

/** What a search found, a page of it at a time. */
export function Found<T>({ of, onRetry, list, offset, onMove }: FoundProps<T>) {
  const { t } = useTranslation();
  return (
    <Answer of={of} onRetry={onRetry}>
      {(value) => {
        const { rows, total } = list(value);
        return (
          <>
            {rows.length === 0 && <p className="muted">{t("admin.nothingFound")}</p>}
            <ul className="rows">{rows}</ul>
            <Pager offset={offset} total={total} onMove={onMove} />
          </>
        );
      }}
    </Answer>
  );
}
