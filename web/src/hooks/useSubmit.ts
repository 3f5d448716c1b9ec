import { type FormEvent, useCallback, useRef, useState } from "react";
import { type Sentence, sentenceForError } from "../i18n/sentences";
import { useTranslation } from "./translation";

export interface Submission {
  isBusy: boolean;
  /** The last time went well. */
  isDone: boolean;
  problem: Sentence | null;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/** Runs a form's action once at a time, and turns what goes wrong into a sentence. */
export function useSubmit(action: (fields: FormFields) => Promise<void>): Submission {
  const translation = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<{ error: unknown } | null>(null);
  const running = useRef(false);
  const onSubmit = useCallback(
    (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      if (running.current) return;
      running.current = true;
      setBusy(true);
      setFailure(null);
      setDone(false);
      action(new FormFields(new FormData(event.currentTarget)))
        .then(() => setDone(true))
        .catch((error: unknown) => setFailure({ error }))
        .finally(() => {
          running.current = false;
          setBusy(false);
        });
    },
    [action],
  );
  const problem = failure && sentenceForError(translation, failure.error);
  return { isBusy, isDone, problem, onSubmit };
}

/** A form's text fields by name. */
export class FormFields {
  readonly #data: FormData;

  constructor(data: FormData) {
    this.#data = data;
  }

  /** As typed, for passwords. */
  raw(name: string): string {
    const value = this.#data.get(name);
    return typeof value === "string" ? value : "";
  }

  text(name: string): string {
    return this.raw(name).trim();
  }

  checked(name: string): boolean {
    return this.#data.has(name);
  }
}
