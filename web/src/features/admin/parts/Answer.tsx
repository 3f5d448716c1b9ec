import type { ReactNode } from "react";
import { useTranslation } from "../../../hooks/translation";
import type { Loaded } from "../../../hooks/useLoaded";
import { sentenceForError } from "../../../i18n/sentences";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { Spinner } from "../../../ui/Spinner";

interface AnswerProps<T> {
  of: Loaded<T>;
  onRetry: () => void;
  children: (value: T) => ReactNode;
}

/** What the box answered, or why it did not. */
export function Answer<T>({ of, onRetry, children }: AnswerProps<T>) {
  const translation = useTranslation();
  if (of.status === "ready") return children(of.value);
  if (of.status === "loading") {
    return (
      <p className="admin__waiting">
        <Spinner /> {translation.t("common.oneMoment")}
      </p>
    );
  }
  const { title, advice } = sentenceForError(translation, of.error);
  return (
    <Notice title={title} tone="danger" urgent>
      {advice}{" "}
      <Button look="secondary" onClick={onRetry}>
        {translation.t("common.tryAgain")}
      </Button>
    </Notice>
  );
}
