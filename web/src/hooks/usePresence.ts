import { useEffect, useRef, useState } from "react";
import type { Participant } from "../protocol";

export interface Toast {
  key: number;
  text: string;
}

const SHOWN_MS = 4_000;

/** Says who came and who went since the room was entered, each for a moment. */
export function usePresence(participants: readonly Participant[]): readonly Toast[] {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const before = useRef(participants);
  const nextKey = useRef(0);
  useEffect(() => {
    const texts = [
      ...missingIn(before.current, participants).map(({ displayName }) => `${displayName} joined`),
      ...missingIn(participants, before.current).map(({ displayName }) => `${displayName} left`),
    ];
    before.current = participants;
    for (const text of texts) {
      nextKey.current += 1;
      const toast = { key: nextKey.current, text };
      setToasts((shown) => [...shown, toast]);
      setTimeout(() => setToasts((shown) => shown.filter(({ key }) => key !== toast.key)), SHOWN_MS);
    }
  }, [participants]);
  return toasts;
}

function missingIn(list: readonly Participant[], of: readonly Participant[]): readonly Participant[] {
  return of.filter(({ connectionId }) => !list.some((other) => other.connectionId === connectionId));
}
