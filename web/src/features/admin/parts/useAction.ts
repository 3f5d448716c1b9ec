import { useCallback, useRef, useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import { type Sentence, sentenceForError } from "../../../i18n/sentences";

export interface Action {
  isBusy: boolean;
  /** Why the last one failed. */
  problem: Sentence | null;
  /** Nothing while another one runs. */
  run: (task: () => Promise<void>) => void;
}

/** What somebody asks for at the press of a button, once at a time. */
export function useAction(): Action {
  const translation = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  const running = useRef(false);
  const run = useCallback((task: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    task()
      .catch((error: unknown) => setFailure({ error }))
      .finally(() => {
        running.current = false;
        setBusy(false);
      });
  }, []);
  return { isBusy, problem: failure && sentenceForError(translation, failure.error), run };
}
